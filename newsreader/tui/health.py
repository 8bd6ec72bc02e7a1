"""What the health view shows of each feed: its row, the order of rows, which are shown. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsreader.model import Feed, FetchDay
from newsreader.newsdesk.proposals import Proposal, proposal
from newsreader.text import clean_line
from newsreader.tui.cells import fill
from newsreader.tui.ink_line import Words
from newsreader.tui.tree_rows import STATUS_SIGNS
from newsreader.urls import redacted

_TROUBLE = ("failing", "gone", "offline")
_BARS = ("▁▂▃▄▅▆▇█", ".:|#")
"""A day on which all went well, by how much was new; the first: nothing was."""
_FAILED, _NOT_ASKED = ("×", "x"), (" ", " ")
_PROPOSED = ("→", ">")
_UNITS = ((7 * 86_400, "w"), (86_400, "d"), (3600, "h"), (60, "min"))


@dataclass(frozen=True, slots=True)
class Health:
    """How a feed is."""

    feed: Feed
    days: Sequence[FetchDay] = ()
    """The last 30, the oldest first; empty: it was not asked in them."""
    weekly: float = 0.0
    total: int = 0
    unverified: bool = False
    """Whether its server's certificate is not checked, because the person said so."""

    @property
    def in_trouble(self) -> bool:
        """Whether it is not well, or there is something to be proposed."""
        return self.feed.status in _TROUBLE

    @property
    def bytes(self) -> int:
        """Of the last 30 days, over the wire."""
        return sum(day.bytes for day in self.days)


Key = Callable[[Health], object]
ORDERS: Mapping[str, Key] = {
    "trouble first": lambda row: (not row.in_trouble, -row.feed.schedule.failures, row.feed.name.casefold()),
    "name": lambda row: row.feed.name.casefold(),
    "last success": lambda row: _unix(row.feed.schedule.last_success),
    "next try": lambda row: _unix(row.feed.schedule.next_check),
    "articles a week": lambda row: -row.weekly,
    "bytes": lambda row: -row.bytes,
    "config": lambda _row: 0,
}
FILTERS: Mapping[str, Callable[[Health, datetime], bool]] = {
    "all": lambda _row, _now: True,
    "in trouble": lambda row, _now: row.in_trouble,
    "quiet": lambda row, _now: row.feed.status == "quiet",
    "with a proposal": lambda row, now: proposal(row.feed, now) is not None,
}


def arranged(rows: Sequence[Health], order: str, kind: str, words: str, now: datetime) -> list[Health]:
    """Return the rows to show, in their order: those of a kind (FILTERS) in whose name, section or address `words` are."""
    wanted = words.casefold().split()
    shown = [row for row in rows if FILTERS[kind](row, now) and all(word in _text(row) for word in wanted)]
    return sorted(shown, key=ORDERS[order])  # type: ignore[arg-type]  # each order's keys are of one type


def _text(row: Health) -> str:
    return f"{row.feed.name} {row.feed.section} {redacted(row.feed.url)} {row.feed.status}".casefold()


