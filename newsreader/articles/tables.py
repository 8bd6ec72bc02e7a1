"""HTML tables: which of them hold data, and their cells as a rectangle."""

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

from newsreader.articles.document import Inline

MAX_COLUMNS = 500
MAX_ROWS = 5_000

_LONG_CELL = 250
"""Characters: cells of layout tables hold whole sections."""
_BLOCKS_INSIDE = "table, h1, h2, h3, h4, ul, ol, pre, blockquote, figure, div p, p + p"


def is_data_table(node: LexborNode) -> bool:
    """Whether a <table> is meant as one. Newsletters and old pages use tables to place things, which reads as noise."""
    if node.attributes.get("role") in ("presentation", "none"):
        return False
    rows = rows_of(node)
    columns = max((len(_cells(row)) for row in rows), default=0)
    if not rows or columns < 2:
        return False
    if node.css_matches("th") or node.css_matches("caption"):
        return not node.css_matches("td table, td h1, td h2") or len(rows) > 2
    if node.css_matches("td table") or len(rows) < 2:
        return False
    cells = [cell for row in rows for cell in _cells(row)]
    if any(cell.css_matches(_BLOCKS_INSIDE) for cell in cells):
        return False
    texts = [len(cell.text(deep=True)) for cell in cells]
    pictures = sum(1 for cell in cells if cell.css_matches("img"))
    return pictures * 2 <= len(cells) and sum(texts) / len(texts) <= _LONG_CELL and any(texts)


def cells_of(
    node: LexborNode, inline_of: Callable[[LexborNode], Inline]
) -> tuple[tuple[Inline, ...], tuple[tuple[Inline, ...], ...]]:
    """Return (head, rows) of a table as a rectangle: spans are filled with empty cells, empty rows and columns left out."""
    grid: list[list[Inline]] = []
    heads: list[bool] = []
    reserved: dict[tuple[int, int], bool] = {}
    for y, row in enumerate(rows_of(node)[:MAX_ROWS]):
        line: list[Inline] = []
        cells = _cells(row)[:MAX_COLUMNS]
        for cell in cells:
            while reserved.pop((y, len(line)), False):
                line.append(())
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            x = len(line)
            line.append(inline_of(cell))
            line += [()] * min(wide - 1, MAX_COLUMNS - len(line))
            for below in range(1, high):
                reserved |= {(y + below, x + beside): True for beside in range(wide)}
        grid.append(line[:MAX_COLUMNS])
        heads.append(
            bool(cells)
            and (all(cell.tag == "th" for cell in cells) or (row.parent is not None and row.parent.tag == "thead"))
        )
    return _rectangle(grid, heads)


def rows_of(node: LexborNode) -> list[LexborNode]:
    """Return the rows that belong to this table itself, not to one inside it."""
    rows = []
    for child in node.iter():
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in child.iter() if row.tag == "tr"]
    return rows


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _span(cell: LexborNode, name: str) -> int:
    """HTML allows colspans to 1,000 and rowspans to 65,534; a text needs far less."""
    value = cell.attributes.get(name) or ""
    return min(max(int(value), 1), 50) if re.fullmatch(r"\d{1,5}", value.strip()) else 1


def _rectangle(
    grid: list[list[Inline]], heads: list[bool]
) -> tuple[tuple[Inline, ...], tuple[tuple[Inline, ...], ...]]:
    width = max((len(line) for line in grid), default=0)
    lines = [line + [()] * (width - len(line)) for line in grid]
    used = [x for x in range(width) if any(line[x] for line in lines)]
    kept = [(tuple(line[x] for x in used), is_head) for line, is_head in zip(lines, heads, strict=True) if any(line)]
    head = kept.pop(0)[0] if kept and kept[0][1] and len(kept) > 1 else ()
    return head, tuple(line for line, _ in kept)
