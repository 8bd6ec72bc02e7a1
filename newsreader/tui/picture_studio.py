"""What the pictures of all articles share: the process that draws them, their numbers, and the terminal that keeps them."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from textual.strip import Strip

from newsreader.articles.lines import Box
from newsreader.tui.picture_jobs import Drawing, Job
from newsreader.tui.picture_lines import colors_of, rows_of
from newsreader.tui.picture_workshop import Workshop
from newsreader.tui.terminal_query import Graphics, pixels_of_cell

if TYPE_CHECKING:
    from newsreader.tui.terminal_driver import TerminalDriver

_NUMBERS = range(16, 256)
"""Kitty's numbers of pictures are told by colours of text, and the first sixteen colours are written in several ways."""


class Studio:
    """Lives as long as the program; `done` gets each drawing and its rows."""

    def __init__(
        self,
        graphics: Graphics,
        console: Console,
        terminal: "TerminalDriver | None",
        done: Callable[[Drawing, list[Strip]], object],
        program: Sequence[str] = (),
    ) -> None:
        self._graphics, self._console, self._terminal = graphics, console, terminal
        self._workshop = Workshop(done, partial(rows_of, console=console), program)
        self._made = 0
        # Another program in the same terminal may number its pictures as well: the upper byte is hardly the same.
        self._high = 1 + os.getpid() % 160

    @property
    def cell(self) -> tuple[int, int]:
        """Width and height of a cell in pixels, as they are now."""
        now = pixels_of_cell() if self._terminal else (0, 0)
        return now if all(now) else self._graphics.cell

    def order(self, path: Path, box: Box, cell: tuple[int, int]) -> int:
        """Have a picture drawn; returns the number of the drawing."""
        number = self._high << 24 | _NUMBERS[self._made % len(_NUMBERS)]
        self._made += 1
        self.drop(number)
        protocol = self._graphics.protocol
        self._workshop.draw(
            Job(
                number=number,
                path=str(path),
                columns=box.columns,
                lines=box.lines,
                cell=cell,
                protocol="blocks" if protocol == "none" else protocol,
                colors=colors_of(self._console),
                in_tmux=self._graphics.in_tmux,
            )
        )
        return number

    def show(self, drawing: Drawing) -> None:
        """Bring the terminal a picture that it keeps, before the characters that stand for it."""
        if drawing.picture and self._terminal:
            self._terminal.keep(drawing.number, drawing.picture, drawing.delete)

    def drop(self, number: int) -> None:
        """A drawing is not needed any more."""
        self._workshop.forget(number)
        if self._terminal:
            self._terminal.drop(number)

    def forget(self) -> None:
        """Nobody waits for what is not begun."""
        self._workshop.forget()

    def close(self) -> None:
        """End the process."""
        self._workshop.close()
