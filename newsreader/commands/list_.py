"""`newsreader list`: articles, newest first."""

import argparse

from newsreader.commands import rows
from newsreader.commands.common import json_line, out
from newsreader.commands.stored import open_reader, parse_query
from newsreader.paths import Paths

NAME = "list"
HELP = "articles, newest first"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="only what matches, such as is:unread section:World")
    parser.add_argument("--limit", type=rows.positive, metavar="N", help="at most N articles (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Print the articles that match."""
    query = parse_query(" ".join(args.query)) if args.query else None
    from newsreader.store.selection import Selection
    from newsreader.store.stories import stories_of

    with open_reader(paths) as reader:
        if query is not None:
            rows.index_new(paths, reader, query)
        feeds = {feed.id: feed for feed in reader.feeds(all=True)}
        ids = reader.ids(Selection(query=query), limit=args.limit)
        lines = rows.Lines(ids, feeds)
        for page in rows.pages(reader, ids):
            tags = reader.tags([headline.id for headline in page]) if args.json else {}
            told = stories_of(reader, [headline.id for headline in page]) if args.json else {}
            for headline in page:
                if args.json:
                    json_line(
                        rows.record(
                            headline, feeds.get(headline.feed_id), tags.get(headline.id, ()), told.get(headline.id)
                        )
                    )
                else:
                    out(lines.line(headline))
    return 0
