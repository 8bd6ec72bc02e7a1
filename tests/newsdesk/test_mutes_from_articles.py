"""M on an article: a rule in the config and marks on what is stored, one change."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsreader.config.load import load
from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule, Subscription
from newsreader.newsdesk.mutes import CannotMute, Mute, authors, mute_author, mute_feed, mute_words
from newsreader.newsdesk.rules import Rules, Source
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer

URL = "https://world.example/rss"
CONFIG = f'# mine\n[[feeds]]\nurl = "{URL}"\nname = "World Daily"\n'


class Desk:
    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 24, 20, 15, 30).astimezone()
        self.config = folder / "config.toml"
        self.config.write_text(CONFIG, encoding="utf-8")
        self.writer = Writer(folder / "news.db", clock=lambda: self.now)
        self.writer.sync([Subscription(URL, "World Daily")])
        self.reader = Reader(folder / "news.db", clock=lambda: self.now)
        self.add("Football tonight", "Ada Nowak, Bo Lind")
        self.add("Storm", "Ada Nowak")
        self.add("Football cup", "Cy Young")

    def entry(self, title: str, author: str) -> Entry:
        return Entry(guid=title, link="https://world.example/x", title=title, authors=(author,))

    def add(self, title: str, author: str) -> None:
        keyed = KeyedEntry(title, self.entry(title, author), title.encode(), b"")
        self.writer.commit([FeedUpdate(1, Schedule(), Changes(new=(keyed,)))])
        self.writer.index_some()

    def titles(self, query: str = "") -> set[str]:
        return {row.title for row in self.reader.headlines(self.reader.ids(Selection()))}

    def carry_out(self, mute: Mute) -> None:
        ids = self.reader.ids(Selection(query=mute.stored))
        assert self.writer.change(mute.parts(ids, self.config), mute.what) is not None

    def is_muted_when_new(self, title: str, author: str) -> bool:
        rules = Rules(load(self.config).rules, self.now)
        effects = rules.effects(self.entry(title, author), Source("World Daily", URL))
        return effects is not None and effects.muted


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.reader.close()
    desk.writer.close()


def test_words_are_muted_for_a_week_in_what_is_there_and_in_what_comes(desk: Desk) -> None:
    desk.carry_out(mute_words("football", "a week", desk.now))
    assert desk.titles() == {"Storm"}
    assert desk.is_muted_when_new("More football", "Dee")
    assert not desk.is_muted_when_new("Chess", "Dee")
    assert "until = 2026-12-01T20:15:00" in desk.config.read_text(encoding="utf-8")
    desk.now += timedelta(weeks=1)
    assert not desk.is_muted_when_new("More football", "Dee")
    desk.writer.unmute_expired()
    assert len(desk.titles()) == 3


def test_it_is_one_change_that_is_undone_as_a_whole(desk: Desk) -> None:
    desk.carry_out(mute_words("football", "good", desk.now))
    (change,) = desk.writer.changes()
    assert (change.what, change.count, change.config) == ("muted “football” for good", 2, True)
    undone = desk.writer.undo()
    assert undone is not None
    assert undone.restored == 2
    assert desk.config.read_text(encoding="utf-8") == CONFIG
    assert len(desk.titles()) == 3


def test_an_author_is_muted_by_name(desk: Desk) -> None:
    (first, *_) = [row for row in desk.reader.headlines(desk.reader.ids(Selection())) if "tonight" in row.title]
    assert authors(first) == ("Ada Nowak", "Bo Lind")
    desk.carry_out(mute_author("Ada Nowak", "a day", desk.now))
    assert desk.titles() == {"Football cup"}
    assert desk.is_muted_when_new("Any", "ada nowak")


def test_a_feed_is_muted_but_what_is_starred_stays(desk: Desk) -> None:
    desk.writer.set_flag([2], "starred", True)
    desk.carry_out(mute_feed(desk.reader.feeds()[0], "a day", desk.now))
    assert desk.titles() == {"Storm"}
    assert desk.is_muted_when_new("Any", "x")


def test_names_of_rules_differ(desk: Desk) -> None:
    for _ in range(2):
        taken = [rule.name for rule in load(desk.config).rules]
        desk.carry_out(mute_words("football", "good", desk.now, taken))
    assert [rule.name for rule in load(desk.config).rules] == ["Mute football", "Mute football 2"]


@pytest.mark.parametrize("words", ["", "  ", "🎉", "foo:bar", "(", "sort:date"])
def test_what_is_nothing_to_mute_by_is_said(desk: Desk, words: str) -> None:
    with pytest.raises(CannotMute):
        mute_words(words, "good", desk.now)
    with pytest.raises(CannotMute):
        mute_author("🎉", "good", desk.now)
