"""The fetcher as a child of the screen: `newsreader refresh --json`, and what comes of it."""

import asyncio
from collections.abc import Callable, Sequence

from textual.message import Message
from typing_extensions import override

from newsreader.paths import Paths
from newsreader.tui.answers import NewsTold, RefreshEnded, RefreshProgress
from newsreader.tui.child import Child, Event, number

PROGRESS_SECONDS = 0.1


class FetcherChild(Child):
    """At most one fetcher at a time. `post` gets RefreshProgress and, at the end, RefreshEnded."""

    def __init__(self, paths: Paths, post: Callable[[Message], object], program: Sequence[str] = ()) -> None:
        super().__init__(paths, program)
        self._post = post
        self._done = self._of = 0
        self._end: RefreshEnded | None = None
        self._progress: RefreshProgress | None = None
        """What is not said yet."""
        self._pause: asyncio.TimerHandle | None = None

    @override
    def start(self, arguments: Sequence[str]) -> bool:
        """Start `refresh --json` with more arguments; False: one is running already."""
        if self.running:
            return False
        self._done = self._of = 0
        self._end = self._progress = None
        return super().start(["refresh", "--json", *arguments])

    @override
    def told(self, event: Event) -> None:
        match event.get("event"):
            case "start":
                self._of = number(event, "feeds")
            case "feed":
                self._done += 1
            case "notify":
                self._post(NewsTold(f"{event.get('feed', '')}: {event.get('title', '')}"))
                return
            case "progress":
                self._done, self._of = number(event, "done"), number(event, "of")
            case "done":
                self._end = RefreshEnded(number(event, "new"), number(event, "updated"), number(event, "failed"))
                return
        self._progress = RefreshProgress(self._done, max(self._of, self._done))
        self._tell_progress()

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

    @override
    def ended(self, complaint: str, status: int) -> None:
        end = self._end
        if end is None:
            problem = "" if self.stopping else complaint or f"the fetcher ended with status {status}"
            end = RefreshEnded(0, 0, 0, problem=problem)
        elif status != 0 and not end.failed and not self.stopping:
            end.problem = complaint
        end.stopped = self.stopping
        self._post(end)
