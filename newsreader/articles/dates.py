"""Dates as news pages print them, in the languages of the big houses."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

_MONTHS: dict[str, int] = {}
for _names in (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber mär apr mai jun jul aug sep okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago set oct nov dic",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
    "ledna února března dubna května června července srpna září října listopadu prosince",
):
    for _number, _name in enumerate(_names.split(), 1):
        _MONTHS.setdefault(_name, _number)

_NAME = r"(?P<month>[^\W\d_]{3,11})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATE_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"{_YEAR}年\s?(?P<number>\d{{1,2}})月\s?(?P<day>\d{{1,2}})日",
        rf"{_YEAR}년\s?(?P<number>\d{{1,2}})월\s?(?P<day>\d{{1,2}})일",
        rf"\b{_DAY}\s+(?:de |d['’])?{_NAME},?\s+(?:de |del )?{_YEAR}",
        rf"\b{_NAME}\s+{_DAY},?\s+{_YEAR}",
        rf"\b(?P<day>\d{{1,2}})\.\s?(?P<number>\d{{1,2}})\.\s?{_YEAR}",
        rf"\b{_YEAR}/(?P<number>\d{{1,2}})/(?P<day>\d{{1,2}})\b",
        rf"\b(?P<day>\d{{1,2}})[/-](?P<number>\d{{1,2}})[/-]{_YEAR}\b",
    )
)
_TIME = re.compile(
    r"(?<!\d)(?P<hour>[0-2]?\d)(?:[:.h時](?P<minute>[0-5]\d)(?::[0-5]\d)?分?)?\s?(?P<half>[ap]\.?m\.?)?(?:\s?(?:Uhr|uur|Hrs?))?"
    r"\s?\(?(?P<zone>Z|UTC|GMT|BST|CES?T|MES?Z|EES?T|[ECMP][SD]T|E[SD]?T|JST|KST|SGT|HKT|AES?T|[+-]\d\d:?\d\d)?\)?",
    re.IGNORECASE,
)
_OFFSETS = {
    "Z": 0, "UTC": 0, "GMT": 0, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "EST": -5, "EDT": -4,
    "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9, "SGT": 8, "HKT": 8, "AEST": 10, "AEDT": 11,
}  # fmt: skip


def find_date(text: str) -> tuple[datetime | date, int, int] | None:
    """Return (the first date in `text`, where it begins and ends); a time of day counts only with its zone, else it is a date.

    12/3/2022 is read as the 12th of March, unless the numbers allow only the other order.
    """
    for pattern in _DATE_PATTERNS:
        for found in pattern.finditer(text):
            day = _day(found)
            if day is not None:
                moment, end = _with_time(day, text, found.end())
                return moment, found.start(), end
    return None


def _day(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    number = parts.get("number")
    month = int(number) if number else _MONTHS.get((parts.get("month") or "").lower())
    day = int(parts["day"])
    if month is None:
        return None
    if month > 12 >= day:
        month, day = day, month
    try:
        return date(int(parts["year"]), month, day)
    except ValueError:
        return None


def _with_time(day: date, text: str, end: int) -> tuple[datetime | date, int]:
    """The time of day that follows a date within a few characters, if it says its zone."""
    gap = re.match(r"T(?=\d)|[\s,.|·–—-]*(?:at|um|à|a las|alle|às|om|kl\.?)?\s*", text[end:])
    start = end + (gap.end() if gap else 0)
    found = _TIME.match(text, start)
    if not found or not (found["minute"] or found["half"]):
        return day, end
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if (found["half"] or "").lower().startswith("p") and hour < 12:
        hour += 12
    elif (found["half"] or "").lower().startswith("a") and hour == 12:
        hour = 0
    zone = (found["zone"] or "").upper()
    if hour > 23 or not zone:
        return day, found.end() if hour <= 23 else end
    if zone in _OFFSETS:
        offset = timedelta(hours=_OFFSETS[zone])
    elif zone[0] in "+-":
        offset = timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[-2:]))
    else:  # 'ET' alone does not say which half of the year
        return day, found.end()
    if abs(offset) >= timedelta(days=1):
        return day, end
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone(offset))
    return moment.astimezone(UTC) if 1 < day.year < 9999 else day, found.end()
