"""A fortnight of `newsreader refresh` every 50 minutes, and a person who reloads by hand: what a server counts against a reader.

The list is that of Rachel Kroll's feed reader score: requests without validators after the first, validators that were never
sent or are no longer the last ones sent, polling too often, several requests in a burst, cookies, referrers, additions to the
address, requests for what nobody announced, a User-Agent that does not say who asks.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from feed_server import Connection, Request, Site, page, redirect, rss, status
from refresh_desk import Desk

HOUR = timedelta(hours=1)


@dataclass
class Publisher:
    """A feed that changes now and then, and remembers by the clock of the test what it was asked and what it sent."""

    clock: Callable[[], datetime]
    every: timedelta
    """How often it publishes."""
    etag: bool = True
    last_modified: bool = True
    max_age: int = 0
    new_validators_on_304: bool = False
    log: list[tuple[datetime, Request]] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    """(ETag, Last-Modified) as they were sent, one for each answer."""

    def __call__(self, connection: Connection, request: Request) -> None:
        now = self.clock()
        self.log.append((now, request))
        edition = int(now.timestamp() // self.every.total_seconds())
        salt = len(self.sent) if self.new_validators_on_304 else 0
        etag = f'W/"{edition}-{salt}"' if self.etag else ""
        modified = f"edition {edition} of {salt}" if self.last_modified else ""
        known = self.sent[-1] if self.sent else ("", "")
        given = (request.headers.get("if-none-match", ""), request.headers.get("if-modified-since", ""))
        headers = {**({"ETag": etag} if etag else {}), **({"Last_Modified": modified} if modified else {})}
        if self.max_age:
            headers["Cache_Control"] = f"max-age={self.max_age}"
        is_same = given == known and given != ("", "") and f"{edition}" in "".join(known)
        self.sent.append((etag, modified))
        answer = (
            status(304, **headers) if is_same else page(rss(f"Edition {edition}", f"Edition {edition - 1}"), **headers)
        )
        answer(connection, request)


def demerits(publisher: Publisher, host: str, interval: timedelta, by_hand: set[datetime]) -> list[str]:
    """What can be counted against the reader at this feed. A person may ask earlier by hand, but not twice a minute."""
    found: list[str] = []
    for number, (moment, request) in enumerate(publisher.log):
        headers = request.headers
        given = (headers.get("if-none-match", ""), headers.get("if-modified-since", ""))
        if number and given != publisher.sent[number - 1]:
            found.append(f"{moment}: validators {given}, where {publisher.sent[number - 1]} were sent last")
        if not number and given != ("", ""):
            found.append(f"{moment}: made up validators {given}")
        least = timedelta(minutes=1) if moment in by_hand else interval
        if number and moment - publisher.log[number - 1][0] < least:
            found.append(f"{moment}: asked again after {moment - publisher.log[number - 1][0]}")
        if {"cookie", "referer"} & set(headers):
            found.append(f"{moment}: cookie or referrer")
        if request.path != "/feed" or not headers.get("user-agent", "").startswith("newsreader/"):
            found.append(f"{moment}: {request.line} by {headers.get('user-agent')}")
        if not request.host.startswith(host):
            found.append(f"{moment}: asked as {request.host}")
    return found


@pytest.mark.slow
def test_a_fortnight_without_a_demerit(desk: Desk) -> None:
    clock = lambda: desk.now  # noqa: E731
    publishers = {
        "steady": Publisher(clock, 12 * HOUR),
        "lively": Publisher(clock, timedelta(minutes=20)),
        "asleep": Publisher(clock, timedelta(days=400)),
        "etag-only": Publisher(clock, 6 * HOUR, last_modified=False),
        "date-only": Publisher(clock, 6 * HOUR, etag=False),
        "patient": Publisher(clock, 6 * HOUR, max_age=4 * 3600),
        "restless": Publisher(clock, 6 * HOUR, new_validators_on_304=True),
        "slow": Publisher(clock, 6 * HOUR, max_age=7 * 86400),
        "settled": Publisher(clock, 6 * HOUR),
    }
    sites = {name: Site() for name in publishers}
    busy, moved, gone = Site(), Site(), Site()
    asked: dict[str, list[datetime]] = defaultdict(list)
    by_hand: set[datetime] = set()
    try:
        for name, site in sites.items():
            site["/feed"] = publishers[name]
        busy["/feed"] = timed(asked["busy"], clock, status(429, Retry_After=str(30 * 3600)))
        moved["/feed"] = timed(
            asked["moved"], clock, redirect(301, f"http://settled.example:{sites['settled'].port}/feed")
        )
        gone["/feed"] = timed(asked["gone"], clock, status(410))
        desk.resolve = lambda host: ("127.0.0.1",)
        desk.reach = lambda ip: "public"
        ports = {
            **{name: site.port for name, site in sites.items()},
            "busy": busy.port,
            "moved": moved.port,
            "gone": gone.port,
        }
        del ports["settled"]  # only the redirect leads there
        desk.subscribe(*(f"http://{name}.example:{port}/feed" for name, port in ports.items()))
        for run in range(14 * 24 * 60 // 50):
            desk.refresh(after=timedelta(minutes=50))
            if run % 100 == 50:  # somebody leans on the key for a moment
                for _ in range(5):
                    desk.refresh(force=True, after=timedelta(seconds=7))
                    by_hand.add(desk.now)
        for name, publisher in publishers.items():
            least = {"patient": 4 * HOUR, "slow": 24 * HOUR}.get(name, HOUR)
            found = demerits(publisher, f"{name}.example", least, by_hand)
            assert not found, f"{name}: " + "\n".join(found[:5])
            assert len(publisher.log) > 10
        waits = [later - earlier for earlier, later in zip(asked["busy"], asked["busy"][1:], strict=False)]
        assert min(waits) >= 30 * HOUR
        assert len(asked["gone"]) == 1
        assert 3 <= len(asked["moved"]) < 40, "the new address is asked directly after a day"
    finally:
        for site in (*sites.values(), busy, moved, gone):
            site.close()


def timed(
    log: list[datetime], clock: Callable[[], datetime], behaviour: Callable[[Connection, Request], object]
) -> Callable[[Connection, Request], object]:
    """A behaviour that also notes when it was asked."""

    def behave(connection: Connection, request: Request) -> None:
        log.append(clock())
        behaviour(connection, request)

    return behave
