"""`newsreader rules`: the rules of the config and what came of them; `rules test` shows what each would match."""

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newsreader.commands import rows
from newsreader.commands.common import WRONG_USE, CommandError, json_line, out, timestamp, warn
from newsreader.commands.rows import cells, fitted
from newsreader.commands.stored import load_config, open_reader
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.config.schema import Rule
    from newsreader.model import Article, Effects, Entry, Headline, RuleLog
    from newsreader.store.queries import Reader

NAME = "rules"
HELP = "rules and what came of them; test: what each would match"

DAYS = 7
SHOWN = 5
"""Titles of each rule."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.usage = "newsreader rules [test [DAYS]] [--json]"
    parser.add_argument("what", nargs="?", choices=("test",), metavar="test", help="go through what is stored already")
    parser.add_argument("days", nargs="?", metavar="DAYS", help=f"articles of so many days (default: {DAYS})")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Print the rules in the config's order."""
    rules = load_config(paths).rules
    if args.what and args.days is not None and not (args.days.isdecimal() and 0 < int(args.days) < 100_000):
        raise CommandError(f"{args.days!r} is no number of days", WRONG_USE)
    if not rules:
        warn(
            f'there are no rules yet; add some to {paths.config}: [[rules]] name = "Quiet" when = "football" do = "mute"'
        )
        return 0
    with open_reader(paths) as reader:
        if args.what == "test":
            _test(reader, rules, int(args.days or DAYS), args.json)
        else:
            _list(reader.rule_log(), rules, args.json)
    return 0


def _list(log: "dict[str, RuleLog]", rules: "tuple[Rule, ...]", as_json: bool) -> None:
    from newsreader.model import RuleLog

    now = datetime.now().astimezone()
    names = max(cells(rule.name) for rule in rules)
    for rule in rules:
        held = log.get(rule.name, RuleLog())
        is_over = rule.until is not None and rule.until.is_over(now)
        deeds = [rule.do] if isinstance(rule.do, str) else list(rule.do)
        if as_json:
            json_line(
                {
                    "name": rule.name,
                    "when": rule.when,
                    "do": deeds,
                    "feeds": list(rule.feeds),
                    "section": rule.section,
                    "until": str(rule.until) if rule.until else None,
                    "over": is_over,
                    "matched": held.matched,
                    "last_match": timestamp(held.last_match),
                    "error": held.error or None,
                }
            )
            continue
        until = f"  {'over since' if is_over else 'until'} {rule.until}" if rule.until else ""
        last = f", last {held.last_match.astimezone():%Y-%m-%d %H:%M}" if held.last_match else ""
        out(f"{fitted(rule.name, names)}  {held.matched:,} matched{last}  {rule.when} → {', '.join(deeds)}{until}")
        if held.error:
            out(f"{' ' * names}  failed: {held.error}")


def _test(reader: "Reader", rules: "tuple[Rule, ...]", days: int, as_json: bool) -> None:
    """Go through the articles of the last days as if they came in now."""
    matched: dict[str, list[Headline]] = {rule.name: [] for rule in rules}
    for headline, effects in _as_if_new(reader, rules, days):
        for name in effects.rules:
            matched[name].append(headline)
    feeds = {feed.id: feed for feed in reader.feeds(all=True)}
    for rule in rules:
        found = matched[rule.name]
        if as_json:
            json_line({"name": rule.name, "days": days, "matched": len(found), "ids": [row.id for row in found]})
            continue
        out(f"{rule.name}: {len(found):,} in {days} day{'s' if days != 1 else ''}")
        lines = rows.Lines([row.id for row in found], feeds)
        for row in found[:SHOWN]:
            out(f"  {lines.line(row)}")
        if len(found) > SHOWN:
            out(f"  … and {len(found) - SHOWN:,} more")


def _as_if_new(reader: "Reader", rules: "tuple[Rule, ...]", days: int) -> "Iterator[tuple[Headline, Effects]]":
    from newsreader.newsdesk.rules import Rules, Source
    from newsreader.query.parse import parse
    from newsreader.store.selection import Selection

    now = datetime.now().astimezone()
    ready = Rules(rules, now)
    sources = {feed.id: Source(feed.name, feed.url, feed.section, feed.tags) for feed in reader.feeds(all=True)}
    # Muted ones too: some are because of these rules.
    everything = parse("is:muted or -is:muted", now=now)
    for id_ in reader.ids(Selection(since=now - timedelta(days=days), query=everything)):
        article = reader.article(id_)
        if article is not None:
            effects = ready.effects(_entry(article), sources[article.headline.feed_id])
            if effects is not None:
                yield article.headline, effects


def _entry(article: "Article") -> "Entry":
    """A stored article as it came."""
    from newsreader.model import Entry

    headline = article.headline
    return Entry(
        guid="",
        link=headline.link,
        title=headline.title,
        authors=(headline.author,) if headline.author else (),
        published=headline.sort,
        body=article.body,
        markup=article.markup,
        summary=article.summary,
        enclosures=article.enclosures,
        image=article.image,
    )
