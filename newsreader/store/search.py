"""Ranked search: bm25 with title before author before body, the fresher one first on equal.

bm25 over all matches of a common word takes 100 ms and more in 100,000 articles. So the first page is the best of the
newest 2,000 matches (by id, which is the order of arrival and FTS5's own), and the whole ranking can follow.
"""

import heapq
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from newsreader.model import Hit
from newsreader.query.sql import Match, Sql, Table, to_sql
from newsreader.query.tree import Query, Word, walk
from newsreader.query.words import Term, find_hits
from newsreader.store.connect import named_errors
from newsreader.store.lists import Where, chosen, list_sql
from newsreader.store.selection import Selection

if TYPE_CHECKING:
    from newsreader.store.queries import Reader

NEWEST = 2_000
"""So many matches are ranked for the first page."""
LOOKED_AT = 20_000
"""So many are looked at for them where most are of other feeds, or read."""
WINDOWS = (10_000, 80_000)
"""So many of the newest articles are looked at first, where the whole query would make sets of all that have a word."""
EQUALS = 200
"""So many more of the full ranking are put in order by their dates, in case they are equal."""
SNIPPET = 160
"""Characters of a snippet."""
LONGEST = 200_000
"""Characters that are searched for the hit to show: of an article as long as a book, the first chapters."""

# Of title, author and body; of title, author and address.
_WEIGHTS: dict[Table, str] = {"search": "10.0, 4.0, 1.0", "heads": "10.0, 4.0, 0.0"}

_Ranked: TypeAlias = tuple[float, int, int]
"""(bm25, the lower the better; -sort, -id): the smallest is the best."""


def search(
    reader: "Reader", query: Query, selection: Selection, *, limit: int | None = 50, full: bool = False
) -> list[Hit]:
    """Return the best `limit` matches of `query` within `selection`, best first; None: all of them.

    `full` ranks every match; else it is a first page of the newest ones, as soon as can be. A query that names another
    order comes in that one, and one without words, which has nothing to rank by, the newest first. Raises StoreError.
    """
    sql = reader.sql(query)
    if query.sort not in (None, "relevance") or sql is None:
        return _listed(reader, replace(selection, query=query), limit)
    if not full and limit is not None:
        for some in _some(reader, query, sql):
            found = _newest(reader, query, some, selection, limit)
            if len(found) >= limit:
                return _best(found, limit)
    if sql.rank is None:
        return _listed(reader, replace(selection, query=query), limit)
    where = _where(reader, sql, selection)
    with named_errors(reader.db):
        if sql.match is None:
            ranked = _ranked(reader.db, sql, where, None if full else NEWEST)
        elif full:
            ranked = _all_matches(reader.db, sql.match, sql, where, limit)
        else:
            ranked = _newest_matches(reader.db, sql.match, sql, where)
    return _best(ranked, limit)


@dataclass(frozen=True, slots=True)
class _Some:
    """A query that finds some of the articles, sooner than all."""

    sql: Sql
    since: int = 0
    """It looks at articles from this id on."""
    hasty: bool = False
    """It looks for beginnings of words in titles and authors alone."""


def _some(reader: "Reader", query: Query, sql: Sql) -> Iterator[_Some]:
    """Yield what finds a first page sooner than the whole query, the quickest first; nothing where that is quick itself."""
    begins = any(isinstance(node, Word) and node.prefix for node in walk(query.node))
    windows = WINDOWS if sql.looks_up else ()
    if not begins and not windows:
        return
    feeds, last = reader.named_feeds(query), reader.last_id()
    # A window of most articles takes as long as all of them, and then would come on top of it.
    reach = [last - window for window in windows if 2 * window < last]
    for since in reach:
        yield _Some(to_sql(query, feeds, since=since, hasty=begins), since, begins)
    if begins:
        yield _Some(to_sql(query, feeds, hasty=True), hasty=True)


def _newest(reader: "Reader", query: Query, some: _Some, selection: Selection, limit: int) -> list[_Ranked]:
    """Return the newest articles of some of those that a query finds."""
    sql = some.sql
    if sql.rank is None:
        chosen_ = replace(selection, query=query, sort="date", backwards=False, group="none")
        statement, params = list_sql(chosen_, sql, reader.unsubscribed(), newer_than=some.since)
        with named_errors(reader.db):
            found = reader.db.execute(f"{statement} LIMIT ?", (*params, limit)).fetchall()
        return [(0.0, number, -row[0]) for number, row in enumerate(found)]
    where = _where(reader, sql, selection)
    if some.since:
        where = where.also("a.id >= ?", some.since)
    with named_errors(reader.db):
        if sql.match is None:
            return _ranked(reader.db, sql, where, NEWEST)
        return _newest_matches(reader.db, sql.match, sql, where, some.since)


