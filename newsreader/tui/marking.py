"""Marking: read and unread, stars, all of a list at once, undo and redo.

What the person does is shown at once and stored beside the screen. Until the store has it, rows that are read from there
are corrected by it (`overlay`); if it cannot be stored, they are read again and show the truth.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec import structs
from typing_extensions import override

from newsreader.actions import Pane
from newsreader.model import Flag, Headline
from newsreader.store.selection import Selection
from newsreader.tui.answers import Changed, FlagsRead, TurnFailed, UndoDone, UnreadListed, WriteFailed, Written
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.views import View, title

if TYPE_CHECKING:
    from newsreader.model import Change
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer
    from newsreader.tui.main_screen import MainScreen

MANY = 2_000
"""Changes of more articles than this take a moment that can be seen."""
SLOW_SECONDS = 0.2
"""After this an undo that is not done yet is told."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A change on its way to the store."""

    ids: Collection[int]
    flag: Flag
    value: bool


class Marking(Desk):
    """Changes the state of articles."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._batches: dict[int, Batch] = {}
        self._last_batch = 0
        self._turning = 0
        """Undos and redos that are on their way."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {
            "toggle-read": self.toggle_read,
            "star": self.toggle_star,
            "mark-all-read": self.mark_all,
            "undo": lambda _: self.undo(),
            "redo": lambda _: self.redo(),
        }

    def mark(self, ids: Sequence[int], flag: Flag, value: bool, what: str | None = None) -> None:
        """Set a flag of articles, on the screen at once and in the store as soon as it goes. `what` is for the journal."""
        rows, many = self.screen.list, len(ids) > MANY
        chosen = frozenset(ids) if len(ids) > 1 else ids
        for row in map(rows.headline, rows.known_of(chosen)):
            if row:
                self.screen.counting.change(
                    row, read=value if flag == "read" else None, starred=value if flag == "starred" else None
                )
        if flag == "read" and value:
            self.screen.viewing.read_here.update(chosen)
        self._last_batch += 1
        number = self._last_batch
        self._batches[number] = Batch(chosen, flag, value)
        if many:
            self.screen.status.working(f"batch {number}", f"changing {len(ids):,} articles")
        rows.patch(chosen, read=value if flag == "read" else None, starred=value if flag == "starred" else None)
        self.screen.counting.show()
        copies = self.screen.settings.mark_copies_read if flag == "read" and value else False

        def write(writer: "Writer") -> Written:
            more = _read_with(writer, ids, everything=copies == "all") if copies else ()
            return Written(number, writer.set_flag((*ids, *more) if more else ids, flag, value, what), more)

        self.store.do(write, lambda why: WriteFailed(number, why))

    def overlay(self, headlines: Iterable[Headline]) -> list[Headline]:
        """Return rows as they will be when all that is on its way is stored."""
        return [self._as_marked(headline) for headline in headlines]

    def _as_marked(self, headline: Headline) -> Headline:
        for batch in self._batches.values():
            if headline.id in batch.ids:
                headline = (
                    structs.replace(headline, read=batch.value)
                    if batch.flag == "read"
                    else structs.replace(headline, starred=batch.value)
                )
        return headline

    def written(self, answer: Written) -> None:
        """The store has it."""
        batch = self._done(answer.batch)
        if answer.more:
            # They stay where they stand, as what was read here does.
            self.screen.viewing.read_here.update(answer.more)
            self.screen.list.patch(answer.more, read=True)
            self.screen.counting.read()
        if batch and len(batch.ids) > 1 and answer.change:
            self.screen.say(f"{answer.change.what}; {self.screen.keyboard.first_key('undo')} undoes it")
            self.screen.look_again()

    def changed(self, answer: Changed) -> None:
        """A change that is not shown before it is stored: say what it was, and show what came of it."""
        change = answer.change
        if change is None:
            self.screen.say("that is so already")
            return
        self.screen.say(f"{answer.said or change.what}; {self.screen.keyboard.first_key('undo')} undoes it")
        self._show(change, relist=answer.relist)

    def _show(self, change: "Change", *, relist: bool) -> None:
        if change.config:
            self.screen.configuring.edited()
        self.screen.look_again()
        if relist:
            self.screen.gathering.clear()  # rows that are marked may be gone with the others
        if relist and self.screen.viewing.view.kind == "search":
            self.screen.finding.search_again()
        elif relist:
            self.screen.viewing.read_again()

    def _done(self, number: int) -> Batch | None:
        self.screen.status.working(f"batch {number}", "")
        return self._batches.pop(number, None)

    def write_failed(self, answer: WriteFailed) -> None:
        """The store could not take it: show the truth again, and say why."""
        batch = self._done(answer.batch)
        if batch:
            self.screen.viewing.read_here.difference_update(batch.ids)
        self.screen.look_again()
        self.screen.say(answer.why, error=True)

    def end_mutes(self) -> None:
        """Let what was muted until a time that has come appear again; the screen sees it as a change made by others."""

        def unmute(writer: "Writer") -> None:
            writer.unmute_expired()

        self.store.do(unmute)

    # ── Actions

    def toggle_read(self, pane: Pane) -> None:
        """Mark the row, the marked rows, or the article that is open, as read; or as unread if all of that is read."""
        self._toggle(pane, "read")

    def toggle_star(self, pane: Pane) -> None:
        """Star the row, the marked rows, or the article that is open; or take the stars away if all of that has one."""
        self._toggle(pane, "starred")

    def _toggle(self, pane: Pane, flag: Flag) -> None:
        ids = self.screen.gathering.taken(pane)
        row = self.screen.list.headline(ids[0]) or self.screen.target(pane) if len(ids) == 1 else None
        if row:
            self.mark(ids, flag, not _flag_of(row, flag))
        elif ids:
            self.store.ask("flags", lambda reader: FlagsRead(ids, flag, _all_have(reader, ids, flag)), "slow")

    def flags_read(self, answer: FlagsRead) -> None:
        """It is known what becomes of many articles: do it, after a question if they are very many."""
        ids, value = answer.ids, not answer.all_have_it
        deed = {
            ("read", True): "Mark {} as read",
            ("read", False): "Mark {} as unread",
            ("starred", True): "Star {}",
            ("starred", False): "Take the stars from {}",
        }[answer.flag, value]
        count = len(ids)
        self.screen.gathering.sure(
            count, deed.format(f"{count:,} articles"), lambda: self.mark(ids, answer.flag, value)
        )

    def mark_all(self, pane: Pane) -> None:
        """Mark all of this list as read, as it was when it was opened; in the tree the list of the row under the cursor."""
        if pane == "article":
            self.screen.say("marks a whole list as read: go to the list first")
            return
        viewing, view = self.screen.viewing, self.screen.viewing.view
        if pane == "tree" and self.screen.tree_view != view:
            # All and the results of a search have no row there: the cursor stands on another one.
            self._mark_row(self.screen.tree_view)
            return
        listing, name = viewing.listing, viewing.title
        if not listing.shown:
            # Pressed before the list was there: what it has is not known before.
            before = listing.then

            def mark_then() -> None:
                if before:
                    before()
                self.mark_all(pane)

            listing.then = mark_then
            return
        ticket, listed = listing.ticket, self.screen.list.ids
        unread = replace(listing.selection, unread=True, keep=frozenset(), also=frozenset())

        def read(reader: "Reader") -> UnreadListed:
            if view.kind in ("search", "front"):
                return UnreadListed(ticket, [row.id for row in reader.headlines(listed) if not row.read], name)
            # What came in after the list was opened has a higher id: the person has not seen it.
            return UnreadListed(ticket, [id_ for id_ in reader.ids(unread) if id_ <= listing.watermark], name)

        self.store.ask("unread", read, "slow")

    def _mark_row(self, view: View) -> None:
        """Mark all of a list that is not the one shown."""
        ticket = self.screen.viewing.listing.ticket
        name = title(view, self.screen.counting.feeds)
        unread = replace(self.screen.viewing.selection_of(view), unread=True)
        self.store.ask("unread", lambda reader: UnreadListed(ticket, reader.ids(unread), name), "slow")

    def unread_listed(self, answer: UnreadListed) -> None:
        """Mark them, after a question if they are many."""
        count = len(answer.ids)
        if answer.ticket != self.screen.viewing.listing.ticket:
            return
        if not count:
            self.screen.say("nothing unread here")
            return
        what = f"marked {count:,} article{'s' if count != 1 else ''} in {answer.name} as read"

        def mark() -> None:
            self.mark(answer.ids, "read", True, what)

        self.screen.gathering.sure(count, f"Mark {count:,} articles in {answer.name} as read", mark)

    def undo(self) -> None:
        """Take the last change back."""
        config = self.screen.newsreader.paths.config
        self._journal("undoing", lambda writer: UndoDone(writer.undo(config), redo=False))

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        config = self.screen.newsreader.paths.config
        self._journal("redoing", lambda writer: UndoDone(writer.redo(config), redo=True))

    def _journal(self, doing: str, deed: "Callable[[Writer], UndoDone]") -> None:
        self._turning += 1
        self.screen.set_timer(SLOW_SECONDS, lambda: self._tell_turning(doing))
        self.store.do(deed, TurnFailed)

    def _turned(self) -> None:
        self._turning -= 1
        if not self._turning:
            self.screen.status.working("journal", "")

    def _tell_turning(self, doing: str) -> None:
        if self._turning:
            self.screen.status.working("journal", doing if self._turning == 1 else f"{doing} {self._turning} changes")

    def turn_failed(self, answer: TurnFailed) -> None:
        """An undo or redo could not be made: say why. It can be tried again."""
        self._turned()
        self.screen.say(answer.why, error=True)

    def undo_done(self, answer: UndoDone) -> None:
        """Show what an undo or redo did, and what of it was refused."""
        self._turned()
        undone = answer.undone
        if undone is None:
            self.screen.say("nothing to redo" if answer.redo else "nothing to undo")
            return
        self.screen.viewing.read_here.difference_update(undone.ids)
        deed = "redone" if answer.redo else "undone"
        if undone.refused and not undone.restored:
            self.screen.say(f"not {deed}: {undone.refused}", error=True)
        else:
            left = f" ({undone.skipped:,} changed since stay as they are)" if undone.skipped else ""
            but = f"; but {undone.refused}" if undone.refused else ""
            self.screen.say(f"{deed}: {undone.change.what}{left}{but}", error=bool(undone.refused))
        self._show(undone.change, relist=undone.muted)


def _read_with(writer: "Writer", ids: Sequence[int], *, everything: bool) -> Sequence[int]:
    """The articles that become read together with others: those with the same text, or with `everything` their stories."""
    from newsreader.store.stories import copies_of, told_with

    return (told_with if everything else copies_of)(writer, ids)


def _flag_of(row: Headline, flag: Flag) -> bool:
    return {"read": row.read, "starred": row.starred, "muted": row.muted}[flag]


def _all_have(reader: "Reader", ids: Sequence[int], flag: Flag) -> bool:
    """Whether all of some articles have a flag. Of very many that is looked up in the lists of unread and starred ones."""
    if len(ids) <= MANY:
        return all(_flag_of(row, flag) for row in reader.headlines(ids))
    if flag == "read":
        return frozenset(reader.ids(Selection(unread=True))).isdisjoint(ids)
    return frozenset(reader.ids(Selection(starred=True))).issuperset(ids)
