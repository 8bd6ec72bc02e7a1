"""The journal of what a person did: each change can be taken back as a whole, and done again.

A change has parts (parts.py): marks on articles, and an edit of the config file. All functions run inside the caller's
transaction; the file is written as the last thing in it.
"""

import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from msgspec import structs

from newsreader.model import Change, Undone
from newsreader.store import config_parts, marks
from newsreader.store.config_parts import ConfigConflict, Rewriting
from newsreader.store.marks import Field, Mark
from newsreader.store.parts import ConfigEdit, Flagging, Part, Tagging
from newsreader.store.rows import as_time, seconds

KEPT = 200
"""How many changes can be taken back."""

_PHRASES = {
    ("read", True): "marked {} as read",
    ("read", False): "marked {} as unread",
    ("starred", True): "starred {}",
    ("starred", False): "took the star from {}",
    ("muted", True): "muted {}",
    ("muted", False): "unmuted {}",
    ("tag", True): "tagged {} with {detail}",
    ("tag", False): "took the tag {detail} from {}",
    ("config", True): "{detail}",
}
_COLUMNS = "id, at, what, count, undone, EXISTS (SELECT 1 FROM change_parts WHERE change_id = id AND field = 'config')"
_PartKey: TypeAlias = tuple[int, int]
"""A change's id and the part's number."""


@dataclass(frozen=True, slots=True)
class _Done:
    """A part that was made."""

    field: Field | Literal["config"]
    value: bool
    detail: str
    ids: Sequence[int] = ()
    phrase: str = ""
    """Of an edit: what it did."""


def change(
    db: sqlite3.Connection, parts: Sequence[Part], what: str | None, now: datetime
) -> tuple[Change | None, Rewriting | None]:
    """Make a change; returns it, None where everything was so already, and the config file where that was written.

    `what` is for the person, else made of the parts. Raises ConfigRefused.
    """
    done = [made for part in parts if not isinstance(part, ConfigEdit) and (made := _mark(db, part)).ids]
    edit = next((part for part in parts if isinstance(part, ConfigEdit)), None)
    rewriting = config_parts.prepare(edit.file, edit.edit) if edit else None
    if rewriting:
        done.append(_Done("config", True, config_parts.pack(rewriting), phrase=str(rewriting.edit)))
    if not done:
        return None, None
    count = len({id_ for made in done for id_ in made.ids}) if len(done) > 1 else len(done[0].ids)
    db.execute("DELETE FROM changes WHERE undone = 1")
    cursor = db.execute(
        "INSERT INTO changes (at, what, count) VALUES (?, ?, ?)", (seconds(now), what or _phrase(done), count)
    )
    db.executemany(
        "INSERT INTO change_parts (change_id, n, field, value, detail, ids) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (cursor.lastrowid, n, made.field, int(made.value), made.detail, pack(made.ids))
            for n, made in enumerate(done)
        ],
    )
    db.execute("DELETE FROM changes WHERE id NOT IN (SELECT id FROM changes ORDER BY id DESC LIMIT ?)", (KEPT,))
    if rewriting:
        rewriting.write()
    return _change(db, cursor.lastrowid), rewriting


def undo(db: sqlite3.Connection, config: Path | None) -> tuple[Undone | None, Rewriting | None]:
    """Take back the newest change that stands; None where there is none. Raises ConfigRefused."""
    row = db.execute("SELECT max(id) FROM changes WHERE undone = 0").fetchone()
    return (None, None) if row[0] is None else _turn(db, row[0], config, undone=True)


def redo(db: sqlite3.Connection, config: Path | None) -> tuple[Undone | None, Rewriting | None]:
    """Do again what was undone last; None where nothing was, or a new change came in between. Raises ConfigRefused."""
    row = db.execute("SELECT min(id) FROM changes WHERE undone = 1").fetchone()
    return (None, None) if row[0] is None else _turn(db, row[0], config, undone=False)


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


