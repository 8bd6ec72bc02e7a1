"""Pictures in articles: shown where the settings say so, or when the person asks for them; fetched by a child of the screen."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.timer import Timer
from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.answers import PictureFetched, PicturesFetched
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from textual.strip import Strip

    from newsreader.articles.document import Document
    from newsreader.config.schema import Images
    from newsreader.model import Headline
    from newsreader.tui.gallery import Gallery
    from newsreader.tui.main_screen import MainScreen
    from newsreader.tui.picture_child import PictureChild
    from newsreader.tui.picture_jobs import Drawing
    from newsreader.tui.picture_studio import Studio

KIND = "pictures"
REST_SECONDS = 0.4
"""An article that only follows the cursor has its pictures fetched when the cursor rests on it."""


class Picturing(Desk):
    """Keeps the gallery of the article that is shown, and has what is missing in it fetched."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._document: Document | None = None
        self._gallery: Gallery | None = None
        self._studio: Studio | None = None
        self._child: PictureChild | None = None
        self._turned: set[int] = set()
        """Articles for which the person wants it otherwise than the settings."""
        self._failed: dict[str, str] = {}
        """Why pictures were not to be had, by address: they are asked for again when the person asks again."""
        self._rest: Timer | None = None

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"images": self.toggle}

    def toggle(self, pane: Pane) -> None:
        """Show the pictures of the article, or their words in their place."""
        row, shown, document = self.screen.target(pane), self.screen.reading.shown, self._document
        if row is None or shown is None or document is None or shown.id != row.id:
            self.screen.say("open an article to see its pictures" if row else "there is no article here")
            return
        if self._gallery is None and (why := self._objection(shown, document)):
            self.screen.say(why)
            return
        self._turned ^= {shown.id}
        self._failed.clear()
        self.screen.article.show_pictures(self._open(shown, document))
        if self._gallery is None:
            self.stop()
            self.screen.say("pictures are hidden")
        self._fetch()

    def _objection(self, shown: "Headline", document: "Document") -> str:
        """Why the article gets no pictures; '' where it does."""
        from newsreader.articles.pictures import addresses

        if self._setting(shown) == "never":
            return 'images = "never" is set for this feed'
        if self.screen.newsreader.ascii_only:
            return "in ASCII there are no pictures"
        no_way = self.screen.newsreader.asked.graphics.why
        return no_way or ("" if addresses(document) else "this article has no pictures")

    def _setting(self, shown: "Headline") -> "Images":
        app, feed = self.screen.newsreader, self.screen.counting.shelf.by_id.get(shown.feed_id)
        for settings, subscription in zip(app.config.feeds, app.subscriptions, strict=False):
            if feed and subscription.url == feed.url:
                return settings.images or app.config.reader.images
        return app.config.reader.images

    # ── The article that is shown

    def gallery_of(self, shown: "Headline", document: "Document") -> "Gallery | None":
        """Return the gallery of an article that is about to be shown; None where its pictures are not."""
        gallery = self._open(shown, document)
        if self.screen.reading.opened:
            self._fetch()
        elif gallery and gallery.missing:
            self._rest = self.screen.set_timer(REST_SECONDS, self._fetch)
        return gallery

    def article_closed(self) -> None:
        """No article is shown any more."""
        if self._rest:
            self._rest.stop()
        if self._gallery:
            self._gallery.close()
        self._gallery = self._document = None

    def _open(self, shown: "Headline", document: "Document") -> "Gallery | None":
        self.article_closed()
        self._document = document
        wants = (self._setting(shown) == "always") != (shown.id in self._turned)
        if not wants or self._objection(shown, document):
            return None
        from newsreader.articles.pictures import addresses
        from newsreader.picture_cache import PictureCache
        from newsreader.tui.gallery import Gallery

        gallery = self._gallery = Gallery(addresses(document), self._open_studio())
        cache = PictureCache(self.screen.newsreader.paths.cache / "images")
        for url in gallery.missing:
            if path := cache.find(url):
                gallery.fetched(url, path)
            elif url in self._failed:
                gallery.failed(url, self._failed[url])
        return gallery

    def _open_studio(self) -> "Studio":
        if self._studio is None:
            from newsreader.tui.picture_studio import Studio

            app = self.screen.newsreader
            self._studio = Studio(app.asked.graphics, app.console, app.terminal, self._drawn)
            # What the terminal kept was deleted when the program was suspended.
            app.app_resume_signal.subscribe(self.screen.article, lambda _: self.screen.article.redraw())
        return self._studio

    def _drawn(self, drawing: "Drawing", rows: "list[Strip]") -> None:
        if self._gallery and (url := self._gallery.drawn(drawing, rows)):
            self.screen.article.picture_changed(url)

    # ── Fetching

    def _fetch(self) -> None:
        """Have fetched what is missing."""
        shown = self.screen.reading.shown
        if self._gallery and self._gallery.missing and shown:
            if self._child is None:
                from newsreader.tui.picture_child import PictureChild

                app = self.screen.newsreader
                self._child = PictureChild(app.paths, app.deliver, app.fetcher_program)
            if not self._child.go(shown.id) and self._child.article_id != shown.id:
                self._child.stop()  # nobody looks at that article any more; this one is next when it has ended
        self._tell()

    def _tell(self) -> None:
        missing = self._gallery.missing if self._gallery else []
        if self._child is None or not self._child.running or not missing:
            self.screen.status.working(KIND, "")
        else:
            what = "a picture" if len(missing) == 1 else f"{len(missing)} pictures"
            self.screen.status.working(KIND, f"fetching {what}, esc stops")

    def fetched(self, message: PictureFetched) -> None:
        """A picture came, or not."""
        if message.path is None:
            self._failed[message.url] = message.reason or "it could not be fetched"
        if self._gallery is None:
            return
        if message.path is None:
            self._gallery.failed(message.url, self._failed[message.url])
        else:
            self._gallery.fetched(message.url, message.path)
        self.screen.article.picture_changed(message.url)
        self._tell()

    def ended(self, message: PicturesFetched) -> None:
        """The fetcher has gone: what it said nothing of is not to be had from it, unless another article is shown now."""
        shown = self.screen.reading.shown
        if self._gallery and shown and shown.id == message.article_id:
            for url in self._gallery.missing:
                self._gallery.failed(url, message.why or "it was not fetched")
                self.screen.article.picture_changed(url)
            self._tell()
        else:
            self.screen.call_later(self._fetch)

    def stop(self) -> bool:
        """Stop fetching; returns whether there was anything to stop."""
        if self._child is None or not self._child.running or self._child.stopping:
            return False
        self._child.stop()
        return True

    def close(self) -> None:
        """The program ends."""
        if self._studio:
            self._studio.close()
