"""The fetcher's side of the parser workers: documents go in, ParsedFeeds come out, and a worker that dies or overruns costs one
document.

One worker does it all; a second one is started when documents wait behind one that takes long.
"""

import os
import signal
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, islice

import msgspec

from newsreader.feeds.loop import READ, WRITE, Loop, Timer
from newsreader.feeds.wire import LENGTH, MAX_FRAME, Job, Parsed, frame_of
from newsreader.paths import own_process

MEMORY_LIMIT = 768 << 20
DEADLINE_SECONDS = 20.0
MAX_WORKERS = 2
SLOW_SECONDS = 0.5
"""A document that takes longer gets a worker for itself."""
# Documents that are on their way to a worker or in it: enough that it never waits, few enough that one which dies takes few along.
_AHEAD_JOBS, _AHEAD_BYTES = 6, 1 << 20
_PIPE_BYTES = 1 << 20
_READ_BYTES = 1 << 20
_WORKER = "from newsreader.feeds.worker import main; main()"

OnParsed = Callable[[Parsed], object]


@dataclass(slots=True)
class _Task:
    job: Job
    body: bytes
    on_parsed: OnParsed
    alone: bool = False
    """A worker died while it had this and others: it is tried again with nothing beside it."""


class Parsers:
    """Workers and the documents that wait for them. Results come from the loop."""

    def __init__(
        self, loop: Loop, *, memory: int = MEMORY_LIMIT, deadline: float = DEADLINE_SECONDS, workers: int = MAX_WORKERS
    ) -> None:
        self._loop = loop
        self._memory, self._deadline, self._most = memory, deadline, workers
        self._waiting: deque[_Task] = deque()
        self._workers: list[_Worker] = []
        self._numbers = count(1)

    @property
    def backlog(self) -> int:
        """Documents whose result is still to come."""
        return len(self._waiting) + sum(len(worker.tasks) for worker in self._workers)

    @property
    def backlog_bytes(self) -> int:
        """The size of the documents that wait here."""
        return sum(len(task.body) for task in self._waiting)

    def prepare(self) -> None:
        """Start a worker already, since documents are certain to come: it takes as long as their transfer."""
        if not self._workers:
            self._workers.append(_Worker(self._loop, self._memory, self._deadline, self._on_event))

    def submit(self, body: bytes, on_parsed: OnParsed, **job: object) -> None:
        """Have a document parsed; `job` is what wire.Job takes beside the number. `on_parsed` gets the result from the loop."""
        self._waiting.append(_Task(Job(next(self._numbers), **job), body, on_parsed))  # type: ignore[arg-type]
        self._distribute()

    def close(self) -> None:
        """End the workers, whatever they are at."""
        for worker in self._workers:
            worker.kill()
        self._workers.clear()
        self._waiting.clear()

    def _on_event(self, worker: "_Worker") -> None:
        """A worker has answered, taken something in, died, or run out of time."""
        for task, parsed in worker.take_results():
            task.on_parsed(parsed)
        if worker.dead:
            self._bury(worker)
        self._distribute()

    def _bury(self, worker: "_Worker") -> None:
        """Find out which document a worker died of: the only one that it had, else each is tried again alone."""
        self._workers.remove(worker)
        lost = list(worker.tasks)
        if lost and not worker.retired and (worker.overran or len(lost) == 1):
            culprit, *lost = lost
            why = (
                f"takes more than {self._deadline:.0f} s to read"
                if worker.overran
                else "cannot be read: the parser crashed over it"
            )
            culprit.on_parsed(Parsed(culprit.job.number, None, error=why))
        elif not worker.retired:
            for task in lost:
                task.alone = True
        self._waiting.extendleft(reversed(lost))

    def _distribute(self) -> None:
        while self._waiting:
            worker = next((worker for worker in self._workers if worker.has_room(self._waiting[0])), None)
            if worker is None:
                if len(self._workers) < self._most and all(worker.is_slow for worker in self._workers):
                    self._workers.append(_Worker(self._loop, self._memory, self._deadline, self._on_event))
                    continue
                return
            worker.give(self._waiting.popleft())


