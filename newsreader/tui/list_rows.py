"""How a headline becomes lines: sign, time, outlet, title, and at the right edge how long it takes to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from newsreader.model import Headline
from newsreader.text import clean_line
from newsreader.tui.cells import cut, fill, wrap

Shape = Literal["line", "wrap", "stack"]
"""One line a row; the title in up to two lines beside its outlet; the outlet in a line below the title."""

StoryPart = Literal["", "open", "part"]
"""'open': a row whose story is unfolded below it; 'part': a row there."""

_CLOCKS = {"24h": "%H:%M", "12h": "%I:%M %p"}
_MARGIN = 2
_PART_OUTLET = 12
"""Cells of the outlet in a row of an unfolded story, in a list where the others name none."""


@dataclass(frozen=True, slots=True)
class RowLook:
    """What all rows of a list have in common."""

    width: int
    shape: Shape
    outlet_width: int = 0
    """Cells of the outlet's column; 0 where all rows are of one outlet."""
    time_format: str = "24h"
    by_day: bool = True
    """Whether day headings stand between the rows: the time alone is enough in a row then."""
    ascii_only: bool = False

    @property
    def mark(self) -> str:
        """What stands for the part of a text that was cut off."""
        return "..." if self.ascii_only else "…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """Some words of an article around the hits of a search, and where in them the hits are."""

    text: str = ""
    hits: Sequence[tuple[int, int]] = ()


def draw_headline(
    headline: Headline,
    outlet: str,
    look: RowLook,
    styles: Mapping[str, Style],
    snippet: Snippet | None = None,
    part: StoryPart = "",
) -> list[Strip]:
    """Return the lines of one row, each `look.width` cells wide. A snippet has a line, also while it is empty."""
    if part == "part" and not look.outlet_width:
        look = replace(look, outlet_width=_PART_OUTLET)  # a story is told by others than the one whose list this is
    text_style = styles["read" if headline.read else "text"]
    quiet = styles["quiet"]
    lead = [*_signs(headline, look, styles), Segment(_time(headline, look) + " ", quiet)]
    branch = Segment(("- " if look.ascii_only else "└ ") if part == "part" else "", quiet)
    if look.shape == "stack":
        return _stacked(headline, outlet, look, [*lead, branch], text_style, styles, snippet, part)
    lead.append(Segment(" ", quiet))
    if look.outlet_width:
        lead.append(Segment(fill(outlet, look.outlet_width, look.mark) + "  ", quiet))
    lead.append(branch)
    indent = sum(cell_len(segment.text) for segment in lead)
    room = max(look.width - indent - _MARGIN, 1)
    extras = _extras(headline, look, room, part)
    extras_room = cell_len(extras) + 2 if extras else 0
    title = clean_line(headline.title) or "(untitled)"
    lines = wrap(title, room, 2 if look.shape == "wrap" else 1, look.mark, max(room - extras_room, 1))
    rows: list[list[Segment]] = []
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        start = lead if number == 0 else [Segment(" " * indent, quiet)]
        body = fill(line, room - (extras_room if last else 0))
        end = [Segment(f"  {extras}", quiet)] if extras and last else []
        rows.append([*start, Segment(body, text_style), *end, Segment(" " * _MARGIN, quiet)])
    if snippet:
        rows.append(_snippet(snippet, look, styles))
    return [_strip(row, look.width, quiet) for row in rows]


def snippet_indent(look: RowLook) -> int:
    """Return the cells before a snippet: under the time, where there is more room than under the title."""
    return 9 if look.shape == "stack" else 3


def _snippet(snippet: Snippet, look: RowLook, styles: Mapping[str, Style]) -> list[Segment]:
    segments, done = [Segment(" " * snippet_indent(look), styles["quiet"])], 0
    for start, end in snippet.hits:
        segments += [
            Segment(snippet.text[done:start], styles["quiet"]),
            Segment(snippet.text[start:end], styles["hit"]),
        ]
        done = end
    return [*segments, Segment(snippet.text[done:], styles["quiet"])]


def _stacked(
    headline: Headline,
    outlet: str,
    look: RowLook,
    lead: list[Segment],
    text_style: Style,
    styles: Mapping[str, Style],
    snippet: Snippet | None,
    part: StoryPart,
) -> list[Strip]:
    quiet = styles["quiet"]
    indent = Segment(" " * sum(cell_len(segment.text) for segment in lead), quiet)
    room = max(look.width - len(indent.text) - 1, 1)
    title = wrap(clean_line(headline.title) or "(untitled)", room, 2, look.mark)
    rows = [[*lead, Segment(title[0], text_style)]]
    rows += [[indent, Segment(line, text_style)] for line in title[1:]]
    length = _outlets(headline, look, part) or _minutes(headline)
    parts = (outlet if look.outlet_width else "", length, _tags(headline))
    about = (" - " if look.ascii_only else " · ").join(part for part in parts if part)
    if about:
        rows.append([indent, Segment(cut(about, room, look.mark), quiet)])
    if snippet:
        rows.append(_snippet(snippet, look, styles))
    return [_strip(row, look.width, quiet) for row in rows]


def day_text(day: date, today: date) -> str:
    """Return the heading of a day, as seen from `today`."""
    if day == today:
        return "TODAY"
    if day == today - timedelta(days=1):
        return "YESTERDAY"
    # strftime's names follow the locale; the screen speaks English, so its words come from here.
    name = f"{day.day} {_MONTHS[day.month - 1]}"
    if day.year != today.year:
        return f"{name} {day.year}".upper()
    return f"{_DAYS[day.weekday()]} {name}".upper()


def draw_heading(
    text: str, count: int | None, look: RowLook, styles: Mapping[str, Style], *, folded: bool = False
) -> Strip:
    """Return the line of a heading. `count`: of the articles under it; None where that is not known yet."""
    quiet, sign = styles["quiet"], ("+ " if look.ascii_only else "▸ ") if folded else ""
    number = "" if count is None else f"  {count:,}"
    room = max(look.width - len(sign) - len(number) - 1 - _MARGIN, 1)
    return _strip([Segment(f" {sign}{fill(text, room, look.mark)}{number}", quiet)], look.width, quiet)


def clock(moment: datetime, time_format: str) -> str:
    """Return the time of day as the person wants it: '24h', '12h', or a strftime text."""
    text = moment.strftime(_CLOCKS.get(time_format, time_format))
    return text.lower() if time_format == "12h" else text


def _time(headline: Headline, look: RowLook) -> str:
    moment = headline.sort.astimezone()
    if look.by_day:
        time = clock(moment, look.time_format)
        return " " * cell_len(time) if headline.day else time
    day = headline.day or moment
    return f"{day.day:2d} {_MONTHS[day.month - 1][:3]}"


def _signs(headline: Headline, look: RowLook, styles: Mapping[str, Style]) -> list[Segment]:
    """Two cells: ' ●' unread, ' ★' starred, '★●' both, and a blank behind."""
    star, dot = ("*", "o") if look.ascii_only else ("★", "●")
    starred = Segment(star, styles["starred"])
    unread = Segment(dot, styles["unread"])
    blank = Segment(" ", styles["quiet"])
    first = starred if headline.starred and not headline.read else blank
    second = unread if not headline.read else starred if headline.starred else blank
    return [first, second, blank]


def _extras(headline: Headline, look: RowLook, room: int, part: StoryPart) -> str:
    """What stands behind the title: tags, in a third of the room at most, and the outlets, else the reading time."""
    tags = cut(_tags(headline), max(room // 3, 0), look.mark)
    return "  ".join(word for word in (tags, _outlets(headline, look, part) or _minutes(headline)) if word)


def _outlets(headline: Headline, look: RowLook, part: StoryPart) -> str:
    """How many outlets tell the story, and whether they stand below."""
    if headline.outlets < 2 or part == "part":
        return ""
    sign = ("-" if look.ascii_only else "▾") if part == "open" else ("+" if look.ascii_only else "▸")
    return f"{headline.outlets} outlets {sign}"


def _tags(headline: Headline) -> str:
    return " ".join(f"#{clean_line(tag)}" for tag in headline.tags)


def _minutes(headline: Headline) -> str:
    """The reading time, where it is long enough to be worth a word."""
    minutes = headline.minutes
    return f"{minutes} min" if minutes and minutes >= 2 else ""


def _strip(segments: Sequence[Segment], width: int, style: Style) -> Strip:
    return Strip(segments).adjust_cell_length(width, style)


_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
