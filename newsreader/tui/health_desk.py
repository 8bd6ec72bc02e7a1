"""Feed health at the key H: read beside the screen, shown anew as a refresh goes on."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.answers import HealthRead
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.views import feed_view
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.model import Feed
    from newsreader.store.queries import Reader
    from newsreader.tui.health_view import HealthView
    from newsreader.tui.main_screen import MainScreen


class HealthDesk(Desk):
    """Opens the view, keeps it true, and does what is to be done with a feed in it."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._view: HealthView | None = None

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"health": self.open}

    def open(self, _pane: Pane) -> None:
        """Show how the feeds are."""
        from newsreader.tui.health_view import HealthView

        self._view = HealthView(self, self.screen.now(), ascii_only=self.screen.newsreader.ascii_only)
        self._view.show_on(self.screen)
        self.look_again()

    def look_again(self) -> None:
        """Read how the feeds are, if anybody looks."""
        if self._view is None or not self._view.is_open:
            self._view = None
            return
        unverified = self._unverified()

        def read(reader: "Reader") -> HealthRead:
            from newsreader.tui.health import Health

            history, weekly, totals = reader.history(), reader.weekly(), reader.totals()
            return HealthRead(
                [
                    Health(
                        feed,
                        history.get(feed.id, ()),
                        weekly.get(feed.id, 0.0),
                        totals.get(feed.id, 0),
                        feed.url in unverified,
                    )
                    for feed in reader.feeds()
                ]
            )

        self.store.ask("health", read, pace="slow")

    def read(self, message: HealthRead) -> None:
        """The answer."""
        if self._view is not None and self._view.is_open:
            self._view.show(message.rows, self.screen.now())

    def _unverified(self) -> set[str]:
        return {feed.url for feed in self.screen.newsreader.config.feeds if feed.verify is False}

    # ── What is done with a feed

    def open_feed(self, feed: "Feed") -> None:
        """Leave, and show the feed's list."""
        self._leave()
        self.screen.viewing.open(feed_view(feed.id))
        self.screen.go("list")

    def retry(self, feeds: "Sequence[Feed]") -> None:
        """Ask feeds now."""
        if len(feeds) == len(self.screen.counting.feeds):
            self.screen.refreshing.reload_all()
            return
        self.screen.refreshing.reload_feeds(feeds, feeds[0].name if len(feeds) == 1 else f"{len(feeds):,} feeds")

    def open_site(self, feed: "Feed") -> None:
        """Open the feed's site in the browser; where none is known, its own address."""
        self.screen.linking.open(feed.site or feed.url)

    def copy_site(self, feed: "Feed") -> None:
        """Copy that address."""
        self.screen.linking.copy(redacted(feed.site or feed.url))

    def edit(self, feed: "Feed") -> None:
        """Leave, and open the form of the feed."""
        self._leave()
        self.screen.editing.edit_feed(feed)

    def unsubscribe(self, feed: "Feed") -> None:
        """Leave, and ask whether to unsubscribe; the answer is the status line's."""
        self._leave()
        self.screen.editing.unsubscribe(feed)

    def _leave(self) -> None:
        if self._view is not None:
            self._view.close()
