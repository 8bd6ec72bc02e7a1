"""Where the screen has its pictures decoded: a process that is started at the first one, watched from a thread."""

import asyncio
import logging
import os
import select
import time
from collections import deque
from collections.abc import Callable, Sequence
from subprocess import DEVNULL, PIPE, Popen

import msgspec
from textual.strip import Strip

from newsreader.paths import own_process
from newsreader.tui.picture_jobs import Drawing, Job

log = logging.getLogger(__name__)

MEMORY = 1 << 30
"""Bytes of address space: a picture of 50 million pixels takes 200 MB, and a decoder as much again."""
SECONDS = 8
"""How long a picture may take."""
IDLE_SECONDS = 60
_LONGEST = 32 << 20
"""Bytes of an answer: the largest pictures of pixels take 3 MB."""
_CODE = "from newsreader.tui.picture_worker import main; main()"


class Workshop:
    """Has one picture drawn after the other, the ones that were asked for first first."""

    def __init__(
        self,
        done: Callable[[Drawing, list[Strip]], object],
        prepare: Callable[[Drawing], list[Strip]],
        program: Sequence[str] = (),
    ) -> None:
        """`done` gets each drawing with its rows, which `prepare` makes in the thread. `program`: to be started in place of the worker."""
        self._done, self._prepare = done, prepare
        self._program = tuple(program) or tuple(own_process(_CODE, str(MEMORY), str(SECONDS), str(IDLE_SECONDS)))
        self._waiting: deque[Job] = deque()
        self._task: asyncio.Task[None] | None = None
        self._process: Popen[bytes] | None = None
        self._is_closed = False

    def draw(self, job: Job) -> None:
        """Have a picture drawn."""
        self._waiting.append(job)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    def forget(self, number: int | None = None) -> None:
        """Leave out the drawing with a number, or all, where it was not begun: nobody looks at it any more."""
        kept = [job for job in self._waiting if number not in (None, job.number)]
        self._waiting.clear()
        self._waiting.extend(kept)

    def close(self) -> None:
        """End the process, for good."""
        self._is_closed = True
        self.forget()
        if self._task and not self._task.done() and self._process:
            self._process.kill()  # the thread that waits for it notices, and tidies up
        else:
            self._end()

    async def _work(self) -> None:
        while self._waiting:
            drawing, rows = await asyncio.to_thread(self._drawn, self._waiting.popleft())
            if not self._is_closed:
                self._done(drawing, rows)

    # ── In the thread

    def _drawn(self, job: Job) -> tuple[Drawing, list[Strip]]:
        try:
            line = self._ask(msgspec.json.encode(job) + b"\n")
            drawing = msgspec.json.decode(line, type=Drawing)
            return drawing, self._prepare(drawing) if not drawing.error else []
        except TimeoutError:
            error = "takes too long to draw"
        except BrokenPipeError:  # it died over the picture
            error = "takes too much to draw"
        except OSError as problem:
            error = f"the process that draws could not be started: {problem.strerror}"
        except (ValueError, msgspec.DecodeError):
            error = "what draws pictures says what is none"
        log.warning("picture %s: %s", job.path, error)
        self._end()
        return Drawing(job.number, error=error), []

    def _ask(self, line: bytes) -> bytes:
        """Return the answer to a job. Raises BrokenPipeError, TimeoutError, OSError, ValueError."""
        deadline = time.monotonic() + SECONDS
        if self._process is not None:
            try:
                return _exchange(self._process, line, deadline)
            except (
                BrokenPipeError
            ):  # it went because it had nothing to do for a while; if it was the picture, it is so again
                self._end()
        if self._is_closed:
            raise BrokenPipeError
        self._process = Popen(self._program, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, bufsize=0, start_new_session=True)
        return _exchange(self._process, line, deadline)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with process:  # closes the pipes, and waits for it
                pass


def _exchange(process: Popen[bytes], line: bytes, deadline: float) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise ValueError("a process without pipes")
    process.stdin.write(line)
    out, answer = process.stdout.fileno(), bytearray()
    while not answer.endswith(b"\n"):
        if not select.select([out], [], [], max(deadline - time.monotonic(), 0))[0]:
            raise TimeoutError
        if not (data := os.read(out, 1 << 20)):
            raise BrokenPipeError
        answer += data
        if len(answer) > _LONGEST:
            raise ValueError("an answer without an end")
    return bytes(answer)
