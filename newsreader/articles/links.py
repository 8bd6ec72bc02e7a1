"""Links of a Document: absolute, numbered in the order in which they stand, and honest about where they lead."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from newsreader.articles.document import Block, Inline, Link
from newsreader.articles.places import numbered_places
from newsreader.articles.runs import with_runs
from newsreader.text import clean_line
from newsreader.urls import MAX_LINK_BYTES, openable, plain_host, shown_host, with_slashes, without_userinfo

MAX_LINK_TEXT = 200

# These run something or hold their target inside: a link to them is text.
_NO_LINK = re.compile(r"[\x00-\x20]*(?:javascript|data|vbscript|about|blob|#)", re.IGNORECASE)
# Browsers drop these wherever they stand in an address (WHATWG URL).
_BREAKS = re.compile(r"[\t\n\r]")
# A link text that is an address, or a host by itself: 'Node.js' and 'ASP.NET' are names, 'bank.com' is not.
_ADDRESS = re.compile(r"(?:https?://|www\.)((?:[\w-]+\.)+[a-z]{2,})(?=[/:?#]|$)", re.IGNORECASE)
_HOST = re.compile(
    r"((?:[\w-]+\.)+(?:com|org|gov|edu|info|eu|example|co\.[a-z]{2}|de|fr|uk|es|it|nl|be|ch|at|pl|ru|cn|jp|kr|br|mx|au|ca|us|se|no|dk|fi|cz"
    r"|pt|gr|tr|ua|ie|nz|za|ar|cl))(?=[/:?#]|$)",
    re.IGNORECASE,
)


class Links:
    """The links met while a body is read; the same address gets the same number."""

    def __init__(self, base: str = "") -> None:
        self.base = base
        self.all: list[Link] = []
        self._numbers: dict[str, int] = {}

    def number(self, href: str, text: str) -> int:
        """Return the number of the link to `href`, from 1; 0 where it leads nowhere outside the page."""
        url = absolute(href, self.base)
        if not url:
            return 0
        if url not in self._numbers:
            self.all.append(Link(clean_line(text)[:MAX_LINK_TEXT], url))
            self._numbers[url] = len(self.all)
        return self._numbers[url]


def absolute(href: str, base: str) -> str:
    """Return `href` as an absolute, clean address, resolved against `base`; '' for in-page anchors and for javascript: and the like.

    No user name or password is in it: what looks like a host before the @ is none, and those of `base` are nobody's business.
    """
    href = with_slashes(_BREAKS.sub("", href.strip()))
    if not href or _NO_LINK.match(href):
        return ""
    try:
        url = urljoin(base, href) if base else href
        urlsplit(url)
        if base and urlsplit(url)._replace(fragment="") == urlsplit(base)._replace(fragment="") and "#" in href:
            return ""
    except ValueError:  # '[' in a host that is no IPv6 address
        return ""
    url = without_userinfo(url)
    url = openable(url) or clean_line(url)
    return url if len(url) <= MAX_LINK_BYTES and not _NO_LINK.match(url) else ""


def other_host(text: str, url: str) -> str:
    """Return the host that `url` leads to where `text` names another one (a classic lie), else ''."""
    line = plain_host(text.strip()[:MAX_LINK_TEXT])
    named = _ADDRESS.match(line) or _HOST.match(line)
    host = shown_host(url)
    return host if named and host and _site(named[1]) != _site(host) else ""


def in_order(blocks: Iterable[Block], links: list[Link]) -> tuple[tuple[Block, ...], tuple[Link, ...]]:
    """Number the links of `blocks` anew, 1 for the first that occurs, and drop those that nothing refers to any more."""
    new: dict[int, int] = {}

    def renumber(old: int) -> int:
        return new.setdefault(old, len(new) + 1) if old else 0

    renumbered = tuple(map_links(block, renumber) for block in blocks) if links else tuple(blocks)
    return numbered_places(renumbered), tuple(links[old - 1] for old in new)


def map_links(block: Block, new: Callable[[int], int]) -> Block:
    """Return `block` with each link number n in it replaced by new(n), asked in reading order."""

    def change(inline: Inline) -> Inline:
        if not any(run.link for run in inline):
            return inline
        return tuple(replace(run, link=new(run.link)) if run.link else run for run in inline)

    return with_runs(block, change, new)


def _site(host: str) -> str:
    """The last two labels, which is near enough to 'the same house' for a warning."""
    return ".".join(host.split("/")[0].split(":")[0].removeprefix("www.").split(".")[-2:])