class _Worker:
    """One process, its two pipes, and what it was given."""

    def __init__(self, loop: Loop, memory: int, deadline: float, on_event: "Callable[[_Worker], None]") -> None:
        self._loop, self._deadline, self._on_event = loop, deadline, on_event
        self.tasks: deque[_Task] = deque()
        """Given and not answered; it works on the first."""
        self.dead = self.overran = self.retired = False
        jobs_out, self._write_fd = os.pipe()
        self._read_fd, results_in = os.pipe()
        for fd in (self._write_fd, self._read_fd):
            os.set_blocking(fd, False)
            _widen(fd)
        self._pid = _spawn(jobs_out, results_in, memory, deadline)
        os.close(jobs_out)
        os.close(results_in)
        self._outgoing: deque[memoryview] = deque()
        self._incoming = bytearray()
        self._decode = msgspec.msgpack.Decoder(Parsed).decode
        self._results: list[tuple[_Task, Parsed]] = []
        self._since = time.monotonic()
        self._timer: Timer | None = None
        loop.watch(self._read_fd, READ, self._on_readable)

    @property
    def is_slow(self) -> bool:
        """Whether its first document takes long already."""
        return bool(self.tasks) and time.monotonic() - self._since > SLOW_SECONDS

    def has_room(self, task: _Task) -> bool:
        """Whether it can be given another document."""
        if self.dead or self.retired:
            return False
        if not self.tasks:
            return True
        if task.alone or self.tasks[0].alone or self.is_slow or len(self.tasks) >= _AHEAD_JOBS:
            return False
        return sum(len(given.body) for given in self.tasks) < _AHEAD_BYTES

    def give(self, task: _Task) -> None:
        """Send it a document."""
        if not self.tasks:
            self._since = time.monotonic()
        self.tasks.append(task)
        self._outgoing += map(memoryview, frame_of(task.job, task.body))
        self._write()
        if self._timer is None:
            self._timer = self._loop.call_in(SLOW_SECONDS, self._look_at_clock)

    def take_results(self) -> list[tuple[_Task, Parsed]]:
        """Return what was answered since the last call."""
        results, self._results = self._results, []
        return results

    def kill(self) -> None:
        """End the process and let go of its pipes."""
        if self.dead:
            return
        self.dead = True
        if self._timer is not None:
            self._timer.cancel()
        for fd in (self._read_fd, self._write_fd):
            self._loop.unwatch(fd)
            os.close(fd)
        try:
            os.kill(self._pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(self._pid, 0)

    def _write(self, _events: int = WRITE) -> None:
        try:
            while self._outgoing:
                written = os.writev(self._write_fd, list(islice(self._outgoing, 16)))
                while self._outgoing and written >= len(self._outgoing[0]):
                    written -= len(self._outgoing.popleft())
                if written:
                    self._outgoing[0] = self._outgoing[0][written:]
        except BlockingIOError:
            self._loop.watch(self._write_fd, WRITE, self._write)
            return
        except BrokenPipeError:  # it died; its end of the other pipe tells
            self._outgoing.clear()
        self._loop.unwatch(self._write_fd)

    def _on_readable(self, _events: int = READ) -> None:
        if self._read():
            self._on_event(self)

    def _read(self) -> bool:
        """Take in what there is; returns whether there is something to tell."""
        try:
            data = os.read(self._read_fd, _READ_BYTES)
        except BlockingIOError:
            return False
        if not data:
            self.kill()
            return True
        self._incoming += data
        try:
            return self._take_frames()
        except (
            msgspec.MsgspecError,
            ValueError,
        ):  # it writes what no worker of ours would: not to be trusted any further
            self.kill()
            return True

    def _take_frames(self) -> bool:
        start, incoming = 0, self._incoming
        while len(incoming) - start >= LENGTH.size:
            size = LENGTH.unpack_from(incoming, start)[0]
            if size > MAX_FRAME:
                raise ValueError(size)
            end = start + LENGTH.size + size
            if len(incoming) < end:
                break
            parsed = self._decode(memoryview(incoming)[start + LENGTH.size : end])
            if not self.tasks or self.tasks[0].job.number != parsed.number or not parsed.is_whole:
                raise ValueError(parsed.number)
            self._results.append((self.tasks.popleft(), parsed))
            self.retired = self.retired or parsed.last
            start = end
        if start:
            self._since = time.monotonic()
            self._incoming = incoming[start:]
        return bool(start)

    def _look_at_clock(self) -> None:
        """Called now and then while there is work: time is up, or long enough that the documents behind want another worker."""
        self._timer = None
        if self.dead or not self.tasks:
            return
        if self._read():  # the answer may have been there all the time
            self._on_event(self)
        elif time.monotonic() - self._since > self._deadline:
            self.overran = True
            self.kill()
            self._on_event(self)
        elif self.is_slow:
            self._on_event(self)
        if not self.dead and self.tasks and self._timer is None:
            self._timer = self._loop.call_in(SLOW_SECONDS, self._look_at_clock)


def _spawn(jobs: int, results: int, memory: int, deadline: float) -> int:
    """Start a worker that reads from `jobs` and writes to `results`; returns its process id."""
    argv = own_process(_WORKER, str(memory), str(deadline))
    devnull = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
    pipes = [(os.POSIX_SPAWN_DUP2, jobs, 0), (os.POSIX_SPAWN_DUP2, results, 1)]
    return os.posix_spawn(argv[0], argv, os.environ, file_actions=[*pipes, devnull])


def _widen(fd: int) -> None:
    """Make room for some documents in a pipe, so that neither side waits while the other is busy. (Linux; elsewhere it stays at 64 KiB.)"""
    try:
        import fcntl

        fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except (ImportError, AttributeError, OSError):
        pass
