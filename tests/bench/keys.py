"""From the key to the picture: moving in lists, opening a long article, searching; and moving while a reload runs.

    python tests/bench/keys.py [--articles 100000] [--presses 200] [--folder DIR] [--reload FEEDS]

Each time is from the byte that the terminal sends to the first byte that changes what is on it; prints milliseconds. With
--reload a site of so many feeds is served on loopback, R is pressed, and keys are timed until the refresh is over.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from first_paint import SEEN, command, store
from reload import server, write_site
from terminal import Terminal

from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule
from newsreader.store.queries import Reader
from newsreader.store.writer import Writer

LONG_TITLE = "A report of five thousand words"


def add_long_article(data: Path) -> None:
    """Give the store an article of 5,000 words, the newest of all."""
    reader, writer = Reader(data / "news.db"), Writer(data / "news.db")
    paragraph = "<p>" + " ".join(f"word{n % 97} of <em>the</em> report" for n in range(25)) + ".</p>"
    entry = Entry("long", "https://example.org/long", LONG_TITLE, published=datetime.now(UTC), body=paragraph * 50)
    keyed = KeyedEntry("long", entry, b"long", b"long")
    schedule = Schedule(last_check=datetime.now(UTC), next_check=datetime.now(UTC) + timedelta(days=1))
    feed = reader.feeds()[0]
    if not any(known.guid == "long" for known in writer.known(feed.id)):
        writer.commit([FeedUpdate(feed.id, schedule, Changes(new=(keyed,)), title=feed.title)])
    reader.close()
    writer.close()


def timed(terminal: Terminal, keys: str, presses: int) -> list[float]:
    """Press keys one after the other, each when the screen has come to rest; returns milliseconds."""
    times = []
    for number in range(presses):
        times.append(terminal.time_key(keys[number % len(keys)]) * 1000)
        terminal.settle(0.03)
    return sorted(times)


def open_long(terminal: Terminal) -> float:
    """Open the long article from elsewhere, by the key; returns milliseconds until its text is there."""
    terminal.type("jjjj")
    terminal.settle(0.6)
    terminal.type("gg")  # faster than the article follows the cursor
    terminal.settle(0.02)
    began = time.perf_counter()
    terminal.type("\r")
    came = terminal.wait("word1 of the report")
    terminal.settle(0.5)
    terminal.type("\x1b")
    terminal.settle(0.3)
    return (came - began) * 1000


def searched(terminal: Terminal) -> list[float]:
    """Type words into the search bar; returns milliseconds from each letter to the first change of the screen."""
    terminal.type("/")
    terminal.settle(0.3)
    times = []
    for letter in "government people the":
        times.append(terminal.time_key(letter) * 1000)
        terminal.settle(0.15)
    terminal.type("\x1b")
    terminal.settle(0.5)
    return sorted(times)


def report(what: str, times: list[float]) -> None:
    p95 = times[min(len(times) - 1, round(0.95 * (len(times) - 1)))]
    print(f"{what}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, worst {times[-1]:.1f} ms", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--presses", type=int, default=200)
    options.add_argument("--folder", type=Path)
    options.add_argument("--reload", type=int, default=0, metavar="FEEDS")
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data = store(args.folder or Path(temporary), args.articles)
        add_long_article(data)
        with Terminal(command(data)) as terminal:
            terminal.wait(LONG_TITLE)
            terminal.settle(1.0)
            report("down and up in the list", timed(terminal, "jjjjjkkk", args.presses))
            report("pages in the list", timed(terminal, "\x04\x04\x15", args.presses // 4))
            terminal.type("gg")
            terminal.settle(1.0)
            terminal.type("\r")
            terminal.settle(0.5)
            report("down in the long article", timed(terminal, "j", args.presses // 4))
            terminal.type("\x1b")
            terminal.settle(0.5)
            report("opening 5,000 words", sorted(open_long(terminal) for _ in range(7)))
            report("letters in the search bar", searched(terminal))
            print(f"peak {terminal.peak_mib():.0f} MiB")
            terminal.type("q")
            terminal.wait_end()
        if args.reload:
            while_reloading(Path(temporary), data, args.reload)


def while_reloading(temporary: Path, data: Path, feeds: int) -> None:
    """Time keys from R to the end of the refresh that it starts."""
    write_site(temporary / "site", feeds, 50)
    with server(temporary) as (address, requests):
        folder = temporary / "reader"
        folder.mkdir()
        for file in data.glob("news.db*"):
            shutil.copy(file, folder)
        own = "".join(f'[[feeds]]\nurl = "{address}/{n:04}.xml"\nsection = "Site"\n' for n in range(feeds))
        text = (data / "config.toml").read_text()
        (folder / "config.toml").write_text(f'{text}\n[reader]\nrefresh = "never"\n{own}')
        with Terminal(command(folder)) as terminal:
            terminal.wait(SEEN)
            terminal.settle(1.0)
            terminal.type("R")
            terminal.wait("refreshing [1-9]")
            times = []
            began = time.perf_counter()
            while "refreshing" in terminal.text and len(times) < 2000:
                times.append(terminal.time_key("jk"[len(times) % 2]) * 1000)
                terminal.read(0.02)
            report(
                f"up and down during a reload of {requests()} feeds, {time.perf_counter() - began:.1f} s", sorted(times)
            )
            print(f"peak {terminal.peak_mib():.0f} MiB")
            terminal.type("q")
            terminal.wait_end()


if __name__ == "__main__":
    main()
