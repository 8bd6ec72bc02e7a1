"""Saved views: a query with its order, its grouping and its place in the tree becomes a list like any other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newsreader.config.schema import View
from newsreader.model import Grouping, Sort
from newsreader.query.parse import parse
from newsreader.query.tree import Query
from newsreader.store.selection import Selection


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view of the config, ready to be listed."""

    name: str
    text: str
    """The query as written."""
    query: Query
    section: str
    """Where it stands in the tree; '' at the top. It is no condition: `section:` in the query is."""
    sort: Sort
    """The order that the query names, else the view's own, else the newest first."""
    group: Grouping

    @property
    def selection(self) -> Selection:
        """What it lists. Articles of `section:` and the like are looked up when it is read."""
        return Selection(query=self.query, sort=self.sort)

    @property
    def unread(self) -> Selection:
        """What its number in the tree counts."""
        return Selection(query=self.query, sort=self.sort, unread=True)


def resolve(views: Iterable[View], now: datetime) -> tuple[SavedView, ...]:
    """Return the config's views in its order. `now` is an aware local time: spans and days count from it, in its zone.

    The config was checked when it was loaded, so that each query can be read.
    """
    return tuple(_resolve(view, now) for view in views)


def _resolve(view: View, now: datetime) -> SavedView:
    query = parse(view.query, now=now)
    return SavedView(
        view.name, view.query, query, view.section or "", query.sort or view.sort or "date", view.group or "none"
    )
