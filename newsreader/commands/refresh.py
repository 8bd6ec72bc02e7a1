"""`newsreader refresh`: fetches what is due. The screen and cron run the same command."""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.commands import full_texts, keeping, rule_errands
from newsreader.commands.common import CommandError, flush, json_line, out, warn
from newsreader.commands.working import FILING_SECONDS, file_stories, index, keyring_for, stopping_at_signals, tidy
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.config.schema import Config
    from newsreader.feeds.credentials import Keyring
    from newsreader.feeds.events import Done, Event
    from newsreader.feeds.plan import Plan, Wish
    from newsreader.model import Subscription
    from newsreader.newsdesk.rules import Rules
    from newsreader.store.writer import Writer

NAME = "refresh"
HELP = "fetch what is due"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--feed", action="append", metavar="NAME", default=[], help="only this feed (may be repeated)")
    parser.add_argument("--force", action="store_true", help="all feeds, not only those that are due")
    parser.add_argument("--quiet", action="store_true", help="print nothing; for cron")
    parser.add_argument("--json", action="store_true", help="one JSON object a line for everything that happens")
    # For the screen: addresses, files and folders to look at, in a data folder of their own.
    parser.add_argument("--preview", nargs="+", metavar="TARGET", default=[], help=argparse.SUPPRESS)


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Fetch, write, then make searchable what came in."""
    from newsreader.commands.stored import load_config
    from newsreader.feeds.plan import Wish
    from newsreader.store.errors import StoreError

    config = load_config(paths)
    try:
        if args.preview:
            return _preview(args, paths, config)
        if not config.feeds and not (args.json or args.quiet):
            warn(f'there are no feeds yet, but for the guide; add some to {paths.config}: [[feeds]] url = "https://…"')
        wanted = _subscriptions(config, paths)
        return _refresh(args, paths, config, wanted, Wish(force=args.force, named=bool(args.feed)))
    except StoreError as error:
        raise CommandError(str(error)) from error


def _subscriptions(config: "Config", paths: Paths) -> "tuple[Subscription, ...]":
    from newsreader.config.load import subscriptions

    return subscriptions(config, paths.config)


def _refresh(
    args: argparse.Namespace, paths: Paths, config: "Config", wanted: "Sequence[Subscription]", wish: "Wish"
) -> int:
    from newsreader.feeds.plans import NoSuchFeed, choose, plans_of
    from newsreader.store import lease
    from newsreader.store.writer import Writer

    writer = Writer(paths.database, bulk=True)
    try:
        writer.sync(wanted)
        try:
            feeds = choose(writer.feeds(), args.feed)
        except NoSuchFeed as error:
            raise CommandError(str(error)) from error
        held = lease.take(writer, lease.FETCHING)
        if held is None:
            other = lease.holder(writer, lease.FETCHING)
            warn(f"a refresh is running already{f' (process {other.pid} on {other.host})' if other else ''}")
            return 0
        writer.unmute_expired()
        plans = plans_of(feeds, config, wanted)
        rules = rule_errands.rules_of(config, datetime.now().astimezone())
        at_once = config.fetch.hosts
        with keyring_for(plans) as keyring:
            status = _run(args, paths, writer, plans, wish, at_once, held.renew, held.release, rules, keyring)
            if config.rules and status <= 1:
                signals = rule_errands.carry_out(
                    args, paths, writer, plans, config.rules, at_once, keyring, config.fetch.notify
                )
                status = 128 + signals[0] if signals else status
        if status <= 1:
            keeping.after_refresh(writer, config, feeds, wanted)
            tidy(writer)
            status = _file(writer) or status
        return status
    finally:
        writer.close()


def _preview(args: argparse.Namespace, paths: Paths, config: "Config") -> int:
    """Fill the data folder with what the targets hold. They need no lease: nobody else works in that folder."""
    from newsreader.feeds.plan import Wish
    from newsreader.feeds.plans import BadTarget, preview
    from newsreader.store.writer import Writer

    try:
        wanted = preview(args.preview)
    except BadTarget as error:
        raise CommandError(str(error)) from error
    from newsreader.feeds.plans import preview_plans

    writer = Writer(paths.database, bulk=True)
    try:
        writer.sync(wanted)
        plans = preview_plans(writer.feeds(), config)
        status = _run(
            args, paths, writer, plans, Wish(force=True, named=True), config.fetch.hosts, lambda: True, lambda: None
        )
        return (_file(writer) or status) if status <= 1 else status
    finally:
        writer.close()


def _file(writer: "Writer") -> int:
    """File what came in into stories; returns 0, or the status of a process that a signal ended.

    It comes last: of all that a refresh does nobody waits for it, and it can go on with the next one.
    """
    with stopping_at_signals(lambda: None) as signals:
        file_stories(writer, signals, FILING_SECONDS)
    writer.checkpoint()
    return 128 + signals[0] if signals else 0


def _run(
    args: argparse.Namespace,
    paths: Paths,
    writer: "Writer",
    plans: "Sequence[Plan]",
    wish: "Wish",
    at_once: int,
    renew: Callable[[], bool],
    release: Callable[[], object],
    rules: "Rules | None" = None,
    keyring: "Keyring | None" = None,
) -> int:
    from newsreader.feeds.plan import World
    from newsreader.feeds.refresh import Refresh

    # Tens of thousands of entries come and go, none of them in a cycle: looking for cycles would take a tenth of the time.
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    printer = _printer(args)
    world = World(at_once=at_once)
    refresh = Refresh(writer, plans, printer, wish=wish, world=world, renew=renew, rules=rules, keyring=keyring)
    with stopping_at_signals(refresh.stop) as signals:
        try:
            full_texts.begin(writer, plans)
            done = refresh.run()
        finally:
            release()
            gc.set_threshold(*before)  # the indexer's trees are cycles
        if not signals:
            if isinstance(printer, _Lines):
                printer.show("making it searchable …")
            index(writer, signals)
        writer.checkpoint()
        if isinstance(printer, _Lines):
            printer.clear()
    signals = signals or full_texts.catch_up(args, paths, writer, plans, at_once, keyring)
    if signals:
        return 128 + signals[0]
    return 1 if plans and done.failed == len(plans) else 0


# ── What is printed ───────────────────────────────────────────────────────────────────────────────────────────────────


def _printer(args: argparse.Namespace) -> "Callable[[Event], None]":
    if args.json:
        return _print_json
    if args.quiet:
        return lambda _event: None
    return _Lines(bar=sys.stderr.isatty())


def _print_json(event: "Event") -> None:
    from newsreader.feeds.events import as_json

    json_line(as_json(event))
    flush()


class _Lines:
    """A line a feed, a bar below them on a terminal, and the sum."""

    WIDTH = 30

    def __init__(self, *, bar: bool) -> None:
        self._has_bar = bar
        self._shown = ""
        self._drawn = 0.0

    def __call__(self, event: "Event") -> None:
        from newsreader.feeds.events import Done, FeedDone, Progress

        match event:
            case FeedDone():
                self.clear()
                out(f"{event.result:<9}  {event.name}{_told(event)}")
                flush()
            case Progress(done, of):
                self._draw(done, of)
            case Done():
                self.clear()
                out(_sum(event))
                flush()

    def _draw(self, done: int, of: int) -> None:
        if not self._has_bar or not of or (time.monotonic() - self._drawn < 0.05 and done < of):
            return
        full = self.WIDTH * done // of
        self.show(f"{'━' * full}{'┄' * (self.WIDTH - full)} {done}/{of}")
        self._drawn = time.monotonic()

    def show(self, text: str) -> None:
        """Show what is going on, on a terminal, until something else is to be told."""
        if self._has_bar:
            self.clear()
            self._shown = text
            sys.stderr.write(text)
            sys.stderr.flush()

    def clear(self) -> None:
        """Take away what was shown."""
        if self._shown:
            sys.stderr.write(f"\r{' ' * len(self._shown)}\r")
            sys.stderr.flush()
            self._shown = ""


def _told(event: "Event") -> str:
    """What stands behind a feed's name."""
    from newsreader.feeds.events import FeedDone

    if not isinstance(event, FeedDone):
        return ""
    counts = [f"{number} {word}" for number, word in ((event.new, "new"), (event.updated, "updated")) if number]
    return "".join(f"  {text}" for text in (", ".join(counts), event.reason) if text)


def _sum(done: "Done") -> str:
    unchanged = "feed unchanged" if done.unchanged == 1 else "feeds unchanged"
    feeds = ((done.unchanged, unchanged), (done.skipped, "skipped"), (done.failed, "failed"))
    counts = ((done.new, "new"), (done.updated, "updated"), *feeds)
    told = ", ".join(f"{number} {word}" for number, word in counts if number) or "nothing new"
    return f"{told}; {done.ms / 1000:.1f} s"
