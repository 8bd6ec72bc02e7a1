"""Reading the store: feeds and their counts, the ids of a list, pages of headlines, one article.

A list is its ids first (array('q')), newest first, walked from an index; rows come in pages by id. Never OFFSET, never
a COUNT over the table before the first paint.
"""

import itertools
import json
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.model import Article, Enclosure, Feed, FetchDay, Headline, RuleLog
from newsreader.store import effects, history
from newsreader.store.connect import open_reader, raises_store_errors
from newsreader.store.indexed import pending, source_of
from newsreader.store.lists import feed_by_feed, feed_sql, feeds_sql, list_sql, order_of
from newsreader.store.rows import FEED_COLUMNS, HEADLINE_COLUMNS, as_feed, as_headline, seconds, utc_now
from newsreader.store.selection import Listed, Run, Selection

if TYPE_CHECKING:
    from newsreader.query.sql import Match, Sql
    from newsreader.query.tree import Query

_UNREAD = "read = 0 AND muted = 0"
_BATCH = 10_000
_LOOKED_AT = 2_000


class Reader:
    """A read-only connection. Cheap to make; one per thread. Every method raises StoreError."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self.path = path
        self.now = clock
        self.db, self._read_only = open_reader(path)
        self.db.create_function("title_key", 1, _title_key, deterministic=True)

    # ── Feeds and counts

    @raises_store_errors
    def feeds(self, *, all: bool = False) -> list[Feed]:  # noqa: A002 - reads as a word at the call
        """Return the subscribed feeds in the config's order; with `all` those that are no longer subscribed behind them."""
        unread, now = self.unread(), self.now()
        rows = self.db.execute(
            f"SELECT {FEED_COLUMNS} FROM feeds {'' if all else 'WHERE subscribed = 1'} ORDER BY subscribed DESC, place, id"
        )
        return [as_feed(row, unread.get(row[0], 0), now) for row in rows]

    @raises_store_errors
    def feeds_version(self) -> tuple[object, ...]:
        """Return what differs after a feed was fetched, subscribed to or unsubscribed from: 5 ms for 10,000 feeds.

        Whoever changes the config's names and sections knows that by himself.
        """
        columns = "last_check, next_check, last_new, failures, gone, subscribed, place, moved_count".split(", ")
        sums = ", ".join(f"total({column})" for column in columns)
        version: tuple[object, ...] = self.db.execute(f"SELECT count(*), {sums} FROM feeds").fetchone()
        return version

    @raises_store_errors
    def unread(self) -> dict[int, int]:
        """Return the number of unread articles by feed id; feeds without any, or no longer subscribed, are missing."""
        return self._count_by_feed("unread_by_feed", _UNREAD)

    @raises_store_errors
    def totals(self) -> dict[int, int]:
        """Return the number of articles by feed id, muted ones left out; feeds without any, or unsubscribed, are missing."""
        return self._count_by_feed("articles_by_feed", "muted = 0")

    @raises_store_errors
    def weekly(self) -> dict[int, float]:
        """Return how many articles a week came by feed id, over the last 4 weeks."""
        since = seconds(self.now() - timedelta(weeks=4))
        counts = self._count_by_feed("articles_by_date", f"muted = 0 AND sort >= {since}")
        return {feed_id: count / 4 for feed_id, count in counts.items()}

    @raises_store_errors
    def history(self) -> dict[int, tuple[FetchDay, ...]]:
        """Return how fetching went on each of the last 30 days by feed id, the oldest day first; feeds never asked are missing."""
        return history.history(self.db, self.now())

    @raises_store_errors
    def starred_count(self) -> int:
        """Return the number of starred articles, those of feeds that are no longer subscribed included."""
        return self.count(Selection(starred=True))

    @raises_store_errors
    def today_count(self, start: datetime) -> int:
        """Return the number of unread articles since `start`."""
        return self.count(Selection(unread=True, since=start))

    @raises_store_errors
    def unsubscribed(self) -> tuple[int, ...]:
        """Return the ids of the feeds that are in the store but no longer in the config."""
        return tuple(row[0] for row in self.db.execute("SELECT id FROM feeds WHERE subscribed = 0"))

    def _count_by_feed(self, index: str, where: str) -> dict[int, int]:
        counts = dict(
            self.db.execute(f"SELECT feed_id, count(*) FROM articles INDEXED BY {index} WHERE {where} GROUP BY feed_id")
        )
        for feed_id in self.unsubscribed():
            counts.pop(feed_id, None)
        return counts

    # ── Lists

    def ids(self, selection: Selection, *, limit: int | None = None) -> "array[int]":
        """Return the ids of a list in its order; at most `limit`."""
        return self.listed(selection, limit=limit).ids

    @raises_store_errors
    def listed(self, selection: Selection, *, limit: int | None = None) -> Listed:
        """Return the ids of a list in its order, at most `limit`, with the runs that they make where it is grouped."""
        sql = self.sql(selection.query)
        order, grouped = order_of(selection), selection.group in ("feed", "day")
        if order == "relevance" and not grouped and selection.query is not None and sql is not None and sql.rank:
            from newsreader.store.search import search

            hits = search(self, selection.query, selection, limit=limit, full=True)
            return Listed(array("q", [hit.id for hit in hits]))
        if feed_by_feed(selection, sql):
            return self._feed_by_feed(selection, limit)
        plain = order == "date" and not grouped and not selection.backwards
        if limit is not None and sql is not None and sql.match and sql.rest == "1" and plain:
            first = self._newest_matches(selection, sql.match, limit)
            if len(first) == limit:
                return Listed(first)
        statement, params = list_sql(selection, sql, self.unsubscribed())
        return self._listed(f"{statement} LIMIT ?", (*params, -1 if limit is None else limit), grouped=grouped)

    def _feed_by_feed(self, selection: Selection, limit: int | None) -> Listed:
        """A list of feeds, each by date: the first hundred of a million come as fast as those of one feed."""
        statement, params = feed_sql(selection)
        ids: array[int] = array("q")
        runs: list[Run] = []
        for (feed_id,) in self.db.execute(feeds_sql(selection)).fetchall():
            left = -1 if limit is None else limit - len(ids)
            if not left:
                break
            before = len(ids)
            ids.extend(self._ids(statement, (*params, feed_id, left)))
            if len(ids) > before:
                runs.append(Run(feed_id, len(ids) - before))
        return Listed(ids, runs if selection.group == "feed" else ())

    @raises_store_errors
    def count(self, selection: Selection) -> int:
        """Return how many articles the list has."""
        statement, params = list_sql(
            replace(selection, sort="date", group="none"), self.sql(selection.query), self.unsubscribed()
        )
        unordered = statement.rpartition(" ORDER BY ")[0]
        return int(self.db.execute(f"SELECT count(*) FROM ({unordered})", params).fetchone()[0])

    @raises_store_errors
    def newer_than(self, selection: Selection, id_watermark: int) -> "array[int]":
        """Return the ids of articles in the list that came in after `id_watermark` (a last_id of before)."""
        return self._ids(*list_sql(selection, self.sql(selection.query), self.unsubscribed(), newer_than=id_watermark))

    def _newest_matches(self, selection: Selection, match: "Match", limit: int) -> "array[int]":
        """Return those of the list's newest articles that hold the words: all that is wanted if a word is frequent.

        The other way round, from all matches to the newest of them, takes 30 ms in 100,000 articles and 360 in a million.
        """
        newest = self.ids(replace(selection, query=None, sort="date"), limit=_LOOKED_AT)
        if not newest:
            return newest
        statement = f"SELECT rowid FROM {match.table} WHERE {match.table} MATCH ? AND rowid BETWEEN ? AND ?"
        found = set(self._ids(statement, (match.expression, min(newest), max(newest))))
        return array("q", itertools.islice((id_ for id_ in newest if id_ in found), limit))

    def _ids(self, statement: str, params: Sequence[object]) -> "array[int]":
        return self._listed(statement, params, grouped=False).ids

    def _listed(self, statement: str, params: Sequence[object], *, grouped: bool) -> Listed:
        cursor = self.db.execute(statement, params)
        ids, counts = array("q"), Counter[int]()
        while rows := cursor.fetchmany(_BATCH):
            ids.extend([row[0] for row in rows])
            if grouped:
                # What has one key stands together, so that counting makes the runs, in their order.
                counts.update([row[1] for row in rows])
        return Listed(ids, [Run(key, count) for key, count in counts.items()])

    def sql(self, query: "Query | None") -> "Sql | None":
        """Return what `query` asks of the database; None where it asks for everything."""
        if query is None:
            return None
        from newsreader.query.sql import to_sql
        from newsreader.query.tree import Everything

        return None if isinstance(query.node, Everything) else to_sql(query, self.named_feeds(query))

    def named_feeds(self, query: "Query") -> Sequence[Feed]:
        """Return the feeds among which `query` names some; none where it names no feed, section or tag."""
        from newsreader.query.tree import Place, walk

        return self.feeds(all=True) if any(isinstance(node, Place) for node in walk(query.node)) else ()

    @raises_store_errors
    def unindexed(self) -> int:
        """Return how many articles search does not know yet, or not as they are now."""
        return pending(self.db)

    @raises_store_errors
    def last_id(self) -> int:
        """Return the id of the article that came in last; 0 in an empty store."""
        return int(self.db.execute("SELECT ifnull(max(id), 0) FROM articles").fetchone()[0])

    @raises_store_errors
    def headlines(self, ids: Sequence[int]) -> list[Headline]:
        """Return the rows of `ids` in their order; ids that are gone are left out."""
        found: dict[int, Headline] = {}
        tags, outlets = self.tags(ids), self.outlets(ids)
        for row in self.db.execute(
            f"SELECT {HEADLINE_COLUMNS} FROM articles a WHERE a.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        ):
            found[row[0]] = as_headline(row, tags.get(row[0], ()), outlets.get(row[0], 1))
        return [found[id_] for id_ in ids if id_ in found]

    @raises_store_errors
    def tags(self, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Return the articles' own tags by id; articles without any are missing."""
        found: dict[int, list[str]] = {}
        for id_, tag in self.db.execute(
            "SELECT article_id, tag FROM tags WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY folded",
            (json.dumps(list(ids)),),
        ):
            found.setdefault(id_, []).append(tag)
        return {id_: tuple(held) for id_, held in found.items()}

    @raises_store_errors
    def outlets(self, ids: Sequence[int]) -> dict[int, int]:
        """Return how many outlets tell an article's story, by id, where two or more do so in words of their own."""
        return dict(
            self.db.execute(
                "SELECT s.article_id, t.outlets FROM story_articles s JOIN stories t ON t.id = s.story"
                " WHERE s.article_id IN (SELECT value FROM json_each(?)) AND t.voices > 1",
                (json.dumps(list(ids)),),
            )
        )

    @raises_store_errors
    def tag_counts(self) -> dict[str, int]:
        """Return the articles' own tags, as the person wrote them, with the number of articles; the most used first."""
        return dict(
            self.db.execute("SELECT min(tag), count(*) AS uses FROM tags GROUP BY folded ORDER BY uses DESC, folded")
        )

    @raises_store_errors
    def rule_log(self) -> dict[str, RuleLog]:
        """Return what came of the rules by their names, also of those that are not in the config any more."""
        return effects.log(self.db)

    # ── One article

    @raises_store_errors
    def article(self, article_id: int) -> Article | None:
        """Return an article with its text and what belongs to it; None if there is none. A tombstone has no body."""
        row = self.db.execute(
            f'SELECT {HEADLINE_COLUMNS}, a.position_block, a.position_char, b.body, b.markup, b.summary, b."full",'
            " b.base, b.image, b.source, b.categories FROM articles a LEFT JOIN texts b ON b.article_id = a.id"
            " WHERE a.id = ?",
            (article_id,),
        ).fetchone()
        if row is None:
            return None
        tags = self.tags([article_id]).get(article_id, ())
        block, char, body, markup, summary, full, base, image, source, categories = row[15:]
        return Article(
            headline=as_headline(row[:15], tags, self.outlets([article_id]).get(article_id, 1)),
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
                for enclosure in self.db.execute(
                    "SELECT url, type, bytes, seconds, title FROM enclosures WHERE article_id = ? ORDER BY n",
                    (article_id,),
                )
            ),
            tags=tags,
            position=(block, char),
        )

    @raises_store_errors
    def plain_text(self, article_id: int) -> str:
        """Return the text of an article that search looks at, one line a block; '' for a tombstone."""
        from newsreader.articles.plain import plain_text
        from newsreader.store.index import shown_text

        source = source_of(self.db, article_id)
        return shown_text(source, plain_text) if source else ""

    # ── The rest

    @raises_store_errors
    def load_state(self, key: str) -> object:
        """Return what Writer.save_state kept; None if nothing."""
        row = self.db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    @raises_store_errors
    def data_version(self) -> int:
        """Return a number that differs after another connection (of any process) committed a change."""
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    @property
    def read_only(self) -> bool:
        """Whether the data folder cannot be written to: what is read is what was there when it was opened."""
        return self._read_only

    def interrupt(self) -> None:
        """Stop the query that runs in another thread: it raises Interrupted."""
        self.db.interrupt()

    def close(self) -> None:
        self.db.close()


def _title_key(title: str) -> str:
    """What titles are sorted by: without case, accents and the quotes that some begin with."""
    return _folding()(title).lstrip("\"'“‘«„ ")


@cache
def _folding() -> "Callable[[str], str]":
    # An import statement, even of what is imported, would be most of the time that a title takes.
    from newsreader.query.words import fold

    return fold
