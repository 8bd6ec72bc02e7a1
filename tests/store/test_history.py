"""The history of fetching: a row a day and feed, for a month."""

from datetime import timedelta
from pathlib import Path

from store_builders import WORLD, Desk

from newsreader.model import FeedUpdate, FetchDay, Schedule


def fetched(desk: Desk, **facts: object) -> None:
    schedule = Schedule(last_check=desk.now, **{k: v for k, v in facts.items() if k == "error"})  # type: ignore[arg-type]
    desk.writer.commit([FeedUpdate(desk.feed_id(WORLD), schedule, bytes=int(facts.get("bytes", 0)))])  # type: ignore[call-overload]


def test_a_month_is_kept_and_no_more(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data" / "news.db")
    for _ in range(45):
        fetched(desk, bytes=10)
        desk.now += timedelta(days=1)
    desk.now -= timedelta(days=1)
    days = desk.reader.history()[desk.feed_id(WORLD)]
    assert days == (FetchDay(succeeded=1, bytes=10),) * 30
    assert desk.writer.db.execute("SELECT count(*) FROM fetches").fetchone() == (30,)
    desk.close()


def test_days_without_fetching_are_empty_ones(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data" / "news.db")
    fetched(desk, error="HTTP 500")
    desk.now += timedelta(days=3)
    fetched(desk)
    days = desk.reader.history()[desk.feed_id(WORLD)]
    assert days[-4:] == (FetchDay(failed=1), FetchDay(), FetchDay(), FetchDay(succeeded=1))
    desk.close()


def test_a_clock_that_was_ten_years_ahead_leaves_nothing_behind(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data" / "news.db")
    desk.now += timedelta(days=3650)
    fetched(desk)
    desk.now -= timedelta(days=3650)
    fetched(desk)
    assert sum(day.succeeded for day in desk.reader.history()[desk.feed_id(WORLD)]) == 1
    assert desk.writer.db.execute("SELECT count(*) FROM fetches").fetchone() == (1,)
    desk.close()
