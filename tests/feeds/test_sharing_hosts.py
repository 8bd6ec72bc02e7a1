"""Several processes ask the same hosts: what one does counts for the others."""

from datetime import UTC, datetime, timedelta

import pytest

from newsreader.feeds.hosts import Hosts
from newsreader.store.hosts import HostState

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Watch:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def hosts(known: dict[str, HostState], gap: float = 0.3, ticks: Watch | None = None) -> Hosts[str]:
    return Hosts(
        16,
        lambda _: False,
        gap,
        look_up=lambda host: known.get(host, HostState()),
        clock=lambda: NOW,
        ticks=ticks or Watch(),
    )


def test_what_another_process_asked_a_moment_ago_gets_its_distance() -> None:
    watch = Watch()
    waiting = hosts(known := {}, ticks=watch)
    waiting.add("a.example", "one")
    known["a.example"] = HostState(last_request=NOW - timedelta(seconds=0.1))
    assert waiting.take() is None
    assert waiting.patience() == pytest.approx(0.2)
    watch.seconds += 0.19
    assert waiting.take() is None
    watch.seconds += 0.02
    assert waiting.take() == ("a.example", "one")


def test_two_requests_to_a_host_are_apart_by_the_gap() -> None:
    watch = Watch()
    waiting = hosts({}, ticks=watch)
    for request in ("one", "two"):
        waiting.add("a.example", request)
    assert waiting.take() == ("a.example", "one")
    watch.seconds += 10
    assert waiting.take() is None  # one at a time
    waiting.done("a.example", NOW)
    assert waiting.take() is None
    watch.seconds += waiting.patience()
    assert waiting.take() == ("a.example", "two")


def test_a_host_that_is_asked_is_told_to_the_others_when_it_begins() -> None:
    waiting = hosts({})
    waiting.add("a.example", "one")
    assert waiting.take() == ("a.example", "one")
    assert waiting.news() == {"a.example": HostState(NOW, None, "")}


def test_what_we_told_the_others_does_not_hold_us_up_ourselves() -> None:
    known: dict[str, HostState] = {}
    waiting = hosts(known, gap=0.0)
    for request in ("one", "two"):
        waiting.add("a.example", request)
        assert waiting.take() is not None
        known |= waiting.news()
        waiting.done("a.example", NOW)
