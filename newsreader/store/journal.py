"""The journal of what a person did: each change can be taken back as a whole, and done again.

A change has parts (parts.py): marks on articles. All functions run inside the caller's transaction.
"""

import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from newsreader.model import Change, Undone
from newsreader.store import marks
from newsreader.store.marks import Field, Mark
from newsreader.store.parts import Flagging, Part
from newsreader.store.rows import as_time, seconds

KEPT = 200
"""How many changes can be taken back."""

_PHRASES: dict[tuple[Field, bool], str] = {
    ("read", True): "marked {} as read",
    ("read", False): "marked {} as unread",
    ("starred", True): "starred {}",
    ("starred", False): "took the star from {}",
    ("muted", True): "muted {}",
    ("muted", False): "unmuted {}",
    ("tag", True): "tagged {} with {tag}",
    ("tag", False): "took the tag {tag} from {}",
}
_COLUMNS = "id, at, what, count, undone, EXISTS (SELECT 1 FROM change_parts WHERE change_id = id AND field = 'config')"


def change(db: sqlite3.Connection, parts: Sequence[Part], what: str | None, now: datetime) -> Change | None:
    """Make a change; returns it, None where everything was so already. `what` is for the person, else made of the parts."""
    done: list[tuple[Mark, list[int]]] = []
    for part in parts:
        mark = _as_mark(db, part)
        changed = marks.put(db, part.ids, mark)
        if mark.field == "muted" and mark.value and not mark.detail:
            marks.forget_ends(db, changed)  # one that expired later would end this one
        if changed:
            done.append((mark, changed))
    if not done:
        return None
    count = len({id_ for _, ids in done for id_ in ids}) if len(done) > 1 else len(done[0][1])
    db.execute("DELETE FROM changes WHERE undone = 1")
    cursor = db.execute(
        "INSERT INTO changes (at, what, count) VALUES (?, ?, ?)", (seconds(now), what or _phrase(done), count)
    )
    db.executemany(
        "INSERT INTO change_parts (change_id, n, field, value, detail, ids) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (cursor.lastrowid, n, mark.field, int(mark.value), mark.detail, pack(ids))
            for n, (mark, ids) in enumerate(done)
        ],
    )
    db.execute("DELETE FROM changes WHERE id NOT IN (SELECT id FROM changes ORDER BY id DESC LIMIT ?)", (KEPT,))
    return _change(db, cursor.lastrowid)


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
    return [_as_change(row) for row in db.execute(f"SELECT {_COLUMNS} FROM changes ORDER BY id DESC LIMIT ?", (limit,))]


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
    order = "DESC" if undone else "ASC"
    rows = db.execute(
        f"SELECT n, field, value, detail, ids FROM change_parts WHERE change_id = ? ORDER BY n {order}", (change_id,)
    )
    restored: set[int] = set()
    skipped: set[int] = set()
    for n, field, value, detail, packed in rows.fetchall():
        ids = unpack(packed)
        turned = marks.put(db, ids, Mark(cast(Field, field), bool(value) is not undone, detail))
        restored.update(turned)
        if len(turned) < len(ids):
            skipped.update(set(ids).difference(turned))
            # What was skipped is no longer this change's to set: neither by a redo nor by the next undo.
            db.execute("UPDATE change_parts SET ids = ? WHERE change_id = ? AND n = ?", (pack(turned), change_id, n))
    db.execute("UPDATE changes SET undone = ? WHERE id = ?", (int(undone), change_id))
    return Undone(_change(db, change_id), len(restored), len(skipped), tuple(sorted(restored)))


def _as_mark(db: sqlite3.Connection, part: Part) -> Mark:
    if isinstance(part, Flagging):
        return Mark(part.flag, part.value, "" if part.until is None else str(seconds(part.until)))
    return Mark("tag", part.value, marks.spelling(db, part.tag))


def _phrase(done: Sequence[tuple[Mark, Sequence[int]]]) -> str:
    """Say what was done; tags that were given or taken away together stand in one phrase."""
    phrases: dict[tuple[Field, bool], tuple[set[int], list[str]]] = {}
    for mark, ids in done:
        articles, details = phrases.setdefault((mark.field, mark.value), (set(), []))
        articles.update(ids)
        details.append(mark.detail)
    return "; ".join(
        _PHRASES[kind].format(_number(len(articles)), tag=", ".join(details))
        for kind, (articles, details) in phrases.items()
    )


def _number(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _change(db: sqlite3.Connection, change_id: int | None) -> Change:
    return _as_change(db.execute(f"SELECT {_COLUMNS} FROM changes WHERE id = ?", (change_id,)).fetchone())


def _as_change(row: tuple[Any, ...]) -> Change:
    id_, at, what, count, undone, config = row
    return Change(id_, as_time(at), what, count, bool(undone), bool(config))
