"""Filing what is in the store: after a reload, after an interruption, and all of it anew."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsreader.commands.working import file_stories
from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule, Subscription
from newsreader.newsdesk import filing
from newsreader.newsdesk.coverage import also_covered_by
from newsreader.store import stories
from newsreader.store.queries import Reader
from newsreader.store.writer import Writer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEEDS = [Subscription(f"https://{name.lower()}.example/rss", name) for name in ("Daily", "Post", "Times", "Echo")]
SUMMIT = [
    "Nine countries agree on shared North Sea power grid",
    "North Sea power grid: nine countries sign deal in Oslo",
    "Ministers agree on power grid for the North Sea",
]
STORM = ["Storm closes two alpine passes", "Alpine passes closed as storm hits"]


class Newsroom:
    """A store with four feeds. Articles are numbered from 1 in the order in which they are added."""

    def __init__(self, path: Path) -> None:
        self.writer = Writer(path, clock=lambda: NOW)
        self.writer.sync(FEEDS)
        self.reader = Reader(path, clock=lambda: NOW)
        self.added = 0

    def add(self, feed: int, title: str, *, hours: float = 0, body: str = "", lang: str = "", link: str = "") -> int:
        self.added += 1
        key = str(self.added)
        moment = NOW - timedelta(hours=48 - hours)
        entry = Entry(
            guid=key,
            link=link or f"https://{feed}.example/{key}",
            title=title,
            published=moment,
            body=body,
            lang=lang,
        )
        digest = key.encode()
        self.writer.commit([FeedUpdate(feed, Schedule(), Changes(new=(KeyedEntry(key, entry, digest, digest),)))])
        return self.added

    def file(self) -> int:
        return filing.file_new(self.writer)

    def told(self) -> dict[int, tuple[int, int]]:
        """(story, outlets) of each article that has one."""
        found = stories.stories_of(self.reader, range(1, self.added + 1))
        return {id_: (story.id, story.outlets) for id_, story in found.items()}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(tmp_path / "data" / "news.db")
    yield room
    room.reader.close()
    room.writer.close()


def test_what_three_feeds_tell_is_a_story_of_three_outlets(room: Newsroom) -> None:
    for feed, title in enumerate(SUMMIT, 1):
        room.add(feed, title)
    room.add(4, STORM[0])
    assert room.file() == 4
    assert room.told() == {1: (1, 3), 2: (1, 3), 3: (1, 3)}
    assert room.file() == 0


def test_a_late_article_joins_the_story_and_its_rows_keep_their_story(room: Newsroom) -> None:
    room.add(1, SUMMIT[0])
    room.add(2, SUMMIT[1])
    room.file()
    room.add(3, SUMMIT[2], hours=20)
    room.file()
    assert room.told() == {1: (1, 3), 2: (1, 3), 3: (1, 3)}


def test_the_order_in_which_feeds_come_in_does_not_matter(room: Newsroom) -> None:
    for feed, title, hours in ((3, SUMMIT[2], 9.0), (1, SUMMIT[0], 1.0), (4, STORM[1], 5.0), (2, STORM[0], 2.0)):
        room.add(feed, title, hours=hours)
        room.file()
    assert {frozenset(i for i, (s, _) in room.told().items() if s == story) for story, _ in room.told().values()} == {
        frozenset({1, 2}),
        frozenset({3, 4}),
    }


def test_filing_that_was_stopped_goes_on_where_it_was(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "BATCH", 1)
    for feed, title in enumerate(SUMMIT, 1):
        room.add(feed, title)
    stops = iter([False, True])
    assert filing.file_new(room.writer, lambda: next(stops)) == 1
    assert stories.has_unfiled(room.writer)
    assert room.file() == 2
    assert set(room.told()) == {1, 2, 3}


def test_a_refresh_without_time_left_leaves_articles_to_the_next_one(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "BATCH", 1)
    for feed, title in enumerate(SUMMIT, 1):
        room.add(feed, title)
    file_stories(room.writer, [], seconds=-1)
    assert room.told() == {}
    assert stories.has_unfiled(room.writer)
    file_stories(room.writer, [])
    assert room.told() == {1: (1, 3), 2: (1, 3), 3: (1, 3)}
    assert not stories.has_unfiled(room.writer)


def test_filing_all_anew_gives_the_same_stories_with_the_same_ids(room: Newsroom) -> None:
    for n, title in enumerate([*SUMMIT, *STORM]):
        room.add(n % 4 + 1, title, hours=30 - 5 * n)
        room.file()
    before = room.told()
    stories.file_again(room.writer)
    assert room.file() == 5
    assert room.told() == before


def test_one_text_in_two_feeds_is_one_voice_of_two_outlets(room: Newsroom) -> None:
    text = (
        "<p>The ministers agreed early on Tuesday to build a shared grid. The first cables come within three years.</p>"
    )
    room.add(1, "Deal reached in Oslo", body=text)
    room.add(2, "Strom aus dem Meer", body=text)
    room.file()
    story = stories.stories_of(room.reader, [2])[2]
    assert (story.outlets, story.voices, story.copy_of) == (2, 1, 1)


def test_one_page_in_two_feeds_of_an_outlet_is_one_outlet(room: Newsroom) -> None:
    for feed in (1, 2):
        room.add(
            feed,
            SUMMIT[0],
            link="https://daily.example/grid?utm_source=rss" if feed == 1 else "https://daily.example/grid",
        )
    room.file()
    assert stories.stories_of(room.reader, [1])[1].voices == 1


def test_also_covered_by_names_each_other_outlet_once_and_never_a_muted_article(room: Newsroom) -> None:
    room.add(1, SUMMIT[0], hours=1)
    room.add(2, SUMMIT[1], hours=3)
    room.add(2, SUMMIT[1] + " harbour", hours=4)
    room.add(3, SUMMIT[2], hours=2)
    room.add(4, "Nine countries share North Sea power grid", hours=5)
    room.file()
    room.writer.set_flag([5], "muted", True)
    (headline,) = room.reader.headlines([1])
    covered = also_covered_by(room.reader, headline, {feed.id: feed for feed in room.reader.feeds()})
    assert [one.feed for one in covered] == ["Times", "Post"]
