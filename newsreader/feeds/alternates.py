"""The feeds that a web page says it has: <link rel=alternate> in its head (https://html.spec.whatwg.org, 4.6.7.1). Pure."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from newsreader.text import clean_line

LONGEST_HEAD = 500_000
"""Characters in which they are looked for."""
MOST = 50
# Not application/json: with it WordPress names its interface for programs.
TYPES = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
    "application/rdf+xml": "RDF",
}
_LINK = re.compile(r"<link\b([^<>]{1,4000})>", re.I)
_ATTRIBUTE = re.compile(r"""([a-z-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_BASE = re.compile(r"<base\b([^<>]{1,4000})>", re.I)


@dataclass(frozen=True, slots=True)
class Alternate:
    """A feed that a page names."""

    url: str
    title: str
    kind: str
    """'RSS', 'Atom' …"""


def alternates(page: str, url: str) -> tuple[Alternate, ...]:
    """Return the feeds that a page at `url` names, in its order, each address once."""
    head = _COMMENT.sub("", page[:LONGEST_HEAD])
    if base := _BASE.search(head):
        url = _joined(url, _attributes(base[1]).get("href", ""))
    found: dict[str, Alternate] = {}
    for link in _LINK.finditer(head):
        facts = _attributes(link[1])
        kind = TYPES.get(facts.get("type", "").partition(";")[0].strip().lower())
        if kind is None or "alternate" not in facts.get("rel", "").lower().split():
            continue
        address = clean_line(_joined(url, facts.get("href", "").strip()))
        if address.startswith(("http://", "https://")) and address not in found and len(found) < MOST:
            found[address] = Alternate(address, clean_line(facts.get("title", "")), kind)
    return tuple(found.values())


def _attributes(tag: str) -> dict[str, str]:
    """Attributes by their names in lower case; of two of one name the first counts, as in browsers."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(tag):
        found.setdefault(name.lower(), html.unescape("".join(values)))
    return found


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""