def _turn(
    db: sqlite3.Connection, change_id: int, config: Path | None, *, undone: bool
) -> tuple[Undone, Rewriting | None]:
    """Undo or redo a change: those of its articles that still are as the change (or its undoing) left them."""
    turned_to = structs.replace(_change(db, change_id), undone=undone)
    rows = db.execute(
        "SELECT n, field, value, detail, ids FROM change_parts WHERE change_id = ? ORDER BY n", (change_id,)
    ).fetchall()
    restored: set[int] = set()
    skipped: set[int] = set()
    rewriting: Rewriting | None = None
    refused = ""
    for n, field, value, detail, packed in reversed(rows) if undone else rows:
        if field == "config":
            rewriting, refused = _turn_edit(db, (change_id, n), detail, config, undone=undone)
            continue
        ids = unpack(packed)
        turned = marks.put(db, ids, Mark(cast(Field, field), bool(value) is not undone, detail))
        restored.update(turned)
        if len(turned) < len(ids):
            skipped.update(set(ids).difference(turned))
            # What was skipped is no longer this change's to set: neither by a redo nor by the next undo.
            db.execute("UPDATE change_parts SET ids = ? WHERE change_id = ? AND n = ?", (pack(turned), change_id, n))
    if refused and len(rows) == 1:
        db.execute("DELETE FROM changes WHERE id = ?", (change_id,))
    else:
        db.execute("UPDATE changes SET undone = ? WHERE id = ?", (int(undone), change_id))
    if rewriting:
        rewriting.write()
    muted = any(row[1] == "muted" for row in rows)
    return Undone(turned_to, len(restored), len(skipped), tuple(sorted(restored)), muted, refused), rewriting


def _turn_edit(
    db: sqlite3.Connection, key: _PartKey, detail: str, config: Path | None, *, undone: bool
) -> tuple[Rewriting | None, str]:
    """Make an edit, or its inverse, ready in the file as it is now; else forget it, and say why. Raises ConfigRefused.

    The journal may be a copy that is tried out beside another config: the file that it names is not written then.
    """
    file, edit = config_parts.unpack(detail)
    try:
        if config is not None and file.resolve() != config.resolve():
            raise ConfigConflict(f"that was an edit of another config file, {file}")
        rewriting = config_parts.prepare(file, edit.inverse() if undone else edit)
    except ConfigConflict as conflict:
        db.execute("DELETE FROM change_parts WHERE change_id = ? AND n = ?", key)
        return None, str(conflict)
    made = config_parts.pack(rewriting.inverse() if undone else rewriting)
    db.execute("UPDATE change_parts SET detail = ? WHERE change_id = ? AND n = ?", (made, *key))
    return rewriting, ""


def _mark(db: sqlite3.Connection, part: Flagging | Tagging) -> _Done:
    if isinstance(part, Tagging):
        mark = Mark("tag", part.value, marks.spelling(db, part.tag))
    else:
        mark = Mark(part.flag, part.value, "" if part.until is None else str(seconds(part.until)))
    changed = marks.put(db, part.ids, mark)
    if mark.field == "muted" and mark.value and not mark.detail:
        marks.forget_ends(db, changed)  # one that comes later would end this mute too
    return _Done(mark.field, mark.value, mark.detail, changed)


def _phrase(done: Sequence[_Done]) -> str:
    """Say what was done; tags that were given or taken away together stand in one phrase."""
    phrases: dict[tuple[str, bool], tuple[set[int], list[str]]] = {}
    for made in done:
        articles, details = phrases.setdefault((made.field, made.value), (set(), []))
        articles.update(made.ids)
        details.append(made.phrase or made.detail)
    return "; ".join(
        _PHRASES[kind].format(_number(len(articles)), detail=", ".join(details))
        for kind, (articles, details) in phrases.items()
    )


def _number(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _change(db: sqlite3.Connection, change_id: int | None) -> Change:
    return _as_change(db.execute(f"SELECT {_COLUMNS} FROM changes WHERE id = ?", (change_id,)).fetchone())


def _as_change(row: tuple[Any, ...]) -> Change:
    id_, at, what, count, undone, config = row
    return Change(id_, as_time(at), what, count, bool(undone), bool(config))
