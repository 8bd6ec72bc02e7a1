"""Programs that rules run: the article as JSON on stdin, never a shell, some at once, each under a time limit."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from newsreader.text import clean_line

SECONDS = 30.0
"""What a program may take."""
AT_ONCE = 4
LONGEST_REASON = 200
_END_BYTES = 16_384
"""Of what it complained about, as much is looked at."""


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
    """Run a program to its end; returns why it failed, '' where it did not. What it leaves in the background goes on."""
    # Files and no pipes: a pipe stays open for as long as what it leaves behind, and the program's own end counts.
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as said:
        stdin.write(job.stdin)
        stdin.seek(0)
        try:
            # A session of its own, so that what it has started ends with it when it takes too long.
            program = subprocess.Popen(
                job.argv, stdin=stdin, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
            )
        except (OSError, ValueError) as error:
            return clean_line(f"{job.argv[0]} cannot be started: {getattr(error, 'strerror', None) or error}")
        try:
            status = program.wait(seconds)
        except subprocess.TimeoutExpired:
            _kill(program)
            return f"{clean_line(job.argv[0])} took longer than {seconds:g} s and was ended"
        if status == 0:
            return ""
        how = f"signal {-status}" if status < 0 else f"status {status}"
        said.seek(max(said.seek(0, os.SEEK_END) - _END_BYTES, 0))
        last = said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    return clean_line(f"{job.argv[0]} ended with {how}{f': {last}' if last else ''}")[:LONGEST_REASON]


def _kill(program: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(program.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    program.wait()
