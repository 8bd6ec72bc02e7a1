"""Hits in an article: where a text that was typed, or the words of a search, occur in its lines."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TypeAlias

from newsreader.articles.document import Document
from newsreader.articles.lines import Line
from newsreader.query.tree import TextField
from newsreader.query.words import Term, find_hits, fold
from newsreader.tui.article_page import Page
from newsreader.tui.article_places import Piece
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


class Hits:
    """The hits in the lines that are laid out so far; `current` is the one where the person is, -1 before the first step."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._seen = 0
        self.all: list[list[Piece]] = []
        """The pieces of each hit: one that breaks over lines has several."""
        self.by_line: dict[int, list[tuple[Piece, int]]] = {}
        self.current = -1

    def look(self, page: Page) -> None:
        """Look through the lines that were laid out since the last time."""
        first = self._seen
        self._seen = len(page.lines)
        while first < self._seen:
            part = _part(page.lines[first])
            end = first + 1
            while (
                end < self._seen and page.lines[end].block == page.lines[first].block and _part(page.lines[end]) == part
            ):
                end += 1
            self._look_through(page.lines[first:end], first, page.document, part)
            first = end

    def _look_through(self, lines: Sequence[Line], first: int, document: Document, part: TextField) -> None:
        text, pieces, starts = _flowing(lines, first, document)
        for start, end in self._matcher(text, part):
            hit: list[Piece] = []
            for n in range(max(bisect_right(starts, start) - 1, 0), len(pieces)):
                if starts[n] >= end:
                    break
                line, begin, stop = pieces[n]
                low, high = max(start - starts[n], 0), min(end - starts[n], stop - begin)
                if low < high:
                    hit.append(Piece(line, begin + low, begin + high))
            for piece in hit:
                self.by_line.setdefault(piece.line, []).append((piece, len(self.all)))
            if hit:
                self.all.append(hit)

    def again(self, page: Page) -> None:
        """Find the hits in the same article at another width; the current one stays."""
        self._seen = 0
        self.all, self.by_line = [], {}
        self.look(page)

    @property
    def line(self) -> int:
        """The line of the current hit; 0 where there is none."""
        return self.all[self.current][0].line if 0 <= self.current < len(self.all) else 0

    def step(self, by: int, top: int) -> None:
        """Go to the next (1) or previous (-1) hit, around at the end; the first time from line `top` on, or up to it."""
        if self.current >= 0:
            self.current = (self.current + by) % len(self.all)
            return
        below = next((n for n, hit in enumerate(self.all) if hit[0].line >= top), 0)
        self.current = below if by > 0 else (below - 1) % len(self.all)


def _flowing(lines: Sequence[Line], first: int, document: Document) -> tuple[str, list[Piece], list[int]]:
    """The text of lines as it flows, the pieces of lines it is made of, and where in it each of them begins."""
    text: list[str] = []
    pieces: list[Piece] = []
    starts: list[int] = []
    length = 0
    for n, line in enumerate(lines):
        for at, part in words(line, document):
            pieces.append(Piece(first + n, at, at + len(part)))
            starts.append(length)
            text.append(part)
            length += len(part)
        if n + 1 < len(lines):
            sign = joint(line, lines[n + 1], document)
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
