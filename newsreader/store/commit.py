"""What was fetched becomes rows: a feed's articles, its validators and its health, inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from newsreader.model import Enclosure, Entry, FeedUpdate, Has, KeyedEntry, KnownArticle
from newsreader.store import effects, history
from newsreader.store.indexed import keep_indexed_text
from newsreader.store.rows import SCHEDULE_COLUMNS, schedule_values, seconds, to_unix
from newsreader.store.texts import restore

_SCHEDULE_SET = ", ".join(f"{column.strip()} = ?" for column in SCHEDULE_COLUMNS.split(",")).replace(
    "last_new = ?", "last_new = ifnull(last_new, ?)"
)


def known_articles(db: sqlite3.Connection, feed_id: int) -> list[KnownArticle]:
    """Return what decide needs to recognise the articles of a feed, those that retention took included."""
    columns = "id, guid, link, entry_hash, text_hash"
    rows = db.execute(
        f"SELECT {columns} FROM articles WHERE feed_id = ?"
        f" UNION ALL SELECT {columns} FROM tombstones WHERE feed_id = ? ORDER BY id",
        (feed_id, feed_id),
    )
    return [KnownArticle(*row) for row in rows]


def last_id(db: sqlite3.Connection) -> int:
    """Return the highest id that an article ever had; 0 in an empty store."""
    return int(
        db.execute(
            "SELECT max(ifnull((SELECT max(id) FROM articles), 0), ifnull((SELECT max(id) FROM tombstones), 0))"
        ).fetchone()[0]
    )


def commit_updates(db: sqlite3.Connection, updates: Sequence[FeedUpdate], now: datetime) -> dict[int, tuple[int, int]]:
    """Write `updates`; returns (new, updated) by feed id. A feed that is gone from the store is passed over.

    What a rule mutes comes in without being told of: it is not among the new ones.
    """
    counts: dict[int, tuple[int, int]] = {}
    for update in updates:
        came = shown = updated = 0
        if db.execute("SELECT 1 FROM feeds WHERE id = ?", (update.feed_id,)).fetchone() is None:
            continue
        if update.changes is not None:
            came, shown = _insert(db, update.feed_id, update.changes.new, seconds(now))
            updated = sum(
                _update(db, update.feed_id, id_, keyed, seconds(now)) for id_, keyed in update.changes.updated
            )
        _save_feed(db, update, seconds(now) if came else None)
        old_new, old_updated = counts.get(update.feed_id, (0, 0))
        counts[update.feed_id] = (old_new + shown, old_updated + updated)
    history.note(db, updates, {feed_id: new for feed_id, (new, _) in counts.items()}, now)
    return counts


def _save_feed(db: sqlite3.Connection, update: FeedUpdate, came: int | None) -> None:
    """Write a feed's schedule and what its document says of itself. `came`: when something new did, if it did."""
    schedule = update.schedule
    db.execute(
        f"UPDATE feeds SET {_SCHEDULE_SET}, title = iif(? = '', title, ?), site = iif(? = '', site, ?),"
        " lang = iif(? = '', lang, ?) WHERE id = ?",
        (
            *schedule_values(schedule),
            *(update.title, update.title, update.site, update.site, update.lang, update.lang, update.feed_id),
        ),
    )
    db.execute(
        # The latest of the three; max() over rows passes NULLs over, max() of arguments does not.
        "UPDATE feeds SET last_new ="
        " (SELECT max(latest) FROM (SELECT last_new AS latest UNION ALL SELECT ? UNION ALL SELECT ?)) WHERE id = ?",
        (to_unix(schedule.last_new), came, update.feed_id),
    )


def _insert(db: sqlite3.Connection, feed_id: int, new: Sequence[KeyedEntry], now: int) -> tuple[int, int]:
    """Insert articles; returns how many, and how many of them show. What another fetch brought in meanwhile stays as it is."""
    entries = {keyed.key: keyed for keyed in new}
    there = db.execute(
        "SELECT guid FROM articles WHERE feed_id = ? AND guid IN (SELECT value FROM json_each(?))",
        (feed_id, json.dumps(list(entries))),
    )
    for (guid,) in there.fetchall():
        del entries[guid]
    if not entries:
        return 0, 0
    # A document has its newest entry first; it gets the highest id, so that ids break ties of time in its order.
    first = last_id(db) + 1
    rows = list(enumerate(reversed(entries.values()), first))
    db.executemany(
        "INSERT INTO articles (id, feed_id, guid, entry_hash, text_hash, title, author, link, comments, lang,"
        " published, updated, first_seen, sort, has, read, starred, muted)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_article_values(id_, feed_id, keyed, now) for id_, keyed in rows],
    )
    db.executemany(
        "INSERT INTO bodies (article_id, markup, base, image, source, categories, summary, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(id_, *_body_values(keyed.entry)) for id_, keyed in rows],
    )
    _insert_enclosures(db, ((id_, keyed.entry.enclosures) for id_, keyed in rows))
    effects.store(db, [(id_, keyed.effects) for id_, keyed in rows if keyed.effects], now)
    return len(rows), sum(not (keyed.effects and keyed.effects.muted) for _, keyed in rows)


