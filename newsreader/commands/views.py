"""`newsreader views`: the saved views of the config, and how much each of them holds."""

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.commands import rows
from newsreader.commands.common import json_line, out, warn
from newsreader.commands.rows import cells, fitted
from newsreader.commands.stored import load_config, open_reader
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.newsdesk.views import SavedView

NAME = "views"
HELP = "saved views: unread, total, query"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Print the views in the config's order."""
    from newsreader.newsdesk.views import resolve

    views = resolve(load_config(paths).views, datetime.now().astimezone())
    if not views:
        warn(f'there are no views yet; add some to {paths.config}: [[views]] name = "Long reads" query = "len>10m"')
        return 0
    with open_reader(paths) as reader:
        for view in views:
            rows.index_new(paths, reader, view.query)
        counted = [(view, reader.count(view.unread), reader.count(view.selection)) for view in views]
    if args.json:
        for view, unread, total in counted:
            json_line(_record(view, unread, total))
    else:
        _print_table(counted)
    return 0


def _record(view: "SavedView", unread: int, total: int) -> dict[str, object]:
    return {
        "name": view.name,
        "query": view.text,
        "section": view.section or None,
        "sort": view.sort,
        "group": view.group,
        "unread": unread,
        "total": total,
    }


def _print_table(counted: "list[tuple[SavedView, int, int]]") -> None:
    names = max(cells(view.name) for view, _, _ in counted)
    out(f"{fitted('view', names)}  unread     all  query")
    for view, unread, total in counted:
        out(f"{fitted(view.name, names)}  {unread:>6}  {total:>6}  {view.text}")
