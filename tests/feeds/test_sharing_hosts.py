"""Several processes ask the same hosts: what one does counts for the others."""

import time
from datetime import UTC, datetime, timedelta

from newsreader.feeds.hosts import Hosts
from newsreader.store.hosts import HostState

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def hosts(known: dict[str, HostState], gap: float = 0.3) -> Hosts[str]:
    return Hosts(16, lambda _: False, gap, look_up=lambda host: known.get(host, HostState()), clock=lambda: NOW)


def test_what_another_process_asked_a_moment_ago_gets_its_distance() -> None:
    waiting = hosts(known := {})
    waiting.add("a.example", "one")
    known["a.example"] = HostState(last_request=NOW - timedelta(seconds=0.1))
    began = time.monotonic()
    assert waiting.take() is None
    while waiting.take() is None:
        time.sleep(waiting.patience())
    assert time.monotonic() - began >= 0.19


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
