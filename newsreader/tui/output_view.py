"""What a program wrote, to be read: over the lower part of the screen, closed with esc or q."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from newsreader.text import clean_text
from newsreader.tui import cells
from newsreader.tui.ink_line import InkLine
from newsreader.tui.overlay import Overlay

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

MOST_LINES = 5_000
_LONGEST = 500
"""Characters of a line; a longer one goes on in the next. To break it at the screen's width takes the square of its length."""
_WHEEL_LINES = 3
# Colours and titles for a terminal, and the letters that old manuals strike over.
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[^\n]\x08")


def readable(output: bytes) -> list[str]:
    """Return what a program wrote as clean lines, without empty ones at the ends."""
    text = clean_text(_ESCAPES.sub("", output.decode("utf-8", "replace").replace("\r\n", "\n")))
    lines = (line.expandtabs().rstrip() for line in text.strip("\n").split("\n"))
    parts = (line[at : at + _LONGEST] for line in lines for at in range(0, max(len(line), 1), _LONGEST))
    shown = list(islice(parts, MOST_LINES))
    return shown if any(shown) else []


class _Lines(Widget, can_focus=False):
    """The lines, broken at the width that there is."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = lines
        self._broken: list[str] = []
        self._broken_for = 0
        self._top = 0

    def scroll_by(self, lines: int) -> None:
        """Go down by some lines, or up."""
        self._top = max(0, min(self._top + lines, self.length - self.size.height))
        self.refresh()

    @property
    def length(self) -> int:
        """The number of lines at this width."""
        width = max(self.size.width - 2, 1)
        if self._broken_for != width:
            self._broken_for = width
            self._broken = [part for line in self._lines for part in cells.wrap(line, width, _LONGEST)]
        return len(self._broken)

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
        number = self._top + y
        words = self._broken[number] if number < self.length else ""
        return Strip([Segment(" ", ink["text"]), Segment(words, ink["text"])]).adjust_cell_length(
            self.size.width, ink["text"]
        )


class OutputView(Overlay):
    """As high as its lines need, and never higher than two thirds of the screen."""

    def __init__(self, said: str, lines: Sequence[str]) -> None:
        """`said`: which program it was, and how it ended."""
        self._lines, self._count = _Lines(lines), len(lines)
        super().__init__(InkLine([(f" {said}", "section"), ("  esc closes", "quiet")], ruled=True), self._lines)

    def on_mount(self) -> None:
        """Take the room that the lines need."""
        most = max(self.screen.size.height * 2 // 3, 1)
        self._lines.styles.height = max(1, min(self._count, most))

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        page = max(self._lines.size.height - 1, 1)
        steps = {
            "j": 1, "down": 1, "k": -1, "up": -1, "space": page, "pagedown": page, "pageup": -page,
            "ctrl+d": page // 2, "ctrl+u": -(page // 2), "g": -self._lines.length, "home": -self._lines.length,
            "G": self._lines.length, "end": self._lines.length,
        }  # fmt: skip
        if character == "q" or key == "enter":
            self.close()
        elif step := steps.get(key) or steps.get(character or ""):
            self._lines.scroll_by(step)
