"""Programs of the person's that get an article: their arguments, what they are given, and how they end. No shell."""

import os
import re
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from newsreader.tui.opening import OpeningError, why_not

OUTPUT_LIMIT = 1 << 18
"""Bytes of what a program writes that are shown; it may write on, into the void."""
_GRACE_SECONDS = 1.0
"""How long the last output is waited for. What a program leaves running in the background may hold its pipe for ever."""
_PLACE = re.compile(r"\{(?:url|title|file)\}")


@dataclass(frozen=True, slots=True)
class Values:
    """What is known of an article in a command: {url}, {title}, {file}. All of it is clean."""

    url: str
    title: str
    file: str

    def filled(self, words: Sequence[str]) -> list[str]:
        """Return the command with the values in their places, inside of single arguments.

        A title is whatever its publisher likes. An argument that is a title and begins with '-' would be an option: it
        begins with a dash, which is none.
        """
        return [self._fill(word) for word in words]

    def _fill(self, word: str) -> str:
        title = self.title
        if word.startswith("{title}") and title.startswith("-"):
            title = f"–{title.lstrip('-')}"
        places = {"{url}": self.url, "{title}": title, "{file}": self.file}
        # In one go: what stands in a title is not looked through again.
        return _PLACE.sub(lambda place: places[place[0]], word)

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Return `environ` with the values beside it."""
        return {
            **environ,
            "NEWSREADER_URL": self.url,
            "NEWSREADER_TITLE": self.title,
            "NEWSREADER_FILE": self.file,
        }


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended."""

    name: str
    status: int | None
    """As of subprocess; None: it was stopped, because it took too long."""
    output: bytes = b""
    """What it wrote, stdout and stderr as they came."""
    stopped: bool = False
    """The person stopped it."""


def in_words(ran: Ran, seconds: float) -> str:
    """Return how a program ended, for the status line. `seconds`: as long as it had."""
    if ran.stopped:
        return f"{ran.name} was stopped"
    if ran.status is None:
        return f"{ran.name} did not end within {seconds:.0f} s and was stopped"
    if ran.status == 0:
        return f"{ran.name} has ended well"
    if ran.status > 0:
        return f"{ran.name} ended with status {ran.status}"
    try:
        name = signal.Signals(-ran.status).name
    except ValueError:
        name = f"signal {-ran.status}"
    return f"{ran.name} was ended by {name}"


class Piped:
    """A program that gets the article on stdin and whose output is shown: it has some time, and can be stopped."""

    def __init__(self, command: Sequence[str], stdin: bytes, environ: Mapping[str, str]) -> None:
        """Start it, without a terminal of its own: it cannot draw over the screen. Raises OpeningError."""
        self.name = os.path.basename(command[0])  # noqa: PTH119  # the person's word, which need not be a path
        self.stopped = False
        """By the person."""
        self._output = bytearray()
        self._process = _start(command, environ, stdout=subprocess.PIPE)
        _in_background(_feed, self._process.stdin, stdin)
        self._reader = _in_background(self._collect, self._process.stdout)

    def stop(self) -> None:
        """End it, and what it has started."""
        self.stopped = True
        self._kill()

    def wait(self, seconds: float) -> Ran:
        """Return how it ended, at the latest after `seconds`; to be called in a thread."""
        try:
            status: int | None = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            status = None
            self._kill()
            self._process.wait()
        self._reader.join(_GRACE_SECONDS)
        return Ran(self.name, status, bytes(self._output), self.stopped)

    def _kill(self) -> None:
        if self._process.poll() is None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return

    def _collect(self, stream: IO[bytes]) -> None:
        with stream:
            while piece := stream.read1(1 << 16):  # type: ignore[attr-defined]  # a BufferedReader has it
                room = OUTPUT_LIMIT - len(self._output)
                self._output += piece[: max(room, 0)]


class Shared:
    """A program that gets the article on stdin and goes on as long as it likes, also when the reader has ended."""

    def __init__(self, command: Sequence[str], stdin: bytes, environ: Mapping[str, str]) -> None:
        """Start it. Raises OpeningError."""
        self.name = os.path.basename(command[0])  # noqa: PTH119  # the person's word, which need not be a path
        # A file and no pipe: a pipe breaks when the reader ends, and so would the program at its next complaint.
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # closed by wait
        try:
            self._process = _start(command, environ, stdout=self._said)
        except OpeningError:
            self._said.close()
            raise
        _in_background(_feed, self._process.stdin, stdin)

    def wait(self) -> Ran:
        """Return how it ended, with the end of what it wrote; to be called in a thread."""
        status = self._process.wait()
        with self._said:
            self._said.seek(max(self._said.seek(0, os.SEEK_END) - OUTPUT_LIMIT, 0))
            return Ran(self.name, status, self._said.read())


def _start(command: Sequence[str], environ: Mapping[str, str], stdout: int | IO[bytes]) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=stdout,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=environ,
        )
    except (OSError, ValueError) as error:
        raise OpeningError(why_not(command[0], error)) from None


def _feed(stream: IO[bytes], data: bytes) -> None:
    """Give a program its input; it need not read it."""
    try:
        with stream:
            stream.write(data)
    except BrokenPipeError:
        return


def _in_background(target: Callable[..., object], *args: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=args, daemon=True)
    thread.start()
    return thread
