"""Refreshing: when the fetcher is started, and what is said of its work."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.answers import NewsTold, RefreshEnded, RefreshProgress
from newsreader.tui.desk import Desk, Handler
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.model import Feed
    from newsreader.tui.fetcher_child import FetcherChild
    from newsreader.tui.main_screen import MainScreen


class Refreshing(Desk):
    """Starts the fetcher by itself and at the person's word; one at a time, a second order waits."""

    def __init__(self, screen: "MainScreen", fetcher: "FetcherChild") -> None:
        super().__init__(screen)
        self._fetcher = fetcher
        self._waiting: list[Sequence[str]] = []
        self._asked_for = False
        self._new_feeds = False
        """The config was changed, and the feeds are not read yet that it has now."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"reload": self.reload, "reload-all": lambda _: self.reload_all()}

    @property
    def running(self) -> bool:
        """Whether the fetcher is at work."""
        return self._fetcher.running

    def fetch_what_is_due(self) -> None:
        """Start the fetcher if it is time for any feed. Called at the start and while the reader is open."""
        now = self.screen.now()
        due = any(
            not feed.schedule.gone and (feed.schedule.next_check is None or feed.schedule.next_check <= now)
            for feed in self.screen.counting.feeds
        )
        if due and not self._fetcher.running:
            self._start([], asked_for=False)

    def fetch_what_is_new(self) -> None:
        """The feeds of the config are others now: those that were never fetched are, at once or after the refresh that runs."""
        if self._fetcher.running:
            self._waiting.append([])
        else:
            self._new_feeds = True

    def feeds_read(self) -> None:
        """The feeds were read: if there may be new ones among them, fetch those."""
        if self._new_feeds:
            self._new_feeds = False
            self.fetch_what_is_due()

    def reload_all(self) -> None:
        """Fetch all feeds now."""
        self._order(["--force"], "all feeds")

    def reload(self, pane: Pane) -> None:
        """Fetch one feed now, or those of a section."""
        feeds = self._feeds_at(pane)
        if not feeds:
            self.reload_all()
            return
        self.reload_feeds(feeds, feeds[0].name if len(feeds) == 1 else feeds[0].section)

    def reload_feeds(self, feeds: "Sequence[Feed]", what: str) -> None:
        """Fetch some feeds now; `what` they are called together."""
        if feeds:
            self._order(["--force", *(part for feed in feeds for part in ("--feed", redacted(feed.url)))], what)

    def _feeds_at(self, pane: Pane) -> "list[Feed]":
        counting = self.screen.counting
        view = self.screen.tree_view if pane == "tree" else self.screen.viewing.view
        if pane != "tree" and (row := self.screen.target(pane)):
            return [feed for feed in counting.feeds if feed.id == row.feed_id]
        if view.kind == "section":
            return [feed for feed in counting.feeds if feed.section == view.name]
        return [feed for feed in counting.feeds if feed.id == view.feed_id]

    def _order(self, arguments: Sequence[str], what: str) -> None:
        if self._fetcher.running:
            if arguments not in self._waiting:
                self._waiting.append(arguments)
            self.screen.say(f"{what}: reloads when this refresh is over")
            return
        self._start(arguments, asked_for=True)
        self.screen.say(f"reloading {what}")

    def _start(self, arguments: Sequence[str], *, asked_for: bool) -> None:
        self._asked_for = asked_for
        look_at = self.screen.newsreader.look_at
        self._fetcher.start(["--preview", *look_at] if look_at else arguments)
        self.screen.status.update(refreshing=(0, 0))
        self.screen.viewing.say_why_empty()

    def stop(self) -> bool:
        """Stop a refresh; returns whether there was one."""
        self._waiting.clear()
        if not self._fetcher.running:
            return False
        self._fetcher.stop()
        self.screen.say("the refresh stops")
        return True

    def progress(self, message: RefreshProgress) -> None:
        """The fetcher has come further."""
        self.screen.status.update(refreshing=(message.done, message.of))

    def notified(self, message: NewsTold) -> None:
        """A rule wants the person told of an article: here, and by the terminal wherever the person looks."""
        from newsreader.newsdesk.notices import sequence

        self.screen.say(message.what)
        if self.screen.newsreader.terminal is not None:
            self.screen.newsreader.terminal.write(sequence(message.what, os.environ))

    def ended(self, message: RefreshEnded) -> None:
        """The fetcher is gone: say what came of it, and start what waits."""
        self.screen.status.update(refreshing=None)
        self.screen.viewing.say_why_empty()
        self.screen.look_again()
        if message.problem:
            self.screen.say(f"refresh: {message.problem}", error=True)
        elif self._asked_for and not message.stopped:
            self.screen.say(_summary(message))
        if self._waiting:
            self._start(self._waiting.pop(0), asked_for=True)


def _summary(ended: RefreshEnded) -> str:
    parts = [f"{ended.new:,} new" if ended.new else "nothing new"]
    if ended.updated:
        parts.append(f"{ended.updated:,} updated")
    if ended.failed:
        parts.append(f"{ended.failed:,} failed")
    return ", ".join(parts)
