"""What web pages say about themselves, in all the ways in which they say it: title, authors, dates, the photo."""

import json
from datetime import UTC, date, datetime

import pytest

from newsreader.articles.build import from_page
from newsreader.articles.document import Document, Image
from newsreader.articles.page_title import choose_title, site_names

BODY = "".join(
    f"<p>Sentence {n} of the story about the grid, which is long enough, as one hopes.</p>" for n in range(12)
)
URL = "https://www.harbour-courier.example/2026/grid"


def page(head: str = "", *, h1: str = "Ministers agree on a grid", before: str = "", body: str = BODY) -> Document:
    html = f"<html><head>{head}</head><body>{before}<article><h1>{h1}</h1>{body}</article></body></html>"
    return from_page(html, URL)


def ld(data: object, wrapping: str = "{}") -> str:
    return f'<script type="application/ld+json">{wrapping.replace("{}", json.dumps(data))}</script>'


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ministers agree on a grid",
    "author": {"@type": "Person", "name": "Ada Writer"},
    "datePublished": "2026-11-24T08:12:00+01:00",
}


@pytest.mark.parametrize(
    "wrapping",
    [
        "{}",
        "\n<![CDATA[\n{}\n]]>\n",
        "//<![CDATA[\n{}\n//]]>",
        "/*<![CDATA[*/{}/*]]>*/",
        "<!-- {} -->",
        "{};",
        "{}{}",
        "[{},]",
    ],
)
def test_json_ld_is_read_however_it_is_wrapped(wrapping: str) -> None:
    found = page(ld(ARTICLE, wrapping))
    assert found.authors == ("Ada Writer",)
    assert found.published == datetime(2026, 11, 24, 7, 12, tzinfo=UTC)


def test_references_inside_a_graph_are_followed() -> None:
    graph = [
        {
            "@type": "Article",
            "@id": "#article",
            "headline": "Ministers agree on a grid",
            "author": {"@id": "#ada"},
            "image": {"@id": "#photo"},
        },
        {"@type": "WebPage", "@id": URL, "datePublished": "2026-11-24"},
        {"@type": "Person", "@id": "#ada", "name": "Ada Writer"},
        {"@type": "ImageObject", "@id": "#photo", "url": "/grid.jpg", "caption": "Cables in the harbour."},
    ]
    found = page(ld({"@graph": graph}))
    assert found.authors == ("Ada Writer",)
    assert found.lead_image == Image("https://www.harbour-courier.example/grid.jpg", caption="Cables in the harbour.")


def test_a_page_that_describes_no_article_may_still_have_its_date() -> None:
    found = page(ld({"@graph": [{"@type": ["WebPage"], "name": "x", "datePublished": "2026-11-24"}]}))
    assert found.published == date(2026, 11, 24)


def test_types_may_be_whole_addresses() -> None:
    assert page(ld({**ARTICLE, "@type": "http://schema.org/NewsArticle"})).authors == ("Ada Writer",)


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        3,
        None,
        {"@type": 7},
        {"@type": "Article", "author": [[[[]]]], "image": 5, "datePublished": {}},
        {"@graph": {"@graph": []}},
    ],
)
def test_nonsense_is_passed_over(data: object) -> None:
    found = page(ld(data))
    assert found.title == "Ministers agree on a grid" and found.published is None


@pytest.mark.parametrize(
    ("head", "before", "authors"),
    [
        ('<meta name="author" content="By Ada Writer and Bo Other">', "", ("Ada Writer", "Bo Other")),
        (
            '<meta property="article:author" content="https://facebook.com/ada"><meta name="byl" content="By Ada Writer">',
            "",
            ("Ada Writer",),
        ),
        (
            '<meta name="author" content="admin">',
            '<p class="byline">By <a href="/authors/ada">Ada Writer</a> - Apr 16</p>',
            ("Ada Writer",),
        ),
        ("", '<span itemprop="author"><span itemprop="name">Ada Writer</span></span>', ("Ada Writer",)),
        ("", '<a rel="author" href="/ada">Ada Writer</a>', ("Ada Writer",)),
        ('<meta name="author" content="@harbour">', "", ()),
    ],
)
def test_authors(head: str, before: str, authors: tuple[str, ...]) -> None:
    assert page(head, before=before).authors == authors


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="bt:pubDate" content="2026-11-24T08:12:00Z">', datetime(2026, 11, 24, 8, 12, tzinfo=UTC)),
        ('<meta name="DC.date.issued" content="2026-11-24">', date(2026, 11, 24)),
        ('<meta name="publish_date" content="1795507920">', datetime(2026, 11, 24, 8, 12, tzinfo=UTC)),
        ('<meta name="pubdate" content="1795507920000">', datetime(2026, 11, 24, 8, 12, tzinfo=UTC)),
        ('<meta name="date" content="20261124">', date(2026, 11, 24)),
        ('<meta name="date" content="0001-01-01T00:00:00Z">', None),
    ],
)
def test_dates(head: str, published: object) -> None:
    assert page(head).published == published


