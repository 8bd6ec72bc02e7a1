"""Full articles: fetched from their pages when the person asks, and back to the feed's own text."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.model import Has
from newsreader.tui.answers import ErrandEnded
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from newsreader.model import Headline
    from newsreader.tui.errand_child import ErrandChild
    from newsreader.tui.main_screen import MainScreen

KIND = "full"


class FullText(Desk):
    """Has pages fetched by a child of the screen, one after the other."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._child: ErrandChild | None = None
        self._waiting: list[int] = []
        self._stored: set[int] = set()
        """Fetched since the start: their rows may not say so yet."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"full-text": self.toggle}

    @property
    def at_work(self) -> bool:
        """Whether a page is being fetched, or waits for it."""
        return bool(self._waiting) or (self._child is not None and self._child.running)

    def toggle(self, pane: Pane) -> None:
        """Fetch the full article; where it was fetched, go from it to the feed's own text, and from that to it.

        Of marked rows those are fetched that are not there yet.
        """
        self.screen.gathering.few_rows(pane, self._toggle)

    def _toggle(self, rows: "Sequence[Headline]") -> None:
        if len(rows) > 1:
            for row in rows:
                if not (row.has & Has.FULL_TEXT.value or row.id in self._stored) and _has_page(row):
                    self._fetch(row.id)
            if not self.at_work:
                self.screen.say("the full articles of all of them are stored")
            return
        row = rows[0]
        if row.has & Has.FULL_TEXT.value or row.id in self._stored:
            self._show_other_text(row)
        elif not _has_page(row):
            self.screen.say("this article has no page on the web")
        else:
            self._fetch(row.id)

    def _show_other_text(self, row: "Headline") -> None:
        reading = self.screen.reading
        if reading.shown is None or reading.shown.id != row.id:
            self.screen.say("its full article is stored: open it")
            return
        key = self.screen.keyboard.first_key("full-text")
        if row.id in reading.own_text:
            reading.own_text.discard(row.id)
            self.screen.say("the full article")
        else:
            reading.own_text.add(row.id)
            self.screen.say(f"the feed's own text{f'; {key}: the full article' if key else ''}")
        reading.show_again()

    # ── Fetching

    def _fetch(self, article_id: int) -> None:
        from newsreader.tui.errand_child import ErrandChild

        if self._child is None:
            app = self.screen.newsreader
            self._child = ErrandChild(app.paths, app.deliver, KIND, app.fetcher_program)
        if not self._child.running:
            self._child.go(article_id, "--full")
        elif article_id != self._child.article_id and article_id not in self._waiting:
            self._waiting.append(article_id)
        self._tell()

    def _tell(self) -> None:
        if self._child is None or not self._child.running:
            self.screen.status.working(KIND, "")
            return
        count = 1 + len(self._waiting)
        what = "the full article" if count == 1 else f"{count} full articles"
        self.screen.status.working(KIND, f"fetching {what}, esc stops")

    def stop(self) -> bool:
        """Stop fetching; returns whether there was anything to stop."""
        self._waiting.clear()
        if self._child is None or not self._child.running or self._child.stopping:
            return False
        self._child.stop()
        return True

    def ended(self, message: ErrandEnded) -> None:
        """A page was fetched, or not: show the article, say why the feed's text stays, take the next one."""
        reading, id_ = self.screen.reading, message.article_id
        is_shown = reading.shown is not None and reading.shown.id == id_
        if message.result == "stored":
            self._stored.add(id_)
            reading.own_text.discard(id_)
            if is_shown:
                reading.show_again()
        self._say(message)
        self.screen.look_again()
        self.screen.call_later(self._next)

    def _next(self) -> None:
        if self._waiting and self._child and not self._child.running:
            self._child.go(self._waiting.pop(0), "--full")
        self._tell()

    def _say(self, message: ErrandEnded) -> None:
        if message.stopped and message.result != "stored":
            self.screen.say("stopped; the feed's text stays")
        elif message.result == "stored":
            count = f": {message.words:,} words" if message.words else ""
            more = f" ({message.reason})" if message.reason else ""
            self.screen.say(f"the full article{count}{more}")
        elif message.result == "kept":
            self.screen.say(f"the feed's text stays: {message.reason}")
        else:
            self.screen.say(f"no full article: {message.reason}", error=True)


def _has_page(row: "Headline") -> bool:
    return row.link.startswith(("http://", "https://"))
