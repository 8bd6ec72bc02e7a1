"""How each kind of block is set in a column of cells."""

from dataclasses import replace

from rich.cells import cell_len

from newsreader.articles.code_setting import code_rows
from newsreader.articles.document import (
    Block,
    Code,
    Definitions,
    Embed,
    Footnotes,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
)
from newsreader.articles.lines import Boxes, PictureLine, Row, Span
from newsreader.articles.table_setting import table_rows
from newsreader.articles.wrap import prefixed, row_of_text, row_width, rows_of_inline, rows_of_text

_NARROWEST = 12
"""Cells that nested blocks keep for their text, however deep they stand."""
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


class Setter:
    """Sets blocks with the signs that the terminal can show."""

    def __init__(self, ascii_signs: bool = False, boxes: Boxes | None = None, *, colors: bool = False) -> None:
        self._boxes, self._colors = boxes, colors
        self.bullets = ("- ", "* ", "+ ") if ascii_signs else ("• ", "◦ ", "▪ ")
        self.bar = "| " if ascii_signs else "│ "
        self.pull_bar = "|| " if ascii_signs else "┃ "
        self.dash = "-- " if ascii_signs else "— "
        self.play = "> " if ascii_signs else "▶ "
        self.line = "-" if ascii_signs else "─"
        self.corners = ("+", "+", "+", "+") if ascii_signs else ("┌", "┐", "└", "┘")
        self.side = "|" if ascii_signs else "│"
        self.star = "* * *" if ascii_signs else "⁂"
        self.dot = " - " if ascii_signs else " · "
        self.wrap_sign = "\\ " if ascii_signs else "↪ "

    def rows(self, block: Block, width: int, depth: int = 0) -> list[Row]:
        """Return `block` as rows of at most `width` cells."""
        match block:
            case Paragraph(inline, rtl):
                rows = rows_of_inline(inline, width)
                return [_right(row, width) for row in rows] if rtl else rows
            case Heading(_, inline):
                return rows_of_inline(inline, width, "heading")
            case Quote():
                return self._quote(block, width, depth)
            case ListBlock():
                return self._list(block, width, depth)
            case Code():
                return code_rows(block, width, self.wrap_sign, colors=self._colors)
            case Table():
                return table_rows(block, width, self.line)
            case Image():
                return self.image(block, width)
            case Embed(_, title, provider, link):
                label = f"{title}{self.dot}{provider}" if provider else title
                rows = rows_of_inline((Run(label, link=link),), max(width - 2, 2), "embed")
                return prefixed(rows, self.play, "  ", "bullet")
            case Definitions():
                return self._definitions(block, width, depth)
            case Footnotes():
                return self._footnotes(block, width, depth)
            case Rule():
                return [row_of_text(" " * ((width - len(self.star)) // 2) + self.star, "rule")]

    def stacked(self, blocks: tuple[Block, ...], width: int, depth: int, *, tight: bool = False) -> list[Row]:
        """Return blocks below each other, with an empty row between them unless `tight`."""
        rows: list[Row] = []
        for block in blocks:
            if rows and not (tight and isinstance(block, ListBlock | Paragraph)):
                rows.append(Row())
            rows += self.rows(block, width, depth)
        return rows

    def image(self, image: Image, width: int) -> list[Row]:
        """The room of the picture, or a frame that holds what it shows; its caption and its credit below."""
        rows: list[Row] = []
        if self._boxes and (box := self._boxes(image, width)):
            lines = (PictureLine(image, box, number) for number in range(box.lines))
            rows = [Row((Span(" " * box.columns, "image", picture=line),)) for line in lines]
        elif image.alt and not image.caption.startswith(image.alt.rstrip(".…")):
            inner = rows_of_text(image.alt, max(width - 4, 2), "image")
            wide = max(row_width(row) for row in inner)
            left, right, low_left, low_right = self.corners
            rows.append(row_of_text(f"{left}{self.line * (wide + 2)}{right}", "image"))
            rows += [
                Row(
                    (
                        Span(f"{self.side} ", "image"),
                        *row.spans,
                        Span(" " * (wide - row_width(row)) + f" {self.side}", "image"),
                    ),
                    row.length,
                )
                for row in inner
            ]
            rows.append(row_of_text(f"{low_left}{self.line * (wide + 2)}{low_right}", "image"))
        else:
            rows.append(row_of_text("[photo]", "image"))
        if image.link:
            last = rows[-1]
            number = Span(f" [{image.link}]", "link-number", link=image.link)
            rows = (
                [*rows[:-1], replace(last, spans=(*last.spans, number))]
                if row_width(last) + len(number.text) <= width
                else [*rows, Row((replace(number, text=number.text.strip()),))]
            )
        rows += rows_of_text(image.caption, width, "caption")
        if image.credit:
            rows += rows_of_text(f"Photo: {image.credit}", width, "quiet")
        return rows

    def _quote(self, quote: Quote, width: int, depth: int) -> list[Row]:
        bar = self.pull_bar if quote.pull else self.bar
        inner = self.stacked(quote.blocks, max(width - len(bar), _NARROWEST), depth + 1)
        inner = [
            Row(tuple(replace(span, role="quote") if span.role == "text" else span for span in row.spans), row.length)
            for row in inner
        ]
        if quote.cite:
            inner += rows_of_text(self.dash + quote.cite, max(width - len(bar), _NARROWEST), "quiet")
        return prefixed(inner, bar, bar, "quote") if width - len(bar) >= _NARROWEST else inner

    def _list(self, block: ListBlock, width: int, depth: int) -> list[Row]:
        signs = [self._sign(block, n, depth) for n in range(len(block.items))]
        indent = max(map(cell_len, signs), default=0)
        fits = width - indent >= _NARROWEST
        loose = any(sum(not isinstance(part, ListBlock) for part in item) > 1 for item in block.items)
        rows: list[Row] = []
        for sign, item in zip(signs, block.items, strict=True):
            inner = self.stacked(item, width - indent if fits else width, depth + 1, tight=not loose)
            if rows and loose:
                rows.append(Row())
            rows += (
                prefixed(inner, sign.rjust(indent) if block.ordered else sign, " " * indent, "bullet")
                if fits
                else inner
            )
        return rows

    def _sign(self, block: ListBlock, index: int, depth: int) -> str:
        if not block.ordered:
            return self.bullets[min(depth, len(self.bullets) - 1)]
        return f"{numeral(block.start + index, block.type)}. "

    def _definitions(self, block: Definitions, width: int, depth: int) -> list[Row]:
        rows: list[Row] = []
        for term, meaning in block.items:
            rows += rows_of_inline(tuple(replace(run, marks=run.marks | {"strong"}) for run in term), width)
            inner = self.stacked(meaning, max(width - 4, _NARROWEST), depth + 1)
            rows += prefixed(inner, "    ", "    ", "text") if width - 4 >= _NARROWEST else inner
        return rows

    def _footnotes(self, block: Footnotes, width: int, depth: int) -> list[Row]:
        rows = [row_of_text(self.line * min(12, width), "rule")]
        indent = max((cell_len(label) for label, _ in block.items), default=1) + 2
        for label, note in block.items:
            fits = width - indent >= _NARROWEST
            inner = self.stacked(note, width - indent if fits else width, depth + 1)
            rows += (
                prefixed(inner, f"{label}  ".rjust(indent), " " * indent, "link-number")
                if fits
                else [*rows_of_text(label, width, "link-number"), *inner]
            )
        return rows


def numeral(number: int, kind: str) -> str:
    """Return a list item's number: 3, c, C, iii or III; digits where letters cannot say it.

    >>> numeral(28, "a"), numeral(4, "I"), numeral(0, "i")
    ('ab', 'IV', '0')
    """
    text = ""
    rest = number
    if kind in "aA" and kind and number > 0:
        while rest > 0:
            rest, letter = divmod(rest - 1, 26)
            text = chr(ord("a") + letter) + text
    elif kind in "iI" and 0 < number < 4000:
        for value, sign in _ROMAN:
            count, rest = divmod(rest, value)
            text += sign * count
    else:
        return str(number)
    return text.upper() if kind in "AI" else text


def _right(row: Row, width: int) -> Row:
    """A row of a text that runs from right to left ends at the right edge."""
    pad = width - row_width(row)
    return Row((Span(" " * pad), *row.spans), row.length) if pad > 0 and row.spans else row
