"""HTML → blocks: what a feed's body or a page's article says, without what only a browser needs.

One walk over the parsed tree. Text goes into the block that is open, a block element closes it and opens its own; what
is unknown is looked through. Nothing in here raises on foreign input, and nesting is followed to a fixed depth.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from newsreader.articles.document import (
    Block,
    Code,
    Definitions,
    Footnotes,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    Mark,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    plain,
)
from newsreader.articles.formula import formula_text
from newsreader.articles.inline import NO_MARKS, InlineBuffer
from newsreader.articles.links import Links, in_order, other_host
from newsreader.articles.media import embed_of, image_of, is_sign, with_caption
from newsreader.articles.tables import cells_of, is_data_table
from newsreader.articles.tree import parse_body
from newsreader.text import clean_line, clean_text

MAX_NODES = 200_000
"""Elements and texts that are read of one body: some 5 s at the worst. What follows is left out, with a word that says so."""
CUT = "… (the rest is too long to be shown here)"
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
_LANG = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|brush:|sourceCode)[-:\s]*([\w+#.-]+)")
_CODE_LANG = re.compile(r"^[a-z][\w+#.-]{0,19}$", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_FOOTNOTES = re.compile(r"(?:^|[\s_-])(?:footnotes?|endnotes?)(?:$|[\s_-])|doc-endnotes", re.IGNORECASE)
_BACK_LINK = re.compile(r"back-?(?:ref|link)|doc-backlink|footnote-return", re.IGNORECASE)
_PULL = re.compile(r"pull-?quote|blockquote-?pull", re.IGNORECASE)
_INVISIBLE_LABELS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text|assistive-text)(?:$|\s)", re.IGNORECASE
)
_HEADING = re.compile(r"h[1-6]$")


@dataclass(slots=True)
class Flow:
    """Blocks in the making, and the inline content of the one that is open."""

    blocks: list[Block] = field(default_factory=list)
    buffer: InlineBuffer = field(default_factory=InlineBuffer)
    rtl: bool = False

    def flush(self) -> None:
        """Close the open paragraph."""
        if self.buffer.is_empty:
            return
        inline = self.buffer.take()
        if inline:
            self.blocks.append(Paragraph(inline, self.rtl or _is_rtl(inline)))


def read_html(html: str, base: str = "") -> tuple[tuple[Block, ...], tuple[Link, ...]]:
    """Return the blocks of `html` and its links, numbered in reading order; addresses are resolved against `base`."""
    body = parse_body(html)
    return read_node(body, base) if body is not None else ((), ())


def read_node(node: LexborNode, base: str = "") -> tuple[tuple[Block, ...], tuple[Link, ...]]:
    """Return the blocks inside `node`, as `read_html`."""
    reader = HtmlReader(base)
    blocks = reader.blocks_of(node)
    if reader.is_cut:
        blocks = (*blocks, Paragraph((Run(CUT, frozenset({"em"})),)))
    return in_order(blocks, reader.links.all)


class HtmlReader:
    """Reads one tree. `links` are numbered as they are met."""

    def __init__(self, base: str = "") -> None:
        self.links = Links(base)
        self._nodes = 0
        self._elements = 0
        self._nesting = 0
        self._handlers: dict[str, Callable[[LexborNode, Flow, int], None]] = {
            "blockquote": self._quote, "q": self._inline_quote, "ul": self._list, "ol": self._list, "menu": self._list,
            "pre": self._code, "listing": self._code, "xmp": self._code, "table": self._table, "figure": self._figure,
            "img": self._image, "picture": self._picture, "noscript": self._noscript, "hr": self._rule, "dl": self._definitions,
            "iframe": self._embed, "video": self._embed, "audio": self._embed, "embed": self._embed, "object": self._embed,
            "math": self._formula, "ruby": self._ruby, "details": self._details, "br": self._break, "input": self._check_box,
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
        }  # fmt: skip

    @property
    def is_cut(self) -> bool:
        """Whether the body had more than is read."""
        return self._nodes > MAX_NODES

    def blocks_of(self, node: LexborNode, link: int = 0, *, rtl: bool = False) -> tuple[Block, ...]:
        """Return the blocks inside `node`."""
        flow = Flow(rtl=rtl)
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
            inline = _inline_of_block(block)
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
                flow.buffer.add(child.text_content or "", marks, link)
            elif tag not in _DROPPED and not tag.startswith(("-", "!")):
                self._element(child, tag, flow, marks, link)
            child = child.next
        self._elements -= 1

    def _element(self, node: LexborNode, tag: str, flow: Flow, marks: frozenset[Mark], link: int) -> None:
        attributes = node.attributes
        if attributes and _is_hidden(node, attributes):
            return
        if tag in _MARKS:
            self.walk(node, flow, marks | {_MARKS[tag]}, link)
        elif tag == "a":
            self._anchor(node, attributes, flow, marks, link)
        elif attributes and self._is_footnotes(tag, attributes):
            flow.flush()
            self._footnotes(node, flow)
        elif tag in self._handlers:
            self._handlers[tag](node, flow, link)
        elif tag in _CONTAINERS:
            flow.flush()
            outer, flow.rtl = flow.rtl, _direction(attributes, flow.rtl)
            self.walk(node, flow, marks, link)
            flow.flush()
            flow.rtl = outer
        else:
            self.walk(node, flow, marks, link)

    # ── Inline ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _anchor(
        self, node: LexborNode, attributes: dict[str, str | None], flow: Flow, marks: frozenset[Mark], link: int
    ) -> None:
        href = attributes.get("href") or ""
        if href.startswith("#") and _is_back_link(node, attributes):
            return
        text = node.text(deep=True)
        number = self.links.number(href, text) if href else 0
        self.walk(node, flow, marks, number or link)
        if number and (host := other_host(text, self.links.all[number - 1].url)):
            flow.buffer.add(f" ({host})", marks, number)

    def _break(self, _node: LexborNode, flow: Flow, _link: int) -> None:
        if flow.buffer.ends_in_break:  # <br><br> is how many a feed makes paragraphs
            flow.flush()
        else:
            flow.buffer.break_line()

    def _inline_quote(self, node: LexborNode, flow: Flow, link: int) -> None:
        flow.buffer.add("“", NO_MARKS, link)
        self.walk(node, flow, NO_MARKS, link)
        flow.buffer.add("”", NO_MARKS, link)

    def _formula(self, node: LexborNode, flow: Flow, link: int) -> None:
        flow.buffer.add(formula_text(node), frozenset({"math"}), link)

    def _ruby(self, node: LexborNode, flow: Flow, link: int) -> None:
        """漢字 with its reading in parentheses behind it."""
        child = node.first_child
        while child is not None:
            if child.tag in ("rt", "rtc"):
                reading = clean_line(child.text(deep=True))
                flow.buffer.add(f"({reading})" if reading else "", NO_MARKS, link)
            elif child.tag == "-text":
                flow.buffer.add(child.text_content or "", NO_MARKS, link)
            elif child.tag != "rp":
                self.walk(child, flow, NO_MARKS, link)
            child = child.next

    def _check_box(self, node: LexborNode, flow: Flow, _link: int) -> None:
        if node.attributes.get("type") == "checkbox":
            flow.buffer.add("☑ " if "checked" in node.attributes else "☐ ")

    # ── Blocks ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _heading(self, node: LexborNode, flow: Flow, link: int) -> None:
        flow.flush()
        inside = self.blocks_of(node, link)
        inline = tuple(run for block in inside for run in _inline_of_block(block) if not isinstance(block, Image))
        if inline:
            flow.blocks.append(Heading(int((node.tag or "h2")[1]), inline))
        flow.blocks += [block for block in inside if isinstance(block, Image)]

    def _quote(self, node: LexborNode, flow: Flow, _link: int) -> None:
        flow.flush()
        blocks = list(self.blocks_of(node))
        cite = ""
        if len(blocks) > 1 and (source := node.css_first("footer, cite")) is not None:
            text = clean_line(source.text(deep=True))
            last = blocks[-1]
            if isinstance(last, Paragraph) and clean_line(plain(last.inline)).strip("—–- ") == text.strip("—–- "):
                cite = text.strip("—–- ")
                blocks.pop()
        if blocks:
            flow.blocks.append(Quote(tuple(blocks), cite, bool(_PULL.search(_names(node.attributes)))))

    def _list(self, node: LexborNode, flow: Flow, link: int) -> None:
        flow.flush()
        items: list[tuple[Block, ...]] = []
        for child in node.iter(include_text=False):
            if child.tag in ("ul", "ol"):  # nested without an item of its own
                nested = Flow()
                self._list(child, nested, link)
                if nested.blocks and items:
                    items[-1] = (*items[-1], *nested.blocks)
                elif nested.blocks:
                    items.append(tuple(nested.blocks))
            elif child.tag not in _DROPPED and (item := self.blocks_of(child)):
                items.append(item)
        attributes = node.attributes
        kind = attributes.get("type") or "1"
        if items:
            flow.blocks.append(
                ListBlock(
                    tuple(items),
                    node.tag == "ol",
                    _integer(attributes.get("start"), 1),
                    kind if kind in ("1", "a", "A", "i", "I") else "1",  # type: ignore[arg-type]  # checked here
                )
            )

    def _code(self, node: LexborNode, flow: Flow, _link: int) -> None:
        flow.flush()
        for line_break in node.css("br"):
            line_break.replace_with("\n")
        text = clean_text(node.text(deep=True)).expandtabs(4).rstrip().removeprefix("\n")
        if text.strip():
            flow.blocks.append(Code("\n".join(line.rstrip() for line in text.split("\n")), _language(node)))

    def _table(self, node: LexborNode, flow: Flow, link: int) -> None:
        flow.flush()
        if not is_data_table(node):
            self.walk(node, flow, NO_MARKS, link)
            flow.flush()
            return
        caption = node.css_first("caption")
        head, rows = cells_of(node, self.inline_of)
        if head or rows:
            flow.blocks.append(Table(head, rows, clean_line(caption.text(deep=True)) if caption is not None else ""))

    def _rule(self, _node: LexborNode, flow: Flow, _link: int) -> None:
        flow.flush()
        if flow.blocks and not isinstance(flow.blocks[-1], Rule):
            flow.blocks.append(Rule())

    def _definitions(self, node: LexborNode, flow: Flow, _link: int) -> None:
        flow.flush()
        items: list[tuple[Inline, tuple[Block, ...]]] = []
        for child in _terms_of(node):
            if child.tag == "dt":
                items.append((self.inline_of(child), ()))
            elif items and not items[-1][1]:
                items[-1] = (items[-1][0], self.blocks_of(child))
            elif items:
                items[-1] = (items[-1][0], items[-1][1] + self.blocks_of(child))
            else:
                items.append(((), self.blocks_of(child)))
        if any(term or meaning for term, meaning in items):
            flow.blocks.append(Definitions(tuple(items)))

    def _details(self, node: LexborNode, flow: Flow, link: int) -> None:
        """Unfolded: nothing in a text is worth a click to be seen."""
        flow.flush()
        child = node.first_child
        while child is not None:
            if child.tag == "summary":
                self.walk(child, flow, frozenset({"strong"}), link)
                flow.flush()
            child = child.next
        for summary in node.css("summary"):
            if summary.parent is not None and summary.parent.mem_id == node.mem_id:
                summary.decompose()
        self.walk(node, flow, NO_MARKS, link)
        flow.flush()

    def _is_footnotes(self, tag: str, attributes: dict[str, str | None]) -> bool:
        return tag in ("div", "section", "ol", "aside") and bool(_FOOTNOTES.search(_names(attributes)))

    def _footnotes(self, node: LexborNode, flow: Flow) -> None:
        first = int(node.attributes.get("start") or 1) if (node.attributes.get("start") or "1").isdigit() else 1
        numbered = node if node.tag == "ol" else node.css_first("ol, ul")
        items = [note for note in numbered.iter() if note.tag == "li"] if numbered is not None else []
        notes = tuple((str(first + n), blocks) for n, note in enumerate(items) if (blocks := self.blocks_of(note)))
        if notes:
            if flow.blocks and isinstance(flow.blocks[-1], Rule):
                flow.blocks.pop()
            flow.blocks.append(Footnotes(notes))
        else:
            self.walk(node, flow, NO_MARKS, 0)
            flow.flush()

    # ── Pictures and players ──────────────────────────────────────────────────────────────────────────────────────────

    def _image(self, node: LexborNode, flow: Flow, link: int) -> None:
        if is_sign(node):
            flow.buffer.add(clean_line(node.attributes.get("alt") or ""), NO_MARKS, link)
            return
        image = image_of(node, self.links, link)
        if image is not None:
            flow.flush()
            if not (flow.blocks and isinstance(last := flow.blocks[-1], Image) and last.url == image.url):
                flow.blocks.append(image)

    def _picture(self, node: LexborNode, flow: Flow, link: int) -> None:
        if (inside := node.css_first("img")) is not None:
            if (
                not (inside.attributes.get("src") or "").strip()
                and (source := node.css_first("source[srcset]")) is not None
            ):
                inside.attrs["srcset"] = source.attributes.get("srcset") or ""
            self._image(inside, flow, link)

    def _noscript(self, node: LexborNode, flow: Flow, link: int) -> None:
        """A picture for browsers without scripts, unless it stood there already; words in here only ask for scripts."""
        for inside in node.css("img"):
            self._image(inside, flow, link)

    def _figure(self, node: LexborNode, flow: Flow, link: int) -> None:
        flow.flush()
        captions = node.css("figcaption")
        caption, credit = "", ""
        if captions:
            caption_node = captions[0]
            for named in caption_node.css("[class*=credit], [class*=Credit], [itemprop=copyrightHolder], small"):
                credit = credit or clean_line(named.text(deep=True))
                named.decompose()
            caption = clean_line(
                caption_node.text(deep=True, separator=" ")
                if caption_node.css_first("p, div, br")
                else caption_node.text(deep=True)
            )
            for one in captions:
                one.decompose()
        inside = list(self.blocks_of(node, link))
        last_image = max((n for n, block in enumerate(inside) if isinstance(block, Image)), default=-1)
        if last_image >= 0 and (caption or credit):
            inside[last_image] = with_caption(inside[last_image], caption, _without_label(credit))  # type: ignore[arg-type]  # an Image, see above
        elif caption and len(inside) == 1 and isinstance(table := inside[0], Table) and not table.caption:
            inside = [Table(table.head, table.rows, caption)]
        elif caption:
            inside.append(Paragraph((Run(caption, frozenset({"small"})),)))
        flow.blocks += inside

    def _embed(self, node: LexborNode, flow: Flow, _link: int) -> None:
        embed = embed_of(node, self.links)
        if embed is not None:
            flow.flush()
            flow.blocks.append(embed)
        elif node.tag == "object":
            self.walk(node, flow, NO_MARKS, 0)


def _terms_of(node: LexborNode) -> list[LexborNode]:
    """The <dt> and <dd> of a list itself, which HTML allows in groups of <div>."""
    terms = []
    for child in node.iter():
        if child.tag in ("dt", "dd"):
            terms.append(child)
        elif child.tag == "div":
            terms += [inner for inner in child.iter() if inner.tag in ("dt", "dd")]
    return terms


def _inline_of_block(block: Block) -> Inline:
    """What a block says, on one line: for cells and headings that hold blocks."""
    match block:
        case Paragraph(inline) | Heading(_, inline):
            return inline
        case Code(text):
            return (Run(text, frozenset({"code"})),)
        case Image(_, alt, caption, _, link):
            return (Run(caption or alt, link=link),) if caption or alt else ()
        case ListBlock(items):
            return _joined([inline for item in items for inner in item if (inline := _inline_of_block(inner))], "• ")
        case Quote(blocks):
            return _joined([inline for inner in blocks if (inline := _inline_of_block(inner))])
        case Definitions(items):
            return _joined(
                [inline for term, inner in items for inline in (term, *map(_inline_of_block, inner)) if inline]
            )
        case Table(head, rows):
            return _joined([cell for row in (head, *rows) for cell in row if cell])
        case Footnotes(items):
            return _joined([inline for _, inner in items for one in inner if (inline := _inline_of_block(one))])
        case Rule():
            return ()
        case embed:
            return (Run(embed.title, link=embed.link),)


def _joined(lines: list[Inline], sign: str = "") -> Inline:
    runs: list[Run] = []
    for n, line in enumerate(lines):
        runs += [Run(("\n" if n else "") + sign)] if n or sign else []
        runs += line
    return tuple(runs)


def _is_hidden(node: LexborNode, attributes: dict[str, str | None]) -> bool:
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


def _is_back_link(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    return bool(_BACK_LINK.search(_names(attributes))) or clean_line(node.text(deep=True)).strip("[]") in (
        "↩",
        "↩︎",
        "↩️",
        "↑",
        "^",
        "⏎",
    )


def _names(attributes: dict[str, str | None]) -> str:
    return " ".join(attributes.get(name) or "" for name in ("class", "id", "role", "rev", "rel"))


def _language(node: LexborNode) -> str:
    """The language that a code block says it is in, by the common conventions of class and data attributes."""
    inside = node.css_first("code")
    for element in (inside, node, node.parent):
        if element is None:
            continue
        attributes = element.attributes
        given = attributes.get("data-lang") or attributes.get("data-language") or attributes.get("lang") or ""
        found = _LANG.search(attributes.get("class") or "")
        name = clean_line(given or (found[1] if found else "")).lower()
        if _CODE_LANG.match(name) and name not in ("plaintext", "none", "text", "default"):
            return name
    return ""


def _is_rtl(inline: Inline) -> bool:
    """Whether the first letter with a direction runs from right to left (HTML's dir=auto)."""
    for run in inline:
        if run.text.isascii():
            if any(c.isalpha() for c in run.text):
                return False
            continue
        for character in run.text:
            direction = unicodedata.bidirectional(character)
            if direction in ("L", "R", "AL"):
                return direction != "L"
    return False


def _direction(attributes: dict[str, str | None], inherited: bool) -> bool:
    return {"rtl": True, "ltr": False}.get((attributes.get("dir") or "").lower(), inherited)


def _without_label(credit: str) -> str:
    return re.sub(
        r"^(?:(?:Photo|Image|Picture)?\s*Credits?|Photo(?:graph)?(?: by)?|Image)\s*:?\s+",
        "",
        credit,
        flags=re.IGNORECASE,
    )


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text.strip()) else default
