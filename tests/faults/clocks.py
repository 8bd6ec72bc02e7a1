"""A clock that jumps, years and minutes, between refreshes and in the middle of one."""

import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random

from bench_of_faults import TESTS, Press, Tally, articles, damage

sys.path.insert(0, str(TESTS / "feeds"))

from refresh_desk import Desk

JUMPS = (
    timedelta(days=3650), -timedelta(days=3650), timedelta(days=1), -timedelta(hours=2), timedelta(minutes=90),
    timedelta(hours=25), -timedelta(days=40), timedelta(0),
)  # fmt: skip


def run(times: int = 60) -> Tally:
    """Jump so often."""
    tally, choice, press = Tally("clock jumps"), Random(5), Press()
    with tempfile.TemporaryDirectory(prefix="clocks") as folder:
        desk = Desk(Path(folder))
        desk.subscribe(*press.urls)
        known: dict[str, int] = {}
        stuck = 0
        for _ in range(times):
            start = desk.now
            desk.now = (
                start + choice.choice(JUMPS) if abs((start + JUMPS[0]).year - 2036) < 15 else start.replace(year=2026)
            )
            asked = len(press.site.log)
            told = desk.refresh(force=choice.random() < 0.2)
            desk.now += timedelta(hours=2)
            desk.refresh()
            tally.tried += 1
            # Two hours later everything is due, whatever the clock said before.
            stuck += len(press.site.log) == asked
            there = articles(desk.folder / "news.db")
            tally.lost += sum(max(count - there.get(url, 0), 0) for url, count in known.items())
            known = there
            why = damage(desk.folder / "news.db")
            if not why and all(outcome.result != "failed" for outcome in told.values()):
                tally.survived += 1
            else:
                tally.notes.append(why or str([o.reason for o in told.values() if o.result == "failed"][:1]))
        tally.notes.append(f"{stuck} times nobody was asked, though two hours had passed")
        desk.writer.close()
    press.site.close()
    return tally
