"""A few things to choose from: one line each, enter does it, esc does nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.widget import Widget
from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import fill
from newsreader.tui.ink_line import Words
from newsreader.tui.menu import Menu

ROWS = 12
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the menu. Both texts may be foreign."""

    what: str
    said: str
    """What it is about, or what comes of it."""
    chosen: Callable[[], object]


class ChoiceMenu(Menu):
    """Calls what belongs to the line that was chosen, after it has closed itself."""

    def __init__(self, title: str, about: str, choices: Sequence[Choice], *below: Widget, empty: str = "") -> None:
        """`about` may be foreign text; `below`: what stands under the lines; `empty`: said where there are none."""
        self._choices = choices
        self._widest = min(_WIDEST, max((cell_len(clean_line(choice.what)) for choice in choices), default=0))
        super().__init__([(f" {title}", "section"), (f"  {clean_line(about)}", "quiet")], *below)
        self.rows.empty = empty

    def on_mount(self) -> None:
        """Show the choices."""
        count = len(self._choices)
        self.rows.styles.height = max(1, min(ROWS, count, self.screen.size.height - 4))
        self.rows.show(count)

    @override
    def choose(self) -> None:
        if self.is_open:
            self.close()
            if self._choices:
                self._choices[self.rows.cursor].chosen()

    @override
    def row(self, row: int, width: int) -> Words:
        choice = self._choices[row]
        return [
            (fill(clean_line(choice.what), min(self._widest, width)), "text"),
            (f"  {clean_line(choice.said)}", "quiet"),
        ]
