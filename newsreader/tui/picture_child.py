"""The fetcher brings the pictures of an article: `newsreader fetch ID --images`."""

from collections.abc import Callable, Sequence
from pathlib import Path

from textual.message import Message
from typing_extensions import override

from newsreader.paths import Paths
from newsreader.tui.answers import PictureFetched, PicturesFetched
from newsreader.tui.child import Child, Event, words


class PictureChild(Child):
    """Fetches for one article at a time; `post` gets PictureFetched for each picture, and PicturesFetched at the end."""

    def __init__(self, paths: Paths, post: Callable[[Message], object], program: Sequence[str] = ()) -> None:
        super().__init__(paths, program)
        self._post = post
        self.article_id = 0

    def go(self, article_id: int) -> bool:
        """Start fetching for an article; False: it is at work for another one."""
        if self.running:
            return False
        self.article_id = article_id
        return self.start(["fetch", str(article_id), "--images", "--json"])

    @override
    def told(self, event: Event) -> None:
        if event.get("event") == "image" and (url := event.get("url")) and isinstance(url, str):
            path = event.get("path")
            file = Path(path) if isinstance(path, str) else None
            self._post(PictureFetched(self.article_id, url, file, words(event, "reason")))

    @override
    def ended(self, complaint: str, status: int) -> None:
        why = "stopped" if self.stopping else complaint or (f"the fetcher ended with status {status}" if status else "")
        self._post(PicturesFetched(self.article_id, why))
