"""Time the first page and all ids of lists in every order and grouping, and the counts of some queries.

    python tests/bench/orders.py [ARTICLES] [--dir DIR]

Without --dir a store is filled in a temporary folder (100,000 articles by default). Prints milliseconds.
"""

import argparse
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import get_args

from timing import store, timed

from newsreader.model import Sort
from newsreader.query.parse import parse
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection

QUERIES = ("is:unread newer:2d", "is:unread len>10m", "section:World is:unread", "storm or harbour", "government")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    parser.add_argument("--dir", type=Path)
    args = parser.parse_args()
    with store(args.dir, args.articles, index=True) as path:
        reader = Reader(path)
        print(f"{'':36}{'first 200':>12}{'all':>12}")
        for name, chosen in (("all", Selection()), ("unread", Selection(unread=True))):
            for sort in get_args(Sort):
                for group in ("none", "day", "feed"):
                    show(reader, f"{name} by {sort}, {group}", replace(chosen, sort=sort, group=group))
        for text in QUERIES:
            chosen = Selection(query=parse(text, now=datetime.now().astimezone()))
            show(reader, text, chosen)
            counted, _ = timed(partial(reader.count, replace(chosen, unread=True)))
            print(f"{'  unread, counted':36}{counted:>12.1f}")
        reader.close()


def show(reader: Reader, name: str, chosen: Selection) -> None:
    first, _ = timed(lambda: reader.listed(chosen, limit=200))
    whole, _ = timed(lambda: reader.listed(chosen), times=1)
    print(f"{name:36}{first:>12.1f}{whole:>12.1f}", flush=True)


if __name__ == "__main__":
    main()
