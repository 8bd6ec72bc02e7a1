"""Text, Markdown, HTML and JSON say the same words, and none of them lets the text become markup."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newsreader.articles.anatomy import finished
from newsreader.articles.build import from_html, from_markdown, from_text
from newsreader.articles.document import Document, Link, Paragraph, Run, Table
from newsreader.articles.html import read_html
from newsreader.articles.layout import lay_out
from newsreader.articles.plain import plain_text
from newsreader.articles.render import body_html, to_html, to_json, to_markdown, to_text

HERE = Path(__file__).parent
KEYS = (
    "id url feed section kicker title deck authors place published updated source credit lead_image words minutes lang blocks links"
    " enclosures also_covered_by also_worth_reading"
).split()
# Words that a format adds of its own: labels, and the numbers and addresses of links.
LABELS = set("photo https paper example".split())


def gallery() -> Document:
    return from_html(
        (HERE / "gallery" / "gallery.html").read_text(encoding="utf-8"),
        base="https://paper.example/a/b.html",
        title="Title",
    )


def json_words(value: object) -> str:
    """The words of the blocks in a JSON object, each once: `inline` repeats `text`."""
    if isinstance(value, dict):
        skipped = ("inline", "kind", "lang", "url", "type", "level", "start", "ordered", "pull", "rtl")
        return " ".join(json_words(item) for key, item in value.items() if key not in skipped)
    if isinstance(value, list):
        return " ".join(map(json_words, value))
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(
    "page",
    [gallery(), *(from_text(path.read_text(encoding="utf-8")) for path in sorted((HERE / "pages").glob("*.txt")))],
    ids=lambda page: page.title[:20],
)
def test_all_formats_say_the_same_words(page: Document) -> None:
    blocks = Document(blocks=page.blocks)  # links are printed by each format in its own way
    expected = said(json_words(to_json(page)["blocks"]))
    text = said(to_text(blocks, 500))
    markdown = said(re.sub(r"\\(.)|\]\([^)]*\)|^```\w*", r"\1 ", to_markdown(blocks), flags=re.MULTILINE))
    html = to_html(blocks).partition("<body>")[2]
    html_words = said(" ".join([plain_text(html, "html").text, *re.findall(r'alt="([^"]*)"', html)]))
    assert text == expected
    assert markdown >= expected and html_words >= expected


def said(text: str) -> set[str]:
    """The words of a text, without those of addresses and the numbers of lists and links, which each format makes itself."""
    return {word for word in re.findall(r"\w+", text.lower()) if not word.isdigit() and len(word) > 1} - LABELS


def test_json_has_every_key_and_null_for_what_is_not_there() -> None:
    record = to_json(Document())
    assert set(KEYS) <= set(record)
    assert (
        record["deck"] is None
        and record["published"] is None
        and record["lead_image"] is None
        and record["blocks"] == []
    )
    json.dumps(record)


def test_times_are_rfc_3339_and_dates_stay_dates() -> None:
    record = to_json(Document(published=datetime(2022, 2, 4, 9, 12, tzinfo=UTC), updated=date(2022, 2, 5)))
    assert (record["published"], record["updated"]) == ("2022-02-04T09:12:00Z", "2022-02-05")


def test_blocks_and_links_of_json_are_as_documented() -> None:
    record = to_json(
        from_html(
            '<h2>H</h2><p>a <a href="https://x.example/"><b>b</b></a></p><pre><code class="language-py">c</code></pre>'
        )
    )
    assert record["blocks"] == [
        {
            "kind": "paragraph",
            "text": "a b",
            "inline": [
                {"text": "a ", "marks": [], "url": None, "id": None},
                {"text": "b", "marks": ["strong"], "url": "https://x.example/", "id": None},
            ],
            "rtl": False,
        },
        {"kind": "code", "text": "c", "lang": "py"},
    ]
    assert record["title"] == "H" and record["links"] == [{"n": 1, "text": "b", "url": "https://x.example/"}]


HOSTILE = '<script>alert(1)</script> "quotes" & <b>'


def test_html_is_escaped_in_every_field() -> None:
    blocks, links = read_html("<p>x</p>")
    page = Document(
        title=HOSTILE,
        kicker=HOSTILE,
        deck=HOSTILE,
        authors=(HOSTILE,),
        place=HOSTILE,
        source=HOSTILE,
        credit=HOSTILE,
        url="https://x.example/?a=\"'",
        blocks=(Paragraph((Run(HOSTILE, link=1),)),),
        links=(Link("x", 'javascript:"'),),
    )
    html = to_html(page)
    assert "<script" not in html and "javascript" not in html and '"quotes" & <b>' not in html
    assert blocks and not links


@pytest.mark.parametrize(
    "text",
    [
        "*not em*",
        "_x_",
        "# no heading",
        "1. no list",
        "- no list",
        "[a](b)",
        "<b>x</b>",
        "a | b",
        "`c`",
        "> q",
        "&amp;",
        "---",
        "***",
        "+ x",
        "\\",
        "~~~",
        "a\n# b",
        "!",
    ],
)
def test_text_is_no_markup_in_markdown(text: str) -> None:
    page = Document(blocks=(Paragraph((Run(text),)),))
    again = from_markdown(to_markdown(page))
    assert again.blocks == page.blocks


def test_markdown_of_a_page_reads_back_as_the_same_blocks() -> None:
    source = (
        "# T\n\nA *b* **c** `d` [e](https://x.example/).\n\n- one\n- two\n  - in\n\n"
        "3. three\n4. four\n\n> quote\n\n```py\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## H"
    )
    page = from_markdown(source)
    again = from_markdown(to_markdown(Document(title=page.title, blocks=page.blocks, links=page.links)))
    assert again.title == page.title and again.blocks == page.blocks and again.links == page.links


def test_a_stored_body_gives_the_same_page_again() -> None:
    """Saved pages are kept as their article's HTML."""
    for path in sorted((HERE / "pages").glob("*.txt")):
        page = from_text(path.read_text(encoding="utf-8"))
        again = from_html(body_html(page), title=page.title)
        assert again.blocks == page.blocks, path
        assert again.place == page.place
        assert again.lead_image == page.lead_image


