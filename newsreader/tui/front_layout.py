"""The front page as lines: the story on top with its deck, more top stories, then the sections side by side. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from newsreader.model import Headline
from newsreader.text import clean_line
from newsreader.tui.cells import cut, fill, wrap
from newsreader.tui.list_rows import clock

if TYPE_CHECKING:
    from newsreader.newsdesk.front_sheet import FrontPage, Spot

COLUMNS_FROM = 72
"""Cells from which sections stand in two columns: below, a headline would be broken after every third word."""
HIGH = 24
"""Lines from which the deck may have three and stories have air between them."""
_NAMES = 6
"""Outlets that are named below the deck."""


class Piece(NamedTuple):
    """Some text of a line, in one style."""

    text: str
    role: str
    """Of the theme."""
    row: int = -1
    """The row of the list that it belongs to; -1 for none."""


PageLine = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A row of the list as the page shows it."""

    row: int
    headline: Headline | None
    """None: it is not known yet."""
    spot: "Spot | None"
    """None: an article of the story before it, which is unfolded."""
    outlet: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class PageLook:
    """What the page depends on besides what it says."""

    width: int
    height: int
    now: datetime
    """Aware, in the person's zone."""
    time_format: str = "24h"
    titled: bool = True
    """Whether the page says what it is; on narrow screens the bar above it does."""
    ascii_only: bool = False
    more: str = ""
    """The key that shows all articles."""

    @property
    def mark(self) -> str:
        """What stands for the part of a text that was cut off."""
        return "..." if self.ascii_only else "…"

    @property
    def between(self) -> str:
        """What stands between facts."""
        return " - " if self.ascii_only else " · "


def lay_out(page: "FrontPage", stories: Sequence[Story], look: PageLook) -> list[PageLine]:
    """Return the lines of the page, each `look.width` cells wide. `stories`: the rows of the list, in its order."""
    by_id: dict[int, list[Story]] = {}
    above = 0
    for story in stories:
        above = story.spot.article if story.spot else above
        by_id.setdefault(above, []).append(story)
    lines = _head(page, look)
    if not page.known or not stories:
        return [_full(line, look.width) for line in lines]
    for number, spot in enumerate(page.top):
        deck = page.decks[number] if number < len(page.decks) else ""
        lines += _top_story(by_id.get(spot.article, ()), deck, look, lead=number == 0)
        if deck or look.height >= HIGH:
            lines.append(())
    if lines[-1]:
        lines.append(())
    blocks = [(name, [part for spot in spots for part in by_id.get(spot.article, ())]) for name, spots in page.sections]
    lines += _sections([block for block in blocks if block[1]], look)
    lines += [(Piece(f"  {words}", "quiet"),) for words in wrap(_foot(page, look), look.width - 4, 3, look.mark)]
    return [_full(line, look.width) for line in lines]


def since_words(since: datetime, now: datetime, time_format: str) -> str:
    """Return since when: 'since yesterday 09:00'. Both times aware, `now` in the person's zone."""
    local = since.astimezone(now.tzinfo)
    return f"since {_day(local.date(), now.date())} {clock(local, time_format)}"


def _day(day: date, today: date) -> str:
    if day == today:
        return "today"
    return "yesterday" if day == today - timedelta(days=1) else f"{day.day} {_MONTHS[day.month - 1]}"


# ── Head and foot


def _head(page: "FrontPage", look: PageLook) -> list[PageLine]:
    since = since_words(page.since, look.now, look.time_format)
    count = f"{page.articles:,} article{'s' if page.articles != 1 else ''}"
    about = f"{since}{look.between}{count}" if page.known else "one moment"
    title = "FRONT PAGE" if look.titled else ""
    room = look.width - cell_len(title) - 3
    about = cut(about, max(room, 0), look.mark)
    gap = " " * (look.width - cell_len(title) - cell_len(about) - 2)
    head: PageLine = (Piece(f" {title}", "section"), Piece(f"{gap}{about} ", "quiet"))
    return [head, _rule(look)]


def _foot(page: "FrontPage", look: PageLook) -> str:
    """What is not on the page."""
    since, left = since_words(page.since, look.now, look.time_format), page.articles - page.told
    if left <= 0:
        return f"That is all {since}."
    return f"{left:,} more article{'s' if left != 1 else ''} {since}{f': {look.more} shows all' if look.more else ''}."


def _rule(look: PageLook, crossing: int | None = None, sign: str = "") -> PageLine:
    line = ("-" if look.ascii_only else "─") * look.width
    if crossing is not None:
        line = line[:crossing] + sign + line[crossing + 1 :]
    return (Piece(line, "rule"),)


# ── Stories


def _top_story(parts: Sequence[Story], deck: str, look: PageLook, *, lead: bool) -> list[PageLine]:
    lines: list[PageLine] = []
    for story in parts:
        if story.spot is None:
            lines += _part(story, look.width, look)
            continue
        lines += _headline(story, _told_by(story, look, age=True), look.width, "headline", look)
        room = max(look.width - 6, 1)
        if deck:
            shown = wrap(clean_line(deck), min(room, 90), 3 if look.height >= HIGH else 2, look.mark)
            lines += [(Piece("   ", "text", story.row), Piece(line, "deck", story.row)) for line in shown]
        if lead and len(story.spot.outlets) > 1:
            names = ", ".join(map(clean_line, story.spot.outlets[:_NAMES]))
            names += f" {look.mark}" if len(story.spot.outlets) > _NAMES else ""
            lines.append((Piece("   ", "text", story.row), Piece(cut(names, room, look.mark), "quiet", story.row)))
    return lines


