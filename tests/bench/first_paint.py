"""Time to the first picture, memory, and the time to quit, as a person at a terminal of 120×40 sees them.

    python tests/bench/first_paint.py [--articles 1000 100000] [--runs 9] [--folder DIR]

Stores are made by fill_store.py in DIR (kept there for the next run) or in a temporary folder. The picture is there when
the headline of the newest article is: a clock or a frame does not count. Prints milliseconds and MiB.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fill_store import KNOWN_HEADLINE
from terminal import Terminal

from newsreader.store.queries import Reader
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer

SEEN = KNOWN_HEADLINE[:24]


def store(folder: Path, articles: int) -> Path:
    """Return a data folder with so many articles, the newest one unread; it is filled if it is not there."""
    data = folder / f"store-{articles}"
    if not (data / "news.db").exists():
        fill = [sys.executable, str(Path(__file__).with_name("fill_store.py")), str(data), str(articles), "500"]
        subprocess.run([*fill, "--words", "80"] if articles > 100_000 else fill, check=True, stdout=sys.stderr)
    reader, writer = Reader(data / "news.db"), Writer(data / "news.db")
    writer.set_flag(reader.ids(Selection(), limit=1), "read", False)
    writer.save_state("screen", None)
    reader.close()
    writer.close()
    return data


def command(data: Path) -> list[str]:
    """The command that opens the reader on a folder of fill_store.py."""
    return [sys.executable, "-m", "newsreader", "--config", str(data / "config.toml"), "--data-dir", str(data)]


def run_once(data: Path) -> tuple[float, float, float]:
    """Start and quit; returns (seconds to the first picture, peak MiB, seconds to quit)."""
    with Terminal(command(data)) as terminal:
        painted = terminal.wait(SEEN) - terminal.started
        terminal.settle(0.4)
        peak = terminal.peak_mib()
        began = time.perf_counter()
        terminal.type("q")
        status, ended = terminal.wait_end()
        if status:
            raise SystemExit(f"the reader ended with status {status}")
        return painted, peak, ended - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, nargs="+", default=[1_000, 100_000])
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--folder", type=Path)
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for articles in args.articles:
            data = store(args.folder or Path(temporary), articles)
            run_once(data)  # fills the file cache
            paints, peaks, quits = zip(*(run_once(data) for _ in range(args.runs)), strict=True)
            print(
                f"{articles:>9,} articles: first picture {statistics.median(paints) * 1000:.0f} ms"
                f" (from {min(paints) * 1000:.0f} to {max(paints) * 1000:.0f}),"
                f" quit {statistics.median(quits) * 1000:.0f} ms, peak {max(peaks):.0f} MiB",
                flush=True,
            )


if __name__ == "__main__":
    main()
