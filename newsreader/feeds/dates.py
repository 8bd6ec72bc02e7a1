"""Dates as feeds write them → aware datetimes in UTC.

The two forms that the standards ask for are read here, strictly; everything else goes to feedparser's readers, which know
the wrong forms of twenty years (imported when the first such date comes up: 80 ms).
"""

import re
from datetime import UTC, datetime, timedelta

# RFC 822 as RSS has it, with the four-digit year of RFC 1123: 'Tue, 24 Nov 2026 08:12:00 +0100'. The day of the week says nothing
# that the date does not, so it may be wrong, or in another language.
_RFC822 = re.compile(
    r"(?:[^\W\d]{2,20}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? (?:GMT|UTC?|Z|([+-])(\d\d)(\d\d))"
)
# RFC 3339 as Atom has it: '2026-11-24T08:12:00.5+01:00'.
_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))",
)
# The others come from clocks that were never set ('0001-01-01', the zero of some languages) and from mistakes.
_YEARS = range(1000, 3000)
# feedparser reads the beginning of what is no date as one: '99999999-01-01' as 9999, '-0001-11-30' as 2000.
_NO_YEAR = re.compile(r"[+-]|\d{5,}-\d\d-")
_MONTHS = {name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}


def parse_date(text: str) -> datetime | None:
    """Return the moment that `text` names, in UTC; without a zone it is taken for UTC. None: no date in it, or one of no use."""
    text = text.strip()
    if not text:
        return None
    moment = _parse_standard(text) or _parse_iso(text) or _parse_odd(text)
    return moment if moment is not None and moment.year in _YEARS else None


def _parse_standard(text: str) -> datetime | None:
    """Return the moment of a date that keeps to RFC 822/1123 or RFC 3339, else None."""
    try:
        if match := _RFC822.fullmatch(text):
            day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = match.groups()
            moment = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second or 0), tzinfo=UTC)
        elif match := _RFC3339.fullmatch(text):
            year, month, day, hour, minute, second, sign, zone_hours, zone_minutes = match.groups()
            moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), tzinfo=UTC)
        else:
            return None
        if sign:
            offset = timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
            moment = moment - offset if sign == "+" else moment + offset
    except (ValueError, KeyError, OverflowError):  # 31 February, a month in another language, the year 0
        return None
    return moment


def _parse_iso(text: str) -> datetime | None:
    """Return the moment of a date in any other form of ISO 8601 ('20261124T081200Z', '2026-11-24 08:12'), else None."""
    try:
        moment = datetime.fromisoformat(text)
        return (
            moment.astimezone(UTC).replace(microsecond=0)
            if moment.tzinfo
            else moment.replace(tzinfo=UTC, microsecond=0)
        )
    except (ValueError, OverflowError):
        return None


def _parse_odd(text: str) -> datetime | None:
    """Return what feedparser makes of a date in any other form (asctime, no zone, two-digit years, Greek, Korean …)."""
    from feedparser.datetimes import _parse_date

    if len(text) > 100 or _NO_YEAR.match(text) or not (parts := _parse_date(text)):
        return None
    try:
        return datetime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
