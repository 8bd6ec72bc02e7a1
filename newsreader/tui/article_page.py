"""A Document laid out for one width, around a place in it: its lines, where its links stand, which line shows a place."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rich.cells import cell_len

from newsreader.articles.document import Code, Document, Footnotes, Heading, Paragraph, plain
from newsreader.articles.lines import Line, Span
from newsreader.text import clean_text
from newsreader.tui.article_places import Piece, Place

_BARS = " │┃|"
"""Before the lines of a quote: a link goes on behind them."""


@dataclass(slots=True, eq=False)
class Target:
    """A link, or a related article: what tab goes to. One that breaks over lines has several pieces."""

    url: str
    article: int
    jump: int
    """The place in the article that it leads to, 0 for none."""
    block: int
    number: int
    """Among the targets of its block."""
    pieces: list[Piece] = field(default_factory=list)


class Page:
    """The lines that are laid out so far; `grow_down` and `grow_up` add blocks at either end.

    Lines are numbered from the block that the page began with, which has line 0; those above it have negative numbers.
    So a number stays right while the page grows, and a book opens in its middle as fast as at its start.
    """

    def __init__(
        self, document: Document, lay_out: Callable[[int], list[Line]], notice: Sequence[str], block: int
    ) -> None:
        """`lay_out`: gives the lines of a block, -1 the head. `notice`: lines to be set below the head."""
        self.document = document
        self.targets: list[Target] = []
        self.code: set[int] = set()
        """Numbers of the lines that belong to code and have its background from edge to edge."""
        self.pictures: dict[str, list[int]] = {}
        """The numbers of the lines that are kept for each picture, by its address."""
        self._lay_out = lay_out
        self._notice = notice
        self._below: list[Line] = []
        self._above: list[Line] = []
        """From line -1 upwards."""
        self._next_below = max(-1, min(block, len(document.blocks)))
        self._next_above = self._next_below - 1
        self._plain: tuple[int, str] = (-1, "")

    # ── Lines

    @property
    def numbers(self) -> range:
        """The numbers of the lines that are laid out."""
        return range(-len(self._above), len(self._below))

    def line(self, number: int) -> Line:
        """Return the line with one of the `numbers`."""
        return self._below[number] if number >= 0 else self._above[-1 - number]

    def lines(self, first: int, end: int) -> list[Line]:
        """Return the lines from `first` up to `end`, not included."""
        return [self.line(number) for number in range(first, end)]

    # ── Laying out

    @property
    def has_top(self) -> bool:
        """Whether the first line is that of the article."""
        return self._next_above < -1

    @property
    def has_end(self) -> bool:
        """Whether the last line is that of the article."""
        return self._next_below > len(self.document.blocks)

    @property
    def done(self) -> bool:
        """Whether the whole article is laid out."""
        return self.has_top and self.has_end

    @property
    def blocks(self) -> int:
        """How many parts of the article are laid out: its head, blocks, and its foot."""
        return self._next_below - self._next_above - 1

    def grow_down(self, enough: Callable[[], bool]) -> None:
        """Lay out blocks at the lower end until `enough` says so, or there are no more."""
        while not self.has_end and not enough():
            first = len(self._below)
            lines = self._set(self._next_below)
            self._below += lines
            self._look_at(self._next_below, range(first, len(self._below)), self.targets)
            self._next_below += 1

    def grow_up(self, enough: Callable[[], bool]) -> None:
        """Lay out blocks at the upper end until `enough` says so, or there are no more."""
        found: list[list[Target]] = []
        while not self.has_top and not enough():
            end = -len(self._above)
            lines = self._set(self._next_above)
            self._above += reversed(lines)
            targets: list[Target] = []
            self._look_at(self._next_above, range(end - len(lines), end), targets)
            found.append(targets)
            self._next_above -= 1
        self.targets[:0] = [target for targets in reversed(found) for target in targets]

    def _set(self, block: int) -> list[Line]:
        lines = [_cleaned(line) for line in self._lay_out(block)]
        if block < 0 and self._notice:
            start = lines[-1].start if lines else 0
            lines += [Line((Span(words, "quiet"),) if words else (), block, start) for words in (*self._notice, "")]
        return lines

    def _look_at(self, block: int, numbers: range, targets: list[Target]) -> None:
        """Note what is special about the lines of a block."""
        if 0 <= block < len(self.document.blocks) and isinstance(self.document.blocks[block], Code):
            self.code.update(numbers[:-1])
        # The list of links at the foot repeats those of the body: tab passes it over.
        at_foot, before = block >= len(self.document.blocks), len(targets)
        going_on: tuple[int, int, str, int] | None = None
        for number in numbers:
            start = 0
            for span in self.line(number).spans:
                leads_to, end = (span.link, span.article, span.url, span.jump), start + len(span.text)
                if any(leads_to) and not (at_foot and span.link):
                    if leads_to != going_on:
                        targets.append(Target(self.url(span), span.article, span.jump, block, len(targets) - before))
                    targets[-1].pieces.append(Piece(number, start, end))
                    going_on = leads_to
                elif span.role != "bullet" and span.text.strip(_BARS):
                    going_on = None
                if span.picture:
                    self.pictures.setdefault(span.picture.image.url, []).append(number)
                start = end

    def plain(self, block: int) -> str:
        """Return the text of a paragraph or heading; asked for line by line, it is put together once."""
        if self._plain[0] != block:
            match self.document.blocks[block]:
                case Paragraph(inline) | Heading(_, inline):
                    self._plain = (block, plain(inline))
                case _:
                    self._plain = (block, "")
        return self._plain[1]

    # ── Where things lead

    def url(self, span: Span) -> str:
        """Return where a span leads; '' for nowhere."""
        if span.url:
            return span.url
        links = self.document.links
        return links[span.link - 1].url if 0 < span.link <= len(links) else ""

    def span_at(self, number: int, cell: int) -> Span | None:
        """Return the span at a cell of a line, from its text's left edge."""
        if number not in self.numbers or cell < 0:
            return None
        for span in self.line(number).spans:
            cell -= cell_len(span.text)
            if cell < 0:
                return span
        return None

    def line_with(self, place: int) -> int | None:
        """Return the number of the line where a place of the article (Run.place) begins; None where it is not laid out."""
        return next((n for n in self.numbers if any(span.place == place for span in self.line(n).spans)), None)

    def targets_of_note(self, line: int) -> list[Target]:
        """Return the targets from a line on in its block, if that holds footnotes."""
        block = self.line(line).block
        if not (0 <= block < len(self.document.blocks) and isinstance(self.document.blocks[block], Footnotes)):
            return []
        return [target for target in self.targets if target.block == block and target.pieces[0].line >= line]

    def has(self, place: Place) -> bool:
        """Whether the block that holds a place is laid out."""
        return self._next_above < place.block < self._next_below

    def target_from(self, line: int, direction: int) -> int:
        """Return the index of the first target at or below `line`, or with -1 of the last at or above it; -1 for none."""
        order = range(len(self.targets)) if direction > 0 else range(len(self.targets) - 1, -1, -1)
        for index in order:
            pieces = self.targets[index].pieces
            if pieces[-1].line >= line if direction > 0 else pieces[0].line <= line:
                return index
        return -1

    def same_target(self, target: Target) -> Target | None:
        """Return the target that is `target` of the same article at another width; None where it is not laid out."""
        same = (one for one in self.targets if (one.block, one.number) == (target.block, target.number))
        return next(same, None)

    # ── Places

    def place(self, number: int) -> Place:
        """Return the place that a line shows first; of a line beyond an end, that of the last one before it."""
        numbers = self.numbers
        if not numbers:
            return Place(-1, 0)
        number = max(numbers[0], min(number, numbers[-1]))
        block, char = key = self._key(number)
        return Place(block, char, number - self._first_with(key))

    def line_of(self, place: Place) -> int:
        """Return the number of the line that shows `place`, or the last one before it."""
        key, numbers = (place.block, place.char), self.numbers
        last = numbers.start + bisect_right(numbers, key, key=self._key) - 1
        if last < numbers.start or self._key(last) != key:
            return max(last, numbers.start)
        return min(self._first_with(key) + place.line, last)

    def _first_with(self, key: tuple[int, int]) -> int:
        return self.numbers.start + bisect_left(self.numbers, key, key=self._key)

    def _key(self, number: int) -> tuple[int, int]:
        line = self.line(number)
        return (line.block, line.start)


def _cleaned(line: Line) -> Line:
    """The text of lines is clean when it comes from an article; this holds whatever it comes from."""
    spans = tuple(
        span if (text := _one_line(span.text)) == span.text else replace(span, text=text) for span in line.spans
    )
    return line if spans == line.spans else replace(line, spans=spans)


def _one_line(text: str) -> str:
    return clean_text(text).replace("\n", " ").replace("\t", " ")
