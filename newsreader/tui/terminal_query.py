"""The terminal is asked which pictures it can show, before Textual reads what comes from it.

It is asked while Python imports the screen, which takes longer than any terminal on this machine takes to answer: the
start waits for nothing, and never longer than WAIT_SECONDS after the question.
"""

import fcntl
import importlib.util
import os
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal

from newsreader.tui.terminal_answers import CELL_QUESTION, KITTY_QUESTION, LAST_QUESTION, NAME_QUESTION, Answers

WAIT_SECONDS = 0.05
_IN, _OUT = 0, 1

Protocol = Literal["none", "blocks", "kitty", "iterm2", "sixel"]
USUAL_CELL = (10, 20)
"""The pixels of a cell where nobody knows."""
# By the names that terminals give themselves. Kitty's protocol is used with its Unicode placeholders, which scroll and are
# covered as text is; others that answer its question (Konsole, WezTerm) do not know those.
_WITH_PLACEHOLDERS = ("kitty", "ghostty")
_WITH_ITERM2 = ("iterm", "wezterm", "mintty")
_NEVER_ASKED = ("linux", "screen", "cons25", "eterm", "vt52", "vt100")


@dataclass(frozen=True, slots=True)
class Graphics:
    """How pictures are shown."""

    protocol: Protocol = "blocks"
    cell: tuple[int, int] = USUAL_CELL
    """Width and height in pixels."""
    in_tmux: bool = False
    """Whether what tmux does not know has to be passed through it."""
    why: str = ""
    """With "none": why there are no pictures, for a person."""


@dataclass(slots=True)
class Asked:
    """What came of asking: how pictures are shown, keys that were typed meanwhile, and answers that are still to come."""

    graphics: Graphics = field(default_factory=Graphics)
    typed: bytes = b""
    answers: Answers | None = None


def unasked(environ: Mapping[str, str]) -> Asked:
    """Return what can be done on a terminal that is not asked: half blocks, or nothing where Pillow or colours are missing."""
    if importlib.util.find_spec("PIL") is None:
        return Asked(Graphics("none", why="pictures need Pillow: install newsreader[images]"))
    if environ.get("NO_COLOR"):
        return Asked(Graphics("none", why="pictures are made of colours, and NO_COLOR is set"))
    return Asked()


@contextmanager
def asking(environ: Mapping[str, str], *, wanted: bool = True) -> "Iterator[Question]":
    """Ask, where pictures are `wanted` and can be shown, and give the terminal back as it was.

    `Question.result` ends the asking, and has to be called before Textual starts.
    """
    question = Question(environ, wanted=wanted)
    try:
        yield question
    finally:
        question.end()


class Question:
    """A question that was put to the terminal."""

    def __init__(self, environ: Mapping[str, str], *, wanted: bool) -> None:
        self._environ = environ
        self._unasked = unasked(environ)
        self._answers = Answers()
        self._typed = b""
        self._before: list[Any] | None = None
        self._tmux: subprocess.Popen[str] | None = None
        self._in_tmux = bool(environ.get("TMUX"))
        self._deadline = time.monotonic() + WAIT_SECONDS
        if wanted and self._unasked.graphics.protocol != "none" and _can_be_asked(environ):
            self._ask()

    def result(self) -> Asked:
        """Wait for what is missing, until WAIT_SECONDS after the question, and say what can be done."""
        if self._before is None:
            return self._unasked
        while not self._answers.complete and self._take(max(self._deadline - time.monotonic(), 0)):
            pass
        if self._answers.holds_keys:
            self._typed += self._answers.release()
        graphics = decide(self._environ, self._answers, self._ask_tmux(), pixels_of_cell())
        self.end()
        return Asked(graphics, self._typed, self._answers)

    def end(self) -> None:
        """Give the terminal back."""
        if self._tmux is not None:
            with self._tmux:  # which waits for it, and closes its pipe
                self._tmux.kill()
        if self._before is not None:
            with suppress(termios.error):
                termios.tcsetattr(_IN, termios.TCSANOW, self._before)
            self._before = None

    def _ask(self) -> None:
        try:
            before = termios.tcgetattr(_IN)
            # As Textual has it: what is typed ahead is kept as it was typed.
            quiet = [
                before[0] & ~termios.ICRNL,
                *before[1:3],
                before[3] & ~(termios.ECHO | termios.ICANON),
                *before[4:],
            ]
            termios.tcsetattr(_IN, termios.TCSANOW, quiet)
        except termios.error:
            return
        self._before = before
        # What tmux is asked it answers itself. A question passed through it would be answered to whoever has the keys then.
        text = CELL_QUESTION if self._in_tmux else KITTY_QUESTION + NAME_QUESTION + CELL_QUESTION
        os.write(_OUT, (text + LAST_QUESTION).encode())
        if self._in_tmux:
            pane = ["-t", self._environ["TMUX_PANE"]] if self._environ.get("TMUX_PANE") else []
            with suppress(OSError):
                self._tmux = subprocess.Popen(
                    ["tmux", "display-message", *pane, "-p", "#{client_termname} #{allow-passthrough}"],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                )

    def _take(self, seconds: float) -> bool:
        """Take what has come within so many seconds; False for nothing."""
        if not select.select([_IN], [], [], seconds)[0]:
            return False
        data = os.read(_IN, 4096)
        self._typed += self._answers.feed(data)
        return bool(data)

    def _ask_tmux(self) -> str:
        """Return the outer terminal's type and whether sequences may be passed to it; '' where nobody says."""
        if self._tmux is None:
            return ""
        try:
            return self._tmux.communicate(timeout=max(self._deadline - time.monotonic(), 0.01))[0]
        except subprocess.TimeoutExpired:
            return ""


def decide(environ: Mapping[str, str], answers: Answers, tmux: str, pixels: tuple[int, int]) -> Graphics:
    """Return how pictures are shown. `tmux`: the outer terminal's type and its allow-passthrough; `pixels`: of a cell, if known."""
    known = answers.cell if all(answers.cell) else pixels
    cell = known if all(known) else USUAL_CELL
    if environ.get("TMUX"):
        outer, _, passes = tmux.strip().partition(" ")
        if passes not in ("", "0", "off") and any(name in outer for name in _WITH_PLACEHOLDERS):
            return Graphics("kitty", cell, in_tmux=True)
    else:
        name = (answers.name or environ.get("TERM_PROGRAM", "")).lower()
        if answers.kitty and name.startswith(_WITH_PLACEHOLDERS):
            return Graphics("kitty", cell)
        if name.startswith(_WITH_ITERM2) and answers.complete:
            return Graphics("iterm2", cell)
    # A Sixel picture has to be as large as its cells: where they are not known it would lie over the text.
    return Graphics("sixel", cell) if answers.sixel and all(known) else Graphics("blocks", cell)


def pixels_of_cell() -> tuple[int, int]:
    """Return the pixels of a cell as the terminal's driver knows them, (0, 0) where it does not."""
    try:
        lines, columns, width, height = struct.unpack("HHHH", fcntl.ioctl(_OUT, termios.TIOCGWINSZ, b"\0" * 8))
    except OSError:
        return 0, 0
    return (width // columns, height // lines) if lines and columns and width and height else (0, 0)


def _can_be_asked(environ: Mapping[str, str]) -> bool:
    """Whether the terminal takes the questions in silence. Apple's prints those that it does not know."""
    term = environ.get("TERM", "")
    if environ.get("TMUX"):
        return True
    return (
        environ.get("TERM_PROGRAM") != "Apple_Terminal" and not term.startswith(_NEVER_ASKED) and not environ.get("STY")
    )
