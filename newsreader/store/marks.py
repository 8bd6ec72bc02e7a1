"""The person's marks on articles, flags and tags: set or cleared where they are not so yet. Inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from newsreader.model import Flag
from newsreader.store.rows import seconds

Field: TypeAlias = Flag | Literal["tag"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is set (or cleared: not `value`) on articles."""

    field: Field
    value: bool
    detail: str = ""
    """Of a tag its name; of a mute when it ends (unix seconds), '' for never."""


def put(db: sqlite3.Connection, ids: Iterable[int], mark: Mark) -> list[int]:
    """Set or clear a mark; returns the ids of the articles where it was not so yet, sorted."""
    if mark.field == "tag":
        return _tag(db, ids, mark)
    changed = _set_flag(db, ids, mark.field, mark.value)
    if mark.field == "muted" and mark.value and mark.detail:
        end_mutes_at(db, changed, int(mark.detail))
    return changed


def end_mutes_at(db: sqlite3.Connection, ids: Iterable[int], until: int) -> None:
    """Let the mutes of articles end at a time (unix seconds)."""
    db.executemany("INSERT OR REPLACE INTO mutes (article_id, until) VALUES (?, ?)", [(id_, until) for id_ in ids])


def forget_ends(db: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Let the mutes of articles never end."""
    db.execute("DELETE FROM mutes WHERE article_id IN (SELECT value FROM json_each(?))", (_as_json(ids),))


def has_expired(db: sqlite3.Connection, now: datetime) -> bool:
    """Whether a mute has come to its end."""
    return db.execute("SELECT 1 FROM mutes WHERE until <= ? LIMIT 1", (seconds(now),)).fetchone() is not None


def unmute_expired(db: sqlite3.Connection, now: datetime) -> int:
    """Unmute the articles whose mutes have come to their end; returns how many those are."""
    ended = "SELECT article_id FROM mutes WHERE until <= ?"
    unmuted = db.execute(f"UPDATE articles SET muted = 0 WHERE muted = 1 AND id IN ({ended})", (seconds(now),)).rowcount
    db.execute("DELETE FROM mutes WHERE until <= ?", (seconds(now),))
    return unmuted


def folded(tag: str) -> str:
    """Return how a tag is compared."""
    from newsreader.query.words import fold  # 10 ms, and who fetches has seldom a tag to give

    return fold(tag)


def spelling(db: sqlite3.Connection, tag: str) -> str:
    """Return how the person wrote a tag first, else `tag`: there is one spelling of each."""
    row = db.execute("SELECT tag FROM tags WHERE folded = ? LIMIT 1", (folded(tag),)).fetchone()
    return str(row[0]) if row else tag


def _set_flag(db: sqlite3.Connection, ids: Iterable[int], flag: Flag, value: bool) -> list[int]:
    # `flag` is one of three words of model.Flag, never foreign text.
    rows = db.execute(
        f"SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?)) AND {flag} <> ? ORDER BY id",
        (_as_json(ids), int(value)),
    )
    changed = [row[0] for row in rows]
    db.execute(
        f"UPDATE articles SET {flag} = ? WHERE id IN (SELECT value FROM json_each(?))",
        (int(value), json.dumps(changed)),
    )
    return changed


def _tag(db: sqlite3.Connection, ids: Iterable[int], mark: Mark) -> list[int]:
    tag = folded(mark.detail)
    rows = db.execute(
        "SELECT a.id FROM articles a WHERE a.id IN (SELECT value FROM json_each(?))"
        " AND EXISTS (SELECT 1 FROM tags t WHERE t.article_id = a.id AND t.folded = ?) <> ? ORDER BY a.id",
        (_as_json(ids), tag, int(mark.value)),
    )
    changed = [row[0] for row in rows]
    if mark.value:
        insert = "INSERT INTO tags (article_id, tag, folded) SELECT value, ?, ? FROM json_each(?)"
        db.execute(insert, (mark.detail, tag, json.dumps(changed)))
    else:
        delete = "DELETE FROM tags WHERE folded = ? AND article_id IN (SELECT value FROM json_each(?))"
        db.execute(delete, (tag, json.dumps(changed)))
    return changed


def _as_json(ids: Iterable[int]) -> str:
    return json.dumps(list(ids))
