"""A process of this program that works for the screen: its JSON lines, its complaints, and how it is asked to stop."""

import asyncio
import json
import logging
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence

from newsreader.paths import Paths, find_paths, own_process
from newsreader.text import clean_line

log = logging.getLogger(__name__)

NOT_STARTED = 127
"""The status of a process that could not be started, as shells have it."""
Event = Mapping[str, object]
"""What stands on a line."""


class Child:
    """At most one process at a time. Who knows what its lines mean says so in `told` and `ended`."""

    line_limit = 1 << 20
    """Bytes. A line is short, but the reason of a failure quotes a server; what is longer is skipped."""

    def __init__(self, paths: Paths, program: Sequence[str] = ()) -> None:
        """`program`: to be started in place of this one."""
        self._paths = paths
        self._program = tuple(program) or tuple(own_process("from newsreader.__main__ import main; sys.exit(main())"))
        self._process: Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    @property
    def running(self) -> bool:
        """Whether the process is at work."""
        return self._task is not None and not self._task.done()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop, since it was started."""
        return self._stopped

    def start(self, arguments: Sequence[str]) -> bool:
        """Start it with these arguments; False: one is running already."""
        if self.running:
            return False
        self._stopped = False
        self._task = asyncio.create_task(self._run(arguments))
        return True

    def stop(self, *, at_once: bool = False) -> None:
        """Ask it to stop: it finishes what it is storing and goes. Nobody waits for it. `at_once`: end it, whatever it does."""
        self._stopped = True
        if self._process is not None and self._process.returncode is None:
            try:
                (self._process.kill if at_once else self._process.terminate)()
            except ProcessLookupError:
                return

    def told(self, event: Event) -> None:
        """It said something."""

    def ended(self, complaint: str, status: int) -> None:
        """It has gone. `complaint`: the last line on its stderr, or why it could not be started; '' for none."""

    async def _run(self, arguments: Sequence[str]) -> None:
        command = [*self._program, "--config", str(self._paths.config), *_places(self._paths)]
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                *arguments,
                stdin=DEVNULL,
                stdout=PIPE,
                stderr=PIPE,
                limit=self.line_limit,
                # Signals that the terminal sends to the screen are not meant for it.
                start_new_session=True,
            )
        except OSError as error:
            self.ended(f"the fetcher could not be started: {error}", NOT_STARTED)
            return
        if self._stopped:
            self.stop()
        complaint, _ = await asyncio.gather(
            _last_complaint(_lines(self._process.stderr)), self._listen(_lines(self._process.stdout))
        )
        self.ended(complaint, await self._process.wait())

    async def _listen(self, lines: AsyncIterator[bytes]) -> None:
        async for line in lines:
            if event := _parse(line):
                self.told(event)


def _places(paths: Paths) -> list[str]:
    """Return the option that another process needs to find the same data; in its usual places it finds caches there, too."""
    return [] if find_paths(str(paths.config)) == paths else ["--data-dir", str(paths.data)]


def number(event: Event, key: str) -> int:
    """Return a number of an event; 0 where there is none."""
    value = event.get(key)
    return value if isinstance(value, int) else 0


def words(event: Event, key: str) -> str:
    """Return a text of an event, clean; '' where there is none."""
    value = event.get(key)
    return clean_line(value) if isinstance(value, str) else ""


async def _last_complaint(lines: AsyncIterator[bytes]) -> str:
    """Read what the process says on stderr; returns the last line of it."""
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


def _parse(line: bytes) -> Event:
    try:
        event = json.loads(line)
    except ValueError:
        log.warning("the fetcher said: %.200r", line)
        return {}
    return event if isinstance(event, dict) else {}
