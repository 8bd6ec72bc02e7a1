"""What the HTML reader carries along: the blocks in the making, and the paragraph that is open."""

import unicodedata
from dataclasses import dataclass, field
from typing import Protocol

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
    Run,
    Table,
)
from newsreader.articles.inline import InlineBuffer
from newsreader.articles.links import Links

CUT = Paragraph((Run("… (the rest is too long to be shown here)", frozenset({"em"})),))
"""Stands where something was left out."""


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
            self.blocks.append(Paragraph(inline, self.rtl or is_rtl(inline)))


class Reader(Protocol):
    """The walk over a tree, as those see it who read one kind of element."""

    links: Links

    def blocks_of(self, node: LexborNode, link: int = 0) -> tuple[Block, ...]:
        """Return the blocks inside `node`."""

    def inline_of(self, node: LexborNode) -> Inline:
        """Return what is inside `node` as one line of runs: paragraphs are set apart by a line break."""

    def walk(self, node: LexborNode, flow: Flow, marks: frozenset[Mark], link: int) -> None:
        """Put everything inside `node` into `flow`."""


def inline_of_block(block: Block) -> Inline:
    """What a block says, on one line: for cells and headings that hold blocks."""
    match block:
        case Paragraph(inline) | Heading(_, inline):
            return inline
        case Code(text):
            return (Run(text, frozenset({"code"})),)
        case Image(_, alt, caption, _, link):
            return (Run(caption or alt, link=link),) if caption or alt else ()
        case ListBlock(items):
            return _joined([inline for item in items for inner in item if (inline := inline_of_block(inner))], "• ")
        case Quote(blocks):
            return _joined([inline for inner in blocks if (inline := inline_of_block(inner))])
        case Definitions(items):
            return _joined(
                [inline for term, inner in items for inline in (term, *map(inline_of_block, inner)) if inline]
            )
        case Table(head, rows):
            return _joined([cell for row in (head, *rows) for cell in row if cell])
        case Footnotes(items):
            return _joined([inline for _, inner in items for one in inner if (inline := inline_of_block(one))])
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


def is_rtl(inline: Inline) -> bool:
    """Return whether the first letter with a direction runs from right to left (HTML's dir=auto)."""
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
