"""Addresses that come from outside: which may be opened, how they are shown, what is stripped from them."""

import re
import unicodedata
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from newsreader.text import clean_line

MAX_LINK_BYTES = 2048
OPENABLE = frozenset({"http", "https", "mailto"})

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f]")
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|oly_(?:anon|enc)_id"
    r"|at_(?:medium|campaign|custom\w*|link_\w+|format|ptr_name|bbc_team)|wt_mc|vero_id|s_cid|ns_(?:campaign|mchannel|source|linkname|fee)"
)


def encoded(url: str) -> str:
    """Return `url` with every byte outside 0x21-0x7E percent-encoded, so that it can stand in an escape sequence (OSC 8)."""
    return quote(url.encode("utf-8", "replace"), safe="".join(map(chr, range(0x21, 0x7F))))


def openable(url: str) -> str | None:
    """Return `url` encoded, if it may be handed to a browser, else None.

    http, https (with a host) and mailto alone; nothing that a program could take for an option; no control
    characters or blanks inside, even where a lenient parser would drop them (`java\\nscript:`).
    """
    stripped = url.strip("".join(map(chr, range(0x21))))
    if not stripped or stripped.startswith("-") or _FORBIDDEN.search(stripped):
        return None
    try:
        parts = urlsplit(stripped)
        _ = parts.port  # raises on a port that is no number
    except ValueError:
        return None
    if parts.scheme.lower() not in OPENABLE:
        return None
    if parts.scheme.lower() == "mailto":
        target = parts.path.startswith("-") or not parts.path
    else:
        target = not parts.hostname or parts.hostname.startswith("-")
    if target:
        return None
    link = encoded(stripped)
    return link if len(link) <= MAX_LINK_BYTES else None


def without_tracking(url: str) -> str:
    """Return `url` without the query parameters that only tell a site where a reader came from (utm_* and the like)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.query:
        return url
    fields = parts.query.split("&")
    kept = [field for field in fields if not _TRACKING.fullmatch(field.partition("=")[0].lower())]
    return url if len(kept) == len(fields) else urlunsplit(parts._replace(query="&".join(kept)))


def redacted(url: str) -> str:
    """Return `url` fit for logs, errors and exports: no user name or password, and no value of a parameter that looks like a secret."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return clean_line(url)
    netloc = parts.netloc.rpartition("@")[2]
    query = parts.query
    if query and re.search(r"(?i)token|key|secret|pass|auth|sig", query):
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode(
            [(k, "***" if re.search(r"(?i)token|key|secret|pass|auth|sig", k) else v) for k, v in pairs], safe="*"
        )
    return clean_line(urlunsplit(parts._replace(netloc=netloc, query=query)))


def shown_host(url: str) -> str:
    """Return the host of `url` for the eye: lower case, and in punycode where it mixes scripts (IDN homographs); '' without one."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    host = clean_line(host)
    if host.isascii():
        return host
    if len({_script(c) for c in host if c.isalpha()}) > 1:
        try:
            return host.encode("idna").decode("ascii")
        except UnicodeError:
            return host.encode("ascii", "backslashreplace").decode("ascii")
    return host


def _script(character: str) -> str:
    """The script of a letter, as far as homographs need it: the first word of its Unicode name."""
    name = unicodedata.name(character, "?").split()[0]
    return "JAPANESE" if name in ("CJK", "HIRAGANA", "KATAKANA") else name
