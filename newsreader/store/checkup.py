"""Is the database whole? What `newsreader doctor` asks of it; nothing is changed and nothing is mended here."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsreader.model import Feed
from newsreader.store import lease
from newsreader.store.connect import connect, mark_of
from newsreader.store.errors import StoreError
from newsreader.store.queries import Reader
from newsreader.store.schema import APPLICATION_ID, OLDEST_SQLITE, VERSION

_FINDS = 10_000_000
"""Looked through: false ones, one a row, must not hide a true one behind them."""
_NULL = re.compile(r"NULL value in (\w+)\.(\w+)")


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found."""

    damage: str = ""
    """What SQLite says is broken; '' where the file is whole."""
    articles: int = 0
    """All that are in it, also muted ones and those of feeds that are no longer subscribed to, as `backup` counts them."""
    unindexed: int = 0
    """Articles that a search does not find yet."""
    index_damage: str = ""
    newest_check: datetime | None = None
    """When a feed was asked last, by the clock of that time."""
    holder: lease.Holder | None = None
    """The process that fetches now."""
    feeds: tuple[Feed, ...] = ()
    """Those that are subscribed."""


def sqlite_version() -> tuple[str, str]:
    """Return the version of SQLite, and the one that is needed where it is too old, else ''."""
    old = sqlite3.sqlite_version_info < OLDEST_SQLITE
    return sqlite3.sqlite_version, ".".join(map(str, OLDEST_SQLITE)) if old else ""


def check_up(database: Path) -> Checkup:
    """Read the whole file once. Raises StoreError where it cannot be opened: foreign, newer, unreadable."""
    if damage := damage_of(database):
        return Checkup(damage)
    with closing(Reader(database)) as reader:
        feeds = reader.feeds(all=True)
        return Checkup(
            articles=reader.db.execute("SELECT count(*) FROM articles").fetchone()[0],
            unindexed=reader.unindexed(),
            index_damage=_index_damage(database),
            newest_check=max((at for feed in feeds if (at := feed.schedule.last_check)), default=None),
            holder=lease.holder(reader, lease.FETCHING),
            feeds=tuple(feed for feed in feeds if feed.subscribed),
        )


def damage_of(database: Path) -> str:
    """Return what is broken in the file, '' where nothing is; a damaged file is left as it is. Raises StoreError for a foreign one."""
    if not database.is_file():  # opening a pipe would wait for ever
        raise StoreError(f"{database} is no file")
    if mark_of(database).exists():
        return "damage was met while it was used"
    try:
        with closing(connect(database, "mode=ro")) as db:
            if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise StoreError(f"{database} belongs to another program")
            if db.execute("PRAGMA user_version").fetchone()[0] > VERSION:
                raise StoreError(f"{database} was written by a newer newsreader")
            return damage_in(db)
    except sqlite3.DatabaseError as error:
        return str(error)


def damage_in(db: sqlite3.Connection, *, thorough: bool = False) -> str:
    """Return the first damage that SQLite finds in an open database, '' for none. Raises sqlite3.Error.

    Some versions (3.40 among them) see a NULL in each row of a WITHOUT ROWID table whose key columns do not come first;
    such a find counts where there is a NULL.
    """
    for (found,) in db.execute(f"PRAGMA {'integrity' if thorough else 'quick'}_check({_FINDS})"):
        null = _NULL.fullmatch(found)
        if found != "ok" and not (null and _has_no_null(db, *null.groups())):
            return str(found)
    return ""


def _has_no_null(db: sqlite3.Connection, table: str, column: str) -> bool:
    # Of a column that is NOT NULL the question IS NULL is answered without a look.
    return db.execute(f'SELECT 1 FROM "{table}" WHERE typeof("{column}") = \'null\' LIMIT 1').fetchone() is None


def _index_damage(database: Path) -> str:
    """Whether a search works: each full-text table answers for a word that is everywhere."""
    try:
        with closing(connect(database, "mode=ro")) as db:
            for table in ("search", "heads"):
                db.execute(
                    f"SELECT count(*) FROM (SELECT rowid FROM {table} WHERE {table} MATCH 'a*' LIMIT 1000)"
                ).fetchall()
    except sqlite3.DatabaseError as error:
        return str(error)
    return ""
