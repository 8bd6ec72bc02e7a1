"""What the index was told: how far it has come, from which text its words were made, and which text it has to unlearn."""

import sqlite3
from dataclasses import dataclass

from newsreader.model import Markup

INDEXED_TO = "indexed_to"
PACKED_TO = "packed_to"
"""The last article whose texts were looked at for compressing."""
# What is indexed of an article: the full text where it was fetched, else the feed's own; and the feed's summary.
SOURCE_COLUMNS = """a.title, a.author, a.link, iif(b."full" = '', b.markup, 'html'), b.summary, iif(b."full" = '', b.body, b."full")"""


@dataclass(frozen=True, slots=True)
class Source:
    """What the words of an article are made from."""

    title: str
    author: str
    link: str
    markup: Markup
    summary: str
    body: str


def pending(db: sqlite3.Connection) -> int:
    """Return how many articles the index does not know yet, or not as they are now."""
    row = db.execute(
        # The newest articles may be gone again, so that the last id is before the one that was indexed last.
        "SELECT max(ifnull(max(id), 0) - ?, 0), (SELECT count(*) FROM reindex) FROM articles",
        (indexed_to(db),),
    ).fetchone()
    return int(row[0]) + int(row[1])


def indexed_to(db: sqlite3.Connection) -> int:
    """Return the id of the last article in the index."""
    return meta(db, INDEXED_TO)


def keep_indexed_text(db: sqlite3.Connection, article_id: int) -> None:
    """Remember what the index says about an article whose text is about to change; inside the caller's transaction.

    Only the first old text counts: that is the one which the index was told.
    """
    db.execute(
        f"INSERT OR IGNORE INTO reindex SELECT a.id, {SOURCE_COLUMNS} FROM articles a"
        " JOIN texts b ON b.article_id = a.id WHERE a.id = ? AND a.id <= ?",
        (article_id, indexed_to(db)),
    )


def source_of(db: sqlite3.Connection, article_id: int) -> Source | None:
    """Return what the words of an article are made from; None for one without a body."""
    row = db.execute(
        f"SELECT {SOURCE_COLUMNS} FROM articles a JOIN texts b ON b.article_id = a.id WHERE a.id = ?", (article_id,)
    ).fetchone()
    return Source(*row) if row else None


def data_version(db: sqlite3.Connection) -> int:
    """Return a number that changes when another connection changes anything: what was read before may be out of date."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def meta(db: sqlite3.Connection, key: str) -> int:
    """Return a number that the store keeps for itself; 0 if it was never set."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return int(row[0]) if row else 0


def set_meta(db: sqlite3.Connection, key: str, value: int) -> None:
    """Keep a number, inside the caller's transaction."""
    db.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
