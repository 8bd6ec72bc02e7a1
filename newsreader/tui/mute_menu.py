"""What can be muted of an article, and for how long: up and down choose what, left and right how long, enter mutes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import cut
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

ROWS = 12
_STEPS = {"j": "down", "k": "up", "tab": "down", "shift+tab": "up", "g": "home", "G": "end"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be muted."""

    what: str
    """'this feed'"""
    name: str
    """Which one: foreign text."""
    chosen: Callable[[str], object]
    """Called with the span, one of those that the menu was given."""


class MuteMenu(Overlay):
    """Calls what belongs to the row that was chosen, after it has closed itself."""

    def __init__(self, about: str, choices: Sequence[Choice], spans: Sequence[str], span: str) -> None:
        """`about`: the title, or how many articles; `span`: the one of `spans` that is proposed."""
        self._choices, self._spans, self._span = choices, spans, spans.index(span)
        self._rows, self._how_long = PickList(self._row), InkLine()
        super().__init__(
            InkLine([(" Mute", "section"), (f"  {clean_line(about)}", "quiet")], ruled=True), self._rows, self._how_long
        )

    def on_mount(self) -> None:
        """Show the choices."""
        count = len(self._choices)
        self._rows.styles.height = max(1, min(ROWS, count, self.screen.size.height // 2))
        self._rows.show(count)
        self._show_span()

    def _show_span(self) -> None:
        words = [(" for ", "text")]
        for number, span in enumerate(self._spans):
            here = number == self._span
            words.append((f"[{span}]" if here else f" {span} ", "accent" if here else "quiet"))
        self._how_long.show([*words, ("   left and right change it, enter mutes, esc does not", "quiet")])

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if key == "enter":
            self._choose()
        elif character == "q":
            self.close()
        elif key in ("left", "right") or character in ("h", "l"):
            by = -1 if key == "left" or character == "h" else 1
            self._span = max(0, min(self._span + by, len(self._spans) - 1))
            self._show_span()
        else:
            self._rows.press(_STEPS.get(character or "", _STEPS.get(key, key)))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A row was clicked."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        if self.is_open:
            self.close()
            self._choices[self._rows.cursor].chosen(self._spans[self._span])

    def _row(self, row: int, width: int) -> Words:
        choice = self._choices[row]
        name = cut(clean_line(choice.name), max(width - len(choice.what) - 2, 0))
        return [(choice.what, "text"), (f"  {name}", "quiet")]
