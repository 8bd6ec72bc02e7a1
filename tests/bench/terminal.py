"""A program in a pseudo-terminal whose screen can be read: what benchmarks and tests see is what a person would see."""

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

# What pyte does not know and would print: DCS, PM and APC strings, and CSI sequences with private prefixes.
_UNKNOWN = re.compile(rb"\x1b[P^_].*?\x1b\\|\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p", re.DOTALL)
_BEGUN = re.compile(rb"\x1b[P^_](?:(?!\x1b\\).)*\Z|\x1b\Z", re.DOTALL)
"""One of the strings, whose end comes later."""
_ANSWERS = {b"\x1b[c": b"\x1b[?62c", b"\x1b[6n": b"\x1b[1;1R"}


class Gone(Exception):
    """The program ended while something was waited for."""


class Terminal:
    """One program on a screen of its own. Use as a context manager: at the end the program is killed if it still runs."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 120,
        lines: int = 40,
        env: Mapping[str, str] | None = None,
        answers: Mapping[bytes, bytes] = _ANSWERS,
        cell: tuple[int, int] = (0, 0),
    ) -> None:
        """`answers`: what is answered to which question. `cell`: the pixels of a cell, as the terminal tells them."""
        self.answers, self._cell = answers, cell
        self._begun = b""
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.output = bytearray()
        """Every byte that the program wrote."""
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            **(env or {}),
        }
        environment = {name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES")}
        self.started = time.perf_counter()
        size = struct.pack("HHHH", lines, columns, columns * cell[0], lines * cell[1])
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            os.execvpe(command[0], list(command), environment)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)
        self.status: int | None = None

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def text(self) -> str:
        """The screen, its lines joined by newlines."""
        return "\n".join(self.screen.display)

    def read(self, timeout: float) -> float | None:
        """Take what the program writes within `timeout` seconds; returns the time at which it came, None for nothing."""
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return None
        came = time.perf_counter()
        try:
            data = os.read(self._fd, 1 << 17)
        except OSError as error:
            if error.errno == errno.EIO:
                data = b""
            else:
                raise
        if not data:
            raise Gone(f"the program ended; its last screen:\n{self.text}")
        self.output += data
        for question, answer in self.answers.items():
            if question in data:
                os.write(self._fd, answer)
        text = _UNKNOWN.sub(b"", self._begun + data)
        begun = _BEGUN.search(text)
        self._begun = text[begun.start() :] if begun else b""
        self._stream.feed(text[: begun.start()] if begun else text)
        return came

    def wait(self, seen: str | Callable[[str], bool], timeout: float = 20.0) -> float:
        """Read until the screen shows the text or regular expression `seen`, or `seen(text)`; returns when that was.

        Raises TimeoutError with the screen, and Gone where the program ended.
        """
        shown = seen if callable(seen) else re.compile(seen).search
        end = time.perf_counter() + timeout
        came = time.perf_counter()
        while not shown(self.text):
            left = end - time.perf_counter()
            if left <= 0:
                raise TimeoutError(f"not seen: {seen!r}; the screen:\n{self.text}")
            came = self.read(min(left, 0.5)) or came
        return came

    def settle(self, quiet: float = 0.05, timeout: float = 10.0) -> None:
        """Read until nothing was written for `quiet` seconds."""
        end = time.perf_counter() + timeout
        while time.perf_counter() < end and self.read(quiet) is not None:
            pass

    def type(self, keys: str) -> None:
        """Send keys as they are; '\\r' is enter, '\\x1b' escape."""
        os.write(self._fd, keys.encode())

    def time_key(self, keys: str, timeout: float = 5.0) -> float:
        """Send keys and return the seconds until the first change of the screen came."""
        self.screen.dirty.clear()
        began = time.perf_counter()
        self.type(keys)
        while time.perf_counter() - began < timeout:
            came = self.read(0.5)
            if came is not None and self.screen.dirty:
                return came - began
        return float("inf")

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(lines, columns)
        size = struct.pack("HHHH", lines, columns, columns * self._cell[0], lines * self._cell[1])
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)
        os.kill(self.pid, signal.SIGWINCH)

    def peak_mib(self) -> float:
        """Return the most memory that the program held, in MiB (VmHWM; Linux alone)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.findall(r"VmHWM:\s*(\d+)", status)[0]) / 1024

    def wait_end(self, timeout: float = 10.0) -> tuple[int, float]:
        """Read until the program has ended; returns its exit status and when that was."""
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            try:
                self.read(0.02)
            except Gone:
                pass
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status, time.perf_counter()
        raise TimeoutError(f"still running; the screen:\n{self.text}")

    def kill(self) -> None:
        """End the program, if it still runs."""
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
            self.status = -signal.SIGKILL
        try:
            os.close(self._fd)
        except OSError:
            pass
