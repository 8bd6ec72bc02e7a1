"""newsreader feeds"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newsreader.model import OFFLINE, FeedUpdate, Schedule

if TYPE_CHECKING:
    from conftest import Home, Newsreader

Rows = Callable[..., list[dict[str, object]]]

KEYS = (
    "name url section tags unread total status last_check next_check reason last_error failures weekly moved_to"
    " last_success last_new note proposal unverified bytes history"
).split()
NOW = datetime.now(UTC).replace(microsecond=0)


def test_the_keys_of_a_feed_as_json(home: "Home", rows: Rows) -> None:
    first, second = rows("feeds")
    assert list(first) == list(second) == KEYS
    assert (first["name"], first["url"], first["section"]) == ("World Daily", "https://world.example/rss", "World")
    assert (first["status"], first["last_check"], first["next_check"], first["reason"]) == ("never", None, None, None)
    assert (first["unread"], first["total"], first["weekly"], first["failures"]) == (0, 0, 0.0, 0)


def test_counts_and_times(home: "Home", rows: Rows) -> None:
    for n in range(8):
        home.add(f"Item {n}", hours=24 * n + 1)
    home.add("Ancient", hours=24 * 365)
    home.writer.set_flag([1, 2], "read", True)
    schedule = Schedule(
        last_check=NOW, last_success=NOW, next_check=NOW + timedelta(hours=2), reason="every 2 h, as the feed asks"
    )
    home.writer.commit([FeedUpdate(1, schedule)])
    first, _ = rows("feeds")
    assert (first["unread"], first["total"], first["weekly"], first["status"]) == (7, 9, 2.0, "ok")
    assert first["last_check"] == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    assert first["next_check"] == f"{NOW + timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}"
    assert first["reason"] == "every 2 h, as the feed asks"


def test_a_failing_feed_says_why_and_when_it_is_tried_again(home: "Home", newsreader: "Newsreader", rows: Rows) -> None:
    schedule = Schedule(last_check=NOW, failures=3, error="HTTP 404: not found", next_check=NOW + timedelta(days=30))
    home.writer.commit([FeedUpdate(1, schedule)])
    first, _ = rows("feeds")
    assert (first["status"], first["last_error"], first["failures"]) == ("failing", "HTTP 404: not found", 3)
    head, line, other = newsreader("feeds")
    assert head.split() == ["feed", "unread", "all", "weekly", "status", "checked", "next"]
    assert "failing" in line
    assert line.endswith("HTTP 404: not found (3 times)")
    assert f"{(NOW + timedelta(days=30)).astimezone():%Y-%m-%d}" in line
    assert line.index("failing") == other.index("never") == head.index("status")


def test_offline_gone_and_moved_are_told_apart(home: "Home", rows: Rows) -> None:
    moved = Schedule(
        last_check=NOW,
        moved_to="https://user:pass@new.example/rss?token=1",
        moved_count=3,
        moved_since=NOW - timedelta(days=2),
    )
    home.writer.commit([FeedUpdate(1, moved), FeedUpdate(2, Schedule(last_check=NOW, error=OFFLINE))])
    first, second = rows("feeds")
    assert first["moved_to"] == "https://new.example/rss?token=***"
    assert (second["status"], second["failures"]) == ("offline", 0)
    home.writer.commit([FeedUpdate(2, Schedule(last_check=NOW, gone=True))])
    assert rows("feeds")[1]["status"] == "gone"


def test_the_last_month_is_there_day_by_day(home: "Home", rows: Rows) -> None:
    home.writer.commit([FeedUpdate(1, Schedule(last_check=NOW, last_success=NOW), bytes=1234)])
    home.writer.commit([FeedUpdate(1, Schedule(last_check=NOW, failures=1, error="HTTP 500"))])
    first, second = rows("feeds")
    assert len(first["history"]) == 30  # type: ignore[arg-type]
    assert first["history"][-1] == {"succeeded": 1, "failed": 1, "new": 0, "bytes": 1234}  # type: ignore[index]
    assert (first["bytes"], second["bytes"], second["history"]) == (1234, 0, [])


def test_what_is_proposed_is_told_and_not_done(home: "Home", newsreader: "Newsreader", rows: Rows) -> None:
    dead = Schedule(last_check=NOW, last_success=NOW - timedelta(days=100), failures=100, error="HTTP 404: not found")
    home.writer.commit([FeedUpdate(1, dead), FeedUpdate(2, Schedule(last_check=NOW, gone=True, failures=1))])
    assert [row["proposal"] for row in rows("feeds")] == ["dead", "gone"]
    _, first, second = newsreader("feeds")
    assert "dead for 3 months: unsubscribe, or look for a new address?" in first
    assert "gone for good, says its server: unsubscribe?" in second
    assert len(rows("feeds")) == 2


def test_a_feed_whose_certificate_is_not_checked_says_so(home: "Home", newsreader: "Newsreader", rows: Rows) -> None:
    home.config.write_text(home.config.read_text().replace('name = "Tech Wire"', 'name = "Tech Wire"\nverify = false'))
    assert [row["unverified"] for row in rows("feeds")] == [False, True]
    assert newsreader("feeds")[2].endswith("certificate not checked")


def test_secrets_in_addresses_are_not_shown(home: "Home", newsreader: "Newsreader") -> None:
    home.config.write_text('[[feeds]]\nurl = "https://ada:hunter2@private.example/rss?api_key=hunter3"\n')
    printed = "\n".join([*newsreader("feeds"), *newsreader("feeds", "--json")])
    assert "hunter" not in printed
    assert "private.example" in printed
