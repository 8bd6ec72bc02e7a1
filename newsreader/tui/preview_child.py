"""A look at an address beside the screen: `newsreader add URL --preview --json`, one object."""

from collections.abc import Callable, Sequence

from textual.message import Message
from typing_extensions import override

from newsreader.paths import Paths
from newsreader.tui.answers import FeedLookedAt
from newsreader.tui.child import Child, Event


class PreviewChild(Child):
    """One look at a time; `post` gets FeedLookedAt at its end."""

    def __init__(self, paths: Paths, post: Callable[[Message], object], program: Sequence[str] = ()) -> None:
        super().__init__(paths, program)
        self._post = post
        self.url = ""
        self._found: Event = {}

    def look_at(self, url: str) -> bool:
        """Start; False: a look is taken already."""
        if self.running:
            return False
        self.url, self._found = url, {}
        # What begins with a dash is no option.
        return self.start(["add", "--preview", "--json", "--", url])

    @override
    def told(self, event: Event) -> None:
        self._found = event

    @override
    def ended(self, complaint: str, status: int) -> None:
        why = "" if self._found else complaint or f"the look at it ended with status {status}"
        self._post(FeedLookedAt(self.url, self._found, why, self.stopping))
