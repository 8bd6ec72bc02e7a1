"""A web page's elements with what extraction asks of each: how much text, how much of it linked, which names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

MAX_ELEMENTS = 100_000

_SKIPPED = frozenset("script style template noscript link meta head svg canvas textarea select button option".split())
EMBEDS = ("object", "embed", "iframe")
HEADINGS, LISTS = "headings", "lists"
_HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())
COUNTED = _HEADING_TAGS.union(
    "p img picture li input figure figcaption table tr td th caption col colgroup thead tfoot ul ol video audio hr math blockquote".split(),
    EMBEDS,
)
_COMMAS = re.compile("[,،﹐︐︑⹁⸴⸲，、。]")


@dataclass(slots=True, eq=False)
class Element:
    """An element that may be part of the article."""

    node: LexborNode
    tag: str
    attributes: dict[str, str | None]
    parent: "Element | None"
    children: "list[Element]" = field(default_factory=list)
    length: int = 0
    """Characters of text inside."""
    own: int = 0
    """Characters of text that stand right in it or in inline elements."""
    linked: int = 0
    """Characters of that text inside links."""
    commas: int = 0
    score: float = 0.0
    scored: bool = False
    dropped: bool = False
    inner: dict[str, int] = field(default_factory=dict)
    """How many elements of the counted tags are inside; under HEADINGS and LISTS the characters in those."""

    @property
    def names(self) -> str:
        """Class and id, by which pages say what an element is for."""
        return f"{self.attributes.get('class') or ''} {self.attributes.get('id') or ''}"

    @property
    def link_density(self) -> float:
        return self.linked / self.length if self.length else 0.0

    def walk(self) -> "Iterator[Element]":
        """Yield this element and all inside it in order; what is dropped meanwhile is not entered."""
        stack = [self]
        while stack:
            element = stack.pop()
            if not element.dropped:
                yield element
                if not element.dropped:
                    stack.extend(reversed(element.children))

    def above(self) -> "Iterator[Element]":
        """Yield the elements around this one, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def drop(self) -> None:
        """Take this element out of the page."""
        if self.dropped:
            return
        self.dropped = True
        gone = _with_itself(self)
        for element in self.above():
            element.length -= self.length
            element.linked -= self.linked
            element.commas -= self.commas
            for tag, count in gone.items():
                element.inner[tag] -= count

    def has(self, *tags: str) -> int:
        """Return how many elements of these tags (of COUNTED) are inside."""
        return sum(self.inner.get(tag, 0) for tag in tags)


def read_tree(body: LexborNode) -> Element:
    """Return the elements of `body`, without those that hold no text or picture; the first MAX_ELEMENTS of them."""
    root = Element(body, "body", body.attributes, None)
    order: list[Element] = []
    stack: list[tuple[LexborNode, Element, bool]] = [(body, root, False)]
    while stack and len(order) < MAX_ELEMENTS:
        node, element, in_link = stack.pop()
        order.append(element)
        below: list[tuple[LexborNode, Element, bool]] = []
        child = node.first_child
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                _count_text(element, child.text_content or "", in_link)
            elif tag not in _SKIPPED and not tag.startswith(("-", "!")):
                inner = Element(child, tag, child.attributes, element)
                element.children.append(inner)
                below.append((child, inner, in_link or tag == "a"))
            child = child.next
        stack.extend(reversed(below))
    for element in reversed(order):
        _add_to_parent(element)
    return root


def _add_to_parent(element: Element) -> None:
    parent = element.parent
    if parent is None:
        return
    parent.length += element.length
    parent.linked += element.linked
    parent.commas += element.commas
    if element.tag in INLINE:
        parent.own += element.own
    for tag, count in _with_itself(element).items():
        parent.inner[tag] = parent.inner.get(tag, 0) + count


def _with_itself(element: Element) -> dict[str, int]:
    """What an element adds to the counts of those around it."""
    if element.tag not in COUNTED:
        return element.inner
    counts = {**element.inner, element.tag: element.inner.get(element.tag, 0) + 1}
    if element.tag in _HEADING_TAGS:
        counts[HEADINGS] = element.length
    elif element.tag in ("ul", "ol"):
        counts[LISTS] = element.length
    return counts


INLINE = frozenset(
    "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong sub sup"
    " time tt u var br wbr img picture ruby".split()
)


def _count_text(element: Element, text: str, in_link: bool) -> None:
    length = len(text.strip())
    if not length:
        return
    element.length += length
    element.own += length
    element.linked += length if in_link else 0
    element.commas += len(_COMMAS.findall(text))
