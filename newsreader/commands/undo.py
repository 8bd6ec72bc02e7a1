"""`newsreader undo`: takes back what was done last, on the screen or on the command line."""

import argparse
from typing import TYPE_CHECKING

from newsreader.commands.common import json_line, out, timestamp
from newsreader.commands.stored import open_writer
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.model import Undone

NAME = "undo"
HELP = "take back the last change (marks, tags, mutes, feeds, views, rules), also one made on the screen"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--list", action="store_true", help="show the last 200 changes, newest first")
    parser.add_argument("--json", action="store_true", help="with --list: one JSON object a line")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Take a change back, or show what could be."""
    with open_writer(paths) as writer:
        if not args.list:
            out(told("undone", writer.undo(paths.config)))
            return 0
        for change in writer.changes():
            if args.json:
                at, what, count, undone = timestamp(change.at), change.what, change.count, change.undone
                json_line({"id": change.id, "at": at, "what": what, "count": count, "undone": undone})
            else:
                undone_too = "  (undone)" if change.undone else ""
                out(f"{change.at.astimezone():%Y-%m-%d %H:%M}  {change.what}{undone_too}")
    return 0


def told(done: str, result: "Undone | None") -> str:
    """Return the line that says what an undo or redo did."""
    if result is None:
        return f"nothing to be {done}"
    skipped = f"; {result.skipped:,} left alone: gone, or changed since" if result.skipped else ""
    refused = f"; the config was left as it is: {result.refused}" if result.refused else ""
    if result.refused and not result.restored:
        return f"not {done}: {result.change.what}{refused}"
    return f"{done}: {result.change.what}{skipped}{refused}"
