"""What might be done about a feed that is not well: proposals for the person, never carried out alone. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from newsreader.model import Feed, Schedule

MOVES_NEEDED, MOVED_FOR = 3, timedelta(hours=24)
"""A permanent redirect is believed after so many identical answers over so long a time."""
DEAD_AFTER = timedelta(days=90)
NEVER_WORKED = 95
"""Failures in a row that take a feed which never worked 90 days: the first five within a day, then one a day."""

Kind = Literal["moved", "gone", "dead"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that the person may want to do."""

    kind: Kind
    words: str
    """What is the matter and what could be done, for a person."""
    url: str = ""
    """The new address of one that has moved; it may hold secrets."""


def proposal(feed: Feed, now: datetime) -> Proposal | None:
    """Return what to propose about a feed; None where it is well, or may get well by itself."""
    schedule = feed.schedule
    if schedule.gone:
        return Proposal("gone", "gone for good, says its server: unsubscribe?")
    if has_moved(schedule, now):
        return Proposal("moved", "moved for good: change its address?", schedule.moved_to)
    if not schedule.failures:
        return None
    since = schedule.last_success
    if (since is None and schedule.failures >= NEVER_WORKED) or (since is not None and now - since >= DEAD_AFTER):
        months = 3 if since is None else (now - since).days // 30
        return Proposal("dead", f"dead for {months} months: unsubscribe, or look for a new address?")
    return None


def has_moved(schedule: Schedule, now: datetime) -> bool:
    """Whether the permanent redirects of a feed are to be believed."""
    since = schedule.moved_since
    return (
        bool(schedule.moved_to)
        and schedule.moved_count >= MOVES_NEEDED
        and since is not None
        and now - since >= MOVED_FOR
    )
