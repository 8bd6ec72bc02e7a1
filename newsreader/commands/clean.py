"""`newsreader clean`: takes what is older than the config keeps, and what feeds left behind that are not subscribed to any more."""

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from newsreader.commands.common import CommandError, out, warn
from newsreader.commands.keeping import keeping_of, keeps_of, may_lose_articles
from newsreader.commands.stored import load_config, open_writer
from newsreader.commands.working import INDEXING, index, stopping_at_signals
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.config.schema import Config
    from newsreader.config.spans import Keep
    from newsreader.model import Feed
    from newsreader.store.retention import Keeping, Survey
    from newsreader.store.writer import Writer

NAME = "clean"
HELP = "take old articles, as [fetch] keep says; starred and tagged ones always stay"

_NAMED = 5
"""Feeds that are named in the sum."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--keep", metavar="KEEP", type=_keep, help='keep so much of every feed: a span such as "90d", or a number'
    )
    parser.add_argument("--dry-run", action="store_true", help="only tell what would go")


def _keep(text: str) -> "Keep":
    from newsreader.config.spans import Keep

    try:
        return Keep.parse(int(text) if text.isascii() and text.isdigit() else text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not {error}") from error


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Clean, or tell what would be cleaned."""
    from newsreader.config.load import subscriptions
    from newsreader.store import retention

    config = load_config(paths)
    if args.keep is not None:
        config = _with_keep(config, args.keep)
    wanted = subscriptions(config, paths.config)
    with open_writer(paths, bulk=True) as writer:
        writer.sync(wanted)
        feeds = writer.feeds(all=True)
        left = [feed for feed in feeds if not feed.subscribed]
        keeps = keeps_of(config, [feed for feed in feeds if feed.subscribed], wanted)
        keeps |= {feed.id: retention.NOTHING for feed in left if may_lose_articles(feed)}
        survey = retention.survey(writer, keeps)
        _tell(survey, feeds, keeping_of(config.fetch), dry_run=args.dry_run)
        return 0 if args.dry_run or not survey.going else _clean(writer, keeps)


def _with_keep(config: "Config", keep: "Keep") -> "Config":
    """The settings with one `keep` for all feeds."""
    from msgspec import structs

    feeds = tuple(structs.replace(feed, keep=None) for feed in config.feeds)
    return structs.replace(config, fetch=structs.replace(config.fetch, keep=keep), feeds=feeds)


def _clean(writer: "Writer", keeps: "Mapping[int, Keeping]") -> int:
    from newsreader.store import lease, retention

    with stopping_at_signals(lambda: None) as signals:
        index(writer, signals)  # what search does not know yet cannot be taken out of it
        held = lease.take(writer, INDEXING)
        if held is None:
            other = lease.holder(writer, INDEXING)
            who = f" (process {other.pid} on {other.host})" if other else ""
            raise CommandError(f"articles are being made searchable{who}; try again when that is done")

        def go_on() -> bool:
            held.renew()
            return not signals

        try:
            taken = retention.sweep(writer, keeps, go_on)
            given = retention.give_back(writer, go_on)
        finally:
            held.release()
    writer.checkpoint()
    out(f"{_number(taken)} taken; the database is {given / (1 << 20):.1f} MiB smaller")
    return 128 + signals[0] if signals else 0


def _tell(survey: "Survey", feeds: "Sequence[Feed]", keeping: "Keeping", *, dry_run: bool) -> None:
    if not survey.going:
        hint = "; [fetch] keep says how long articles stay, and now it is for ever" if keeping.is_forever else ""
        warn(f"nothing is old enough to go{hint}")
    else:
        names = {feed.id: feed.name if feed.subscribed else f"{feed.name}, unsubscribed" for feed in feeds}
        most = sorted(survey.going.items(), key=lambda pair: -pair[1])
        told = ", ".join(f"{names[feed_id]} {count:,}" for feed_id, count in most[:_NAMED])
        more = f", and {len(most) - _NAMED} more feeds" if len(most) > _NAMED else ""
        verb = "would go" if dry_run else "to go"
        out(f"{_number(sum(survey.going.values()))} {verb} ({told}{more})")
    reasons = ((survey.starred, "starred"), (survey.tagged, "tagged"), (survey.unread, "unread"))
    if kept := ", ".join(f"{count:,} {why}" for count, why in reasons if count):
        out(f"kept although they are old: {kept}")


def _number(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"
