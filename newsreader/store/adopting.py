"""A feed whose address the person changed keeps its history: what the old address left goes to the new one."""

import json
import sqlite3
from collections.abc import Sequence

from newsreader.store.connect import named_errors, transaction
from newsreader.store.writer import Writer
from newsreader.urls import normal_link

LOOKED_AT = 20
"""Of the newest entries of the new document; half of them have to be known from the old address."""


def has_orphans(writer: Writer) -> bool:
    """Whether there are feeds that are not subscribed to any more: without any `adopt` need not be asked. Raises StoreError."""
    with named_errors(writer.db):
        return writer.db.execute("SELECT 1 FROM feeds WHERE subscribed = 0 LIMIT 1").fetchone() is not None


def adopt(writer: Writer, feed_id: int, title: str, site: str, guids: Sequence[str]) -> bool:
    """Give a feed that has no articles yet those of the one that it replaces; returns whether there is such a one.

    That is a feed that is no longer subscribed to, with the same name (the config's, else its document's `title`), the same
    `site`, and at least half of the newest `guids`. Its articles keep their marks. Raises StoreError.
    """
    db = writer.db
    with named_errors(db):
        if not guids or not site or _has_articles(db, feed_id):
            return False
        name = db.execute("SELECT name FROM feeds WHERE id = ?", (feed_id,)).fetchone()
        old = db.execute("SELECT id, name, title, site FROM feeds WHERE subscribed = 0 ORDER BY id DESC").fetchall()
    for old_id, old_name, old_title, old_site in old:
        same_name = bool(name) and (
            name[0] == old_name != "" or (title == old_title != "" and old_name in ("", name[0]))
        )
        if same_name and normal_link(site) == normal_link(old_site) and _knows(db, old_id, guids[:LOOKED_AT]):
            _hand_over(db, old_id, feed_id)
            return True
    return False


def _has_articles(db: sqlite3.Connection, feed_id: int) -> bool:
    return any(
        db.execute(f"SELECT 1 FROM {table} WHERE feed_id = ? LIMIT 1", (feed_id,)).fetchone()
        for table in ("articles", "tombstones")
    )


def _knows(db: sqlite3.Connection, feed_id: int, guids: Sequence[str]) -> bool:
    """Whether a feed had at least half of these articles."""
    wanted = json.dumps(list(guids))
    with named_errors(db):
        known = db.execute(
            "SELECT count(*) FROM (SELECT guid FROM articles WHERE feed_id = ? AND guid IN (SELECT value FROM json_each(?))"
            " UNION SELECT guid FROM tombstones WHERE feed_id = ? AND guid IN (SELECT value FROM json_each(?)))",
            (feed_id, wanted, feed_id, wanted),
        ).fetchone()[0]
    return bool(known * 2 >= len(set(guids)))


def _hand_over(db: sqlite3.Connection, old_id: int, new_id: int) -> None:
    """All that belongs to a feed belongs to another one now; the old one is forgotten, so that its address begins anew."""
    with transaction(db):
        for table in ("articles", "tombstones"):
            db.execute(f"UPDATE {table} SET feed_id = ? WHERE feed_id = ?", (new_id, old_id))
        db.execute("UPDATE OR IGNORE fetches SET feed_id = ? WHERE feed_id = ?", (new_id, old_id))
        db.execute(
            "UPDATE feeds SET last_new = (SELECT last_new FROM feeds WHERE id = ?) WHERE id = ?", (old_id, new_id)
        )
        db.execute("DELETE FROM feeds WHERE id = ?", (old_id,))
