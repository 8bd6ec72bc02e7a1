"""Sorting: the order of the list and the headings in it, per view, and groups that are folded to their heading."""

from collections.abc import Mapping

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.model import Grouping, Sort
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.ordering import Order
from newsreader.tui.selecting import may_fold, order_in, own_order

_SORTS: tuple[Sort, ...] = ("date", "feed", "title", "length", "unread")
_GROUPS: tuple[Grouping, ...] = ("day", "feed", "none")


class Sorting(Desk):
    """Changes how lists stand."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"sort": lambda _: self.choose(), "fold": self.fold}

    @property
    def order(self) -> Order:
        """How the list of the view stands."""
        viewing = self.screen.viewing
        return order_in(viewing.view, self.screen.newsreader.config, self.screen.now(), viewing.orders)

    def choose(self) -> None:
        """Open the menu."""
        from newsreader.tui.order_menu import OrderMenu, choices

        viewing = self.screen.viewing
        kind = viewing.view.kind
        if kind == "front":
            self.screen.say("the front page has an order of its own: the weightiest first")
            return
        if kind == "search":
            self.screen.say("results come as they fit; sort:date or sort:title in the search sorts them")
            return
        sorts, groups = _SORTS, _GROUPS
        if kind == "feed":
            sorts, groups = tuple(s for s in sorts if s != "feed"), tuple(g for g in groups if g != "feed")
        elif kind == "view":
            sorts = (*sorts, "relevance")
        lines = choices(self.order, sorts, groups, stories=may_fold(viewing.view, self.order))
        sign = "*" if self.screen.list.ascii_only else "•"
        OrderMenu(viewing.title, lines, self.arrange, sign).show_on(self.screen)

    def arrange(self, order: Order) -> None:
        """Sort and group the list otherwise, from now on. The cursor stays on its article."""
        viewing = self.screen.viewing
        if order == own_order(viewing.view, self.screen.newsreader.config, self.screen.now()):
            viewing.orders.pop(viewing.view.key, None)
        else:
            viewing.orders[viewing.view.key] = order.word
        viewing.read_again()

    def fold(self, pane: Pane) -> None:
        """Fold what the cursor is in to its heading, or unfold it: a group of the list, a section of the tree."""
        if pane == "tree":
            self._fold_section()
        elif not self.screen.list.fold():
            self.screen.say(f"this list has no groups; {self.screen.keyboard.first_key('sort')} makes them")

    def _fold_section(self) -> None:
        view, counting = self.screen.tree_view, self.screen.counting
        feed = counting.feed(view.feed_id)
        saved = self.screen.saved.find(view.name) if view.kind == "view" else None
        section = view.name if view.kind == "section" else (feed.section if feed else saved.section if saved else "")
        if section not in counting.sections:
            self.screen.say("this is in no section")
            return
        counting.fold(section)
        self.screen.tree_pane.put_cursor_on(f"section:{section}")
