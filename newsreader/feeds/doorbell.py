"""The way from another thread to the fetcher's loop."""

import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from newsreader.feeds.loop import READ, Loop


class Doorbell:
    """Calls that other threads want made by the loop."""

    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._calls: deque[Callable[[], object]] = deque()
        self._inside, self._outside = socket.socketpair()
        self._inside.setblocking(False)
        self._outside.setblocking(False)
        loop.watch(self._inside.fileno(), READ, self._on_ring)

    def ring(self, call: Callable[[], object]) -> None:
        """Let the loop make a call. From any thread, also after `close`, when nothing comes of it."""
        self._calls.append(call)
        with suppress(OSError):  # full: it rings already
            self._outside.send(b"!")

    def close(self) -> None:
        self._loop.unwatch(self._inside.fileno())
        self._inside.close()
        self._outside.close()

    def _on_ring(self, _events: int) -> None:
        with suppress(BlockingIOError):
            self._inside.recv(4096)
        while self._calls:
            self._calls.popleft()()
