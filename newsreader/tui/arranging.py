"""Where the panes are: three columns, headlines over the article, or one pane at a time; zen; rules that are dragged."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.remembered import Remembered

if TYPE_CHECKING:
    from newsreader.tui.main_screen import MainScreen

LayoutMode = Literal["columns", "stacked", "single"]
COLUMNS_FROM, STACKED_FROM = 140, 80
SMALLEST = (30, 8)
"""Columns and lines below which nothing of a newspaper is left."""
_SMALLEST_PANE = 16
_ARTICLE_NEEDS, _LIST_NEEDS = 84, 100
"""Cells with which a text in the usual measure, and a headline, have all the room that they want."""


def choose_layout(setting: str, width: int) -> LayoutMode:
    """Return the layout for a terminal `width` columns wide; `setting` is [reader] layout."""
    if setting in ("columns", "stacked", "single"):
        return setting  # type: ignore[return-value]  # one of the words of LayoutMode, as just checked
    return "columns" if width >= COLUMNS_FROM else "stacked" if width >= STACKED_FROM else "single"


def tree_width(width: int, wanted: int = 0) -> int:
    """Return the cells of the tree beside other panes on a screen of `width` columns; `wanted` by the person, 0: anything."""
    own = 22 if width < 160 else 26
    return max(_SMALLEST_PANE, min(wanted or own, width // 2))


def list_width(room: int, wanted: int = 0) -> int:
    """Return the cells of the list beside the article, which share `room`: half of it, or what the text leaves over."""
    own = min(max(room // 2, room - _ARTICLE_NEEDS), _LIST_NEEDS)
    return max(_SMALLEST_PANE, min(wanted or own, room - _SMALLEST_PANE))


def list_height(room: int, wanted: int = 0) -> int:
    """Return the lines of the list over the article, which share `room`."""
    return max(3, min(wanted or room * 2 // 5, room - 4))


class Arranging(Desk):
    """Lays the panes out, anew whenever the terminal changes its size."""

    def __init__(self, screen: "MainScreen", remembered: Remembered) -> None:
        super().__init__(screen)
        self.mode: LayoutMode = "stacked"
        self.zen = remembered.zen
        self.tree_width = remembered.tree_width
        self.list_size = {"columns": remembered.list_width, "stacked": remembered.list_height}
        self.too_small = False
        self.arranged_for = (0, 0)
        """Columns and lines of the terminal when everything was put in its place."""
        self.list_columns = 0
        """How wide the list pane is."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"zen": self.toggle_zen}

    def shows(self, pane: Pane) -> bool:
        """Whether a pane is in sight."""
        if self.zen:
            return pane == "article"
        return self.mode != "single" or pane == self.screen.pane

    def toggle_zen(self, _: Pane) -> None:
        """Give the article the whole screen, or take it back."""
        if not self.zen and self.screen.reading.shown is None:
            self.screen.reading.open(self.screen.list.article_id)
        self.zen = not self.zen
        self.arrange()
        self.screen.go("article" if self.zen else self.screen.pane)

    def arrange(self) -> None:
        """Put everything in its place."""
        screen = self.screen
        self.arranged_for = width, height = screen.app.size
        self.mode = choose_layout(screen.settings.layout, width)
        self.too_small = width < SMALLEST[0] or height < SMALLEST[1]
        alone = self.zen or self.mode == "single"
        for pane, widget in screen.panes.items():
            widget.display = not self.too_small and self.shows(pane)
        screen.small_words.display = self.too_small
        screen.bar.display = not self.too_small and not self.zen
        screen.status.display = not self.too_small
        for rule in (screen.top_rule, screen.tree_edge, screen.desk_edge, screen.bottom_rule):
            rule.display = not alone and not self.too_small
        screen.desk_area.display = not self.too_small and (self.shows("list") or self.shows("article"))
        self.list_columns = width
        if not alone and not self.too_small:
            self._share_room(width, height)
        screen.desk_area.set_class(self.mode == "columns", "-columns")
        screen.viewing.shape_rows()

    def _share_room(self, width: int, height: int) -> None:
        screen = self.screen
        left = tree_width(width, self.tree_width)
        screen.tree_pane.styles.width = left
        edge = screen.desk_edge
        joints = {left: "┬"}
        if self.mode == "columns":
            size = list_width(width - left - 2, self.list_size["columns"])
            screen.list.styles.width, screen.list.styles.height = size, "100%"
            edge.styles.width, edge.styles.height = 1, "100%"
            joints[left + 1 + size] = "┬"
            self.list_columns = size
        else:
            size = list_height(height - 5, self.list_size["stacked"])
            screen.list.styles.width, screen.list.styles.height = "100%", size
            edge.styles.width, edge.styles.height = "100%", 1
            self.list_columns = width - left - 1
        edge.turn(vertical=self.mode == "columns")
        screen.tree_edge.join({size: "├"} if self.mode == "stacked" else {})
        screen.top_rule.join(joints)
        screen.bottom_rule.join(dict.fromkeys(joints, "┴"))

    def dragged(self, rule_id: str, x: int, y: int) -> None:
        """A rule is pulled with the mouse."""
        if rule_id == "tree-edge":
            self.tree_width = tree_width(self.arranged_for[0], max(x, 1))
        elif rule_id == "desk-edge" and self.mode == "columns":
            self.list_size["columns"] = max(x - self.screen.list.region.x, 1)
        elif rule_id == "desk-edge":
            self.list_size["stacked"] = max(y - self.screen.list.region.y, 1)
        else:
            return
        self.arrange()
