"""What an HTTP answer's headers say, read as a hostile server may write them. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from newsreader.feeds.dates import parse_date
from newsreader.feeds.network import ascii_address

Headers = Mapping[str, str]
"""Names in lower case; values as latin-1, to the byte."""

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})", re.I)
# A validator is returned as it came; one with a control character in it cannot be, without becoming another header.
_SENDABLE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def validator(headers: Headers, name: str) -> str:
    """Return an ETag or a Last-Modified to the byte, '' if there is none that can be returned."""
    value = headers.get(name, "")
    return value if _SENDABLE.fullmatch(value) and len(value) <= 4096 else ""


def fresh_for(headers: Headers, now: datetime) -> timedelta | None:
    """Return how long an answer is fresh: Cache-Control: max-age, else Expires, counted from the answer's own Date (RFC 9111, 4.2.1)."""
    if match := _MAX_AGE.search(headers.get("cache-control", "")):
        return timedelta(seconds=int(match[1]))
    expires = parse_date(headers.get("expires", ""))
    if expires is None:
        return None
    lifetime = expires - (parse_date(headers.get("date", "")) or now)
    return lifetime if lifetime > timedelta(0) else None


def retry_after(headers: Headers, now: datetime) -> timedelta | None:
    """Return how long a server asks to be left alone; a date counts from the answer's own Date, whatever our clock says."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,12}", value):
        return timedelta(seconds=int(value))
    until = parse_date(value)
    return None if until is None else max(until - (parse_date(headers.get("date", "")) or now), timedelta(0))


def target(base: str, headers: Headers) -> str | None:
    """Return the address that a redirect leads to, in ASCII and without userinfo or fragment; None if it names none."""
    value = headers.get("location", "").strip()
    if not value or len(value) > 8192:
        return None
    try:
        value = value.encode("latin-1").decode("utf-8")  # what browsers make of raw bytes
    except UnicodeError:
        pass
    try:
        url = ascii_address(urljoin(base, value))
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def is_compressed(headers: Headers) -> bool:
    """Whether the body was compressed for the transfer."""
    return "content-encoding" in headers


def is_nested_encoding(headers: Headers) -> bool:
    """Whether a body was compressed more than once: no feed needs that, bombs do."""
    return headers.get("content-encoding", "").count(",") > 0
