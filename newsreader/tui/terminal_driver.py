"""The driver between Textual and a terminal that was asked for its abilities: keys get through, late answers do not.

It stands on Textual's driver and its parser of keys, the one place where this program needs its inner parts: what is read
from the terminal has to be looked at before it becomes keys, and Textual has no other place for that.
"""

import codecs
import os
import select
import time
from typing import TYPE_CHECKING, Any, cast

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from typing_extensions import override

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

LATE_SECONDS = 10.0
"""After so long no answer is expected any more."""
_KEY_SECONDS = 0.05
"""What may be the start of an answer or a key is a key when nothing has followed by then."""
_LOOK_SECONDS = 0.1


class TerminalDriver(LinuxDriver):
    """Reads past the terminal's answers, and sends it pictures that it keeps."""

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None):
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        reader = cast("NewsreaderApp", app)
        reader.terminal = self
        self._asked = reader.asked
        self._kept: dict[int, str] = {}
        """What deletes each picture that the terminal keeps."""

    # ── Pictures

    def keep(self, number: int, picture: str, delete: str) -> None:
        """Send a picture that the terminal is to keep under a number, unless it has it; `delete` takes it away again."""
        if number not in self._kept:
            self._kept[number] = delete
            self.write(picture)

    def drop(self, number: int) -> None:
        """Let the terminal forget a picture."""
        if delete := self._kept.pop(number, ""):
            self.write(delete)

    @override
    def stop_application_mode(self) -> None:
        """Leave no picture behind, also while the program is suspended."""
        for number in list(self._kept):
            self.drop(number)
        super().stop_application_mode()

    # ── Keys

    @override
    def run_input_thread(self) -> None:
        """Read what comes from the terminal until the end, beginning with what was typed before."""
        parser, decode = XTermParser(self._debug), codecs.getincrementaldecoder("utf-8")("replace").decode
        answers, deadline = self._asked.answers, time.monotonic() + LATE_SECONDS

        def pass_on(data: bytes) -> None:
            if text := decode(data):
                for message in parser.feed(text):
                    self.process_message(message)

        pass_on(self._asked.typed)
        self._asked.typed = b""
        while not self.exit_event.is_set():
            holds = answers is not None and answers.holds_keys
            if select.select([self.fileno], [], [], _KEY_SECONDS if holds else _LOOK_SECONDS)[0]:
                data = os.read(self.fileno, 4096)
                if not data:
                    return
                pass_on(answers.feed(data) if answers else data)
            elif answers and holds:
                pass_on(answers.release())
            for message in parser.tick():
                self.process_message(message)
            if answers and (answers.complete or time.monotonic() > deadline):
                pass_on(answers.release())
                answers = None
