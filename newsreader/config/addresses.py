"""What stands as `url` of a feed: an http(s) address, or a file or folder of this machine. Nothing else, and never a program."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsreader.paths import as_text

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# An address with nothing special about it, which most are, needs no closer look.
_PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*/[!-\"$-~]*")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class BadAddress(ValueError):
    """A feed's url that cannot be one; the message says why, for a person."""


def resolve(url: str, folder: Path) -> str:
    """Return the address or absolute path that `url` means. Relative paths count from `folder`, which is absolute.

    Whether a file or a server is there is not looked at: a feed that is missing today is that feed's health.
    Raises BadAddress for what is neither an http(s) address nor a path.
    """
    url = url.strip()
    if _PLAIN.fullmatch(url):
        return url
    if not url or _CONTROL.search(url):
        raise BadAddress("empty, or with control characters in it" if url else "empty")
    if url.startswith("|"):
        raise BadAddress(_no_program("|"))
    scheme = match[1].lower() if (match := _SCHEME.match(url)) else ""
    if scheme in _DEFAULT_PORTS:
        return _checked(url)
    if scheme in ("exec", "filter"):
        raise BadAddress(_no_program(f"{scheme}:"))
    if scheme == "feed":
        raise BadAddress("feed: is no protocol; write the address with https://")
    if scheme and scheme != "file":
        raise BadAddress(f"{scheme}: is neither http(s) nor a file; a path with a colon in it starts with ./")
    path = as_text(local_path(_from_file_url(url) if scheme else url, folder))
    if path != path.rstrip():
        # '0 /' or '0 /.': written as an absolute path it would lose the blank, and be another one.
        raise BadAddress("names a folder or file whose name ends with a blank")
    return path


def local_path(text: str, folder: Path) -> str:
    """Return the absolute path that `text` means, from the home folder (~) or from `folder`. Raises BadAddress."""
    try:
        return os.path.normpath(folder / Path(text).expanduser())
    except RuntimeError:  # ~name of nobody
        raise BadAddress(f"{text.partition('/')[0]} is nobody's home folder") from None


def normal(address: str) -> str:
    """Return a resolved address in the form in which two that mean the same are equal (RFC 3986, 6.2.2 and 6.2.3).

    Scheme and host in lower case, no default port, '/' for an empty path, no fragment. Not for fetching.
    """
    if address.startswith("/") or _PLAIN.fullmatch(address):
        return address
    parts = urlsplit(address)
    host = (parts.hostname or "").rstrip(".")
    userinfo = "".join(parts.netloc.rpartition("@")[:2])
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{userinfo}{host}{port}{parts.path or '/'}{query}"


def looks_like_host(url: str) -> bool:
    """Whether a path was probably meant as an address: 'example.com/feed.xml'."""
    return bool(re.fullmatch(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:\d+)?(/.*)?", url.strip())) and not url.strip().endswith(
        (".xml", ".rss", ".atom", ".json", ".html", ".htm", ".md", ".txt")
    )


def _checked(url: str) -> str:
    if url.split() != [url]:
        raise BadAddress("has a blank in it; in an address a blank is written %20")
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError as error:
        raise BadAddress(f"is no address: {error}") from None
    if not parts.hostname:
        raise BadAddress("names no host")
    return url


def _from_file_url(url: str) -> str:
    rest = url[len("file:") :]
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        if host.lower() not in ("", "localhost"):
            raise BadAddress(f"names a file of another machine ({host}); a local one is written file:///path")
        rest = slash + path
    path = unquote(rest)
    if not path or _CONTROL.search(path):
        raise BadAddress("names no file")
    return path


def _no_program(prefix: str) -> str:
    return f"{prefix} names a program, and no program makes a feed here; let one write a file, and name the file"
