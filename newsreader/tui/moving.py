"""Moving: up and down in the pane that has the keys, from pane to pane, into things and out of them again."""

from collections.abc import Mapping

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.rows_pane import RowsPane
from newsreader.tui.views import View

ORDER: tuple[Pane, ...] = ("tree", "list", "article")


class Moving(Desk):
    """Carries out what moves the person, in whichever pane."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        article = self.screen.article
        return {
            "down": lambda pane: self._rows(pane).move(1) if pane != "article" else article.line_down(),
            "up": lambda pane: self._rows(pane).move(-1) if pane != "article" else article.line_up(),
            "half-page-down": lambda pane: (
                self._rows(pane).page(0.5) if pane != "article" else article.half_page_down()
            ),
            "half-page-up": lambda pane: self._rows(pane).page(-0.5) if pane != "article" else article.half_page_up(),
            "page-down": lambda pane: self._rows(pane).page(1) if pane != "article" else article.page_down(),
            "page-up": lambda pane: self._rows(pane).page(-1) if pane != "article" else article.page_up(),
            "top": self.to_top,
            "bottom": self.to_end,
            "pane-left": lambda pane: self.beside(pane, -1),
            "pane-right": lambda pane: self.beside(pane, 1),
            "next-pane": self.next_pane,
            "previous-pane": self.previous_pane,
            "open": self.open,
            "back": self.back,
        }

    def _rows(self, pane: Pane) -> RowsPane:
        return self.screen.tree_pane if pane == "tree" else self.screen.list

    def to_top(self, pane: Pane) -> None:
        """To the first row; in the list what came in meanwhile joins, and the front page is made anew."""
        if pane == "article":
            self.screen.article.to_top()
        elif pane == "list" and (self.screen.status.status.new or self.screen.list.front):
            self.screen.viewing.come_in()
        else:
            self._rows(pane).move_to(0)

    def to_end(self, pane: Pane) -> None:
        """To the last row; where the list's end is not known yet, as soon as it is."""
        if pane == "article":
            self.screen.article.to_end()
        elif pane == "list":
            self.screen.viewing.to_end()
        else:
            self._rows(pane).move_to(self.screen.tree_pane.viewport.count - 1, -1)

    # ── From pane to pane

    def beside(self, pane: Pane, step: int) -> None:
        """To the pane beside this one."""
        if pane == "list" and self.screen.list.sideways(step):
            return
        at = ORDER.index(pane) + step
        if 0 <= at < len(ORDER):
            self._enter(ORDER[at])

    def next_pane(self, pane: Pane) -> None:
        """To the next link of the article, behind the last one to the next pane; around at the end."""
        if pane == "article" and self.screen.article.next_link():
            return
        self._enter(ORDER[(ORDER.index(pane) + 1) % len(ORDER)])

    def previous_pane(self, pane: Pane) -> None:
        """To the previous link of the article, before the first one to the previous pane; around at the end."""
        if pane == "article" and self.screen.article.previous_link():
            return
        self._enter(ORDER[ORDER.index(pane) - 1])

    def _enter(self, pane: Pane) -> None:
        if self.screen.arranging.zen:
            return
        if pane == "article" and not (self.screen.reading.shown and self.screen.article_visible):
            self.screen.reading.open(self.screen.list.article_id)
        else:
            self.screen.go(pane)

    # ── In and out

    def open(self, pane: Pane) -> None:
        """Open what the cursor is on: the list of a row in the tree, an article, a link. A section folds."""
        if pane == "article":
            article = self.screen.article
            if article.focused_jump:
                article.jump(article.focused_jump)
            elif article.focused_article:
                self.screen.reading.open(article.focused_article)
            elif url := article.focused_link:
                self.screen.linking.open(url)
        elif pane == "list":
            if not self.screen.list.unfold():
                self.screen.reading.open(self.screen.list.article_id)
        else:
            self.open_row(self.screen.tree_view)

    def open_row(self, view: View) -> None:
        """Open a row of the tree."""
        if view.kind == "section":
            self.screen.counting.fold(view.name)
            return
        if view != self.screen.viewing.view:
            self.screen.viewing.open(view)
        self.screen.go("list")

    def back(self, pane: Pane) -> None:
        """One step back: what was started, a selection, hits, a jump, zen, the article, results, the list; at the last a refresh."""
        screen = self.screen
        if screen.stop_work() or (pane == "list" and screen.gathering.clear()):
            return
        if pane == "article" and screen.article.drop_selection():
            return
        if pane == "article" and screen.article.hits:
            screen.article.clear_hits()
        elif pane == "article" and (screen.article.jump_back() or screen.following.back()):
            return
        elif screen.arranging.zen:
            screen.arranging.toggle_zen(pane)
        elif pane == "article":
            screen.go("list")
        elif screen.finding.in_search:
            screen.finding.leave()
        elif pane == "list":
            screen.go("tree")
        elif not screen.refreshing.stop():
            screen.say(f"{screen.keyboard.first_key('quit')} quits")
