"""Saved web pages: what the page says of itself, then the article in it, with its pictures, tables and code."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newsreader.articles.build import from_page
from newsreader.articles.document import Code, Document, Heading, Image, ListBlock, Table
from newsreader.articles.words import block_text

PARAGRAPHS = [
    "The ministers of nine countries agreed on Tuesday, after a long night in Oslo, to share the cost of the first network at sea.",
    "It will be built in three parts, said the chair of the meeting, and the first of them is to carry power before the end of the decade.",
    "Critics said that the sum is too small, that the cables are too few, and that nobody has asked the fishermen, who were there first.",
    "The ministers will meet again in spring, when the plans are to be drawn, and the harbour towns will be asked what they need for it.",
]
LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "Organization", "name": "The Paper"},
        {
            "@type": "NewsArticle",
            "headline": "Ministers agree on a grid &amp; a date",
            "description": "Nine countries share the cost.",
            "author": [{"@type": "Person", "name": "Ada Writer"}, {"@type": "Person", "name": "Bo Writer"}],
            "datePublished": "2026-11-24T08:12:00+01:00",
            "dateModified": "2026-11-24T09:40:00+01:00",
            "articleSection": ["World", "Energy"],
            "image": {"url": "https://paper.example/lead.jpg", "caption": "The harbour.", "creditText": "C. Lens"},
        },
    ],
}


def page(head: str = "", body: str = "") -> str:
    inside = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return f"""<!doctype html><html lang="en"><head><title>Ministers agree on a grid | The Paper</title>{head}</head><body>
    <header><a href="/">The Paper</a><nav><ul><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
    <div class="cookie-banner"><p>We use cookies, and so do our partners, to make this page slower, heavier and better known.</p></div>
    <main><article><h1>Ministers agree on a grid</h1><div class="byline">By <a rel="author" href="/ada">Ada Writer</a></div>
    <div class="share-tools"><a href="/f">Share</a><a href="/t">Tweet</a></div>{inside}{body}
    <div class="related-links"><h3>Related</h3>
    <ul><li><a href="/1">A grid for the Baltic</a></li><li><a href="/2">Who owns the wind</a></li></ul></div>
    </article></main><aside class="sidebar"><h2>Most read</h2><ol><li><a href="/3">A dog found its way home</a></li></ol></aside>
    <div id="comments"><p>First comment, which is long enough to look like a paragraph, with commas, and more of them.</p></div>
    <footer><p>Copyright The Paper, all rights reserved, and no part of it may be copied, printed or read aloud.</p></footer>
    </body></html>"""


def words(document: Document) -> list[str]:
    return [block_text(block) for block in document.blocks]


def test_the_article_stands_alone() -> None:
    document = from_page(page(), "https://paper.example/grid")
    assert document.title == "Ministers agree on a grid"
    assert words(document) == PARAGRAPHS
    assert document.authors == ("Ada Writer",) and document.links == ()
    assert document.url == "https://paper.example/grid" and document.lang == "en"


def test_json_ld_goes_before_what_the_text_shows() -> None:
    document = from_page(
        page(f'<script type="application/ld+json">{json.dumps(LD)}</script>'), "https://paper.example/grid"
    )
    assert document.title == "Ministers agree on a grid & a date"
    assert document.deck == "Nine countries share the cost." and document.kicker == "World"
    assert document.authors == ("Ada Writer", "Bo Writer")
    assert document.published == datetime(2026, 11, 24, 7, 12, tzinfo=UTC) and document.updated == datetime(
        2026, 11, 24, 8, 40, tzinfo=UTC
    )
    assert document.lead_image == Image("https://paper.example/lead.jpg", caption="The harbour.", credit="C. Lens")


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[[[[[[" * 5000,
        '{"@type": "NewsArticle", "headline": 5, "author": [[[null]]], "image": [], "datePublished": {}}',
        "null",
        '"x"',
    ],
)
def test_broken_structured_data_is_passed_over(broken: str) -> None:
    document = from_page(page(f'<script type="application/ld+json">{broken}</script>'))
    assert document.title == "Ministers agree on a grid" and words(document) == PARAGRAPHS


def test_meta_tags_and_microdata_fill_in() -> None:
    head = (
        '<meta property="og:title" content="From OpenGraph"><meta property="article:published_time" content="2026-11-24">'
        '<meta name="author" content="By C. Author and D. Author"><meta property="og:image" content="/og.jpg">'
        '<link rel="canonical" href="/canonical">'
    )
    document = from_page(page(head), "https://paper.example/grid?utm_source=x")
    assert document.title == "From OpenGraph" and document.published == date(2026, 11, 24)
    assert document.authors == ("C. Author", "D. Author")
    assert document.lead_image is not None and document.lead_image.url == "https://paper.example/og.jpg"
    assert document.url == "https://paper.example/canonical"


def test_structure_in_the_article_survives() -> None:
    body = (
        '<figure><img src="/a.jpg" alt="Cranes"><figcaption>Cranes. Photo: C. Lens</figcaption></figure><h2>What it costs</h2>'
        "<ul><li>Cables, which are the larger part of it</li><li>Ships, which are the smaller</li></ul>"
        "<table><thead><tr><th>Country</th><th>Share</th></tr></thead><tr><td>Norway</td><td>12%</td></tr><tr><td>Denmark</td><td>9%</td></tr></table>"
        '<pre><code class="language-python">share = cost / 9</code></pre>'
    )
    document = from_page(page(body=body), "https://paper.example/")
    kinds = [type(block) for block in document.blocks[len(PARAGRAPHS) :]]
    assert kinds == [Image, Heading, ListBlock, Table, Code]
    picture = document.blocks[len(PARAGRAPHS)]
    assert picture == Image("https://paper.example/a.jpg", "Cranes", "Cranes.", "C. Lens")


def test_facts_are_found_in_the_text_where_the_page_does_not_name_them() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    html = (
        f"<html><body><div><h1>A grid</h1><p>By Ada Writer</p><p>Published 24 November 2026</p><p>Advertisement</p>{text}"
        "<p>Sign up for our daily newsletter</p><h3>More on this story</h3>"
        "<p><a href='/a'>A grid for the Baltic Sea</a></p></div></body></html>"
    )
    document = from_page(html, "https://paper.example/x")
    assert document.authors == ("Ada Writer",) and document.published == date(2026, 11, 24)
    assert words(document) == PARAGRAPHS


def test_the_day_is_taken_from_the_address_as_a_last_resort() -> None:
    assert from_page(page(), "https://paper.example/world/2026/11/24/grid").published == date(2026, 11, 24)


def test_a_page_without_an_article_says_what_it_has() -> None:
    assert words(from_page("<p>Short.</p>")) == ["Short."]
    assert from_page("").blocks == () and from_page("<frameset><frame src=x></frameset>").blocks == ()


def test_relative_addresses_count_from_the_base_of_the_page() -> None:
    document = from_page(
        page(
            '<base href="https://cdn.example/x/">',
            '<p>See <a href="y">the plans of the ministers</a>, which are long.</p>',
        ),
        "https://paper.example/",
    )
    assert [link.url for link in document.links] == ["https://cdn.example/x/y"]


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["bbc-1", "ars-1", "nytimes-3", "wikipedia", "lemonde-1", "keep-images"])
def test_real_pages_keep_nearly_all_of_what_is_expected(corpus: Path, name: str) -> None:
    from newsreader.articles.tree import parse_html

    folder = corpus / "mozilla-readability" / "test-pages" / name
    if not folder.is_dir():
        pytest.skip(f"no page {name}")
    document = from_page((folder / "source.html").read_text(encoding="utf-8"), "http://fakehost/test/page.html")
    body = parse_html((folder / "expected.html").read_text(encoding="utf-8")).body
    assert body is not None
    expected = set(body.text(deep=True, separator=" ").lower().split())
    found = set(" ".join([*words(document), document.deck]).lower().split())
    assert len(expected & found) / len(expected) > 0.9
    assert len(found - expected) / len(found) < 0.1
