"""What a program wrote, to be read: over the lower part of the screen, closed with esc or q."""

import re
from collections.abc import Sequence
from itertools import islice

from typing_extensions import override

from newsreader.text import clean_text
from newsreader.tui import cells
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.overlay import Overlay
from newsreader.tui.scroll_text import ScrollText

MOST_LINES = 5_000
_LONGEST = 500
"""Characters of a line; a longer one goes on in the next. To break it at the screen's width takes the square of its length."""
# Colours and titles for a terminal, and the letters that old manuals strike over.
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[^\n]\x08")


def readable(output: bytes) -> list[str]:
    """Return what a program wrote as clean lines, without empty ones at the ends."""
    text = clean_text(_ESCAPES.sub("", output.decode("utf-8", "replace").replace("\r\n", "\n")))
    lines = (line.expandtabs().rstrip() for line in text.strip("\n").split("\n"))
    parts = (line[at : at + _LONGEST] for line in lines for at in range(0, max(len(line), 1), _LONGEST))
    shown = list(islice(parts, MOST_LINES))
    return shown if any(shown) else []


class _Lines(ScrollText):
    """The lines, broken at the width that there is."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._written = lines

    @override
    def set_lines(self, width: int) -> Sequence[Words]:
        measure = max(width - 2, 1)
        return [[(part, "text")] for line in self._written for part in cells.wrap(line, measure, _LONGEST)]


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
        if character == "q" or key == "enter":
            self.close()
        else:
            self._lines.press(key, character)
