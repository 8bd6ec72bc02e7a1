"""Lists: what is in them, in which order, and that they are walked from an index."""

import re
from datetime import timedelta

import pytest
from store_builders import BOTH, TECH, WORLD, Desk, entry

from newsreader.model import Sort, Subscription
from newsreader.store.lists import list_sql
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection


def test_newest_first(desk: Desk) -> None:
    desk.add(entry("Old", published=desk.ago(days=2)), entry("New", published=desk.ago(hours=1)))
    desk.add(entry("Middle", published=desk.ago(days=1)), feed=TECH)
    assert desk.listed() == ["New", "Middle", "Old"]


def test_a_feed_a_section_and_a_time(desk: Desk) -> None:
    desk.add(entry("W1", published=desk.ago(days=2)), entry("W2", published=desk.ago(hours=1)))
    desk.add(entry("T1", published=desk.ago(days=1)), feed=TECH)
    world, tech = desk.feed_id(WORLD), desk.feed_id(TECH)
    assert desk.listed(feeds=(world,)) == ["W2", "W1"]
    assert desk.listed(feeds=(world, tech)) == ["W2", "T1", "W1"]
    assert desk.listed(feeds=()) == []
    assert desk.listed(since=desk.ago(days=1)) == ["W2", "T1"]


def test_unread_and_starred(desk: Desk) -> None:
    a, b, c = desk.add("A", "B", "C")
    desk.writer.set_flag([a], "read", True)
    desk.writer.set_flag([b, c], "starred", True)
    assert desk.listed(unread=True) == ["B", "C"]
    assert desk.listed(starred=True) == ["B", "C"]
    desk.writer.set_flag([b], "read", True)
    assert desk.listed(unread=True, starred=True) == ["C"]
    assert desk.reader.unread() == {desk.feed_id(): 1}
    assert desk.reader.starred_count() == 2
    assert desk.reader.feeds()[0].unread == 1


def test_what_was_read_meanwhile_stays_in_its_place_while_it_is_kept(desk: Desk) -> None:
    ids = desk.add("A", "B", "C", "D")
    desk.writer.set_flag(ids[:3], "read", True)
    assert desk.listed(unread=True, keep=frozenset(ids[1:2])) == ["B", "D"]
    assert desk.listed(unread=True, keep=frozenset({ids[0], ids[3]})) == ["A", "D"]
    assert desk.listed(unread=True, keep=frozenset(ids), feeds=(desk.feed_id(TECH),)) == []
    assert desk.listed("b or d", unread=True, keep=frozenset(ids), sort="title") == []
    desk.index()
    assert desk.listed("b or d", unread=True, keep=frozenset(ids), sort="title") == ["B", "D"]
    assert desk.reader.count(Selection(unread=True, keep=frozenset(ids))) == 4


def test_muted_articles_are_nowhere_unless_the_query_asks_for_them(desk: Desk) -> None:
    a, _ = desk.add("A", "B")
    desk.writer.set_flag([a], "starred", True)
    desk.writer.set_flag([a], "muted", True)
    assert desk.listed() == desk.listed(unread=True) == desk.listed("is:unread") == ["B"]
    assert desk.listed(starred=True) == desk.listed("is:starred") == []
    assert desk.listed("is:muted") == desk.listed("is:muted is:starred") == ["A"]
    assert desk.listed("is:muted or is:unread") == ["A", "B"]
    assert desk.reader.unread() == {desk.feed_id(): 1}
    assert desk.reader.totals() == {desk.feed_id(): 1}


def test_a_limit_gives_the_first_ones(desk: Desk) -> None:
    desk.add("A", "B", "C")
    assert list(desk.reader.ids(Selection(), limit=2)) == list(desk.reader.ids(Selection()))[:2]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("date", ["zebra", "Éclair", "“apple”", "Banana"]),
        ("title", ["“apple”", "Banana", "Éclair", "zebra"]),
        ("feed", ["zebra", "“apple”", "Éclair", "Banana"]),
        ("length", ["“apple”", "zebra", "Banana", "Éclair"]),
        ("unread", ["Éclair", "Banana", "zebra", "“apple”"]),
    ],
)
def test_orders(desk: Desk, sort: Sort, order: list[str]) -> None:
    def made(title: str, hours: int, words: int) -> object:
        return entry(title, published=desk.ago(hours=hours), body="word " * words)

    zebra, apple = desk.add(made("zebra", 1, 20), made("“apple”", 3, 10))  # type: ignore[arg-type]
    desk.add(made("Éclair", 2, 40), made("Banana", 4, 30), feed=TECH)  # type: ignore[arg-type]
    desk.writer.set_flag([zebra, apple], "read", True)
    desk.index()
    assert desk.listed(sort=sort) == order
    assert desk.listed(f"sort:{sort}") == order


