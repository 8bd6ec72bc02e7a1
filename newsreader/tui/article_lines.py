"""Lines of an article become strips: each span in the style of its role, with links, hits and the selection over it."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from newsreader.articles.document import Mark
from newsreader.articles.lines import Line, Span
from newsreader.urls import openable

Overlay: TypeAlias = tuple[int, int, Style]
"""A style for the characters from a start to an end of a line's text."""


class Label(NamedTuple):
    """Letters at a link: before character `start` of a line; the first `typed` of them were typed already."""

    start: int
    letters: str
    typed: int


_MARKS: Mapping[Mark, Style] = {
    "strong": Style(bold=True),
    "em": Style(italic=True),
    "del": Style(strike=True),
    "ins": Style(underline=True),
    "math": Style(italic=True),
}


class Pen:
    """Draws lines in one theme's styles (`ink`, by role). Link targets that no browser may get become no hyperlink."""

    def __init__(self, ink: Mapping[str, Style]) -> None:
        self._ink = ink
        self._styles: dict[tuple[str, frozenset[Mark], str], Style] = {}
        # The same for all pieces of a link: terminals light up together what shares an id.
        self._links: dict[str, Style] = {}

    def strip(
        self, line: Line, urls: Sequence[str], *, left: int, width: int, panel: int = 0, over: Sequence[Overlay] = ()
    ) -> Strip:
        """Return `line` as `width` cells, its text from cell `left` on.

        `urls`: where each span leads, '' for nowhere. `panel`: so many cells from `left` have the background of code.
        """
        blank = self._ink["text"]
        segments = [
            Segment(span.text, self.style(span, url)) for span, url in zip(line.spans, urls, strict=True) if span.text
        ]
        if over:
            segments = _painted_over(segments, over)
        if panel:
            segments = list(Strip(segments).extend_cell_length(panel, self._ink["code"]))
        return Strip([Segment(" " * left, blank), *segments]).adjust_cell_length(width, blank)

    def style(self, span: Span, url: str = "") -> Style:
        """Return how `span` looks."""
        key = (span.role, span.marks, url)
        if (style := self._styles.get(key)) is None:
            style = self._styles[key] = self._mix(span, url)
        return style

    def _mix(self, span: Span, url: str) -> Style:
        marks = span.marks
        style = self._ink["code" if span.role == "text" and marks & {"code", "kbd"} else span.role]
        if "mark" in marks:
            style += self._ink["hit"]
        for mark, look in _MARKS.items():
            if mark in marks:
                style += look
        return style + self._hyperlink(url) if url else style

    def _hyperlink(self, url: str) -> Style:
        if url not in self._links:
            self._links[url] = Style(link=openable(url))
        return self._links[url]


def _painted_over(segments: Sequence[Segment], over: Sequence[Overlay]) -> list[Segment]:
    """Cut segments where overlays begin and end, and lay the overlays' styles over them, the last one on top."""
    edges = sorted({edge for start, end, _ in over for edge in (start, end)})
    painted: list[Segment] = []
    offset = 0
    for text, style, _ in segments:
        after = offset + len(text)
        cuts = [offset, *(edge for edge in edges if offset < edge < after), after]
        for begin, stop in pairwise(cuts):
            mixed = style or Style.null()
            for start, end, look in over:
                if start <= begin < end:
                    mixed += look
            painted.append(Segment(text[begin - offset : stop - offset], mixed))
        offset = after
    return painted


def labelled(strip: Strip, text: str, left: int, labels: Sequence[Label], fresh: Style, typed: Style) -> Strip:
    """Lay labels over a line: into the blanks before their links, as far as there are any, and over the rest.

    `text`: of the line, which stands from cell `left` on. `fresh`, `typed`: the styles of letters to type, and typed.
    """
    for start, letters, done in labels:
        before = " " * left + text[:start]
        blanks = len(before) - len(before.rstrip(" "))
        at = left + cell_len(text[:start]) - min(blanks, len(letters))
        label = Strip([Segment(letters[:done], typed), Segment(letters[done:], fresh)])
        width = strip.cell_length
        strip = Strip.join([strip.crop(0, at), label, strip.crop(at + len(letters), width)])
    return strip
