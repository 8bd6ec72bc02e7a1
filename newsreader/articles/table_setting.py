"""A table set in cells: columns that fit the width, or a list of records where they cannot."""

import re

from rich.cells import cell_len

from newsreader.articles.document import Inline, Run, Table, plain
from newsreader.articles.lines import Row, Span
from newsreader.articles.wrap import row_of_text, row_width, rows_of_inline, rows_of_text

_GAP = 2
_NARROWEST = 6
"""Cells: a column of text narrower than this breaks every word."""
_LONG_WORD = 14
"""Cells: longer words may break, so that one address does not turn a table into records."""
_NUMBER = re.compile(r"[-+−–]?[\s$€£¥]*\d[\d.,'’\s]*(?:[%‰€$£¥°]|[a-zA-Zµ]{1,3})?$")


def table_rows(table: Table, width: int, line: str) -> list[Row]:
    """Return `table` as rows of at most `width` cells; `line` is the sign that the rule below the head is made of."""
    rows = rows_of_text(table.caption, width, "caption")
    columns = max(len(table.head), max((len(row) for row in table.rows), default=0))
    body = [table.head, *table.rows] if table.head else list(table.rows)
    widths = _widths(body, columns, width)
    if widths is None:
        return rows + _records(table, width)
    right = [_is_numeric([row[x] for row in table.rows]) for x in range(columns)]
    if table.head:
        rows += _line_of(table.head, widths, right, is_head=True)
        rows.append(row_of_text((" " * _GAP).join(line * cells for cells in widths), "rule"))
    wrapped = [_line_of(row, widths, right) for row in table.rows]
    spaced = any(len(lines) > 1 for lines in wrapped)
    for n, lines in enumerate(wrapped):
        rows += [Row(), *lines] if spaced and n else lines
    return rows


def _widths(body: list[tuple[Inline, ...]], columns: int, width: int) -> list[int] | None:
    """Cells for each column: as wide as they want to be, else the widest give way; None where they cannot."""
    room = width - _GAP * (columns - 1)
    if not columns or room < columns * 3:
        return None
    natural, least = [1] * columns, [1] * columns
    for row in body:
        for x, cell in enumerate(row):
            text = _numbered(cell)
            natural[x] = max(natural[x], *(cell_len(part) for part in text.split("\n")))
            least[x] = max(least[x], min(_LONG_WORD, max((cell_len(word) for word in text.split()), default=1)))
    if sum(natural) <= room:
        return natural
    least = [min(want, max(low, min(want, _NARROWEST))) for want, low in zip(natural, least, strict=True)]
    if sum(least) > room:
        return None
    # Every column gets what it must have; what is left goes to each by what it wants beyond that.
    spare = room - sum(least)
    wants = [want - low for want, low in zip(natural, least, strict=True)]
    total = sum(wants)
    return [low + spare * want // total for low, want in zip(least, wants, strict=True)]


def _line_of(cells: tuple[Inline, ...], widths: list[int], right: list[bool], *, is_head: bool = False) -> list[Row]:
    """One row of the table as rows of text beside each other."""
    columns = [
        rows_of_inline(cell, max(wide, 2), "table-head" if is_head else "text") if cell else []
        for cell, wide in zip(cells, widths, strict=True)
    ]
    lines: list[Row] = []
    for n in range(max(map(len, columns), default=0)):
        spans: list[Span] = []
        length = 0
        for x, column in enumerate(columns):
            row = column[n] if n < len(column) else Row()
            pad = Span(" " * (widths[x] - row_width(row)))
            if x:
                spans.append(Span(" " * _GAP))
            spans += (pad, *row.spans) if right[x] else (*row.spans, pad)
            length += row.length
        lines.append(Row(tuple(span for span in spans if span.text), length))
    return lines


def _records(table: Table, width: int) -> list[Row]:
    """Each row as a record of 'head: cell' lines."""
    rows: list[Row] = []
    for n, cells in enumerate(table.rows):
        if n:
            rows.append(Row())
        for x, cell in enumerate(cells):
            if not cell:
                continue
            name = plain(table.head[x]).replace("\n", " ") if x < len(table.head) else ""
            label = (Run(f"{name}: ", frozenset({"strong"})),) if name else ()
            rows += rows_of_inline((*label, *cell), width)
    return rows


def _numbered(cell: Inline) -> str:
    """The cell's text with the numbers of its links, as rows_of_inline sets it."""
    ends = [
        f" [{run.link}]" if run.link and (n + 1 == len(cell) or cell[n + 1].link != run.link) else ""
        for n, run in enumerate(cell)
    ]
    return "".join(run.text + end for run, end in zip(cell, ends, strict=True))


def _is_numeric(cells: list[Inline]) -> bool:
    texts = [text for cell in cells if (text := plain(cell).strip())]
    return bool(texts) and all(_NUMBER.match(text) for text in texts)
