"""A small newspaper for tests of the screen: a real store filled through the Writer, and the app as a person sees it."""

import re
import time
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from newsreader.config.load import loads, subscriptions
from newsreader.model import Changes, Entry, FeedUpdate, Headline, KeyedEntry, Schedule
from newsreader.paths import Paths
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.start import read_start

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
NO_FETCHER = ("false",)
"""A program that ends at once, in place of the fetcher."""


@dataclass
class Item:
    """An article to be stored; `hours` before NOW."""

    title: str
    hours: float = 1.0
    body: str = "<p>A body.</p>"
    link: str = ""
    comments: str = ""
    guid: str = ""


@dataclass
class Paper:
    """A data folder with a config and a store."""

    folder: Path
    reader_settings: str = 'refresh = "never"\ntheme = "paper-dark"'
    keys: str = ""
    feeds: list[tuple[str, str]] = field(default_factory=list)
    """(name, section)."""
    extra: str = ""
    """The rest of the config file: views, rules."""

    @property
    def paths(self) -> Paths:
        return Paths(self.folder / "config.toml", self.folder / "data", self.folder / "cache")

    def url(self, name: str) -> str:
        return f"https://{re.sub(r'[^a-z]', '-', name.lower()).strip('-')}.example/feed.xml"

    def write_config(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        parts = [f"[reader]\n{self.reader_settings}\n", f"[keys]\n{self.keys}\n"]
        for name, section in self.feeds:
            place = f'section = "{section}"\n' if section else ""
            parts.append(f'[[feeds]]\nurl = "{self.url(name)}"\nname = "{name}"\n{place}')
        self.paths.config.write_text("\n".join([*parts, self.extra]), "utf-8")

    def subscribe(self, *feeds: tuple[str, str]) -> None:
        """Subscribe to feeds: (name, section) each."""
        self.feeds += feeds
        self.write_config()
        with self.writer() as writer:
            config = loads(self.paths.config.read_text("utf-8"), self.paths.config)
            writer.sync(subscriptions(config, self.paths.config))

    def writer(self) -> "Closing":
        return Closing(Writer(self.paths.database, clock=lambda: NOW))

    def publish(self, name: str, *items: Item, error: str = "") -> None:
        """Let a feed have new articles, the first one the newest; or let it fail."""
        with self.writer() as writer:
            feed_id = self.feed_id(name)
            entries = []
            for item in items:
                key = item.guid or item.title
                entry = Entry(
                    guid=key,
                    link=item.link or f"https://example.org/{zlib.crc32(item.title.encode()):x}",
                    title=item.title,
                    published=NOW - timedelta(hours=item.hours),
                    body=item.body,
                    comments=item.comments,
                )
                entries.append(KeyedEntry(key, entry, key.encode("utf-8", "replace"), key.encode("utf-8", "replace")))
            schedule = Schedule(
                last_check=NOW,
                next_check=NOW + timedelta(days=1),
                failures=3 if error else 0,
                error=error,
                last_success=None if error else NOW,
            )
            writer.commit([FeedUpdate(feed_id, schedule, None if error else Changes(new=tuple(entries)), title=name)])

    def feed_id(self, name: str) -> int:
        with Closing(Reader(self.paths.database)) as reader:
            return next(
                feed.id for feed in reader.feeds() if name in (feed.name, feed.url) or feed.url == self.url(name)
            )

    def headlines(self) -> dict[str, Headline]:
        """What the store has, by title."""
        with Closing(Reader(self.paths.database)) as reader:
            return {row.title: row for row in reader.headlines(reader.ids(Selection()))}

    def is_read(self, title: str) -> bool:
        return self.headlines()[title].read

    def app(self, *, fetcher: Sequence[str] = NO_FETCHER, now: Callable[[], datetime] = lambda: NOW) -> NewsreaderApp:
        config = loads(self.paths.config.read_text("utf-8"), self.paths.config)
        start = read_start(self.paths.database, subscriptions(config, self.paths.config), now(), config)
        return NewsreaderApp(self.paths, config, start, now=now, fetcher=fetcher)

    @asynccontextmanager
    async def open(
        self,
        width: int = 140,
        height: int = 40,
        *,
        fetcher: Sequence[str] = NO_FETCHER,
        now: Callable[[], datetime] = lambda: NOW,
    ) -> "AsyncIterator[Person]":
        """Open the reader; at the end it is quit as a person would."""
        app = self.app(fetcher=fetcher, now=now)
        async with app.run_test(size=(width, height)) as pilot:
            person = Person(app, pilot)
            await person.sees(lambda text: bool(text.strip()))
            yield person
            app.quit()
        app.close()


class Closing:
    """Closes what it is given."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *_):
        self.thing.close()


class Person:
    """Presses keys and reads the screen."""

    def __init__(self, app: NewsreaderApp, pilot: Pilot) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def text(self) -> str:
        """The screen, line by line."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def status(self) -> str:
        return self.lines[-1].strip()

    def pane(self, name: str) -> str:
        """What one pane shows."""
        widget = self.app.main.panes[name]
        left, top, width, height = widget.region
        return "\n".join(line[left : left + width] for line in self.lines[top : top + height])

    def cursor(self, pane: str = "list") -> str:
        """The text of the row under the cursor of a pane."""
        widget = self.app.main.panes[pane]
        return " ".join("".join(s.text for s in strip).strip() for strip in widget.row_lines(widget.cursor)).strip()

    @property
    def has_keys(self) -> str:
        """The pane that has the keys."""
        return next((name for name, widget in self.app.main.panes.items() if widget.has_focus), "")

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def sees(self, what: str | Callable[[str], bool], timeout: float = 10.0) -> str:
        """Wait until the screen shows `what`, a regular expression or a condition of its text; returns the text."""
        shown = what if callable(what) else re.compile(what).search
        return await self.waits(lambda: shown(self.text), timeout, what)

    async def sees_in(self, pane: str, what: str, timeout: float = 10.0) -> None:
        """Wait until a pane shows `what`."""
        await self.waits(lambda: re.search(what, self.pane(pane)), timeout, what)

    async def waits(self, condition: Callable[[], object], timeout: float = 10.0, what: object = None) -> str:
        """Wait for a condition. Raises AssertionError with the screen."""
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"never came: {what or condition}; the screen:\n{self.text}")
            await self.pilot.pause(0.01)
        return self.text
