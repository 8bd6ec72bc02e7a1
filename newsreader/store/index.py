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
from newsreader.store.indexed import INDEXED_TO, SOURCE_COLUMNS, Source, indexed_to, meta, pending, set_meta
from newsreader.store.migrate import create_index, run_script
from newsreader.store.schema import DROP_INDEX

if TYPE_CHECKING:
    from newsreader.articles.plain import PlainText

VERSION = 1
"""Raise it when articles/plain.py makes another text of a body, or query/words.py other words of a text."""
BATCH = 250
"""Articles a transaction: 20 to 40 ms during which nobody else can write."""

Derive: TypeAlias = "Callable[[str, Markup], PlainText]"

_VERSION = "index_version"


@dataclass(frozen=True, slots=True)
class Words:
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
        if meta(db, _VERSION) != VERSION:
            rebuild(db)
        done = 0
        while done < limit and (deadline is None or time.monotonic() < deadline):
            batch = min(BATCH, limit - done)
            handled = _index_updated(db, derive, batch) or _index_new(db, derive, batch)
            if not handled:
                break
            done += handled
        return pending(db)


def rebuild(db: sqlite3.Connection) -> None:
    """Empty the index, so that index_some builds it again from the first article on."""
    with transaction(db):
        run_script(db, DROP_INDEX)
        create_index(db)
        db.execute("DELETE FROM reindex")
        set_meta(db, INDEXED_TO, 0)
        set_meta(db, _VERSION, VERSION)


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
    made = [(row[0], make_words(Source(*row[2:]), derive)) for row in rows if row[7] is not None]
    with transaction(db):
        if indexed_to(db) != start or _changed(db, [(row[0], row[1]) for row in rows]):
            return len(rows)  # another process was here meanwhile: what we read is no longer true
        _insert(db, made)
        set_meta(db, INDEXED_TO, rows[-1][0])
    return len(rows)


def _index_updated(db: sqlite3.Connection, derive: Derive, limit: int) -> int:
    rows = db.execute(
        f"SELECT r.*, a.entry_hash, {SOURCE_COLUMNS} FROM reindex r JOIN articles a ON a.id = r.article_id"
        " LEFT JOIN bodies b ON b.article_id = a.id LIMIT ?",
        (limit,),
    ).fetchall()
    if not rows:
        return 0
    old = [(row[0], make_words(Source(*row[1:7]), derive)) for row in rows]
    new = [(row[0], make_words(Source(*row[8:]), derive)) for row in rows if row[13] is not None]
    with transaction(db):
        there = {row[0] for row in db.execute("SELECT article_id FROM reindex")}
        if not there.issuperset(row[0] for row in rows) or _changed(db, [(row[0], row[7]) for row in rows]):
            return len(rows)
        forget(db, old)
        _insert(db, new)
        db.executemany("DELETE FROM reindex WHERE article_id = ?", [(row[0],) for row in rows])
    return len(rows)


def make_words(source: Source, derive: Derive) -> Words:
    """Return what the index is told about an article. Another outcome for the same source needs another VERSION."""
    plain = derive(source.body, source.markup)
    return Words(
        title=index_text(source.title),
        author=index_text(source.author),
        url=index_text(url_text(source.link)),
        body=index_text(_with_summary(plain.text, source, derive)),
        # Where a feed gives no more, its summary is what is read.
        words=plain.words if source.body else derive(source.summary, source.markup).words,
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


def _insert(db: sqlite3.Connection, made: Sequence[tuple[int, Words]]) -> None:
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


def forget(db: sqlite3.Connection, old: Sequence[tuple[int, Words]]) -> None:
    """Take articles out of the index, which has to be told the very words that it was given. Inside the caller's transaction."""
    db.executemany(
        "INSERT INTO search (search, rowid, title, author, body) VALUES ('delete', ?, ?, ?, ?)",
        [(id_, w.title, w.author, w.body) for id_, w in old],
    )
    db.executemany(
        "INSERT INTO heads (heads, rowid, title, author, url) VALUES ('delete', ?, ?, ?, ?)",
        [(id_, w.title, w.author, w.url) for id_, w in old],
    )
