"""Saved views: what the config has of them, and how many unread articles each of them holds.

Any query can be a view, so counting may take long: it begins behind the first picture, goes on in a thread of its own, one
view after the other, and what took long is not asked again at once.
"""

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer
from typing_extensions import override

from newsreader.store.errors import Interrupted, StoreError
from newsreader.tui.answers import ViewCounted
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.views import UNREAD, saved_view

if TYPE_CHECKING:
    from newsreader.config.schema import View as ConfigView
    from newsreader.store.queries import Reader
    from newsreader.tui.main_screen import MainScreen

RESTS = 20
"""A view is counted again after so many times the time that its count took: a twentieth of one core at most."""


class SavedViews(Desk):
    """Keeps the saved views with their counts."""

    def __init__(self, screen: "MainScreen", views: "Sequence[ConfigView]") -> None:
        super().__init__(screen)
        self._views: Mapping[str, ConfigView] = {}
        self.by_section: Mapping[str, Sequence[str]] = {}
        """The names of the views of each section, in the config's order; '' of those without one."""
        self.unread: dict[str, int] = {}
        """By name, as far as they are counted."""
        self._waiting: list[str] = []
        self._at_work = False
        self._rests: dict[str, float] = {}
        """When a view may be counted again, on the monotonic clock."""
        self._timer: Timer | None = None
        self._take(views)

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {}

    @property
    def names(self) -> Sequence[str]:
        """The names of all, in the config's order."""
        return list(self._views)

    def find(self, name: str) -> "ConfigView | None":
        """Return what the config says of a view."""
        return self._views.get(name)

    def _take(self, views: "Sequence[ConfigView]") -> None:
        self._views = {view.name: view for view in views}
        sections: dict[str, list[str]] = {}
        for view in views:
            sections.setdefault(view.section or "", []).append(view.name)
        self.by_section = sections

    # ── Other settings

    def settings_changed(self) -> None:
        """Take the views of a changed config. The list stays where the person is, as far as its view is still there."""
        before, views = self._views, self.screen.newsreader.config.views
        self._take(views)
        if self._views == before:
            return
        self._follow_renames(list(before.values()), views)
        same = {name for name, view in self._views.items() if before.get(name) == view}
        self.unread = {name: count for name, count in self.unread.items() if name in same}
        self._rests, self._waiting, self._at_work = {}, [], False
        self.count_again()
        viewing = self.screen.viewing
        self.screen.counting.show()
        if viewing.view.kind != "view" or viewing.view.name in same:
            return
        if viewing.view.name in self._views:
            viewing.read_again()
        else:
            self.screen.say(f"the view {viewing.view.name} is no longer there")
            viewing.open(UNREAD)
            self.screen.tree_pane.put_cursor_on(UNREAD.key)

    def _follow_renames(self, before: "Sequence[ConfigView]", after: "Sequence[ConfigView]") -> None:
        """What asks the same in the same place has got another name."""
        if len(before) != len(after):
            return
        kept = {view.name for view in before} & {view.name for view in after}
        for old, new in zip(before, after, strict=True):
            if old.query == new.query and old.name not in kept and new.name not in kept:
                if old.name in self.unread:
                    self.unread[new.name] = self.unread[old.name]
                self.screen.viewing.rename(saved_view(old.name), saved_view(new.name))

    # ── Counting

    def count_again(self) -> None:
        """The store was changed: count all views, those that rest when they have rested."""
        now = time.monotonic()
        resting = [until for name, until in self._rests.items() if until > now and name in self._views]
        self._waiting = list(
            dict.fromkeys([*self._waiting, *(name for name in self._views if self._rests.get(name, 0) <= now)])
        )
        if resting and self._timer is None:
            self._timer = self.screen.set_timer(min(resting) - now, self._rested)
        if not self._at_work:
            self._count_next()

    def _rested(self) -> None:
        self._timer = None
        self.count_again()

    def _count_next(self) -> None:
        self._at_work = bool(self._waiting)
        if not self._waiting:
            return
        view, now = self._views[self._waiting.pop(0)], self.screen.now()

        def count(reader: "Reader") -> ViewCounted:
            from newsreader.newsdesk.views import resolve

            began = time.monotonic()
            try:
                unread: int | None = reader.count(resolve([view], now)[0].unread)
            except Interrupted:
                raise
            except StoreError:  # who reads the same store for the list says so
                unread = None
            return ViewCounted(view, unread, time.monotonic() - began)

        self.store.ask("view-count", count, "views", instead_of=("view-count",))

    def store_failed(self) -> None:
        """A question to the store failed, perhaps a count: its answer is not waited for, the next change counts again."""
        self._at_work = False

    def counted(self, answer: ViewCounted) -> None:
        """One is counted: show it, and go on with the next."""
        view = answer.view
        if self._views.get(view.name) != view:
            return
        if answer.unread is not None:
            self.unread[view.name] = answer.unread
        self._rests[view.name] = time.monotonic() + RESTS * answer.seconds
        self.screen.counting.show()
        self._count_next()
