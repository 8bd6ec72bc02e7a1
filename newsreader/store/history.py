"""How fetching each feed went, day by day: a row for each day on which a feed was asked, for the last weeks."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from newsreader.model import OFFLINE, FeedUpdate, FetchDay
from newsreader.store.rows import seconds

DAYS = 30
"""So many days are kept, today included."""


def note(db: sqlite3.Connection, updates: Sequence[FeedUpdate], new: Mapping[int, int], now: datetime) -> None:
    """Count what came of fetching, and forget what is too old; `new` are articles by feed. Inside the caller's transaction."""
    today = _day(now)
    rows = [
        (today, update.feed_id, int(not failed), int(failed), new[update.feed_id], update.bytes)
        for update in updates
        # That nothing was reachable says nothing of a feed; what left the store meanwhile is passed over.
        if update.schedule.error != OFFLINE and update.feed_id in new
        for failed in [bool(update.schedule.error)]
    ]
    db.executemany(
        "INSERT INTO fetches (day, feed_id, succeeded, failed, new, bytes) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (day, feed_id) DO UPDATE SET succeeded = succeeded + excluded.succeeded,"
        " failed = failed + excluded.failed, new = new + excluded.new, bytes = bytes + excluded.bytes",
        rows,
    )
    # Days in the future come from a clock that was wrong.
    db.execute("DELETE FROM fetches WHERE day <= ? OR day > ?", (today - DAYS, today + 1))


def history(db: sqlite3.Connection, now: datetime) -> dict[int, tuple[FetchDay, ...]]:
    """Return the last DAYS days of each feed by its id, the oldest first and today last; feeds never asked in them are missing."""
    first = _day(now) - DAYS + 1
    found: dict[int, list[FetchDay]] = {}
    rows = db.execute(
        "SELECT day, feed_id, succeeded, failed, new, bytes FROM fetches WHERE day BETWEEN ? AND ?",
        (first, first + DAYS - 1),
    )
    for day, feed_id, *counts in rows:
        if feed_id not in found:
            found[feed_id] = [FetchDay()] * DAYS
        found[feed_id][day - first] = FetchDay(*counts)
    return {feed_id: tuple(days) for feed_id, days in found.items()}


def _day(moment: datetime) -> int:
    return seconds(moment) // 86_400
