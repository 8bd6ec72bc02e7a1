"""A page as one process hands it to another: what `read --format json --with-body` prints, becomes a Document again."""

from collections.abc import Mapping
from datetime import date, datetime

from newsreader.articles.anatomy import finished
from newsreader.articles.document import Document
from newsreader.articles.html import read_html
from newsreader.text import clean_line

Record = Mapping[str, object]


def from_record(record: Record) -> Document:
    """Return the page of a record; what is missing in it, or is of another kind, is left out. Photo and place are in its HTML."""
    url = _text(record, "url")
    blocks, links = read_html(_raw(record, "html"), url)
    authors = record.get("authors")
    return finished(
        Document(
            title=_text(record, "title"),
            kicker=_text(record, "kicker"),
            deck=_text(record, "deck"),
            authors=tuple(filter(None, map(clean_line, map(str, authors)))) if isinstance(authors, list) else (),
            published=_moment(_text(record, "published")),
            updated=_moment(_text(record, "updated")),
            blocks=blocks,
            links=links,
            source=_text(record, "source"),
            credit=_text(record, "credit"),
            url=url,
            comments=_text(record, "comments"),
            lang=_text(record, "lang"),
        )
    )


def _raw(record: Record, key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _text(record: Record, key: str) -> str:
    return clean_line(_raw(record, key))


def _moment(text: str) -> datetime | date | None:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None
