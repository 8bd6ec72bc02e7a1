"""Time to make the front page, beside the screen: the first one of a process, and those after it.

    python tests/bench/front_page.py DIR [--hours 24] [--runs 9]

DIR holds a news.db (fill_store.py makes one); the page ends with its newest article. Prints milliseconds.
"""

import argparse
import statistics
import time
from datetime import timedelta
from pathlib import Path

from newsreader.newsdesk.makeup import read_front_page
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--runs", type=int, default=9)
    args = parser.parse_args()
    reader = Reader(args.folder / "news.db")
    feeds = {feed.id: feed for feed in reader.feeds()}
    now = reader.headlines(reader.ids(Selection(), limit=1))[0].sort
    took = []
    for _ in range(args.runs + 1):
        start = time.perf_counter()
        page, rows = read_front_page(reader, feeds, now - timedelta(hours=args.hours), now, unread=False, habits=True)
        took.append((time.perf_counter() - start) * 1000)
    total = sum(reader.totals().values())
    print(f"{page.articles:,} of {total:,} articles, {len(rows)} stories on the page")
    print(f"the first {took[0]:.1f} ms, then {statistics.median(took[1:]):.1f} ms (at most {max(took[1:]):.1f})")


if __name__ == "__main__":
    main()
