"""Code in colours: the roles of its pieces, never another character, and none where that would cost too much."""

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name
from rich.cells import cell_len

from newsreader.articles import highlight
from newsreader.articles.build import from_html
from newsreader.articles.code_setting import code_rows
from newsreader.articles.document import Code
from newsreader.articles.highlight import highlighted, prepare
from newsreader.articles.layout import lay_out_part

PYTHON = 'def greet(name):\n    # why\n    return "hello", 42\n'


def roles(text: str, lang: str) -> dict[str, str]:
    return {text[start:end]: role for start, end, role in highlighted(text, lang)}


def test_pieces_of_code_have_roles() -> None:
    found = roles(PYTHON, "python")
    assert found["def"] == found["return"] == "code-keyword"
    assert found["greet"] == "code-name" and found["# why"] == "code-comment" and found["42"] == "code-number"
    assert found["hello"] == "code-string"
    assert roles("- old\n+ new\n", "diff") == {"- old": "code-number", "+ new": "code-string"}


@pytest.mark.parametrize("lang", ["", "klingon", "text", "../../etc", "brainfuck"])
def test_code_of_no_known_language_has_one_colour(lang: str) -> None:
    assert highlighted(PYTHON, lang) == ()


def test_a_long_text_has_one_colour_and_a_slow_one_as_much_as_time_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert highlighted("x = 1\n" * 4000, "python") == ()
    monkeypatch.setattr(highlight, "PATIENCE", -1.0)
    assert highlighted("y = 1", "python") == ()


def test_blocks_that_an_article_has_no_time_for_are_not_read_when_they_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blocks = tuple(Code(f"first{n} = {n}", "python") for n in range(20))
    monkeypatch.setattr(highlight, "PATIENCE_FOR_ALL", -1.0)
    prepare(blocks)
    assert all(highlighted(code.text, code.lang) == () for code in blocks)


def test_what_is_kept_has_a_bound() -> None:
    for n in range(highlight.KEPT + 50):
        assert highlighted(f"second{n} = {n}", "python")
    assert len(highlight._read) <= highlight.KEPT


SLOW = ("0", "(", "\n ", "a::", "x=", "{")


@pytest.mark.parametrize("lang", sorted(highlight._LANGUAGES))
def test_no_text_of_any_language_takes_long(lang: str) -> None:
    for piece in SLOW:
        start = time.process_time()
        highlighted((((piece * 500)[:490] + "\n") * 40)[: highlight.MOST], lang)
        assert time.process_time() - start < 2, piece  # a bound against what takes the square, not a speed


def test_every_language_is_known() -> None:
    assert not [lang for lang in highlight._LANGUAGES if not get_lexer_by_name(lang)]


def test_the_page_has_the_roles_when_it_is_asked_for_them() -> None:
    page = from_html(f'<p>x</p><pre><code class="language-python">{PYTHON}</code></pre>')
    plain = lay_out_part(page, 1, 60)
    colored = lay_out_part(page, 1, 60, colors=True)
    assert [line.text for line in plain] == [line.text for line in colored]
    assert {span.role for line in plain for span in line.spans} == {"code"}
    assert {"code", "code-keyword", "code-string"} <= {span.role for line in colored for span in line.spans}


code = st.text(st.sampled_from("ab0 \"'#(){}[]<>=\n\\/*-+:;,.漢\u0301🙂"), max_size=300)


@given(
    code,
    st.sampled_from(["python", "c", "js", "html", "css", "bash", "diff", "yaml", "sql", "rust"]),
    st.integers(6, 60),
)
@settings(max_examples=200, deadline=None)
def test_colours_change_no_character_and_no_break(text: str, lang: str, width: int) -> None:
    block = Code(text, lang)
    plain = code_rows(block, width, "↪ ", colors=False)
    colored = code_rows(block, width, "↪ ", colors=True)
    lines = [["".join(span.text for span in row.spans) for row in rows] for rows in (plain, colored)]
    assert lines[0] == lines[1] and [row.length for row in plain] == [row.length for row in colored]
    assert all(cell_len(line) <= width for line in lines[0])


def test_articles_without_code_never_import_the_lexers() -> None:
    script = (
        "import sys; from newsreader.articles.build import from_html; from newsreader.articles.highlight import prepare\n"
        "from newsreader.articles.layout import lay_out_part\n"
        "page = from_html('<p>x</p><pre>no language</pre>'); prepare(page.blocks); lay_out_part(page, 1, 60, colors=True)\n"
        "sys.exit('pygments' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
