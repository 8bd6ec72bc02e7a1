"""A list to pick from: one line a row, drawn when it is in sight, a cursor, the wheel, clicks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from newsreader.tui.cells import cut
from newsreader.tui.ink_line import Words

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

WHEEL_ROWS = 3
_MARK_WIDTH = 2


class PickList(Widget, can_focus=False):
    """Shows `count` rows; `words(row, width)` says what stands in one."""

    class Moved(Message):
        """The cursor stands on another row."""

    class Picked(Message):
        """The row under the cursor was clicked."""

    def __init__(self, words: Callable[[int, int], Words]) -> None:
        super().__init__()
        self._words = words
        self.count = 0
        self.cursor = 0
        self.empty = ""
        """Said where there are no rows."""
        self._top = 0

    def show(self, count: int, cursor: int = 0) -> None:
        """Show other rows."""
        self.count, self.cursor, self._top = count, cursor, 0
        self._reveal()

    def move(self, by: int) -> None:
        """Move the cursor; at the ends it stays."""
        row = max(0, min(self.cursor + by, self.count - 1))
        if row != self.cursor:
            self.cursor = row
            self._reveal()
            self.post_message(self.Moved())

    def press(self, key: str) -> None:
        """Move as the key says; other keys do nothing."""
        page = max(self.size.height - 1, 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page, "home": -self.count, "end": self.count}
        if key in steps:
            self.move(steps[key])

    def _reveal(self) -> None:
        height = max(self.size.height, 1)
        top = max(self.cursor - height + 1, min(self._top, self.cursor))
        self._top = max(0, min(top, self.count - height))
        self.refresh()

    def retheme(self) -> None:
        """Draw in the colours of another theme."""
        self.refresh()

    @override
    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        app = cast("NewsreaderApp", self.app)
        width, row = self.size.width, self._top + y
        if row >= self.count:
            empty = self.empty if not self.count and y == 0 else ""
            return Strip([Segment(f"  {empty}", app.ink["quiet"])]).adjust_cell_length(width, app.ink["text"])
        here = row == self.cursor
        ground = app.ink["selected"] if here else app.ink["text"]
        sign = (">" if app.ascii_only else "›") if here else " "
        segments = [Segment(sign.ljust(_MARK_WIDTH), ground)]
        room, mark = width - _MARK_WIDTH - 1, "..." if app.ascii_only else "…"
        for text, role in self._words(row, room):
            text = cut(text, max(room, 0), mark)
            segments.append(Segment(text, _on(ground, app.ink[role]) if here else app.ink[role]))
            room -= cell_len(text)
        return Strip(segments).adjust_cell_length(width, ground)

    # ── Size and mouse

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._reveal()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor: in a list so short there is nothing else to move."""
        event.stop()
        self.move(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel, up."""
        event.stop()
        self.move(-WHEEL_ROWS)

    def on_click(self, event: events.Click) -> None:
        """A click on a row picks it."""
        event.stop()
        row = self._top + event.y
        if row < self.count:
            self.move(row - self.cursor)
            self.post_message(self.Picked())


def _on(ground: Style, words: Style) -> Style:
    """The style of words on the cursor's row: its colours, which are readable there, and their own emphasis."""
    return ground + Style(underline=words.underline, italic=words.italic)
