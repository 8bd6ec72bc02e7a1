"""What an extracted article still has at its edges: the site's labels, the byline and date as text, related pieces at its end.

The same rules that judge the lines of a copied page (page_furniture.py) judge short paragraphs here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from newsreader.articles.bylines import authors_in
from newsreader.articles.dates import find_date
from newsreader.articles.document import Block, Heading, Inline, Paragraph, plain
from newsreader.articles.line_kinds import PROSE, is_dateline
from newsreader.articles.page_furniture import furniture_rule, is_tail
from newsreader.articles.plain import count_words
from newsreader.articles.words import block_text

_LONGEST = 200
"""Characters of a paragraph that may be a label or a note of the site."""
_MOST = 0.7
"""Share of the text that must stand above a heading for it to be the end."""
_HEAD = 6
"""Blocks at the start among which byline and date stand."""


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The blocks of the article, and the facts that stood between them."""

    blocks: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    published: datetime | date | None = None


def trimmed(blocks: Sequence[Block]) -> Trimmed:
    """Return the article without the site's labels, and the byline and date that were printed above it."""
    authors: tuple[str, ...] = ()
    published: datetime | date | None = None
    kept: list[Block] = []
    in_head = True
    for index, block in enumerate(blocks[: _end(blocks)]):
        text = _line(block)
        in_head = in_head and index < _HEAD and count_words(text) < PROSE
        if in_head and text and is_dateline(text):
            found = find_date(text)
            published = published or (found[0] if found else None)
            authors = authors or authors_in(text)
        elif in_head and text and (names := authors_in(text)):
            authors = authors or names
        elif not (isinstance(block, Paragraph) and text and furniture_rule(text)):
            kept.append(block)
    return Trimmed(tuple(kept), authors, published)


def _end(blocks: Sequence[Block]) -> int:
    """The index of the heading behind which only related pieces, comments and links stand."""
    lengths = [len(block_text(block)) for block in blocks]
    total, before = sum(lengths), 0
    for index, block in enumerate(blocks):
        before += lengths[index]
        if before > _MOST * total and isinstance(block, Heading | Paragraph) and is_tail(_line(block)):
            rest = blocks[index + 1 :]
            prose = sum(
                isinstance(one, Paragraph) and not _is_linked(one.inline) and count_words(block_text(one)) >= PROSE
                for one in rest
            )
            if prose <= len(rest) // 4:
                return index
    return len(blocks)


def _line(block: Block) -> str:
    """The text of a paragraph or heading that may be a label; '' for all else."""
    if not isinstance(block, Paragraph | Heading):
        return ""
    text = plain(block.inline).replace("\n", " ").strip()
    return text if len(text) <= _LONGEST else ""


def _is_linked(inline: Inline) -> bool:
    linked = sum(len(run.text) for run in inline if run.link)
    return linked > 0.5 * sum(len(run.text) for run in inline)
