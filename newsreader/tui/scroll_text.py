"""Lines of words that somebody scrolls through with the usual keys and the wheel; set anew at each width."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from newsreader.tui.ink_line import Words

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

_WHEEL_LINES = 3
_FAR = 1 << 30


class ScrollText(Widget, can_focus=False):
    """Who knows what the lines are says so in `set_lines`."""

    margin: ClassVar[int] = 1
    """Cells left of the lines."""
    overlap: ClassVar[int] = 1
    """Lines that stay in sight when a page is turned."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[Words] = ()
        self._set_for = -1
        self._top = 0

    def set_lines(self, width: int) -> Sequence[Words]:
        """Return the lines for a widget of `width` cells."""
        raise NotImplementedError

    def lines(self, width: int) -> Sequence[Words]:
        """Return the lines as they are set for a widget of `width` cells."""
        if self._set_for != width:
            self._set_for = width
            self._lines = self.set_lines(width)
        return self._lines

    def from_the_start(self) -> None:
        """Set other lines, and show their beginning."""
        self._set_for, self._top = -1, 0
        self.refresh()

    def scroll_by(self, lines: int) -> None:
        """Go down by some lines, or up."""
        most = len(self.lines(self.size.width)) - self.size.height
        self._top = max(0, min(self._top + lines, most))
        self.refresh()

    def press(self, key: str, character: str | None) -> None:
        """Scroll as a key says; other keys do nothing."""
        page = max(self.size.height - self.overlap, 1)
        steps = {
            "j": 1, "down": 1, "k": -1, "up": -1, "space": page, "pagedown": page, "pageup": -page,
            "ctrl+d": page // 2, "ctrl+u": -(page // 2), "g": -_FAR, "home": -_FAR, "G": _FAR, "end": _FAR,
        }  # fmt: skip
        if step := steps.get(key) or steps.get(character or ""):
            self.scroll_by(step)

    def retheme(self) -> None:
        """Draw in the colours of another theme."""
        self.refresh()

    def on_resize(self) -> None:
        """Another size has another end."""
        self.scroll_by(0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self.scroll_by(_WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel, up."""
        event.stop()
        self.scroll_by(-_WHEEL_LINES)

    @override
    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        ink = cast("NewsreaderApp", self.app).ink
        lines, number = self.lines(self.size.width), self._top + y
        words = lines[number] if number < len(lines) else ()
        segments = [Segment(" " * self.margin, ink["text"]), *(Segment(text, ink[role]) for text, role in words)]
        return Strip(segments).adjust_cell_length(self.size.width, ink["text"])
