"""The order of a list: what it is sorted by, which way round, and what stands together under headings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from newsreader.config.schema import ReaderSettings
from newsreader.config.schema import View as ConfigView
from newsreader.model import Grouping, Sort
from newsreader.tui.views import View

_EACH = "/each"
_NATURAL: Mapping[Sort, Grouping] = {"date": "day", "feed": "feed"}


@dataclass(frozen=True, slots=True)
class Order:
    """How the articles of a list stand."""

    sort: Sort = "date"
    backwards: bool = False
    group: Grouping = "day"
    stories: bool = True
    """One row for a story."""

    @property
    def word(self) -> str:
        """What is remembered of it: '-title/feed' is by title backwards, with the feeds apart; '/each': no stories."""
        return f"{'-' if self.backwards else ''}{self.sort}/{self.group}{'' if self.stories else _EACH}"

    def sorted_by(self, sort: Sort) -> "Order":
        """Sort by something else; the same again turns it round. Headings that came with the old order go with it."""
        if sort == self.sort:
            return replace(self, backwards=not self.backwards)
        group = natural_group(sort) if self.group == natural_group(self.sort) else self.group
        return replace(self, sort=sort, backwards=False, group=group)


AS_FOUND = Order("relevance", group="none")
IN_ONE = Order(group="none", stories=False)
"""Of the front page, which has an order of its own."""
"""The results of a search."""


def natural_group(sort: Sort) -> Grouping:
    """Return the headings that a list has where nobody said otherwise: days between dates, names between feeds."""
    return _NATURAL.get(sort, "none")


def parse_word(word: str) -> Order | None:
    """Return the order with this `word`; None for a text that is none (a state from another version)."""
    sort, _, group = word.removeprefix("-").removesuffix(_EACH).partition("/")
    if sort not in get_args(Sort) or group not in get_args(Grouping):
        return None
    stories = not word.endswith(_EACH)
    return Order(sort, word.startswith("-"), group, stories)  # type: ignore[arg-type]  # words of the two, as checked


def configured(settings: ReaderSettings, saved: ConfigView | None = None, query_sort: Sort | None = None) -> Order:
    """Return the order that the config gives a list: a saved view's own, else that of [reader].

    `query_sort`: what the view's query says, which goes before its setting.
    """
    sort = query_sort or (saved.sort if saved else None)
    backwards = settings.reverse if sort is None else False
    group = settings.group if sort is None else None
    stories = settings.group_stories
    if saved:
        stories = stories if saved.group_stories is None else saved.group_stories
        backwards = backwards if saved.reverse is None else saved.reverse
        group = saved.group or group
    sort = sort or settings.sort
    return Order(sort, backwards, group or natural_group(sort), stories)


def fitting(order: Order, view: View) -> Order:
    """Return what is left of an order in `view`: one feed has no feeds to tell apart, and stories are not told apart yet."""
    group, sort = order.group, order.sort
    if view.kind == "feed":
        sort = "date" if sort == "feed" else sort
        group = natural_group(sort) if group == "feed" else group
    return replace(order, sort=sort, group="none" if group == "story" else group)
