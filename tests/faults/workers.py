"""The parser workers are killed while they read documents."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from bench_of_faults import FEEDS, Tally, articles, came_in, damage, newspaper, start


def run(times: int = 30) -> Tally:
    """Refresh so often, killing a worker now and then."""
    tally = Tally("parser workers killed")
    killed = told = 0
    with newspaper(4) as (program, _press, choice):
        for _ in range(times):
            before = articles(program.database) if program.database.exists() else {}
            process = start(program, "refresh", "--force", "--json")
            while process.poll() is None:
                time.sleep(0.002)
                for child in _children(process.pid):
                    time.sleep(choice.uniform(0, 0.15))  # it starts, it reads, it has answered
                    with suppress(ProcessLookupError):
                        os.kill(child, signal.SIGKILL)
                        killed += 1
            said, complaint = process.communicate(timeout=120)
            tally.tried += 1
            there = articles(program.database)
            promised = came_in(said)
            tally.lost += sum(max(before.get(url, 0) + count - there.get(url, 0), 0) for url, count in promised.items())
            told += said.count('"result": "failed"')
            why = damage(program.database)
            dealt_with = said.count('"event": "feed"')
            if process.returncode in (0, 1) and "Traceback" not in complaint and not why and dealt_with == FEEDS:
                tally.survived += 1
            else:
                tally.notes.append(f"status {process.returncode}, {dealt_with} feeds: {why or complaint[-300:]}")
        last = program.run("refresh", "--force", "--json")
        tally.notes.append(f"{killed} killed, {told} feeds said so; left in peace: {last.stdout.splitlines()[-1]}")
    return tally


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
