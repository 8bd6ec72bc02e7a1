"""What the faults have in common: a server whose feeds grow, the program beside it, and the check of the store afterwards."""

import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "commands")]

from feed_server import Connection, Request, Site, page, rss  # noqa: E402
from program import Program  # noqa: E402

FEEDS, ITEMS, SHOWN = 12, 15, 30


@dataclass
class Tally:
    """What came of one kind of fault."""

    name: str
    tried: int = 0
    survived: int = 0
    lost: int = 0
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        notes = "".join(f"\n    {note}" for note in self.notes)
        return f"{self.name:<28} tried {self.tried:>4}  survived {self.survived:>4}  lost {self.lost}{notes}"


class Press:
    """A server with feeds that have something new each time they are asked."""

    def __init__(self) -> None:
        self.site = Site()
        self._issues: dict[str, int] = {}
        self._lock = threading.Lock()
        for n in range(FEEDS):
            self.site[f"/{n}"] = self._answer

    @property
    def urls(self) -> list[str]:
        return [f"{self.site.url}/{n}" for n in range(FEEDS)]

    def _answer(self, connection: Connection, request: Request) -> None:
        with self._lock:
            issue = self._issues[request.path] = self._issues.get(request.path, 0) + 1
        newest = issue * 3 + ITEMS
        titles = [
            f"{request.path[1:]} {n} {'lamp ' * (n % 40)}".strip() for n in range(newest, newest - SHOWN, -1) if n >= 0
        ]
        page(rss(*titles, title=f"Feed {request.path}"))(connection, request)


@contextmanager
def newspaper(seed: int, settings: str = "") -> Iterator[tuple[Program, Press, random.Random]]:
    """A program with feeds on a server of its own, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="faults") as folder:
        press = Press()
        program = Program(Path(folder))
        program.feeds.append(settings)
        program.subscribe(*press.urls)
        try:
            yield program, press, random.Random(seed)
        finally:
            press.site.close()


def start(program: Program, *args: str, **options: object) -> "subprocess.Popen[str]":
    """Start the program in a session of its own, so that it can be killed with all that it started."""
    return subprocess.Popen(
        program.argv(*args),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,  # type: ignore[call-overload]
    )


def came_in(events: str) -> dict[str, int]:
    """How many articles each feed got, by what a refresh said with --json before it ended or was ended."""
    found: dict[str, int] = {}
    for line in events.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue  # the last line of one that was killed
        if event.get("event") == "feed" and event["result"] == "new":
            found[event["url"]] = found.get(event["url"], 0) + event["new"]
    return found


def damage(database: Path) -> str:
    """What is wrong with a store; '' for nothing."""
    db = sqlite3.connect(database)
    try:
        (said,) = db.execute("PRAGMA integrity_check").fetchone()
        if said != "ok":
            return str(said)
        if not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return ""  # there was not even room for the tables
        for table in ("search", "heads"):
            db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 0)")
        orphans = db.execute(
            "SELECT count(*) FROM articles a LEFT JOIN bodies b ON b.article_id = a.id WHERE b.article_id IS NULL"
        ).fetchone()[0]
        return f"{orphans} articles without their text" if orphans else ""
    except sqlite3.Error as error:
        return str(error)
    finally:
        db.rollback()
        db.close()


def articles(database: Path) -> dict[str, int]:
    """How many articles each feed has ever had, those that retention took included."""
    db = sqlite3.connect(database)
    try:
        return dict(
            db.execute(
                "SELECT url, (SELECT count(*) FROM articles WHERE feed_id = f.id) + (SELECT count(*) FROM tombstones"
                " WHERE feed_id = f.id) FROM feeds f"
            )
        )
    finally:
        db.close()


def starred(database: Path) -> int:
    db = sqlite3.connect(database)
    try:
        return int(db.execute("SELECT count(*) FROM articles WHERE starred = 1").fetchone()[0])
    finally:
        db.close()
