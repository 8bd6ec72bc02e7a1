"""Also worth reading: what is named, what never is, and how often it is right on labelled headlines."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from story_corpus import Labelled, dense

from newsreader.articles.document import Related
from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule, Subscription
from newsreader.newsdesk import filing
from newsreader.newsdesk.related import MOST, also_worth_reading
from newsreader.store.queries import Reader
from newsreader.store.writer import Writer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Library:
    """A store with as many feeds as are asked for."""

    def __init__(self, path: Path, feeds: int = 6) -> None:
        self.writer = Writer(path, clock=lambda: NOW)
        self.writer.sync([Subscription(f"https://{n}.example/rss", f"Paper {n}") for n in range(1, feeds + 1)])
        self.reader = Reader(path, clock=lambda: NOW)
        self.added = 0

    def add(self, *titles: str, feed: int | None = None, days: float = 1, body: str = "") -> list[int]:
        ids = []
        for title in titles:
            self.added += 1
            key = str(self.added)
            entry = Entry(
                guid=key, link=f"https://x.example/{key}", title=title, published=NOW - timedelta(days=days), body=body
            )
            keyed = KeyedEntry(key, entry, key.encode(), key.encode())
            self.writer.commit([FeedUpdate(feed or self.added % 6 + 1, Schedule(), Changes(new=(keyed,)))])
            ids.append(self.added)
        return ids

    def related(self, id_: int) -> list[Related]:
        while self.writer.index_some():
            pass
        (headline,) = self.reader.headlines([id_])
        return list(also_worth_reading(self.reader, headline, {feed.id: feed for feed in self.reader.feeds(all=True)}))


FILLER = [
    f"{what} {does} {when}"
    for what in ("Harbour", "Museum", "Budget", "Orchestra")
    for does in ("opens", "closes", "debate")
    for when in ("early", "again", "late")
]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "data" / "news.db")
    library.add(*FILLER)
    yield library
    library.reader.close()
    library.writer.close()


def test_what_shares_the_rare_words_of_an_article_is_named_with_them(library: Library) -> None:
    (asked,) = library.add("Octopus dreams seen in aquarium")
    (found,) = library.add("How an octopus sleeps in the aquarium of Naples", days=200)
    (one,) = library.related(asked)
    assert one.id == found
    assert {reason.lower() for reason in one.reasons} == {"octopus", "aquarium"}


def test_a_single_shared_word_is_no_reason(library: Library) -> None:
    (asked,) = library.add("Octopus dreams seen in aquarium")
    library.add("Octopus salad with lemon")
    assert library.related(asked) == []


def test_the_same_headline_and_the_same_story_are_not_named(library: Library) -> None:
    asked, *_ = library.add(
        "Nine countries agree on shared North Sea power grid",
        "North Sea power grid: nine countries sign deal in Oslo",
        "Nine countries agree on shared North Sea power grid",
    )
    filing.file_new(library.writer)
    assert library.related(asked) == []


def test_muted_articles_are_not_named(library: Library) -> None:
    (asked,) = library.add("Octopus dreams seen in aquarium")
    (muted,) = library.add("How an octopus sleeps in the aquarium of Naples")
    library.writer.set_flag([muted], "muted", True)
    assert library.related(asked) == []


def test_no_feed_fills_the_list_alone_and_five_are_enough(library: Library) -> None:
    (asked,) = library.add("Octopus dreams seen in aquarium", feed=6)
    for n, feed in enumerate((1, 1, 1, 2, 2, 3, 4, 5)):
        library.add(f"Octopus number {'abcdefgh'[n] * 4} moves into the aquarium", feed=feed)
    related = library.related(asked)
    feeds = [one.feed for one in related]
    assert len(related) == MOST
    assert max(feeds.count(feed) for feed in feeds) <= 2


def test_an_article_that_is_not_indexed_and_an_empty_one_have_none(library: Library) -> None:
    (asked,) = library.add("")
    assert library.related(asked) == []


@pytest.mark.corpus
def test_of_what_is_named_for_76_headlines_nine_in_ten_are_of_their_subject(corpus: Path, tmp_path: Path) -> None:
    headlines = dense(corpus)
    library = filled(tmp_path / "news.db", headlines)
    by_guid = {known[1]: known[0] for known in library.writer.db.execute("SELECT id, guid FROM articles")}
    subject = {by_guid[str(one.piece.id)]: one.story for one in headlines}
    rng = random.Random(7)
    named = [
        (subject[id_], subject[one.id], one)
        for story in sorted({one.story for one in headlines})
        for id_ in rng.sample(sorted(id_ for id_, held in subject.items() if held == story), 2)
        for one in library.related(id_)
    ]
    assert len(named) > 250
    assert all(one.reasons for _, _, one in named)
    assert sum(asked == found for asked, found, _ in named) >= 0.9 * len(named)


def filled(path: Path, headlines: list[Labelled]) -> Library:
    library = Library(path, max(one.piece.feed for one in headlines))
    by_feed: dict[int, list[KeyedEntry]] = {}
    for one in headlines:
        key = str(one.piece.id)
        entry = Entry(
            guid=key, link=one.piece.link, title=one.piece.title, published=datetime.fromtimestamp(one.piece.time, UTC)
        )
        by_feed.setdefault(one.piece.feed, []).append(KeyedEntry(key, entry, key.encode(), key.encode()))
    library.writer.commit([FeedUpdate(feed, Schedule(), Changes(new=tuple(new))) for feed, new in by_feed.items()])
    return library
