"""What changed in an article, over the lower part of the screen: [-deleted-] and {+inserted+}, in signs and colours."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from newsreader.articles.changes import Kind, Paragraph, signed, skipped_words
from newsreader.articles.wrap import break_lines
from newsreader.text import clean_line
from newsreader.tui.ink_line import InkLine
from newsreader.tui.overlay import Overlay

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

_ROLES: dict[Kind, str] = {"same": "text", "deleted": "error", "inserted": "accent"}
_WHEEL_LINES = 3
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


class _Paragraphs(Widget, can_focus=False):
    """The paragraphs, broken at the width that there is, a blank line between two."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        super().__init__()
        self._paragraphs = paragraphs
        self._set: list[Line] = []
        self._set_for = 0
        self._top = 0

    def lines(self, width: int) -> list[Line]:
        """Return what is shown in `width` cells."""
        if self._set_for != width:
            self._set_for = width
            self._set = [line for one in self._paragraphs for line in (*set_paragraph(one, width), [])][:-1]
        return self._set

    def scroll_by(self, lines: int) -> None:
        """Go down by some lines, or up."""
        most = len(self.lines(self._width)) - self.size.height
        self._top = max(0, min(self._top + lines, most))
        self.refresh()

    @property
    def _width(self) -> int:
        app = cast("NewsreaderApp", self.app)
        return max(min(self.size.width - 4, app.config.reader.text_width), 1)

    def retheme(self) -> None:
        """Draw in the colours of another theme."""
        self.refresh()

    def on_resize(self) -> None:
        """Another size has another end."""
        self.scroll_by(0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self.scroll_by(_WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel, up."""
        event.stop()
        self.scroll_by(-_WHEEL_LINES)

    @override
    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        app = cast("NewsreaderApp", self.app)
        lines, number = self.lines(self._width), self._top + y
        words = lines[number] if number < len(lines) else []
        if app.ascii_only:
            words = [(text.replace("…", "..."), role) for text, role in words]
        segments = [Segment("  ", app.ink["text"]), *(Segment(text, app.ink[role]) for text, role in words)]
        return Strip(segments).adjust_cell_length(self.size.width, app.ink["text"])


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
        app = cast("NewsreaderApp", self.app)
        width = max(min(self.screen.size.width - 4, app.config.reader.text_width), 1)
        most = max(self.screen.size.height * 2 // 3, 1)
        self._paragraphs.styles.height = max(1, min(len(self._paragraphs.lines(width)), most))

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        page, end = max(self._paragraphs.size.height - 1, 1), 1 << 30
        steps = {
            "j": 1, "down": 1, "k": -1, "up": -1, "space": page, "pagedown": page, "pageup": -page,
            "ctrl+d": page // 2, "ctrl+u": -(page // 2), "g": -end, "home": -end, "G": end, "end": end,
        }  # fmt: skip
        if character in ("q", "d") or key == "enter":
            self.close()
        elif step := steps.get(key) or steps.get(character or ""):
            self._paragraphs.scroll_by(step)
