"""The thin lines between the panes: the only boxes there are. They can be dragged with the mouse."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

_ASCII = {"─": "-", "│": "|"}


class Rule(Widget):
    """A horizontal or vertical line, one cell thick."""

    class Dragged(Message):
        """The rule is pulled: where on the screen the mouse is."""

        def __init__(self, rule_id: str, x: int, y: int) -> None:
            super().__init__()
            self.rule_id, self.x, self.y = rule_id, x, y

    def __init__(self, *, id: str, vertical: bool = False) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.vertical = vertical
        self._joints: Mapping[int, str] = {}

    def join(self, joints: Mapping[int, str]) -> None:
        """Draw other characters at some cells, where other rules meet this one."""
        if joints != self._joints:
            self._joints = dict(joints)
            self.refresh()

    def turn(self, *, vertical: bool) -> None:
        """Run in the other direction."""
        if vertical != self.vertical:
            self.vertical = vertical
            self.refresh()

    def retheme(self) -> None:
        """Draw in the colours of another theme."""
        self.refresh()

    @override
    def render_line(self, y: int) -> Strip:
        """Draw one line of the rule."""
        app = cast("NewsreaderApp", self.app)
        width = self.size.width
        if self.vertical:
            text = self._joints.get(y, "│") * min(width, 1)
        else:
            text = "".join(self._joints.get(x, "─") for x in range(width))
        if app.ascii_only:
            text = "".join(_ASCII.get(c, "+") for c in text)
        return Strip([Segment(text, app.ink["rule"])], width)

    def on_mouse_down(self) -> None:
        """Hold on to the mouse until its button is let go."""
        self.capture_mouse()

    def on_mouse_up(self) -> None:
        """Let go."""
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say where the rule is pulled to."""
        if self.app.mouse_captured is self:
            self.post_message(self.Dragged(self.id or "", event.screen_x, event.screen_y))