def test_rows_come_in_the_order_asked_for_and_gone_ones_are_left_out(desk: Desk) -> None:
    a, b, c = desk.add("A", "B", "C")
    assert [h.id for h in desk.reader.headlines([c, 999, a, b])] == [c, a, b]
    assert desk.reader.headlines([]) == []


def test_what_came_in_since_a_list_was_opened(desk: Desk) -> None:
    desk.add("A")
    seen = desk.reader.last_id()
    assert desk.reader.newer_than(Selection(), seen).tolist() == []
    b, c = desk.add("B", "C")
    desk.add("T", feed=TECH)
    world = Selection(feeds=(desk.feed_id(WORLD),))
    assert sorted(desk.reader.newer_than(world, seen)) == sorted([b, c])
    desk.writer.set_flag([b], "read", True)
    assert desk.reader.newer_than(Selection(feeds=world.feeds, unread=True), seen).tolist() == [c]


def test_counts_by_feed_and_day(desk: Desk) -> None:
    desk.add(entry("A", published=desk.ago(hours=30)), entry("B", published=desk.ago(hours=1)))
    desk.add(entry("T", published=desk.ago(days=40)), feed=TECH)
    assert desk.reader.today_count(desk.ago(hours=12)) == 1
    assert desk.reader.totals() == {desk.feed_id(WORLD): 2, desk.feed_id(TECH): 1}
    assert desk.reader.weekly() == {desk.feed_id(WORLD): 0.5}
    assert desk.reader.count(Selection()) == 3
    assert desk.reader.count(Selection(query=desk.query("is:unread feed:tech"))) == 1


def test_another_connections_change_is_noticed(desk: Desk) -> None:
    before = desk.reader.data_version()
    assert desk.reader.data_version() == before
    desk.add("A")
    assert desk.reader.data_version() != before


def test_an_empty_store_is_made_by_looking_at_it(tmp_path) -> None:  # type: ignore[no-untyped-def]
    reader = Reader(tmp_path / "new" / "news.db")
    assert reader.feeds() == []
    assert reader.ids(Selection()).tolist() == []
    assert reader.last_id() == 0
    assert reader.read_only is False
    reader.close()


PLAIN = [
    Selection(),
    Selection(unread=True),
    Selection(starred=True),
    Selection(feeds=(1,)),
    Selection(feeds=(1, 2)),
    Selection(feeds=(1, 2), unread=True),
]


@pytest.mark.parametrize("selection", PLAIN, ids=str)
@pytest.mark.parametrize("unsubscribed", [(), (2,)])
def test_every_list_is_a_walk_of_a_covering_index(
    desk: Desk, selection: Selection, unsubscribed: tuple[int, ...]
) -> None:
    statement, params = list_sql(selection, None, unsubscribed)
    plan = [row[3] for row in desk.reader.db.execute(f"EXPLAIN QUERY PLAN {statement} LIMIT 50", params)]
    assert re.search(r"USING (COVERING )?INDEX \w+_by_(date|feed)", plan[0])
    one_walk = selection.feeds is None or len(selection.feeds) == 1
    assert ("USE TEMP B-TREE FOR ORDER BY" in plan) is not one_walk
    # Nothing but the index is read: the table's own rows are never looked up. (EXPLAIN's OpenRead opens the table too
    # where a seek is put off; DeferredSeek without a Column of the table behind it reads nothing.)
    program = desk.reader.db.execute(f"EXPLAIN {statement} LIMIT 50", params).fetchall()
    tables = {row[2] for row in program if row[1] == "OpenRead" and row[5] and str(row[5]).isdigit()}
    assert not [row for row in program if row[1] == "Column" and row[2] in tables]


def test_unread_counts_come_from_the_index_of_unread_articles(desk: Desk) -> None:
    seen: list[str] = []
    desk.reader.db.set_trace_callback(seen.append)
    desk.reader.unread()
    desk.reader.db.set_trace_callback(None)
    plan = desk.reader.db.execute(f"EXPLAIN QUERY PLAN {seen[0]}").fetchall()
    assert "unread_by_feed" in plan[0][3]


def test_a_time_before_1970_and_one_far_ahead_are_kept(desk: Desk) -> None:
    old, far = desk.ago(days=366 * 100), desk.now + timedelta(days=365 * 5000)
    ids = desk.add(entry("Old", published=old), entry("Far", published=far))
    assert [h.published for h in desk.reader.headlines(ids)] == [old, far]


def test_a_feed_that_is_named_twice_is_listed_once(desk: Desk) -> None:
    desk.add("A")
    assert desk.listed(feeds=(desk.feed_id(), desk.feed_id())) == ["A"]


