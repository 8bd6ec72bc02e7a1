"""Completing: the line over the search bar that offers what the word at the cursor may become."""

from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len

from newsreader.tui.ink_line import InkLine, Words

if TYPE_CHECKING:
    from newsreader.query.complete import Completion, Names

_GAP = 2


class CompletingLine(InkLine):
    """Shows choices; `take` puts one into the text, again and again the ones behind it. Out of sight without any."""

    def __init__(self) -> None:
        super().__init__(classes="completing")
        self.names: Names | None = None
        """What can be completed; None: nothing is known yet."""
        self._offered: Completion | None = None
        self._text = ""
        """What was typed, before a choice was put in."""
        self._taken = -1

    @property
    def choices(self) -> tuple[str, ...]:
        """What is offered."""
        return self._offered.choices if self._offered else ()

    def offer(self, text: str, cursor: int, today: date) -> None:
        """Offer what fits at the cursor."""
        from newsreader.query.complete import complete

        self._offered = complete(text, cursor, self.names, today) if self.names else None
        self._text, self._taken = text, -1
        self._draw()

    def stop(self) -> None:
        """Offer nothing."""
        self._offered = None
        self._draw()

    def take(self, step: int) -> tuple[str, int]:
        """Return the text with the next (1) or previous (-1) choice in it, and where the cursor goes. There must be choices."""
        assert self._offered is not None  # noqa: S101 - the caller asked for choices
        count = len(self._offered.choices)
        self._taken = (self._taken + step) % count if self._taken >= 0 else (0 if step > 0 else count - 1)
        self._draw()
        return self._offered.put(self._text, self._offered.choices[self._taken])

    def on_resize(self) -> None:
        """There is room for more, or for less."""
        self._draw()

    def _draw(self) -> None:
        display = bool(self.choices)
        if display != self.display:
            self.display = display
        if display:
            self.show(self._words())

    def _words(self) -> Words:
        room = (self.size.width or self.app.size.width) - 6
        here = max(self._taken, 0)
        shown = [_short(choice) for choice in self.choices]
        first = 0
        while first < here and sum(cell_len(text) + _GAP for text in shown[first : here + 1]) > room:
            first += 1
        words = [(" tab ", "accent"), (" ", "text")]
        for number, text in enumerate(shown[first:], first):
            role = "quiet" if number != here else "selected" if self._taken >= 0 else "text"
            words += [(f" {text} ", role)]
        return words


def _short(choice: str) -> str:
    """A choice without the field that is typed already."""
    field, colon, value = choice.partition(":")
    return value or f"{field}{colon}"
