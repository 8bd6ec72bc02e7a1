"""Addresses that come from outside: which may be opened, how they are shown, what is stripped from them."""

import re
import unicodedata
from pathlib import PurePath
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from newsreader.text import clean_line

MAX_LINK_BYTES = 2048
OPENABLE = frozenset({"http", "https", "mailto"})

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# RFC 6068 lets a link fill in any header; one that attaches a file or adds a hidden reader is not what was clicked at.
_MAILTO_FIELDS = frozenset({"to", "cc", "subject", "body"})
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|oly_(?:anon|enc)_id"
    r"|at_(?:medium|campaign|custom\w*|link_\w+|format|ptr_name|bbc_team)|wt_mc|vero_id|s_cid|ns_(?:campaign|mchannel|source|linkname|fee)"
)


def encoded(url: str) -> str:
    """Return `url` with every byte outside 0x21-0x7E percent-encoded, so that it can stand in an escape sequence (OSC 8)."""
    return quote(url.encode("utf-8", "replace"), safe="".join(map(chr, range(0x21, 0x7F))))


class NotOpenable(ValueError):
    """A link that must not be handed to a browser; the message says why, and goes on after 'not opened, '."""


def openable(url: str) -> str | None:
    """Return `url` as `checked` does, or None where it may not be handed to a browser."""
    try:
        return checked(url)
    except NotOpenable:
        return None


def checked(url: str) -> str:
    """Return `url` encoded, as a browser may be handed it. Raises NotOpenable.

    http, https (with a host) and mailto alone; nothing that a program could take for an option; no control
    characters inside, even where a lenient parser would drop them (`java\\nscript:`). A backslash becomes the slash
    that browsers take it for, so that nobody can disagree about the host; blanks are encoded, but a host has none.
    """
    stripped = with_slashes(url.strip("".join(map(chr, range(0x21)))))
    if not stripped:
        raise NotOpenable("it is empty")
    if stripped.startswith("-"):
        raise NotOpenable("a program would take it for an option")
    if _CONTROLS.search(stripped):
        raise NotOpenable("it has control characters inside")
    try:
        parts = urlsplit(stripped)
    except ValueError:
        raise NotOpenable("its host cannot be understood") from None
    scheme = parts.scheme.lower()
    if scheme not in OPENABLE:
        raise NotOpenable("only http, https and mailto links are")
    if scheme == "mailto":
        link = encoded(urlunsplit(parts._replace(query=_mail_fields(parts.query))))
        target = parts.path
    else:
        _check_port(parts)
        link, target = encoded(stripped), parts.hostname or ""
    if not target:
        raise NotOpenable("it names nobody to write to" if scheme == "mailto" else "it names no host")
    if target.startswith("-"):
        raise NotOpenable("a program would take it for an option")
    if scheme != "mailto" and " " in parts.netloc:
        raise NotOpenable("its host has a blank inside")
    if len(link) > MAX_LINK_BYTES:
        raise NotOpenable(f"it is longer than {MAX_LINK_BYTES} bytes")
    return link


def _check_port(parts: SplitResult) -> None:
    try:
        _ = parts.port
    except ValueError:
        raise NotOpenable("its port is no number from 0 to 65535") from None


def _mail_fields(query: str) -> str:
    return "&".join(
        field for field in query.split("&") if unquote(field.partition("=")[0]).strip().lower() in _MAILTO_FIELDS
    )


def with_slashes(url: str) -> str:
    """Return `url`, absolute or relative, with / for each backslash before the query, as browsers read it (WHATWG URL).

    Other readers take `http://a.example\\@b.example/` for an address of b.example, where a browser goes to a.example.
    Other schemes than http and https are left as they are.
    """
    scheme = _SCHEME.match(url)
    if scheme and scheme[1].lower() not in ("http", "https"):
        return url
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    return path.replace("\\", "/") + url[len(path) :]


def without_userinfo(url: str) -> str:
    """Return `url` without the user name and password before its host."""
    slashed = with_slashes(url)
    try:
        netloc = urlsplit(slashed).netloc
    except ValueError:
        return url
    return slashed.replace(f"//{netloc}", f"//{netloc.rpartition('@')[2]}", 1) if "@" in netloc else url


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


def unnamed(url: str) -> str:
    """Return what a feed is called that has no name yet: of a file or folder its own name, else the address without secrets."""
    path = PurePath(url)
    return clean_line(path.name) if path.is_absolute() and path.name else redacted(url)


def shown_host(url: str) -> str:
    """Return the host of `url` for the eye: lower case, and in punycode where it mixes scripts (IDN homographs); '' without one."""
    try:
        host = urlsplit(with_slashes(url)).hostname or ""
    except ValueError:
        return ""
    host = plain_host(clean_line(host))
    if host.isascii():
        return host
    if len({_script(c) for c in host if c.isalpha()}) > 1:
        try:
            return host.encode("idna").decode("ascii")
        except UnicodeError:
            return host.encode("ascii", "backslashreplace").decode("ascii")
    return host


def plain_host(host: str) -> str:
    """Return `host` as it is looked up: letters and dots of other widths are the ordinary ones (UTS 46)."""
    return unicodedata.normalize("NFKC", host).replace("\N{IDEOGRAPHIC FULL STOP}", ".").lower()


def _script(character: str) -> str:
    """The script of a letter, as far as homographs need it: the first word of its Unicode name."""
    name = unicodedata.name(character, "?").split()[0]
    return "JAPANESE" if name in ("CJK", "HIRAGANA", "KATAKANA") else name


def normal_link(link: str) -> str:
    """Return a link for comparison: without scheme (http or https), 'www.', tracking, a trailing slash; '' for none.

    The fragment stays: pages of release notes have an entry each behind it.
    """
    link = without_tracking(link)
    scheme, separator, rest = link.partition("://")
    if not separator or scheme.lower() not in ("http", "https"):
        return link
    host, slash, path = rest.partition("/")
    host = host.lower().removeprefix("www.")
    return f"//{host}{slash}{path}".rstrip("/")
