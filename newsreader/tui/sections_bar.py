"""The line at the top: the paper's name, the sections with their numbers, the date and the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import cut
from newsreader.tui.list_rows import clock
from newsreader.tui.messages import SectionChosen

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

NAME = "newsreader"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Item:
    """A section in the bar: its number and the cells that it covers."""

    number: int
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + cell_len(self.text)


def place_items(sections: Sequence[str], active: int | None, width: int, ascii_only: bool = False) -> list[Item]:
    """Return the sections that fit `width` cells, '0 All' first. The active one is always among them."""
    between, mark = _between(ascii_only), "..." if ascii_only else "…"
    # There are ten number keys; sections behind these can still be clicked.
    names = enumerate(map(clean_line, ("All", *sections)))
    texts = [f"{number} {name}" if number < 10 else name for number, name in names]
    items: list[Item] = []
    start = 0
    for number, text in enumerate(texts):
        last = number == len(texts) - 1
        room = width - start - (0 if last else len(between) + len(mark))
        if cell_len(text) > room:
            break
        items.append(Item(number, text, start))
        start += cell_len(text) + len(between)
    if active is not None and active < len(texts) and active >= len(items):
        # Make room for it at the end: drop those before it that it needs.
        while items and width - items[-1].end - len(between) - len(mark) < cell_len(texts[active]):
            items.pop()
        start = items[-1].end + len(between) if items else 0
        items.append(Item(active, cut(texts[active], max(width - start - len(mark), 1), mark), start))
    return items


class SectionsBar(Widget):
    """The sections; on narrow screens the name of what is shown instead."""

    def __init__(self) -> None:
        super().__init__(id="sections")
        self.sections: Sequence[str] = ()
        self.active: int | None = None
        self.heading: tuple[str, str] | None = None
        """On narrow screens: the title of what is shown, and a word on its count."""
        self.now: datetime | None = None
        self.time_format = "24h"
        self._items: list[Item] = []

    def show(
        self,
        sections: Sequence[str],
        active: int | None,
        heading: tuple[str, str] | None,
        now: datetime,
        time_format: str,
    ) -> None:
        """Show these sections. `active`: the number of the one in the list, None for another view."""
        state = (sections, active, heading, now, time_format)
        if state != (self.sections, self.active, self.heading, self.now, self.time_format):
            self.sections, self.active, self.heading, self.now, self.time_format = state
            self.refresh()

    def retheme(self) -> None:
        """Draw in the colours of another theme."""
        self.refresh()

    @override
    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        app = cast("NewsreaderApp", self.app)
        ink, width = app.ink, self.size.width
        if self.heading:
            return _heading_line(*self.heading, width, ink, "..." if app.ascii_only else "…")
        date = f"{_date(self.now)}  {clock(self.now, self.time_format)} " if self.now else ""
        lead = f" {NAME}   " if width >= 80 else " "
        room = width - len(lead) - len(date) - 2
        if room < 40:
            date, room = "", width - len(lead) - 1
        self._items = place_items(self.sections, self.active, room, app.ascii_only)
        segments = [Segment(lead, ink["accent"])]
        used = 0
        for item in self._items:
            if item.start:
                gap = item.start - used
                segments.append(Segment(_between(app.ascii_only).center(gap) if gap else "", ink["quiet"]))
            style = ink["accent"] + Style(underline=True) if item.number == self.active else ink["text"]
            segments.append(Segment(item.text, style))
            used = item.end
        if len(self._items) <= len(self.sections):
            segments.append(Segment("..." if app.ascii_only else "…", ink["quiet"]))
        line = Strip(segments).adjust_cell_length(width - len(date), ink["text"])
        return Strip([*line, Segment(date, ink["quiet"])]).adjust_cell_length(width, ink["text"])

    def on_click(self, event: events.Click) -> None:
        """A click on a section chooses it."""
        lead = len(f" {NAME}   ") if self.size.width >= 80 else 1
        for item in self._items if not self.heading else ():
            if item.start <= event.x - lead < item.end:
                self.post_message(SectionChosen(item.number))


def _between(ascii_only: bool) -> str:
    return " | " if ascii_only else " · "


def _date(now: datetime) -> str:
    return f"{_DAYS[now.weekday()]} {now.day} {_MONTHS[now.month - 1]}"


def _heading_line(title: str, count: str, width: int, ink: Mapping[str, Style], mark: str) -> Strip:
    title = cut(clean_line(title), max(width - cell_len(count) - 4, 1), mark)
    gap = max(width - cell_len(title) - cell_len(count) - 2, 1)
    return Strip(
        [Segment(f" {title}", ink["accent"]), Segment(" " * gap, ink["text"]), Segment(f"{count} ", ink["quiet"])]
    ).adjust_cell_length(width, ink["text"])
