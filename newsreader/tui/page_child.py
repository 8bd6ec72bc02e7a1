"""A page of the web for the screen: `newsreader read URL`, run beside it."""

from collections.abc import Callable, Sequence

from textual.message import Message
from typing_extensions import override

from newsreader.paths import Paths
from newsreader.tui.answers import PageFetched
from newsreader.tui.child import Child, Event


class PageChild(Child):
    """One page at a time; `post` gets PageFetched."""

    line_limit = 1 << 25
    """32 MiB: a page is one line."""

    def __init__(self, paths: Paths, post: Callable[[Message], object], program: Sequence[str] = ()) -> None:
        super().__init__(paths, program)
        self._post = post
        self.url = ""
        self._pages: list[Event] = []

    def go(self, url: str) -> bool:
        """Start to fetch the page at `url`, an address of http(s); False: one is being fetched."""
        if self.running:
            return False
        self.url, self._pages = url, []
        return self.start(["read", url, "--format", "json", "--with-body"])

    @override
    def told(self, event: Event) -> None:
        self._pages.append(event)

    @override
    def ended(self, complaint: str, status: int) -> None:
        pages, self._pages = self._pages, []
        why = complaint or f"the fetcher ended with status {status}"
        if len(pages) > 1:
            why = "that is a feed, not a page"
        self._post(PageFetched(self.url, pages[0] if len(pages) == 1 else None, why, self.stopping))
