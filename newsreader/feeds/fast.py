"""The fast path: well-formed RSS 2.0, RDF and Atom, read on expat; ten times as fast as feedparser, and of one opinion with it.

Behind a gate (gate.py): `read` returns None for every document of which it is not sure, and feedparser reads that.
tests/feeds/test_fast.py compares the two field by field over all the corpus.
"""

import re
from functools import partial
from io import BytesIO
from typing import cast
from xml.etree.ElementTree import Element, ParseError, iterparse

from newsreader.feeds import fields, gate
from newsreader.feeds.draft import Draft, NotSure
from newsreader.feeds.elements import HANDLERS, HEAD_HANDLERS
from newsreader.feeds.fields import plain_label, plain_title
from newsreader.model import Entry, ParsedFeed
from newsreader.text import clean_line, clean_text

ATOM = "{http://www.w3.org/2005/Atom}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
RSS10 = "{http://purl.org/rss/1.0/}"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|$")
_DECLARATION = re.compile(rb"\s*<\?xml\s[^>]*\?>")
_RSS_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ITEMS = frozenset(gate.in_core("item") + gate.in_core("entry"))
_CHANNELS = frozenset(gate.in_core("channel"))
_ROOTS = frozenset([*gate.in_core("rss"), *gate.in_core("feed"), f"{RDF}RDF"])
_C1 = re.compile("[\x80-\x9f]")
_C1_AS_WINDOWS_1252 = {n: bytes([n]).decode("windows-1252", "ignore") or None for n in range(0x80, 0xA0)}


def read(data: bytes, url: str) -> ParsedFeed | None:
    """Return the feed in a document whose bytes are UTF-8, or None if it is for feedparser to say. Relative links count from `url`."""
    declaration = _DECLARATION.match(data)
    body = data[declaration.end() :] if declaration else data.removeprefix(b"\xef\xbb\xbf")
    if not gate.admits(body):
        return None
    try:
        root, namespaces = _tree(body)
        if root.tag not in _ROOTS or not gate.admits_namespaces(namespaces):
            return None
        return _Reader(root, url, spotless=gate.is_spotless(body)).feed()
    except (
        ParseError,
        NotSure,
        ValueError,
        OverflowError,
    ):  # the last two: expat on an odd encoding, a number out of bounds
        return None


def _tree(data: bytes) -> tuple[Element, list[tuple[str, str]]]:
    """Return a document's root and all the (prefix, uri) that it declares. Raises ParseError where it is not well-formed."""
    events = iterparse(BytesIO(data), ("start-ns",))  # noqa: S314 - no DTD comes through the gate
    namespaces = [cast(tuple[str, str], namespace) for _, namespace in events]
    root = cast(Element, events.root)  # type: ignore[attr-defined] # set once the document is read
    events.root = None  # type: ignore[attr-defined] # the iterator is a cycle, and would keep the tree until that is found
    return root, namespaces


