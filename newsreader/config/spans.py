"""Settings that are written as text and mean an amount: spans of time ('15m'), sizes ('16MiB'), how long to keep, argv lists.

Each type reads its TOML value with `parse`, raises ValueError for anything else, says in EXPECTED what it wants, and
writes itself back with `str()`.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self

_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SPAN = re.compile(r"(?:[0-9]{1,10}[wdhms])+")
# A day reads as '24h' and a minute as '60s': the larger unit is used from two of it on, the hour always.
_UNITS_SHOWN = (("w", 2), ("d", 2), ("h", 1), ("m", 2), ("s", 0))

_BYTES = {
    "B": 1,
    "KB": 1000,
    "MB": 1000**2,
    "GB": 1000**3,
    "KiB": 1024,
    "MiB": 1024**2,
    "GiB": 1024**3,
}
_SIZE = re.compile(r"([0-9]{1,12}) ?([KMG]i?)?B", re.IGNORECASE)


class Span(timedelta):
    """A span of time in whole seconds, written '90s', '15m', '1h30m', '2d', '1w'."""

    LEAST: ClassVar[timedelta] = timedelta(seconds=1)
    MOST: ClassVar[timedelta] = timedelta(days=36_500)
    EXPECTED: ClassVar[str] = 'a span of time such as "15m", "1h", "2d" or "1w"'

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return the span that `value` names; ValueError for anything but a text of numbers and units within bounds."""
        if not isinstance(value, str) or not _SPAN.fullmatch(value.strip()):
            raise ValueError(cls.EXPECTED)
        seconds = sum(int(part[:-1]) * _SECONDS[part[-1]] for part in re.findall(r"[0-9]+[wdhms]", value))
        if not cls.LEAST.total_seconds() <= seconds <= cls.MOST.total_seconds():
            raise ValueError(cls.EXPECTED)
        return cls(seconds=seconds)

    def __str__(self) -> str:
        seconds = int(self.total_seconds())
        unit = next(
            unit for unit, least in _UNITS_SHOWN if seconds % (s := _SECONDS[unit]) == 0 and seconds >= least * s
        )
        return f"{seconds // _SECONDS[unit]}{unit}"


class Interval(Span):
    """How often a feed is asked."""

    LEAST = timedelta(minutes=1)
    MOST = timedelta(weeks=52)
    EXPECTED = 'a span of time from "1m" to "52w", such as "15m" or "1h"'


class Timeout(Span):
    """How long a feed may take."""

    MOST = timedelta(minutes=10)
    EXPECTED = 'a span of time from "1s" to "10m", such as "60s"'


class Until:
    """When something ends: at the end of a day, at a time, or a span after it began."""

    # No dataclass: msgspec would read one from a table instead of with `parse`.
    __slots__ = ("moment", "span")
    EXPECTED: ClassVar[str] = 'a day such as 2027-01-31, a time such as 2027-01-31T18:00:00, or a span such as "1w"'

    def __init__(self, moment: date | None = None, span: Span | None = None) -> None:
        self.moment = moment
        """A date, or a datetime; without a zone it is local."""
        self.span = span

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return what `value` says; ValueError for anything but TOML's dates and times, and spans."""
        if isinstance(value, date):
            return cls(moment=value)
        try:
            return cls(span=Span.parse(value))
        except ValueError:
            raise ValueError(cls.EXPECTED) from None

    def end(self, began: datetime) -> datetime:
        """Return when what began at `began` (aware, local) ends."""
        if self.span is not None:
            return began + self.span
        assert self.moment is not None  # noqa: S101 - it has one of both
        if isinstance(self.moment, datetime):
            return self.moment if self.moment.tzinfo else self.moment.replace(tzinfo=began.tzinfo)
        return datetime.combine(self.moment + timedelta(days=1), time(), began.tzinfo)

    def is_over(self, now: datetime) -> bool:
        """Whether a day or a time has passed; a span never has, since it begins anew each time."""
        return self.span is None and self.end(now) <= now

    def toml(self) -> date | str:
        """Return it as TOML has it."""
        return str(self.span) if self.moment is None else self.moment

    def __str__(self) -> str:
        if isinstance(self.moment, datetime):
            return f"{self.moment:%Y-%m-%d %H:%M}"
        return str(self.span if self.moment is None else self.moment)

    def __repr__(self) -> str:
        return f"Until({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Until) and (self.moment, self.span) == (other.moment, other.span)

    def __hash__(self) -> int:
        return hash((self.moment, self.span))


class Size(int):
    """A number of bytes, written '500KB', '16MiB', '1GiB'."""

    LEAST: ClassVar[int] = 1024
    MOST: ClassVar[int] = 1024**3
    EXPECTED: ClassVar[str] = 'a size from "1KiB" to "1GiB", such as "16MiB"'

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return the size that `value` names; ValueError for anything but a text of a number and a unit within bounds."""
        match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None:
            raise ValueError(cls.EXPECTED)
        size = int(match[1]) * _BYTES[(match[2] or "").upper().replace("I", "i") + "B"]
        if not cls.LEAST <= size <= cls.MOST:
            raise ValueError(cls.EXPECTED)
        return cls(size)

    def __str__(self) -> str:
        unit = max((unit for unit, size in _BYTES.items() if int(self) % size == 0), key=_BYTES.__getitem__)
        return f"{int(self) // _BYTES[unit]}{unit}"


class Keep:
    """How long, or how many, articles of a feed are kept; both None: for ever."""

    # No dataclass: msgspec would read one from a table instead of with `parse`.
    __slots__ = ("count", "span")
    EXPECTED: ClassVar[str] = '"forever", a span of time such as "90d", or a number of articles'

    def __init__(self, span: Span | None = None, count: int | None = None) -> None:
        self.span = span
        self.count = count

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return what `value` says; ValueError for anything but 'forever', a span, or a positive whole number."""
        if value == "forever":
            return cls()
        if isinstance(value, int) and not isinstance(value, bool):
            if value < 1:
                raise ValueError(cls.EXPECTED)
            return cls(count=value)
        try:
            return cls(span=Span.parse(value))
        except ValueError:
            raise ValueError(cls.EXPECTED) from None

    def __bool__(self) -> bool:
        """Whether anything ever goes."""
        return bool(self.count or self.span)

    def __str__(self) -> str:
        return str(self.count or self.span or "forever")

    def __repr__(self) -> str:
        return f"Keep({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keep) and (self.span, self.count) == (other.span, other.count)

    def __hash__(self) -> int:
        return hash((self.span, self.count))


class Argv(tuple[str, ...]):
    """A program and its arguments. A text is split into words once, as a shell would; no shell ever runs it."""

    __slots__ = ()
    EXPECTED: ClassVar[str] = 'a program and its arguments, such as ["firefox", "{url}"]'

    @classmethod
    def parse(cls, value: object) -> Self:
        """Return the argument list in `value`, a list of texts or one text; ValueError where there is no program in it."""
        if isinstance(value, str):
            import shlex

            value = shlex.split(value)  # raises ValueError at an open quote
        if not isinstance(value, list) or not all(isinstance(item, str) and "\0" not in item for item in value):
            raise ValueError(cls.EXPECTED)
        if not value or not value[0].strip():
            raise ValueError(cls.EXPECTED)
        return cls(value)
