"""`newsreader restore`: what a backup holds takes the place of what is stored, which is kept aside."""

import argparse
from pathlib import Path

from newsreader.commands.backup import described
from newsreader.commands.common import CommandError, out
from newsreader.commands.confirm import confirm
from newsreader.paths import Paths

NAME = "restore"
HELP = "put a backup in the database's place; the database as it was is kept"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a file that newsreader backup wrote")
    parser.add_argument("--yes", action="store_true", help="restore without asking")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Check the backup, say what it holds and what is there now, and exchange them."""
    from newsreader.store.backup import check, restore
    from newsreader.store.errors import StoreError

    file = args.file.expanduser()
    try:
        out(f"{file}: {described(check(file))}")
        if paths.database.exists():
            out(f"now there are {_now(paths.database)}")
        if not confirm("Put the backup in its place? What is there now is kept beside it.", yes=args.yes):
            out("nothing was changed")
            return 0
        aside = restore(file, paths.database)
    except StoreError as error:
        raise CommandError(str(error)) from error
    out("restored" + (f"; what was there before is kept as {aside}" if aside else ""))
    return 0


def _now(database: Path) -> str:
    from newsreader.store.backup import check
    from newsreader.store.errors import StoreError

    try:
        return described(check(database, whole=False))
    except StoreError as error:
        return str(error)
