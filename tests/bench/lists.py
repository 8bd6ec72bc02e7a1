"""Time lists, counts, pages, bulk marks, and `newsreader list --limit 20` as a process.

    python tests/bench/lists.py [ARTICLES] [--dir DIR]

Without --dir a store is filled in a temporary folder (100,000 articles by default). Marks are taken back.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from timing import store, timed

from newsreader.store.queries import Reader
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer

BULK = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    parser.add_argument("--dir", type=Path)
    args = parser.parse_args()
    with store(args.dir, args.articles, index=False) as path:
        opened, reader = timed(lambda: Reader(path), times=3)
        assert isinstance(reader, Reader)
        print(
            f"{reader.last_id():,} articles, {len(reader.feeds())} feeds, {sum(reader.unread().values()):,} unread; ms"
        )
        print(f"{'open a reader':44}{opened:>10.2f}")
        show_reads(reader)
        show_bulk(path, reader)
        list_ = [
            sys.executable,
            "-m",
            "newsreader",
            f"--config={path.parent / 'config.toml'}",
            f"--data-dir={path.parent}",
        ]
        process = subprocess.run
        took, _ = timed(lambda: process([*list_, "list", "--limit", "20"], check=True, capture_output=True), times=7)
        print(f"{'newsreader list --limit 20, a process':44}{took:>10.0f}")
        reader.close()


def show_reads(reader: Reader) -> None:
    section = tuple(feed.id for feed in reader.feeds() if feed.section == "World")
    page = reader.ids(Selection(), limit=50)
    cases = {
        "feeds with their unread counts": reader.feeds,
        "unread counts": reader.unread,
        "starred count": reader.starred_count,
        "articles by feed": reader.totals,
        "first 100 of everything": lambda: reader.ids(Selection(), limit=100),
        "first 100 of all unread": lambda: reader.ids(Selection(unread=True), limit=100),
        "first 100 of a feed": lambda: reader.ids(Selection(feeds=(7,)), limit=100),
        f"first 100 of a section of {len(section)} feeds": lambda: reader.ids(Selection(feeds=section), limit=100),
        "all ids": lambda: reader.ids(Selection()),
        "all ids of the section": lambda: reader.ids(Selection(feeds=section)),
        "count of everything": lambda: reader.count(Selection()),
        "a page of 50 rows": lambda: reader.headlines(page),
        "an article": lambda: reader.article(page[0]),
    }
    for name, call in cases.items():
        print(f"{name:44}{timed(call)[0]:>10.2f}")


def show_bulk(path: Path, reader: Reader) -> None:
    writer = Writer(path)
    ids = reader.ids(Selection(), limit=BULK)
    # Half of them are read already in a filled store: first all unread, so that the mark really changes each row.
    before = writer.set_flag(ids, "read", False)
    took, change = timed(lambda: writer.set_flag(ids, "read", True), times=1)
    print(f"{f'mark {len(ids):,} as read':44}{took:>10.0f}")
    print(f"{'undo that':44}{timed(writer.undo, times=1)[0]:>10.0f}")
    if before:
        writer.undo()
    assert change is not None
    writer.close()


if __name__ == "__main__":
    main()
