"""`newsreader feeds`: every feed and how it is."""

import argparse
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.commands.common import json_line, out, timestamp, warn
from newsreader.commands.rows import cells, fitted
from newsreader.commands.stored import is_terminal, load_config, open_reader
from newsreader.paths import Paths
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.model import Feed, FetchDay

NAME = "feeds"
HELP = "every feed: unread, last check, next check, what is wrong"

_NAME_CELLS = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Print the feeds in the config's order."""
    with open_reader(paths) as reader:
        feeds = reader.feeds()
        if args.json:
            totals, weekly, history = reader.totals(), reader.weekly(), reader.history()
            unverified = _unverified(paths)
            for feed in feeds:
                total, days = totals.get(feed.id, 0), history.get(feed.id, ())
                json_line(
                    _record(
                        feed,
                        total,
                        round(weekly.get(feed.id, 0.0), 1),
                        days,
                        reader.now(),
                        unverified=feed.url in unverified,
                    )
                )
        elif feeds:
            _print_table(feeds, reader.totals(), reader.weekly(), _unverified(paths), reader.now())
        else:
            warn(f"there are no feeds yet; add some to {paths.config}")
    return 0


def _unverified(paths: Paths) -> set[str]:
    """Return the addresses of feeds whose certificates the person does not want checked."""
    from newsreader.config.load import subscriptions

    config = load_config(paths)
    wanted = subscriptions(config, paths.config)
    return {one.url for one, feed in zip(wanted, config.feeds, strict=False) if feed.verify is False}


def _record(
    feed: "Feed", total: int, weekly: float, days: "Sequence[FetchDay]", now: datetime, *, unverified: bool
) -> dict[str, object]:
    from newsreader.newsdesk.proposals import has_moved, proposal

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
        "last_success": timestamp(schedule.last_success),
        "last_new": timestamp(schedule.last_new),
        "note": schedule.note or None,
        "proposal": advice.kind if (advice := proposal(feed, now)) else None,
        "unverified": unverified,
        "bytes": sum(day.bytes for day in days),
        "history": [
            {"succeeded": day.succeeded, "failed": day.failed, "new": day.new, "bytes": day.bytes} for day in days
        ],
    }


def _print_table(
    feeds: "Sequence[Feed]", totals: dict[int, int], weekly: dict[int, float], unverified: set[str], now: datetime
) -> None:
    """One line a feed, aligned; of a failing one what is wrong and when it is tried again."""
    from newsreader.feeds.schedule import at

    rows = [
        (
            feed.name if feed.name != feed.url else redacted(feed.url),
            str(feed.unread),
            str(totals.get(feed.id, 0)),
            f"{weekly.get(feed.id, 0):.3g}",
            feed.status,
            at(feed.schedule.last_check, now) if feed.schedule.last_check else "",
            at(feed.schedule.next_check, now) if feed.schedule.next_check else "",
            _remark(feed, now, unverified=feed.url in unverified),
        )
        for feed in feeds
    ]
    head = ("feed", "unread", "all", "weekly", "status", "checked", "next", "")
    widths = [max(cells(row[column]) for row in (head, *rows)) for column in range(len(head))]
    if is_terminal():
        widths[0] = min(widths[0], _NAME_CELLS)
    for row in (head, *rows):
        out(_line(row, widths))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, unread, total, weekly, *rest = row
    numbers = f"{unread:>{widths[1]}}  {total:>{widths[2]}}  {weekly:>{widths[3]}}"
    others = "  ".join(fitted(text, width) for text, width in zip(rest[:-1], widths[4:-1], strict=True))
    return f"{fitted(name, widths[0])}  {numbers}  {others}  {rest[-1]}".rstrip()


def _remark(feed: "Feed", now: datetime, *, unverified: bool) -> str:
    from newsreader.newsdesk.proposals import proposal

    schedule = feed.schedule
    times = f" ({schedule.failures} times)" if schedule.failures > 1 else ""
    advice = proposal(feed, now)
    if advice is not None and advice.kind == "moved":
        what = f"moved to {redacted(advice.url)}"
    else:
        what = f"{schedule.error}{times}" if schedule.error else schedule.note
    remarks = (what, advice.words if advice else "", "certificate not checked" if unverified else "")
    return "; ".join(remark for remark in remarks if remark)
