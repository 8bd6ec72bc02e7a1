"""Hits in an article: where a text that was typed, or the words of a search, occur in its lines."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TypeAlias

from newsreader.articles.lines import Line
from newsreader.query.tree import TextField
from newsreader.query.words import Term, find_hits, fold
from newsreader.tui.article_page import Page
from newsreader.tui.article_places import Piece, Place
from newsreader.tui.article_text import joint, words

Matcher: TypeAlias = Callable[[str, TextField], list[tuple[int, int]]]
"""(text, the part of the article that it is) → where in it the hits are."""


def typed(text: str) -> Matcher:
    """Match what was typed, also inside words; case, accents and the width of blanks do not matter."""
    wanted = fold(" ".join(text.split()))

    def match(within: str, _: TextField) -> list[tuple[int, int]]:
        if not wanted:
            return []
        folded, origins = _fold(within)
        hits: list[tuple[int, int]] = []
        at = folded.find(wanted)
        while at >= 0:
            hits.append((origins[at], origins[at + len(wanted) - 1] + 1))
            at = folded.find(wanted, at + len(wanted))
        return hits

    return match


def searched(terms: Sequence[Term]) -> Matcher:
    """Match the words of a search, as whole words, each in the part of the article that it was asked of."""
    return lambda within, part: find_hits(within, terms, part)


MOST = 10_000
"""So many hits are marked and counted: nobody steps through more, and a letter occurs a million times in a book."""

Hit: TypeAlias = list[Piece]
"""One that breaks over lines has several pieces."""


class Hits:
    """The hits in what was looked through so far; `current` is the one where the person is, None before the first step."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._seen = range(0)
        self.all: list[Hit] = []
        self.by_line: dict[int, list[tuple[Piece, Hit]]] = {}
        self.current: Hit | None = None

    # ── Looking

    def has_seen(self, page: Page) -> bool:
        """Whether all lines that are laid out were looked through, or enough is found."""
        return self.enough or self._seen == page.numbers

    @property
    def enough(self) -> bool:
        """Whether there are as many as are ever marked."""
        return len(self.all) >= MOST

    def look(self, page: Page, line: int, seconds: float) -> None:
        """Look through lines that were not yet: for some time, from `line` on downwards, then upwards."""
        deadline = perf_counter() + seconds

        def is_over() -> bool:
            return perf_counter() > deadline or len(self.all) + sum(map(len, above)) >= MOST

        above: list[list[Hit]] = []
        if not self._seen:
            start = page.line_of(Place(page.place(line).block, 0))
            self._seen = range(start, start)
        first, end, numbers = self._seen.start, self._seen.stop, page.numbers
        while end < numbers.stop and not is_over():
            begin, part = end, _part(page.line(end))
            while end < numbers.stop and _belongs(page, end, begin, part):
                end += 1
            self.all += self._look_through(page, begin, end, part)
        while first > numbers.start and not is_over():
            stop, part = first, _part(page.line(first - 1))
            while first > numbers.start and _belongs(page, first - 1, stop - 1, part):
                first -= 1
            above.append(self._look_through(page, first, stop, part))
        self.all[:0] = [hit for hits in reversed(above) for hit in hits]
        self._seen = range(first, end)

    def _look_through(self, page: Page, first: int, end: int, part: TextField) -> list[Hit]:
        text, pieces, starts = _flowing(page, first, end)
        hits: list[Hit] = []
        for start, stop in self._matcher(text, part)[:MOST]:
            hit: Hit = []
            for n in range(max(bisect_right(starts, start) - 1, 0), len(pieces)):
                if starts[n] >= stop:
                    break
                line, begin, until = pieces[n]
                low, high = max(start - starts[n], 0), min(stop - starts[n], until - begin)
                if low < high:
                    hit.append(Piece(line, begin + low, begin + high))
            for piece in hit:
                self.by_line.setdefault(piece.line, []).append((piece, hit))
            if hit:
                hits.append(hit)
        return hits

    # ── Going

    @property
    def number(self) -> int:
        """The number of the current hit among all, from 1; 0 where there is none."""
        return next((n for n, hit in enumerate(self.all, 1) if hit is self.current), 0)

    @property
    def line(self) -> int:
        """The line of the current hit; 0 where there is none."""
        return self.current[0].line if self.current else 0

    def step(self, by: int, top: int) -> None:
        """Go to the next (1) or previous (-1) hit, around at the end; the first time from line `top` on, or up to it."""
        if number := self.number:
            self.current = self.all[(number - 1 + by) % len(self.all)]
            return
        below = bisect_left(self.all, top, key=lambda hit: hit[0].line)
        self.current = self.all[(below if by > 0 else below - 1) % len(self.all)]

    def place(self, page: Page) -> Place | None:
        """Return where the current hit is, in whatever width; None where there is none."""
        return _place(self.current, page) if self.current else None

    def go_back(self, place: Place, page: Page) -> None:
        """Let the hit at `place` be the current one, after the article was laid out at another width."""
        in_block = [hit for hit in self.all if page.line(hit[0].line).block == place.block]
        self.current = min(in_block, key=lambda hit: abs(_place(hit, page).char - place.char), default=None)

    def anew(self) -> "Hits":
        """Return the same search, with nothing looked through yet."""
        return Hits(self._matcher)


def _place(hit: Hit, page: Page) -> Place:
    line = page.line(hit[0].line)
    return Place(line.block, line.start + hit[0].start)


def _belongs(page: Page, number: int, to: int, part: TextField) -> bool:
    """Whether two lines are of the same block, and of the same part of it."""
    return page.line(number).block == page.line(to).block and _part(page.line(number)) == part


def _flowing(page: Page, first: int, end: int) -> tuple[str, list[Piece], list[int]]:
    """The text of lines as it flows, the pieces of lines it is made of, and where in it each of them begins."""
    text: list[str] = []
    pieces: list[Piece] = []
    starts: list[int] = []
    length = 0
    lines = page.lines(first, end)
    for number, line in enumerate(lines, first):
        for at, part in words(line, page.document):
            pieces.append(Piece(number, at, at + len(part)))
            starts.append(length)
            text.append(part)
            length += len(part)
        if number + 1 < end:
            sign = joint(line, lines[number + 1 - first], page)
            text.append(sign)
            length += len(sign)
    return "".join(text), pieces, starts


def _part(line: Line) -> TextField:
    if line.block < 0 and line.spans:
        role = line.spans[0].role
        return "title" if role == "headline" else "author" if role == "byline" else "body"
    return "body"


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` folded, and for each of its characters the place in `text` that it came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    parts = [fold(character) for character in text]
    return "".join(parts), [n for n, part in enumerate(parts) for _ in part]
