"""From a view to what is asked of the store: which articles, in which order, grouped by what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newsreader.config.schema import Config
from newsreader.config.schema import View as ConfigView
from newsreader.model import Feed
from newsreader.store.selection import Listed, Selection
from newsreader.tui.ordering import AS_FOUND, IN_ONE, Order, configured, fitting, parse_word
from newsreader.tui.views import View, feed_ids, midnight

if TYPE_CHECKING:
    from newsreader.query.tree import Query
    from newsreader.store.queries import Reader


def select(
    view: View,
    feeds: Iterable[Feed],
    config: Config,
    now: datetime,
    *,
    unread_only: bool = False,
    orders: Mapping[str, str] | None = None,
    read_here: Collection[int] = (),
) -> Selection:
    """Return the articles that `view` shows at `now` (aware, in the person's zone).

    `orders`: the orders that the person chose, by the keys of views; else the config's is in force. `read_here`: what
    was read since the view was opened stays in it.
    """
    query = _query(view, config, now)
    order, kept = order_in(view, config, now, orders), frozenset(read_here)
    return Selection(
        feeds=feed_ids(view, feeds),
        unread=unread_only or view.kind == "unread",
        starred=view.kind == "starred",
        since=_since(view, config, now),
        query=query and replace(query, sort=None),
        sort=order.sort,
        backwards=order.backwards,
        group=order.group,
        zone=int((now.utcoffset() or timedelta()).total_seconds()),
        keep=frozenset() if query else kept,
        also=kept if query else frozenset(),
        stories=order.stories and may_fold(view, order),
    )


def _since(view: View, config: Config, now: datetime) -> datetime | None:
    if view.kind == "front":
        return now - config.reader.front_page
    return midnight(now) if view.kind == "today" else None


def may_fold(view: View, order: Order) -> bool:
    """Whether stories can be one row each: where feeds stand apart each shows its own articles, and a search what it found."""
    return view.kind not in ("feed", "search", "front") and order.group != "feed"


def read_list(
    reader: "Reader", selection: Selection, limit: int | None, stay: Collection[int] = ()
) -> tuple[Listed, bool]:
    """Return the first `limit` articles of a list as its rows, and whether these are all. `stay`: as in folding.fold.

    Raises StoreError.
    """
    listed = reader.listed(selection, limit=limit)
    complete = limit is None or len(listed.ids) < limit
    if not selection.stories:
        return listed, complete
    from newsreader.store.folding import fold

    return fold(reader, listed, stay), complete


def order_in(view: View, config: Config, now: datetime, orders: Mapping[str, str] | None = None) -> Order:
    """Return the order of a view's articles."""
    if view.kind in ("search", "front"):
        return AS_FOUND if view.kind == "search" else IN_ONE
    chosen = parse_word((orders or {}).get(view.key, ""))
    return fitting(chosen or own_order(view, config, now), view)


def own_order(view: View, config: Config, now: datetime) -> Order:
    """Return the order that a view has where the person chose none."""
    query = _query(view, config, now)
    return configured(config.reader, saved_in(view, config), query.sort if query else None)


def saved_in(view: View, config: Config) -> ConfigView | None:
    """Return what the config says of a saved view; None for any other, and for one that it does not have."""
    if view.kind != "view":
        return None
    return next((saved for saved in config.views if saved.name == view.name), None)


def as_found(within: Selection) -> Selection:
    """Return the articles of a list, to search in: not in its order, and what stays there out of courtesy is left out."""
    return replace(within, sort="relevance", backwards=False, group="none", also=frozenset(), stories=False)


def both(view: "Query | None", search: "Query") -> "Query":
    """Return what asks for a view's articles and of those for the ones of a search, in the order of the search."""
    from newsreader.query.tree import And, Everything, Query

    parts = [query.node for query in (view, search) if query and not isinstance(query.node, Everything)]
    nodes = [node for part in parts for node in (part.nodes if isinstance(part, And) else (part,))]
    if len(nodes) < 2:
        return Query(nodes[0] if nodes else search.node, search.sort)
    return Query(And(tuple(nodes)), search.sort)


def _query(view: View, config: Config, now: datetime) -> "Query | None":
    saved = saved_in(view, config)
    if saved is None:
        return None
    # The language is only needed by who has views, and views only when one is opened.
    from newsreader.newsdesk.views import resolve

    return resolve([saved], now)[0].query
