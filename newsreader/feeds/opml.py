"""OPML 1.0, 1.1 and 2.0 (http://opml.org/spec2.opml) → what it subscribes to, also where it is not well-formed XML.

Of a public collection of 118 lists 68 % are not well-formed, mostly by a bare '&' in an address or an HTML entity in a
title: both are mended before the parser, which would drop them, sees the text.
"""

import html.entities
import re
from collections.abc import Iterator

from newsreader.feeds.encoding import decode
from newsreader.feeds.imported import Gathering, Imported, NoList

MAX_DEPTH = 32
_AMPERSAND = re.compile(r"&(?:#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{1,31});)?")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ANGLE = re.compile(r'(=\s*"[^"<>\n]*)<([^"\n]*"(?=[\s/>]))')
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_DOCTYPE = re.compile(
    r"\s*(?:<!--.{0,10000}?-->\s*){0,10}<!DOCTYPE[^\[<>]{0,1000}(?:\[[^\]]{0,100000}\]\s*)?>", re.I | re.S
)
"""At the start alone, where one may stand: looked for everywhere, many beginnings without an end would take minutes."""
_LISTS = ("include", "link")
"""Kinds of outline that name another list (OPML 2.0, 'Inclusion')."""


def read_opml(data: bytes) -> Imported:
    """Return what a list in OPML names. Raises NoList where it is none."""
    from lxml import etree

    text = _mended(decode(data))
    parser = etree.XMLPullParser(
        events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    gathering = _Outlines()
    try:
        # In pieces, and each outline dropped once it was seen: a list of 16 MB takes no more memory than its text.
        for start in range(0, len(text), 65536):
            parser.feed(text[start : start + 65536])
            gathering.take(parser.read_events())
        parser.close()
    except etree.XMLSyntaxError:
        pass  # what stood before the break is there
    gathering.take(parser.read_events())
    if not gathering.outlines and not gathering.is_opml:
        raise NoList("it is XML, but no OPML: there is no outline in it")
    return gathering.found.done()


def _mended(text: str) -> str:
    """`text` with bare ampersands, HTML entities and '<' in attributes as XML writes them; without declarations."""
    text = _DECLARATION.sub("", text)
    if doctype := _DOCTYPE.match(text):
        text = text[doctype.end() :]
    return _ANGLE.sub(r"\1&lt;\2", _AMPERSAND.sub(_reference, text))


def _reference(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return _number(match[0]) if match[0] != "&" else "&amp;"
    if name in _XML_ENTITIES:
        return match[0]
    return html.entities.html5.get(f"{name};") or f"&amp;{name};"


def _number(reference: str) -> str:
    """A numeric reference, as long as there may be such a character: of a surrogate, lxml makes a text that it cannot read."""
    digits = reference[2:-1]
    code = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return reference if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"


class _Outlines:
    """Walks through the outlines as they are read."""

    def __init__(self) -> None:
        self.found = Gathering("OPML")
        self.outlines = 0
        self.is_opml = False
        self._above: list[str] = []
        """What the outlines are called that hold the one which is read; '' for a feed's own."""

    def take(self, events: "Iterator[tuple[str, object]]") -> None:
        for event, element in events:
            tag = getattr(element, "tag", None)
            name = tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
            if event == "start" and name == "opml":
                self.is_opml = True
            elif name == "outline" and event == "start":
                self._start({str(key).lower(): str(value).strip() for key, value in element.attrib.items()})  # type: ignore[attr-defined]
            elif name == "outline":
                self._above.pop()
                element.clear()  # type: ignore[attr-defined]

    def _start(self, attributes: dict[str, str]) -> None:
        self.outlines += 1
        name = attributes.get("text") or attributes.get("title", "")
        kind, address = attributes.get("type", "").lower(), attributes.get("xmlurl", "")
        other = attributes.get("url", "")
        if not address and kind not in _LISTS and kind in ("rss", "atom", "feed", "rss1", "pie") and other:
            address = other
        self._above.append("" if address else name)
        if address:
            section, tags = self._place(attributes.get("category", ""))
            self.found.add(address, name, section, tags)
        elif kind in _LISTS and other:
            self.found.refuse(name or other, f"is another list: import it by itself from {other}")
        elif kind in ("rss", "atom", "feed"):
            site = attributes.get("htmlurl", "")
            self.found.refuse(
                name or site, f"has no address of a feed; its site is {site}" if site else "has no address"
            )

    def _place(self, category: str) -> tuple[str, tuple[str, ...]]:
        """The outermost folder is the section, those in it become tags; category holds '/folder/folder' or tags, with commas."""
        above = [name for name in self._above[-MAX_DEPTH:-1] if name]
        tags = above[1:]
        section = above[0] if above else ""
        for entry in category.split(","):
            parts = [part.strip() for part in entry.split("/") if part.strip()]
            if entry.strip().startswith("/") and parts and not section:
                section, *parts = parts
            tags += [part for part in parts if part != section]
        return section, tuple(tags)
