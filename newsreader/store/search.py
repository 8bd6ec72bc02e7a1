"""Ranked search: bm25 with title before author before body, the fresher one first on equal.

bm25 over all matches of a common word takes 100 ms and more in 100,000 articles. So the first page is the best of the
newest 2,000 matches (by id, which is the order of arrival and FTS5's own), and the whole ranking can follow.
"""

import heapq
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from newsreader.model import Hit
from newsreader.query.sql import Match, Sql
from newsreader.query.tree import Query
from newsreader.query.words import Term, find_hits
from newsreader.store.errors import named_errors
from newsreader.store.lists import Where, chosen
from newsreader.store.selection import Selection

if TYPE_CHECKING:
    from newsreader.store.queries import Reader

NEWEST = 2_000
"""So many matches are ranked for the first page."""
LOOKED_AT = 20_000
"""So many are looked at for them where most are of other feeds, or read."""
SNIPPET = 160
"""Characters of a snippet."""

# Of title, author and body; of title, author and address.
_WEIGHTS = {"search": "10.0, 4.0, 1.0", "heads": "10.0, 4.0, 0.0"}

_Candidate: TypeAlias = tuple[int, int]
"""(id, sort)"""


def search(
    reader: "Reader", query: Query, selection: Selection, *, limit: int | None = 50, full: bool = False
) -> list[Hit]:
    """Return the best `limit` matches of `query` within `selection`, best first; None: all of them.

    `full` ranks every match, else the newest 2,000. A query without words has nothing to rank by: newest first.
    Raises StoreError.
    """
    sql = reader.sql(query)
    if sql is None or sql.rank is None:
        return [Hit(id_, 0.0) for id_ in reader.ids(replace(selection, query=query), limit=limit)]
    where = chosen(selection, sql, reader.unsubscribed())
    if selection.unread:
        where = where.also("(a.read = 0 OR a.id IN (SELECT value FROM json_each(?)))", json.dumps(list(selection.keep)))
    with named_errors():
        found = _candidates(reader.db, sql, where, full)
        scores = _scores(reader.db, sql.rank, found, full)
    best = _best(((-scores.get(id_, 0.0), -sort, -id_) for id_, sort in found), limit)
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
    hits = find_hits(text, terms, "body")
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


def _candidates(db: sqlite3.Connection, sql: Sql, where: Where, full: bool) -> list[_Candidate]:
    """The matches that are to be ranked, newest first."""
    limit = -1 if full else NEWEST
    if sql.match is None:
        where = where.also(sql.where, *sql.params)
        statement = f"SELECT a.id, a.sort FROM articles a NOT INDEXED WHERE {where} ORDER BY a.id DESC LIMIT ?"
        return db.execute(statement, (*where.params, limit)).fetchall()
    where = where.also(sql.rest, *sql.rest_params)
    table = sql.match.table
    matched = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"
    # CROSS JOIN keeps the order: the matches, which come newest first, look their articles up.
    statement = f"SELECT a.id, a.sort FROM ({matched}) m CROSS JOIN articles a ON a.id = m.rowid WHERE {where} LIMIT ?"
    looked_at = -1 if full else LOOKED_AT
    return db.execute(statement, (sql.match.expression, looked_at, *where.params, limit)).fetchall()


def _scores(db: sqlite3.Connection, rank: Match, found: Sequence[_Candidate], full: bool) -> dict[int, float]:
    """bm25 of the candidates by id, the higher the better."""
    if not found:
        return {}
    table = rank.table
    statement = f"SELECT rowid, -bm25({table}, {_WEIGHTS[table]}) FROM {table} WHERE {table} MATCH ?"
    if full:
        return dict(db.execute(statement, (rank.expression,)))
    return dict(db.execute(f"{statement} AND rowid BETWEEN ? AND ?", (rank.expression, found[-1][0], found[0][0])))


def _best(ranked: Iterable[tuple[float, int, int]], limit: int | None) -> list[tuple[float, int, int]]:
    return sorted(ranked) if limit is None else heapq.nsmallest(limit, ranked)
