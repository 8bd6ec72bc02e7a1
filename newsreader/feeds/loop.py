"""One event loop for all that the fetcher waits for: sockets of transfers, pipes of workers, timers, signals.

asyncio would do the same and takes 35 to 60 ms to import, half of the time within which the first request has to go out.
"""

import heapq
import selectors
import time
from collections.abc import Callable
from itertools import count

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE

Callback = Callable[[], object]
OnReady = Callable[[int], object]
"""Called with the events that came: READ, WRITE or both."""


class Timer:
    """A call that is to come; `cancel` takes it back."""

    __slots__ = ("callback",)

    def __init__(self, callback: Callback) -> None:
        self.callback: Callback | None = callback

    def cancel(self) -> None:
        self.callback = None


class Loop:
    """Waits for file descriptors and timers, and calls who asked for them."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._timers: list[tuple[float, int, Timer]] = []
        self._numbers = count()

    def watch(self, fd: int, events: int, on_ready: OnReady) -> None:
        """Call `on_ready` whenever one of `events` is there; a second call for the same descriptor replaces the first."""
        try:
            self._selector.modify(fd, events, on_ready)
        except KeyError:
            self._selector.register(fd, events, on_ready)

    def unwatch(self, fd: int) -> None:
        """Forget a descriptor; before it is closed."""
        try:
            self._selector.unregister(fd)
        except KeyError:
            pass

    def call_in(self, seconds: float, callback: Callback) -> Timer:
        """Call `callback` once, in so many seconds."""
        timer = Timer(callback)
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._numbers), timer))
        return timer

    def run_once(self, longest: float) -> bool:
        """Wait until something is ready (at most `longest` seconds) and make the calls that are due; returns whether there were any."""
        called = False
        for key, events in self._selector.select(self._patience(longest)):
            # A call before this one in the round may have closed the descriptor, and even opened another of its number.
            if self._selector.get_map().get(key.fd) is not None and self._selector.get_key(key.fd).data is key.data:
                key.data(events)
                called = True
        now = time.monotonic()
        while self._timers and self._timers[0][0] <= now:
            _, _, timer = heapq.heappop(self._timers)
            if timer.callback is not None:
                timer.callback()
                called = True
        return called

    def _patience(self, longest: float) -> float:
        while self._timers and self._timers[0][2].callback is None:
            heapq.heappop(self._timers)
        return max(0.0, min(longest, self._timers[0][0] - time.monotonic()) if self._timers else longest)

    def close(self) -> None:
        self._selector.close()