def _headline(story: Story, about: str, width: int, role: str, look: PageLook) -> list[PageLine]:
    """The sign and the headline in up to two lines; at the end of the last one `about`."""
    row, headline = story.row, story.headline
    room = max(width - 4, 1)
    if headline is None:
        return [(Piece(" " * width, "quiet", row),)]
    title = clean_line(headline.title) or "(untitled)"
    about = cut(about, room // 2, look.mark)
    lines = wrap(title, room, 2, look.mark, max(room - cell_len(about) - 2, 1))
    style = "read" if headline.read else role
    result: list[PageLine] = []
    for number, line in enumerate(lines):
        sign = _signs(story, look) if number == 0 else (Piece("   ", "text", row),)
        last = number == len(lines) - 1
        body = fill(line, room - (cell_len(about) if last else 0))
        end = (Piece(about, "quiet", row),) if last and about else ()
        result.append((*sign, Piece(body, style, row), *end, Piece(" ", "quiet", row)))
    return result


def _part(story: Story, width: int, look: PageLook) -> list[PageLine]:
    """An article of a story that is unfolded: its outlet and its title."""
    outlet = fill(clean_line(story.outlet), min(16, max(width // 4, 1)), look.mark)
    lead = Piece(f"   {'-' if look.ascii_only else '└'} {outlet}  ", "quiet", story.row)
    room = max(width - cell_len(lead.text) - 1, 1)
    read = story.headline is None or story.headline.read
    title = clean_line(story.headline.title) if story.headline else ""
    return [(lead, Piece(fill(title, room, look.mark), "read" if read else "text", story.row))]


def _signs(story: Story, look: PageLook) -> tuple[Piece, ...]:
    """Three cells, as in a list: starred, unread, marked."""
    star, dot, mark = ("*", "o", "+") if look.ascii_only else ("★", "●", "✓")
    headline, row = story.headline, story.row
    starred, unread = bool(headline and headline.starred), bool(headline and not headline.read)
    first = Piece(star, "starred", row) if starred and unread else Piece(" ", "text", row)
    second = Piece(dot, "unread", row) if unread else Piece(star if starred else " ", "starred", row)
    return first, second, Piece(mark if story.marked else " ", "accent", row)


def _told_by(story: Story, look: PageLook, *, age: bool) -> str:
    """Who tells a story: how many outlets, or the one that does; and how old its newest piece is."""
    spot = story.spot
    if spot is None:
        return ""
    who = f"{spot.count} outlets" if spot.voices > 1 else clean_line(story.outlet)
    return look.between.join(filter(None, (who, _age(look.now - spot.newest) if age else "")))


def _age(age: timedelta) -> str:
    minutes = max(int(age.total_seconds() // 60), 1)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"


# ── Sections


def _sections(blocks: Sequence[tuple[str, Sequence[Story]]], look: PageLook) -> list[PageLine]:
    """The sections in two columns with a line between them, or below one another."""
    if not blocks:
        return [_rule(look)]
    if look.width < COLUMNS_FROM or len(blocks) == 1:
        lines = [_rule(look)]
        for name, stories in blocks:
            lines += [*_section(name, stories, look.width, look), ()]
        return lines
    left_width = (look.width - 1) // 2
    right_width = look.width - 1 - left_width
    wall = Piece("|" if look.ascii_only else "│", "rule")
    crossing = "+" if look.ascii_only else "┬"
    lines = [_rule(look, left_width, crossing)]
    for at in range(0, len(blocks), 2):
        if at:
            lines.append((Piece(" " * left_width, "text"), wall))
        left = _section(*blocks[at], left_width, look)
        right = _section(*blocks[at + 1], right_width, look) if at + 1 < len(blocks) else []
        lines += [
            (*_full(one, left_width), wall, *_full(other, right_width))
            for one, other in zip_longest(left, right, fillvalue=())
        ]
    return [*lines, _rule(look, left_width, "+" if look.ascii_only else "┴")]


def _section(name: str, stories: Iterable[Story], width: int, look: PageLook) -> list[PageLine]:
    heading = cut(clean_line(name).upper() or "MORE", max(width - 2, 1), look.mark)
    lines: list[PageLine] = [(Piece(f" {heading}", "section"),)]
    for story in stories:
        if story.spot is None:
            lines += _part(story, width, look)
        else:
            lines += _headline(story, _told_by(story, look, age=False), width, "text", look)
    return lines


def _full(line: PageLine, width: int) -> PageLine:
    """Return a line with blanks behind it."""
    used = sum(cell_len(piece.text) for piece in line)
    return (*line, Piece(" " * (width - used), "text")) if used < width else line


_MONTHS = "January February March April May June July August September October November December".split()