def _where(reader: "Reader", sql: Sql, selection: Selection) -> Where:
    """What the selection asks for besides the query."""
    where = chosen(selection, sql, reader.unsubscribed())
    if selection.unread:
        where = where.also("(a.read = 0 OR a.id IN (SELECT value FROM json_each(?)))", json.dumps(list(selection.keep)))
    return where


def _best(ranked: Sequence[_Ranked], limit: int | None) -> list[Hit]:
    best = sorted(ranked) if limit is None else heapq.nsmallest(limit, ranked)
    return [Hit(-id_, -score) for score, _, id_ in best]


def _listed(reader: "Reader", selection: Selection, limit: int | None) -> list[Hit]:
    return [Hit(id_, 0.0) for id_ in reader.ids(selection, limit=limit)]


def snippets(reader: "Reader", ids: Sequence[int], terms: Sequence[Term]) -> dict[int, str]:
    """Return for each article the text around its first hits: one line, cut at words; its beginning where there are none."""
    found: dict[int, str] = {}
    for id_ in ids:
        text = reader.plain_text(id_)
        if text:
            found[id_] = cut_snippet(text, terms)
    return found


def cut_snippet(text: str, terms: Sequence[Term], width: int = SNIPPET) -> str:
    """Return some `width` characters of `text` around the first hits, in one line, with … where something was cut."""
    hits = find_hits(text[:LONGEST], terms, "body")
    # A third of the width before the first hit: enough to begin a clause, and most of it for what follows.
    start = max(0, hits[0][0] - width // 3) if hits else 0
    if start:
        start = text.rfind(" ", max(0, start - 20), start) + 1 or start
    end = min(len(text), start + width)
    if end < len(text):
        blank = text.rfind(" ", start, end)
        end = blank if blank > (hits[0][1] if hits else start) else end
    cut = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{cut}{'…' if end < len(text) else ''}"


def _newest_matches(db: sqlite3.Connection, match: Match, sql: Sql, where: Where, since: int = 0) -> list[_Ranked]:
    """The newest matches, from the id `since` on, of a query whose words one MATCH answers."""
    where = where.also(sql.rest, *sql.rest_params)
    table = match.table
    # Matches come newest first and look their articles up (CROSS JOIN keeps that order), so that the inner LIMIT is
    # reached only where most are passed over. One statement: FTS5 gathers a prefix anew in each.
    inner = (
        f"SELECT rowid, {_score(table)} AS score FROM {table} WHERE {table} MATCH ? AND rowid >= {since}"
        " ORDER BY rowid DESC LIMIT ?"
    )
    statement = (
        f"SELECT m.score, -a.sort, -a.id FROM ({inner}) m CROSS JOIN articles a ON a.id = m.rowid WHERE {where} LIMIT ?"
    )
    return db.execute(statement, (match.expression, LOOKED_AT, *where.params, NEWEST)).fetchall()


def _all_matches(db: sqlite3.Connection, match: Match, sql: Sql, where: Where, limit: int | None) -> list[_Ranked]:
    """The best of all matches of a query whose words one MATCH answers, and some more for what is equal at the end."""
    where = where.also(sql.rest, *sql.rest_params)
    table = match.table
    # Sorted first, then looked up until there are enough: of a million articles with 'the', 50 and not a million.
    inner = (
        f"SELECT rowid, {_score(table)} AS score FROM {table} WHERE {table} MATCH ? ORDER BY score, rowid DESC LIMIT -1"
    )
    statement = (
        f"SELECT m.score, -a.sort, -a.id FROM ({inner}) m CROSS JOIN articles a ON a.id = m.rowid WHERE {where} LIMIT ?"
    )
    return db.execute(statement, (match.expression, *where.params, -1 if limit is None else limit + EQUALS)).fetchall()


def _ranked(db: sqlite3.Connection, sql: Sql, where: Where, newest: int | None) -> list[_Ranked]:
    """The matches of any other query, as many as the `newest`, ranked by those of the words that are looked for."""
    assert sql.rank is not None  # noqa: S101 - the caller asked
    where = where.also(sql.where, *sql.params)
    statement = f"SELECT a.id, a.sort FROM articles a NOT INDEXED WHERE {where} ORDER BY a.id DESC LIMIT ?"
    found: list[tuple[int, int]] = db.execute(statement, (*where.params, -1 if newest is None else newest)).fetchall()
    if not found:
        return []
    table = sql.rank.table
    statement = f"SELECT rowid, {_score(table)} FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
    scores = dict(db.execute(statement, (sql.rank.expression, found[-1][0], found[0][0])))
    return [(scores.get(id_, 0.0), -sort, -id_) for id_, sort in found]


def _score(table: Table) -> str:
    return f"bm25({table}, {_WEIGHTS[table]})"
