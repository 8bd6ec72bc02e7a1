"""The SQL of a list: which index is walked, and what is asked of its rows.

The planner has no statistics and need none: the index of every list is named here. A section is `feed_id IN (…)` over
(feed_id, sort): with a LIMIT, SQLite leaves a feed as soon as its next article is older than the oldest one kept
(0.2 ms for the first 100 of 50 feeds in 1,000,000 articles).
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsreader.model import Sort
from newsreader.store.rows import seconds
from newsreader.store.selection import Selection

if TYPE_CHECKING:
    from newsreader.query.sql import Sql

_NEWEST_FIRST = ("a.sort DESC", "a.id DESC")
ORDERS: dict[Sort, tuple[str, ...]] = {
    "date": _NEWEST_FIRST,
    "relevance": _NEWEST_FIRST,  # search.py ranks; without words there is nothing to rank by
    "feed": ("(SELECT place FROM feeds WHERE id = a.feed_id)", *_NEWEST_FIRST),
    "title": ("title_key(a.title)", *_NEWEST_FIRST),
    "length": ("a.words IS NULL", "a.words", *_NEWEST_FIRST),
    "unread": ("a.read", *_NEWEST_FIRST),
}


@dataclass(frozen=True, slots=True)
class Where:
    """Conditions on `articles a`, and the parameters in them."""

    conditions: tuple[str, ...] = ()
    params: tuple[object, ...] = ()

    def also(self, condition: str, *params: object) -> "Where":
        return Where((*self.conditions, condition), (*self.params, *params))

    def __str__(self) -> str:
        return " AND ".join(self.conditions) or "1"


def chosen(selection: Selection, sql: "Sql | None", unsubscribed: Collection[int]) -> Where:
    """Return what a list asks of its articles, but the query's own condition and whether they are unread."""
    where = Where() if sql is not None and sql.muted else Where().also("a.muted = 0")
    if selection.starred:
        where = where.also("a.starred = 1")
    if unsubscribed and not (selection.starred or (sql is not None and sql.starred)):
        where = where.also(f"a.feed_id NOT IN ({_numbers(unsubscribed)})")
    if selection.feeds is not None:
        where = where.also(f"a.feed_id IN ({_numbers(selection.feeds)})")
    if selection.since is not None:
        where = where.also("a.sort >= ?", seconds(selection.since))
    return where


def order_of(selection: Selection) -> Sort:
    """Return the order that the query names, else the list's own."""
    return (selection.query.sort if selection.query else None) or selection.sort


def list_sql(
    selection: Selection, sql: "Sql | None", unsubscribed: Collection[int], *, newer_than: int | None = None
) -> tuple[str, tuple[object, ...]]:
    """Return a SELECT of the ids of `selection` in its order, without a LIMIT, and its parameters."""
    where = chosen(selection, sql, unsubscribed)
    if sql is not None:
        where = where.also(sql.where, *sql.params)
    if newer_than is not None:
        where = where.also("a.id > ?", newer_than)
    order = ORDERS[order_of(selection)]
    kept = where.also("a.read = 1").also("a.id IN (SELECT value FROM json_each(?))", json.dumps(list(selection.keep)))
    if selection.unread:
        where = where.also("a.read = 0")
    source = f"articles a {_index(selection, sql, newer_than)}"
    if not (selection.unread and selection.keep):
        return f"SELECT a.id FROM {source} WHERE {where} ORDER BY {', '.join(order)}", where.params
    # Both halves come in order and are merged; one condition with OR would look up every row of the table.
    keys = ", ".join(f"{key.removesuffix(' DESC')} AS key{n}" for n, key in enumerate(order))
    merged = ", ".join(f"key{n}{' DESC' if key.endswith(' DESC') else ''}" for n, key in enumerate(order))
    return (
        f"SELECT a.id, {keys} FROM {source} WHERE {where}"
        f" UNION ALL SELECT a.id, {keys} FROM articles a NOT INDEXED WHERE {kept} ORDER BY {merged}",
        (*where.params, *kept.params),
    )


def _index(selection: Selection, sql: "Sql | None", newer_than: int | None) -> str:
    if newer_than is not None:
        return "NOT INDEXED"  # by id, which is the table itself
    if sql is not None:
        return ""
    if selection.starred:
        return "INDEXED BY starred_by_date"
    state = "unread" if selection.unread else "articles"
    return f"INDEXED BY {state}_by_{'date' if selection.feeds is None else 'feed'}"


def _numbers(ids: Collection[int]) -> str:
    return ",".join(map(str, ids)) or "NULL"
