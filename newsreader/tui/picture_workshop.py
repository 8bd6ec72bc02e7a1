"""Where the screen has its pictures decoded: a process that is started at the first one, and watched."""

import asyncio
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import Callable, Sequence

import msgspec
from textual.strip import Strip

from newsreader.tui.picture_jobs import Drawing, Job

log = logging.getLogger(__name__)

MEMORY = 1 << 30
"""Bytes of address space: a picture of 50 million pixels takes 200 MB, and a decoder as much again."""
SECONDS = 8
"""How long a picture may take."""
IDLE_SECONDS = 60
_LINE_LIMIT = 64 << 20
_CODE = "from newsreader.tui.picture_worker import main; main()"


class Workshop:
    """Has one picture drawn after the other, the ones that were asked for first first."""

    def __init__(
        self,
        done: Callable[[Drawing, list[Strip]], object],
        prepare: Callable[[Drawing], list[Strip]],
        program: Sequence[str] = (),
    ) -> None:
        """`done` gets each drawing with its rows, which `prepare` makes in a thread. `program`: to be started in place of the worker."""
        self._done, self._prepare = done, prepare
        self._program = tuple(program) or (sys.executable, "-c", _CODE, str(MEMORY), str(SECONDS), str(IDLE_SECONDS))
        self._waiting: deque[Job] = deque()
        self._task: asyncio.Task[None] | None = None
        self._process: Process | None = None

    def draw(self, job: Job) -> None:
        """Have a picture drawn."""
        self._waiting.append(job)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    def forget(self) -> None:
        """Leave out what was not begun: nobody looks at it any more."""
        self._waiting.clear()

    def close(self) -> None:
        """End the process."""
        self.forget()
        self._end()

    async def _work(self) -> None:
        while self._waiting:
            job = self._waiting.popleft()
            drawing = await self._drawn(job)
            self._done(drawing, await asyncio.to_thread(self._prepare, drawing))

    async def _drawn(self, job: Job) -> Drawing:
        try:
            line = await asyncio.wait_for(self._ask(msgspec.json.encode(job) + b"\n"), SECONDS)
            return msgspec.json.decode(line, type=Drawing)
        except TimeoutError:
            error = "takes too long to draw"
        except OSError as problem:
            error = f"the process that draws could not be started: {problem.strerror}"
        except (ValueError, msgspec.DecodeError):  # it died over the picture, or said more than a line can hold
            error = "takes too much to draw"
        log.warning("picture %s: %s", job.path, error)
        self._end()
        return Drawing(job.number, error=error)

    async def _ask(self, line: bytes) -> bytes:
        if self._process is None or self._process.returncode is not None:
            self._process = await self._start()
        if answer := await self._exchange(self._process, line):
            return answer
        # It went because it had nothing to do for a while, just now; one that dies over the picture does so again.
        self._end()
        self._process = await self._start()
        return await self._exchange(self._process, line)

    async def _start(self) -> Process:
        return await asyncio.create_subprocess_exec(
            *self._program,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            limit=_LINE_LIMIT,
            start_new_session=True,
        )

    async def _exchange(self, process: Process, line: bytes) -> bytes:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a process without pipes")
        try:
            process.stdin.write(line)
            await process.stdin.drain()
        except ConnectionError:
            return b""
        return await process.stdout.readline()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
