"""Ranked search: bm25 with title before author before body, the fresher one first on equal.

bm25 over all matches of a common word takes 100 ms and more in 100,000 articles. So the first page is the best of the
newest 2,000 matches (by id, which is the order of arrival and FTS5's own), and the whole ranking can follow.
"""

import heapq
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from newsreader.model import Hit
from newsreader.query.sql import Match, Sql, Table
from newsreader.query.tree import Query
from newsreader.query.words import Term, find_hits
from newsreader.store.connect import named_errors
from newsreader.store.lists import Where, chosen
from newsreader.store.selection import Selection

if TYPE_CHECKING:
    from newsreader.store.queries import Reader

NEWEST = 2_000
"""So many matches are ranked for the first page."""
LOOKED_AT = 20_000
"""So many are looked at for them where most are of other feeds, or read."""
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

    `full` ranks every match, else the newest 2,000. A query that names another order comes in that one, and one
    without words, which has nothing to rank by, the newest first. Raises StoreError.
    """
    sql = reader.sql(query)
    if sql is None or sql.rank is None or query.sort not in (None, "relevance"):
        return [Hit(id_, 0.0) for id_ in reader.ids(replace(selection, query=query), limit=limit)]
    where = chosen(selection, sql, reader.unsubscribed())
    if selection.unread:
        where = where.also("(a.read = 0 OR a.id IN (SELECT value FROM json_each(?)))", json.dumps(list(selection.keep)))
    with named_errors(reader.db):
        if sql.match is None:
            ranked = _ranked(reader.db, sql, where, full)
        elif full:
            ranked = _all_matches(reader.db, sql.match, sql, where, limit)
        else:
            ranked = _newest_matches(reader.db, sql.match, sql, where)
    best = sorted(ranked) if limit is None else heapq.nsmallest(limit, ranked)
    return [Hit(-id_, -score) for score, _, id_ in best]


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


def _newest_matches(db: sqlite3.Connection, match: Match, sql: Sql, where: Where) -> list[_Ranked]:
    """The newest matches of a query whose words one MATCH answers."""
    where = where.also(sql.rest, *sql.rest_params)
    table = match.table
    # Matches come newest first and look their articles up (CROSS JOIN keeps that order), so that the inner LIMIT is
    # reached only where most are passed over. One statement: FTS5 gathers a prefix anew in each.
    inner = f"SELECT rowid, {_score(table)} AS score FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"
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


def _ranked(db: sqlite3.Connection, sql: Sql, where: Where, full: bool) -> list[_Ranked]:
    """The matches of any other query, ranked by those of the words that are looked for."""
    assert sql.rank is not None  # noqa: S101 - the caller asked
    where = where.also(sql.where, *sql.params)
    statement = f"SELECT a.id, a.sort FROM articles a NOT INDEXED WHERE {where} ORDER BY a.id DESC LIMIT ?"
    found: list[tuple[int, int]] = db.execute(statement, (*where.params, -1 if full else NEWEST)).fetchall()
    if not found:
        return []
    table = sql.rank.table
    statement = f"SELECT rowid, {_score(table)} FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
    scores = dict(db.execute(statement, (sql.rank.expression, found[-1][0], found[0][0])))
    return [(scores.get(id_, 0.0), -sort, -id_) for id_, sort in found]


def _score(table: Table) -> str:
    return f"bm25({table}, {_WEIGHTS[table]})"
