"""Inline XHTML of an Atom text construct → HTML text, as feedparser writes it down."""

from html import escape
from xml.etree.ElementTree import Element

from newsreader.feeds.draft import NotSure

_XHTML = "{http://www.w3.org/1999/xhtml}"
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements of HTML that have no end tag: '</br>' would be a second line break."""


def inner_html(element: Element) -> str:
    """Return what is in an Atom 1.0 text construct of type xhtml, without the <div> that has to be around it (RFC 4287, 3.1.1.3).

    Raises NotSure where anything but XHTML stands in it.
    """
    if len(element) == 1 and element[0].tag == f"{_XHTML}div":
        div = element[0]
        if not (element.text or "").strip() and not (div.tail or "").strip():
            _attributes(div)
            element = div
    pieces: list[str] = []
    _write_children(element, pieces, 0)
    return "".join(pieces).strip()


def _write_children(element: Element, pieces: list[str], depth: int) -> None:
    if depth > 200:
        raise NotSure
    if element.text:
        pieces.append(escape(element.text, quote=False))
    for child in element:
        if not child.tag.startswith(_XHTML) or (name := child.tag.removeprefix(_XHTML).lower()) in ("svg", "math"):
            raise NotSure
        pieces.append(f"<{name}{_attributes(child)}>")
        _write_children(child, pieces, depth + 1)
        if name not in VOID:
            pieces.append(f"</{name}>")
        if child.tail:
            pieces.append(escape(child.tail, quote=False))


def _attributes(element: Element) -> str:
    if any("{" in name for name in element.keys()):  # noqa: SIM118 - an Element is no mapping: iterating gives its children
        raise NotSure
    return "".join(
        f' {name.lower()}="{escape(value, quote=False).replace(chr(34), "&quot;")}"' for name, value in element.items()
    )
