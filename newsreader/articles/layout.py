"""A Document becomes lines of spans that fit a width in cells; what a span looks like is the screen's matter.

Both the screen and `read --format text` print these lines, so that they agree on every word and every break.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import accumulate

from newsreader.articles.document import Document
from newsreader.articles.foot import foot_rows
from newsreader.articles.head import head_rows
from newsreader.articles.lines import Boxes, Row
from newsreader.articles.lines import Line as Line
from newsreader.articles.lines import Role as Role
from newsreader.articles.lines import Span as Span
from newsreader.articles.setting import Setter

MIN_WIDTH = 12
"""Cells; below this no text can be set, and lines are this wide."""


def lay_out(
    document: Document,
    width: int,
    *,
    ascii: bool = False,  # noqa: A002  # the name of the setting
    now: datetime | None = None,
    zone: tzinfo | None = None,
    time_format: str = "24h",
    full_links: bool = False,
) -> Iterator[tuple[int, list[Line]]]:
    """Yield (block, lines) from the top: the head as block -1, each block, the foot as block len(blocks).

    No line is wider than `width` cells (as rich.cells.cell_len counts them; at least MIN_WIDTH), none has a blank at
    its end. Blocks end with an empty line. Times are shown in `zone` (None: the machine's), and as an age where they
    are within a day of `now`. `ascii` uses ASCII signs. `full_links` prints the list of links with whole addresses.
    """
    for index in range(-1, len(document.blocks) + 1):
        yield (
            index,
            lay_out_part(
                document,
                index,
                width,
                ascii=ascii,
                now=now,
                zone=zone,
                time_format=time_format,
                full_links=full_links,
            ),
        )


def lay_out_part(
    document: Document,
    index: int,
    width: int,
    *,
    ascii: bool = False,  # noqa: A002  # the name of the setting
    now: datetime | None = None,
    zone: tzinfo | None = None,
    time_format: str = "24h",
    full_links: bool = False,
    boxes: Boxes | None = None,
    colors: bool = False,
) -> list[Line]:
    """Return the lines of one part: -1 is the head, then the blocks, len(blocks) the foot; the rest as in `lay_out`.

    `boxes` keeps room for pictures; without it their words stand for them. `colors`: the pieces of code have roles of their own.
    """
    width, setter = max(width, MIN_WIDTH), Setter(ascii, boxes, colors=colors)
    if index < 0:
        return _lines(-1, head_rows(document, width, setter, now, zone, time_format))
    if index < len(document.blocks):
        return _lines(index, [*setter.rows(document.blocks[index], width), Row()])
    return _lines(index, foot_rows(document, width, setter, zone, full_links))


def _lines(block: int, rows: list[Row]) -> list[Line]:
    starts = accumulate((row.length for row in rows), initial=0)
    return [Line(_trimmed(row.spans), block, start) for row, start in zip(rows, starts, strict=False)]


def _trimmed(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Without blanks at the line's end: a prefix of an empty row leaves some."""
    while spans and not (spans[-1].picture or spans[-1].text.rstrip(" ")):
        spans = spans[:-1]
    if spans and not spans[-1].picture and spans[-1].text.endswith(" "):
        last = spans[-1]
        spans = (*spans[:-1], replace(last, text=last.text.rstrip(" ")))
    return spans
