"""Macros: one key that does several things, each when what the one before asked for is there."""

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.config.keys import BoundMacro
from newsreader.tui.overlay import Overlay

if TYPE_CHECKING:
    from newsreader.tui.main_screen import MainScreen

LOOK_SECONDS = 0.01
CALM_LOOKS = 2
"""So many looks in a row must find nothing to wait for: an answer may be on its way from a thread to the screen."""
LONGEST = 5.0
"""Seconds that a step is waited for. A question to the person, or a page from the web, may take as long as it takes."""


class MacroRun:
    """Carries actions out in turn; what cannot be done, and a question that is not answered, end it."""

    def __init__(self, screen: "MainScreen", act: Callable[[str], bool]) -> None:
        """`act` carries one action out and returns whether it could."""
        self._screen = screen
        self._act = act
        self._left: deque[str] = deque()
        self._title = ""
        self._typed_ahead: list[str] = []
        self._deadline = 0.0
        self._calm = 0
        self._overlay: Overlay | None = None

    @property
    def running(self) -> bool:
        """Whether there is something left to do."""
        return bool(self._left)

    def start(self, macro: BoundMacro) -> None:
        """Begin."""
        self._left, self._title = deque(macro.do), macro.title
        self._next()

    def hold(self, key: str) -> None:
        """A key was pressed meanwhile: it is meant for what is there at the end."""
        self._typed_ahead.append(key)

    def stop(self) -> bool:
        """Leave the rest undone; returns whether there was any."""
        was_running = self.running
        self._left.clear()
        self._typed_ahead.clear()
        return was_running

    def _next(self) -> None:
        action = self._left.popleft()
        if not self._act(action):
            self.stop()
        elif self._left:
            self._deadline, self._calm, self._overlay = time.monotonic() + LONGEST, 0, None
            self._screen.set_timer(LOOK_SECONDS, self._look)
        else:
            self._end()

    def _look(self) -> None:
        """Go on when nothing is waited for any more."""
        if not self._left:
            return
        if self._declined():
            self.stop()
            self._screen.say(f"{self._title}: stopped")
            return
        self._calm = 0 if self._waits() else self._calm + 1
        if self._calm >= CALM_LOOKS:
            self._next()
        else:
            self._screen.set_timer(LOOK_SECONDS, self._look)

    def _waits(self) -> bool:
        screen = self._screen
        if screen.keying.asks or screen.search.is_open or self._overlay or screen.full_text.at_work:
            self._deadline = time.monotonic() + LONGEST
            return True
        return screen.store.busy and time.monotonic() < self._deadline

    def _declined(self) -> bool:
        """Whether what a step has opened was closed without an answer."""
        focused = self._screen.focused
        overlay = (
            next((node for node in focused.ancestors_with_self if isinstance(node, Overlay)), None) if focused else None
        )
        before, self._overlay = self._overlay, overlay
        return before is not None and before.escaped and overlay is None

    def _end(self) -> None:
        keys, self._typed_ahead = self._typed_ahead, []
        for key in keys:
            self._screen.keying.press(key)
