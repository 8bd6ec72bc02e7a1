"""Enormous blocks in pieces, each of which is set within some milliseconds: a page is laid out block by block.

What is cut goes on in the next block of the same kind, so that all formats say the same: a paragraph at the end of a
sentence, a list with its numbers going on, a long table with its head again. Articles written by people have none of these.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from newsreader.articles.document import (
    Block,
    Code,
    Definitions,
    Footnotes,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Table,
    plain,
)

LONGEST = 8_000
"""Characters of a paragraph or of code: some 15 ms to set, where they are wide."""
MOST_LINES = 1_000
"""Of code."""
MOST_ITEMS = 300
"""Of a list, quote or list of terms: some 10 ms."""
MOST_CELLS = 600
"""Of a table."""
_ENDS = ("\n", ". ", "。", "! ", "? ", "！", "？", "; ", ", ", "、", " ")
"""Where a paragraph is cut, the best first."""


def in_pieces(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield `blocks`, enormous ones in pieces."""
    for block in blocks:
        yield from _pieces(block)


def _pieces(block: Block) -> Iterable[Block]:
    match block:
        case Paragraph(inline) if sum(len(run.text) for run in inline) > LONGEST:
            return (replace(block, inline=piece) for piece in _lines(inline))
        case Heading(_, inline) if sum(len(run.text) for run in inline) > LONGEST:  # no heading, whatever its tag
            return map(Paragraph, _lines(inline))
        case Code(text) if len(text) > LONGEST or text.count("\n") > MOST_LINES:
            return (replace(block, text=piece) for piece in _code(text))
        case ListBlock(items) if len(items) > MOST_ITEMS:
            return (
                replace(block, items=items[n : n + MOST_ITEMS], start=block.start + n)
                for n in range(0, len(items), MOST_ITEMS)
            )
        case Quote(blocks):
            return _quotes(block, tuple(in_pieces(blocks)))
        case Definitions(terms) if len(terms) > MOST_ITEMS:
            return (Definitions(terms[n : n + MOST_ITEMS]) for n in range(0, len(terms), MOST_ITEMS))
        case Footnotes(notes) if len(notes) > MOST_ITEMS:
            return (Footnotes(notes[n : n + MOST_ITEMS]) for n in range(0, len(notes), MOST_ITEMS))
        case Table(head, rows) if len(rows) * max(len(head), 1, *map(len, rows[:1])) > MOST_CELLS:
            step = max(MOST_CELLS // max(len(head), len(rows[0])), 1)
            return (Table(head, rows[n : n + step], block.caption if n == 0 else "") for n in range(0, len(rows), step))
        case _:
            return (block,)


def _quotes(block: Quote, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """A quote of many blocks, or of one that is too long; who said it stands at its end."""
    sizes = (len(plain(inner.inline)) if isinstance(inner, Paragraph) else 0 for inner in blocks)
    starts = [0]
    for n, size in enumerate(accumulate(sizes)):
        if n - starts[-1] >= MOST_ITEMS or (n > starts[-1] and size > LONGEST * len(starts)):
            starts.append(n)
    if len(starts) == 1 and blocks == block.blocks:
        yield block
        return
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        yield Quote(blocks[start:end], block.cite if end == len(blocks) else "", block.pull)


def _lines(inline: Inline) -> Iterator[Inline]:
    """Pieces of a paragraph, none longer than LONGEST."""
    text = plain(inline)
    cuts = [0]
    while len(text) - cuts[-1] > LONGEST:
        cuts.append(_cut(text, cuts[-1], cuts[-1] + LONGEST))
    rest = list(inline)
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        piece: list[Run] = []
        wanted = end - start
        while wanted > 0:
            run = rest.pop(0)
            piece.append(replace(run, text=run.text[:wanted]) if len(run.text) > wanted else run)
            if len(run.text) > wanted:
                rest.insert(0, replace(run, text=run.text[wanted:], place=0))
            wanted -= len(run.text)
        if cleaned := _trimmed(piece):
            yield cleaned


def _cut(text: str, start: int, limit: int) -> int:
    for sign in _ENDS:
        at = text.rfind(sign, start + LONGEST // 2, limit)
        if at > 0:
            return at + len(sign)
    return limit


def _trimmed(runs: list[Run]) -> Inline:
    """Without white space at the ends."""
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(run for run in runs if run.text)


def _code(text: str) -> Iterator[str]:
    """Pieces of code, at the ends of lines; a line that is too long by itself is cut."""
    piece: list[str] = []
    size = 0
    for line in text.split("\n"):
        if piece and (size + len(line) > LONGEST or len(piece) >= MOST_LINES):
            yield "\n".join(piece)
            piece, size = [], 0
        for at in range(0, max(len(line) - LONGEST, 0), LONGEST):
            yield line[at : at + LONGEST]
        piece.append(line[(len(line) - 1) // LONGEST * LONGEST :] if len(line) > LONGEST else line)
        size += len(piece[-1]) + 1
    if piece:
        yield "\n".join(piece)