def test_front_matter_names_what_a_markdown_file_is() -> None:
    page = from_markdown(
        '---\ntitle: "A: B"\ndate: 2026-11-01T09:10:00Z\ndeck: Why.\nauthors: A. Writer, B. Other\n'
        "link: https://x.example/p\n---\n\nText with [a link](q)."
    )
    assert (page.title, page.deck, page.authors) == ("A: B", "Why.", ("A. Writer", "B. Other"))
    assert page.published == datetime(2026, 11, 1, 9, 10, tzinfo=UTC) and page.links == (
        Link("a link", "https://x.example/q"),
    )
    assert from_markdown("---\n\nA rule first.").title == ""


def test_the_age_of_recent_news_is_shown_and_times_are_local() -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    text = to_text(
        finished(Document(title="T", published=datetime(2026, 11, 24, 8, 12, tzinfo=UTC))), 80, now=now, zone=UTC
    )
    assert "24 November 2026, 08:12 (3 h ago)" in text
    old = to_text(Document(title="T", published=datetime(2022, 2, 4, 8, 12, tzinfo=UTC)), 80, now=now, zone=UTC)
    assert "4 February 2022, 08:12" in old and "ago" not in old


@pytest.mark.parametrize(
    "body",
    [
        "<p>Code <code>x<br>&lt;script&gt;alert(1)&lt;/script&gt;<br># y</code></p>",
        '<p>Wow!<a href="https://tracker.example/p.png">link</a></p>',
        "<table><tr><th>a</th><th>b</th></tr><tr><td><code>x|y<br>z</code></td>"
        '<td><a href="https://x.example/a|b">pipe</a> \\| | \\</td></tr></table>',
    ],
)
def test_nothing_in_a_text_becomes_markup_in_its_markdown(body: str) -> None:
    page = from_html(body)
    again = from_markdown(to_markdown(Document(blocks=page.blocks, links=page.links)))
    assert [type(block) for block in again.blocks] == [type(block) for block in page.blocks]
    assert said(json_words(to_json(again)["blocks"])) == said(json_words(to_json(page)["blocks"]))
    assert len(again.links) == len(page.links)
    if isinstance(page.blocks[0], Table):
        assert isinstance(again.blocks[0], Table)
        assert [len(row) for row in again.blocks[0].rows] == [2]


def test_the_foot_shows_addresses_without_what_tells_where_a_reader_came_from() -> None:
    link = Link("more", "https://b.example/x?v=1&utm_medium=rss")
    page = Document(url="https://a.example/storm?utm_source=feed", links=(link,))
    foot = "\n".join(line.text for _, lines in lay_out(page, 80) for line in lines)
    assert "a.example/storm" in foot
    assert "b.example/x?v=1" in foot
    assert "utm_" not in foot
