"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) → ParsedFeed. Lenient: a field of the wrong type is a field that is not there."""

import json
import re
from typing import Any

from newsreader.feeds import fields
from newsreader.feeds.dates import parse_date
from newsreader.feeds.fields import Text, absolute
from newsreader.model import Enclosure, Entry, ParsedFeed
from newsreader.text import clean_line, clean_text

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(\d)(?:\.(\d))?/?")


class NotJson(ValueError):
    """The document is no JSON, or nested or long beyond reason; the message says what, for a person."""


def read(text: str, url: str) -> ParsedFeed | None:
    """Return the JSON Feed in a document, or None if it is other JSON. Raises NotJson. Relative addresses count from `url`."""
    try:
        document = json.loads(text, parse_int=_whole_number)
    except RecursionError:
        raise NotJson("JSON nested too deeply") from None
    except ValueError as error:
        raise NotJson(clean_line(f"not well-formed JSON: {error}")[:200]) from None
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return None
    version = _VERSION.fullmatch(_string(document, "version"))
    if not version and "version" in document and not document["items"]:
        return None
    inherited = _authors(document)
    items = [item for item in document["items"] if isinstance(item, dict)]
    return ParsedFeed(
        format="json" + "".join(part or "0" for part in version.groups()) if version else "json",
        title=_line(document, "title"),
        site=clean_line(absolute(url, _string(document, "home_page_url"))),
        entries=tuple([_entry(item, url, inherited) for item in items]),
        lang=fields.language(_string(document, "language")),
        description=_line(document, "description"),
    )


def _whole_number(digits: str) -> int:
    """Python refuses to convert numbers of more than 4,300 digits; no number of a feed has more than 18."""
    return int(digits) if len(digits) < 19 else 0


def _entry(item: dict[str, Any], url: str, inherited: tuple[str, ...]) -> Entry:
    html, plain = _string(item, "content_html"), _string(item, "content_text")
    texts = [Text(html, True)] if html else [Text(plain, False)]
    if summary := _string(item, "summary"):
        texts.append(Text(summary, False))
    body, markup, summary = fields.choose_body(texts)
    return Entry(
        guid=_guid(item),
        link=clean_line(absolute(url, _string(item, "url") or _string(item, "external_url"))),
        title=_line(item, "title"),
        authors=_authors(item) or inherited,
        published=parse_date(_string(item, "date_published")) or parse_date(_string(item, "date_modified")),
        updated=parse_date(_string(item, "date_modified")),
        body=body,
        markup=markup,
        summary=summary,
        categories=fields.unique(
            [clean_line(tag)[: fields.MAX_LINE] for tag in _strings(item.get("tags"))], fields.MAX_CATEGORIES
        ),
        enclosures=_attachments(item, url),
        image=clean_line(absolute(url, _string(item, "image") or _string(item, "banner_image"))),
        lang=fields.language(_string(item, "language")),
    )


def _guid(item: dict[str, Any]) -> str:
    """The id; a number is turned into text, as the specification asks of readers."""
    value = item.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean_line(str(value))


def _authors(holder: dict[str, Any]) -> tuple[str, ...]:
    """The names in `authors` (1.1), else in `author` (1.0); an address only where there is no name."""
    people = holder.get("authors")
    if not isinstance(people, list) or not people:
        people = [holder.get("author")]
    names = [_line(person, "name") or _line(person, "url") for person in people if isinstance(person, dict)]
    return fields.unique(names, fields.MAX_AUTHORS)


def _attachments(item: dict[str, Any], url: str) -> tuple[Enclosure, ...]:
    attachments = item.get("attachments")
    if not isinstance(attachments, list):
        return ()
    return fields.unique_enclosures(
        fields.enclosure(
            absolute(url, _string(file, "url")),
            _string(file, "mime_type"),
            _number(file, "size_in_bytes"),
            _number(file, "duration_in_seconds"),
            _string(file, "title"),
        )
        for file in attachments
        if isinstance(file, dict)
    )


def _number(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    if isinstance(value, float) and value == value and abs(value) < 1e15:  # NaN differs from itself
        value = int(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15 else ""


def _line(holder: dict[str, Any], key: str) -> str:
    return clean_line(_string(holder, key))[: fields.MAX_LINE]


def _string(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    return clean_text(value).strip() if isinstance(value, str) else ""


def _strings(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
