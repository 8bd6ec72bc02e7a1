"""A lease: one process at a time does a piece of work (the reload), and a dead one does not keep it.

A lease names a process: its number, when that number began to be used, and the machine. It is taken over when the
process is gone (only the same machine can tell), or when its heartbeat has stopped for STALE_AFTER.
"""

import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.store.connect import named_errors, transaction
from newsreader.store.rows import as_time, seconds

if TYPE_CHECKING:
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer

FETCHING = "refresh"
"""The lease of the process that fetches what is due."""
STALE_AFTER = timedelta(minutes=2)
"""A process that did not say that it lives for so long counts as dead."""

_OURS = "name = ? AND pid = ? AND started = ? AND host = ?"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a lease."""

    pid: int
    started: str
    """When the process began, as its system writes it; '' where that cannot be told."""
    host: str
    heartbeat: datetime


class Lease:
    """A lease that this process has. `renew` is to be called well within STALE_AFTER."""

    def __init__(self, writer: "Writer", name: str) -> None:
        self._writer = writer
        self.name = name

    def renew(self) -> bool:
        """Say that this process lives; returns False when the lease was taken over meanwhile. Raises StoreError."""
        with transaction(self._writer.db):
            changed = self._writer.db.execute(
                f"UPDATE leases SET heartbeat = ? WHERE {_OURS}",
                (seconds(self._writer.now()), self.name, *_this_process()),
            )
        return changed.rowcount == 1

    def release(self) -> None:
        """Give the lease back, if it is still this process's. Raises StoreError."""
        with transaction(self._writer.db):
            self._writer.db.execute(f"DELETE FROM leases WHERE {_OURS}", (self.name, *_this_process()))


def take(writer: "Writer", name: str) -> Lease | None:
    """Take the lease `name` for this process; None when another one has it (`holder` says which). Raises StoreError."""
    now = writer.now()
    with transaction(writer.db):
        current = _holder(writer.db, name)
        if current is not None and not _is_ours(current) and is_alive(current, now):
            return None
        writer.db.execute(
            "INSERT OR REPLACE INTO leases (name, pid, started, host, heartbeat) VALUES (?, ?, ?, ?, ?)",
            (name, *_this_process(), seconds(now)),
        )
    return Lease(writer, name)


def holder(store: "Writer | Reader", name: str) -> Holder | None:
    """Return the living process that has the lease; None if nobody has. Raises StoreError."""
    with named_errors(store.db):
        current = _holder(store.db, name)
    return current if current is not None and is_alive(current, store.now()) else None


def is_alive(holder: Holder, now: datetime) -> bool:
    """Whether the process that has a lease still works on it."""
    # A clock that was set back must not keep a lease for ever.
    if abs(now - holder.heartbeat) > STALE_AFTER:
        return False
    if holder.host != platform.node():
        return True
    return _is_running(holder.pid) and started_at(holder.pid) == holder.started


def started_at(pid: int) -> str:
    """Return when a process began, in its system's own words, to tell it from a later one with the same number; '' if unknown."""
    try:
        # Field 22, counted behind the name in parentheses, which may hold anything (proc(5)).
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        pass
    if not Path("/proc/self").exists():
        import subprocess  # 4 ms, and Linux does without

        try:
            command = ["ps", "-o", "lstart=", "-p", str(pid)]
            return subprocess.run(command, capture_output=True, text=True, timeout=5, check=False).stdout.strip()
        except (OSError, subprocess.SubprocessError):
            pass
    return ""


def _holder(db: sqlite3.Connection, name: str) -> Holder | None:
    row = db.execute("SELECT pid, started, host, heartbeat FROM leases WHERE name = ?", (name,)).fetchone()
    return Holder(row[0], row[1], row[2], as_time(row[3])) if row else None


def _this_process() -> tuple[int, str, str]:
    return (os.getpid(), started_at(os.getpid()), platform.node())


def _is_ours(holder: Holder) -> bool:
    return (holder.pid, holder.started, holder.host) == _this_process()


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
