"""Documents made to break a reader: each is read in bounded time, and says something."""

import pytest
from effort import effort

from newsreader.articles.build import from_html, from_markdown, from_page, from_text
from newsreader.articles.document import Code, Paragraph, Run
from newsreader.articles.flow import CUT
from newsreader.articles.html_blocks import MAX_CODE_LINES
from newsreader.articles.layout import lay_out
from newsreader.articles.plain import MAX_TEXT, plain_text
from newsreader.articles.tree import MAX_DEPTH, parse_html, tamed

# Paces of effort.py. The worst of these takes some 150; what is guarded against takes from a thousand to millions.
MOST = 600

HTML = {
    "nested divs": "<div>" * 100_000 + "the core",
    "nested lists": "<ul><li>the core" * 20_000,
    "nested quotes": "<blockquote>the core" * 20_000,
    "nested tables": "<table><tr><td>the core" * 20_000,
    "nested definitions": "<dl><dd>the core" * 20_000,
    "nested links": "<a href=x>the core" * 20_000,
    "formatting left open": "".join(f"<p><font color={n}>the core</p>" for n in range(20_000)),
    "formatting in closed blocks": "".join(f"<div><b class={n}>the core</div>" for n in range(20_000)),
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">the core",
    "attributes in quotes": "<p " + "".join(f'a{n}="1"' for n in range(100_000)) + ">the core",
    "open comments": "the core" + "<!--" * 100_000,
    "hidden end tags": "<div><!--</div>--><i a='</i>'>" * 30_000 + "the core",
    "many tags": "<p>the <b>core</b></p>" * 300_000,
    "a long line": "the core " + "x" * 1_000_000,
    "a long line of wide characters": "the core " + "漢" * 1_000_000,
    "a long row of emoji": "the core " + "👩‍👩‍👧‍👦" * 50_000,
    "a wide table": "<table><tr>"
    + "<th>the core</th>" * 500
    + "</tr>"
    + ("<tr>" + "<td>cell</td>" * 500 + "</tr>") * 10
    + "</table>",
    "a long table": "<table>" + "<tr><td>the</td><td>core</td></tr>" * 30_000 + "</table>",
    "wide spans": "<table>" + "<tr><td colspan=1000 rowspan=65534>the core</td><td>x</td></tr>" * 300 + "</table>",
    "many links": "".join(f"<a href='https://x.example/{n}'>the core</a> " for n in range(40_000)),
    "unclosed tags": "the core" + "<a b='" * 200_000,
    "less-than signs": "the core" + "<" * 1_000_000,
    "entities": "the core" + "&amp;" * 500_000,
    "marks": "the core" + "e" + "\u0301" * 500_000,
    "many lines of code": "<pre>the core" + "\nx" * 700_000 + "</pre>",
    "many empty lines of code": "<pre>the" + "\n" * 700_000 + "core</pre>",
    "nul bytes": "the core" + "\x00" * 1_000_000,
}


@pytest.mark.parametrize("name", HTML)
def test_hostile_html_is_read_in_bounded_time(name: str) -> None:
    lines: list[str] = []
    assert (
        effort(lambda: lines.extend(line.text for _, some in lay_out(from_html(HTML[name]), 80) for line in some))
        < MOST
    )
    text = " ".join(lines).lower()
    assert "the" in text and "core" in text


@pytest.mark.parametrize("name", HTML)
def test_hostile_pages_and_bodies_are_read_in_bounded_time(name: str) -> None:
    assert effort(lambda: from_page(HTML[name], "https://x.example/")) < MOST
    assert effort(lambda: plain_text(HTML[name], "html")) < MOST


@pytest.mark.parametrize(
    "text",
    [
        "> " * 20_000 + "the core",
        "[" * 50_000,
        "*a **b " * 20_000,
        "`" * 5_000 + "the core" + "`" * 4_999,
        "- " * 20_000,
        "|" * 50_000 + "\n" + "|-" * 20_000,
        "![](" * 20_000,
        "<div>" * 20_000,
        "[^1]: " * 5_000,
    ],
    ids=lambda text: text[:6],
)
def test_hostile_markdown_and_text_are_read_in_bounded_time(text: str) -> None:
    assert effort(lambda: list(lay_out(from_markdown(text), 60))) < MOST
    assert effort(lambda: list(lay_out(from_text(text), 60))) < MOST


def test_a_body_of_many_megabytes_is_cut_with_a_word() -> None:
    page = from_html("<p>one <b>two</b> three</p>" * 200_000)
    assert page.blocks[-1] == CUT
    assert len(plain_text("word " * 1_000_000, "html").text) <= MAX_TEXT


def test_what_is_nested_too_deep_for_a_parser_is_flattened() -> None:
    depth = 0
    node = parse_html("<div>" * 5_000 + "x").body
    while node is not None:
        depth, node = depth + 1, node.first_child
    assert depth <= MAX_DEPTH + 5


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b",
        "<ul><li>a<li>b</ul>" * 500,
        '<img src="data:image/png;base64,' + "A" * 20_000 + '">' + "<b>x</b>" * 300,
        "<div><p>x</div>" * 1000,
        "<script>if (a < b) { '</div>' }</script>" + "<div>x</div>" * 300,
    ],
)
def test_ordinary_html_is_left_as_it_is(html: str) -> None:
    assert tamed(html) == html


def test_code_of_too_many_lines_is_cut_with_a_word_that_says_so_and_what_follows_stays() -> None:
    page = from_html("<pre>" + "x\n" * (MAX_CODE_LINES + 1) + "last</pre><p>After it.</p>")
    *code, cut, after = page.blocks
    assert "\n".join(block.text for block in code) == "x\n" * (MAX_CODE_LINES - 1) + "x"
    assert (cut, after) == (CUT, Paragraph((Run("After it."),)))


def test_code_of_many_lines_is_whole() -> None:
    page = from_html("<pre>" + "x\n" * (MAX_CODE_LINES - 1) + "last</pre>")
    assert "\n".join(block.text for block in page.blocks) == "x\n" * (MAX_CODE_LINES - 1) + "last"


def test_empty_lines_in_code_fold_into_two() -> None:
    page = from_html("<pre>a\n\n\nb" + "\n" * 100 + "c</pre>")
    assert page.blocks == (Code("a\n\n\nb\n\n\nc"),)
