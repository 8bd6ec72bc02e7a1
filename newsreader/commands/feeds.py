"""`newsreader feeds`: every feed and how it is."""

import argparse
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newsreader.commands.common import json_line, out, timestamp, warn
from newsreader.commands.rows import cells, fitted
from newsreader.commands.stored import is_terminal, open_reader
from newsreader.paths import Paths
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.model import Feed
    from newsreader.store.queries import Reader

NAME = "feeds"
HELP = "every feed: unread, last check, next check, what is wrong"

WEEKLY_OVER = timedelta(weeks=4)
"""The span over which articles a week are counted."""
_NAME_CELLS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Print the feeds in the config's order."""
    with open_reader(paths) as reader:
        feeds = reader.feeds()
        if args.json:
            totals, weekly = reader.totals(), _weekly(reader, feeds)
            for feed in feeds:
                json_line(_record(feed, totals.get(feed.id, 0), weekly[feed.id], reader.now()))
        elif feeds:
            _print_table(feeds, reader.totals(), reader.now())
        else:
            warn(f"there are no feeds yet; add some to {paths.config}")
    return 0


def _weekly(reader: "Reader", feeds: "Sequence[Feed]") -> dict[int, float]:
    """Return the articles a week of each feed, by id."""
    from newsreader.store.selection import Selection

    since, weeks = reader.now() - WEEKLY_OVER, WEEKLY_OVER / timedelta(weeks=1)
    return {feed.id: round(reader.count(Selection(feeds=(feed.id,), since=since)) / weeks, 1) for feed in feeds}


def _record(feed: "Feed", total: int, weekly: float, now: datetime) -> dict[str, object]:
    from newsreader.feeds.schedule import has_moved

    schedule = feed.schedule
    return {
        "name": feed.name if feed.name != feed.url else redacted(feed.url),
        "url": redacted(feed.url),
        "section": feed.section or None,
        "tags": list(feed.tags),
        "unread": feed.unread,
        "total": total,
        "status": feed.status,
        "last_check": timestamp(schedule.last_check),
        "next_check": timestamp(schedule.next_check),
        "reason": schedule.reason or None,
        "last_error": schedule.error or None,
        "failures": schedule.failures,
        "weekly": weekly,
        "moved_to": redacted(schedule.moved_to) if has_moved(schedule, now) else None,
    }


def _print_table(feeds: "Sequence[Feed]", totals: dict[int, int], now: datetime) -> None:
    """One line a feed, aligned; of a failing one what is wrong and when it is tried again."""
    from newsreader.feeds.schedule import at

    rows = [
        (
            feed.name if feed.name != feed.url else redacted(feed.url),
            str(feed.unread),
            str(totals.get(feed.id, 0)),
            feed.status,
            at(feed.schedule.last_check, now) if feed.schedule.last_check else "",
            at(feed.schedule.next_check, now) if feed.schedule.next_check else "",
            _remark(feed, now),
        )
        for feed in feeds
    ]
    head = ("feed", "unread", "all", "status", "checked", "next", "")
    widths = [max(cells(row[column]) for row in (head, *rows)) for column in range(len(head))]
    if is_terminal():
        widths[0] = min(widths[0], _NAME_CELLS)
    for row in (head, *rows):
        out(_line(row, widths))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, unread, total, *rest = row
    numbers = f"{unread:>{widths[1]}}  {total:>{widths[2]}}"
    others = "  ".join(fitted(text, width) for text, width in zip(rest[:-1], widths[3:-1], strict=True))
    return f"{fitted(name, widths[0])}  {numbers}  {others}  {rest[-1]}".rstrip()


def _remark(feed: "Feed", now: datetime) -> str:
    from newsreader.feeds.schedule import has_moved

    schedule = feed.schedule
    if has_moved(schedule, now):
        return f"moved to {redacted(schedule.moved_to)}"
    return schedule.error or (schedule.reason if schedule.gone else "") or schedule.note
