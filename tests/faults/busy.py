"""A storm of locks: somebody else holds the store's lock most of the time while everything works on it."""

import random
import sqlite3
import threading
import time
from pathlib import Path

from bench_of_faults import Tally, damage, newspaper, start

WORK = (
    ("refresh", "--force", "--json"), ("mark", "starred", "lamp"), ("mark", "unstarred", "lamp"), ("undo",),
    ("list", "--limit", "5"), ("clean", "--keep", "50"), ("feeds",),
)  # fmt: skip


def run(seconds: float = 60) -> Tally:
    """Work under the storm for so long."""
    tally = Tally("SQLITE_BUSY storm")
    with newspaper(3) as (program, _press, choice):
        program.run("refresh", "--quiet")
        over = threading.Event()
        storms = [threading.Thread(target=_hold, args=(program.database, over, n)) for n in range(2)]
        for storm in storms:
            storm.start()
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                several = [start(program, *choice.choice(WORK)) for _ in range(3)]
                for process in several:
                    _said, complaint = process.communicate(timeout=120)
                    tally.tried += 1
                    if process.returncode == 0 and "Traceback" not in complaint:
                        tally.survived += 1
                    else:
                        tally.notes.append(f"{process.args[7:]}: {complaint.strip()[-200:]}")  # type: ignore[index]
        finally:
            over.set()
            for storm in storms:
                storm.join()
        if why := damage(program.database):
            tally.lost += 1
            tally.notes.append(why)
    return tally


def _hold(database: Path, over: threading.Event, seed: int) -> None:
    choice = random.Random(seed)
    db = sqlite3.connect(database, isolation_level=None, timeout=30)
    while not over.is_set():
        db.execute("BEGIN IMMEDIATE")
        time.sleep(choice.uniform(0.01, 0.3))
        db.execute("ROLLBACK")
        time.sleep(choice.uniform(0, 0.05))
    db.close()
