"""A heading and rows to pick from, over the lower part of the screen: enter or a click takes one, q and esc take none."""

from typing import ClassVar

from textual.widget import Widget
from typing_extensions import override

from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

_LETTERS = {"j": "down", "k": "up", "tab": "down", "shift+tab": "up", "g": "home", "G": "end"}


def step_of(name: str) -> str:
    """Return the key that moves as the letter `name` does; other names stay."""
    return _LETTERS.get(name, name)


class Menu(Overlay):
    """Who knows what the rows are says so in `row` and `choose`, and shows them (`rows.show`)."""

    choosing: ClassVar[frozenset[str]] = frozenset({"enter"})

    def __init__(self, heading: Words, *below: Widget) -> None:
        """`below`: what stands under the rows."""
        self.rows = PickList(self.row)
        super().__init__(InkLine(heading, ruled=True), self.rows, *below)

    def row(self, row: int, width: int) -> Words:
        """Return what stands in a row."""
        raise NotImplementedError

    def choose(self) -> None:
        """Take the row under the cursor, if the menu still is open."""
        raise NotImplementedError

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if key in self.choosing:
            self.choose()
        elif character == "q":
            self.dismiss()
        else:
            self.rows.press(_LETTERS.get(character or "", step_of(key)))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A row was clicked."""
        event.stop()
        self.choose()
