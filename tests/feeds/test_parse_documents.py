"""Bytes in, a feed out: formats, encodings, and documents that are none. Every file of the corpus goes through here."""

import gzip
import json
import warnings
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from effort import effort
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.feeds.encoding import decode
from newsreader.feeds.parse import NotAFeed, parse
from newsreader.model import Enclosure, Entry, ParsedFeed

URL = "https://news.example/feed"
# Paces of effort.py: the worst file of the corpus takes some 30, an entity bomb that goes off takes for ever.
MOST = 300


def read_entries(data: bytes, entries: list[Entry]) -> None:
    """Put the entries of a document into `entries`; a document that is no feed has none."""
    try:
        entries += parse(data, URL).entries
    except NotAFeed:
        pass


@pytest.mark.corpus
@pytest.mark.slow
def test_every_entry_that_feedparser_finds_in_the_corpus_is_found(corpus: Path) -> None:
    import feedparser

    missing: list[str] = []
    for path in sorted(corpus.rglob("*")):
        if (
            path.suffix not in (".xml", ".atom", ".rss", ".rdf", ".json", ".html", ".txt", ".markdown")
            or not path.is_file()
        ):
            continue
        data = path.read_bytes()
        entries: list[Entry] = []
        assert effort(partial(read_entries, data, entries)) < MOST, f"{path} takes too long"
        found = len(entries)
        if path.suffix in (".xml", ".atom", ".rss", ".rdf"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                expected = len(feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False).entries)
            if found < expected:
                missing.append(f"{path.relative_to(corpus)}: feedparser finds {expected} entries, we {found}")
    assert not missing, "\n".join(missing)


@pytest.mark.corpus
def test_entity_bombs_are_harmless(corpus: Path) -> None:
    for path in sorted((corpus / "defusedxml").rglob("*.xml")):
        entries: list[Entry] = []
        assert effort(partial(read_entries, path.read_bytes(), entries)) < MOST
        assert sum(len(entry.body) + len(entry.title) for entry in entries) < 10_000


RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>The &amp;amp; Times</title><link>/home</link><language>en_GB</language><ttl>90</ttl>
<skipDays><day>Sunday</day></skipDays><skipHours><hour>3</hour><hour>24</hour></skipHours>
<item><title>AT&amp;amp;T &lt;b&gt;buys&lt;/b&gt; &lt;it&gt;</title><link>/story</link><guid isPermaLink="false">7</guid>
<pubDate>Tue, 24 Nov 2026 08:12:00 +0100</pubDate><author>ada@example.org (Ada)</author><dc:creator>Bob</dc:creator>
<category>Arts &amp;amp; Culture</category><category>arts &amp; culture</category><comments>/story#c</comments>
<description>Short.</description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded>
<enclosure url="https://news.example/a.mp3" type="audio/mpeg" length="1000"/><itunes:duration>1:02:03</itunes:duration>
<media:thumbnail url="https://news.example/t.jpg"/><source url="https://other.example/rss">Other</source></item>
</channel></rss>"""


def check_rss(feed: ParsedFeed) -> None:
    assert (feed.format, feed.title, feed.site, feed.lang, feed.ttl) == (
        "rss20",
        "The & Times",
        "https://news.example/home",
        "en-GB",
        90,
    )
    assert (feed.skip_days, feed.skip_hours) == ({6}, {3, 0})
    (entry,) = feed.entries
    assert entry.title == "AT&T buys <it>"
    assert (entry.guid, entry.link, entry.comments) == (
        "7",
        "https://news.example/story",
        "https://news.example/story#c",
    )
    assert entry.published == datetime(2026, 11, 24, 7, 12, tzinfo=UTC)
    assert entry.authors == ("Ada", "Bob")
    assert entry.categories == ("Arts & Culture",)
    assert (entry.body, entry.markup, entry.summary) == ("<p>Long.</p>", "html", "Short.")
    assert entry.enclosures == (Enclosure("https://news.example/a.mp3", "audio/mpeg", 1000, 3723),)
    assert (entry.image, entry.source) == ("https://news.example/t.jpg", "Other")


def test_rss_with_all_that_an_article_can_have() -> None:
    check_rss(parse(RSS.encode(), URL))


def test_rss_that_is_not_well_formed_has_the_same_in_it() -> None:
    feed = parse(RSS.replace("</channel>", "<br></channel>").encode(), URL)
    check_rss(feed)
    assert feed.problem.startswith("not well-formed: ")


def test_atom_inherits_the_feeds_author_and_keeps_plain_titles_as_they_are() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>T</title><author><name>Ada</name></author>
    <entry><id>urn:1</id><title>a &lt;b&gt; &amp;amp; c</title><link href="/x"/><updated>2026-11-24T10:00:00Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One<br/>two &amp; three</p></div></content></entry>
    <entry><id>urn:2</id><title type="html">a &lt;b>b&lt;/b> &amp;amp; c</title><published>2026-11-24T09:00:00Z</published>
    <updated>2026-11-24T10:00:00Z</updated><author><email>b@example.org</email></author><summary>x</summary></entry></feed>"""
    first, second = parse(atom.encode(), URL).entries
    assert (first.title, first.authors, first.lang) == ("a <b> &amp; c", ("Ada",), "de")
    assert (first.body, first.link) == ("<p>One<br>two &amp; three</p>", "https://news.example/x")
    assert first.published == first.updated == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert (second.title, second.authors, second.body, second.markup) == ("a b & c", ("b@example.org",), "x", "text")
    assert second.published == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_plain_paragraphs_in_a_description_stay_paragraphs() -> None:
    (entry,) = parse(
        RSS.replace("Short.", "One &amp;amp; a\n\ntwo, and so long that it is the fullest").encode(), URL
    ).entries
    assert (entry.body, entry.markup) == ("One & a\n\ntwo, and so long that it is the fullest", "text")


