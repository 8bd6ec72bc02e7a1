"""Which request may go out next."""

from datetime import UTC, datetime, timedelta

import pytest

from newsreader.feeds.hosts import LOOPBACK_AT_ONCE, Hosts
from newsreader.store.hosts import HostState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def hosts(most: int = 16, gap: float = 1000.0) -> "Hosts[int]":
    """Gaps are so long that none passes during a test."""
    return Hosts(most, lambda name: name == "localhost", gap)


def taken(queue: "Hosts[int]") -> list[tuple[str, int]]:
    found = []
    while (one := queue.take()) is not None:
        found.append(one)
    return found


def test_one_request_a_host_and_so_many_hosts_at_once() -> None:
    queue = hosts(most=3)
    for n in range(10):
        queue.add(f"h{n % 5}", n)
    assert taken(queue) == [("h0", 0), ("h1", 1), ("h2", 2)]
    queue.done("h1", NOW)
    assert taken(queue) == [("h3", 3)]


def test_the_next_request_to_a_host_waits_for_the_gap() -> None:
    queue = hosts()
    queue.add("h", 1)
    queue.add("h", 2)
    assert taken(queue) == [("h", 1)]
    queue.done("h", NOW)
    assert taken(queue) == []
    assert queue.patience() == 1.0
    quick = hosts(gap=0)
    quick.add("h", 1)
    quick.add("h", 2)
    quick.take()
    quick.done("h", NOW)
    assert taken(quick) == [("h", 2)]


def test_this_machine_gets_many_at_once_and_they_count_for_nobody_else() -> None:
    queue = hosts(most=1)
    for n in range(30):
        queue.add("localhost", n)
    queue.add("h", 99)
    assert len(taken(queue)) == LOOPBACK_AT_ONCE + 1


def test_a_hop_goes_before_the_others_of_its_host() -> None:
    queue = hosts()
    queue.add("h", 1)
    queue.add("h", 2, first=True)
    assert queue.take() == ("h", 2)


def test_a_host_that_asked_to_be_left_alone_loses_what_waits() -> None:
    queue = hosts()
    for n in range(3):
        queue.add("h", n)
    queue.take()
    assert queue.leave_alone("h", timedelta(hours=2), "HTTP 429", NOW) == [1, 2]
    assert queue.why_wait("h", NOW + timedelta(minutes=119)).startswith("h asked to wait until ")
    assert queue.why_wait("h", NOW + timedelta(minutes=121)) == ""
    queue.done("h", NOW)
    assert taken(queue) == []


def test_what_other_processes_know_counts() -> None:
    queue = hosts()
    queue.remember(
        {
            "asked": HostState(last_request=NOW - timedelta(seconds=1)),
            "busy": HostState(wait_until=NOW + timedelta(hours=1), why="HTTP 503"),
            "jumped": HostState(wait_until=NOW + timedelta(days=3650)),
            "future": HostState(last_request=NOW + timedelta(days=1)),
        },
        NOW,
    )
    for name in ("asked", "jumped", "future"):
        queue.add(name, 1)
    assert queue.why_wait("busy", NOW)
    assert {name for name, _ in taken(queue)} == {"jumped", "future"}


def test_news_are_told_once() -> None:
    queue = hosts()
    queue.add("h", 1)
    queue.take()
    queue.done("h", NOW)
    queue.leave_alone("other", timedelta(minutes=10), "HTTP 503", NOW)
    told = queue.news()
    assert told["h"].last_request == NOW
    assert told["other"].wait_until == NOW + timedelta(minutes=10)
    assert queue.news() == {}


@pytest.mark.parametrize("count", [5000])
def test_thousands_of_hosts_are_all_taken(count: int) -> None:
    queue = hosts(most=16)
    for n in range(count):
        queue.add(f"h{n}", n)
    seen = set()
    while (one := queue.take()) is not None:
        seen.add(one[1])
        queue.done(one[0], NOW)
    assert len(seen) == count
