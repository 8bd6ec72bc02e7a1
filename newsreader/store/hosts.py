"""What is known of each host, shared by all processes that ask it: when it was asked last, and until when not to ask."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from newsreader.store.connect import transaction


@dataclass(frozen=True, slots=True)
class HostState:
    """Of a host that was never asked all is None. Times keep their fractions: the gap between requests is 1 s."""

    last_request: datetime | None = None
    wait_until: datetime | None = None
    why: str = ""
    """Why to wait, in words for a person."""


def host_state(db: sqlite3.Connection, host: str) -> HostState:
    """Return what is known of `host`."""
    row = db.execute("SELECT last_request, wait_until, why FROM hosts WHERE host = ?", (host,)).fetchone()
    return HostState(_time(row[0]), _time(row[1]), row[2]) if row else HostState()


def host_states(db: sqlite3.Connection) -> dict[str, HostState]:
    """Return what is known of every host."""
    rows = db.execute("SELECT host, last_request, wait_until, why FROM hosts")
    return {host: HostState(_time(last), _time(wait), why) for host, last, wait, why in rows}


def save_hosts(db: sqlite3.Connection, states: Mapping[str, HostState]) -> None:
    """Keep what was learnt. Of two processes the later request and the longer wait count."""
    with transaction(db):
        db.executemany(
            "INSERT INTO hosts (host, last_request, wait_until, why) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (host) DO UPDATE SET"
            " last_request = max(ifnull(last_request, excluded.last_request), ifnull(excluded.last_request, last_request)),"
            " why = iif(wait_until IS NULL OR excluded.wait_until >= wait_until, excluded.why, why),"
            " wait_until = max(ifnull(wait_until, excluded.wait_until), ifnull(excluded.wait_until, wait_until))",
            [
                (host, _seconds(state.last_request), _seconds(state.wait_until), state.why)
                for host, state in states.items()
            ],
        )


def _time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
