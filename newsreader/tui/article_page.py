"""A Document laid out for one width, block by block: its lines, where its links stand, which line shows a place."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from rich.cells import cell_len

from newsreader.articles.document import Code, Document
from newsreader.articles.lines import Line, Span
from newsreader.text import clean_text
from newsreader.tui.article_places import Piece, Place


@dataclass(slots=True)
class Target:
    """A link, or a related article: what tab goes to. One that breaks over lines has several pieces."""

    url: str
    article: int
    pieces: list[Piece] = field(default_factory=list)


class Page:
    """The lines that are laid out so far, and `grow`, which lays out more."""

    def __init__(self, document: Document, blocks: Iterator[tuple[int, list[Line]]], notice: list[str]) -> None:
        """`blocks`: from `lay_out`. `notice`: lines to be set below the head."""
        self.document = document
        self.lines: list[Line] = []
        self.targets: list[Target] = []
        self.code: set[int] = set()
        """Numbers of the lines that belong to code and have its background from edge to edge."""
        self.done = False
        self._blocks = blocks
        self._notice = notice
        self._linked: set[int] = set()

    # ── Laying out

    def grow(self, enough: Callable[[], bool]) -> None:
        """Lay out blocks until `enough` says so, or all are."""
        while not self.done and not enough():
            block, lines = next(self._blocks)
            self._add(block, lines)
            self.done = block == len(self.document.blocks)  # the foot

    def _add(self, block: int, lines: list[Line]) -> None:
        first = len(self.lines)
        lines = [_cleaned(line) for line in lines]
        if block < 0 and self._notice:
            start = lines[-1].start if lines else 0
            lines += [Line((Span(words, "quiet"),) if words else (), block, start) for words in (*self._notice, "")]
        self.lines += lines
        if 0 <= block < len(self.document.blocks) and isinstance(self.document.blocks[block], Code):
            self.code.update(range(first, len(self.lines) - 1))
        for number in range(first, len(self.lines)):
            self._find_targets(number, is_first=number == first)

    def _find_targets(self, number: int, *, is_first: bool) -> None:
        """Collect the links of a line. The list of links at the foot repeats those of the body: tab passes it over."""
        line = self.lines[number]
        open_key = None if is_first else self._open_key
        start = 0
        for span in line.spans:
            end = start + len(span.text)
            key = (span.link, span.article, span.url)
            if any(key) and not (line.block == len(self.document.blocks) and span.link in self._linked):
                piece = Piece(number, start, end)
                if key != open_key:
                    self.targets.append(Target(self.url(span), span.article))
                    self._linked.add(span.link)
                self.targets[-1].pieces.append(piece)
                open_key = key
            elif span.role != "bullet":
                open_key = None
            start = end
        self._open_key = open_key

    _open_key: tuple[int, int, str] | None = None
    """What the last span of the line before led to: a link goes on where the next line begins with the same."""

    # ── Where things lead

    def url(self, span: Span) -> str:
        """Return where a span leads; '' for nowhere."""
        if span.url:
            return span.url
        links = self.document.links
        return links[span.link - 1].url if 0 < span.link <= len(links) else ""

    def span_at(self, number: int, cell: int) -> Span | None:
        """Return the span at a cell of a line, from its text's left edge."""
        if not 0 <= number < len(self.lines) or cell < 0:
            return None
        for span in self.lines[number].spans:
            cell -= cell_len(span.text)
            if cell < 0:
                return span
        return None

    def target_from(self, line: int, direction: int) -> int:
        """Return the number of the first target at or below `line`, or with -1 of the last at or above it; -1 for none."""
        order = range(len(self.targets)) if direction > 0 else range(len(self.targets) - 1, -1, -1)
        for n in order:
            pieces = self.targets[n].pieces
            if pieces[-1].line >= line if direction > 0 else pieces[0].line <= line:
                return n
        return -1

    # ── Places

    def place(self, number: int) -> Place:
        """Return the place that a line shows first."""
        if not self.lines:
            return Place(-1, 0)
        number = max(0, min(number, len(self.lines) - 1))
        block, char = key = _key(self.lines[number])
        return Place(block, char, number - bisect_left(self.lines, key, key=_key))

    def line_of(self, place: Place) -> int:
        """Return the number of the line that shows `place`, or the last one before it."""
        key = (place.block, place.char)
        last = bisect_right(self.lines, key, key=_key) - 1
        if last < 0 or _key(self.lines[last]) != key:
            return max(last, 0)
        return min(bisect_left(self.lines, key, key=_key) + place.line, last)

    def shows(self, place: Place) -> bool:
        """Whether the block of `place` is laid out."""
        return self.done or (bool(self.lines) and self.lines[-1].block >= place.block)


def _key(line: Line) -> tuple[int, int]:
    return (line.block, line.start)


def _cleaned(line: Line) -> Line:
    """The text of lines is clean when it comes from an article; this holds whatever it comes from."""
    spans = tuple(
        span if (text := _one_line(span.text)) == span.text else replace(span, text=text) for span in line.spans
    )
    return line if spans == line.spans else replace(line, spans=spans)


def _one_line(text: str) -> str:
    return clean_text(text).replace("\n", " ").replace("\t", " ")
