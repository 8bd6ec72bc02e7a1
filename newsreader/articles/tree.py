"""HTML text → a parsed tree, after a check that the parser cannot be made to run for minutes.

lexbor (selectolax) is HTML5-correct and takes some 30 ms for 10 MB of ordinary HTML. It is quadratic or worse in three
things that only hostile input has: nesting (100,000 open <div> take 12 s), formatting elements left open (2,000 <font>
in 2,000 paragraphs take 2 s), attributes of one element (20,000 take 0.7 s). It cannot be interrupted, so they are
looked for in the text before.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_CHARACTERS = 4_000_000
"""Longer HTML is cut: some 600,000 words, ten novels."""
MAX_DEPTH = 256
MAX_OPEN_FORMATTING = 50
MAX_ATTRIBUTES = 200

# Below these a document cannot be slow, whatever it says.
_FEW_TAGS = 200
_SHORT_TAG = 4_000

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# A start tag of these closes the one before it, so that they do not nest by being left open.
_SELF_CLOSING = frozenset("p li dt dd tr td th tbody thead tfoot option optgroup rt rp html head body".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())

# A comment, a raw element's start, or a tag as the HTML standard's tokenizer delimits it (13.2.5): a quote counts only
# behind '='.
_TAG = re.compile(
    r"""<(?:!--(?:-?>|.*?(?:--!?>|\Z))"""
    r"""|(/?)([a-zA-Z][^\s/>]*+)((?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?)?)*+)>?)""",
    re.DOTALL,
)
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")


def parse_html(html: str) -> LexborHTMLParser:
    """Return the tree of `html`, cut and flattened where it is too long or too deep. Takes bounded time; never raises."""
    return LexborHTMLParser(tamed(html[:MAX_CHARACTERS]))


def parse_body(html: str) -> LexborNode | None:
    """Return the body element of `html`; None for a document that has none (a frameset)."""
    return parse_html(html).body


def tamed(html: str) -> str:
    """Return `html` without the start tags that nest too deep or stay open, and without absurd lists of attributes."""
    if html.count("<") < _FEW_TAGS and len(html) < _SHORT_TAG:
        return html
    nesting = _Nesting()
    pieces: list[str] = []
    start = position = 0
    while (tag := _TAG.search(html, position)) is not None:
        position = tag.end()
        name = (tag[2] or "").lower()
        if not name:
            continue
        keep = nesting.close(name) if tag[1] else nesting.open(name)
        if name in _RAW and not tag[1]:
            end = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(html, position)
            position = end.start() if end else len(html)
        if not keep or _has_absurd_attributes(tag[3]):
            pieces += [html[start : tag.start()], f"<{tag[1]}{tag[2]}>" if keep else ""]
            start = tag.end()
    pieces.append(html[start:])
    return "".join(pieces)


def _has_absurd_attributes(attributes: str) -> bool:
    if len(attributes) <= _SHORT_TAG:  # a data: address is long too, but one attribute
        return False
    return len(_QUOTED.sub(" ", attributes).replace("/", " ").split()) > MAX_ATTRIBUTES


class _Nesting:
    """The elements that are open, followed closely enough to say which tags the parser must not see."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._reopened = 0
        """Formatting that a block's end closed: the parser opens it again in every block that follows."""
        self._dropped: dict[str, int] = {}

    def open(self, name: str) -> bool:
        """Note a start tag; returns whether it may stay."""
        if name in VOID or name in _RAW or name in _SELF_CLOSING:
            return True
        if len(self._open) >= MAX_DEPTH or (name in _FORMATTING and self._reopened >= MAX_OPEN_FORMATTING):
            self._dropped[name] = self._dropped.get(name, 0) + 1
            return False
        self._open.append(name)
        return True

    def close(self, name: str) -> bool:
        """Note an end tag; returns whether it may stay."""
        if self._dropped.get(name):
            self._dropped[name] -= 1
            return False
        if name in self._open:
            while (closed := self._open.pop()) != name:
                self._reopened += closed in _FORMATTING
        elif self._reopened and name in _FORMATTING:
            self._reopened -= 1
        return True
