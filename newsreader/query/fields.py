"""What stands behind a field's colon: states, times, numbers, orders; each function makes a node or says what is wrong."""

import difflib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import cast, get_args

from newsreader.model import Sort
from newsreader.query.lexer import quoted
from newsreader.query.tree import Comparison, Has, Holding, Is, Length, Outlets, State, When

TEXT_FIELDS = ("title", "body", "author", "url")
PLACE_FIELDS = ("feed", "section", "tag")
STATES: tuple[str, ...] = get_args(State)
HOLDINGS: tuple[str, ...] = get_args(Holding)
SORTS: tuple[str, ...] = get_args(Sort)
TIME_FIELDS = ("newer", "older", "after", "before", "date")
FIELDS = (*TEXT_FIELDS, *PLACE_FIELDS, "is", "has", *TIME_FIELDS, "sort")
"""Every name that a colon may follow."""

MAX_NAME = 30
NUMBER = re.compile(r"(len|outlets)(<=|>=|<|>|=)(.*)", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,4})(m|min)?")
_NUMBER = re.compile(r"[0-9]{1,4}")
_SPAN = re.compile(r"(\d{1,5})([mhdwy])")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_UNITS: dict[str, Callable[[int], timedelta]] = {
    "m": lambda n: timedelta(minutes=n),
    "h": lambda n: timedelta(hours=n),
    "d": lambda n: timedelta(days=n),
    "w": lambda n: timedelta(weeks=n),
    "y": lambda n: timedelta(days=365 * n),
}


class Wrong(Exception):
    """A value does not fit its field; the message says which would."""


def is_node(value: str) -> Is:
    """The node of is:VALUE."""
    return Is(cast(State, _one_of("is", value, STATES)))


def has_node(value: str) -> Has:
    """The node of has:VALUE."""
    return Has(cast(Holding, _one_of("has", value, HOLDINGS)))


def sort_order(value: str) -> Sort:
    """The order that sort:VALUE asks for."""
    return cast(Sort, _one_of("sort", value, SORTS))


def number_node(name: str, comparison: str, value: str) -> Length | Outlets:
    """The node of len<5m, of outlets>=3."""
    if name.lower() == "outlets":
        if not _NUMBER.fullmatch(value.strip()):
            raise Wrong(f"outlets{comparison} needs a number, such as outlets{comparison}3")
        return Outlets(cast(Comparison, comparison), int(value))
    match = _MINUTES.fullmatch(value.strip().lower())
    if not match:
        raise Wrong(f"len{comparison} needs minutes, such as len{comparison}5m")
    return Length(cast(Comparison, comparison), int(match.group(1)))


def time_node(name: str, value: str, now: datetime) -> When:
    """The node of newer:, older:, after:, before: and date:. Spans and days follow the zone of `now`."""
    value = value.lower()
    if name in ("newer", "older"):
        moment = _ago(name, value, now)
        return When("newer", value, start=moment) if name == "newer" else When("older", value, end=moment)
    start, end = _days(name, value, now)
    if name == "after":
        return When("after", value, start=start)
    if name == "before":
        return When("before", value, end=start)
    return When("date", value, start=start, end=end)


def unknown_field(name: str, at: int) -> str:
    """What to say about a field that does not exist, at `at` counted from 0."""
    if name in ("len", "outlets"):
        return f"{name} at {at + 1} is compared, not named: write {name}<5{'m' if name == 'len' else ''}"
    near = difflib.get_close_matches(name[:MAX_NAME], FIELDS, 1)
    hint = f"did you mean {near[0]}:?" if near else 'to search for it as text, write it in quotes ("…")'
    shown = name if len(name) <= MAX_NAME else f"{name[:MAX_NAME]}…"
    return f"unknown field {shown}: at {at + 1}; {hint}"


def _one_of(field: str, value: str, known: tuple[str, ...]) -> str:
    lower = value.lower()
    if lower in known:
        return lower
    near = difflib.get_close_matches(lower[:MAX_NAME], known, 1)
    hint = f"did you mean {field}:{near[0]}?" if near else f"it may be {', '.join(known)}"
    raise Wrong(f"{field}: knows no {quoted(value)}; {hint}")


def _ago(name: str, value: str, now: datetime) -> datetime:
    match = _SPAN.fullmatch(value)
    if not match:
        raise Wrong(f"{name}: needs a span, such as {name}:2d (m, h, d, w, y)")
    number, unit = int(match.group(1)), match.group(2)
    try:
        if unit in "mh":
            return now.astimezone(UTC) - _UNITS[unit](number)
        # Days by the wall clock: newer:1d at eight reaches to eight yesterday, also where summer time began in between.
        return (now - _UNITS[unit](number)).astimezone(UTC)
    except OverflowError:
        raise Wrong(f"{name}: {value} reaches back before the year 1") from None


def _days(name: str, value: str, now: datetime) -> tuple[datetime, datetime]:
    """The first moment of the day, month or year that `value` names, and the first one behind it."""
    today = now.date()
    if value in ("today", "yesterday"):
        first = today - timedelta(days=value == "yesterday")
        following = first + timedelta(days=1)
    else:
        match = _DATE.fullmatch(value)
        if not match:
            raise Wrong(f"{name}: needs a date, such as {name}:2026-11-01, or today or yesterday")
        year, month, day = match.groups()
        try:
            first = today.replace(year=int(year), month=int(month or 1), day=int(day or 1))
            if day:
                following = first + timedelta(days=1)
            elif month:
                following = (first + timedelta(days=31)).replace(day=1)
            else:
                following = first.replace(year=first.year + 1)
            return _midnight(first, now), _midnight(following, now)
        except (ValueError, OverflowError):
            raise Wrong(f"{name}: there is no day {value}") from None
    return _midnight(first, now), _midnight(following, now)


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), now.tzinfo).astimezone(UTC)
