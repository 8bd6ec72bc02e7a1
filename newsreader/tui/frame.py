"""The thin lines between the panes: the only boxes there are. They can be dragged with the mouse.

One widget under all panes draws them in the gaps between: a widget for each line costs every key press half a
millisecond, since Textual looks at all widgets of a screen when it draws a part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from newsreader.tui.messages import EdgeDragged

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

Edge = Literal["", "tree", "list"]
"""What is behind a line that can be dragged."""

# By which neighbours are part of a line: (above, below, left, right).
_SIGNS = {
    (False, False, True, True): "─", (True, True, False, False): "│", (False, True, True, True): "┬",
    (True, False, True, True): "┴", (True, True, False, True): "├", (True, True, True, False): "┤",
    (True, True, True, True): "┼",
}  # fmt: skip
_ASCII = {"─": "-", "│": "|"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line from (x, y) on, `length` cells to the right, or down if it is `vertical`."""

    x: int
    y: int
    length: int
    vertical: bool = False
    edge: Edge = ""

    def covers(self, x: int, y: int) -> bool:
        """Whether the cell is part of it."""
        if self.vertical:
            return x == self.x and self.y <= y < self.y + self.length
        return y == self.y and self.x <= x < self.x + self.length


def draw_lines(lines: Sequence[Line], width: int, y: int, *, ascii_only: bool = False) -> str:
    """Return row `y` of a frame `width` cells wide, with the right sign where lines meet."""

    def there(x: int, y: int) -> bool:
        return any(line.covers(x, y) for line in lines)

    row = [" "] * width
    for x in range(width):
        if there(x, y):
            sign = _SIGNS.get((there(x, y - 1), there(x, y + 1), there(x - 1, y), there(x + 1, y)))
            vertical = any(line.vertical and line.covers(x, y) for line in lines)
            row[x] = sign or ("│" if vertical else "─")
    text = "".join(row)
    return "".join(_ASCII.get(c, "+" if c != " " else c) for c in text) if ascii_only else text


class Frame(Widget):
    """Covers the whole screen, under everything else."""

    def __init__(self) -> None:
        super().__init__(id="frame")
        self.lines: Sequence[Line] = ()
        self._pulled: Edge = ""

    def show(self, lines: Sequence[Line]) -> None:
        """Draw other lines."""
        if lines != self.lines:
            self.lines = lines
            self.refresh()

    def retheme(self) -> None:
        """Draw in the colours of another theme."""
        self.refresh()

    @override
    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        app = cast("NewsreaderApp", self.app)
        width = self.size.width
        return Strip([Segment(draw_lines(self.lines, width, y, ascii_only=app.ascii_only), app.ink["rule"])], width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Hold on to the line under the mouse until the button is let go."""
        self._pulled = next((line.edge for line in self.lines if line.edge and line.covers(event.x, event.y)), "")
        if self._pulled:
            self.capture_mouse()

    def on_mouse_up(self) -> None:
        """Let go."""
        self._pulled = ""
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say where the line is pulled to."""
        if self._pulled:
            self.post_message(EdgeDragged(self._pulled, event.screen_x, event.screen_y))
