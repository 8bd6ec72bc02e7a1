"""`newsreader search`: articles by relevance, with the text around the hits."""

import argparse
from typing import TYPE_CHECKING

from newsreader.commands import rows
from newsreader.commands.common import WRONG_USE, CommandError, json_line, out
from newsreader.commands.stored import open_reader, parse_query
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.query.tree import Query
    from newsreader.store.queries import Reader

NAME = "search"
HELP = "articles by relevance, with the text around the hits"
LIMIT = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help='what to find, such as "heat wave" -sport')
    parser.add_argument(
        "--limit", type=rows.positive, default=LIMIT, metavar="N", help="at most N articles (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Print the articles that match, best first."""
    if not args.query:
        raise CommandError("search needs a QUERY (see newsreader search --help)", WRONG_USE)
    query = parse_query(" ".join(args.query))
    from newsreader.query.words import terms
    from newsreader.store.search import snippets
    from newsreader.store.stories import stories_of

    with open_reader(paths) as reader:
        rows.index_new(paths, reader, query)
        feeds = {feed.id: feed for feed in reader.feeds(all=True)}
        ids = _found(reader, query, args.limit)
        lines = rows.Lines(ids, feeds)
        for page in rows.pages(reader, ids):
            shown = [headline.id for headline in page]
            around = snippets(reader, shown, terms(query))
            tags = reader.tags(shown) if args.json else {}
            told = stories_of(reader, shown) if args.json else {}
            for headline in page:
                snippet = around.get(headline.id)
                if args.json:
                    row = rows.record(
                        headline, feeds.get(headline.feed_id), tags.get(headline.id, ()), told.get(headline.id)
                    )
                    json_line({**row, "snippet": snippet})
                    continue
                out(lines.line(headline))
                if snippet:
                    out(lines.below(snippet))
    return 0


def _found(reader: "Reader", query: "Query", limit: int) -> list[int]:
    from newsreader.store.search import search
    from newsreader.store.selection import Selection

    return [hit.id for hit in search(reader, query, Selection(), limit=limit, full=True)]
