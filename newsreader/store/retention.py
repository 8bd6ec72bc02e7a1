"""Old articles go, in small steps; tombstones stay, so that what a feed's document still has does not come back.

Starred and tagged articles never go, nor unread ones where the person wants it so. What is taken is not undone; a later undo of
marks passes over it. One process at a time: the caller holds the lease of the index.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from newsreader.articles.plain import plain_text
from newsreader.store.connect import named_errors, transaction
from newsreader.store.index import forget, make_words
from newsreader.store.indexed import SOURCE_COLUMNS, Source, indexed_to
from newsreader.store.rows import seconds
from newsreader.store.writer import Writer

FIRST_STEP, LARGEST_STEP = 16, 64
"""Articles a transaction, before it is known how long they take, and at most."""
STEP_SECONDS = 0.02
"""What a step should take. Others wait for half of it; now and then the index merges, which takes up to 50 ms."""
CHECKPOINT_EVERY = 64
"""Steps, so that the log does not grow without end; nobody waits for that."""
PAGES_A_STEP = 64
"""Of 8 KiB, given back in one transaction."""

_END_OF_TIME = 1 << 62


@dataclass(frozen=True, slots=True)
class Keeping:
    """What stays of a feed's articles: what is younger than `span`, or the newest `count`; neither: all of them."""

    span: timedelta | None = None
    count: int | None = None
    unread: bool = False
    """Whether unread ones stay whatever their age."""

    @property
    def is_forever(self) -> bool:
        return self.span is None and self.count is None


