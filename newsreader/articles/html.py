"""HTML → blocks: what a feed's body or a page's article says, without what only a browser needs.

One walk over the parsed tree. Text goes into the paragraph that is open, a block element closes it and opens its own;
what is unknown is looked through. How each kind of element is read stands in html_inline.py, html_blocks.py and
html_media.py. Nothing here raises on foreign input, and nesting is followed to a fixed depth.
"""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from newsreader.articles import html_blocks, html_inline, html_media
from newsreader.articles.document import Block, Inline, Link, Mark, Run
from newsreader.articles.flow import CUT, Flow, inline_of_block
from newsreader.articles.html_blocks import Attributes, footnotes, is_footnotes, names_of
from newsreader.articles.html_media import is_caption, read_caption
from newsreader.articles.inline import NO_MARKS
from newsreader.articles.links import Links, in_order, other_host
from newsreader.articles.places import BACK, Places, name_in, names_led_to
from newsreader.articles.tree import parse_body
from newsreader.text import clean_line

MAX_NODES = 200_000
"""Elements and texts that are read of one body: some 5 s at the worst. What follows is left out, with a word that says so."""
_MAX_ELEMENTS = 150
"""Elements inside each other; each takes two to four calls, and Python allows 1,000 in all."""
MAX_NESTING = 32
"""Blocks inside each other: lists in quotes in lists. What is deeper is read as plain text."""

_MARKS: dict[str, Mark] = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "var": "em", "u": "em",
    "code": "code", "tt": "code", "samp": "code", "kbd": "kbd", "del": "del", "s": "del", "strike": "del", "ins": "ins",
    "mark": "mark", "sub": "sub", "sup": "sup", "small": "small", "abbr": "abbr", "acronym": "abbr",
}  # fmt: skip
_DROPPED = frozenset(
    "script style template head title meta link base select textarea button svg canvas nav dialog map area form-field"
    " source track param noembed noframes frameset menu datalist progress meter rp colgroup".split()
)
_CONTAINERS = frozenset(
    "address article aside body center dir div fieldset footer form header hgroup html legend li main p search section"
    " dd dt tbody thead tfoot tr td th caption figcaption optgroup option".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_BACK_LINK = re.compile(r"back-?(?:ref|link)|doc-backlink|footnote-return", re.IGNORECASE)
_BACK_SIGNS = frozenset({"↩", "↩︎", "↩️", "↑", "^", "⏎"})
_INVISIBLE_LABELS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|assistive-text)(?:$|\s)", re.IGNORECASE
)
_HANDLERS = html_inline.HANDLERS | html_blocks.HANDLERS | html_media.HANDLERS


def read_html(html: str, base: str = "") -> tuple[tuple[Block, ...], tuple[Link, ...]]:
    """Return the blocks of `html` and its links, numbered in reading order; addresses are resolved against `base`."""
    body = parse_body(html)
    return read_node(body, base) if body is not None else ((), ())


def read_node(node: LexborNode, base: str = "") -> tuple[tuple[Block, ...], tuple[Link, ...]]:
    """Return the blocks inside `node`, as `read_html`."""
    reader, blocks = read_nodes((node,), base)
    return in_order(blocks, reader.links.all)


def read_nodes(nodes: Sequence[LexborNode], base: str = "") -> "tuple[HtmlReader, tuple[Block, ...]]":
    """Return the blocks inside `nodes`, with what read them: it has their links, not all of which they need to hold."""
    reader = HtmlReader(base, Places(names_led_to(nodes, base)))
    blocks = [block for node in nodes for block in reader.blocks_of(node)]
    if reader.is_cut:
        blocks.append(CUT)
    return reader, reader.places.settled(blocks) if reader.places else tuple(blocks)


