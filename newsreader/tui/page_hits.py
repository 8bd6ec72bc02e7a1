"""The second floor of the article view: hits are marked in the page, found in slices where it is long, and gone to."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.tui.article_places import Piece, Place
from newsreader.tui.messages import HitReached, HitsCounted
from newsreader.tui.page_scroll import PageScroll

if TYPE_CHECKING:
    from newsreader.query.words import Term
    from newsreader.tui.article_hits import Hits, Matcher
    from newsreader.tui.article_page import Page

FIND_SECONDS = 0.06
"""How long a key may lay out and look through an article that is too long for that; the rest is done in slices."""


class PageHits(PageScroll, inherit_bindings=False):
    """Finds what was typed, or the words of a search."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._hits: Hits | None = None
        self._hit_place: Place | None = None
        """Of the current hit; it outlives a change of width."""
        self._looks_from: tuple[int, int] | None = None
        """Where the person was when a find had no hit so far: the first one is shown, unless they went on meanwhile."""

    # ── For the page

    @override
    def page_laid_out(self, page: "Page") -> None:
        """Find the hits again."""
        if self._hits:
            self._hits = self._hits.anew()
            self._hits.look(page, page.line_of(self._hit_place or Place(*self.position)), FIND_SECONDS)
            if self._hit_place:
                self._hits.go_back(self._hit_place, page)

    @property
    @override
    def ahead(self) -> int:
        """All of an article in which hits are marked: they are counted."""
        return sys.maxsize if self._hits and not self._hits.enough else super().ahead

    @override
    def has_work(self, page: "Page") -> bool:
        """Whether hits are to be found in what was added."""
        return self._hits is not None and not self._hits.has_seen(page)

    @override
    def work(self, page: "Page", seconds: float) -> None:
        """Find hits in what was added."""
        if self._hits and self.has_work(page):
            self._hits.look(page, self.top, seconds)
            self._show_late_hit(page)
            self.redraw()
            if (page.done or self._hits.enough) and not self.has_work(page):
                self.post_message(HitsCounted(len(self._hits.all)))

    def _show_late_hit(self, page: "Page") -> None:
        if self._hits and self._looks_from and self._hits.all:
            is_below = self._hits.all[-1][0].line >= self.top
            if self._looks_from != self.position:
                self._looks_from = None
            elif is_below or (page.done and not self.has_work(page)):
                self._looks_from = None
                self._step_to_hit(1)

    def hits_in(self, line: int) -> Iterator[tuple[Piece, bool]]:
        """Yield the pieces of hits in a line, and whether each is of the one where the person is."""
        if self._hits:
            for piece, hit in self._hits.by_line.get(line, ()):
                yield piece, hit is self._hits.current

    # ── For the screen

    @property
    def hits(self) -> bool:
        """Whether hits are marked."""
        return bool(self._hits and self._hits.all)

    def find(self, text: str) -> int:
        """Mark where `text` occurs, also inside words, and show the first hit from here on; returns how many there are.

        In an article too long to be looked through at once the count grows: HitsCounted says when it is complete.
        """
        from newsreader.tui.article_hits import typed

        count = self._mark(typed(text))
        self._looks_from = None if count else self.position
        if count:
            self._step_to_hit(1)
        return count

    def mark(self, terms: "Sequence[Term]") -> int:
        """Mark the words of a search, without going anywhere; returns how many hits there are so far."""
        from newsreader.tui.article_hits import searched

        return self._mark(searched(terms))

    def clear_hits(self) -> None:
        """Mark nothing any more."""
        self.forget_hits()
        self.redraw()

    def forget_hits(self) -> None:
        """Mark nothing in what is shown next."""
        self._hits = self._hit_place = self._looks_from = None

    def next_hit(self) -> bool:
        """Go to the next hit, behind the last to the first; False where nothing is marked."""
        return self._go_to_hit(1)

    def previous_hit(self) -> bool:
        """Go to the previous hit, before the first to the last; False where nothing is marked."""
        return self._go_to_hit(-1)

    def _mark(self, matcher: "Matcher") -> int:
        from newsreader.tui.article_hits import Hits

        self._hits, self._hit_place = Hits(matcher), None
        if self.page is None:
            return 0  # out of sight so far: looked through when it is laid out
        self.grow_for(FIND_SECONDS)
        self._hits.look(self.page, self.top, FIND_SECONDS)
        self.redraw()
        self.go_on()
        return len(self._hits.all)

    def _go_to_hit(self, by: int) -> bool:
        hits = self._hits
        if hits is None or not hits.all:
            return False
        self._step_to_hit(by)
        self.redraw()
        self.post_message(HitReached(hits.number, len(hits.all)))
        return True

    def _step_to_hit(self, by: int) -> None:
        if self.page and self._hits:
            self._hits.step(by, self.top)
            self._hit_place = self._hits.place(self.page)
            self.reveal(self._hits.line)
