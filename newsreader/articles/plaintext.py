"""Plain text → blocks: paragraphs, and addresses as links."""

import re

from newsreader.articles.document import Block, Inline, Link, Paragraph
from newsreader.articles.flow import is_rtl
from newsreader.articles.html import MAX_NODES
from newsreader.articles.inline import InlineBuffer
from newsreader.articles.links import Links
from newsreader.text import clean_text

_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def read_text(text: str) -> tuple[tuple[Block, ...], tuple[Link, ...]]:
    """Return the paragraphs of `text` and its links. Blank lines part them; a text without any has one a line."""
    text = clean_text(text).strip()
    links = Links()
    pieces = _BLANK_LINES.split(text) if _BLANK_LINES.search(text) else text.split("\n")
    blocks = [
        Paragraph(inline, is_rtl(inline)) for piece in pieces[:MAX_NODES] if (inline := inline_text(piece, links))
    ]
    return tuple(blocks), tuple(links.all)


def inline_text(text: str, links: Links) -> Inline:
    """Return one paragraph with its addresses as links; its lines are joined, for they were broken by a width."""
    buffer = InlineBuffer()
    position = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(".,;:!?'’)]" if "(" not in found.group() else ".,;:!?'’]")
        buffer.add(text[position : found.start()])
        buffer.add(address, link=links.number(address, address))
        position = found.start() + len(address)
    buffer.add(text[position:])
    return buffer.take()