def test_a_namespace_with_a_blank_in_it_does_not_cost_the_feed() -> None:
    """feedparser's strict parser raises ValueError over it."""
    check_rss(parse(RSS.replace("mrss/", "mrss/ ").replace("media:thumbnail", "media:thumbnail ").encode(), URL))


@pytest.mark.parametrize("reference", ["&#99999999999999999999;", "&#9999999;", "&#xD800;", "&#x110000;"])
def test_a_reference_to_no_character_does_not_cost_the_feed(reference: str) -> None:
    """feedparser's lenient parser raises over it."""
    check_rss(parse(RSS.replace("AT", reference + "AT").encode(), URL))


# ── JSON Feed ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def json_feed(*items: object, **feed: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items, **feed}).encode()


def test_json_feed_1_1() -> None:
    item = {
        "id": 7, "url": "/a", "title": "A\u001b[31m", "content_html": "<p>Body</p>", "content_text": "no", "summary": "Sum & more",
        "image": "/i.png", "date_published": "2026-11-24T08:12:00+01:00", "date_modified": "2026-11-25T00:00:00Z",
        "authors": [{"name": "Ada"}, {"url": "https://ada.example"}], "tags": ["x", "X", 3], "language": "de",
        "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5, "duration_in_seconds": 61.7}],
    }  # fmt: skip
    feed = parse(json_feed(item, home_page_url="/", language="en"), URL)
    assert (feed.format, feed.title, feed.site, feed.lang) == ("json11", "T", "https://news.example/", "en")
    (entry,) = feed.entries
    assert (entry.guid, entry.link, entry.title) == ("7", "https://news.example/a", "A[31m")
    assert (entry.body, entry.summary, entry.markup) == ("<p>Body</p>", "Sum &amp; more", "html")
    assert entry.authors == ("Ada", "https://ada.example")
    assert (entry.categories, entry.lang, entry.image) == (("x",), "de", "https://news.example/i.png")
    assert entry.enclosures == (Enclosure("https://news.example/a.mp3", "audio/mpeg", 5, 61),)
    assert entry.published == datetime(2026, 11, 24, 7, 12, tzinfo=UTC)


def test_json_feed_1_0_has_one_author_and_items_inherit_it() -> None:
    feed = parse(
        json_feed({"id": "1", "content_text": "x"}, version="https://jsonfeed.org/version/1", author={"name": "Ada"}),
        URL,
    )
    assert (feed.format, feed.entries[0].authors, feed.entries[0].markup) == ("json10", ("Ada",), "text")


def test_one_bad_item_does_not_cost_the_feed() -> None:
    feed = parse(
        json_feed(
            None, 3, "x", [], {"id": {}, "title": 5, "authors": "no", "tags": {}, "attachments": [1]}, {"id": "ok"}
        ),
        URL,
    )
    assert [entry.guid for entry in feed.entries] == ["", "ok"]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b"[" * 100_000, "JSON nested too deeply"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "not well-formed JSON"),
        (b'{"a": 1}', "JSON, but no JSON Feed"),
        (b"[1, 2]", "JSON, but no JSON Feed"),
    ],
)
def test_json_that_is_no_feed_says_so(document: bytes, told: str) -> None:
    with pytest.raises(NotAFeed, match=told):
        parse(document, URL)


LONG = "https://news.example/" + "a" * 3_000_000


@pytest.mark.parametrize(
    "document",
    [
        f"<rss><channel><title>N</title><link>{LONG}</link><item><guid>g</guid><title>T</title><link>{LONG}</link>"
        f"<comments>{LONG}</comments><enclosure url='{LONG}' type='audio/mpeg'/></item></channel></rss>".encode(),
        f"<rss><channel><title>N & M</title><link>{LONG}</link><item><guid>g</guid><title>T</title><link>{LONG}</link>"
        f"<comments>{LONG}</comments><enclosure url='{LONG}' type='audio/mpeg'/></item>".encode(),
        json_feed(
            {"id": "g", "title": "T", "url": LONG, "image": LONG, "attachments": [{"url": LONG}]}, home_page_url=LONG
        ),
    ],
    ids=["RSS", "broken RSS", "JSON"],
)
def test_an_address_that_is_longer_than_any_is_none(document: bytes) -> None:
    feed = parse(document, "https://news.example/feed")
    (entry,) = feed.entries
    assert (entry.guid, entry.title) == ("g", "T")
    assert (feed.site, entry.link, entry.comments, entry.image, entry.enclosures) == ("", "", "", "", ())


