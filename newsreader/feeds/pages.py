"""A saved page, a text or a Markdown file → a feed of one article. Runs in the worker process."""

import re
from datetime import UTC, date, datetime
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from newsreader.articles.document import Document
from newsreader.feeds import fields
from newsreader.feeds.encoding import decode
from newsreader.feeds.wire import Kind
from newsreader.model import Entry, Markup, ParsedFeed
from newsreader.text import clean_line, clean_text

_MARKDOWN_NAME = re.compile(r"\.(?:md|markdown)$", re.I)
_TAG = re.compile(r"<(?:!doctype|html|head|body|article|main|div|p|h1|title|meta)\b", re.I)
# A text has no such bytes, whatever its encoding; UTF-16 goes through its byte order mark.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class NotAPage(ValueError):
    """The document is nothing to read; the message says what it is instead, for a person."""


def read_page(data: bytes, url: str, kind: Kind, content_type: str = "") -> ParsedFeed:
    """Return a document as a feed of one article, its guid `url`. Raises NotAPage.

    'any' is decided by the document itself: HTML, else Markdown by its name, else plain text.
    """
    text = text_of(data, content_type)
    kind = kind_of(text, url) if kind == "any" else kind
    entry = _entry(text, url, kind)
    return ParsedFeed(format=kind, title=entry.title, site=_address(url), entries=(entry,), lang=entry.lang)


def text_of(data: bytes, content_type: str = "") -> str:
    """Return the text of a page. Raises NotAPage where there is none."""
    text = decode(data, content_type)
    if _BINARY.search(text[:10_000]):
        raise NotAPage("neither a feed nor a text")
    if not text.strip():
        raise NotAPage("the document is empty")
    return text.replace("\x00", "")


def kind_of(text: str, url: str) -> Kind:
    """Return what a document is: 'page' (HTML), else 'markdown' by its name, else 'text'."""
    return "page" if _TAG.search(text[:4000]) else "markdown" if _MARKDOWN_NAME.search(url) else "text"


def _entry(text: str, url: str, kind: Kind) -> Entry:
    from newsreader.articles import build
    from newsreader.articles.html_writer import body_html

    if kind == "markdown":
        return _from_document(build.from_markdown(text), url, clean_text(text), "markdown")
    # What is stored of a page, or of a text copied from one, is the article without the site around it.
    page = build.from_page(text, _address(url)) if kind == "page" else build.from_text(text)
    return _from_document(page, url, clean_text(body_html(page)), "html")


def _from_document(page: Document, url: str, body: str, markup: Markup) -> Entry:
    return Entry(
        guid=clean_line(url),
        link=page.url or _address(url),
        title=page.title or _name(url),
        authors=page.authors[: fields.MAX_AUTHORS],
        published=_moment(page.published),
        updated=_moment(page.updated),
        body=body,
        markup=markup,
        summary=page.deck,
        image=page.lead_image.url if page.lead_image else "",
        lang=page.lang,
        source=page.source,
    )


def _address(url: str) -> str:
    """The address of a page on the web; a file has none."""
    return url if url.startswith(("http://", "https://")) else ""


def _name(url: str) -> str:
    """What to call a page without a title: its file's name, as words."""
    path = PurePath(unquote(urlsplit(url).path) if _address(url) else url)
    return clean_line(re.sub(r"[-_]+", " ", path.stem))[: fields.MAX_LINE] or clean_line(url)


def _moment(value: datetime | date | None) -> datetime | None:
    """A time in UTC; a date without one, or a time without a zone, counts as UTC."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC)
