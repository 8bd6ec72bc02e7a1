"""Writing what came in, in bursts: some ten feeds a transaction, and never one open while anything is waited for.

What is told of a feed is told once it is in the store.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from newsreader.feeds.events import Done, Event, FeedDone, Progress
from newsreader.model import Feed, FeedUpdate, FetchResult
from newsreader.store.hosts import HostState
from newsreader.store.writer import Writer
from newsreader.urls import redacted, unnamed

DOCUMENTS = 10
"""Feeds with new documents in one transaction: some 20 ms during which nobody else can write."""
QUIET = 100
"""Feeds of which only the schedule changed."""
SECONDS = 0.25
"""What came in can be seen after so long at the latest."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be written about a feed, and told once it is."""

    feed: Feed
    update: FeedUpdate
    failed: bool = False
    reason: str = ""
    ms: int = 0


class Bursts:
    """Outcomes on their way into the store, and the sum of all."""

    def __init__(
        self, writer: Writer, feeds: int, tell: Callable[[Event], object], news: Callable[[], Mapping[str, HostState]]
    ) -> None:
        """`news` gives what other processes should know of hosts; it is written along."""
        self._writer, self._feeds, self._tell, self._news = writer, feeds, tell, news
        self._pending: list[Outcome] = []
        self._documents = 0
        self._since = 0.0
        self._counts: dict[FetchResult, int] = {"new": 0, "unchanged": 0, "skipped": 0, "failed": 0}
        self._new = self._updated = 0

    def add(self, outcome: Outcome) -> None:
        """Take in what is to be written."""
        if not self._pending:
            self._since = time.monotonic()
        self._pending.append(outcome)
        self._documents += outcome.update.changes is not None

    def skip(self, feed: Feed, why: str) -> None:
        """Tell of a feed that is not asked."""
        self._counts["skipped"] += 1
        self._tell(FeedDone(feed.name, redacted(feed.url), "skipped", reason=why))

    def patience(self) -> float:
        """Return the seconds until something has to be written."""
        return max(self._since + SECONDS - time.monotonic(), 0.0) if self._pending else SECONDS

    def write_if_time(self) -> None:
        """Write if enough has come together, or has waited long enough. Raises StoreError."""
        if self._documents >= DOCUMENTS or len(self._pending) >= QUIET or (self._pending and not self.patience()):
            self.write()

    def write(self) -> None:
        """Write all that is pending, then tell of it. Raises StoreError."""
        outcomes, self._pending, self._documents = self._pending, [], 0
        if news := self._news():
            self._writer.save_hosts(news)
        if not outcomes:
            return
        counts = self._writer.commit([outcome.update for outcome in outcomes])
        for outcome in outcomes:
            self._tell_of(outcome, *counts.get(outcome.feed.id, (0, 0)))
        self.tell_progress()

    def _tell_of(self, outcome: Outcome, new: int, updated: int) -> None:
        result: FetchResult = "new" if new or updated else "failed" if outcome.failed else "unchanged"
        self._counts[result] += 1
        self._new += new
        self._updated += updated
        name, url = name_of(outcome.feed, outcome.update.title), redacted(outcome.feed.url)
        self._tell(FeedDone(name, url, result, new, updated, outcome.reason, outcome.ms, outcome.update.bytes))

    def tell_progress(self) -> None:
        """Tell how many feeds are dealt with."""
        self._tell(Progress(sum(self._counts.values()), self._feeds))

    def sum(self, seconds: float) -> Done:
        """Return what came of it all."""
        counts = self._counts
        return Done(
            self._new, self._updated, counts["unchanged"], counts["skipped"], counts["failed"], round(seconds * 1000)
        )


def name_of(feed: Feed, title: str) -> str:
    """Return what to call a feed whose document now has that title ('' for none)."""
    return feed.name if not title or feed.name != unnamed(feed.url) else title
