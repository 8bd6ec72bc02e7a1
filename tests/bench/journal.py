"""How long bulk changes and their undo take: `python tests/bench/journal.py FOLDER` (a folder that fill_store.py made)."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from newsreader.store.parts import Tagging
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer


def timed(label: str, deed: Callable[[], object]) -> None:
    began = time.perf_counter()
    deed()
    print(f"{label:<28} {time.perf_counter() - began:6.2f} s")


if __name__ == "__main__":
    database = Path(sys.argv[1]) / "news.db"
    writer, reader = Writer(database), Reader(database)
    ids = reader.ids(Selection(), limit=100_000)
    print(f"{len(ids):,} articles")
    for label, deed in (
        ("mark as read", lambda: writer.set_flag(ids, "read", True)),
        ("tag", lambda: writer.change([Tagging(ids, "bench", True)])),
        ("mute", lambda: writer.set_flag(ids, "muted", True, until=writer.now())),
    ):
        timed(label, deed)
        timed(f"undo: {label}", writer.undo)
        timed(f"redo: {label}", writer.redo)
        timed(f"undo: {label}", writer.undo)
    timed("journal listed", writer.changes)
    timed("tags counted", reader.tag_counts)
    timed("unmute what has expired", writer.unmute_expired)
