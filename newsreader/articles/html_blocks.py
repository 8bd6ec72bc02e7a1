"""How each kind of block element is read: headings, quotes, lists, code, tables, definitions, footnotes."""

import re
from collections.abc import Callable
from typing import TypeAlias

from selectolax.lexbor import LexborNode

from newsreader.articles.document import (
    Block,
    Code,
    Definitions,
    Footnotes,
    Heading,
    Image,
    Inline,
    ListBlock,
    Mark,
    Paragraph,
    Quote,
    Rule,
    Table,
    plain,
)
from newsreader.articles.flow import CUT, Flow, Reader, inline_of_block
from newsreader.articles.inline import NO_MARKS
from newsreader.articles.tables import cells_of, is_data_table
from newsreader.text import clean_line, clean_text

Handler: TypeAlias = Callable[[Reader, LexborNode, Flow, frozenset[Mark], int], None]
"""Reads one element into the flow: (reader, element, flow, marks and link around it)."""
Attributes: TypeAlias = dict[str, str | None]

MAX_CODE_LINES = 50_000
"""Lines of one block of code."""
# More than two empty lines say no more than two do.
_EMPTY_LINES = re.compile(r"\n{4,}")
# Elements in a list that are no items.
_NO_ITEMS = frozenset("script style template button input select textarea svg".split())
_LANG = re.compile(r"(?:^|\s)(?:language|lang|highlight-source|brush:|sourceCode)[-:\s]*([\w+#.-]+)")
_CODE_LANG = re.compile(r"^[a-z][\w+#.-]{0,19}$", re.IGNORECASE)
_FOOTNOTES = re.compile(r"(?:^|[\s_-])(?:footnotes?|endnotes?)(?:$|[\s_-])|doc-endnotes", re.IGNORECASE)
_PULL = re.compile(r"pull-?quote|blockquote-?pull", re.IGNORECASE)


def heading(reader: Reader, node: LexborNode, flow: Flow, _marks: frozenset[Mark], link: int) -> None:
    flow.flush()
    inside = reader.blocks_of(node, link)
    inline = tuple(run for block in inside for run in inline_of_block(block) if not isinstance(block, Image))
    if inline:
        flow.blocks.append(Heading(int((node.tag or "h2")[1]), inline))
    flow.blocks += [block for block in inside if isinstance(block, Image)]


def quote(reader: Reader, node: LexborNode, flow: Flow, _marks: frozenset[Mark], _link: int) -> None:
    flow.flush()
    blocks = list(reader.blocks_of(node))
    cite = ""
    if len(blocks) > 1 and (source := node.css_first("footer, cite")) is not None:
        text = clean_line(source.text(deep=True))
        last = blocks[-1]
        if isinstance(last, Paragraph) and clean_line(plain(last.inline)).strip("—–- ") == text.strip("—–- "):
            cite = text.strip("—–- ")
            blocks.pop()
    if blocks:
        flow.blocks.append(Quote(tuple(blocks), cite, bool(_PULL.search(names_of(node.attributes)))))