SITES = list(site_names("Harbour Courier", url=URL))


@pytest.mark.parametrize(
    "title",
    [
        "Ministers agree on a grid | Harbour Courier",
        "Ministers agree on a grid - Harbour Courier",
        "Ministers agree on a grid - Energy - Harbour Courier",
        "Harbour Courier: Ministers agree on a grid",
        "Ministers agree on a grid – harbour-courier.example",
        "Ministers agree on a grid • Harbour Courier",
    ],
)
def test_the_sites_name_is_no_part_of_a_headline(title: str) -> None:
    assert choose_title([title], ["Ministers agree on a grid"], SITES) == "Ministers agree on a grid"
    if title.count(" - ") != 2 and ": " not in title:
        assert choose_title([title], [], SITES) == "Ministers agree on a grid"


def test_a_headline_with_a_dash_stays_whole() -> None:
    title = "Mixed results - a look back at the year"
    assert choose_title([title], [title], SITES) == title
    assert choose_title([title], [], SITES) == title
    assert (
        choose_title(["Ministers agree on a grid & a date"], ["Ministers agree on a grid"], [])
        == "Ministers agree on a grid & a date"
    )


def test_a_headline_in_capitals_is_written_as_the_data_has_it() -> None:
    assert choose_title(["Ministers agree"], ["MINISTERS AGREE"], []) == "Ministers agree"


def og(address: str) -> str:
    return f'<meta property="og:image" content="{address}">'


def test_the_sites_logo_is_no_photo_where_there_is_one() -> None:
    found = page(og("/static/logo-share.png") + ld({**ARTICLE, "image": {"url": "/photos/grid.jpg"}}))
    assert found.lead_image and found.lead_image.url.endswith("/photos/grid.jpg")
    only = page(og("/static/logo-share.png"))
    assert only.lead_image and only.lead_image.url.endswith("/logo-share.png")


FIGURE = '<figure><img src="/photos/grid-harbour-1024x768.jpg" alt="Boats"><figcaption>The harbour. Photo: Al Lens</figcaption></figure>'


def test_the_photo_of_the_data_has_the_caption_of_the_same_one_in_the_text_and_stands_once() -> None:
    middle = BODY[: len(BODY) // 2]
    middle = middle[: middle.rindex("<p>")]
    found = page(og("/photos/grid-harbour-1200x630.jpg"), body=middle + FIGURE + BODY)
    assert found.lead_image and found.lead_image.url.endswith("1200x630.jpg")
    assert (found.lead_image.caption, found.lead_image.credit) == ("The harbour.", "Al Lens")
    assert not any(isinstance(block, Image) for block in found.blocks)


def test_a_photo_that_opens_the_text_is_the_one_of_the_data_in_another_cut() -> None:
    found = page(og("/crops/a81b7c.jpg"), body=FIGURE + BODY)
    assert found.lead_image and found.lead_image.url.endswith("/crops/a81b7c.jpg")
    assert found.lead_image.caption == "The harbour." and not any(isinstance(block, Image) for block in found.blocks)


def test_what_stands_around_a_photo_for_other_eyes_is_not_shown() -> None:
    body = (
        BODY + '<p>Image</p><img src="/a.jpg" alt="&lt;b&gt;Boats&lt;/b&gt; in the harbour"><p>Al Lens/Reuters</p>'
        '<p>More.</p><img src="/b.jpg" alt="Featured image"><p>The end of the story.</p>'
    )
    found = page(body=body)
    pictures = [block for block in found.blocks if isinstance(block, Image)]
    assert [(picture.alt, picture.credit) for picture in pictures] == [
        ("Boats in the harbour", "Al Lens/Reuters"),
        ("", ""),
    ]
    assert not any(getattr(block, "inline", ()) and block.inline[0].text == "Image" for block in found.blocks)


def test_the_portrait_of_the_writer_is_none_of_the_pictures() -> None:
    found = page(ld(ARTICLE), body='<img src="/ada.jpg" alt="Ada Writer">' + BODY)
    assert found.lead_image is None and not any(isinstance(block, Image) for block in found.blocks)