def test_a_number_of_a_million_digits_is_just_a_number() -> None:
    document = json_feed({"id": "1", "x": 0}).replace(b"0}", b"9" * 1_000_000 + b"}")
    assert len(parse(document, URL).entries) == 1


# ── Encodings ─────────────────────────────────────────────────────────────────────────────────────────────────────────

CAFE = '<rss version="2.0"><channel><title>Café €</title><item><title>a</title></item></channel></rss>'


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (CAFE.encode(), ""),
        (b"\xef\xbb\xbf" + CAFE.encode(), ""),
        (CAFE.encode("utf-16"), ""),
        (CAFE.encode("utf-16-be"), ""),
        (CAFE.encode("utf-32"), ""),
        (CAFE.encode("windows-1252"), ""),
        (CAFE.encode("windows-1252"), "text/xml; charset=iso-8859-1"),
        (b"<?xml version='1.0' encoding='iso-8859-15'?>" + CAFE.encode("iso-8859-15"), ""),
        (
            b"<?xml version='1.0' encoding='windows-1252'?>" + CAFE.encode("iso-8859-15"),
            "text/xml; charset=iso-8859-15",
        ),
        (b"<?xml version='1.0' encoding='iso-8859-1'?>" + CAFE.encode(), "text/xml; charset=us-ascii"),
        (CAFE.encode(), "text/xml; charset=nonsense"),
        (b"<?xml version='1.0' encoding='utf-8'?>" + CAFE.encode() + b"\n", "text/xml; charset=UTF-16"),
    ],
)
def test_the_encoding_is_found_and_valid_utf8_wins_over_a_wrong_label(data: bytes, content_type: str) -> None:
    assert parse(data, URL, content_type=content_type).title == "Café €"


def test_seven_bit_encodings_are_believed_though_they_are_valid_utf8() -> None:
    text = "<rss version='2.0'><channel><title>日本</title></channel></rss>"
    assert parse(text.encode("iso-2022-jp"), URL, content_type="text/xml; charset=iso-2022-jp").title == "日本"


def test_a_broken_byte_does_not_turn_all_of_a_document_into_another_encoding() -> None:
    data = CAFE.replace("a</title>", "é" * 30 + "</title>").encode().replace(b"</channel>", b"\xff</channel>")
    assert parse(data, URL).title == "Café €"


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/xml; charset=utf-16", "text/xml; charset=idna", "x; charset=rot13"]),
)
def test_decoding_never_fails(data: bytes, content_type: str) -> None:
    decode(data, content_type)


# ── What is no feed, and what is too much ─────────────────────────────────────────────────────────────────────────────


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet="<>/!-[]&;#x?rsfeditmln \n\"'=", max_size=200).map(str.encode))
def test_no_bytes_end_in_anything_but_a_feed_or_a_word(data: bytes) -> None:
    try:
        parse(data, URL)
    except NotAFeed as error:
        assert str(error)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_feed_that_was_damaged_anywhere_is_still_read_or_refused(data: st.DataObject) -> None:
    document = bytearray(RSS.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        document[data.draw(st.integers(0, len(document) - 1))] = data.draw(st.integers(0, 255))
    try:
        feed = parse(bytes(document), URL)
    except NotAFeed:
        return
    for entry in feed.entries:
        assert not any(ord(c) < 32 and c not in "\n\t" for c in entry.title + entry.body)


def test_of_a_document_of_many_items_the_newest_are_kept_in_their_order() -> None:
    items = "".join(
        f"<item><title>{n}</title><pubDate>{n % 28 + 1} Nov 2026 00:00:00 GMT</pubDate></item>" for n in range(56)
    )
    feed = parse(
        f"<rss version='2.0'><channel>{items}<item><title>undated</title></item></channel></rss>".encode(),
        URL,
        max_items=4,
    )
    assert [entry.title for entry in feed.entries] == ["26", "27", "54", "55"]
    assert feed.truncated


def test_a_document_that_is_gzip_in_itself_is_unpacked_once() -> None:
    assert len(parse(gzip.compress(RSS.encode()), URL).entries) == 1
    with pytest.raises(NotAFeed):
        parse(gzip.compress(gzip.compress(RSS.encode())), URL)
    with pytest.raises(NotAFeed, match="larger than 1 MiB when unpacked"):
        parse(gzip.compress(b" " * (5 << 20)), URL, max_bytes=1 << 20)
    with pytest.raises(NotAFeed, match="broken gzip"):
        parse(gzip.compress(RSS.encode())[:-20], URL)