class _Reader:
    """One document on its way to a ParsedFeed. Raises NotSure where feedparser has to be asked."""

    def __init__(self, root: Element, url: str, *, spotless: bool) -> None:
        self.root, self.url = root, url
        self.atom = root.tag.endswith("feed")
        self.lang, self.base = _xml_lang(root), ""
        self.line: fields.Clean = _spotless_line if spotless else _repaired_line
        self.text: fields.Clean = str if spotless else _repaired_text
        self.label: fields.Clean = self.line if self.atom else partial(plain_label, line=self.line)

    def feed(self) -> ParsedFeed:
        """Return the whole document."""
        channel, items = self._parts()
        self.lang = _xml_lang(channel) or self.lang
        self.base = _xml_base(channel) or _xml_base(self.root)
        head = self._head(channel)
        inherited = fields.unique([self.label(fields.author_name(name)) for name in head.authors], fields.MAX_AUTHORS)
        entries = tuple([self._entry(item, inherited if self.atom else ()) for item in items])
        return ParsedFeed(
            format=self._format(),
            title=plain_title(head.title, html=not self.atom or head.title_html, line=self.line),
            site=fields.web_address(self.url, head.link or ""),
            entries=entries,
            lang=fields.language(head.language or _xml_lang(self.root)),
            description=plain_title(head.description, html=True, line=self.line),
            ttl=fields.polling_interval(head.ttl, head.period, head.frequency),
            skip_hours=fields.skip_hours(head.skip_hours),
            skip_days=fields.skip_days(head.skip_days),
        )

    def _parts(self) -> tuple[Element, list[Element]]:
        """Return the element that holds the feed's own fields, and the items."""
        if self.atom:
            return self.root, [child for child in self.root if child.tag in _ITEMS]
        channels = [child for child in self.root if child.tag in _CHANNELS]
        if len(channels) != 1 or any(name in channels[0].attrib for name in ("lastmod", "href")):
            raise NotSure
        items = [child for parent in (channels[0], self.root) for child in parent if child.tag in _ITEMS]
        for child in self.root:
            if (
                child is not channels[0]
                and child.tag not in _ITEMS
                and gate.name_of(child.tag) not in ("image", "textinput")
            ):
                raise NotSure
        return channels[0], items

    def _head(self, channel: Element) -> Draft:
        """Read the feed's own fields."""
        head = Draft(self.atom)
        for child in channel:
            tag = child.tag
            if (handle := HEAD_HANDLERS.get(tag)) is not None:
                handle(head, child)
            elif tag not in _ITEMS and not gate.may_pass_over(child):
                raise NotSure
        if self.base and not all(_ABSOLUTE.match(address) for address in head.addresses()):
            raise NotSure
        return head

    def _entry(self, item: Element, inherited: tuple[str, ...]) -> Entry:
        draft = Draft(self.atom)
        if item.keys():
            draft.guid = item.get(f"{RDF}about", "")
            if "lastmod" in item.attrib or "href" in item.attrib:
                raise NotSure
        for child in item:
            handle = HANDLERS.get(child.tag)
            if handle is not None:
                handle(draft, child)
            elif not gate.may_pass_over(child):
                raise NotSure
        return self._finish(draft, item, inherited)

    def _finish(self, draft: Draft, item: Element, inherited: tuple[str, ...]) -> Entry:
        line, label, url = self.line, self.label, self.url
        body, markup, summary = fields.choose_body(draft.texts(), text=self.text)
        authors = [label(fields.author_name(name)) for name in draft.authors]
        tags = [label(tag) for tag in draft.categories]
        comments, picture = draft.comments or draft.replies, draft.picture()
        return Entry(
            guid=line(draft.guid),
            link=line(fields.absolute(url, draft.page())),
            title=plain_title(draft.title, html=not self.atom or draft.title_html, line=line),
            authors=fields.unique(authors, fields.MAX_AUTHORS) or inherited,
            published=draft.published or draft.created or draft.updated,
            updated=draft.updated,
            body=body,
            markup=markup,
            summary=summary,
            categories=fields.unique(tags, fields.MAX_CATEGORIES),
            enclosures=fields.unique_enclosures(draft.enclosures()) if draft.files or draft.media else (),
            comments=line(fields.absolute(url, comments)) if comments else "",
            image=line(fields.absolute(url, picture)) if picture else "",
            base=self._base(draft, item),
            lang=self._language(draft, item),
            source=label(draft.source) if draft.source else "",
        )

    def _language(self, draft: Draft, item: Element) -> str:
        """The entry's own dc:language, else the xml:lang in force where its text stands."""
        text = draft.text_element
        code = draft.language or (text is not None and (_xml_lang(text) or _xml_lang(item) or self.lang))
        return fields.language(code) if code else ""

    def _base(self, draft: Draft, item: Element) -> str:
        """The xml:base in force where the entry's text stands. Relative ids and links below one are for feedparser to resolve."""
        scope = _xml_base(item) or self.base
        if scope and not all(_ABSOLUTE.match(address) for address in draft.addresses()):
            raise NotSure
        text = draft.text_element
        return "" if text is None else self.line(_xml_base(text) or scope)

    def _format(self) -> str:
        if self.root.tag.endswith("rss"):
            version = self.root.get("version", "")
            return _RSS_VERSIONS.get(version) or ("rss20" if version.startswith("2.") else "rss")
        if self.root.tag == f"{RDF}RDF":
            return "rss10" if any(child.tag.startswith(RSS10) for child in self.root) else "rss090"
        return (
            "atom10"
            if self.root.tag.startswith(ATOM)
            else {"0.1": "atom01", "0.2": "atom02", "0.3": "atom03"}.get(self.root.get("version", ""), "atom")
        )


def _xml_lang(element: Element) -> str:
    return (element.get(_XML_LANG) or element.get("lang") or "") if element.keys() else ""


def _xml_base(element: Element) -> str:
    if not element.keys():
        return ""
    base = element.get(_XML_BASE, "")
    if "base" in element.attrib or (base and not base.startswith(("http://", "https://"))):
        raise NotSure
    return base


def _spotless_line(text: str) -> str:
    """`clean_line` for text of a document of which it is known that no character has to go."""
    text = text.strip()
    return text if text.isprintable() and "  " not in text else clean_line(text)


def _repaired_line(text: str) -> str:
    return clean_line(_repaired(text))


def _repaired_text(text: str) -> str:
    return clean_text(_repaired(text))


def _repaired(text: str) -> str:
    """Undo what feedparser undoes: UTF-8 that was read as latin-1 and encoded again, and windows-1252 taken for C1 controls."""
    if text.isascii():
        return text
    try:
        text = text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        pass
    return text.translate(_C1_AS_WINDOWS_1252) if _C1.search(text) else text
