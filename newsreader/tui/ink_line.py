"""One line of words in the colours of the theme, drawn as it is: what stands beside an input, over and under a list."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import cut

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

Words = Sequence[tuple[str, str]]
"""(text, its role in the theme)."""


class InkLine(Widget):
    """Shows words on one line; what does not fit is cut. `fit`: as wide as its words are; `ruled`: they stand in a rule."""

    DEFAULT_CSS = """
    InkLine { height: 1; }
    """

    def __init__(
        self, words: Words = (), *, fit: bool = False, ruled: bool = False, classes: str | None = None
    ) -> None:
        super().__init__(classes=classes)
        self._fit, self._ruled = fit, ruled
        self.words: Words = ()
        self.show(words)

    def show(self, words: Words) -> None:
        """Show other words. They may quote foreign text; the blanks at their ends stay."""
        self.words = words = [(_spaced(text), role) for text, role in words if text]
        if self._fit:
            width = sum(cell_len(text) for text, _ in words)
            self.styles.width = width
            self.display = width > 0
        self.refresh()

    @property
    def text(self) -> str:
        """What stands there."""
        return "".join(text for text, _ in self.words)

    def retheme(self) -> None:
        """Draw in the colours of another theme."""
        self.refresh()

    @override
    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        app = cast("NewsreaderApp", self.app)
        ink, room, mark = app.ink, self.size.width, "..." if app.ascii_only else "…"
        rule = "-" if app.ascii_only else "─"
        words = [(rule, "rule"), *self.words, (f" {rule * room}", "rule")] if self._ruled else self.words
        segments = []
        for text, role in words:
            fits = cell_len(text) <= room
            text = cut(text, room, mark if role != "rule" else "")
            segments.append(Segment(text, ink[role]))
            room -= cell_len(text)
            if room <= 0 or not fits:
                break
        return Strip(segments).adjust_cell_length(self.size.width, ink["text"])


def _spaced(text: str) -> str:
    """`text`, clean, with the blanks that it begins and ends with."""
    body = text.strip(" ")
    if not body:
        return text
    start, end = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{start}{clean_line(body)}{end}"
