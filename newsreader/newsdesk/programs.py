"""Programs that rules run: the article as JSON on stdin, never a shell, some at once, each under a time limit."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from newsreader.text import clean_line

SECONDS = 30.0
"""What a program may take."""
AT_ONCE = 4
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Job:
    """A program to be run for an article."""

    rule: str
    article_id: int
    argv: Sequence[str]
    stdin: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job."""

    job: Job
    error: str
    """Why it failed, in words; '' where it did not."""


def run_all(
    jobs: Sequence[Job], *, seconds: float = SECONDS, at_once: int = AT_ONCE, go_on: Callable[[], bool] = lambda: True
) -> Iterator[Outcome]:
    """Run programs, `at_once` at a time; yields outcomes in the order of the jobs.

    `go_on` is asked before each one starts; one that did not start has no outcome.
    """

    def run_it(job: Job) -> Outcome | None:
        return Outcome(job, run(job, seconds)) if go_on() else None

    with ThreadPoolExecutor(at_once, thread_name_prefix="rule") as threads:
        yield from filter(None, threads.map(run_it, jobs))


def run(job: Job, seconds: float = SECONDS) -> str:
    """Run a program to its end; returns why it failed, '' where it did not."""
    try:
        # A session of its own, so that what it starts ends with it.
        program = subprocess.Popen(
            job.argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return clean_line(f"{job.argv[0]} cannot be started: {getattr(error, 'strerror', None) or error}")
    try:
        _, said = program.communicate(job.stdin, timeout=seconds)
    except subprocess.TimeoutExpired:
        _kill(program)
        return f"{clean_line(job.argv[0])} took longer than {seconds:g} s and was ended"
    if program.returncode == 0:
        return ""
    how = f"signal {-program.returncode}" if program.returncode < 0 else f"status {program.returncode}"
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return clean_line(f"{job.argv[0]} ended with {how}{f': {last}' if last else ''}")[:LONGEST_REASON]


def _kill(program: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(program.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    program.communicate()
