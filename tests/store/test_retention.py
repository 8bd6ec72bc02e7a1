"""Old articles go and do not come back; what the person wants to keep stays; nobody waits long."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_builders import TECH, WORLD, Desk, entry, keyed

from newsreader.feeds.decide import decide
from newsreader.feeds.hashes import hash_entry
from newsreader.model import Changes
from newsreader.store.retention import (
    NOTHING,
    Keeping,
    give_back,
    has_much_to_give_back,
    survey,
    sweep,
)

MONTH = Keeping(span=timedelta(days=30))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "data" / "news.db")
    yield desk
    desk.close()


def fill(desk: Desk, *ages: int, feed: str = WORLD) -> list[int]:
    """One article for each age in days, of which the titles tell."""
    ids = desk.add(
        *(entry(f"Day {age}", published=desk.ago(days=age), body=f"<p>lamp number{age}</p>") for age in ages), feed=feed
    )
    desk.index()
    return ids


def clean(desk: Desk, keeping: Keeping, feed: str = WORLD) -> int:
    return sweep(desk.writer, {desk.feed_id(feed): keeping})


def test_what_is_older_goes_and_the_rest_stays(desk: Desk) -> None:
    fill(desk, 1, 29, 31, 400)
    assert clean(desk, MONTH) == 2
    assert desk.listed() == ["Day 1", "Day 29"]
    assert clean(desk, MONTH) == 0


def test_a_number_keeps_the_newest(desk: Desk) -> None:
    fill(desk, 1, 2, 3, 4)
    assert clean(desk, Keeping(count=3)) == 1
    assert desk.listed() == ["Day 1", "Day 2", "Day 3"]


def test_a_number_counts_articles_that_all_came_at_once(desk: Desk) -> None:
    desk.add(*(f"Undated {n}" for n in range(6)))
    desk.index()
    clean(desk, Keeping(count=4))
    assert desk.listed() == [f"Undated {n}" for n in range(4)]


def test_other_feeds_are_left_alone(desk: Desk) -> None:
    fill(desk, 100)
    fill(desk, 100, feed=TECH)
    clean(desk, MONTH)
    assert len(desk.listed()) == 1


def test_starred_and_tagged_articles_never_go(desk: Desk) -> None:
    starred, tagged, _ = fill(desk, 100, 101, 102)
    desk.writer.set_flag([starred], "starred", True)
    desk.writer.add_tag([tagged], "keep-me")
    assert survey(desk.writer, {desk.feed_id(): MONTH}).going == {desk.feed_id(): 1}
    assert clean(desk, MONTH) == 1
    assert desk.listed() == ["Day 100", "Day 101"]
    found = survey(desk.writer, {desk.feed_id(): NOTHING})
    assert (found.going, found.starred, found.tagged) == ({}, 1, 1)


def test_unread_articles_stay_where_the_person_wants_it_so(desk: Desk) -> None:
    read, _ = fill(desk, 100, 101)
    desk.writer.set_flag([read], "read", True)
    keeping = Keeping(span=timedelta(days=30), unread=True)
    assert survey(desk.writer, {desk.feed_id(): keeping}).unread == 1
    clean(desk, keeping)
    assert desk.listed() == ["Day 101"]


def test_muted_articles_go_with_those_of_their_age(desk: Desk) -> None:
    old, _ = fill(desk, 100, 1)
    desk.writer.set_flag([old], "muted", True)
    assert clean(desk, MONTH) == 1


def test_what_search_does_not_know_yet_stays_until_it_does(desk: Desk) -> None:
    desk.add(entry("Late", published=desk.ago(days=100)))
    assert clean(desk, MONTH) == 0
    desk.index()
    assert clean(desk, MONTH) == 1


def test_what_is_gone_is_not_found_any_more(desk: Desk) -> None:
    fill(desk, 1, 100)
    assert desk.found("number100") == ["Day 100"]
    clean(desk, MONTH)
    assert desk.found("number100") == []
    assert desk.found("lamp") == ["Day 1"]
    desk.writer.db.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 0)")


def test_an_article_whose_new_text_is_not_searchable_yet_goes_with_its_old_words(desk: Desk) -> None:
    (id_,) = fill(desk, 100)
    desk.update(id_, entry("Changed", published=desk.ago(days=100), body="other words"))
    assert clean(desk, MONTH) == 1
    desk.index()
    assert desk.found("number100") == desk.found("Changed") == []
    assert desk.writer.unindexed() == 0


def test_what_is_gone_does_not_come_back_with_the_next_document(desk: Desk) -> None:
    entries = [hash_entry(entry(f"Day {age}", published=desk.ago(days=age))) for age in (1, 100)]
    feed = desk.feed_id()
    desk.commit(decide(entries, desk.writer.known(feed), site=""))
    desk.index()
    clean(desk, MONTH)
    changed = hash_entry(entry("Day 100", published=desk.ago(days=100), body="changed"))
    for document in (entries, [entries[0], changed]):
        assert desk.commit(decide(document, desk.writer.known(feed), site="")) == (0, 0)
        assert desk.listed() == ["Day 1"]


def test_ids_are_never_given_twice(desk: Desk) -> None:
    ids = fill(desk, 100, 101)
    clean(desk, NOTHING)
    (new,) = desk.add("New")
    assert new > max(ids)
    desk.index()
    assert desk.found("New") == ["New"]


def test_an_undo_passes_over_what_is_gone(desk: Desk) -> None:
    gone, stays = fill(desk, 100, 1)
    desk.writer.set_flag([gone, stays], "read", True)
    clean(desk, MONTH)
    undone = desk.writer.undo()
    assert undone is not None
    assert (undone.restored, undone.skipped) == (1, 1)
    redone = desk.writer.redo()
    assert redone is not None and redone.restored == 1


def test_an_undo_of_a_tag_on_what_is_gone_breaks_nothing(desk: Desk) -> None:
    (gone,) = fill(desk, 100)
    desk.writer.add_tag([gone], "later")
    desk.writer.remove_tag([gone], "later")
    clean(desk, MONTH)
    for _ in range(2):
        undone = desk.writer.undo()
        assert undone is not None and undone.restored == 0


def test_the_file_becomes_smaller(desk: Desk) -> None:
    desk.add(
        *(entry(f"Long {n}", published=desk.ago(days=100), body=f"<p>{n} {'word ' * 4000}</p>") for n in range(60))
    )
    desk.index()
    desk.writer.checkpoint()
    clean(desk, MONTH)
    assert give_back(desk.writer) > 1_000_000
    desk.writer.checkpoint()
    assert not has_much_to_give_back(desk.writer)
    assert desk.writer.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_it_stops_when_it_is_told_to_and_goes_on_the_next_time(desk: Desk) -> None:
    fill(desk, *range(100, 160))
    asked = iter([True, False])
    first = sweep(desk.writer, {desk.feed_id(): MONTH}, lambda: next(asked))
    assert 0 < first < 60
    assert first + clean(desk, MONTH) == 60


def test_files_that_were_noted_for_an_article_are_forgotten_with_it(desk: Desk) -> None:
    first, other = fill(desk, 100, 1)
    for id_ in (first, other):
        desk.writer.save_state(f"enclosure:{id_}:1", {"path": "x"})
    clean(desk, MONTH)
    assert desk.writer.load_state(f"enclosure:{first}:1") is None
    assert desk.writer.load_state(f"enclosure:{other}:1") == {"path": "x"}


def test_somebody_who_stars_an_article_at_the_last_moment_keeps_it(desk: Desk) -> None:
    ids = fill(desk, *range(100, 140))

    def star_the_last() -> bool:
        desk.writer.set_flag([ids[-1]], "starred", True)
        return True

    assert sweep(desk.writer, {desk.feed_id(): MONTH}, star_the_last) == 39
    assert desk.listed() == ["Day 139"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ages=st.lists(st.integers(0, 60), min_size=1, max_size=12),
    keep=st.one_of(
        st.builds(Keeping, span=st.integers(1, 60).map(lambda days: timedelta(days=days)), unread=st.booleans()),
        st.builds(Keeping, count=st.integers(0, 12), unread=st.booleans()),
    ),
    data=st.data(),
)
def test_what_stays_is_what_a_plain_list_would_keep(
    tmp_path_factory: pytest.TempPathFactory, ages: list[int], keep: Keeping, data: st.DataObject
) -> None:
    desk = Desk(tmp_path_factory.mktemp("kept") / "news.db")
    try:
        new = [keyed(entry(f"{n}", published=desk.ago(days=age))) for n, age in enumerate(ages)]
        desk.commit(Changes(new=tuple(new)))
        desk.index()
        order = list(desk.reader.headlines(range(1, len(ages) + 1)))
        order.sort(key=lambda headline: (headline.sort, headline.id), reverse=True)
        marked = {flag: data.draw(st.sets(st.sampled_from(range(1, len(ages) + 1)))) for flag in ("starred", "read")}
        for flag, ids in marked.items():
            desk.writer.set_flag(sorted(ids), flag, True)  # type: ignore[arg-type]

        def stays(place: int, id_: int, age: timedelta) -> bool:
            young = place < keep.count if keep.count is not None else age <= (keep.span or timedelta.max)
            return young or id_ in marked["starred"] or (keep.unread and id_ not in marked["read"])

        expected = {h.title for place, h in enumerate(order) if stays(place, h.id, desk.now - h.sort)}
        going = survey(desk.writer, {desk.feed_id(): keep}).going.get(desk.feed_id(), 0)
        assert clean(desk, keep) == going == len(ages) - len(expected)
        assert set(desk.listed()) == expected
    finally:
        desk.close()


def test_a_reader_that_looks_meanwhile_sees_whole_articles(desk: Desk) -> None:
    fill(desk, *range(100, 130))
    seen: list[int] = []

    def look() -> bool:
        rows = desk.reader.db.execute("SELECT count(*), (SELECT count(*) FROM bodies) FROM articles").fetchone()
        assert rows[0] == rows[1]
        seen.append(rows[0])
        return True

    sweep(desk.writer, {desk.feed_id(): MONTH}, look)
    assert seen[0] == 30
    assert isinstance(desk.writer.db, sqlite3.Connection)