NOTHING = Keeping(count=0)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a cleaning would do."""

    going: Mapping[int, int]
    """Articles by feed id; feeds without any are missing."""
    starred: int = 0
    tagged: int = 0
    unread: int = 0
    """Those that are old enough to go, and stay for their star, else for a tag, else because they are unread."""


def survey(writer: Writer, keeps: Mapping[int, Keeping]) -> Survey:
    """Return what `sweep` would take, by feed id, and what would stay though it is old. Raises StoreError."""
    db, now = writer.db, writer.now()
    going: dict[int, int] = {}
    kept = [0, 0, 0]
    with named_errors(db):
        for feed_id, keeping in keeps.items():
            old, params = _old(db, feed_id, keeping, now)
            row = db.execute(
                f"SELECT count(*) FILTER (WHERE {_may_go(keeping)}), count(*) FILTER (WHERE starred = 1),"
                f" count(*) FILTER (WHERE starred = 0 AND {_TAGGED}),"
                f" count(*) FILTER (WHERE starred = 0 AND NOT {_TAGGED} AND read = 0) FROM articles a WHERE {old}",
                params,
            ).fetchone()
            if row[0]:
                going[feed_id] = row[0]
            kept = [kept[0] + row[1], kept[1] + row[2], kept[2] + (row[3] if keeping.unread else 0)]
    return Survey(going, *kept)


def sweep(writer: Writer, keeps: Mapping[int, Keeping], go_on: Callable[[], bool] = lambda: True) -> int:
    """Take what is too old of the feeds in `keeps`; returns how many articles went. Raises StoreError.

    `go_on` is asked between two steps. What search does not know yet stays until it does. The writer is best a `bulk` one:
    with others every so-manieth transaction also moves the log into the database.
    """
    db, now = writer.db, writer.now()
    taken, step, steps = 0, FIRST_STEP, count(1)
    for feed_id, keeping in keeps.items():
        with named_errors(db):
            old, params = _old(db, feed_id, keeping, now)
            condition = f"{old} AND {_may_go(keeping)} AND a.id <= ?"
            ids = [
                row[0]
                for row in db.execute(f"SELECT a.id FROM articles a WHERE {condition}", (*params, indexed_to(db)))
            ]
        while ids and go_on():
            batch, ids = ids[:step], ids[step:]
            began = time.monotonic()
            taken += _take(db, batch, keeping)
            step = _next_step(step, time.monotonic() - began)
            if next(steps) % CHECKPOINT_EVERY == 0:
                writer.checkpoint()
    return taken


def give_back(writer: Writer, go_on: Callable[[], bool] = lambda: True) -> int:
    """Let the file become smaller by the room that nothing needs any more; returns the bytes. Raises StoreError."""
    db = writer.db
    with named_errors(db):
        page_size, before = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count"))
        while go_on() and db.execute("PRAGMA freelist_count").fetchone()[0]:
            db.execute(f"PRAGMA incremental_vacuum({PAGES_A_STEP})").fetchall()
        return int(page_size * (before - db.execute("PRAGMA page_count").fetchone()[0]))


def has_much_to_give_back(writer: Writer) -> bool:
    """Whether a tenth of the file is empty, and more than a refresh is likely to fill again (8 MiB). Raises StoreError."""
    with named_errors(writer.db):
        free, pages = (writer.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
    return bool(free > 1024 and free * 10 > pages)


_TAGGED = "EXISTS (SELECT 1 FROM tags t WHERE t.article_id = a.id)"


def _may_go(keeping: Keeping) -> str:
    return f"a.starred = 0 AND NOT {_TAGGED}{' AND a.read = 1' if keeping.unread else ''}"


def _old(
    db: sqlite3.Connection, feed_id: int, keeping: Keeping, now: datetime
) -> tuple[str, tuple[int, int, int, int]]:
    """Return the condition for what is old in a feed, on `articles a`, and its parameters.

    Muted articles are counted by nobody, and go with the others of their age.
    """
    sort, id_ = 0, 0  # nothing is older
    if keeping.count == 0:
        sort = _END_OF_TIME
    elif keeping.count is not None:
        row = db.execute(
            "SELECT sort, id FROM articles INDEXED BY articles_by_feed WHERE feed_id = ? AND muted = 0"
            " ORDER BY sort DESC, id DESC LIMIT 1 OFFSET ?",
            (feed_id, keeping.count - 1),
        ).fetchone()
        sort, id_ = row or (sort, id_)
    elif keeping.span is not None:
        sort = seconds(now - keeping.span)
    return "a.feed_id = ? AND (a.sort < ? OR (a.sort = ? AND a.id < ?))", (feed_id, sort, sort, id_)


def _take(db: sqlite3.Connection, ids: Collection[int], keeping: Keeping) -> int:
    """Take articles, as far as they still may go; returns how many. Their words are made before anybody has to wait."""
    held = _read(db, ids)
    made = [(id_, make_words(source, plain_text)) for id_, (_, source) in held.items() if source is not None]
    with transaction(db):
        gone = [
            row[0]
            for row in db.execute(
                f"SELECT a.id FROM articles a WHERE a.id IN (SELECT value FROM json_each(?)) AND {_may_go(keeping)}",
                (json.dumps(list(held)),),
            )
        ]
        # Another text was put in meanwhile: the next sweep takes it.
        now = _read(db, gone)
        gone = [id_ for id_ in gone if now[id_] == held[id_]]
        forget(db, [(id_, words) for id_, words in made if id_ in set(gone)])
        wanted = json.dumps(gone)
        db.execute(
            "INSERT INTO tombstones (id, feed_id, guid, link, entry_hash, text_hash)"
            " SELECT id, feed_id, guid, link, entry_hash, text_hash FROM articles"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (wanted,),
        )
        db.execute("DELETE FROM reindex WHERE article_id IN (SELECT value FROM json_each(?))", (wanted,))
        db.execute("DELETE FROM articles WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
        # ';' follows ':' in ASCII: the keys of model.enclosure_state.
        db.executemany(
            "DELETE FROM state WHERE key >= ? AND key < ?", [(f"enclosure:{id_}:", f"enclosure:{id_};") for id_ in gone]
        )
    return len(gone)


def _read(db: sqlite3.Connection, ids: Collection[int]) -> dict[int, tuple[bytes, Source | None]]:
    """Return each article's hash and the source of the words that the index has of it; None where it has none.

    Where its text was replaced since, that is the older one which `reindex` holds.
    """
    with named_errors(db):
        rows = db.execute(
            f"SELECT a.id, a.entry_hash, b.article_id, {SOURCE_COLUMNS}, r.* FROM articles a"
            " LEFT JOIN texts b ON b.article_id = a.id LEFT JOIN reindex r ON r.article_id = a.id"
            " WHERE a.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        ).fetchall()
    found: dict[int, tuple[bytes, Source | None]] = {}
    for id_, entry_hash, body_id, *rest in rows:
        now, reindexed, before = rest[:6], rest[6], rest[7:]
        source = Source(*before) if reindexed is not None else Source(*now) if body_id is not None else None
        found[id_] = (entry_hash, source)
    return found


def _next_step(step: int, took: float) -> int:
    if took > STEP_SECONDS:
        return max(step // 2, 1)
    return min(step * 2, LARGEST_STEP) if took < STEP_SECONDS / 2 else step
