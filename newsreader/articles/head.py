"""The top of the article page: kicker, headline, deck, byline, place and times, the lead photo."""

from datetime import date, datetime, timedelta, tzinfo

from rich.cells import cell_len

from newsreader.articles.document import Document
from newsreader.articles.lines import Role, Row
from newsreader.articles.setting import Setter
from newsreader.articles.wrap import rows_of_text

_RECENT = timedelta(days=1)
_MONTHS = "January February March April May June July August September October November December".split()


def head_rows(
    document: Document, width: int, setter: Setter, now: datetime | None, zone: tzinfo | None, time_format: str
) -> list[Row]:
    """Return the head as rows; each part is set apart by an empty row, and what the document lacks is left out."""
    parts: list[list[Row]] = [
        rows_of_text(document.kicker, width, "kicker"),
        rows_of_text(document.title, width, "headline"),
        rows_of_text(document.deck, width, "deck"),
        [
            row
            for facts, role in byline(document, now, zone, time_format)
            for text in _packed(facts, setter.dot, width)
            for row in rows_of_text(text, width, role)
        ],
        setter.image(document.lead_image, width) if document.lead_image else [],
    ]
    rows: list[Row] = []
    for part in parts:
        if part:
            rows += [*part, Row()]
    return rows


def byline(
    document: Document, now: datetime | None, zone: tzinfo | None, time_format: str
) -> list[tuple[list[str], Role]]:
    """Return what stands below the headline as lists of facts: who; where, when and how long."""
    lines: list[tuple[list[str], Role]] = []
    if document.authors:
        lines.append(([f"By {joined(document.authors)}"], "byline"))
    facts = [document.place] if document.place else []
    if document.published:
        facts.append(written(document.published, zone, time_format) + age(document.published, now))
    if document.updated and document.updated != document.published:
        facts.append(f"updated {_short(document.updated, document.published, zone, time_format)}")
    if document.minutes:
        facts.append(f"{document.minutes} min")
    return [*lines, (facts, "quiet")] if facts else lines


def _packed(facts: list[str], dot: str, width: int) -> list[str]:
    """Facts in as few lines as they need; no line begins with the sign between them."""
    lines: list[str] = []
    for fact in facts:
        if lines and cell_len(lines[-1] + dot + fact) <= width:
            lines[-1] += dot + fact
        else:
            lines.append(fact)
    return lines


def joined(names: tuple[str, ...]) -> str:
    """Return names as a sentence has them: 'A', 'A and B', 'A, B and C'."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def written(moment: datetime | date, zone: tzinfo | None, time_format: str = "24h") -> str:
    """Return a time as '24 November 2026, 08:12' in `zone` (None: the machine's); a date without its time of day."""
    day = moment.astimezone(zone) if isinstance(moment, datetime) else moment
    text = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{text}, {clock(day, time_format)}" if isinstance(day, datetime) else text


def clock(moment: datetime, time_format: str) -> str:
    """Return the time of day: '08:12', or '8:12 am' where `time_format` is '12h'."""
    if time_format == "12h":
        return f"{moment.hour % 12 or 12}:{moment:%M} {'am' if moment.hour < 12 else 'pm'}"
    return f"{moment:%H:%M}"


def age(moment: datetime | date, now: datetime | None) -> str:
    """Return ' (3 h ago)' for a time within a day before `now`, else ''."""
    if now is None or not isinstance(moment, datetime):
        return ""
    passed = now - moment
    if not timedelta(0) <= passed < _RECENT:
        return ""
    minutes = int(passed.total_seconds() // 60)
    return f" ({minutes // 60} h ago)" if minutes >= 60 else f" ({minutes} min ago)" if minutes else " (just now)"


def _short(updated: datetime | date, published: datetime | date | None, zone: tzinfo | None, time_format: str) -> str:
    """An update of the same day by its time alone."""
    if isinstance(updated, datetime) and isinstance(published, datetime):
        later, first = updated.astimezone(zone), published.astimezone(zone)
        if later.date() == first.date():
            return clock(later, time_format)
    return written(updated, zone, time_format)
