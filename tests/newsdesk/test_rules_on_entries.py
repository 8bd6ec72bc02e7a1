"""Rules on what came in: what they match, what they do, in which order, and until when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newsreader.config.schema import Rule
from newsreader.config.spans import Span, Until
from newsreader.model import Changes, Effects, Enclosure, Entry, KeyedEntry
from newsreader.newsdesk.rules import Rules, Source

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
WORLD = Source("World Daily", "https://world.example/rss", "World", ("daily",))
TECH = Source("Tech Wire", "https://tech.example/rss", "Tech")


def entry(title: str = "Storm surge", **facts: Any) -> Entry:
    return Entry(**{"guid": title, "link": "https://world.example/a", "title": title, **facts})


def rule(when: str, do: str | tuple[str, ...] = "mute", **settings: Any) -> Rule:
    return Rule(name=settings.pop("name", f"{do}: {when}"), when=when, do=do, **settings)


def effects(*rules: Rule, of: Entry | None = None, source: Source = WORLD, now: datetime = NOW) -> Effects | None:
    return Rules(rules, now).effects(of or entry(), source)


@pytest.mark.parametrize(
    "when",
    [
        "storm", "title:surge", "body:harbour", "author:nowak", "url:world.example", "feed:daily", "section:world",
        "tag:daily", "is:unread", "has:audio", "len<5m", "newer:1d", "storm or football", "-football",
    ],
)  # fmt: skip
def test_a_rule_sees_all_that_a_query_can_ask(when: str) -> None:
    new = entry(
        body="<p>The <b>harbour</b> is shut.</p>",
        authors=("Ada Nowak",),
        published=NOW.astimezone(UTC) - timedelta(hours=2),
        enclosures=(Enclosure("https://a.example/1.mp3", "audio/mpeg"),),
    )
    found = effects(rule(when), of=new)
    assert found is not None
    assert (found.muted, found.muted_until) == (True, None)
    assert effects(rule(f"-({when})"), of=new) is None


def test_what_matches_nothing_has_no_effects() -> None:
    assert effects(rule("football")) is None
    assert effects() is None


def test_a_rule_does_several_things() -> None:
    found = effects(rule("storm", ("read", "star", "tag:Sea", "tag:sea", "fulltext", "run"), run=["true"], name="R"))
    assert found == Effects(("R",), read=True, starred=True, tags=("Sea",), errands=(("fulltext", "R"), ("run", "R")))


def test_rules_work_in_order_and_see_what_was_done_before_them() -> None:
    mute, unmute = rule("storm", name="A"), rule("is:muted tag:daily", "unmute", name="B")
    found = effects(mute, unmute)
    assert found is not None
    assert (found.rules, found.muted) == (("A", "B"), False)
    found = effects(unmute, mute)
    assert found is not None
    assert (found.rules, found.muted) == (("A",), True)
    found = effects(rule("storm", "tag:sea"), rule("tag:sea is:unread", "read"), rule("is:read", "star"))
    assert found is not None
    assert (found.tags, found.read, found.starred) == (("sea",), True, True)


def test_a_rule_may_be_for_some_feeds_or_a_section_alone() -> None:
    for_feed, for_url = rule("storm", feeds=("world daily",)), rule("storm", feeds=(TECH.url,))
    for_section = rule("storm", section="WORLD")
    assert [bool(effects(r)) for r in (for_feed, for_url, for_section)] == [True, False, True]
    assert [bool(effects(r, source=TECH)) for r in (for_feed, for_url, for_section)] == [False, True, False]


def test_until_a_day_a_rule_acts_to_its_end_and_its_mutes_end_with_it() -> None:
    until = Until(date(2026, 11, 24))
    found = effects(rule("storm", until=until))
    assert found is not None
    assert found.muted_until == datetime(2026, 11, 25, tzinfo=NOW.tzinfo)
    assert effects(rule("storm", until=until), now=NOW + timedelta(hours=11, minutes=59)) is not None
    assert effects(rule("storm", until=until), now=NOW + timedelta(hours=12)) is None


def test_a_time_is_local_and_a_span_counts_from_each_match() -> None:
    found = effects(rule("storm", until=Until(datetime(2026, 11, 24, 18, 0))))  # noqa: DTZ001 - TOML's local time
    assert found is not None
    assert found.muted_until == NOW + timedelta(hours=6)
    week = rule("storm", until=Until(span=Span(weeks=1)))
    for now in (NOW, NOW + timedelta(days=30)):
        found = effects(week, now=now)
        assert found is not None
        assert found.muted_until == now + timedelta(weeks=1)


def test_of_two_mutes_the_longer_one_counts() -> None:
    day, week = (rule("storm", name=n, until=Until(span=Span.parse(n))) for n in ("1d", "1w"))
    for rules in ([day, week], [week, day]):
        found = effects(*rules)
        assert found is not None
        assert found.muted_until == NOW + timedelta(weeks=1)
    found = effects(day, rule("storm"))
    assert found is not None
    assert found.muted_until is None


def test_only_what_is_new_is_looked_at() -> None:
    keyed = KeyedEntry("a", entry(), b"", b"")
    changes = Rules([rule("storm")], NOW).apply(Changes(new=(keyed,), updated=((1, keyed),), same=3), WORLD)
    assert changes.new[0].effects is not None
    assert (changes.updated[0][1].effects, changes.same) == (None, 3)
