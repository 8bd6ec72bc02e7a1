"""Where the panes are: three columns, headlines over the article, or one pane at a time; zen; rules that are dragged."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from textual.geometry import Region
from textual.widget import Widget
from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.frame import Line
from newsreader.tui.remembered import Remembered

if TYPE_CHECKING:
    from newsreader.tui.main_screen import MainScreen

LayoutMode = Literal["columns", "stacked", "single"]
COLUMNS_FROM, STACKED_FROM = 140, 80
SMALLEST = (30, 8)
"""Columns and lines below which nothing of a newspaper is left."""
_SMALLEST_PANE = 16
_STEP = 2
"""Cells by which a key makes a pane wider."""
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
        return {
            "zen": self.toggle_zen,
            "wider": lambda pane: self.resize(pane, 1),
            "narrower": lambda pane: self.resize(pane, -1),
        }

    def shows(self, pane: Pane) -> bool:
        """Whether a pane is in sight."""
        if self.zen:
            return pane == "article"
        if self.mode == "single":
            return pane == self.screen.pane
        return not self.turns or pane == "tree" or (pane == "article") == (self.screen.pane == "article")

    @property
    def turns(self) -> bool:
        """Whether the list and the article take turns in one place, as the front page and what is opened from it do."""
        return self.mode == "single" or self.screen.list.front is not None

    def toggle_zen(self, _: Pane) -> None:
        """Give the article the whole screen, or take it back."""
        if not self.zen and self.screen.reading.shown is None:
            self.screen.reading.open(self.screen.list.article_id)
        self.zen = not self.zen
        self.arrange()
        self.screen.go("article" if self.zen else self.screen.pane)

    def leave_zen(self) -> None:
        """There is no article to have the whole screen: give it back to the headlines."""
        if self.zen:
            self.toggle_zen("article")
            self.screen.go("list")

    def arrange(self) -> None:
        """Put everything in its place."""
        self.arranged_for = width, height = self.screen.app.size
        self.mode = choose_layout(self.screen.settings.layout, width)
        self.too_small = width < SMALLEST[0] or height < SMALLEST[1]
        regions = self._regions(width, height)
        for widget in (*self.screen.panes.values(), self.screen.bar, self.screen.status, self.screen.small_words):
            _place(widget, regions.get(widget.id or ""))
        self.screen.list.titled = self.mode != "single"
        self.list_columns = regions["list"].width if "list" in regions else width
        self.screen.frame.show(self._lines(width, height, regions))
        self.screen.viewing.shape_rows()

    def _regions(self, width: int, height: int) -> dict[str, Region]:
        """Where each widget is, by its id; what is not in sight is missing."""
        if self.too_small:
            return {"small": Region(0, 0, width, height)}
        status = {"status": Region(0, height - 1, width, 1)}
        if self.zen:
            return {**status, "article": Region(0, 0, width, height - 1)}
        bar = {"sections": Region(0, 0, width, 1)}
        if self.mode == "single":
            return {**status, **bar, self.screen.pane: Region(0, 1, width, height - 2)}
        # A line stands below the bar, one above the status line, and one between each two panes.
        top, body = 2, max(height - 4, 1)
        left = tree_width(width, self.tree_width)
        x, room = left + 1, width - left - 1
        tree = Region(0, top, left, body)
        if self.turns:
            shown = "article" if self.screen.pane == "article" else "list"
            return {**status, **bar, "tree": tree, shown: Region(x, top, room, body)}
        if self.mode == "columns":
            size = list_width(room - 1, self.list_size["columns"])
            rows, article = Region(x, top, size, body), Region(x + size + 1, top, room - size - 1, body)
        else:
            size = list_height(body - 1, self.list_size["stacked"])
            rows, article = Region(x, top, room, size), Region(x, top + size + 1, room, max(body - size - 1, 1))
        return {**status, **bar, "tree": tree, "list": rows, "article": article}

    def _lines(self, width: int, height: int, regions: Mapping[str, Region]) -> list[Line]:
        if "tree" not in regions:
            return []
        tree, body = regions["tree"], regions["tree"].height
        lines = [Line(0, 1, width), Line(0, height - 2, width), Line(tree.right, tree.y, body, True, "tree")]
        if self.turns:
            return lines
        rows = regions["list"]
        if self.mode == "columns":
            return [*lines, Line(rows.right, rows.y, body, True, "list")]
        return [*lines, Line(rows.x, rows.bottom, rows.width, edge="list")]

    def resize(self, pane: Pane, steps: int) -> None:
        """Give a pane more room, or less: its neighbour has the rest."""
        if self.zen or self.mode == "single":
            self.screen.say("there is one pane, as wide as the screen")
            return
        if self.turns and pane != "tree":
            pane, steps = "tree", -steps
        tree, rows = self.screen.tree_pane.region, self.screen.list.region
        if pane == "tree":
            self.dragged("tree", tree.right + steps * _STEP, 0)
        else:
            grow = steps if pane == "list" else -steps
            self.dragged("list", rows.right + grow * _STEP, rows.bottom + grow)

    def dragged(self, edge: str, x: int, y: int) -> None:
        """The line at the edge of a pane is pulled with the mouse."""
        rows = self.screen.list.region
        if edge == "tree":
            self.tree_width = tree_width(self.arranged_for[0], max(x, 1))
        elif self.mode == "columns":
            self.list_size["columns"] = max(x - rows.x, 1)
        else:
            self.list_size["stacked"] = max(y - rows.y, 1)
        self.arrange()


def _place(widget: Widget, region: Region | None) -> None:
    widget.display = region is not None
    if region is not None:
        widget.styles.offset = (region.x, region.y)
        widget.styles.width, widget.styles.height = region.width, region.height
