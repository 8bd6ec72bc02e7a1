"""The feeds table follows the config: its order, names, sections and tags."""

import json
import sqlite3
from collections.abc import Sequence

from newsreader.model import Subscription
from newsreader.store.connect import named_errors, transaction

_KEY = "subscriptions"


def in_step(db: sqlite3.Connection, wanted: Sequence[Subscription]) -> bool:
    """Whether the feeds already are what the config says."""
    with named_errors(db):
        row = db.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    return row is not None and row[0] == _as_text(wanted)


def sync(db: sqlite3.Connection, wanted: Sequence[Subscription]) -> bool:
    """Make the feeds what the config says; returns whether anything changed.

    A feed that is no longer there keeps its row and its articles, and has them again when it comes back.
    """
    if in_step(db, wanted):
        return False
    with transaction(db):
        db.execute("UPDATE feeds SET subscribed = 0")
        db.executemany(
            "INSERT INTO feeds (url, place, name, section, tags) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (url) DO UPDATE SET subscribed = 1, place = excluded.place, name = excluded.name,"
            " section = excluded.section, tags = excluded.tags",
            [
                (s.url, place, s.name, s.section, json.dumps(s.tags, ensure_ascii=False))
                for place, s in enumerate(wanted)
            ],
        )
        db.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (_KEY, _as_text(wanted)),
        )
    return True


def readdress(db: sqlite3.Connection, moves: Sequence[tuple[str, str]]) -> None:
    """Let feeds go on under another address, with their articles and marks: (old, new) each. Before the `sync` that knows it.

    What the old server said is forgotten, so that the new one is asked at once. A new address that has articles of its own
    stays a feed of its own.
    """
    with transaction(db):
        for old, new in moves:
            if any(
                db.execute(
                    f"SELECT 1 FROM {table} JOIN feeds ON feeds.id = feed_id WHERE url = ? LIMIT 1", (new,)
                ).fetchone()
                for table in ("articles", "tombstones")
            ):
                continue
            db.execute("DELETE FROM feeds WHERE url = ?", (new,))
            db.execute(
                "UPDATE feeds SET url = ?, next_check = NULL, reason = '', failures = 0, error = '', gone = 0, etag = '',"
                " last_modified = '', body_hash = x'', moved_to = '', moved_since = NULL, moved_count = 0, ttl = NULL,"
                " skip_hours = 0, skip_days = 0, note = '' WHERE url = ?",
                (new, old),
            )


def _as_text(wanted: Sequence[Subscription]) -> str:
    """Return all that the config says of the feeds, to be compared as a whole: 0.5 ms for 500 feeds."""
    return json.dumps([(s.url, s.name, s.section, s.tags) for s in wanted])
