"""feedparser's reading of a document, as a ParsedFeed: the reference for every XML feed, and the only reader of broken ones.

feedparser takes 0.3 ms an item (25,000 items: 10 s), hence the fast path beside it. It is handed bytes only: a str it would
open as a file or an address.
"""

import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from time import struct_time

import feedparser

from newsreader.feeds import fields
from newsreader.feeds.dates import parse_date
from newsreader.feeds.fields import Text, absolute, plain_label, plain_title
from newsreader.feeds.xhtml import VOID
from newsreader.model import Enclosure, Entry, ParsedFeed
from newsreader.text import clean_line, clean_text

_SKIP_HOURS = re.compile(r"<skiphours\b[^>]*>(.{0,4000}?)</skiphours", re.I | re.S)
_SKIP_DAYS = re.compile(r"<skipdays\b[^>]*>(.{0,2000}?)</skipdays", re.I | re.S)
# feedparser keeps one <hour> of several. The elements stand in a channel's head: looked for no further, so that a document
# made of them costs nothing.
_HEAD = 65_536
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*<", re.I)
_DAY = re.compile(r"<day>\s*([a-z]{3})[a-z]*\s*<", re.I)
# What feedparser lets through where it did not think of a document.
_CRASHES = (ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError)
_REFERENCE = re.compile(r"&#(?:([0-9]+)|[xX]([0-9a-fA-F]+));?")
_VOID_END = re.compile(rf"</(?:{'|'.join(sorted(VOID))})>")
_HTML_TYPES = ("text/html", "application/xhtml+xml")


def read(text: str, url: str) -> ParsedFeed | None:
    """Return the feed in a document (decoded, XML in any state), or None if feedparser finds none in it.

    `url` is what relative links count from. feedparser is not told: it would resolve ids as well, and a feed that moves
    would have new ones.
    """
    try:
        result = _parse(text)
    except _CRASHES:
        # Its strict parser, over a namespace with a blank in it, or its lenient one, over a reference to no character.
        try:
            result = _parse("<" + _REFERENCE.sub(_real_reference, text))
        except _CRASHES:
            return None
    if not result.entries and not result.get("version"):
        return None
    atom = str(result.get("version", "")).startswith("atom")
    feed = result.feed
    inherited = _authors(feed) if atom else ()
    return ParsedFeed(
        format=result.get("version") or "unknown",
        title=plain_title(_string(feed, "title"), html=not atom or _is_html(feed.get("title_detail"))),
        site=fields.web_address(url, _string(feed, "link")),
        entries=tuple([_entry(item, url, atom, inherited) for item in result.entries]),
        lang=fields.language(_string(feed, "language")),
        description=plain_title(_string(feed, "subtitle"), html=True),
        ttl=fields.polling_interval(
            _string(feed, "ttl"), _string(feed, "sy_updateperiod"), _string(feed, "sy_updatefrequency")
        ),
        skip_hours=_skip_hours(text),
        skip_days=_skip_days(text),
        problem=_problem(result),
    )


