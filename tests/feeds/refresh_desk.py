"""A store that a test refreshes when it says so, with a clock that stands still in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsreader.feeds.asking import Terms
from newsreader.feeds.credentials import Keyring, Login
from newsreader.feeds.events import Event, FeedDone
from newsreader.feeds.network import Reach
from newsreader.feeds.plan import Plan, Wish, World
from newsreader.feeds.refresh import Refresh
from newsreader.model import Feed, Headline, Subscription
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer


@dataclass
class Desk:
    """A store that is refreshed when a test says so."""

    folder: Path
    now: datetime = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    interval: timedelta = timedelta(hours=1)
    terms: Terms = field(default_factory=lambda: Terms("newsreader/test", timeout=timedelta(seconds=5)))
    pages: bool = False
    reach: Callable[[str], Reach] = lambda ip: "loopback" if ip == "127.0.0.1" else "private"
    resolve: Callable[[str], Sequence[str]] = lambda _host: ()
    urls: list[str] = field(default_factory=list)
    gap: float = 0.05
    max_items: int = 5000
    logins: dict[str, Login] = field(default_factory=dict)
    """By address."""
    environ: dict[str, str] = field(default_factory=dict)
    patience: float = 30.0
    """Seconds that a program which prints a password may take."""

    def __post_init__(self) -> None:
        self.writer = Writer(self.folder / "news.db", clock=lambda: self.now)

    def subscribe(self, *urls: str) -> None:
        self.urls += urls
        self.writer.sync([Subscription(url) for url in self.urls])

    def refresh(
        self, *, force: bool = False, named: bool = False, after: timedelta = timedelta(0)
    ) -> dict[str, FeedDone]:
        """Refresh, `after` so much time has passed; returns what was told of each feed."""
        self.now += after
        events: list[Event] = []
        world = World(clock=lambda: self.now, jitter=lambda: 0.0, resolve=self.resolve, reach=self.reach, gap=self.gap)
        plans = [
            Plan(feed, self.terms, self.interval, self.max_items, self.pages, login=self.logins.get(feed.url))
            for feed in self.writer.feeds()
        ]
        keyring, wish = Keyring(self.environ, seconds=self.patience), Wish(force=force, named=named)
        try:
            Refresh(self.writer, plans, events.append, wish=wish, world=world, keyring=keyring).run()
        finally:
            keyring.close()
        self.events = events
        return {event.url: event for event in events if isinstance(event, FeedDone)}

    def only(self, **options: object) -> FeedDone:
        """Refresh a store of one feed; returns what was told of it."""
        (told,) = self.refresh(**options).values()  # type: ignore[arg-type]
        return told

    def feed(self, url: str = "") -> Feed:
        feeds = self.writer.feeds()
        return next(feed for feed in feeds if not url or feed.url == url)

    def reader(self) -> Reader:
        """The store as the screen reads it, by this desk's clock; to be closed."""
        return Reader(self.folder / "news.db", clock=lambda: self.now)

    def headlines(self) -> list[Headline]:
        """What the person would see, newest first."""
        reader = self.reader()
        try:
            return reader.headlines(reader.ids(Selection()))
        finally:
            reader.close()

    def titles(self) -> list[str]:
        return [headline.title for headline in self.headlines()]

    def published(self) -> list[datetime | None]:
        return [headline.published for headline in self.headlines()]

    def asking(self, **terms: object) -> None:
        self.terms = replace(self.terms, **terms)  # type: ignore[arg-type]