def list_(reader: Reader, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
    flow.flush()
    items: list[tuple[Block, ...]] = []
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            items += [(paragraph,) for paragraph in _loose(child, link)]
        elif child.tag in ("ul", "ol"):  # nested without an item of its own
            nested = Flow()
            list_(reader, child, nested, marks, link)
            if nested.blocks and items:
                items[-1] = (*items[-1], *nested.blocks)
            elif nested.blocks:
                items.append(tuple(nested.blocks))
        elif child.tag not in _NO_ITEMS and (item := reader.blocks_of(child)):
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


def code(_reader: Reader, node: LexborNode, flow: Flow, _marks: frozenset[Mark], _link: int) -> None:
    flow.flush()
    for line_break in node.css("br"):
        line_break.replace_with("\n")
    text = clean_text(node.text(deep=True)).expandtabs(4).rstrip().removeprefix("\n")
    if text.strip():
        text = _EMPTY_LINES.sub("\n\n\n", "\n".join(line.rstrip() for line in text.split("\n")))
        lines = text.split("\n")
        flow.blocks.append(Code("\n".join(lines[:MAX_CODE_LINES]), _language(node)))
        if len(lines) > MAX_CODE_LINES:
            flow.blocks.append(CUT)


def table(reader: Reader, node: LexborNode, flow: Flow, _marks: frozenset[Mark], link: int) -> None:
    flow.flush()
    if not is_data_table(node):
        reader.walk(node, flow, NO_MARKS, link)
        flow.flush()
        return
    caption = node.css_first("caption")
    head, rows = cells_of(node, reader.inline_of)
    if head or rows:
        flow.blocks.append(Table(head, rows, clean_line(caption.text(deep=True)) if caption is not None else ""))


def rule(_reader: Reader, _node: LexborNode, flow: Flow, _marks: frozenset[Mark], _link: int) -> None:
    flow.flush()
    if flow.blocks and not isinstance(flow.blocks[-1], Rule):
        flow.blocks.append(Rule())


def definitions(reader: Reader, node: LexborNode, flow: Flow, _marks: frozenset[Mark], _link: int) -> None:
    flow.flush()
    items: list[tuple[Inline, tuple[Block, ...]]] = []
    for child in _terms_of(node):
        if child.tag == "-text":
            items += [((), (paragraph,)) for paragraph in _loose(child, 0)]
        elif child.tag == "dt":
            items.append((reader.inline_of(child), ()))
        elif items and not items[-1][1]:
            items[-1] = (items[-1][0], reader.blocks_of(child))
        elif items:
            items[-1] = (items[-1][0], items[-1][1] + reader.blocks_of(child))
        else:
            items.append(((), reader.blocks_of(child)))
    if any(term or meaning for term, meaning in items):
        flow.blocks.append(Definitions(tuple(items)))


def details(reader: Reader, node: LexborNode, flow: Flow, _marks: frozenset[Mark], link: int) -> None:
    """Unfolded: nothing in a text is worth a click to be seen."""
    flow.flush()
    child = node.first_child
    while child is not None:
        if child.tag == "summary":
            reader.walk(child, flow, frozenset({"strong"}), link)
            flow.flush()
        child = child.next
    for summary in node.css("summary"):
        if summary.parent is not None and summary.parent.mem_id == node.mem_id:
            summary.decompose()
    reader.walk(node, flow, NO_MARKS, link)
    flow.flush()


def is_footnotes(tag: str, attributes: Attributes) -> bool:
    """Whether an element holds the notes of the text."""
    return tag in ("div", "section", "ol", "aside") and bool(_FOOTNOTES.search(names_of(attributes)))


def footnotes(reader: Reader, node: LexborNode, flow: Flow, _marks: frozenset[Mark], _link: int) -> None:
    first = int(node.attributes.get("start") or 1) if (node.attributes.get("start") or "1").isdigit() else 1
    numbered = node if node.tag == "ol" else node.css_first("ol, ul")
    items = [note for note in numbered.iter() if note.tag == "li"] if numbered is not None else []
    notes = tuple((str(first + n), blocks) for n, note in enumerate(items) if (blocks := reader.blocks_of(note)))
    if notes:
        if flow.blocks and isinstance(flow.blocks[-1], Rule):
            flow.blocks.pop()
        flow.blocks.append(Footnotes(notes))
    else:
        reader.walk(node, flow, NO_MARKS, 0)
        flow.flush()


def names_of(attributes: Attributes) -> str:
    """Return class, id and the like: what a page calls an element."""
    return " ".join(attributes.get(name) or "" for name in ("class", "id", "role", "rev", "rel"))


def _terms_of(node: LexborNode) -> list[LexborNode]:
    """The <dt> and <dd> of a list itself, which HTML allows in groups of <div>, and what stands between them."""
    terms = []
    for child in node.iter(include_text=True):
        if child.tag == "div" and child.css_matches("dt, dd"):
            terms += list(child.iter(include_text=True))
        elif child.tag == "-text" or (child.tag not in _NO_ITEMS and not (child.tag or "").startswith(("-", "!"))):
            terms.append(child)
    return terms


def _loose(text: LexborNode, link: int) -> list[Paragraph]:
    """Text that stands in a list and in none of its items: browsers show it."""
    flow = Flow()
    flow.buffer.add(text.text_content or "", NO_MARKS, link)
    flow.flush()
    return [block for block in flow.blocks if isinstance(block, Paragraph)]


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


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text.strip()) else default


HANDLERS: dict[str, Handler] = {
    "blockquote": quote, "ul": list_, "ol": list_, "pre": code, "listing": code, "xmp": code, "table": table, "hr": rule,
    "dl": definitions, "details": details, "h1": heading, "h2": heading, "h3": heading, "h4": heading, "h5": heading, "h6": heading,
}  # fmt: skip