class HtmlReader:
    """Reads one tree. `links` are numbered as they are met."""

    def __init__(self, base: str = "", places: Places | None = None) -> None:
        self.links = Links(base)
        self.places = places or Places()
        self._nodes = 0
        self._elements = 0
        self._nesting = 0

    @property
    def is_cut(self) -> bool:
        """Whether the body had more than is read."""
        return self._nodes > MAX_NODES

    def blocks_of(self, node: LexborNode, link: int = 0, *, rtl: bool = False) -> tuple[Block, ...]:
        """Return the blocks inside `node`."""
        flow = Flow(rtl=rtl)
        if self.places:
            self.places.meet(node.attributes)
        if self._nesting >= MAX_NESTING:
            flow.buffer.add(node.text(deep=True), NO_MARKS, link)
        else:
            self._nesting += 1
            self.walk(node, flow, NO_MARKS, link)
            self._nesting -= 1
        flow.flush()
        return tuple(flow.blocks)

    def inline_of(self, node: LexborNode) -> Inline:
        """Return what is inside `node` as one line of runs: paragraphs are set apart by a line break."""
        runs: list[Run] = []
        for block in self.blocks_of(node):
            inline = inline_of_block(block)
            if runs and inline:
                runs.append(Run("\n"))
            runs += inline
        return tuple(runs)

    def walk(self, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
        """Put everything inside `node` into `flow`."""
        if self._elements >= _MAX_ELEMENTS:
            flow.buffer.add(node.text(deep=True), marks, link)
            return
        self._elements += 1
        child = node.first_child
        while child is not None and not self.is_cut:
            self._nodes += 1
            tag = child.tag or ""
            if tag == "-text":
                self._text(child.text_content or "", flow, marks, link)
            elif tag not in _DROPPED and not tag.startswith(("-", "!")):
                self._element(child, tag, flow, marks, link)
            child = child.next
        self._elements -= 1

    def _text(self, text: str, flow: Flow, marks: frozenset[Mark], link: int) -> None:
        place = self.places.take() if self.places and not text.isspace() else 0
        flow.buffer.add(text, marks, link, place)

    def _element(self, node: LexborNode, tag: str, flow: Flow, marks: frozenset[Mark], link: int) -> None:
        attributes = node.attributes
        if self.places:
            self.places.meet(attributes)
        if attributes and _is_hidden(node, attributes):
            return
        if tag in _MARKS:
            self.walk(node, flow, marks | {_MARKS[tag]}, link)
        elif tag == "a":
            self._anchor(node, attributes, flow, marks, link)
        elif attributes and is_footnotes(tag, attributes):
            flow.flush()
            footnotes(self, node, flow, marks, link)
        elif (attributes or tag == "figcaption") and is_caption(flow, tag, attributes):
            read_caption(node, flow)
        elif tag in _HANDLERS:
            _HANDLERS[tag](self, node, flow, marks, link)
        elif tag in _CONTAINERS:
            flow.flush()
            outer, flow.rtl = flow.rtl, _direction(attributes, flow.rtl)
            self.walk(node, flow, marks, link)
            flow.flush()
            flow.rtl = outer
        else:
            self.walk(node, flow, marks, link)

    # ── Inline ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _anchor(self, node: LexborNode, attributes: Attributes, flow: Flow, marks: frozenset[Mark], link: int) -> None:
        href = attributes.get("href") or ""
        if name := name_in(href, self.links.base):
            self._anchor_in_page(self.places.number(name), node, attributes, flow, marks, link)
            return
        text = node.text(deep=True)
        number = self.links.number(href, text) if href else 0
        self.walk(node, flow, marks, number or link)
        if number and (host := other_host(text, self.links.all[number - 1].url)):
            flow.buffer.add(f" ({host})", marks, number)

    def _anchor_in_page(
        self, name: int, node: LexborNode, attributes: Attributes, flow: Flow, marks: frozenset[Mark], link: int
    ) -> None:
        """A link to a place in the page is carried along as minus the number of its name, until all places are known."""
        is_back = _is_back_link(node, attributes)
        if is_back and name and clean_line(node.text(deep=True)).strip("[]") in _BACK_SIGNS:
            self._text(BACK, flow, marks - {"sup"}, -name)
        elif name or not is_back:
            self.walk(node, flow, marks, -name or link)


def _is_hidden(node: LexborNode, attributes: Attributes) -> bool:
    """What a browser does not show. A hidden formula is the readable twin of a picture of it, and stays."""
    if (
        attributes.get("aria-hidden") == "true"
        and node.tag not in ("img", "picture", "a")
        and not node.css_matches("img, picture")
    ):
        return True
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return not node.css_matches("math")
    return bool(_INVISIBLE_LABELS.search(attributes.get("class") or ""))


def _is_back_link(node: LexborNode, attributes: Attributes) -> bool:
    return bool(_BACK_LINK.search(names_of(attributes))) or clean_line(node.text(deep=True)).strip("[]") in _BACK_SIGNS


def _direction(attributes: Attributes, inherited: bool) -> bool:
    return {"rtl": True, "ltr": False}.get((attributes.get("dir") or "").lower(), inherited)
