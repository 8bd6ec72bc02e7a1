"""The full-text index follows the articles behind a watermark: what came in is listed at once and searchable soon.

An article is made into words outside of any transaction, in a thread beside the writing of those before it: SQLite
lets go of the interpreter while it runs a statement, so a batch is one statement a table. The lock is held only while
words are written. They come into the index as small segments; joining these is work for later (`merge_some`), since it
takes as long again and search is hardly slower without.

A row of a contentless FTS5 table can be changed only by telling it its old words again. So the text that the index was
told is kept (table `reindex`) when an update replaces it, in the update's own transaction, and the making of words has
a version: with another one the index is built anew.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from newsreader.model import Markup
from newsreader.query.words import index_text, url_text
from newsreader.store.connect import named_errors, transaction
from newsreader.store.indexed import (
    INDEXED_TO,
    SOURCE_COLUMNS,
    Source,
    data_version,
    indexed_to,
    meta,
    pending,
    set_meta,
)
from newsreader.store.migrate import create_index, run_script
from newsreader.store.packing import pack
from newsreader.store.schema import DROP_INDEX

if TYPE_CHECKING:
    from newsreader.articles.plain import PlainText

VERSION = 1
"""Raise it when articles/plain.py makes another text of a body, or query/words.py other words of a text."""
BATCH = 250
"""Articles a transaction: 20 to 40 ms during which nobody else can write."""

MERGED_PAGES = 250
"""Of 4 KB, in one transaction: some 20 ms."""
MOST_SEGMENTS = 500
"""Beyond so many they are joined before anything is added."""

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
        while _segments(db) > MOST_SEGMENTS and merge_some(db):
            pass
        done = 0
        while _has_time(done, limit, deadline) and (handled := _index_updated(db, derive, min(BATCH, limit - done))):
            done += handled
        for batch in _made_ahead(db, derive, limit - done, deadline):
            if not _index_new(db, batch):
                break  # another process was here meanwhile, and may have left nothing to do
        return pending(db)


def _has_time(done: int, limit: int, deadline: float | None) -> bool:
    return done < limit and (deadline is None or time.monotonic() < deadline)


def merge_some(db: sqlite3.Connection) -> bool:
    """Join some of the index's segments; returns whether there may be more to join. Raises StoreError."""
    for table in ("search", "heads"):
        with transaction(db):
            before = db.total_changes
            db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', {MERGED_PAGES})")
            # As FTS5's documentation has it: a merge that found nothing to do changes one row, its own.
            if db.total_changes - before > 1:
                return True
    return False


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


@dataclass(frozen=True, slots=True)
class _Batch:
    """New articles that follow each other, as they were read, and their words."""

    after: int
    """The id of the last one before them."""
    version: int
    """The database's data_version from before they were read."""
    rows: list[Any]
    made: list[tuple[int, Words]]


def _made_ahead(db: sqlite3.Connection, derive: Derive, limit: int, deadline: float | None) -> Iterator[_Batch]:
    """Yield up to `limit` new articles in batches; while one is written, the words of the next are made."""
    after, taken = indexed_to(db), 0
    coming: Future[_Batch] | None = None
    with ThreadPoolExecutor(1) as beside:
        while True:
            following = None
            if _has_time(taken, limit, deadline):
                version = data_version(db)
                if rows := _read_new(db, after, min(BATCH, limit - taken)):
                    following = beside.submit(_make_batch, after, version, rows, derive)
                    after, taken = rows[-1][0], taken + len(rows)
            if coming is not None:
                yield coming.result()
            if following is None:
                return
            coming = following


def _read_new(db: sqlite3.Connection, after: int, limit: int) -> list[Any]:
    return db.execute(
        f"SELECT a.id, {SOURCE_COLUMNS} FROM articles a LEFT JOIN texts b ON b.article_id = a.id"
        " WHERE a.id > ? ORDER BY a.id LIMIT ?",
        (after, limit),
    ).fetchall()


def _make_batch(after: int, version: int, rows: list[Any], derive: Derive) -> _Batch:
    # Tombstones have no body and no words.
    made = [(row[0], make_words(Source(*row[1:]), derive)) for row in rows if row[6] is not None]
    return _Batch(after, version, rows, made)


def _index_new(db: sqlite3.Connection, batch: _Batch) -> bool:
    """Write the words of a batch; False where another process was here meanwhile, and nothing was written."""
    with transaction(db):
        if indexed_to(db) != batch.after:
            return False
        if data_version(db) != batch.version and _read_new(db, batch.after, len(batch.rows)) != batch.rows:
            return False
        _insert(db, batch.made)
        set_meta(db, INDEXED_TO, batch.rows[-1][0])
    return True


def _index_updated(db: sqlite3.Connection, derive: Derive, limit: int) -> int:
    version, rows = data_version(db), _read_updated(db, limit)
    if not rows:
        return 0
    old = [(row[0], make_words(Source(*row[1:7]), derive)) for row in rows]
    new = [(row[0], make_words(Source(*row[7:]), derive)) for row in rows if row[12] is not None]
    with transaction(db):
        if data_version(db) == version or _read_updated(db, limit) == rows:
            forget(db, old)
            _insert(db, new)
            db.executemany("DELETE FROM reindex WHERE article_id = ?", [(row[0],) for row in rows])
    pack(db, [row[0] for row in rows])  # they were packed before they changed
    return len(rows)


def _read_updated(db: sqlite3.Connection, limit: int) -> list[Any]:
    return db.execute(
        f"SELECT r.*, {SOURCE_COLUMNS} FROM reindex r JOIN articles a ON a.id = r.article_id"
        " LEFT JOIN texts b ON b.article_id = a.id ORDER BY r.article_id LIMIT ?",
        (limit,),
    ).fetchall()


def _segments(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(DISTINCT segid) FROM search_idx").fetchone()[0])


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


def _insert(db: sqlite3.Connection, made: Sequence[tuple[int, Words]]) -> None:
    """Write words, with a statement a table: see the head of this file."""
    if not made:
        return
    rows = ", ".join(["(?, ?, ?, ?)"] * len(made))
    db.execute(
        f"INSERT INTO search (rowid, title, author, body) VALUES {rows}",
        [value for id_, w in made for value in (id_, w.title, w.author, w.body)],
    )
    db.execute(
        f"INSERT INTO heads (rowid, title, author, url) VALUES {rows}",
        [value for id_, w in made for value in (id_, w.title, w.author, w.url)],
    )
    db.execute(
        "UPDATE articles SET words = json_extract(made.value, '$[1]'), has = has | json_extract(made.value, '$[2]'),"
        " lang = iif(lang = '', json_extract(made.value, '$[3]'), lang)"
        " FROM json_each(?) made WHERE articles.id = json_extract(made.value, '$[0]')",
        (json.dumps([(id_, w.words, w.has, w.lang) for id_, w in made]),),
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