def _real_reference(reference: re.Match[str]) -> str:
    """A character reference, '' if there is no such character."""
    digits, base = (reference[1], 10) if reference[1] else (reference[2], 16)
    code = int(digits, base) if len(digits) < 10 else sys.maxsize
    return reference[0] if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _parse(text: str) -> feedparser.FeedParserDict:
    return feedparser.parse(
        text.encode("utf-8", "replace"),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _entry(item: feedparser.FeedParserDict, url: str, atom: bool, inherited: tuple[str, ...]) -> Entry:
    label = clean_line if atom else plain_label
    guid = clean_line(_string(item, "id"))
    texts = [_text(content, _string(content, "value")) for content in item.get("content", ())]
    copied = any(content.get("value") == item.get("summary") for content in item.get("content", ()))
    if "summary" in item and not copied:
        texts.append(_text(item.get("summary_detail"), _string(item, "summary")))
    body, markup, summary = fields.choose_body(texts)
    published, updated = _moment(item, "published"), _moment(item, "updated")
    return Entry(
        guid=guid,
        link=_link(item, url, guid, atom),
        title=plain_title(_string(item, "title"), html=not atom or _is_html(item.get("title_detail"))),
        authors=_authors(item, label) or inherited,
        published=published or _moment(item, "created") or updated,
        updated=updated,
        body=body,
        markup=markup,
        summary=summary,
        categories=fields.unique(
            [label(_string(tag, "label") or _string(tag, "term")) for tag in item.get("tags", ())],
            fields.MAX_CATEGORIES,
        ),
        enclosures=_enclosures(item),
        comments=clean_line(_comments(item, url)),
        image=clean_line(absolute(url, _image(item))),
        base=_base(item, url),
        lang=fields.language(_language(item)),
        source=label(_string(item.get("source", {}), "title")),
    )


def _link(item: feedparser.FeedParserDict, url: str, guid: str, atom: bool) -> str:
    """The page of an entry: its link, else any alternate, else (an empty <link>, RSS) a guid that is an address."""
    link = _string(item, "link")
    if not link.startswith(("http://", "https://")):
        others = (_string(other, "href") for other in item.get("links", ()) if other.get("rel") == "alternate")
        link = next((other for other in others if other.startswith(("http://", "https://"))), link)
    if not link and "link" in item and not atom and guid.startswith(("http://", "https://")):
        link = guid
    return clean_line(absolute(url, link))


def _comments(item: feedparser.FeedParserDict, url: str) -> str:
    replies = (_string(link, "href") for link in item.get("links", ()) if link.get("rel") == "replies")
    return absolute(url, _string(item, "comments") or next(replies, ""))


def _authors(item: feedparser.FeedParserDict, label: fields.Clean = clean_line) -> tuple[str, ...]:
    people = (_string(person, "name") or _string(person, "email") for person in item.get("authors", ()))
    return fields.unique([label(fields.author_name(name)) for name in people], fields.MAX_AUTHORS)


def _enclosures(item: feedparser.FeedParserDict) -> tuple[Enclosure, ...]:
    duration = _string(item, "itunes_duration")
    files = [
        fields.enclosure(
            _string(link, "href"), _string(link, "type"), _string(link, "length"), duration, _string(link, "title")
        )
        for link in item.get("links", ())
        if link.get("rel") == "enclosure"
    ]
    files += [
        fields.enclosure(
            _string(media, "url"), _string(media, "type"), _string(media, "filesize"), _string(media, "duration")
        )
        for media in item.get("media_content", ())
        if not fields.is_picture(media)
    ]
    return fields.unique_enclosures(files)


def _image(item: feedparser.FeedParserDict) -> str:
    pictures = [media for media in item.get("media_content", ()) if fields.is_picture(media)]
    for candidate in (*pictures, *item.get("media_thumbnail", ())):
        if address := _string(candidate, "url"):
            return address
    return _string(item.get("image", {}), "href")


def _base(item: feedparser.FeedParserDict, url: str) -> str:
    """What an xml:base sets; '' where there is none: then links count from the article's page."""
    details = [*item.get("content", ()), item.get("summary_detail") or {}]
    base = next((base for detail in details if (base := _string(detail, "base"))), "")
    return clean_line(absolute(url, base)) if base else ""


def _language(item: feedparser.FeedParserDict) -> str:
    if own := _string(item, "language"):
        return own
    details = [*item.get("content", ()), item.get("summary_detail") or {}]
    return next((code for detail in details if (code := _string(detail, "language"))), "")


def _text(detail: feedparser.FeedParserDict | None, value: str) -> Text:
    if detail is not None and detail.get("type") == "application/xhtml+xml":
        value = _VOID_END.sub("", value)  # feedparser writes <br></br>
    return Text(value, _is_html(detail))


def _is_html(detail: feedparser.FeedParserDict | None) -> bool:
    return detail is None or detail.get("type", "text/html") in _HTML_TYPES


def _moment(item: feedparser.FeedParserDict, key: str) -> datetime | None:
    # 'in' first: asked for a missing 'updated', feedparser warns and answers with 'published'.
    if f"{key}_parsed" not in item:
        return None
    if text := _string(item, key):
        return parse_date(text)
    parts = item[f"{key}_parsed"]
    try:
        return datetime(*parts[:6], tzinfo=UTC) if isinstance(parts, struct_time) else None
    except (ValueError, OverflowError):
        return None


def _string(item: Mapping[str, object], key: str) -> str:
    """Return a field that should be a text; broken documents put dicts, lists and None in its place."""
    value = item.get(key, "") if hasattr(item, "get") else ""
    return clean_text(value).strip() if isinstance(value, str) else ""


def _skip_hours(text: str) -> frozenset[int]:
    block = _SKIP_HOURS.search(text, 0, _HEAD)
    return fields.skip_hours(_HOUR.findall(block[1])) if block else frozenset()


def _skip_days(text: str) -> frozenset[int]:
    block = _SKIP_DAYS.search(text, 0, _HEAD)
    return fields.skip_days(_DAY.findall(block[1])) if block else frozenset()


def _problem(result: feedparser.FeedParserDict) -> str:
    """What was wrong with a document that could be read all the same, in a line."""
    if not result.get("bozo"):
        return ""
    error = result.get("bozo_exception")
    if isinstance(error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType):
        return ""
    where = f" (line {error.getLineNumber()})" if hasattr(error, "getLineNumber") else ""
    what = error.getMessage() if hasattr(error, "getMessage") else str(error)
    return clean_line(f"not well-formed: {what}{where}")[:200]
