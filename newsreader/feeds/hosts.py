"""Which request may go out next: one connection a host, a second apart, so many hosts at once, and nobody who asked to be left alone.

This machine itself is no host that needs sparing: it gets many requests at once.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from newsreader.feeds.schedule import LONGEST_WAIT, at
from newsreader.store.hosts import HostState

T = TypeVar("T")

GAP_SECONDS = 1.0
LOOPBACK_AT_ONCE = 16


def nothing_known(_host: str) -> HostState:
    """What other processes know of a host where there are none."""
    return HostState()


@dataclass(slots=True)
class _Host(Generic[T]):
    loopback: bool
    waiting: deque[T] = field(default_factory=deque)
    active: int = 0
    free_at: float = 0.0
    """The tick (a second) from which the next request may go out."""
    asked_at: datetime | None = None
    wait_until: datetime | None = None
    why: str = ""


class Hosts(Generic[T]):
    """Requests in waiting, by host; `most` hosts are asked at once. `look_up` is asked before each what other processes did.

    `clock` tells what time it is, `ticks` how many seconds have passed.
    """

    def __init__(
        self,
        most: int,
        is_loopback: Callable[[str], bool],
        gap: float = GAP_SECONDS,
        *,
        look_up: Callable[[str], HostState] = nothing_known,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ticks = ticks
        self._most, self._gap, self._is_loopback = most, gap, is_loopback
        self._look_up, self._clock = look_up, clock
        self._hosts: dict[str, _Host[T]] = {}
        self._wanted: dict[str, _Host[T]] = {}
        """Those with requests in waiting: of thousands of hosts few, in the end."""
        self._news: set[str] = set()
        """Hosts of which other processes do not know the latest yet."""
        self._active = 0

    def remember(self, states: Mapping[str, HostState], now: datetime) -> None:
        """Take in what earlier runs and other processes know."""
        for name, state in states.items():
            host = self._host(name)
            if state.wait_until is not None and now < state.wait_until <= now + LONGEST_WAIT:
                host.wait_until, host.why = state.wait_until, state.why
            # What we did ourselves is known already, to the millisecond.
            if state.last_request is not None and state.last_request != host.asked_at and not host.loopback:
                host.asked_at = state.last_request
                since = (now - state.last_request).total_seconds()
                if 0 <= since < self._gap:
                    host.free_at = self._ticks() + self._gap - since

    def _host(self, name: str) -> _Host[T]:
        if name not in self._hosts:
            self._hosts[name] = _Host(self._is_loopback(name))
        return self._hosts[name]

    def why_wait(self, name: str, now: datetime) -> str:
        """Return why a host is not to be asked at all now, in words; '' if it may be."""
        until = self._host(name).wait_until
        return f"{name} asked to wait until {at(until, now)}" if until is not None and now < until else ""

    def add(self, name: str, request: T, *, first: bool = False) -> None:
        """Put a request in waiting; `first` before the others of its host."""
        host = self._wanted[name] = self._host(name)
        if first:
            host.waiting.appendleft(request)
        else:
            host.waiting.append(request)

    def take(self) -> tuple[str, T] | None:
        """Return a request that may go out now, and count it as under way; None if there is none."""
        moment = self._ticks()
        for name, host in self._wanted.items():
            if self._may(host, moment) and (host.loopback or self._others_let(name, host, moment)):
                host.active += 1
                request = host.waiting.popleft()
                if not host.waiting:
                    del self._wanted[name]
                return name, request
        return None

    def _others_let(self, name: str, host: _Host[T], moment: float) -> bool:
        """Whether no other process has just asked a host; then it is ours, and they are told."""
        now = self._clock()
        self.remember({name: self._look_up(name)}, now)
        if not self._may(host, moment):
            return False
        self._active += 1
        host.asked_at = now
        self._news.add(name)
        return True

    def _may(self, host: _Host[T], moment: float) -> bool:
        if host.loopback:
            return host.active < LOOPBACK_AT_ONCE
        return host.active == 0 and self._active < self._most and moment >= host.free_at

    def done(self, name: str, now: datetime) -> None:
        """A request is over; the second until the next one counts from here."""
        host = self._host(name)
        host.active -= 1
        if not host.loopback:
            self._active -= 1
            host.free_at = self._ticks() + self._gap
            host.asked_at = now
            self._news.add(name)

    def leave_alone(self, name: str, wait: timedelta, why: str, now: datetime) -> list[T]:
        """A host asked not to be asked for so long; returns its requests, which will not go out."""
        host = self._host(name)
        if host.wait_until is None or host.wait_until < now + wait:
            host.wait_until, host.why = now + wait, why
            self._news.add(name)
        dropped = list(host.waiting)
        host.waiting.clear()
        self._wanted.pop(name, None)
        return dropped

    def patience(self) -> float:
        """Return the seconds until a request may go out that only waits for time to pass; 1 at most."""
        moment = self._ticks()
        if self._active >= self._most:
            return 1.0
        waits = [h.free_at - moment for h in self._wanted.values() if not h.active and not h.loopback]
        return max(min([*waits, 1.0]), 0.0)

    def news(self) -> dict[str, HostState]:
        """Return what other processes should know, and that they were not told yet."""
        names, self._news = self._news, set()
        return {name: _state(self._hosts[name]) for name in names}


def _state(host: _Host[T]) -> HostState:
    return HostState(host.asked_at, host.wait_until, host.why)
