"""`newsreader digest`: what mattered in a span of time, for a mail, a printer or another program."""

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsreader.commands import rows
from newsreader.commands.common import WRONG_USE, CommandError, json_line, out, out_text, timestamp
from newsreader.commands.stored import load_config, open_reader
from newsreader.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta

    from newsreader.model import Feed
    from newsreader.newsdesk.front_page import Entry

NAME = "digest"
HELP = "the front page of a span of time, as text, Markdown, HTML or JSON"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--since", default="24h", metavar="SPAN", help="how far back, such as 8h or 7d (default: 24h)")
    parser.add_argument("--sections", nargs="+", default=[], metavar="NAME", help="only these sections")
    parser.add_argument("--limit", type=rows.positive, default=30, metavar="N", help="at most N entries (default: 30)")
    parser.add_argument("--unread", action="store_true", help="only what was not read")
    parser.add_argument("--format", choices=("text", "markdown", "html", "json"), default="text", help="default: text")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Print the digest: the weightiest stories first."""
    from newsreader.newsdesk.digest import to_html, to_markdown, to_text
    from newsreader.newsdesk.front_page import gather, rank

    span, now = _span(args.since), datetime.now(UTC)
    with open_reader(paths) as reader:
        feeds = {feed.id: feed for feed in reader.feeds(all=True)}
        chosen = _of_sections(feeds, args.sections) if args.sections else None
        entries = rank(gather(reader, now - span, feeds=chosen, unread=args.unread), feeds, now)[: args.limit]
    if load_config(paths).reader.strip_tracking:
        entries = list(map(_without_tracking, entries))
    if args.format == "json":
        for entry in entries:
            json_line(_record(entry, feeds))
    elif args.format == "html":
        out_text(to_html(entries, feeds, now, args.since))
    elif args.format == "markdown":
        out_text(to_markdown(entries, feeds, now, args.since))
    elif entries:
        out_text(to_text(entries, feeds, now, args.since))
    else:
        out(f"nothing since {args.since}")
    return 0


def _span(text: str) -> "timedelta":
    from newsreader.config.spans import Span

    try:
        return Span.parse(text)
    except ValueError as error:
        raise CommandError(f"--since: {error}", WRONG_USE) from error


def _of_sections(feeds: "Mapping[int, Feed]", names: "Sequence[str]") -> list[int]:
    from newsreader.query.words import fold

    known = {fold(feed.section): feed.section for feed in feeds.values() if feed.subscribed and feed.section}
    for name in names:
        if fold(name) not in known:
            raise CommandError(f"there is no section {name!r}; there are: {', '.join(sorted(known.values()))}")
    wanted = set(map(fold, names))
    return [feed.id for feed in feeds.values() if fold(feed.section) in wanted]


def _without_tracking(entry: "Entry") -> "Entry":
    """Return an entry whose links do not tell their sites where the reader came from."""
    from msgspec import structs

    from newsreader.urls import without_tracking

    rows = tuple(structs.replace(row, link=without_tracking(row.link)) for row in entry.told.articles)
    return replace(entry, told=replace(entry.told, articles=rows))


def _record(entry: "Entry", feeds: "Mapping[int, Feed]") -> dict[str, object]:
    first = entry.told.articles[0]
    return {
        "story": None if entry.told.story is None else rows.story_name(entry.told.story),
        "outlets": entry.told.outlets,
        "section": entry.section or None,
        "weight": round(entry.weight, 3),
        "reasons": list(entry.reasons),
        "title": first.title or None,
        "articles": [
            {
                "id": row.id,
                "feed": feeds[row.feed_id].name if row.feed_id in feeds else None,
                "title": row.title or None,
                "url": row.link or None,
                "published": timestamp(row.published),
                "read": row.read,
            }
            for row in entry.told.articles
        ],
    }
