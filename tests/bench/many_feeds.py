"""A tree of thousands of feeds: time to the first picture, and keys in the tree, in the list, and on views.

    python tests/bench/many_feeds.py [--feeds 10000] [--sections 200] [--folder DIR]

The store is made in DIR (kept there for the next run) or in a temporary folder. Prints milliseconds.
"""

import argparse
import statistics
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from first_paint import command
from terminal import Terminal

from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule, Subscription
from newsreader.store.writer import Writer

SEEN = "The newest of all"
RUNS = 7
EACH = 3
"""Articles of a feed."""


def store(data: Path, feeds: int, sections: int) -> Path:
    """Return a data folder with its config.toml, nobody having been in it; it is made if it is not there."""
    if (data / "news.db").exists():
        writer = Writer(data / "news.db")
        writer.save_state("screen", None)
        writer.close()
        return data
    data.mkdir(parents=True)
    wanted = [
        Subscription(f"https://feed-{n}.example/rss", f"Paper {n:05}", f"Section {n % sections:03}")
        for n in range(feeds)
    ]
    tables = [f'[[feeds]]\nurl = "{s.url}"\nname = "{s.name}"\nsection = "{s.section}"\n' for s in wanted]
    settings = '[reader]\nrefresh = "never"\n\n[[views]]\nname = "Newest"\nquery = "is:unread newer:1d"\n'
    (data / "config.toml").write_text("\n".join([settings, *tables]))
    writer, now = Writer(data / "news.db", bulk=True), datetime.now(UTC)
    writer.sync(wanted)
    schedule = Schedule(last_check=now, last_success=now, next_check=now + timedelta(days=999))
    # Feeds get their ids in the config's order.
    for first in range(0, feeds, 100):
        writer.commit(
            [FeedUpdate(n + 1, schedule, _articles(n, now), title=wanted[n].name) for n in range(first, first + 100)]
        )
    writer.checkpoint()
    writer.close()
    return data


def _articles(feed: int, now: datetime) -> Changes:
    keyed = []
    for n in range(EACH):
        title = SEEN if feed == n == 0 else f"Article {n} of feed {feed}"
        entry = Entry(f"{n}", f"https://example.org/{feed}/{n}", title, published=now - timedelta(minutes=feed + n))
        keyed.append(KeyedEntry(entry.guid, entry, b"%d" % n, b"%d" % n))
    return Changes(new=tuple(keyed))


def first_picture(data: Path) -> float:
    """Return the seconds until the newest headline is there."""
    with Terminal(command(data)) as terminal:
        took = terminal.wait(SEEN) - terminal.started
        terminal.settle(0.3)
        terminal.type("q")
        terminal.wait_end()
        return took


def timed(terminal: Terminal, keys: str, presses: int) -> list[float]:
    times = []
    for number in range(presses):
        times.append(terminal.time_key(keys[number % len(keys)]) * 1000)
        terminal.settle(0.03)
    return sorted(times)


def report(what: str, times: list[float]) -> None:
    p95 = times[min(len(times) - 1, round(0.95 * (len(times) - 1)))]
    print(f"{what}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, worst {times[-1]:.1f} ms", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=10_000)
    options.add_argument("--sections", type=int, default=200)
    options.add_argument("--folder", type=Path)
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data = store((args.folder or Path(temporary)) / f"feeds-{args.feeds}", args.feeds, args.sections)
        first_picture(data)  # fills the file cache
        report("first picture", sorted(first_picture(data) * 1000 for _ in range(RUNS)))
        with Terminal(command(data)) as terminal:
            terminal.wait(SEEN)
            terminal.settle(1.0)
            report("down and up in the list", timed(terminal, "jjjk", 60))
            report("read and unread", timed(terminal, "m", 40))
            report("sections", timed(terminal, "123450", 40))
            terminal.type("h")
            terminal.settle(0.5)
            report("down in the tree, each time another list", timed(terminal, "j", 40))
            print(f"peak {terminal.peak_mib():.0f} MiB")
            terminal.type("q")
            terminal.wait_end()


if __name__ == "__main__":
    main()
