"""The feeds and their counts: what the tree, the bar and the status line show of them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.model import Feed
from newsreader.tui.answers import FeedsRead
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.shelf import Shelf
from newsreader.tui.start import Start
from newsreader.tui.tree_rows import TreeRow, tree_rows
from newsreader.tui.views import View, midnight

if TYPE_CHECKING:
    from newsreader.model import Headline
    from newsreader.store.queries import Reader
    from newsreader.tui.main_screen import MainScreen

WHOLE_EVERY = 5
"""A thousand feeds take 15 ms to read, their unread counts 1 ms, and during a refresh both change every second."""


class Counting(Desk):
    """Keeps the feeds as last read, with the counts as the person has changed them since."""

    def __init__(self, screen: "MainScreen", start: Start) -> None:
        super().__init__(screen)
        self.shelf = start.shelf
        self.unread: dict[int, int] = {feed.id: feed.unread for feed in start.shelf.feeds if feed.unread}
        self._in_sections: dict[str, int] = {}
        self._total = 0
        self._add_up()
        self.today = start.today
        self.starred = start.starred
        self.folded: set[str] = set(start.remembered.folded)
        self.hide_read_feeds = start.remembered.hide_read_feeds
        self._rows: Sequence[TreeRow] = ()
        self._rows_for: tuple[object, ...] = ()
        """What the rows were made of: at most keys only counts change, and ten thousand rows take some milliseconds."""
        self._reads = 0
        """Since the refresh that runs began."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"hide-read-feeds": lambda _: self.toggle_hide_read_feeds()}

    def read(self) -> None:
        """Read counts from the store, and the feeds if they have changed; while a refresh runs, these only now and then."""
        start = midnight(self.screen.now())
        self._reads = self._reads + 1 if self.screen.refreshing.running else 0
        known = self.shelf.version
        whole = known is None or self._reads % WHOLE_EVERY == 0

        def read(reader: "Reader") -> FeedsRead:
            version = reader.feeds_version() if whole else known
            shelf = Shelf(reader.feeds(), version).ready() if version != known else None
            unread = reader.unread() if shelf is None else {feed.id: feed.unread for feed in shelf.feeds if feed.unread}
            return FeedsRead(shelf, unread, reader.today_count(start), reader.starred_count())

        self.store.ask("counts", read, pace="slow")

    def renew(self) -> None:
        """The config has changed: the next look reads the feeds anew, with their names and sections."""
        self.shelf.version = None

    def take(self, answer: FeedsRead) -> None:
        """Show feeds and counts as the store has them now."""
        if answer.shelf is not None:
            self.shelf = answer.shelf
        self.unread = dict(answer.unread)
        self.today, self.starred = answer.today, answer.starred
        self._add_up()
        self.show()

    def _add_up(self) -> None:
        unread = self.unread
        self._total = sum(unread.values())
        self._in_sections = {
            name: sum([unread[feed.id] for feed in members if feed.id in unread])
            for name, members in self.shelf.members.items()
        }

    def change(self, headline: "Headline", *, read: bool | None = None, starred: bool | None = None) -> None:
        """Change the counts by what is about to happen to an article, before the store says so."""
        if read is not None and read != headline.read:
            by = -1 if read else 1
            self._change_unread(headline.feed_id, by)
            if headline.sort >= midnight(self.screen.now()):
                self.today = max(self.today + by, 0)
        if starred is not None and starred != headline.starred:
            self.starred = max(self.starred + (1 if starred else -1), 0)

    def _change_unread(self, feed_id: int, by: int) -> None:
        before = self.unread.get(feed_id, 0)
        self.unread[feed_id] = after = max(before + by, 0)
        self._total += after - before
        if feed := self.feed(feed_id):
            self._in_sections[feed.section] = self._in_sections.get(feed.section, 0) + after - before

    def show(self) -> None:
        """Draw the tree, the bar and the count of failures."""
        view = self.screen.viewing.view
        views = self.screen.saved.by_section
        made_of = (self.shelf, views, frozenset(self.folded))
        if self.hide_read_feeds or made_of != self._rows_for:
            self._rows = tree_rows(
                self.shelf.rows,
                self.count,
                views=views,
                folded=self.folded,
                hide_read=self.hide_read_feeds,
                keep=view.key,
            )
            self._rows_for = () if self.hide_read_feeds else made_of
        self.screen.tree_pane.show(self._rows, self.count, view.key)
        self.screen.status.update(failing=self.shelf.failing)
        self.screen.telling.draw_bar()

    def count(self, row: TreeRow) -> int:
        """Return the number beside a row of the tree."""
        if row.kind == "feed":
            return self.unread.get(row.feed_id, 0)
        if row.kind == "section":
            return self._in_sections.get(row.label, 0)
        if row.kind == "view":
            return self.screen.saved.unread.get(row.label, 0)
        return {"today": self.today, "unread": self._total, "starred": self.starred}.get(row.key, 0)

    # ── What is known of the feeds

    @property
    def feeds(self) -> Sequence[Feed]:
        """The feeds in the config's order."""
        return self.shelf.feeds

    @property
    def sections(self) -> list[str]:
        """The sections in the config's order."""
        return self.shelf.sections

    def feed(self, feed_id: int | None) -> Feed | None:
        """Return a feed by its id."""
        return None if feed_id is None else self.shelf.by_id.get(feed_id)

    def unread_in(self, view: View) -> int:
        """Return how many unread articles a view has, as far as the counts say."""
        if view.kind == "feed":
            return self.unread.get(view.feed_id or 0, 0)
        if view.kind == "section":
            return self._in_sections.get(view.name, 0)
        if view.kind == "view":
            return self.screen.saved.unread.get(view.name, 0)
        if view.kind == "front":
            return 0
        return self.today if view.kind == "today" else self._total

    def ordered_feeds(self) -> list[Feed]:
        """Return the feeds in the order of the tree, folded or not."""
        return self.shelf.ordered

    # ── What the person does to the tree

    def fold(self, section: str, folded: bool | None = None) -> None:
        """Fold or unfold a section; None: the other way round."""
        folded = section not in self.folded if folded is None else folded
        (self.folded.add if folded else self.folded.discard)(section)
        self.show()

    def toggle_hide_read_feeds(self) -> None:
        """Hide feeds without unread articles, or show them again."""
        self.hide_read_feeds = not self.hide_read_feeds
        self.show()
        self.screen.say("only feeds with unread articles" if self.hide_read_feeds else "all feeds")
