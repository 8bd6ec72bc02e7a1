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
    assert head.split() == ["feed", "unread", "all", "status", "checked", "next"]
    assert "failing" in line
    assert line.endswith("HTTP 404: not found")
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


def test_secrets_in_addresses_are_not_shown(home: "Home", newsreader: "Newsreader") -> None:
    home.config.write_text('[[feeds]]\nurl = "https://ada:hunter2@private.example/rss?api_key=hunter3"\n')
    printed = "\n".join([*newsreader("feeds"), *newsreader("feeds", "--json")])
    assert "hunter" not in printed
    assert "private.example" in printed
