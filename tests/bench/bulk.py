"""All articles at once: how long marking them as read takes, and undoing that, and what a key costs meanwhile.

    python tests/bench/bulk.py [--articles 100000] [--folder DIR]

All articles are unread at first. Times are from the key to the words that tell that it is done; keys are pressed all the
while. Prints seconds and milliseconds.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from first_paint import SEEN, command, store
from keys import report
from terminal import Terminal

from newsreader.store.queries import Reader
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer

LONGEST = 30.0
"""Seconds."""


def unread_copy(data: Path, folder: Path) -> Path:
    """Copy a store, and make all of it unread."""
    folder.mkdir()
    for file in data.glob("news.db*"):
        if "before" not in file.name:
            shutil.copy(file, folder)
    (folder / "config.toml").write_text((data / "config.toml").read_text() + '\n[reader]\nrefresh = "never"\n')
    reader, writer = Reader(folder / "news.db"), Writer(folder / "news.db")
    writer.set_flag(reader.ids(Selection()), "read", False)
    reader.close()
    writer.close()
    return folder


def timed(terminal: Terminal, key: str, while_: str) -> tuple[float, list[float]]:
    """Press a key, and others as long as the words say that it is at work; returns seconds, and the milliseconds of the others."""
    began, times, seen = time.perf_counter(), [], False
    terminal.type(key)
    while not seen or while_ in terminal.text:
        seen = seen or while_ in terminal.text
        if time.perf_counter() - began > LONGEST:
            raise SystemExit(f"never seen, or never gone: {while_!r}")
        times.append(terminal.time_key("jk"[len(times) % 2]) * 1000)
        terminal.read(0.01)
    return time.perf_counter() - began, sorted(times)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--folder", type=Path)
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data = unread_copy(store(args.folder or Path(temporary), args.articles), Path(temporary) / "copy")
        with Terminal(command(data)) as terminal:
            terminal.wait(SEEN)
            terminal.settle(2.0)
            terminal.type("\x01")
            terminal.wait(r"\d,\d+ marked")
            terminal.settle(0.5)
            terminal.type("m")
            terminal.wait(r"\(y/n\)")
            for what, key, at_work in (
                ("read", "y", "changing"),
                ("undone", "u", "undoing"),
                ("redone", "\x12", "redoing"),
            ):
                seconds, times = timed(terminal, key, at_work)
                print(f"{args.articles:,} articles {what} in {seconds:.2f} s")
                report("keys meanwhile", times)
                terminal.settle(1.0)
            terminal.type("q")
            terminal.wait_end()


if __name__ == "__main__":
    main()
