"""After a refresh: the pages of new articles, for feeds that want them (`full_text`). What was listed already only gets longer."""

import argparse
from typing import TYPE_CHECKING

from newsreader.commands.common import flush, json_line, out
from newsreader.commands.working import index, stopping_at_signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.feeds.credentials import Keyring
    from newsreader.feeds.fetch import Event
    from newsreader.feeds.plan import Plan
    from newsreader.paths import Paths
    from newsreader.store.writer import Writer

LEASE = "full-text"
"""One process fetches them."""


def begin(writer: "Writer", plans: "Sequence[Plan]") -> None:
    """Before a refresh: remember where the new articles of feeds begin that want their pages for the first time."""
    if wanting := [plan.feed.id for plan in plans if plan.full_text]:
        from newsreader.feeds import backlog
        from newsreader.store.queries import Reader

        reader = Reader(writer.path)
        try:
            backlog.begin(writer, wanting, reader.last_id())
        finally:
            reader.close()


def catch_up(
    args: argparse.Namespace,
    paths: "Paths",
    writer: "Writer",
    plans: "Sequence[Plan]",
    at_once: int,
    keyring: "Keyring | None" = None,
) -> list[int]:
    """Fetch the pages of what is new; returns the signals that asked to stop. Raises StoreError."""
    wanting = [plan.feed.id for plan in plans if plan.full_text]
    if not wanting:
        return []
    from newsreader.feeds.fetch import Fetch
    from newsreader.feeds.plan import World
    from newsreader.store import lease
    from newsreader.store.queries import Reader

    held = lease.take(writer, LEASE)
    if held is None:
        return []

    def report(event: "Event") -> None:
        held.renew()
        if args.json:
            _print_json(event)

    reader = Reader(writer.path)
    try:
        fetch = Fetch(writer, reader, plans, paths.cache, report, world=World(at_once=at_once), keyring=keyring)
        with stopping_at_signals(fetch.stop) as signals:
            done = fetch.catch_up(wanting)
            index(writer, signals)
        writer.checkpoint()
        if (done.stored or done.kept or done.failed) and not (args.json or args.quiet):
            counts = ((done.stored, "fetched"), (done.kept, "no better than the feed's"), (done.failed, "failed"))
            out(f"full text: {', '.join(f'{number} {word}' for number, word in counts if number)}")
        return signals
    finally:
        reader.close()
        held.release()


def _print_json(event: "Event") -> None:
    from newsreader.feeds.fetch import as_json

    json_line(as_json(event))
    flush()
