"""A question that is answered with a line of text: at the bottom, over the status line, with what was answered before."""

from collections.abc import Callable, Sequence

from textual.containers import Horizontal
from typing_extensions import override

from newsreader.tui.ink_line import InkLine
from newsreader.tui.line_input import LineInput
from newsreader.tui.overlay import Overlay

_HINT_FROM = 80
"""Columns from which there is room for a word on what may be typed."""


class AskLine(Overlay):
    """Calls `answered` with what was typed, after it has closed itself; up and down go through `history`, the newest first."""

    DEFAULT_CSS = """
    AskLine > Horizontal { height: 1; }
    """

    def __init__(self, question: str, answered: Callable[[str], object], *, text: str = "", hint: str = "") -> None:
        """`text`: stands there already, to be changed."""
        self._answered, self._text, self._hint = answered, text, hint
        self._history: Sequence[str] = ()
        self._at = -1
        self._typed = text
        self._input, self._note = LineInput(), InkLine(fit=True)
        super().__init__(
            Horizontal(InkLine([(f" {question}: ", "accent")], fit=True), self._input, self._note),
            typed_into=self._input,
        )

    def on_mount(self) -> None:
        """Show what stands there already."""
        if self._text:
            self._input.value = self._text
            self._input.cursor_position = len(self._text)
        if self._hint and self.screen.size.width >= _HINT_FROM:
            self._note.show([(f"  {self._hint} ", "quiet")])

    def remember(self, history: Sequence[str]) -> None:
        """Know what was answered before."""
        self._history = history

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if key == "enter":
            text = self._input.value.strip()
            self.close()
            self._answered(text)
        elif key in ("up", "down"):
            self._go_back(1 if key == "up" else -1)

    def _go_back(self, by: int) -> None:
        if self._at < 0:
            self._typed = self._input.value
        self._at = max(-1, min(self._at + by, len(self._history) - 1))
        self._input.value = self._history[self._at] if self._at >= 0 else self._typed
        self._input.cursor_position = len(self._input.value)
