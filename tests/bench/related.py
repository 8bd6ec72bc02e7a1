"""How long related articles take.

python tests/bench/related.py DIR     DIR is a store of fill_store.py, indexed (--index)
"""

import random
import statistics
import sys
import time
from pathlib import Path

from newsreader.newsdesk.related import also_worth_reading
from newsreader.store.queries import Reader

ASKED = 100


def main() -> None:
    reader = Reader(Path(sys.argv[1]) / "news.db")
    feeds = {feed.id: feed for feed in reader.feeds(all=True)}
    ids = random.Random(1).sample(range(1, reader.last_id() + 1), ASKED)
    took, named = [], 0
    for headline in reader.headlines(ids):
        began = time.perf_counter()
        named += len(also_worth_reading(reader, headline, feeds))
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    p95 = took[int(0.95 * len(took))]
    print(
        f"{len(took)} articles of {reader.last_id():,}: median {statistics.median(took):.1f} ms, p95 {p95:.1f} ms, max {took[-1]:.1f} ms"
    )
    print(f"{named / len(took):.1f} related ones each")


if __name__ == "__main__":
    main()
