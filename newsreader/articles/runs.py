"""The runs of a block wherever they stand in it: to look at them all, or to change them all."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import is_

from newsreader.articles.document import (
    Block,
    Definitions,
    Embed,
    Footnotes,
    Heading,
    Image,
    Inline,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Table,
)


def runs_of(block: Block) -> Iterator[Run]:
    """Yield the runs of `block` in reading order."""
    match block:
        case Heading(_, inline) | Paragraph(inline):
            yield from inline
        case Quote(blocks):
            yield from _runs_of_all(blocks)
        case ListBlock(items):
            for item in items:
                yield from _runs_of_all(item)
        case Table(head, rows):
            for row in (head, *rows):
                for cell in row:
                    yield from cell
        case Definitions(terms):
            for term, meaning in terms:
                yield from term
                yield from _runs_of_all(meaning)
        case Footnotes(notes):
            for _, note in notes:
                yield from _runs_of_all(note)


def with_runs(
    block: Block, change: Callable[[Inline], Inline], number: Callable[[int], int] = lambda link: link
) -> Block:
    """Return `block` with each line of runs in it changed, and with the link numbers of its pictures and players; in reading order."""

    def all_of(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        changed = [with_runs(inner, change, number) for inner in blocks]
        return blocks if all(map(is_, changed, blocks)) else tuple(changed)

    match block:
        case Heading(_, inline) | Paragraph(inline):
            changed = change(inline)
            return block if changed is inline else replace(block, inline=changed)
        case Quote(blocks):
            return replace(block, blocks=all_of(blocks))
        case ListBlock(items):
            return replace(block, items=tuple(map(all_of, items)))
        case Table(head, rows):
            head = tuple(map(change, head))
            return replace(block, head=head, rows=tuple(tuple(map(change, row)) for row in rows))
        case Image(link=link) | Embed(link=link):
            return replace(block, link=number(link)) if link else block
        case Definitions(terms):
            return Definitions(tuple((change(term), all_of(meaning)) for term, meaning in terms))
        case Footnotes(notes):
            return Footnotes(tuple((label, all_of(note)) for label, note in notes))
        case _:
            return block


def _runs_of_all(blocks: tuple[Block, ...]) -> Iterator[Run]:
    for block in blocks:
        yield from runs_of(block)
