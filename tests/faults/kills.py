"""kill -9 at random moments of refreshing, cleaning, marking and listing (which makes searchable what is not)."""

import os
import signal
import time
from collections import Counter

from bench_of_faults import Tally, articles, came_in, damage, newspaper, starred, start
from program import Program

WORK = (
    ("refresh", "--force", "--json"), ("refresh", "--force", "--json"), ("refresh", "--force", "--json"),
    ("clean", "--keep", "40"), ("mark", "starred", "lamp"), ("search", "lamp"), ("mark", "read", "-lamp"),
)  # fmt: skip


def run(times: int = 100) -> Tally:
    """Kill so often; what ends before it is killed does not count."""
    tally = Tally("kill -9")
    kinds: Counter[str] = Counter()
    with newspaper(1, "[fetch]\nkeep = 60\n") as (program, _press, choice):
        program.run("refresh", "--quiet")
        lasts = {work: _seconds(program, work) for work in WORK}
        promised, stars = articles(program.database), starred(program.database)
        while tally.tried < times:
            work = choice.choice(list(WORK))
            process = start(program, *work)
            time.sleep(choice.uniform(0.2, 1.0) * lasts[work])
            ended = process.poll() is not None
            if not ended:
                os.killpg(process.pid, signal.SIGKILL)
                tally.tried += 1
                kinds[work[0]] += 1
            said, _ = process.communicate()
            for url, count in came_in(said).items():
                promised[url] += count
            if why := damage(program.database):
                tally.notes.append(f"{work}: {why}")
                continue
            tally.survived += not ended
            there = articles(program.database)
            tally.lost += sum(max(count - there.get(url, 0), 0) for url, count in promised.items())
            tally.lost += max(stars - starred(program.database), 0)
            promised, stars = there, starred(program.database)
        last = program.run("refresh", "--force", "--json")
        tally.notes.append(f"in the middle of: {', '.join(f'{name} {count}' for name, count in kinds.most_common())}")
        tally.notes.append(f"then a refresh ran to its end: {last.stdout.splitlines()[-1]}")
    return tally


def _seconds(program: Program, work: tuple[str, ...]) -> float:
    """How long a piece of work takes when it is left alone."""
    began = time.monotonic()
    program.run(*work)
    return time.monotonic() - began
