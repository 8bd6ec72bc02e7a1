"""No room left at each of many points of a write: a limit on the size of files, and a small tmpfs where one can be mounted."""

import os
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

from bench_of_faults import Press, Tally, articles, damage, newspaper, start
from program import Program


def by_limit(times: int = 60) -> Tally:
    """Refresh under a limit that is reached ever later."""
    tally = Tally("disk full (RLIMIT_FSIZE)")
    refused = 0
    with newspaper(2) as (program, _press, _choice):
        program.run("refresh", "--quiet")
        before = articles(program.database)
        for n in range(times):
            limit = 4096 * (1 + n) ** 2 // 4 + 1000
            process = start(program, "refresh", "--force", "--json", preexec_fn=lambda limit=limit: _limit(limit))
            _said, complaint = process.communicate(timeout=120)
            tally.tried += 1
            refused += process.returncode != 0
            ok = "Traceback" not in complaint and len(complaint.splitlines()) <= 2
            why = damage(program.database)
            if ok and not why:
                tally.survived += 1
            else:
                tally.notes.append(f"at {limit} bytes: {why or complaint[-300:]}")
            there = articles(program.database)
            tally.lost += sum(max(count - there.get(url, 0), 0) for url, count in before.items())
            before = there
        last = program.run("refresh", "--force", "--json")
        tally.notes.append(f"{refused} ended with one line; with room again: {last.stdout.splitlines()[-1]}")
    return tally


def on_tmpfs(times: int = 12) -> Tally:
    """Refresh on a file system that is full before all is in, then with room made."""
    tally = Tally("disk full (tmpfs)")
    folder = Path(tempfile.mkdtemp(prefix="full"))
    press = Press()
    try:
        for n in range(times):
            size = 400 + 60 * n
            mounted = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", folder], capture_output=True, check=False
            )
            if mounted.returncode:
                tally.notes.append("no tmpfs can be mounted here: left out")
                return tally
            try:
                program = Program(folder)
                program.subscribe(*press.urls)
                process = start(program, "refresh", "--json")
                _said, complaint = process.communicate(timeout=120)
                tally.tried += 1
                why = damage(program.database) if program.database.exists() and program.database.stat().st_size else ""
                listed = start(program, "list", "--json")
                listed.communicate(timeout=60)
                subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True, capture_output=True)
                again = program.run("refresh", "--force", "--json")
                why = why or damage(program.database)
                if "Traceback" in complaint or why or '"failed": 0' not in again.stdout.splitlines()[-1]:
                    tally.notes.append(f"{size} KiB: {why or complaint[-300:]}")
                else:
                    tally.survived += 1
            finally:
                subprocess.run(["umount", folder], check=False)
    finally:
        press.site.close()
        shutil.rmtree(folder, ignore_errors=True)
    return tally


def _limit(size: int) -> None:
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
