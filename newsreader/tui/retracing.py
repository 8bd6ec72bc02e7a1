"""Retracing: back and forth through what was read, each article in its list where that is still there."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.tui.desk import Desk, Handler
from newsreader.tui.trail import Trail, Visit
from newsreader.tui.views import View, exists

if TYPE_CHECKING:
    from newsreader.tui.main_screen import MainScreen


class Retracing(Desk):
    """Remembers what was opened."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._trail = Trail()

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"read-before": lambda _: self.back(), "read-after": lambda _: self.forth()}

    def opened(self, article_id: int) -> None:
        """An article was opened, from a list, from another article, or by a link."""
        rows = self.screen.list
        listed = rows.article_id == article_id or rows.row_of(article_id) is not None
        self._trail.visit(Visit(article_id, self.screen.viewing.view if listed else None))

    def back(self) -> None:
        """To what was read before; from what is only looked at, to what was read last."""
        if self.screen.following.back():
            return
        here, shown = self._trail.here, self.screen.reading.shown
        if here and not (self.screen.reading.opened and shown and shown.id == here.article_id):
            self._show(here)
        elif visit := self._trail.step(-1):
            self._show(visit)
        else:
            self.screen.say("nothing was read before this" if here else "nothing was read yet")

    def forth(self) -> None:
        """To what was read after this, before the person went back."""
        if visit := self._trail.step(1):
            self._show(visit)
        else:
            self.screen.say("this was read last" if self._trail.here else "nothing was read yet")

    def _show(self, visit: Visit) -> None:
        screen, article_id = self.screen, visit.article_id
        at = screen.list.row_of(article_id) if visit.view == screen.viewing.view else None
        if at is not None:
            screen.list.move_to(at)
        elif visit.view and self._is_there(visit.view):
            screen.viewing.open(visit.view, keep=article_id, read_here=[article_id])
            screen.tree_pane.put_cursor_on(visit.view.key)
        focus = screen.pane == "article" or not screen.article_visible
        screen.reading.open(article_id, focus=focus, mark=False)

    def _is_there(self, view: View) -> bool:
        return exists(view, self.screen.counting.feeds, self.screen.saved.names)
