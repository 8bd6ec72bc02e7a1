"""What is proposed about feeds that are not well."""

from datetime import UTC, datetime, timedelta

import pytest
from feed_server import Site, page, redirect, rss, status
from msgspec import structs
from refresh_desk import Desk

from newsreader.model import Feed, Schedule
from newsreader.newsdesk.proposals import proposal

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WELL = Feed(1, "https://a.example/feed", "A", "", (), True, "A", "", 0, "ok", Schedule(last_success=NOW))


@pytest.mark.parametrize(
    ("schedule", "kind"),
    [
        (Schedule(last_success=NOW), None),
        (Schedule(last_success=NOW - 400 * DAY), None),  # nobody asked meanwhile: the program was not running
        (Schedule(last_success=NOW - 89 * DAY, failures=90), None),
        (Schedule(last_success=NOW - 90 * DAY, failures=90), "dead"),
        (Schedule(failures=94), None),
        (Schedule(failures=95), "dead"),
        (Schedule(gone=True, failures=1), "gone"),
        (Schedule(moved_to="https://b.example", moved_count=2, moved_since=NOW - 9 * DAY), None),
        (Schedule(moved_to="https://b.example", moved_count=3, moved_since=NOW - 9 * DAY), "moved"),
    ],
)
def test_what_is_proposed(schedule: Schedule, kind: str | None) -> None:
    found = proposal(structs.replace(WELL, schedule=schedule), NOW)
    assert (found.kind if found else None) == kind


def test_a_feed_that_moved_is_still_subscribed_at_its_old_address(site: Site, desk: Desk) -> None:
    site["/old"], site["/new"] = redirect(301, "/new"), page(rss("One"))
    desk.subscribe(f"{site.url}/old")
    for _ in range(4):
        desk.refresh(after=13 * timedelta(hours=1))
    found = proposal(desk.feed(), desk.now)
    assert found is not None
    assert (found.kind, found.url) == ("moved", f"{site.url}/new")
    assert desk.feed().url == f"{site.url}/old"


def test_a_feed_that_is_gone_is_still_subscribed(site: Site, desk: Desk) -> None:
    site["/feed"] = [page(rss("One")), status(410)]
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    desk.refresh(after=2 * timedelta(hours=1))
    found = proposal(desk.feed(), desk.now)
    assert found is not None and found.kind == "gone"
    assert desk.feed().subscribed
    assert desk.titles() == ["One"]


def test_each_day_of_fetching_is_counted(site: Site, desk: Desk) -> None:
    body = rss("Second", "First")
    site["/feed"] = [page(body), page(body), status(500), page(rss("Third", "Second"))]
    desk.subscribe(f"{site.url}/feed")
    for hours in (0, 2, 24, 24):
        desk.refresh(after=timedelta(hours=hours))
    reader = desk.reader()
    try:
        (days,) = reader.history().values()
    finally:
        reader.close()
    assert len(days) == 30
    assert [(day.succeeded, day.failed, day.new) for day in days[-3:]] == [(2, 0, 2), (0, 1, 0), (1, 0, 1)]
    assert days[-3].bytes == 2 * len(body)


def test_being_offline_counts_against_no_feed(public_desk: Desk) -> None:
    desk = public_desk
    desk.resolve = lambda host: ("127.0.0.9",)
    desk.subscribe("http://one.example:9/feed", "http://two.example:9/feed")
    desk.refresh()
    reader = desk.reader()
    try:
        assert reader.history() == {}
    finally:
        reader.close()
