"""Bytes of a document → ParsedFeed, whatever format it is in. Runs in the worker process; pure, but for the time that it takes."""

import gzip
import re
import zlib
from io import BytesIO

from msgspec import structs

from newsreader.feeds.encoding import decode
from newsreader.model import Entry, ParsedFeed

# Names of Python's XML and HTML parsers for what stands first in a document.
_XML_LABEL = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["'](?!utf-?8["'])""", re.I)
_UTF8_MARK = b"\xef\xbb\xbf"
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*(?:<!doctype\s+html|<html\b)", re.I | re.S)
_FEED_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\b", re.I)


class NotAFeed(ValueError):
    """The document is no feed; the message says what it is instead, for a person."""


def parse(
    data: bytes,
    url: str,
    *,
    content_type: str = "",
    max_items: int = 5000,
    max_bytes: int = 1 << 24,
    packed: bool = True,
) -> ParsedFeed:
    """Return the feed in `data`. Raises NotAFeed.

    `url` is where the document came from (relative links count from it), `content_type` the server's header. With `packed`
    a document that is gzip in itself (feed.xml.gz) is unpacked first, to at most `max_bytes`. The newest `max_items` are kept.
    """
    if packed and data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, max_bytes)
    if not data or data.isspace():
        raise NotAFeed("the document is empty")
    feed = _fast(data, url) if _may_be_utf8_xml(data, content_type) else None
    if feed is None:
        feed = _read_text(decode(data, content_type).replace("\x00", ""), url)
    return _newest(feed, max_items)


def _unpacked(data: bytes, max_bytes: int) -> bytes:
    try:
        unpacked = gzip.GzipFile(fileobj=BytesIO(data)).read(max_bytes + 1)
    except (OSError, EOFError, zlib.error):
        raise NotAFeed("broken gzip data") from None
    if len(unpacked) > max_bytes:
        raise NotAFeed(f"larger than {max_bytes >> 20} MiB when unpacked")
    return unpacked


def _may_be_utf8_xml(data: bytes, content_type: str) -> bool:
    """Whether the bytes can go to the XML parser as they are: no label says that they are anything but UTF-8."""
    if "charset" in content_type.lower() and "utf-8" not in content_type.lower():
        return False
    return data.removeprefix(_UTF8_MARK).lstrip()[:1] == b"<" and not _XML_LABEL.match(data)


def _fast(data: bytes, url: str) -> ParsedFeed | None:
    from newsreader.feeds import fast

    return fast.read(data, url)


def _read_text(text: str, url: str) -> ParsedFeed:
    """Return the feed in a document that is no UTF-8 as it came, or that the fast path left alone."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "["):
        return _read_json(text.lstrip("\ufeff"), url)
    if _HTML.match(text) and not _FEED_ROOT.search(text[:4000]):
        raise NotAFeed("a web page, not a feed")
    feed = _fast(text.encode("utf-8", "replace"), url)
    if feed is None:
        from newsreader.feeds import reference

        feed = reference.read(text, url)
    if feed is None:
        raise NotAFeed(_what_it_is(text))
    return feed


def _read_json(text: str, url: str) -> ParsedFeed:
    from newsreader.feeds import jsonfeed

    try:
        feed = jsonfeed.read(text, url)
    except jsonfeed.NotJson as error:
        raise NotAFeed(str(error)) from None
    if feed is None:
        raise NotAFeed("JSON, but no JSON Feed")
    return feed


def _what_it_is(text: str) -> str:
    if re.search(r"<opml\b", text[:4000], re.I):
        return "a list of subscriptions (OPML), not a feed; newsreader import reads it"
    if _HTML.match(text) or re.search(r"<(?:body|head|div|p)\b", text[:20_000], re.I):
        return "a web page, not a feed"
    return "XML, but no feed" if text.lstrip().startswith("<") else "not a feed"


def _newest(feed: ParsedFeed, max_items: int) -> ParsedFeed:
    """Return the feed with its newest `max_items`, in the document's order; the undated count as the oldest."""
    if len(feed.entries) <= max_items:
        return feed

    def age(place: int) -> tuple[bool, float, int]:
        date = feed.entries[place].published
        return (date is None, -date.timestamp() if date else 0.0, place)

    kept = sorted(sorted(range(len(feed.entries)), key=age)[:max_items])
    entries: list[Entry] = [feed.entries[place] for place in kept]
    return structs.replace(feed, entries=tuple(entries), truncated=True)
