"""The journal of what a person did: each change of state is one row that can be taken back, and done again.

All functions run inside the caller's transaction.
"""

import json
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from newsreader.model import Change, Flag, Undone
from newsreader.store.rows import as_time, seconds

KEPT = 200
"""How many changes can be taken back."""

_PHRASES: dict[tuple[str, bool], str] = {
    ("read", True): "marked {} as read",
    ("read", False): "marked {} as unread",
    ("starred", True): "starred {}",
    ("starred", False): "took the star from {}",
    ("muted", True): "muted {}",
    ("muted", False): "unmuted {}",
}
_COLUMNS = "id, at, what, count, undone"


def set_flag(
    db: sqlite3.Connection, ids: Sequence[int], flag: Flag, value: bool, what: str | None, now: datetime
) -> Change | None:
    """Set or clear `flag`; returns the change, None where every article was so already."""
    changed = _set(db, ids, flag, value)
    if not changed:
        return None
    count = len(changed)
    what = what or _PHRASES[flag, value].format("1 article" if count == 1 else f"{count:,} articles")
    db.execute("DELETE FROM changes WHERE undone = 1")
    db.execute(
        "INSERT INTO changes (at, what, field, value, count, ids) VALUES (?, ?, ?, ?, ?, ?)",
        (seconds(now), what, flag, int(value), count, pack(changed)),
    )
    db.execute("DELETE FROM changes WHERE id NOT IN (SELECT id FROM changes ORDER BY id DESC LIMIT ?)", (KEPT,))
    return _change(db.execute(f"SELECT {_COLUMNS} FROM changes ORDER BY id DESC LIMIT 1").fetchone())


def undo(db: sqlite3.Connection) -> Undone | None:
    """Take back the newest change that stands; None where there is none."""
    row = db.execute("SELECT max(id) FROM changes WHERE undone = 0").fetchone()
    return None if row[0] is None else _turn(db, row[0], undone=True)


def redo(db: sqlite3.Connection) -> Undone | None:
    """Do again what was undone last; None where nothing was, or a new change came in between."""
    row = db.execute("SELECT min(id) FROM changes WHERE undone = 1").fetchone()
    return None if row[0] is None else _turn(db, row[0], undone=False)


def changes(db: sqlite3.Connection, limit: int = KEPT) -> list[Change]:
    """Return the journal, newest first."""
    return [_change(row) for row in db.execute(f"SELECT {_COLUMNS} FROM changes ORDER BY id DESC LIMIT ?", (limit,))]


def pack(ids: Iterable[int]) -> bytes:
    """Return sorted ids in few bytes: the gaps between them, compressed (100,000 in a row: under 1 KB)."""
    gaps, before = array("q"), 0
    for id_ in ids:
        gaps.append(id_ - before)
        before = id_
    return zlib.compress(gaps.tobytes(), 1)


def unpack(packed: bytes) -> "array[int]":
    """Return what `pack` packed."""
    ids, before = array("q", zlib.decompress(packed)), 0
    for n, gap in enumerate(ids):
        before += gap
        ids[n] = before
    return ids


def _turn(db: sqlite3.Connection, change_id: int, *, undone: bool) -> Undone:
    """Undo or redo a change: those of its articles that still are as the change (or its undoing) left them."""
    field, value, packed = db.execute("SELECT field, value, ids FROM changes WHERE id = ?", (change_id,)).fetchone()
    ids = unpack(packed)
    restored = _set(db, ids, cast(Flag, field), bool(value) is not undone)
    # What was skipped is no longer this change's to set: neither by a redo nor by the next undo.
    db.execute("UPDATE changes SET undone = ?, ids = ? WHERE id = ?", (int(undone), pack(restored), change_id))
    change = _change(db.execute(f"SELECT {_COLUMNS} FROM changes WHERE id = ?", (change_id,)).fetchone())
    return Undone(change, restored=len(restored), skipped=len(ids) - len(restored), ids=tuple(restored))


def _set(db: sqlite3.Connection, ids: Iterable[int], flag: Flag, value: bool) -> list[int]:
    """Set a flag where it is not so yet; returns the ids of those articles, sorted."""
    # `flag` is one of three words of model.Flag, never foreign text.
    rows = db.execute(
        f"SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) AND {flag} <> ? ORDER BY id",
        (json.dumps(list(ids)), int(value)),
    )
    changed = [row[0] for row in rows]
    db.execute(
        f"UPDATE articles SET {flag} = ? WHERE id IN (SELECT value FROM json_each(?))",
        (int(value), json.dumps(changed)),
    )
    return changed


def _change(row: tuple[Any, ...]) -> Change:
    id_, at, what, count, undone = row
    return Change(id_, as_time(at), what, count, bool(undone))