def _article_values(id_: int, feed_id: int, keyed: KeyedEntry, now: int) -> tuple[object, ...]:
    entry = keyed.entry
    published, updated = to_unix(entry.published), to_unix(entry.updated)
    return (
        *(id_, feed_id, keyed.key, keyed.entry_hash, keyed.text_hash),
        *(entry.title, ", ".join(entry.authors), entry.link, entry.comments, entry.lang),
        published,
        updated if published is not None and updated is not None and updated > published else None,
        now,
        now if published is None else min(published, now),
        media_of(entry),
        *effects.flags_of(keyed.effects),
    )


def _body_values(entry: Entry) -> tuple[object, ...]:
    # json.dumps would take 5 µs, an eighth of the time that an article takes to be written.
    categories = msgspec.json.encode(entry.categories).decode() if entry.categories else "[]"
    return (entry.markup, entry.base, entry.image, entry.source, categories, entry.summary, entry.body)


def media_of(entry: Entry) -> int:
    """Return the bits of model.Has that can be told without looking into the body; the indexer adds the rest."""
    has = Has.IMAGE.value if entry.image else 0
    for enclosure in entry.enclosures:
        kind = enclosure.type.partition("/")[0].upper()
        has |= Has[kind].value if kind in ("IMAGE", "AUDIO", "VIDEO") else 0
    return has


def _insert_enclosures(db: sqlite3.Connection, enclosures: Iterable[tuple[int, Sequence[Enclosure]]]) -> None:
    rows = [
        (id_, n, e.url, e.type, e.bytes, e.seconds, e.title) for id_, held in enclosures for n, e in enumerate(held)
    ]
    if rows:
        db.executemany("INSERT INTO enclosures VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _update(db: sqlite3.Connection, feed_id: int, id_: int, keyed: KeyedEntry, now: int) -> bool:
    """Replace what an article says; what the person did with it stays. Returns whether it was there to be replaced."""
    row = db.execute(
        "SELECT text_hash, updated, first_seen, guid FROM articles WHERE id = ? AND feed_id = ?", (id_, feed_id)
    ).fetchone()
    if row is None:
        return False
    restore(db, id_)
    text_hash, old_updated, first_seen, guid = row
    entry = keyed.entry
    published, updated = to_unix(entry.published), to_unix(entry.updated)
    if updated is not None and published is not None and updated <= published:
        updated = None
    if text_hash != keyed.text_hash:
        updated = updated or now
        _keep_old_text(db, id_, now)
    keep_indexed_text(db, id_)
    db.execute(
        "UPDATE articles SET entry_hash = ?, text_hash = ?, title = ?, author = ?, link = ?, comments = ?, lang = ?,"
        " published = ?, updated = ?, sort = ?, has = (has & ?) | ? WHERE id = ?",
        (
            *(keyed.entry_hash, keyed.text_hash, entry.title, ", ".join(entry.authors), entry.link),
            *(entry.comments, entry.lang, published, updated or old_updated),
            *(
                first_seen if published is None else min(published, first_seen),
                Has.FULL_TEXT.value,
                media_of(entry),
                id_,
            ),
        ),
    )
    if guid != keyed.key:
        # Another article may bear the new id already; then this one keeps its own.
        db.execute("UPDATE OR IGNORE articles SET guid = ? WHERE id = ?", (keyed.key, id_))
    db.execute(
        "INSERT INTO bodies (article_id, markup, base, image, source, categories, summary, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article_id) DO UPDATE SET markup = excluded.markup,"
        " base = excluded.base, image = excluded.image, source = excluded.source, categories = excluded.categories,"
        " summary = excluded.summary, body = excluded.body",
        (id_, *_body_values(entry)),
    )
    db.execute("DELETE FROM enclosures WHERE article_id = ?", (id_,))
    _insert_enclosures(db, [(id_, entry.enclosures)])
    return True


def _keep_old_text(db: sqlite3.Connection, id_: int, now: int) -> None:
    """Keep the text that is about to be replaced, for the person who wants to see what changed."""
    db.execute(
        "INSERT OR REPLACE INTO previous (article_id, replaced, title, markup, body)"
        " SELECT a.id, ?, a.title, b.markup, b.body FROM articles a JOIN texts b ON b.article_id = a.id WHERE a.id = ?",
        (now, id_),
    )
