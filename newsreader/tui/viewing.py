"""Which list is shown: opening views, their ids and rows, what came in meanwhile, only unread."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.answers import IdsRead, NewCounted, RowsRead
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.empty_words import why_empty
from newsreader.tui.list_rows import RowLook, Shape
from newsreader.tui.selecting import read_list, select
from newsreader.tui.start import FIRST_IDS, FIRST_ROWS, Start
from newsreader.tui.views import ALL, FRONT, UNREAD, View, exists, section_view, title

if TYPE_CHECKING:
    from newsreader.store.queries import Reader
    from newsreader.store.selection import Selection
    from newsreader.tui.list_pane import Place
    from newsreader.tui.main_screen import MainScreen

WIDEST_OUTLET = 16
_SHAPES: Mapping[str, Shape] = {"columns": "wrap", "stacked": "line", "single": "stack"}


@dataclass(slots=True)
class Listing:
    """A list that was asked for."""

    selection: "Selection"
    ticket: int
    """Grows with every list: an answer about an older one is dropped."""
    keep: int | None = None
    """The article that the cursor goes to."""
    then: Callable[[], None] | None = None
    """Called when its first rows are shown."""
    shown: bool = False
    complete: bool = False
    looked_for: bool = False
    """`keep` was not among the first articles: it may be among all of them."""
    stays: bool = False
    """The list that is shown, read once more: what is a row there remains one."""
    to_end: bool = False
    """The person wants to see the end: the cursor goes there as soon as all ids are known."""
    watermark: int = 0
    """The newest article in the store when the list was read."""


@dataclass(frozen=True, slots=True)
class Before:
    """A view as it was left, for a search."""

    view: View
    listing: Listing
    read_here: frozenset[int]
    feeds: frozenset[int]
    article_id: int | None
    """Under the cursor."""
    place: "Place"


class Viewing(Desk):
    """Keeps the view that the list shows."""

    def __init__(self, screen: "MainScreen", start: Start) -> None:
        super().__init__(screen)
        self.view: View = start.remembered.opening_view
        self.unread_only: set[str] = set(start.remembered.unread_only)
        self.orders: dict[str, str] = dict(start.remembered.orders)
        """The orders that the person chose, by the keys of views."""
        self.read_here: set[int] = set()
        """Articles that were read in this view: they stay listed until it is left."""
        self.listing = Listing(self.selection_of(self.view), 0, keep=start.remembered.row or None)
        self._feeds = self._feed_ids()
        """The feeds when they were last looked at: what a feed that is gone had leaves the list with it."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {
            "unread-only": lambda _: self.toggle_unread_only(),
            **{f"section-{n}": self._section_handler(n) for n in range(10)},
        }

    # ── Opening views

    def begin(self, start: Start) -> None:
        """Show what was read before the screen was there; what is not in the first picture waits for `go_on`."""
        if self.view != FRONT:
            self.ids_read(IdsRead(0, start.listed, start.headlines, start.complete, start.watermark))

    def open(
        self,
        view: View,
        then: Callable[[], None] | None = None,
        *,
        keep: int | None = None,
        read_here: Collection[int] = (),
    ) -> None:
        """Show another list, or the same one anew, with the cursor on the article `keep`, else on the first one.

        `then` is called when its first rows are there. `read_here`: articles that are listed although they are read.
        """
        self.screen.reading.leave_view()
        self.screen.list.fold_stories()
        self.view = view
        self.read_here = set(read_here)
        self._read(Listing(self.selection_of(view, read_here), self.listing.ticket + 1, keep, then))
        self.screen.view_changed()

    def as_it_is(self) -> Before:
        """Return the view with all that makes it, to come back to."""
        rows = self.screen.list
        return Before(self.view, self.listing, frozenset(self.read_here), self._feeds, rows.article_id, rows.place)

    def go_back(self, before: Before) -> None:
        """Show a view as it was: the same rows, the cursor and the window where they were. What was read since stays."""
        there = exists(before.view, self.screen.counting.feeds, self.screen.saved.names)
        if not there or not before.listing.shown or before.feeds != self._feeds:
            self.open(before.view if there else UNREAD, keep=before.article_id)
            return
        self.screen.reading.leave_view()
        self.view, self.read_here = before.view, self.read_here | before.read_here
        self.listing = replace(before.listing, ticket=self.listing.ticket + 1, then=None)
        self.screen.front.lay_out_again()
        self.shape_rows()
        self.screen.list.go_back(before.place)
        self.say_why_empty()
        self.screen.view_changed()
        self.go_on()
        self.look_again()

    def come_in(self) -> None:
        """Let in what arrived since the view was opened. What was read here stays."""
        self._read(Listing(self.selection_of(self.view, self.read_here), self.listing.ticket + 1))

    def selection_of(self, view: View, read_here: Collection[int] = ()) -> "Selection":
        """Return what a view asks of the store now. `read_here`: what is listed although it was read."""
        return select(
            view,
            self.screen.counting.feeds,
            self.screen.newsreader.config,
            self.screen.now(),
            unread_only=view.key in self.unread_only,
            orders=self.orders,
            read_here=read_here,
        )

    def _read(self, listing: Listing) -> None:
        """Read the first articles of a list; the rest of the ids follows when these are shown."""
        self.listing = listing
        if self.view == FRONT:
            self.screen.front.read(listing)
            return
        ticket, chosen = listing.ticket, listing.selection
        # A group that is folded has all its articles behind its heading: the first ones alone would unfold it.
        first = None if self.screen.list.groups.folded else FIRST_IDS
        stay = self._stay() if listing.stays else ()

        def read(reader: "Reader") -> IdsRead:
            watermark = reader.last_id()
            listed, complete = read_list(reader, chosen, first, stay)
            return IdsRead(ticket, listed, reader.headlines(listed.ids[:FIRST_ROWS]), complete, watermark)

        self.store.ask("view", read)

    def go_on(self) -> None:
        """The first rows of a list are on the screen: read the rest of its ids, and the article under the cursor."""
        if self.view == FRONT and not self.listing.shown:
            self.screen.front.read(self.listing)
        elif not self.listing.shown:
            return  # another one was opened before the first picture: it is on its way, and goes on by itself
        elif not self.listing.complete:
            self._read_rest()
        self.screen.reading.list_shown()

    def _read_rest(self) -> None:
        ticket, chosen, watermark = self.listing.ticket, self.listing.selection, self.listing.watermark
        # The rows of the first page remain, whatever of their stories comes further down.
        stay = self._stay() | frozenset(self.screen.list.stories.listed.ids[:FIRST_IDS])

        def read(reader: "Reader") -> IdsRead:
            return IdsRead(ticket, read_list(reader, chosen, None, stay)[0], (), True, watermark)

        self.store.ask("ids", read, "slow")

    def _stay(self) -> frozenset[int]:
        """The rows that stand for a story, and the one under the cursor: they remain, whatever was read since."""
        rows = self.screen.list
        here = () if rows.article_id is None else (rows.article_id,)
        return frozenset((*rows.stories.listed.under.values(), *here))

    def ids_read(self, answer: IdsRead) -> None:
        """Show the articles of the view: the first of them, then all."""
        listing, rows = self.listing, self.screen.list
        if answer.ticket != listing.ticket:
            return
        # Until the person moves, the cursor waits for the article that it was meant for.
        waits = listing.looked_for and rows.cursor == 0
        keep = listing.keep if waits or not listing.shown else rows.article_id
        listing.complete, listing.watermark = answer.complete, answer.watermark
        self.screen.front.lay_out(answer.front)
        self.shape_rows()
        rows.show(
            answer.listed,
            self.screen.marking.overlay(answer.headlines),
            keep=keep,
            found=self.view.kind == "search",
            group=listing.selection.group,
            complete=answer.complete,
        )
        if listing.to_end and answer.complete:
            self.to_end()
        if listing.shown:
            if waits:
                self.screen.reading.list_shown()
            return
        listing.looked_for = listing.keep is not None and rows.article_id != listing.keep
        listing.shown = True
        self.say_why_empty()
        self.screen.status.update(new=0)
        if listing.ticket:
            self.go_on()
        if listing.then:
            listing.then()

    def to_end(self) -> None:
        """Put the cursor on the last row; where the end is not known yet, as soon as it is."""
        self.listing.to_end = not self.listing.complete
        if self.listing.complete:
            self.screen.list.move_to(len(self.screen.list.ids) - 1, -1)

    def expect(self, listing: Listing) -> None:
        """A search was asked for: answers about the list from before are no longer wanted."""
        self.listing = replace(self.listing, ticket=listing.ticket)

    def show_results(self, view: View, listing: Listing, answer: IdsRead) -> None:
        """Show the results of a search in place of the list."""
        if self.view.kind != "search":
            self.screen.list.fold_stories()
        self.view, self.listing = view, listing
        self.ids_read(answer)
        self.screen.view_changed()

    # ── Rows

    def rows_wanted(self, first: int, last: int) -> None:
        """Read rows that the list lacks."""
        self._read_rows("rows", list(self.screen.list.ids[first:last]))

    def rows_read(self, answer: RowsRead) -> None:
        """Hand rows to the list."""
        self.screen.list.put_rows(self.screen.marking.overlay(answer.headlines))

    def look_again(self) -> None:
        """Somebody changed the store: read the rows in and near the window, and count what is new."""
        self._read_rows("again", self.screen.list.doubt_rows())
        if self.view.kind == "search" or not self.listing.shown:
            return  # nothing is new to a list that is on its way
        ticket, chosen, watermark = self.listing.ticket, self.selection_of(self.view), self.listing.watermark
        self.store.ask("new", lambda reader: NewCounted(ticket, len(reader.newer_than(chosen, watermark))))

    def _read_rows(self, slot: str, ids: list[int]) -> None:
        if ids:
            self.store.ask(slot, lambda reader: RowsRead(reader.headlines(ids)))

    def new_counted(self, answer: NewCounted) -> None:
        """Say how much came in; into an empty list it comes at once, there is no cursor that it could move."""
        if answer.ticket != self.listing.ticket:
            return
        if answer.count and not self.screen.list.ids:
            self.come_in()
        else:
            self.screen.status.update(new=answer.count)

    # ── What is known of the view

    @property
    def title(self) -> str:
        """What the view is called."""
        return title(self.view, self.screen.counting.feeds)

    def feeds_changed(self) -> None:
        """The feeds were read again: names may differ, and what is shown may be gone."""
        self.shape_rows()
        self.say_why_empty()
        gone, self._feeds = self._feeds - self._feed_ids(), self._feed_ids()
        if self.view.kind == "search":
            return
        if not exists(self.view, self.screen.counting.feeds, self.screen.saved.names):
            self.open(UNREAD)
        elif gone:
            self.read_again()

    def _feed_ids(self) -> frozenset[int]:
        return frozenset(self.screen.counting.shelf.by_id)

    def read_again(self) -> None:
        """Read the list anew without moving from the row; of what was read here that stays whose feed is still there."""
        rows = self.screen.list
        self.read_here = {row.id for row in map(rows.headline, self.read_here) if row and row.feed_id in self._feeds}
        chosen = self.selection_of(self.view, self.read_here)
        self._read(Listing(chosen, self.listing.ticket + 1, keep=rows.article_id, stays=True))

    def rename(self, before: View, after: View) -> None:
        """A view has another name: what the person chose for it goes with it, and its list stays."""
        if before.key in self.unread_only:
            self.unread_only = self.unread_only - {before.key} | {after.key}
        if before.key in self.orders:
            self.orders[after.key] = self.orders.pop(before.key)
        if self.view == before:
            self.view = after

    def say_why_empty(self) -> None:
        """Tell what an empty list means and what to do."""
        counting = self.screen.counting
        self.screen.list.say_empty(
            *why_empty(
                self.view,
                counting.feed(self.view.feed_id),
                has_feeds=bool(counting.feeds),
                unread_only=self.view.key in self.unread_only,
                fetching=self.screen.refreshing.running,
                query=saved.query if (saved := self.screen.saved.find(self.view.name)) else "",
                key=self.screen.keyboard.first_key,
            )
        )

    def shape_rows(self) -> None:
        """Give the list the shape of rows that the layout and the view ask for."""
        rows = self.screen.list
        shelf, group = self.screen.counting.shelf, self.listing.selection.group
        width = max(self.screen.arranging.list_columns - 1, 1)
        room = max(8, min(WIDEST_OUTLET, width * 22 // 100))
        rows.set_look(
            RowLook(
                width=width,
                shape=_SHAPES[self.screen.layout_mode],
                outlet_width=0 if self.view.kind == "feed" or group == "feed" else min(shelf.widest, room),
                time_format=self.screen.settings.time_format,
                by_day=group == "day",
                ascii_only=rows.ascii_only,
            ),
            shelf.outlets,
        )

    # ── Actions

    def toggle_unread_only(self) -> None:
        """Show only unread articles in this view, or all of them again."""
        if self.view.kind in ("unread", "search"):
            self.screen.say("this view has only unread articles" if self.view == UNREAD else "not in a search")
            return
        self.unread_only ^= {self.view.key}
        self.read_here.clear()
        keep = self.screen.list.article_id
        self._read(Listing(self.selection_of(self.view), self.listing.ticket + 1, keep=keep, stays=True))
        self.screen.view_changed()

    def choose_section(self, number: int) -> None:
        """Show a section of the bar, or everything (0)."""
        sections = self.screen.counting.sections
        if number > len(sections):
            self.screen.say(f"there is no section {number}")
            return
        view = section_view(sections[number - 1]) if number else ALL
        if number:
            self.screen.counting.fold(view.name, folded=False)
        self.open(view)
        self.screen.tree_pane.put_cursor_on(view.key)

    def _section_handler(self, number: int) -> Handler:
        def handle(pane: Pane) -> None:
            self.choose_section(number)
            if pane == "article" or not self.screen.arranging.shows("list"):
                self.screen.go("list")

        return handle
