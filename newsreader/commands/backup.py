"""`newsreader backup`: a consistent copy of everything that is stored, also while the reader runs."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.commands.common import CommandError, out
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.store.backup import Held

NAME = "backup"
HELP = "write a consistent copy of the database to a file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="where to; an older backup there is replaced")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Write the copy, and say what is in it."""
    from newsreader.store.backup import back_up
    from newsreader.store.errors import StoreError

    file = args.file.expanduser()
    try:
        held = back_up(paths.database, file)
    except StoreError as error:
        raise CommandError(str(error)) from error
    out(f"{file}: {described(held)}")
    return 0


def described(held: "Held") -> str:
    """Return what a database holds, in one line."""
    feeds = f"{held.feeds:,} feed{'' if held.feeds == 1 else 's'}"
    newest = f", the newest of {held.newest.astimezone():%Y-%m-%d}" if held.newest else ""
    return f"{held.articles:,} articles of {feeds}, {held.starred:,} starred{newest}; {held.size / 1e6:,.1f} MB"
