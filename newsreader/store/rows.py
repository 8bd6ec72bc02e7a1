"""Rows become the dataclasses of model.py, and back: times, sets of small numbers, lists."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from newsreader.model import OFFLINE, Feed, FeedStatus, Headline, Schedule
from newsreader.urls import unnamed

QUIET_AFTER = timedelta(days=90)
"""A feed without anything new for so long is shown as quiet, not as broken."""

_EMPTY: frozenset[int] = frozenset()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

HEADLINE_COLUMNS = (
    "a.id, a.feed_id, a.title, a.author, a.link, a.published, a.updated, a.sort, a.read, a.starred, a.muted,"
    " a.words, a.has, a.lang, a.comments"
)
SCHEDULE_COLUMNS = (
    "last_check, last_success, last_new, next_check, reason, failures, error, gone, etag, last_modified, body_hash,"
    " moved_to, moved_since, moved_count, ttl, skip_hours, skip_days, note"
)
FEED_COLUMNS = f"id, url, name, section, tags, subscribed, title, site, {SCHEDULE_COLUMNS}"


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def to_unix(moment: datetime | None) -> int | None:
    """Return whole seconds since 1970, rounded down; None stays None."""
    return None if moment is None else seconds(moment)


def seconds(moment: datetime) -> int:
    """Return whole seconds since 1970, rounded down."""
    since = moment - _EPOCH
    return since.days * 86400 + since.seconds


def from_unix(value: int | None) -> datetime | None:
    """Return the time that was stored; None stays None."""
    return None if value is None else as_time(value)


def as_time(value: int) -> datetime:
    """Return the time that was stored."""
    return datetime.fromtimestamp(value, UTC)


def to_bits(numbers: Iterable[int]) -> int:
    """Return a set of small numbers as an integer: bit n stands for n."""
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits


def from_bits(bits: int) -> frozenset[int]:
    """Return the set behind `to_bits`."""
    return frozenset([n for n in range(bits.bit_length()) if bits >> n & 1]) if bits else _EMPTY


def as_headline(row: tuple[Any, ...], tags: tuple[str, ...], outlets: int = 1) -> Headline:
    """Make a Headline of HEADLINE_COLUMNS, the article's own tags, and how many outlets tell its story."""
    (
        id_,
        feed_id,
        title,
        author,
        link,
        published,
        updated,
        sort,
        read,
        starred,
        muted,
        words,
        has,
        lang,
        comments,
    ) = row
    return Headline(
        id=id_,
        feed_id=feed_id,
        title=title,
        author=author,
        link=link,
        published=from_unix(published),
        updated=from_unix(updated),
        sort=as_time(sort),
        read=bool(read),
        starred=bool(starred),
        muted=bool(muted),
        words=words,
        has=has,
        lang=lang,
        comments=comments,
        tags=tags,
        outlets=outlets,
    )


def as_schedule(row: tuple[Any, ...]) -> Schedule:
    """Make a Schedule of SCHEDULE_COLUMNS."""
    (
        last_check,
        last_success,
        last_new,
        next_check,
        reason,
        failures,
        error,
        gone,
        etag,
        last_modified,
        body_hash,
        moved_to,
        moved_since,
        moved_count,
        ttl,
        skip_hours,
        skip_days,
        note,
    ) = row
    return Schedule(
        last_check=from_unix(last_check),
        last_success=from_unix(last_success),
        last_new=from_unix(last_new),
        next_check=from_unix(next_check),
        reason=reason,
        failures=failures,
        error=error,
        gone=bool(gone),
        etag=etag,
        last_modified=last_modified,
        body_hash=body_hash,
        moved_to=moved_to,
        moved_since=from_unix(moved_since),
        moved_count=moved_count,
        ttl=ttl,
        skip_hours=from_bits(skip_hours),
        skip_days=from_bits(skip_days),
        note=note,
    )


def schedule_values(schedule: Schedule) -> tuple[object, ...]:
    """Return the values of SCHEDULE_COLUMNS."""
    return (
        to_unix(schedule.last_check),
        to_unix(schedule.last_success),
        to_unix(schedule.last_new),
        to_unix(schedule.next_check),
        schedule.reason,
        schedule.failures,
        schedule.error,
        int(schedule.gone),
        schedule.etag,
        schedule.last_modified,
        schedule.body_hash,
        schedule.moved_to,
        to_unix(schedule.moved_since),
        schedule.moved_count,
        schedule.ttl,
        to_bits(schedule.skip_hours),
        to_bits(schedule.skip_days),
        schedule.note,
    )


def as_feed(row: tuple[Any, ...], unread: int, now: datetime) -> Feed:
    """Make a Feed of FEED_COLUMNS. Its name is the config's, else the document's title, else what `unnamed` makes of its address."""
    id_, url, name, section, tags, subscribed, title, site = row[:8]
    schedule = as_schedule(row[8:])
    return Feed(
        id=id_,
        url=url,
        name=name or title or unnamed(url),
        section=section,
        tags=tuple(json.loads(tags)) if tags != "[]" else (),
        subscribed=bool(subscribed),
        title=title,
        site=site,
        unread=unread,
        status=feed_status(schedule, now),
        schedule=schedule,
    )


def feed_status(schedule: Schedule, now: datetime) -> FeedStatus:
    """Say in one word how a feed is."""
    if schedule.gone:
        return "gone"
    if schedule.error == OFFLINE:
        return "offline"
    if schedule.failures:
        return "failing"
    if schedule.last_check is None:
        return "never"
    if schedule.last_new is not None and now - schedule.last_new > QUIET_AFTER:
        return "quiet"
    return "ok"
