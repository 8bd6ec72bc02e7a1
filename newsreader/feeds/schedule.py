"""When a feed is asked again. Pure: a Schedule, an answer and a moment in, a Schedule out.

The person's interval counts, raised (to 24 h at most) by what the server and the document ask for; jitter only goes upward;
what was learnt is stored, so that starting the program never means fetching what is not due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from msgspec import structs

from newsreader.model import OFFLINE, ParsedFeed, Schedule
from newsreader.newsdesk.proposals import has_moved

Jitter = Callable[[], float]
"""A number from 0 to 1."""

MANUAL_GAP = timedelta(minutes=1)
"""What the person asks for by hand is asked for, but not twice in so short a time."""
LONGEST = timedelta(hours=24)
"""No server and no row of failures makes an interval longer than that (but a Retry-After does)."""
LONGEST_WAIT = timedelta(days=31)
FIRST_REFUSAL = timedelta(hours=4)
FIRST_BUSY = timedelta(minutes=10)
OFFLINE_RETRY = timedelta(minutes=5)
LOST_AFTER = timedelta(days=7)
"""A feed that was not found for so long is called lost."""
# Clocks are set a little now and then; a last poll further in the future than this is a clock that jumped.
_CLOCK_SLACK = timedelta(minutes=5)
_MOST_JITTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a 200 or 304 said beside its body."""

    etag: str = ""
    last_modified: str = ""
    fresh_for: timedelta | None = None
    """Cache-Control: max-age, or Expires."""
    permanent_to: str = ""
    """Where 301/308 answers led, '' if there were none."""
    asked: str = ""
    """The address that was asked first."""


def why_wait(
    schedule: Schedule, now: datetime, *, force: bool = False, named: bool = False, loopback: bool = False
) -> str:
    """Return why a feed is not to be asked now, in words for a person; '' if it is.

    `force`: the person asked for a reload; `named`: of this feed. A feed that is gone is asked only by name.
    """
    if schedule.gone and not named:
        return "gone: the server says that it will not come back"
    if has_jumped(schedule, now):
        return ""
    if force or named:
        recent = schedule.last_check is not None and now - schedule.last_check < MANUAL_GAP
        return "asked less than a minute ago" if recent and not loopback else ""
    if schedule.next_check is not None and now < schedule.next_check:
        return f"not due until {at(schedule.next_check, now)}"
    return ""


def has_jumped(schedule: Schedule, now: datetime) -> bool:
    """Whether the clock was set back so far that the stored times say nothing."""
    far = schedule.next_check is not None and schedule.next_check - now > LONGEST_WAIT + LONGEST
    return far or (schedule.last_check is not None and schedule.last_check - now > _CLOCK_SLACK)


def address(url: str, schedule: Schedule, now: datetime) -> str:
    """Return the address to ask: the config's, or the one that it has moved to for good."""
    return schedule.moved_to if has_moved(schedule, now) else url


def after_success(
    schedule: Schedule,
    learnt: Learnt,
    now: datetime,
    interval: timedelta,
    jitter: Jitter,
    *,
    feed: ParsedFeed | None,
    body_hash: bytes,
) -> Schedule:
    """Return the schedule after an answer that was a success; `feed` is None where nothing was parsed (304, or the same body)."""
    if feed is not None:
        schedule = structs.replace(
            schedule,
            ttl=None if feed.ttl is None else feed.ttl * 60,
            skip_hours=feed.skip_hours,
            skip_days=feed.skip_days,
            note="; ".join(filter(None, (feed.problem, "truncated to the newest entries" if feed.truncated else ""))),
        )
    asked, reason = _interval(schedule, learnt.fresh_for, interval)
    return structs.replace(
        _after_moves(schedule, learnt, now),
        last_check=now,
        last_success=now,
        next_check=_outside_skipped(_spread(now, asked, jitter), schedule),
        reason=reason,
        failures=0,
        error="",
        gone=False,
        etag=learnt.etag,
        last_modified=learnt.last_modified,
        body_hash=body_hash,
    )


def after_failure(
    schedule: Schedule, error: str, now: datetime, interval: timedelta, jitter: Jitter, *, status: int = 0
) -> Schedule:
    """Return the schedule after an answer that was none, or of an HTTP `status` that is no success. Validators stay."""
    failures = schedule.failures + 1
    failed = structs.replace(schedule, last_check=now, failures=failures, error=error)
    if has_moved(schedule, now):  # the next try goes to the old address, which may say where the feed is now
        failed = structs.replace(failed, moved_to="", moved_since=None, moved_count=0)
    if status == 410:
        return structs.replace(
            failed, gone=True, next_check=None, reason="gone: the server says that it will not come back"
        )
    first = FIRST_REFUSAL if status in (401, 403) else interval
    wait = max(min(first * (1 << min(failures - 1, 10)), LONGEST), min(interval, LONGEST))
    if status == 404 and schedule.last_success is not None and now - schedule.last_success > LOST_AFTER:
        failed = structs.replace(
            failed, error=f"{error} for {(now - schedule.last_success).days} days: has the address changed?"
        )
    times = "once" if failures == 1 else f"{failures} times"
    return structs.replace(
        failed, next_check=_spread(now, wait, jitter), reason=f"failed {times}; next try after {span(wait)}"
    )


