"""A process that is killed in the middle of a write loses nothing that was committed, and half of nothing."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from store_builders import WORLD, Desk

KILLS = 20

WRITER = """
import itertools, sys
from pathlib import Path
from store_builders import BOTH, TECH, WORLD, Desk, entry, keyed
from newsreader.model import Changes, FeedUpdate, Schedule

desk = Desk(Path(sys.argv[1]), BOTH)
body = "<p>" + "storm and rain " * 50 + "</p>"
start = desk.reader.last_id()
for n in itertools.count(start):
    new = [keyed(entry(f"Article {n} {k}", body=f"{body} {n}")) for k in range(10)]
    schedule = Schedule(last_check=desk.now, etag=f"after {n}")
    updates = [FeedUpdate(desk.feed_id(feed), schedule, Changes(new=tuple(new))) for feed in (WORLD, TECH)]
    known = desk.writer.known(desk.feed_id(WORLD))[-1:]
    changed = tuple((k.id, keyed(entry(k.guid, body=f"updated {n}"))) for k in known)
    desk.writer.commit([*updates, FeedUpdate(desk.feed_id(WORLD), schedule, Changes(updated=changed))])
    print("committed", n, flush=True)
    desk.writer.set_flag(range(1, desk.reader.last_id(), 3), "read", n % 2 == 0)
    desk.writer.index_some(limit=30)
    desk.writer.tidy_some()
    print("indexed", n, flush=True)
"""


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_writer_leaves_a_whole_store(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "news.db"
    choice = random.Random(seed)
    killed = run_until_killed(path, lines=choice.randint(1, 6), then=choice.uniform(0, 0.02))
    killed += run_until_killed(path, lines=choice.randint(1, 4), then=choice.uniform(0, 0.02))
    desk = Desk(path)
    try:
        check(desk, committed=[line.split()[1] for line in killed if line.startswith("committed")])
    finally:
        desk.close()


def run_until_killed(path: Path, lines: int, then: float) -> list[str]:
    """Run WRITER until it printed so many lines, and kill it `then` seconds later; returns all that it printed."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent,
    )
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(lines)]
    try:
        child.wait(timeout=then)
    except subprocess.TimeoutExpired:
        pass
    child.kill()
    said += child.stdout.read().splitlines()
    child.wait()
    assert child.returncode == -9, "it ended by itself"
    return said


def check(desk: Desk, committed: list[str]) -> None:
    db = desk.writer.db
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    for table in ("search", "heads"):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    # Everything that was said to be committed is there, whole; feeds that were written together are there together.
    guids = {known.guid for known in desk.writer.known(desk.feed_id(WORLD))}
    for n in committed:
        assert guids.issuperset(f"Article-{n}-{k}" for k in range(10)), n
    counts = desk.reader.totals().values()
    assert len(set(counts)) == 1
    assert next(iter(counts)) % 10 == 0
    assert db.execute("SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM bodies)").fetchone() == (
        0,
    )
    last = max(int(n) for n in committed)
    etags = {feed.schedule.etag for feed in desk.reader.feeds()}
    assert len(etags) == 1
    assert int(etags.pop().split()[1]) >= last
    # The index can go on from where it was, and then every article is found exactly once.
    desk.index()
    for text, table in (("article", "search"), ("article", "heads")):
        found = f"SELECT count(*) FROM {table} WHERE {table} MATCH '{text}'"
        assert db.execute(found).fetchone()[0] == sum(counts)
    # The journal still takes back what it did.
    while desk.writer.undo():
        pass
    assert sum(desk.reader.unread().values()) == sum(counts)
