"""One-off work of the fetcher for an article, beside a refresh: `newsreader fetch ID …`, its progress and its result."""

from collections.abc import Callable, Sequence

from textual.message import Message
from typing_extensions import override

from newsreader.paths import Paths
from newsreader.tui.answers import ErrandEnded, ErrandProgress
from newsreader.tui.child import Child, Event, number, words


class ErrandChild(Child):
    """One errand at a time, for the article with `article_id`; `post` gets ErrandProgress and, at the end, ErrandEnded."""

    def __init__(self, paths: Paths, post: Callable[[Message], object], kind: str, program: Sequence[str] = ()) -> None:
        """`kind`: stands in the messages."""
        super().__init__(paths, program)
        self._post, self._kind = post, kind
        self.article_id = 0
        self._result: Event = {}

    def go(self, article_id: int, *arguments: str) -> bool:
        """Start `fetch` for an article; False: an errand is running already."""
        if self.running:
            return False
        self.article_id, self._result = article_id, {}
        return self.start(["fetch", str(article_id), *arguments, "--json"])

    @override
    def told(self, event: Event) -> None:
        match event.get("event"):
            case "progress":
                self._post(ErrandProgress(self._kind, self.article_id, number(event, "bytes"), number(event, "of")))
            case "article" | "enclosure":
                self._result = event

    @override
    def ended(self, complaint: str, status: int) -> None:
        result, reason = words(self._result, "result"), words(self._result, "reason")
        self._post(
            ErrandEnded(
                kind=self._kind,
                article_id=self.article_id,
                result=result or "failed",
                reason=reason or ("" if result else complaint or f"the fetcher ended with status {status}"),
                words=number(self._result, "words"),
                path=words(self._result, "path"),
                stopped=self.stopping,
            )
        )