def _unix(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


def row_words(row: Health, width: int, now: datetime, *, ascii_only: bool) -> Words:
    """Return the words of a row in `width` cells: sign, name, then as many columns as there is room for."""
    feed, schedule = row.feed, row.feed.schedule
    values = {
        "good": ago(schedule.last_success, now),
        "next": "" if schedule.gone else until(schedule.next_check, now),
        "bad": str(schedule.failures or ""),
        "/week": f"{row.weekly:.3g}",
        "bytes": size(row.bytes),
    }
    columns = [(f"  {values[name]:>{cells}}", "error" if name == "bad" else "quiet") for name, cells in _columns(width)]
    days = [("  ", "quiet"), *bar(row.days, _days(width), ascii_only=ascii_only)]
    doubt = [("  unverified", "warning")] if row.unverified and width >= 64 else []
    used = 2 + sum(len(text) for text, _ in (*columns, *days, *doubt))
    name = fill(clean_line(feed.name), max(width - used, 4), "..." if ascii_only else "…")
    role = "quiet" if feed.status in ("quiet", "never") else "text"
    return [_sign(row, now, ascii_only=ascii_only), (name, role), *doubt, *columns, *days]


def head_words(width: int) -> Words:
    """Return the headings of the columns, as `row_words` sets them."""
    days = f"{_days(width)} days".ljust(_days(width))
    columns = [(f"  {name:>{cells}}", "quiet") for name, cells in _columns(width)]
    used = 2 + sum(len(text) for text, _ in columns) + 2 + len(days)
    name = "feed".ljust(max(width - used, 4))
    return [("  ", "quiet"), (name, "quiet"), *columns, (f"  {days}", "quiet")]


def _columns(width: int) -> list[tuple[str, int]]:
    """The columns that there is room for, with their cells."""
    columns = [("good", 6, 0), ("next", 6, 64), ("bad", 3, 80), ("/week", 5, 80), ("bytes", 7, 100)]
    return [(name, cells) for name, cells, least in columns if width >= least]


def _days(width: int) -> int:
    return 30 if width >= 100 else 14 if width >= 64 else 7


def _sign(row: Health, now: datetime, *, ascii_only: bool) -> tuple[str, str]:
    status = row.feed.status
    if status in STATUS_SIGNS:
        return f"{STATUS_SIGNS[status][ascii_only]} ", "error" if status in ("failing", "gone") else "quiet"
    return (f"{_PROPOSED[ascii_only]} ", "accent") if proposal(row.feed, now) else ("  ", "text")


def bar(days: Sequence[FetchDay], most: int, *, ascii_only: bool) -> list[tuple[str, str]]:
    """Return the last `most` days as signs, with their roles: failed, not asked, or how much was new."""
    shown = [*[FetchDay()] * (most - len(days)), *days[-most:]]
    highest = max((day.new for day in shown), default=0)
    signs = _BARS[ascii_only]
    parts: list[tuple[str, str]] = []
    for day in shown:
        if day.failed and day.failed >= day.succeeded:
            sign, role = _FAILED[ascii_only], "error"
        elif not day.succeeded:
            sign, role = _NOT_ASKED[ascii_only], "quiet"
        else:
            step = -(-day.new * (len(signs) - 1) // highest) if highest else 0
            sign, role = signs[step], "accent" if day.new else "quiet"
        if parts and parts[-1][1] == role:
            parts[-1] = (parts[-1][0] + sign, role)
        else:
            parts.append((sign, role))
    return parts


def details(row: Health, now: datetime) -> list[Words]:
    """Return what there is to say about a feed, a line each, the most urgent first."""
    schedule = row.feed.schedule
    lines: list[Words] = []
    if schedule.error and row.feed.status != "offline":
        times = "once" if schedule.failures == 1 else f"{schedule.failures} times in a row"
        lines.append([(clean_line(schedule.error), "error"), (f", {times}" if schedule.failures else "", "quiet")])
    if advice := proposal(row.feed, now):
        lines.append([(f"{advice.words}{_where(advice)}", "accent")])
    if row.unverified:
        lines.append([("its certificate is not checked (verify = false)", "warning")])
    if row.feed.status == "quiet" and schedule.last_new:
        lines.append([(f"quiet: nothing new for {span(now - schedule.last_new)}", "text")])
    lines.append([(_plan(row.feed, now), "text")])
    if schedule.note:
        lines.append([(clean_line(schedule.note), "quiet")])
    lines.append([(redacted(row.feed.url), "quiet"), (f"  {row.total:,} articles", "quiet")])
    return lines


def _where(advice: Proposal) -> str:
    return f" {redacted(advice.url)}" if advice.url else ""


def _plan(feed: Feed, now: datetime) -> str:
    schedule = feed.schedule
    if schedule.gone:
        return "not asked any more, but by you"
    if schedule.last_check is None:
        return "never asked yet"
    when = (
        "due now"
        if schedule.next_check is None or schedule.next_check <= now
        else f"next in {until(schedule.next_check, now)}"
    )
    reason = clean_line(schedule.reason)
    return f"asked {ago(schedule.last_check, now)} ago; {when}{f' ({reason})' if reason else ''}"


def ago(moment: datetime | None, now: datetime) -> str:
    """Return how long ago something was: '5 min', '3 d', 'never'."""
    return "never" if moment is None else span(now - moment)


def until(moment: datetime | None, now: datetime) -> str:
    """Return how long until something: '5 min', 'now'."""
    return "now" if moment is None or moment <= now else span(moment - now)


def span(length: timedelta) -> str:
    """Return a span of time in its largest unit: '5 min', '3 d', '12 w'."""
    seconds = max(int(length.total_seconds()), 0)
    for size_, unit in _UNITS:
        if seconds >= (2 * size_ if unit in ("w", "d") else size_):
            return f"{seconds // size_} {unit}"
    return "<1 min"


def size(number: int) -> str:
    """Return a number of bytes in words: '12 kB', '3.4 MB'; '' for none."""
    if not number:
        return ""
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{max(number / 1000, 1):.0f} kB"