def test_feeds_of_the_same_name_are_told_apart_by_their_address(desk: Desk) -> None:
    desk.writer.sync([Subscription(s.url, name="Same") for s in BOTH])
    desk.add("W", feed=WORLD)
    desk.add("T", feed=TECH)
    assert desk.listed(f'feed:"{TECH}"') == ["T"]
    assert desk.listed("feed:same") == ["T", "W"]


def test_what_the_query_no_longer_finds_stays_listed_where_that_is_wanted(desk: Desk) -> None:
    a, b, _ = desk.add("A", "B", "C")
    desk.writer.set_flag([b], "read", True)
    assert desk.listed("is:unread") == ["A", "C"]
    assert desk.listed("is:unread", also=frozenset({a, b})) == ["A", "B", "C"]
    assert desk.listed("is:unread", also=frozenset({b}), unread=True, sort="title", backwards=True) == ["C", "B", "A"]
    desk.writer.set_flag([b], "muted", True)
    assert desk.listed("is:unread", also=frozenset({b})) == ["A", "C"]


def fill_for_orders(desk: Desk) -> None:
    desk.add(
        entry("b", published=desk.ago(hours=1)),
        entry("Ä", published=desk.ago(hours=30)),
        entry("d", published=desk.ago(days=4)),
    )
    desk.add(entry("c", published=desk.ago(hours=2)), entry("a2", published=desk.ago(hours=31)), feed=TECH)


def test_an_order_can_be_walked_backwards(desk: Desk) -> None:
    fill_for_orders(desk)
    assert desk.listed(backwards=True) == ["d", "a2", "Ä", "c", "b"]
    assert desk.listed(sort="title", backwards=True) == ["d", "c", "b", "a2", "Ä"]
    assert desk.listed(sort="feed") == ["b", "Ä", "d", "c", "a2"]
    assert desk.listed(sort="feed", backwards=True) == ["c", "a2", "b", "Ä", "d"]


def runs(desk: Desk, **selection: object) -> list[tuple[int, int]]:
    return [(run.key, run.count) for run in desk.reader.listed(Selection(**selection)).runs]  # type: ignore[arg-type]


@pytest.mark.parametrize("also", [(), (10**6,)])
def test_articles_of_a_feed_stand_together_in_the_order_of_the_config(desk: Desk, also: tuple[int, ...]) -> None:
    # With an article to be kept the list is one statement, without one it is read feed by feed: both say the same.
    fill_for_orders(desk)
    world, tech, kept = desk.feed_id(WORLD), desk.feed_id(TECH), frozenset(also)
    assert desk.listed(group="feed", also=kept) == ["b", "Ä", "d", "c", "a2"]
    assert runs(desk, group="feed", also=kept) == [(world, 3), (tech, 2)]
    assert desk.listed(group="feed", backwards=True, also=kept) == ["d", "Ä", "b", "a2", "c"]
    assert desk.listed(group="feed", sort="title", also=kept) == ["Ä", "b", "d", "a2", "c"]
    assert runs(desk, group="feed", feeds=(tech,), also=kept) == [(tech, 2)]
    assert runs(desk, group="feed", unread=True, since=desk.ago(hours=3), also=kept) == [(world, 1), (tech, 1)]
    first = desk.reader.listed(Selection(group="feed", also=kept), limit=4)
    assert (len(first.ids), sum(run.count for run in first.runs)) == (4, 4)


def test_days_begin_at_midnight_where_the_person_is(desk: Desk) -> None:
    noon = desk.now.replace(hour=12)
    late, early = noon.replace(hour=23), noon.replace(hour=1)
    desk.add(entry("late", published=late - timedelta(days=2)), entry("early", published=early - timedelta(days=1)))
    day = (noon - timedelta(days=2)).date().toordinal()
    assert runs(desk, group="day") == [(day + 1, 1), (day, 1)]
    assert runs(desk, group="day", zone=2 * 3600) == [(day + 1, 2)]
    assert runs(desk, group="day", zone=-2 * 3600) == [(day, 2)]


def test_within_a_day_any_order_is_possible_and_the_newest_day_stays_first(desk: Desk) -> None:
    now = desk.now.replace(hour=12)
    days = [now - timedelta(days=2), now - timedelta(days=3), now - timedelta(days=366 * 60)]
    desk.add(*(entry(f"{name}{n}", published=day) for n, day in enumerate(days) for name in "ba"))
    assert desk.listed(group="day", sort="title") == ["a0", "b0", "a1", "b1", "a2", "b2"]
    assert desk.listed(group="day", sort="title", backwards=True) == ["b0", "a0", "b1", "a1", "b2", "a2"]
    assert runs(desk, group="day", sort="title") == [(day.date().toordinal(), 2) for day in days]
