"""The feeds and their counts: what the tree, the bar and the status line show of them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.model import Feed
from newsreader.tui.answers import FeedsRead
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.start import Start
from newsreader.tui.tree_rows import tree_rows
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
        self.feeds: Sequence[Feed] = start.feeds
        self.unread: dict[int, int] = {feed.id: feed.unread for feed in start.feeds}
        self.today = start.today
        self.starred = start.starred
        self.folded: set[str] = set(start.remembered.folded)
        self.hide_read_feeds = start.remembered.hide_read_feeds
        self._reads = 0
        """Since the refresh that runs began."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"hide-read-feeds": lambda _: self.toggle_hide_read_feeds()}

    def read(self) -> None:
        """Read feeds and counts from the store; while a refresh runs, the feeds themselves only now and then."""
        start = midnight(self.screen.now())
        self._reads = self._reads + 1 if self.screen.refreshing.running else 0
        whole = self._reads % WHOLE_EVERY == 0

        def read(reader: "Reader") -> FeedsRead:
            feeds = reader.feeds() if whole else None
            unread = reader.unread() if feeds is None else {feed.id: feed.unread for feed in feeds}
            return FeedsRead(feeds, unread, reader.today_count(start), reader.starred_count())

        self.store.ask("counts", read, pace="slow")

    def take(self, answer: FeedsRead) -> None:
        """Show feeds and counts as the store has them now."""
        if answer.feeds is not None:
            self.feeds = answer.feeds
        self.unread = dict(answer.unread)
        self.today, self.starred = answer.today, answer.starred
        self.show()

    def change(self, headline: "Headline", *, read: bool | None = None, starred: bool | None = None) -> None:
        """Change the counts by what is about to happen to an article, before the store says so."""
        if read is not None and read != headline.read:
            by = -1 if read else 1
            self.unread[headline.feed_id] = max(self.unread.get(headline.feed_id, 0) + by, 0)
            if headline.sort >= midnight(self.screen.now()):
                self.today = max(self.today + by, 0)
        if starred is not None and starred != headline.starred:
            self.starred = max(self.starred + (1 if starred else -1), 0)

    def show(self) -> None:
        """Draw the tree, the bar and the count of failures."""
        view = self.screen.viewing.view
        rows = tree_rows(
            self.feeds,
            self.unread,
            today=self.today,
            starred=self.starred,
            folded=self.folded,
            hide_read=self.hide_read_feeds,
            keep=view.key,
        )
        self.screen.tree_pane.show(rows, view.key)
        self.screen.status.update(failing=sum(feed.status in ("failing", "gone") for feed in self.feeds))
        self.screen.telling.draw_bar()

    # ── What is known of the feeds

    @property
    def sections(self) -> list[str]:
        """The sections in the config's order."""
        return [name for name in dict.fromkeys(feed.section for feed in self.feeds) if name]

    def feed(self, feed_id: int | None) -> Feed | None:
        """Return a feed by its id."""
        return next((feed for feed in self.feeds if feed.id == feed_id), None)

    def unread_in(self, view: View) -> int:
        """Return how many unread articles a view has, as far as the counts say."""
        if view.kind == "feed":
            return self.unread.get(view.feed_id or 0, 0)
        if view.kind == "section":
            return sum(self.unread.get(feed.id, 0) for feed in self.feeds if feed.section == view.name)
        return self.today if view.kind == "today" else sum(self.unread.values())

    def ordered_feeds(self) -> list[Feed]:
        """Return the feeds in the order of the tree, folded or not."""
        place = {name: n for n, name in enumerate(self.sections)}
        return sorted(self.feeds, key=lambda feed: place.get(feed.section, len(place)))

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
