"""The line at the bottom: what goes on to the left, the keys that matter here to the right."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import cut

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

NOTICE_SECONDS = 6.0
ERROR_SECONDS = 15.0
_GAP = "   "
_ANSWERS = " (y/n)"
"""Stands behind every question, whatever of its words there is no room for."""


@dataclass(slots=True)
class Status:
    """What the line tells, as long as it is so."""

    new: int = 0
    """Articles that came into the view since it was opened."""
    refreshing: tuple[int, int] | None = None
    failing: int = 0
    marked: int = 0
    """Rows of the list that are marked."""
    unread_only: bool = False
    work: dict[str, str] = field(default_factory=dict)
    """What else goes on beside the screen, by who does it: words with their progress."""
    read_only: bool = False
    """The store cannot be written to."""
    mistake: str = ""
    """Where the config is wrong, as long as it is: its settings are not in force."""
    about: str = ""
    """A word on what is under the cursor: why a feed is broken, where a link goes."""
    about_is_error: bool = False
    keys: str = ""
    """The beginning of a key sequence."""
    hints: Sequence[tuple[str, str]] = field(default=())
    """(key, what it does); the last one, the help, is the last to be left out."""


class StatusLine(Widget):
    """One line, made of `status`, or of a notice or a question as long as there is one."""

    def __init__(self) -> None:
        super().__init__(id="status")
        self.status = Status()
        self.question = ""
        self._notice = ""
        self._notice_style = "text"

    def update(self, **changes: object) -> None:
        """Change parts of the status; draws only if something differs."""
        before = [getattr(self.status, name) for name in changes]
        if before != list(changes.values()):
            for name, value in changes.items():
                setattr(self.status, name, value)
            self.refresh()

    def working(self, who: str, words: str) -> None:
        """Show what `who` does beside the screen, and how far it is; '' when it is over."""
        others = {name: said for name, said in self.status.work.items() if name != who}
        self.update(work={**others, who: clean_line(words)} if words else others)

    def say(self, notice: str, *, error: bool = False) -> None:
        """Show a notice for some seconds. It may quote foreign text."""
        self._notice = clean_line(notice)
        self._notice_style = "error" if error else "accent"
        self.refresh()
        said = self._notice
        self.set_timer(ERROR_SECONDS if error else NOTICE_SECONDS, lambda: self._forget(said))

    def forget(self) -> None:
        """Take the notice away: the person has gone on."""
        self._forget(self._notice)

    def ask(self, question: str) -> None:
        """Show a question that y and n answer; '' takes it away."""
        self.question = clean_line(question)
        self.refresh()

    @property
    def notice(self) -> str:
        """The notice that is shown."""
        return self._notice

    def _forget(self, said: str) -> None:
        if said and self._notice == said:
            self._notice = ""
            self.refresh()

    def retheme(self) -> None:
        """Draw in the colours of another theme."""
        self.refresh()

    @override
    def render_line(self, y: int) -> Strip:
        """Draw the line: the left part has the right of way, of the hints as many as fit, from the first, and the last."""
        app = cast("NewsreaderApp", self.app)
        ink, width, mark = app.ink, self.size.width, "..." if app.ascii_only else "…"
        left = self._left(app.ascii_only, cut(self.question, width - 2 - len(_ANSWERS), mark) + _ANSWERS)
        segments: list[Segment] = []
        used = 1
        for number, (text, style) in enumerate(left):
            text = cut((_GAP if number else "") + text, max(width - used - 1, 0), mark)
            segments.append(Segment(text, ink[style]))
            used += cell_len(text)
        right = self._right(width - used - 4, ink["accent"], ink["quiet"])
        right_width = sum(cell_len(segment.text) for segment in right)
        blank = ink["text"]
        line = [
            Segment(" ", blank),
            *segments,
            Segment(" " * max(width - used - right_width - 1, 0), blank),
            *right,
            Segment(" ", blank),
        ]
        return Strip(line).adjust_cell_length(width, blank)

    def _left(self, ascii_only: bool, question: str) -> list[tuple[str, str]]:
        if self.question:
            return [(question, "accent")]
        if self._notice:
            return [(self._notice, self._notice_style)]
        status = self.status
        parts: list[tuple[str, str]] = []
        if status.marked:
            parts.append((f"{status.marked:,} marked", "accent"))
        if status.new:
            parts.append((f"{status.new:,} new {'^' if ascii_only else '↑'}", "accent"))
        if status.refreshing:
            done, of = status.refreshing
            parts.append((f"refreshing {done:,}/{of:,}" if of else "refreshing", "text"))
        parts += [(words, "text") for words in status.work.values()]
        if status.unread_only:
            parts.append(("only unread", "text"))
        if status.read_only:
            parts.append(("read-only: changes are not kept", "warning"))
        if status.mistake:
            parts.append((f"{clean_line(status.mistake)}: a mistake, settings unchanged", "error"))
        if status.failing:
            parts.append((f"{status.failing} feed{'s' if status.failing != 1 else ''} failing", "warning"))
        if status.about:
            parts.append((clean_line(status.about), "error" if status.about_is_error else "quiet"))
        if status.keys:
            parts.append((status.keys, "quiet"))
        return parts

    def _right(self, room: int, key_style: Style, text_style: Style) -> list[Segment]:
        hints: Sequence[tuple[str, str]] = () if self.question else self.status.hints
        sizes = [cell_len(f"{key} {what}") for key, what in hints]
        # The last one leads to all the others: it is the last to be left out.
        while hints and sum(sizes) + len(_GAP) * (len(hints) - 1) > room:
            at = max(len(hints) - 2, 0)
            hints, sizes = [*hints[:at], *hints[at + 1 :]], [*sizes[:at], *sizes[at + 1 :]]
        segments: list[Segment] = []
        for key, what in hints:
            gap = [Segment(_GAP, text_style)] if segments else []
            segments += [*gap, Segment(key, key_style), Segment(f" {what}", text_style)]
        return segments
