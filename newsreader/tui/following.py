"""Following a link inside the reader: to the article where it is stored, else to its page, fetched for a look, and back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.tui.answers import LinkLookedUp, PageFetched, PageRead
from newsreader.tui.desk import Desk, Handler
from newsreader.urls import normal_link, shown_host

if TYPE_CHECKING:
    from newsreader.articles.document import Document
    from newsreader.store.queries import Reader
    from newsreader.tui.main_screen import MainScreen
    from newsreader.tui.page_child import PageChild

KIND = "page"
MOST = 50
"""Articles with the words of the link in theirs that are compared with it."""


class Following(Desk):
    """Shows pages that are not stored, and remembers what each of them was followed from."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._child: PageChild | None = None
        self._wanted = ""
        self._shown: Document | None = None
        self._came_from: list[tuple[int, Document | None, tuple[int, int]]] = []
        """What was shown before each page: an article, or another page and the place in it."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {}

    @property
    def page(self) -> "Document | None":
        """The followed page that is shown; None while an article is."""
        shown = self.screen.article.page
        return self._shown if self._shown and shown and shown.document is self._shown else None

    def follow(self, url: str) -> None:
        """Show what `url` leads to in here."""
        if not url.startswith(("http://", "https://")):
            self.screen.say("only pages of the web can be read in here")
            return
        self._wanted = url

        def look_up(reader: "Reader") -> LinkLookedUp:
            return LinkLookedUp(url, article_with(reader, url))

        self.store.ask("link", look_up)

    def looked_up(self, answer: LinkLookedUp) -> None:
        """Open the article with this link, or have its page fetched."""
        if answer.url != self._wanted:
            return
        if answer.article_id:
            self._wanted = ""
            self.screen.reading.open(answer.article_id)
            return
        from newsreader.tui.page_child import PageChild

        if self._child is None:
            app = self.screen.newsreader
            self._child = PageChild(app.paths, app.deliver, app.fetcher_program)
        if self._child.go(answer.url):
            self.screen.status.working(KIND, f"fetching {shown_host(answer.url)}, esc stops")
        else:
            self.screen.say(f"{shown_host(self._child.url)} is being fetched; esc stops that")

    def stop(self) -> bool:
        """Stop fetching; returns whether there was anything to stop."""
        if self._child is None or not self._child.running or self._child.stopping:
            return False
        self._wanted = ""
        self._child.stop()
        return True

    def left(self) -> None:
        """Another article is shown: a page that comes now would take its place, and the keys."""
        self._wanted = ""
        self.stop()

    def fetched(self, message: PageFetched) -> None:
        """The page is there, or not."""
        self.screen.status.working(KIND, "")
        if message.stopped or message.url != self._wanted:
            self.screen.say("stopped")
            return
        record = message.record
        if record is None:
            self.screen.say(f"{shown_host(message.url)}: {message.why}", error=True)
            return

        def make(_: "Reader") -> PageRead:
            from newsreader.articles.highlight import prepare
            from newsreader.articles.record import from_record

            document = from_record(record)
            prepare(document.blocks)
            return PageRead(message.url, document)

        self.store.ask("page", make)

    def read(self, answer: PageRead) -> None:
        """Show the page."""
        if answer.url != self._wanted:
            return
        self._wanted = ""
        reading, article = self.screen.reading, self.screen.article
        page = self.page
        before = (0, page, article.position) if page else (reading.shown.id if reading.shown else 0, None, (0, 0))
        if page is None:
            self._came_from.clear()
        self._came_from.append(before)
        reading.close()
        self._show(answer.document, (0, 0))
        self.screen.go("article")
        self.screen.say(f"a page for a look; {self.screen.keyboard.first_key('back')} goes back")

    def back(self) -> bool:
        """Go back to what the page was followed from; False while no page is shown."""
        if self.page is None or not self._came_from:
            return False
        article_id, page, position = self._came_from.pop()
        if page:
            self._show(page, position)
        elif article_id:
            self.screen.reading.open(article_id, mark=False)
        else:
            return False
        return True

    def _show(self, document: "Document", position: tuple[int, int]) -> None:
        self._shown = document
        self.screen.article.show(document, position)
        self.screen.telling.tell()


def article_with(reader: "Reader", url: str) -> int:
    """Return the id of the stored article whose link is `url`, give or take tracking and the like; 0 for none."""
    from newsreader.query.tree import Field, Phrase, Query
    from newsreader.query.words import url_text
    from newsreader.store.selection import Selection

    words, wanted = url_text(url), normal_link(url)
    if not words:
        return 0
    ids = reader.ids(Selection(query=Query(Field("url", Phrase(words)))), limit=MOST)
    return next((row.id for row in reader.headlines(ids) if normal_link(row.link) == wanted), 0)
