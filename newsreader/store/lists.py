"""The SQL of a list: which index is walked, what is asked of its rows, and how they are ordered and grouped.

The planner has no statistics and need none: the index of every list is named here. A section is `feed_id IN (…)` over
(feed_id, sort): with a LIMIT, SQLite leaves a feed as soon as its next article is older than the oldest one kept
(0.2 ms for the first 100 of 50 feeds in 1,000,000 articles).
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsreader.model import Sort
from newsreader.store.rows import seconds
from newsreader.store.selection import Selection

if TYPE_CHECKING:
    from newsreader.query.sql import Sql

_NEWEST_FIRST = ("a.sort DESC", "a.id DESC")
_PLACE = "(SELECT place FROM feeds WHERE id = a.feed_id)"
ORDERS: dict[Sort, tuple[str, ...]] = {
    "date": _NEWEST_FIRST,
    "relevance": _NEWEST_FIRST,  # search.py ranks; without words there is nothing to rank by
    "feed": (_PLACE, *_NEWEST_FIRST),
    "title": ("title_key(a.title)", *_NEWEST_FIRST),
    "length": ("a.words IS NULL", "a.words", *_NEWEST_FIRST),
    "unread": ("a.read", *_NEWEST_FIRST),
}
BACKWARDS: dict[Sort, tuple[str, ...]] = {
    "date": ("a.sort", "a.id"),
    "relevance": ("a.sort", "a.id"),
    "feed": (f"{_PLACE} DESC", *_NEWEST_FIRST),
    "title": ("title_key(a.title) DESC", *_NEWEST_FIRST),
    "length": ("a.words IS NULL", "a.words DESC", *_NEWEST_FIRST),
    "unread": ("a.read DESC", *_NEWEST_FIRST),
}
_UNIX_DAY = 719_163
"""date(1970, 1, 1).toordinal()"""


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
        elsewhere = f"a.feed_id NOT IN ({_numbers(unsubscribed)})"
        if sql is not None and sql.tagged:
            # What a person tagged stays findable by tag: also when its feed is gone.
            elsewhere = f"({elsewhere} OR EXISTS (SELECT 1 FROM tags WHERE article_id = a.id))"
        where = where.also(elsewhere)
    if selection.feeds is not None:
        where = where.also(f"a.feed_id IN ({_numbers(selection.feeds)})")
    if selection.since is not None:
        where = where.also("a.sort >= ?", seconds(selection.since))
    return where


def order_of(selection: Selection) -> Sort:
    """Return the order that the query names, else the list's own."""
    return (selection.query.sort if selection.query else None) or selection.sort


def order_keys(selection: Selection) -> tuple[str, ...]:
    """Return what a list is ordered by: what is grouped first, then the order within."""
    sort = order_of(selection)
    keys = (BACKWARDS if selection.backwards else ORDERS)[sort]
    if selection.group == "feed" and keys[0] != _PLACE:
        return (_PLACE, *keys)
    if selection.group == "day" and sort not in ("date", "relevance"):
        return (f"{_day(selection.zone)} DESC", *keys)
    return keys


def feed_by_feed(selection: Selection, sql: "Sql | None") -> bool:
    """Whether the list is one of feeds, each by date: an index walk for each, in place of a sort of all articles."""
    if sql is not None or selection.starred or selection.keep or selection.also:
        return False
    sort = order_of(selection)
    return sort == "feed" if selection.group == "none" else selection.group == "feed" and sort in ("date", "feed")


def feeds_sql(selection: Selection) -> str:
    """Return a SELECT of the ids of the feeds of a list in its order."""
    where = "subscribed = 1"
    if selection.feeds is not None:
        where += f" AND id IN ({_numbers(selection.feeds)})"
    direction = " DESC" if selection.backwards and order_of(selection) == "feed" else ""
    return f"SELECT id FROM feeds WHERE {where} ORDER BY place{direction}"


def feed_sql(selection: Selection) -> tuple[str, tuple[object, ...]]:
    """Return a SELECT of the ids of one feed of a list, and its parameters; those of the feed and of the LIMIT follow."""
    where = chosen(replace(selection, feeds=None), None, ())
    if selection.unread:
        where = where.also("a.read = 0")
    state = "unread" if selection.unread else "articles"
    keys = BACKWARDS["date"] if selection.backwards and order_of(selection) == "date" else _NEWEST_FIRST
    return (
        f"SELECT a.id FROM articles a INDEXED BY {state}_by_feed WHERE {where} AND a.feed_id = ?"
        f" ORDER BY {', '.join(keys)} LIMIT ?"
    ), where.params


def list_sql(
    selection: Selection, sql: "Sql | None", unsubscribed: Collection[int], *, newer_than: int | None = None
) -> tuple[str, tuple[object, ...]]:
    """Return a SELECT of the ids of `selection` in its order, without a LIMIT, and its parameters.

    Where it is grouped, the key of its run stands beside each id.
    """
    base = chosen(selection, sql, unsubscribed)
    where = base if sql is None else base.also(sql.where, *sql.params)
    if newer_than is not None:
        where = where.also("a.id > ?", newer_than)
    kept = where.also("a.read = 1").also(*_among(selection.keep)) if selection.unread and selection.keep else None
    if selection.unread:
        where = where.also("a.read = 0")
    if selection.also:
        where, kept = where.also(*_among(selection.also, "NOT IN")), base.also(*_among(selection.also))
    group = {"feed": ", a.feed_id", "day": f", {_day(selection.zone)}"}.get(selection.group, "")
    order = order_keys(selection)
    source = f"articles a {_index(selection, sql, newer_than)}"
    if kept is None:
        return f"SELECT a.id{group} FROM {source} WHERE {where} ORDER BY {', '.join(order)}", where.params
    # Both halves come in order and are merged; one condition with OR would look up every row of the table.
    keys = ", ".join(f"{key.removesuffix(' DESC')} AS key{n}" for n, key in enumerate(order))
    merged = ", ".join(f"key{n}{' DESC' if key.endswith(' DESC') else ''}" for n, key in enumerate(order))
    return (
        f"SELECT a.id{group}, {keys} FROM {source} WHERE {where}"
        f" UNION ALL SELECT a.id{group}, {keys} FROM articles a NOT INDEXED WHERE {kept} ORDER BY {merged}",
        (*where.params, *kept.params),
    )


def _among(ids: Collection[int], word: str = "IN") -> tuple[str, str]:
    return f"a.id {word} (SELECT value FROM json_each(?))", json.dumps(list(ids))


def _day(zone: int) -> str:
    """The day of an article as a number, in a zone. Whole days are added so that the division never rounds towards 1970."""
    return f"(a.sort + {_UNIX_DAY * 86_400 + zone}) / 86400"


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
