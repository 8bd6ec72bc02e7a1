"""Programs that rules run."""

import json
import os
import sys
import time
from pathlib import Path

import pytest

from newsreader.newsdesk.programs import Job, run, run_all


def job(*argv: str, stdin: bytes = b"", number: int = 1) -> Job:
    return Job("R", number, argv, stdin)


def python(code: str, **facts: object) -> Job:
    return job(sys.executable, "-c", code, **facts)  # type: ignore[arg-type]


def test_the_article_comes_on_stdin(tmp_path: Path) -> None:
    file = tmp_path / "got"
    stdin = json.dumps({"title": "Łódź"}).encode()
    assert (
        run(
            python(
                f"import sys, pathlib; pathlib.Path({str(file)!r}).write_bytes(sys.stdin.buffer.read())", stdin=stdin
            )
        )
        == ""
    )
    assert file.read_bytes() == stdin


def test_a_program_that_does_not_read_is_no_failure() -> None:
    assert run(python("pass", stdin=b"x" * 1_000_000)) == ""


def test_a_failure_is_told_with_the_last_thing_that_was_said() -> None:
    why = run(python("import sys; sys.exit('one\\nno \\x1b[31mroom')"))
    assert why.endswith("ended with status 1: no [31mroom")
    assert "cannot be started: No such file" in run(job("/nowhere/at-all"))
    assert "ended with signal 9" in run(python("import os; os.kill(os.getpid(), 9)"))


def test_a_program_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(pid_file)!r}, "w").write(str(child.pid))
time.sleep(60)
"""
    assert "took longer than 5 s" in run(python(code), seconds=5)
    child = int(pid_file.read_text())
    deadline = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_alive(child)


@pytest.mark.parametrize("own_session", [False, True])
def test_what_a_program_leaves_in_the_background_keeps_nobody_waiting_and_goes_on(
    tmp_path: Path, own_session: bool
) -> None:
    pid_file = tmp_path / "pid"
    code = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session={own_session})
open({str(pid_file)!r}, "w").write(str(child.pid))
"""
    try:
        assert run(python(code), seconds=10) == ""
        assert is_alive(int(pid_file.read_text()))
    finally:
        os.kill(int(pid_file.read_text()), 9)


def is_alive(pid: int) -> bool:
    """Whether a process runs. One that has ended and that nobody has waited for is told by /proc alone."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return sys.platform != "linux"


def test_outcomes_come_in_order_and_none_starts_when_it_is_to_stop() -> None:
    outcomes = list(run_all([python("pass", number=n) for n in range(3)]))
    assert [(outcome.job.article_id, outcome.error) for outcome in outcomes] == [(0, ""), (1, ""), (2, "")]
    assert list(run_all([python("pass")], go_on=lambda: False)) == []


def test_several_run_at_once(tmp_path: Path) -> None:
    # Each waits for the other's file: one after the other they would both run out of time.
    meet = """
import pathlib, sys, time
mine, other = map(pathlib.Path, sys.argv[1:])
mine.touch()
while not other.exists():
    time.sleep(0.005)
"""
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    jobs = [job(sys.executable, "-c", meet, a, b), job(sys.executable, "-c", meet, b, a)]
    assert [outcome.error for outcome in run_all(jobs, seconds=20, at_once=2)] == ["", ""]
