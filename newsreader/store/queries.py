"""Reading the store: feeds and their counts, the ids of a list, pages of headlines, one article.

A list is its ids first (array('q')), newest first, walked from an index; rows come in pages by id. Never OFFSET, never
a COUNT over the table before the first paint.
"""

import json
from array import array
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from newsreader.model import Article, Enclosure, Feed, Headline
from newsreader.store.connect import open_reader
from newsreader.store.errors import raises_store_errors
from newsreader.store.lists import list_sql
from newsreader.store.rows import FEED_COLUMNS, HEADLINE_COLUMNS, as_feed, as_headline, seconds
from newsreader.store.selection import Selection
from newsreader.store.writer import utc_now

_UNREAD = "read = 0 AND muted = 0"
_LISTED = "feed_id IN (SELECT id FROM feeds WHERE subscribed = 1)"
_BATCH = 10_000


class Reader:
    """A read-only connection. Cheap to make; one per thread. Every method raises StoreError."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self.path = path
        self._clock = clock
        self._db, self._read_only = open_reader(path)

    # ── Feeds and counts

    @raises_store_errors
    def feeds(self, *, all: bool = False) -> list[Feed]:  # noqa: A002 - reads as a word at the call
        """Return the subscribed feeds in the config's order; with `all` those that are no longer subscribed behind them."""
        unread, now = self.unread(), self._clock()
        rows = self._db.execute(
            f"SELECT {FEED_COLUMNS} FROM feeds {'' if all else 'WHERE subscribed = 1'} ORDER BY subscribed DESC, place, id"
        )
        return [as_feed(row, unread.get(row[0], 0), now) for row in rows]

    @raises_store_errors
    def unread(self) -> dict[int, int]:
        """Return the number of unread articles by feed id; feeds without any are missing."""
        return dict(
            self._db.execute(
                f"SELECT feed_id, count(*) FROM articles INDEXED BY unread_by_feed WHERE {_UNREAD} GROUP BY feed_id"
            ).fetchall()
        )

    @raises_store_errors
    def starred_count(self) -> int:
        """Return the number of starred articles, those of feeds that are no longer subscribed included."""
        return int(self._db.execute("SELECT count(*) FROM articles WHERE starred = 1").fetchone()[0])

    @raises_store_errors
    def today_count(self, start: datetime) -> int:
        """Return the number of unread articles since `start`."""
        row = self._db.execute(
            f"SELECT count(*) FROM articles INDEXED BY unread_by_date WHERE {_UNREAD} AND sort >= ? AND {_LISTED}",
            (seconds(start),),
        ).fetchone()
        return int(row[0])

    @raises_store_errors
    def totals(self) -> dict[int, int]:
        """Return the number of articles by feed id, muted ones left out."""
        return dict(
            self._db.execute(
                "SELECT feed_id, count(*) FROM articles INDEXED BY articles_by_feed WHERE muted = 0 GROUP BY feed_id"
            ).fetchall()
        )

    # ── Lists

    @raises_store_errors
    def ids(self, selection: Selection, *, limit: int | None = None) -> "array[int]":
        """Return the ids of a list in its order; at most `limit`."""
        sql, params = list_sql(selection, self.feeds(all=True))
        cursor = self._db.execute(f"{sql} LIMIT ?", (*params, -1 if limit is None else limit))
        ids = array("q")
        while rows := cursor.fetchmany(_BATCH):
            ids.extend([row[0] for row in rows])
        return ids

    def count(self, selection: Selection) -> int:
        """Return how many articles the list has."""
        return len(self.ids(selection))

    @raises_store_errors
    def newer_than(self, selection: Selection, id_watermark: int) -> "array[int]":
        """Return the ids of articles in the list that came in after `id_watermark` (a last_id of before)."""
        sql, params = list_sql(selection, self.feeds(all=True), newer_than=id_watermark)
        return array("q", [row[0] for row in self._db.execute(sql, params)])

    @raises_store_errors
    def last_id(self) -> int:
        """Return the id of the article that came in last; 0 in an empty store."""
        return int(self._db.execute("SELECT ifnull(max(id), 0) FROM articles").fetchone()[0])

    @raises_store_errors
    def headlines(self, ids: Sequence[int]) -> list[Headline]:
        """Return the rows of `ids` in their order; ids that are gone are left out."""
        found: dict[int, Headline] = {}
        for row in self._db.execute(
            f"SELECT {HEADLINE_COLUMNS} FROM articles a WHERE a.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        ):
            found[row[0]] = as_headline(row)
        return [found[id_] for id_ in ids if id_ in found]

    # ── One article

    @raises_store_errors
    def article(self, article_id: int) -> Article | None:
        """Return an article with its text and what belongs to it; None if there is none. A tombstone has no body."""
        row = self._db.execute(
            f'SELECT {HEADLINE_COLUMNS}, a.position_block, a.position_char, b.body, b.markup, b.summary, b."full",'
            " b.base, b.image, b.source, b.categories FROM articles a LEFT JOIN bodies b ON b.article_id = a.id"
            " WHERE a.id = ?",
            (article_id,),
        ).fetchone()
        if row is None:
            return None
        block, char, body, markup, summary, full, base, image, source, categories = row[15:]
        return Article(
            headline=as_headline(row[:15]),
            body=body or "",
            markup=markup or "html",
            summary=summary or "",
            full=full or "",
            base=base or "",
            image=image or "",
            source=source or "",
            categories=tuple(json.loads(categories or "[]")),
            enclosures=tuple(
                Enclosure(*enclosure)
                for enclosure in self._db.execute(
                    "SELECT url, type, bytes, seconds, title FROM enclosures WHERE article_id = ? ORDER BY n",
                    (article_id,),
                )
            ),
            tags=tuple(
                tag
                for (tag,) in self._db.execute(
                    "SELECT tag FROM tags WHERE article_id = ? ORDER BY folded", (article_id,)
                )
            ),
            position=(block, char),
        )

    # ── The rest

    @raises_store_errors
    def load_state(self, key: str) -> object:
        """Return what Writer.save_state kept; None if nothing."""
        row = self._db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    @raises_store_errors
    def data_version(self) -> int:
        """Return a number that differs after another connection (of any process) committed a change."""
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    @property
    def read_only(self) -> bool:
        """Whether the data folder cannot be written to: what is read is what was there when it was opened."""
        return self._read_only

    def interrupt(self) -> None:
        """Stop the query that runs in another thread: it raises Interrupted."""
        self._db.interrupt()

    def close(self) -> None:
        self._db.close()
