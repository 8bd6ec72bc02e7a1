"""The full-text index follows the articles behind a watermark: what came in is listed at once and searchable soon.

An article is made into words outside of any transaction; the lock is held only while they are written. A row of a
contentless FTS5 table can be changed only by telling it its old words again. So the text that the index was told is
kept (table `reindex`) when an update replaces it, in the update's own transaction, and the making of words has a
version: with another one the index is built anew.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from newsreader.model import Markup
from newsreader.query.words import index_text, url_text
from newsreader.store.connect import named_errors, transaction
from newsreader.store.migrate import create_index, run_script
from newsreader.store.schema import DROP_INDEX

if TYPE_CHECKING:
    from newsreader.articles.plain import PlainText

VERSION = 1
"""Raise it when articles/plain.py makes another text of a body, or query/words.py other words of a text."""
BATCH = 250
"""Articles a transaction: 20 to 40 ms during which nobody else can write."""

Derive: TypeAlias = "Callable[[str, Markup], PlainText]"

_INDEXED_TO = "indexed_to"
_VERSION = "index_version"
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


@dataclass(frozen=True, slots=True)
class _Words:
    """What the index is told about an article, and what the list shows of it."""

    title: str
    author: str
    url: str
    body: str
    words: int
    lang: str
    has: int


def index_some(db: sqlite3.Connection, derive: Derive, limit: int = 500, deadline: float | None = None) -> int:
    """Index up to `limit` articles, updated ones first, until `deadline` (time.monotonic); returns how many are left.

    Raises StoreError.
    """
    with named_errors(db):
        if _meta(db, _VERSION) != VERSION:
            rebuild(db)
        done = 0
        while done < limit and (deadline is None or time.monotonic() < deadline):
            batch = min(BATCH, limit - done)
            handled = _index_updated(db, derive, batch) or _index_new(db, derive, batch)
            if not handled:
                break
            done += handled
        return pending(db)


def pending(db: sqlite3.Connection) -> int:
    """Return how many articles the index does not know yet, or not as they are now."""
    row = db.execute(
        "SELECT ifnull(max(id), 0) - ?, (SELECT count(*) FROM reindex) FROM articles", (indexed_to(db),)
    ).fetchone()
    return int(row[0]) + int(row[1])


def indexed_to(db: sqlite3.Connection) -> int:
    """Return the id of the last article in the index."""
    return _meta(db, _INDEXED_TO)


def rebuild(db: sqlite3.Connection) -> None:
    """Empty the index, so that index_some builds it again from the first article on."""
    with transaction(db):
        run_script(db, DROP_INDEX)
        create_index(db)
        db.execute("DELETE FROM reindex")
        _set_meta(db, _INDEXED_TO, 0)
        _set_meta(db, _VERSION, VERSION)


def keep_indexed_text(db: sqlite3.Connection, article_id: int) -> None:
    """Remember what the index says about an article whose text is about to change; inside the caller's transaction.

    Only the first old text counts: that is the one which the index was told.
    """
    db.execute(
        f"INSERT OR IGNORE INTO reindex SELECT a.id, {SOURCE_COLUMNS} FROM articles a"
        " JOIN bodies b ON b.article_id = a.id WHERE a.id = ? AND a.id <= ?",
        (article_id, indexed_to(db)),
    )


def source_of(db: sqlite3.Connection, article_id: int) -> Source | None:
    """Return what the words of an article are made from; None for one without a body."""
    row = db.execute(
        f"SELECT {SOURCE_COLUMNS} FROM articles a JOIN bodies b ON b.article_id = a.id WHERE a.id = ?", (article_id,)
    ).fetchone()
    return Source(*row) if row else None


def shown_text(source: Source, derive: Derive) -> str:
    """Return the text that is searched as body: the body's and, where there is one, the summary's."""
    return _with_summary(derive(source.body, source.markup).text, source, derive)


def _index_new(db: sqlite3.Connection, derive: Derive, limit: int) -> int:
    start = indexed_to(db)
    rows = db.execute(
        f"SELECT a.id, a.entry_hash, {SOURCE_COLUMNS} FROM articles a LEFT JOIN bodies b ON b.article_id = a.id"
        " WHERE a.id > ? ORDER BY a.id LIMIT ?",
        (start, limit),
    ).fetchall()
    if not rows:
        return 0
    # Tombstones have no body and no words.
    made = [(row[0], _make_words(Source(*row[2:]), derive)) for row in rows if row[5] is not None]
    with transaction(db):
        if indexed_to(db) != start or _changed(db, [(row[0], row[1]) for row in rows]):
            return len(rows)  # another process was here meanwhile: what we read is no longer true
        _insert(db, made)
        _set_meta(db, _INDEXED_TO, rows[-1][0])
    return len(rows)


def _index_updated(db: sqlite3.Connection, derive: Derive, limit: int) -> int:
    rows = db.execute(
        f"SELECT r.*, a.entry_hash, {SOURCE_COLUMNS} FROM reindex r JOIN articles a ON a.id = r.article_id"
        " LEFT JOIN bodies b ON b.article_id = a.id LIMIT ?",
        (limit,),
    ).fetchall()
    if not rows:
        return 0
    old = [(row[0], _make_words(Source(*row[1:7]), derive)) for row in rows]
    new = [(row[0], _make_words(Source(*row[8:]), derive)) for row in rows if row[11] is not None]
    with transaction(db):
        there = {row[0] for row in db.execute("SELECT article_id FROM reindex")}
        if not there.issuperset(row[0] for row in rows) or _changed(db, [(row[0], row[7]) for row in rows]):
            return len(rows)
        _forget(db, old)
        _insert(db, new)
        db.executemany("DELETE FROM reindex WHERE article_id = ?", [(row[0],) for row in rows])
    return len(rows)


def _make_words(source: Source, derive: Derive) -> _Words:
    plain = derive(source.body, source.markup)
    return _Words(
        title=index_text(source.title),
        author=index_text(source.author),
        url=index_text(url_text(source.link)),
        body=index_text(_with_summary(plain.text, source, derive)),
        words=plain.words,
        lang=plain.lang,
        has=plain.has,
    )


def _with_summary(text: str, source: Source, derive: Derive) -> str:
    return f"{text}\n{derive(source.summary, source.markup).text}" if source.summary else text


def _changed(db: sqlite3.Connection, read: Sequence[tuple[int, bytes]]) -> bool:
    """Whether one of the articles, read as (id, entry_hash) before the lock was taken, is another one by now."""
    now = dict(
        db.execute("SELECT id, entry_hash FROM articles WHERE id BETWEEN ? AND ?", (read[0][0], read[-1][0])).fetchall()
    )
    return any(now.get(id_) != entry_hash for id_, entry_hash in read)


def _insert(db: sqlite3.Connection, made: Sequence[tuple[int, _Words]]) -> None:
    db.executemany(
        "INSERT INTO search (rowid, title, author, body) VALUES (?, ?, ?, ?)",
        [(id_, w.title, w.author, w.body) for id_, w in made],
    )
    db.executemany(
        "INSERT INTO heads (rowid, title, author, url) VALUES (?, ?, ?, ?)",
        [(id_, w.title, w.author, w.url) for id_, w in made],
    )
    db.executemany(
        "UPDATE articles SET words = ?, has = has | ?, lang = iif(lang = '', ?, lang) WHERE id = ?",
        [(w.words, w.has, w.lang, id_) for id_, w in made],
    )


def _forget(db: sqlite3.Connection, old: Sequence[tuple[int, _Words]]) -> None:
    db.executemany(
        "INSERT INTO search (search, rowid, title, author, body) VALUES ('delete', ?, ?, ?, ?)",
        [(id_, w.title, w.author, w.body) for id_, w in old],
    )
    db.executemany(
        "INSERT INTO heads (heads, rowid, title, author, url) VALUES ('delete', ?, ?, ?, ?)",
        [(id_, w.title, w.author, w.url) for id_, w in old],
    )


def _meta(db: sqlite3.Connection, key: str) -> int:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return int(row[0]) if row else 0


def _set_meta(db: sqlite3.Connection, key: str, value: int) -> None:
    db.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
