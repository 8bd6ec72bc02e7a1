"""Gathering: rows are marked one by one, as a range, or all that the list has; what is done next is done with all of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.answers import MatchesRead, RowsTaken
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from newsreader.model import Headline
    from newsreader.tui.main_screen import MainScreen

ASKS_ABOVE = 50
"""What concerns more articles than this at once is asked about first."""


MOST_ROWS = 100
"""Articles that other programs are started for, one after the other."""


class Gathering(Desk):
    """Keeps the marks of the list's rows."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self.marks = screen.list.marks
        self._all_found = False
        """All that a search finds was marked, also what is not listed."""
        self._then: Callable[[Sequence[int], Sequence[Headline]], object] = lambda *_: None

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {
            "mark-row": lambda _: self.toggle(),
            "mark-range": lambda _: self.toggle_range(),
            "mark-all-rows": lambda _: self.mark_all(),
        }

    @property
    def count(self) -> int:
        """How many rows are marked, those of a range that is not ended yet among them."""
        rows = self.screen.list
        marked = self.marks.count
        if self.marks.everything or rows.range_from is None:
            return marked
        return marked + sum(id_ not in self.marks for id_ in rows.range_ids())

    def taken(self, pane: Pane) -> Sequence[int]:
        """Return the articles that an action in `pane` is about: the marked rows, else the row, or the article that is shown.

        Says so where there are none.
        """
        if pane == "list" and self.count:
            self._end_range()
            if self.marks.everything and not self.screen.viewing.listing.complete:
                self.screen.say("one moment: the list is still being read")
                return ()
            return self.marks.among(self.screen.list.articles)
        row = self.screen.target(pane)
        if row is None:
            self.screen.say("there is no article here")
            return ()
        return (row.id,)

    def with_rows(
        self, pane: Pane, then: "Callable[[Sequence[int], Sequence[Headline]], object]", most: int = MOST_ROWS
    ) -> None:
        """Call `then` with the articles that an action in `pane` is about, and their rows: those of the first `most`."""
        ids = self.taken(pane)
        row = self.screen.list.headline(ids[0]) or self.screen.target(pane) if len(ids) == 1 else None
        if row:
            then(ids, [row])
        elif ids:
            self._then = then
            self.store.ask("rows-taken", lambda reader: RowsTaken(ids, reader.headlines(ids[:most])), "slow")

    def few_rows(self, pane: Pane, then: "Callable[[Sequence[Headline]], object]") -> None:
        """Call `then` with the rows that an action in `pane` is about, for what is done with each of them in turn."""

        def few(ids: Sequence[int], rows: "Sequence[Headline]") -> None:
            if len(ids) > MOST_ROWS:
                self.screen.say(f"{len(ids):,} articles are too many for that: mark {MOST_ROWS} at most", error=True)
            elif rows:
                then(rows)

        self.with_rows(pane, few)

    def rows_taken(self, answer: RowsTaken) -> None:
        """The rows are known."""
        if answer.headlines:
            self._then(answer.ids, answer.headlines)

    def sure(self, count: int, question: str, then: Callable[[], None]) -> None:
        """Do it, after a question where it concerns many: 'Star 312 articles'."""
        if count > ASKS_ABOVE:
            self.screen.keying.ask(f"{question}?", then)
        else:
            then()

    # ── Actions

    def toggle(self) -> None:
        """Mark the row under the cursor and go to the next one; end a range that was begun."""
        rows = self.screen.list
        if rows.range_from is not None:
            self._end_range()
        elif rows.article_id is not None:
            self.marks.toggle(rows.article_id)
            rows.rows_changed()
            rows.move(1)
        self.tell()

    def toggle_range(self) -> None:
        """Begin a range at the row under the cursor, or end it here."""
        rows = self.screen.list
        if rows.range_from is not None:
            self._end_range()
        elif rows.article_id is not None:
            rows.range_from = rows.article_id
            rows.rows_changed()
        self.tell()

    def mark_all(self) -> None:
        """Mark all that the list has, whatever its length; again: none of it."""
        rows, listing = self.screen.list, self.screen.viewing.listing
        if (self.marks.everything and not self.marks.apart) or self._all_found:
            self.clear()
        elif self.screen.viewing.view.kind == "search":
            # The best results are listed; what is meant is all that there are.
            self.store.ask("matches", self.screen.finding.all_matches(), "slow")
        elif rows.articles:
            rows.range_from = None
            self.marks.add_all(rows.articles, listing.watermark)
            rows.rows_changed()
            self.tell()

    def matches_read(self, answer: MatchesRead) -> None:
        """All that a search finds is known: mark it."""
        if answer.ticket == self.screen.viewing.listing.ticket and len(answer.ids):
            self.screen.list.range_from = None
            self.marks.clear()
            self.marks.add(answer.ids)
            self._all_found = True
            self.screen.list.rows_changed()
            self.tell()

    def clear(self) -> bool:
        """Mark nothing any more; returns whether anything was marked."""
        self._all_found = False
        rows = self.screen.list
        had_range, rows.range_from = rows.range_from is not None, None
        had = self.marks.clear() or had_range
        if had:
            rows.rows_changed()
            self.tell()
        return had

    def _end_range(self) -> None:
        rows = self.screen.list
        self.marks.add(rows.range_ids())
        rows.range_from = None
        rows.rows_changed()

    def listed(self) -> None:
        """More of the list is known, or it was read anew: of what is marked as a whole the number is another one."""
        if self.marks.everything or self.screen.list.range_from is not None:
            self.marks.listed_anew(self.screen.list.articles)
            self.tell()

    def moved(self) -> None:
        """The cursor stands on another row: a range that is not ended goes up to it."""
        if self.screen.list.range_from is not None:
            self.screen.list.rows_changed()
            self.tell()

    def tell(self) -> None:
        """Say how many are marked, and what can be done with them."""
        self.screen.status.update(marked=self.count)
        self.screen.telling.tell()
