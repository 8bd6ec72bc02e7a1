"""Short ways to fill a store and to look at it, for tests."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule, Subscription
from newsreader.query.parse import parse
from newsreader.query.tree import Query
from newsreader.store.queries import Reader
from newsreader.store.search import search
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WORLD = "https://world.example/rss"
TECH = "https://tech.example/rss"
BOTH = (
    Subscription(WORLD, name="World Daily", section="World"),
    Subscription(TECH, name="Tech Wire", section="Tech", tags=("Geeks",)),
)


def entry(title: str, **facts: object) -> Entry:
    """An entry whose guid and link follow from its title."""
    name = title.replace(" ", "-")
    return Entry(**{"guid": name, "link": f"https://world.example/{name}", "title": title, **facts})  # type: ignore[arg-type]


def keyed(entry: Entry) -> KeyedEntry:
    """The entry as decide would key it."""

    def digest(*parts: object) -> bytes:
        return hashlib.blake2b(repr(parts).encode(), digest_size=8).digest()

    return KeyedEntry(entry.guid, entry, digest(entry), digest(entry.title, entry.body, entry.summary))


class Desk:
    """A store with a writer, a reader and a clock that stands at NOON until it is set."""

    def __init__(self, path: Path, subscriptions: Sequence[Subscription] = BOTH) -> None:
        self.path = path
        self.now = NOON
        self.writer = Writer(path, clock=lambda: self.now)
        self.writer.sync(subscriptions)
        self.reader = Reader(path, clock=lambda: self.now)

    def close(self) -> None:
        self.reader.close()
        self.writer.close()

    def feed_id(self, url: str = WORLD) -> int:
        return next(feed.id for feed in self.reader.feeds(all=True) if feed.url == url)

    def add(self, *entries: Entry | str, feed: str = WORLD, schedule: Schedule | None = None) -> list[int]:
        """Commit new articles, the first of them the newest; returns their ids in the order given."""
        new = [keyed(e if isinstance(e, Entry) else entry(e)) for e in entries]
        self.commit(Changes(new=tuple(new)), feed=feed, schedule=schedule)
        ids = {known.guid: known.id for known in self.writer.known(self.feed_id(feed))}
        return [ids[k.key] for k in new]

    def update(self, article_id: int, entry: Entry, feed: str = WORLD) -> tuple[int, int]:
        return self.commit(Changes(updated=((article_id, keyed(entry)),)), feed=feed)

    def commit(self, changes: Changes | None, feed: str = WORLD, schedule: Schedule | None = None) -> tuple[int, int]:
        feed_id = self.feed_id(feed)
        schedule = schedule or Schedule(last_check=self.now, last_success=self.now)
        return self.writer.commit([FeedUpdate(feed_id, schedule, changes)])[feed_id]

    def index(self) -> None:
        while self.writer.index_some():
            pass

    def query(self, text: str, *, typing: bool = False) -> Query:
        return parse(text, now=self.now, typing=typing)

    def listed(self, text: str = "", **selection: object) -> list[str]:
        """The titles of a list, in its order."""
        ids = self.reader.ids(Selection(query=self.query(text), **selection))  # type: ignore[arg-type]
        return [headline.title for headline in self.reader.headlines(ids)]

    def found(self, text: str, *, typing: bool = False, full: bool = False) -> list[str]:
        """The titles of a search, best first."""
        hits = search(self.reader, self.query(text, typing=typing), Selection(), full=full)
        return [headline.title for headline in self.reader.headlines([hit.id for hit in hits])]

    def ago(self, **span: float) -> datetime:
        return self.now - timedelta(**span)
