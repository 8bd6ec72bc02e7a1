"""A person's config and store, and the command line run on them as a person does."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from feed_server import Site
from program import Program

from newsreader.cli import run
from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule, Subscription
from newsreader.store.writer import Writer

CONFIG = """
[[feeds]]
url = "https://world.example/rss"
name = "World Daily"
section = "World"

[[feeds]]
url = "https://tech.example/rss"
name = "Tech Wire"
section = "Tech"
"""
FEEDS = (
    Subscription("https://world.example/rss", "World Daily", "World"),
    Subscription("https://tech.example/rss", "Tech Wire", "Tech"),
)
NOW = datetime.now(UTC).replace(microsecond=0)


class Home:
    """Where a person's files are. Articles are numbered from 1 in the order in which they are added."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config.toml"
        self.config.write_text(CONFIG, encoding="utf-8")
        self.data = folder / "data"
        self.writer = Writer(self.data / "news.db")
        self.writer.sync(FEEDS)

    def add(self, title: str, feed: int = 1, hours: float = 1, **facts: object) -> None:
        """Store an article that came out so many hours ago."""
        entry = Entry(  # type: ignore[arg-type]
            **{
                "guid": title,
                "link": f"https://world.example/{title.replace(' ', '-')}",
                "title": title,
                "published": NOW - timedelta(hours=hours),
                **facts,
            }
        )
        changes = Changes(new=(KeyedEntry(title, entry, title.encode(), title.encode()),))
        self.writer.commit([FeedUpdate(feed, Schedule(last_check=NOW), changes)])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    home = Home(tmp_path)
    monkeypatch.setenv("NEWSREADER_CONFIG", str(home.config))
    monkeypatch.setenv("NEWSREADER_DATA_DIR", str(home.data))
    yield home
    home.writer.close()


Newsreader = Callable[..., list[str]]


@pytest.fixture
def newsreader(home: Home, capfd: pytest.CaptureFixture[str]) -> Newsreader:
    """Run `newsreader WORDS…`; returns the lines of stdout, or of stderr where another status is expected."""

    def run_it(*words: str, status: int = 0) -> list[str]:
        ended = run(words)
        out, err = capfd.readouterr()
        assert ended == status, err
        assert (out if status else err) == ""
        return (err if status else out).splitlines()

    return run_it


@pytest.fixture
def rows(newsreader: Newsreader) -> Callable[..., list[dict[str, object]]]:
    """Run a command with --json; returns its objects."""
    return lambda *words: [json.loads(line) for line in newsreader(*words, "--json")]


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on loopback that answers as it is told."""
    site = Site()
    yield site
    site.close()


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program as a process."""
    return Program(tmp_path)
