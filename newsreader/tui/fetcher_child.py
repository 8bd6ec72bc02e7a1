"""The fetcher as a child of the screen: `newsreader refresh --json`, its lines of progress, and how it is asked to stop."""

import asyncio
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence

from textual.message import Message

from newsreader.paths import Paths
from newsreader.text import clean_line
from newsreader.tui.messages import RefreshEnded, RefreshProgress

log = logging.getLogger(__name__)

# A line of progress is short, but the reason of a failure quotes a server; what is longer than this is skipped.
_LINE_LIMIT = 1 << 20
PROGRESS_SECONDS = 0.1


class FetcherChild:
    """At most one fetcher at a time. `post` gets RefreshProgress and, at the end, RefreshEnded."""

    def __init__(self, paths: Paths, post: Callable[[Message], object], program: Sequence[str] = ()) -> None:
        self._paths = paths
        self._post = post
        self._program = tuple(program) or (sys.executable, "-m", "newsreader")
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopped = False
        self._progress: RefreshProgress | None = None
        """What is not said yet."""
        self._pause: asyncio.TimerHandle | None = None

    @property
    def running(self) -> bool:
        """Whether a fetcher is at work."""
        return self._task is not None and not self._task.done()

    def start(self, arguments: Sequence[str]) -> bool:
        """Start `refresh --json` with more arguments; False: one is running already."""
        if self.running:
            return False
        self._stopped = False
        self._task = asyncio.create_task(self._run(arguments))
        return True

    def stop(self, *, at_once: bool = False) -> None:
        """Ask the fetcher to stop: it finishes the feeds that it is committing and goes. Nobody waits for it.

        `at_once`: end it, whatever it does.
        """
        self._stopped = True
        if self._process is not None and self._process.returncode is None:
            try:
                (self._process.kill if at_once else self._process.terminate)()
            except ProcessLookupError:
                return

    async def _run(self, arguments: Sequence[str]) -> None:
        command = [*self._program, "--config", str(self._paths.config), "--data-dir", str(self._paths.data)]
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                "refresh",
                "--json",
                *arguments,
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=PIPE,
                limit=_LINE_LIMIT,
                # Signals that the terminal sends to the screen are not meant for it.
                start_new_session=True,
            )
        except OSError as error:
            self._post(RefreshEnded(0, 0, 0, problem=f"the fetcher could not be started: {error}"))
            return
        if self._stopped:
            self.stop()
        complaints, ended = await asyncio.gather(
            _last_complaint(_lines(self._process.stderr)), self._follow(_lines(self._process.stdout))
        )
        status = await self._process.wait()
        if ended is None:
            problem = "" if self._stopped else complaints or f"the fetcher ended with status {status}"
            ended = RefreshEnded(0, 0, 0, problem=problem)
        ended.stopped = self._stopped
        ended.problem = ended.problem or ("" if ended.failed or self._stopped or status == 0 else complaints)
        self._post(ended)

    async def _follow(self, lines: AsyncIterator[bytes]) -> RefreshEnded | None:
        """Pass the events on; returns the last one, if it came."""
        ended: RefreshEnded | None = None
        of = done = 0
        async for line in lines:
            event = _parse(line)
            match event.get("event"):
                case "start":
                    of = _number(event, "feeds")
                case "feed":
                    done += 1
                case "progress":
                    done, of = _number(event, "done"), _number(event, "of")
                case "done":
                    ended = RefreshEnded(_number(event, "new"), _number(event, "updated"), _number(event, "failed"))
                    continue
            self._progress = RefreshProgress(done, max(of, done))
            self._tell_progress()
        return ended

    def _tell_progress(self) -> None:
        """Say how far it is, at most every PROGRESS_SECONDS: hundreds of feeds come in a second, and each step that is
        drawn takes its time from the keys.
        """
        if self._progress and not self._pause:
            self._post(self._progress)
            self._progress = None
            self._pause = asyncio.get_running_loop().call_later(PROGRESS_SECONDS, self._end_pause)

    def _end_pause(self) -> None:
        self._pause = None
        if self.running:
            self._tell_progress()


async def _last_complaint(lines: AsyncIterator[bytes]) -> str:
    """Read what the fetcher says on stderr; returns the last line of it."""
    last = ""
    async for line in lines:
        last = clean_line(line.decode("utf-8", "replace")) or last
    return last.removeprefix("newsreader: ")


async def _lines(stream: asyncio.StreamReader | None) -> AsyncIterator[bytes]:
    while stream is not None:
        try:
            line = await stream.readline()
        except ValueError:  # longer than the limit; the stream has dropped it
            continue
        if not line:
            return
        yield line


def _parse(line: bytes) -> dict[str, object]:
    try:
        event = json.loads(line)
    except ValueError:
        log.warning("the fetcher said: %.200r", line)
        return {}
    return event if isinstance(event, dict) else {}


def _number(event: dict[str, object], key: str) -> int:
    value = event.get(key)
    return value if isinstance(value, int) else 0
