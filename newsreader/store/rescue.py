"""A damaged database is moved aside, and what can still be read of it is copied into a new one.

Damage is found when the file is opened, or later by a query that meets it; the latter leaves a mark beside the file,
so that the next one who opens it mends it first.
"""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from newsreader.store.connect import connect, mark_of, open_writer
from newsreader.store.errors import Busy, CorruptDatabase

# In the order in which one refers to the other. Left out: what a new database makes for itself (the index, meta, leases).
_TABLES = {
    "feeds": "id",
    "articles": "id",
    "bodies": "article_id",
    "packed": "article_id",
    "previous": "article_id",
    "enclosures": "article_id",
    "tags": "article_id",
    "changes": "id",
    "change_parts": "change_id",
    "mutes": "article_id",
    "errands": "article_id",
    "tombstones": "id",
    "fetches": "day",
    "rule_log": None,
    "state": None,
    "hosts": None,
}
_RANGE = 4096
"""Rows are read so many keys at a time; around damage ever fewer."""
_MOST_FAILURES = 20_000
"""Where more reads than that fail, the rest of the table is given up."""
_STALE_SECONDS = 600
"""An unfinished rescue that was not touched for so long was left by a process that died."""


def rescue(path: Path) -> NoReturn:
    """Mend the database at `path`; raises CorruptDatabase, whose message says what became of it, or Busy."""
    fresh = path.with_name(f"{path.name}.rescued")
    _claim(fresh)
    # The real file is made beside it and takes its place at the end: a rescue that is killed has changed nothing.
    made = path.with_name(f"{path.name}.rescuing")
    _remove(made)
    target = open_writer(made)
    try:
        target.execute("PRAGMA foreign_keys = OFF")
        target.execute("BEGIN IMMEDIATE")
        _copy_all(path, target)
        saved = target.execute("SELECT count(*) FROM articles").fetchone()[0]
        target.execute("COMMIT")
    finally:
        target.close()
    aside = path.with_name(f"{path.name}.damaged-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    for suffix in ("-wal", ""):
        if path.with_name(path.name + suffix).exists():
            path.with_name(path.name + suffix).replace(aside.with_name(aside.name + suffix))
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    made.replace(path)
    mark_of(path).unlink(missing_ok=True)
    fresh.unlink(missing_ok=True)
    if saved:
        what = f"{saved:,} articles could be saved into a new one, the damaged file is now {aside}"
    else:
        what = f"NOT ONE ARTICLE could be read of it; it is kept as {aside}, and an empty database is in its place"
    raise CorruptDatabase(f"the database was damaged: {what}; start newsreader again")


def _claim(file: Path) -> None:
    """Be the only one who mends. Raises Busy."""
    try:
        if time.time() - file.stat().st_mtime > _STALE_SECONDS:
            file.unlink(missing_ok=True)
    except FileNotFoundError:
        pass
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise Busy(
            "the database was damaged and is being mended by another newsreader; try again in a minute"
        ) from None


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _copy_all(path: Path, target: sqlite3.Connection) -> None:
    for options in ("mode=ro", "mode=ro&immutable=1"):
        try:
            source = connect(path, options)
            # Else a file that lost its tail is refused as a whole: its header tells of more pages than there are.
            source.execute("PRAGMA writable_schema = ON")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            break
        except sqlite3.Error:
            continue
    else:
        return
    try:
        for table, key in _TABLES.items():
            _copy(source, target, table, key)
    finally:
        source.close()
    # Articles whose feed could not be read belong to one that nobody subscribed to; bodies without an article to nobody.
    target.execute(
        "INSERT OR IGNORE INTO feeds (id, url, place, subscribed) SELECT DISTINCT feed_id, 'lost:' || feed_id, 0, 0"
        " FROM articles WHERE feed_id NOT IN (SELECT id FROM feeds)"
    )
    # What a body is written in may be lost, when its text is not.
    target.execute("INSERT OR IGNORE INTO bodies (article_id, markup, body) SELECT article_id, 'html', '' FROM packed")
    for table in ("bodies", "packed", "previous", "enclosures", "tags", "mutes", "errands"):
        target.execute(f"DELETE FROM {table} WHERE article_id NOT IN (SELECT id FROM articles)")
    # A change without its parts cannot be taken back.
    target.execute("DELETE FROM change_parts WHERE change_id NOT IN (SELECT id FROM changes)")
    target.execute("DELETE FROM changes WHERE id NOT IN (SELECT change_id FROM change_parts)")


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str, key: str | None) -> None:
    """Copy what can be read of a table; columns that one side does not have are left out."""
    try:
        columns = [c for c in _columns(target, table) if c in set(_columns(source, table))]
    except sqlite3.Error:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
    for rows in _readable(source, f"SELECT {names} FROM {table} NOT INDEXED", table, key):
        for row in rows:
            try:
                target.execute(insert, row)
            except sqlite3.IntegrityError:
                continue  # a value that damage made into another type


def _readable(source: sqlite3.Connection, select: str, table: str, key: str | None) -> Iterator[Sequence[Any]]:
    """Yield the rows that can be read, a range of keys at a time, halving the ranges that damage lies in."""
    if key is None:
        try:
            yield source.execute(select).fetchall()
        except sqlite3.Error:
            return
        return
    failures, most = 0, _last_key(source, table, key)
    waiting = [(first, min(first + _RANGE - 1, most)) for first in range(1, most + 1, _RANGE)][::-1]
    while waiting and failures < _MOST_FAILURES:
        first, last = waiting.pop()
        try:
            yield source.execute(f"{select} WHERE {key} BETWEEN ? AND ?", (first, last)).fetchall()
        except sqlite3.Error:
            failures += 1
            if first < last:
                middle = (first + last) // 2
                waiting += [(middle + 1, last), (first, middle)]


def _last_key(source: sqlite3.Connection, table: str, key: str) -> int:
    """The highest key there may be; where the table's end is damaged, the articles' own, or a guess."""
    for candidate, column in ((table, key), ("articles", "id"), ("bodies", "article_id")):
        try:
            return int(source.execute(f"SELECT ifnull(max({column}), 0) FROM {candidate} NOT INDEXED").fetchone()[0])
        except sqlite3.Error:
            continue
    return 10_000_000


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
