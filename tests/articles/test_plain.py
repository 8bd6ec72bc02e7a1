"""Plain text for the index: what is seen, a line a block, counted as a person reads it."""

import pytest

from newsreader.articles.language import guess_language
from newsreader.articles.plain import count_words, plain_text
from newsreader.model import Has


def test_blocks_become_lines_and_inline_marks_do_not_part_words() -> None:
    text = plain_text(
        "<h1>Title</h1><p>wor<b>d</b>s <a href='x>y'>and</a>\nmore</p><ul><li>one<li>two</ul>a<br>b", "html"
    ).text
    assert text == "Title\nwords and more\none\ntwo\na\nb"


def test_what_is_not_seen_is_not_indexed() -> None:
    body = "<style>p{}</style><script>var x</script><p>seen</p><!-- no --><template><p>t</p></template><noscript>n</noscript>"
    assert plain_text(body, "html").text == "seen"


def test_entities_are_characters_and_controls_are_gone() -> None:
    assert plain_text("<p>a&amp;b &lt;c&gt; &#27;[2J &eacute; &#x9d;</p>", "html").text == "a&b <c> [2J é"
    assert plain_text("no markup &amp; entities", "html").text == "no markup & entities"


def test_plain_text_and_markdown_are_taken_as_they_are() -> None:
    assert plain_text("a < b\n\n  c", "text").text == "a < b\nc"
    assert plain_text("# A *b*", "markdown").text == "# A *b*"


@pytest.mark.parametrize(
    ("body", "has"),
    [
        ("<p>x</p>", 0),
        ("<img src=a.jpg>", Has.IMAGE.value),
        ("<IMG SRC=a.jpg>", Has.IMAGE.value),
        ('<img width="1" height="1" src=t.gif>', 0),
        ("<audio src=a></audio><iframe src=b></iframe>", Has.AUDIO.value | Has.VIDEO.value),
    ],
)
def test_pictures_and_players_are_noted(body: str, has: int) -> None:
    assert plain_text(body, "html").has == has


def test_cjk_text_counts_by_characters() -> None:
    assert count_words("one two three") == 3
    assert count_words("漢字" * 250) == 200  # a minute: 500 characters, or 200 words
    assert count_words("これは test です") == 1 + 2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministers of nine countries have agreed on the grid that they want.", "en"),
        ("Die Minister haben sich auf ein Netz für die Nordsee geeinigt.", "de"),
        ("Les ministres sont d'accord pour que le réseau soit dans la mer.", "fr"),
        ("Los ministros se han puesto de acuerdo para que la red sea una.", "es"),
        ("大臣たちは合意した。", "ja"),
        ("部长们同意了。", "zh"),
        ("Министры договорились о сети.", "ru"),
        ("장관들이 합의했다.", "ko"),
        ("ok", ""),
        ("", ""),
        ("12345", ""),
    ],
)
def test_the_language_is_guessed_or_left_open(text: str, language: str) -> None:
    assert guess_language(text) == language
