"""Code set in cells: line by line, white space kept, longer lines broken with a sign; in colours where they are wanted."""

from bisect import bisect_right
from collections.abc import Callable

from rich.cells import cell_len

from newsreader.articles.document import Code
from newsreader.articles.lines import Row, Span
from newsreader.articles.wrap import GLUE, break_lines

Paint = Callable[[str, int], tuple[Span, ...]]
"""Cuts a piece of the code that begins at one of its characters into spans by their roles."""


def code_rows(code: Code, width: int, wrap_sign: str, *, colors: bool) -> list[Row]:
    """Return `code` as rows of at most `width` cells."""
    rows: list[Row] = []
    paint = _painter(code) if colors and code.lang else _in_one_color
    at = 0
    for line in code.text.split("\n"):
        if cell_len(line) <= width:
            rows.append(Row(paint(line, at), len(line) + 1))
        else:
            pieces = break_lines(line.replace(" ", GLUE), max(width - 2, 2))
            for n, (start, end) in enumerate(pieces):
                sign = (Span(wrap_sign, "quiet"),) if n else ()
                rows.append(Row((*sign, *paint(line[start:end], at + start)), end - start + (n == len(pieces) - 1)))
        at += len(line) + 1
    return rows


def _in_one_color(text: str, _at: int) -> tuple[Span, ...]:
    return (Span(text, "code"),)


def _painter(code: Code) -> Paint:
    from newsreader.articles.highlight import highlighted

    colors = highlighted(code.text, code.lang)
    if not colors:
        return _in_one_color
    ends = [end for _, end, _ in colors]

    def paint(text: str, at: int) -> tuple[Span, ...]:
        spans: list[Span] = []
        done, number = 0, bisect_right(ends, at)
        while number < len(colors) and colors[number][0] < at + len(text):
            start, end, role = colors[number]
            first, last = max(start - at, 0), min(end - at, len(text))
            spans += [Span(text[done:first], "code"), Span(text[first:last], role)]
            done, number = last, number + 1
        spans.append(Span(text[done:], "code"))
        return tuple(span for span in spans if span.text)

    return paint
