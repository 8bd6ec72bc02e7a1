"""How long retention keeps others waiting: `python tests/bench/clean.py DIR ARTICLES`, on a store made by fill_store.py there.

Takes all but the newest hundred of each feed, and prints the longest transaction, the sum, and the room that was given back.
"""

import statistics
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from newsreader.store import connect, retention
from newsreader.store.writer import Writer

times: list[float] = []
real = connect.transaction


@contextmanager
def timed(db):
    with real(db):
        began = time.perf_counter()
        yield
    times.append(time.perf_counter() - began)


def main() -> None:
    retention.transaction = timed  # type: ignore[assignment]
    writer = Writer(Path(sys.argv[1]) / "news.db", bulk=True)
    keeps = {feed.id: retention.Keeping(count=100) for feed in writer.feeds()}
    began = time.perf_counter()
    counts = sum(retention.survey(writer, keeps).going.values())
    surveyed = time.perf_counter() - began
    began = time.perf_counter()
    taken = retention.sweep(writer, keeps)
    swept = time.perf_counter() - began
    began = time.perf_counter()
    given = retention.give_back(writer)
    times.sort()
    print(f"{counts:,} to go, counted in {surveyed * 1000:.0f} ms; {taken:,} taken in {swept:.1f} s")
    slow = sum(seconds > 0.05 for seconds in times)
    print(f"transactions: {len(times)}, {slow} of them over 50 ms;", end=" ")
    print(f"median {statistics.median(times) * 1000:.1f} ms, longest {times[-1] * 1000:.1f} ms")
    print(f"{given / (1 << 20):.0f} MiB given back in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
