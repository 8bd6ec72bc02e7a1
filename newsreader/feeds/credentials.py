"""User names, passwords and tokens of single feeds: where they come from, and the header that they become.

A secret lives in this process alone and as long as it: it is in no argument, no log and no row of the store, and whatever a
password program says beside the secret is not shown either, since it may quote it.
"""

import os
import re
import select
import signal
import stat
import threading
import time
from base64 import b64encode
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from newsreader.text import clean_line

if TYPE_CHECKING:
    from subprocess import Popen

SECONDS = 30.0
"""What a program may take, somebody who has to touch a key or type a PIN included."""
LONGEST = 16_384
"""Bytes of a secret; tokens with all their claims have some thousands."""

_LOOK_SECONDS = 0.05
"""How often it is looked whether a program has ended."""
_TOKEN = re.compile(r"[\x21-\x7e]+")

Origin = Literal["command", "env", "file"]


class NoSecret(Exception):
    """There is no secret to be had; the message says why, for the feed's health, and holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a secret comes from."""

    origin: Origin
    place: tuple[str, ...]
    """The program and its arguments; or the name of a variable, or the absolute path of a file, alone."""


@dataclass(frozen=True, slots=True)
class Login:
    """How a feed's server gets to know who asks: 'Basic' (RFC 7617), or 'Bearer' (RFC 6750)."""

    scheme: Literal["Basic", "Bearer"]
    username: str = ""
    source: Source | None = None
    """None: a user name with an empty password."""

    def header(self, secret: str) -> str:
        """Return the value of the Authorization header. Raises NoSecret for what cannot stand in one."""
        if self.scheme == "Bearer":
            if not _TOKEN.fullmatch(secret):
                raise NoSecret("the token has characters that none can have")
            return f"Bearer {secret}"
        if not secret.isprintable():
            raise NoSecret("the password has control characters in it")
        return f"Basic {b64encode(f'{self.username}:{secret}'.encode()).decode()}"

    @property
    def refused(self) -> str:
        """What a 401 means after it was sent."""
        return "the token was not accepted" if self.scheme == "Bearer" else "user name or password was not accepted"


class Keyring:
    """The secrets of one run: each program runs once, beside everything else, whoever asks for it how often."""

    def __init__(self, environ: Mapping[str, str] = os.environ, seconds: float = SECONDS) -> None:
        self._environ, self._seconds = environ, seconds
        self._found: dict[Source, Future[str]] = {}
        self._lock = threading.Lock()
        self._programs: set[Popen[bytes]] = set()
        self._closed = False

    def ask(self, login: Login) -> "Future[str]":
        """Return the header that is to come for `login`; its exception is a NoSecret. Never waits."""
        header: Future[str] = Future()

        def on_secret(secret: Future[str]) -> None:
            try:
                header.set_result(login.header(secret.result()))
            except NoSecret as error:
                header.set_exception(error)

        self._secret(login.source).add_done_callback(on_secret)
        return header

    def close(self) -> None:
        """End the programs that still run; what they were asked for is not to be had."""
        with self._lock:
            self._closed = True
            programs = list(self._programs)
        for program in programs:
            _end(program)

    def _secret(self, source: Source | None) -> "Future[str]":
        if source is None:
            nothing: Future[str] = Future()
            nothing.set_result("")
            return nothing
        if source not in self._found:
            found = self._found[source] = Future()
            if source.origin == "command":
                threading.Thread(target=self._find, args=(source, found), name="password", daemon=True).start()
            else:
                self._find(source, found)
        return self._found[source]

    def _find(self, source: Source, found: "Future[str]") -> None:
        try:
            found.set_result(self._read(source))
        except NoSecret as error:
            found.set_exception(error)

    def _read(self, source: Source) -> str:
        match source.origin:
            case "env":
                if (value := self._environ.get(source.place[0])) is None:
                    raise NoSecret(f"the environment has no {clean_line(source.place[0])}")
                return value
            case "file":
                return _first_line(_read_file(Path(source.place[0])), _named(source))
            case "command":
                return _first_line(self._run(source.place), _named(source))

    def _run(self, argv: tuple[str, ...]) -> bytes:
        import subprocess

        try:
            # A session of its own, so that what it starts ends with it; no stdin, which is the person's keyboard or cron's nothing.
            program = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "its arguments hold a NUL"
            raise NoSecret(clean_line(f"{argv[0]} cannot be started: {why}")) from None
        with self._lock:
            self._programs.add(program)
            closed = self._closed
        if closed:
            _end(program)
        try:
            said = _said_by(program, self._seconds)
        except subprocess.TimeoutExpired:
            _end(program)
            program.wait()
            raise NoSecret(f"{clean_line(argv[0])} took longer than {self._seconds:g} s and was ended") from None
        finally:
            with self._lock:
                self._programs.discard(program)
        if program.returncode:
            how = f"signal {-program.returncode}" if program.returncode < 0 else f"status {program.returncode}"
            raise NoSecret(f"{clean_line(argv[0])} ended with {how}")
        return said


def _said_by(program: "Popen[bytes]", seconds: float) -> bytes:
    """Return what a program printed until it ended. Raises TimeoutExpired.

    An agent that it leaves behind may keep the pipe open for ever, so the program's end counts and not the pipe's.
    """
    assert program.stdout  # noqa: S101 - it was started with a pipe
    deadline = time.monotonic() + seconds
    said = b""
    with program.stdout as pipe:
        while (left := deadline - time.monotonic()) > 0:
            ended = program.poll() is not None
            if select.select([pipe], [], [], 0 if ended else min(left, _LOOK_SECONDS))[0]:
                piece = os.read(pipe.fileno(), 65_536)
                said = (said + piece)[: LONGEST + 2]
                if piece:
                    continue
                program.wait(left)
            if ended or program.returncode is not None:
                return said
    program.wait(0)
    return said


def _end(program: "Popen[bytes]") -> None:
    try:
        os.killpg(program.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # it has ended already
        pass


def _read_file(path: Path) -> bytes:
    """Return a file's start. Raises NoSecret, also where others may read it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                raise NoSecret(clean_line(f"{path} is no file"))
            if facts.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise NoSecret(clean_line(f"others may read {path}: chmod 600 it"))
            return file.read(LONGEST + 1)
    except OSError as error:
        raise NoSecret(clean_line(f"{path} cannot be read: {error.strerror}")) from None


def _first_line(data: bytes, name: str) -> str:
    """Return the secret in what a program printed or a file holds: its first line, as `pass show` has it. Raises NoSecret."""
    line = data.partition(b"\n")[0].removesuffix(b"\r")
    if not line:
        raise NoSecret(f"{name} has nothing in its first line")
    if len(line) > LONGEST:
        raise NoSecret(f"{name} has a first line that is too long for a password")
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise NoSecret(f"{name} has a password that is no UTF-8") from None


def _named(source: Source) -> str:
    return clean_line(f"what {source.place[0]} prints" if source.origin == "command" else source.place[0])
