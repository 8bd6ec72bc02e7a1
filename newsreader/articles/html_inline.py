"""How inline elements that are more than a mark are read: line breaks, quotations, formulas, ruby, check boxes."""

from selectolax.lexbor import LexborNode

from newsreader.articles.document import Mark
from newsreader.articles.flow import Flow, Reader
from newsreader.articles.formula import formula_text
from newsreader.articles.html_blocks import Handler
from newsreader.text import clean_line


def break_(_reader: Reader, _node: LexborNode, flow: Flow, _marks: frozenset[Mark], _link: int) -> None:
    if flow.buffer.ends_in_break:  # <br><br> is how many a feed makes paragraphs
        flow.flush()
    else:
        flow.buffer.break_line()


def quotation(reader: Reader, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
    flow.buffer.add("“", marks, link)
    reader.walk(node, flow, marks, link)
    flow.buffer.add("”", marks, link)


def formula(_reader: Reader, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
    flow.buffer.add(formula_text(node), marks | {"math"}, link)


def ruby(reader: Reader, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
    """漢字 with its reading in parentheses behind it."""
    child = node.first_child
    while child is not None:
        if child.tag in ("rt", "rtc"):
            reading = clean_line(child.text(deep=True))
            flow.buffer.add(f"({reading})" if reading else "", marks, link)
        elif child.tag == "-text":
            flow.buffer.add(child.text_content or "", marks, link)
        elif child.tag != "rp":
            reader.walk(child, flow, marks, link)
        child = child.next


def check_box(_reader: Reader, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
    if node.attributes.get("type") == "checkbox":
        flow.buffer.add("☑ " if "checked" in node.attributes else "☐ ", marks, link)


HANDLERS: dict[str, Handler] = {"br": break_, "q": quotation, "math": formula, "ruby": ruby, "input": check_box}