def after_unreadable(
    schedule: Schedule, error: str, learnt: Learnt, now: datetime, interval: timedelta, jitter: Jitter
) -> Schedule:
    """Return the schedule after a document that is no feed, or a 304 that says it is still the same one.

    Its validators are stored, since they are the last that the server sent; without a hash beside them, so that a 304 is
    known for what it is.
    """
    failed = after_failure(schedule, error, now, interval, jitter)
    return structs.replace(failed, etag=learnt.etag, last_modified=learnt.last_modified, body_hash=b"")


def after_busy(schedule: Schedule, error: str, now: datetime, wait: timedelta, host: str) -> Schedule:
    """Return the schedule after a 429 or 503: the whole host is to be left alone for `wait` (busy_wait)."""
    until = now + wait
    return structs.replace(
        schedule,
        last_check=now,
        failures=schedule.failures + 1,
        error=error,
        next_check=until,
        reason=f"{host} asked to wait until {at(until, now)}",
    )


def busy_wait(retry_after: timedelta | None, failures: int) -> timedelta:
    """Return how long to leave a host alone: what it asked for, else 10 min, doubling with each failure before; 31 d at most."""
    if retry_after is None:
        return min(FIRST_BUSY * (1 << min(failures, 12)), LONGEST)
    return min(max(retry_after, timedelta(seconds=1)), LONGEST_WAIT)


def when_offline(schedule: Schedule, now: datetime) -> Schedule:
    """Return the schedule of a feed that could not be asked, because nothing was reachable. That is no failure of the feed."""
    return structs.replace(schedule, error=OFFLINE, next_check=now + OFFLINE_RETRY, reason="offline")


def _interval(schedule: Schedule, fresh_for: timedelta | None, interval: timedelta) -> tuple[timedelta, str]:
    """Return the interval in force, and why."""
    by_feed = min(timedelta(seconds=schedule.ttl or 0), LONGEST)
    by_server = min(fresh_for or timedelta(0), LONGEST)
    if interval >= max(by_feed, by_server):
        return interval, f"every {span(interval)}"
    if by_feed >= by_server:
        return by_feed, f"every {span(by_feed)}, as the feed asks"
    return by_server, f"every {span(by_server)}, as the server asks"


def _after_moves(schedule: Schedule, learnt: Learnt, now: datetime) -> Schedule:
    """Count the permanent redirects that say the same. One who is asked at the new address already has nothing to count."""
    if not learnt.permanent_to:
        if learnt.asked and learnt.asked == schedule.moved_to:
            return schedule
        return structs.replace(schedule, moved_to="", moved_since=None, moved_count=0)
    if learnt.permanent_to == schedule.moved_to and schedule.moved_since is not None and now >= schedule.moved_since:
        return structs.replace(schedule, moved_count=schedule.moved_count + 1)
    return structs.replace(schedule, moved_to=learnt.permanent_to, moved_since=now, moved_count=1)


def _spread(now: datetime, wait: timedelta, jitter: Jitter) -> datetime:
    """Return when `wait` is over, a little later each time, so that a thousand readers do not come in the same second."""
    return now + wait + min(wait / 10, _MOST_JITTER) * jitter()


def _outside_skipped(moment: datetime, schedule: Schedule) -> datetime:
    """Return `moment`, or the first full hour after it that the feed does not ask to be left alone in."""
    for _ in range(24 * 7):
        utc = moment.astimezone(UTC)
        if utc.hour not in schedule.skip_hours and utc.weekday() not in schedule.skip_days:
            break
        moment = (moment + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return moment


def span(wait: timedelta) -> str:
    """Return a span of time in words: '15 min', '1 h', '2 h 30 min', '3 d'."""
    minutes = max(round(wait.total_seconds() / 60), 1)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if minutes == 1440:
        return "24 h"
    return " ".join(f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (rest, "min")) if n)


def at(moment: datetime, now: datetime) -> str:
    """Return a time for a person, in the zone of `now`'s machine: '14:05', or with the day if it is not today."""
    local, today = moment.astimezone(), now.astimezone()
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%a %H:%M}" if timedelta(0) < moment - now < timedelta(days=6) else f"{local:%Y-%m-%d %H:%M}"
