"""`newsreader mark`: changes the state of all articles that match; `newsreader undo` takes it back."""

import argparse
from typing import TYPE_CHECKING

from newsreader.commands import rows
from newsreader.commands.common import WRONG_USE, CommandError, out
from newsreader.commands.stored import nothing_matches, open_reader, open_writer, parse_query
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.model import Flag

NAME = "mark"
HELP = "mark articles as read, unread, starred or unstarred; undo takes it back"
STATES: "dict[str, tuple[Flag, bool]]" = {
    "read": ("read", True),
    "unread": ("read", False),
    "starred": ("starred", True),
    "unstarred": ("starred", False),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("state", choices=tuple(STATES), help="what they become")
    parser.add_argument("query", nargs="*", metavar="QUERY", help="which articles, such as section:World older:7d")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Change what matches, and say how many that were."""
    if not args.query:
        raise CommandError("mark needs a QUERY that says which articles, such as is:unread", WRONG_USE)
    query = parse_query(" ".join(args.query))
    from newsreader.store.selection import Selection

    flag, value = STATES[args.state]
    # The writer first: where nothing can be changed, that is all there is to say.
    with open_writer(paths) as writer, open_reader(paths) as reader:
        rows.index_new(paths, reader, query)
        ids = reader.ids(Selection(query=query))
        said = (
            f"nothing to change: all {len(ids):,} are {args.state} already"
            if ids
            else nothing_matches(reader, args.query)
        )
        change = writer.set_flag(ids, flag, value)
    out(change.what if change else said)
    return 0
