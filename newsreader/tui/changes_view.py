"""What changed in an article, over the lower part of the screen: [-deleted-] and {+inserted+}, in signs and colours."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from typing_extensions import override

from newsreader.articles.changes import Kind, Paragraph, signed, skipped_words
from newsreader.articles.wrap import break_lines
from newsreader.text import clean_line
from newsreader.tui.ink_line import InkLine
from newsreader.tui.overlay import Overlay
from newsreader.tui.scroll_text import ScrollText

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

_ROLES: dict[Kind, str] = {"same": "text", "deleted": "error", "inserted": "accent"}
Line = list[tuple[str, str]]
"""(text, its role in the theme)."""


def set_paragraph(paragraph: Paragraph, width: int) -> list[Line]:
    """Return a paragraph in lines of `width` cells."""
    if paragraph.skipped:
        return [[(skipped_words(paragraph.skipped), "quiet")]]
    parts = [(signed(kind, text), _ROLES[kind]) for kind, text in paragraph.runs]
    text = "".join(part for part, _ in parts)
    lines: list[Line] = []
    for start, end in break_lines(text, width):
        line: Line = []
        at = 0
        for part, role in parts:
            first, last = max(start, at), min(end, at + len(part))
            if first < last:
                line.append((text[first:last], role))
            at += len(part)
        lines.append(line)
    return lines


class _Paragraphs(ScrollText):
    """The paragraphs, a blank line between two."""

    margin = 2

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        super().__init__()
        self._paragraphs = paragraphs

    @override
    def set_lines(self, width: int) -> Sequence[Line]:
        app = cast("NewsreaderApp", self.app)
        measure = max(min(width - 2 * self.margin, app.config.reader.text_width), 1)
        lines = [line for one in self._paragraphs for line in (*set_paragraph(one, measure), [])][:-1]
        if app.ascii_only:
            lines = [[(text.replace("…", "..."), role) for text, role in line] for line in lines]
        return lines


class ChangesView(Overlay):
    """As high as its lines need, and never higher than two thirds of the screen."""

    def __init__(self, title: str, replaced: datetime, paragraphs: Sequence[Paragraph]) -> None:
        """`replaced`: when the older text was, in the person's zone."""
        self._paragraphs = _Paragraphs(paragraphs)
        said = [
            (" Changed ", "section"),
            (f" since {replaced:%Y-%m-%d %H:%M}", "text"),
            ("  [-deleted-]", "error"),
            (" {+inserted+}", "accent"),
            (f"  {clean_line(title)}", "quiet"),
        ]
        super().__init__(InkLine(said, ruled=True), self._paragraphs)

    def on_mount(self) -> None:
        """Take the room that the lines need."""
        width, height = self.screen.size
        self._paragraphs.styles.height = max(1, min(len(self._paragraphs.lines(width)), max(height * 2 // 3, 1)))

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if character in ("q", "d") or key == "enter":
            self.close()
        else:
            self._paragraphs.press(key, character)
