"""A few things to choose from: one line each, enter does it, esc does nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.widget import Widget
from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import fill
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

ROWS = 12
_WIDEST = 40
_STEPS = {"j": "down", "k": "up", "tab": "down", "shift+tab": "up", "g": "home", "G": "end"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the menu. Both texts may be foreign."""

    what: str
    said: str
    """What it is about, or what comes of it."""
    chosen: Callable[[], object]


class ChoiceMenu(Overlay):
    """Calls what belongs to the line that was chosen, after it has closed itself."""

    def __init__(self, title: str, about: str, choices: Sequence[Choice], *below: Widget, empty: str = "") -> None:
        """`about` may be foreign text; `below`: what stands under the lines; `empty`: said where there are none."""
        self._choices = choices
        self._widest = min(_WIDEST, max((cell_len(clean_line(choice.what)) for choice in choices), default=0))
        self._rows = PickList(self._row)
        self._rows.empty = empty
        heading = InkLine([(f" {title}", "section"), (f"  {clean_line(about)}", "quiet")], ruled=True)
        super().__init__(heading, self._rows, *below)

    def on_mount(self) -> None:
        """Show the choices."""
        count = len(self._choices)
        self._rows.styles.height = max(1, min(ROWS, count, self.screen.size.height - 4))
        self._rows.show(count)

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if key == "enter":
            self._choose()
        elif character == "q":
            self.close()
        else:
            self._rows.press(_STEPS.get(character or "", _STEPS.get(key, key)))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A row was clicked."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        if self.is_open:
            self.close()
            if self._choices:
                self._choices[self._rows.cursor].chosen()

    def _row(self, row: int, width: int) -> Words:
        choice = self._choices[row]
        return [
            (fill(clean_line(choice.what), min(self._widest, width)), "text"),
            (f"  {clean_line(choice.said)}", "quiet"),
        ]
