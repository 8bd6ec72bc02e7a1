"""Links: opened in the browser, copied, the comments page."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.model import Feed
from newsreader.tui.answers import LinksRead
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from newsreader.store.queries import Reader


MOST_LINKS = 100
"""A browser takes no more at once."""


class Linking(Desk):
    """Hands links to other programs."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {
            "open-link": lambda pane: self.open(self._link(pane)),
            "open-marked": self.open_marked,
            "copy-link": self.copy_link,
            "copy-title-and-link": self.copy_title_and_link,
            "open-comments": self.open_comments,
            "link-hints": self.hints,
        }

    def open(self, url: str) -> None:
        """Open a link in the browser."""
        from newsreader.tui.opening import OpeningError, open_in_browser

        if not url:
            self.screen.say("there is no link here")
            return
        try:
            opened = open_in_browser(self.screen.newsreader, url, self.screen.settings)
        except OpeningError as error:
            self.screen.say(str(error), error=True)
        else:
            self.screen.say(f"opened {opened}")

    def open_marked(self, pane: Pane) -> None:
        """Open the links of all marked rows; without marks that of the row."""
        ids = self.screen.gathering.taken(pane)
        question = f"Open {len(ids):,} links in the browser"
        if len(ids) > MOST_LINKS:
            self.screen.say(f"{len(ids):,} links are too many for a browser: mark {MOST_LINKS} at most", error=True)
        elif ids:
            self.screen.gathering.sure(
                len(ids), question, lambda: self.store.ask("links", lambda reader: LinksRead(_links(reader, ids)))
            )

    def links_read(self, message: LinksRead) -> None:
        """Open many links at once."""
        from newsreader.tui.opening import OpeningError, open_in_browser

        app, opened, failed = self.screen.newsreader, 0, ""
        for url in message.links:
            try:
                open_in_browser(app, url, self.screen.settings)
                opened += 1
            except OpeningError as error:
                failed = str(error)
        others = len(message.links) - opened
        self.screen.say(
            f"opened {opened:,} link{'s' if opened != 1 else ''}" + (f", {others:,} not: {failed}" if failed else ""),
            error=bool(failed),
        )

    def copy_link(self, pane: Pane) -> None:
        """Copy the selected text of the article, else the link."""
        selected = self.screen.article.selected_text if pane == "article" else ""
        if selected:
            self._copy(selected, "the selection", lines=True)
        else:
            self._copy(self._link(pane), "")

    def copy_title_and_link(self, pane: Pane) -> None:
        """Copy the title and the link."""
        from newsreader.tui.opening import shown_link

        feed = self._feed() if pane == "tree" else None
        page = self.screen.following.page if pane == "article" else None
        row = None if pane == "tree" else self.screen.target(pane)
        title = feed.name if feed else page.title if page else row.title if row else ""
        link = shown_link(self._link(pane, focused=False), self.screen.settings)
        self._copy(f"{title} {link}".strip() if link else "", "title and link")

    def copy(self, url: str) -> None:
        """Copy a link."""
        self._copy(url, "")

    def hints(self, _: Pane) -> None:
        """Put letters at the links in sight: the next keys open one, or copy it."""
        from newsreader.tui.hints import HintBar, find_hints

        article = self.screen.article
        page, top = article.page, article.top
        if not self.screen.article_visible or page is None:
            self.screen.say("no article is in sight")
            return
        hints = find_hints(page, top, top + article.size.height)
        if not hints and not page.document.links:
            self.screen.say("this article has no links")
            return
        HintBar(article, hints, [link.url for link in page.document.links]).show_on(self.screen)

    def open_comments(self, pane: Pane) -> None:
        """Open the comments page of an article."""
        row = self.screen.target(pane)
        if row and row.comments:
            self.open(row.comments)
        else:
            self.screen.say("this article names no comments page")

    def _copy(self, text: str, what: str, *, lines: bool = False) -> None:
        from newsreader.tui.opening import OpeningError, copy, shown_link

        if not text:
            self.screen.say("there is nothing to copy here")
            return
        if not what:
            text = what = shown_link(text, self.screen.settings)
        try:
            copy(self.screen.newsreader, text, self.screen.settings, lines=lines)
        except OpeningError as error:
            self.screen.say(str(error), error=True)
        else:
            self.screen.say(f"copied {what}")

    def _link(self, pane: Pane, *, focused: bool = True) -> str:
        """The link that is meant in a pane: the focused one of the article, the article's own, the feed's site."""
        if pane == "tree":
            feed = self._feed()
            return (feed.site or feed.url) if feed else ""
        if focused and pane == "article" and (url := self.screen.article.focused_link):
            return url
        if pane == "article" and (page := self.screen.following.page):
            return page.url
        row = self.screen.target(pane)
        return row.link if row else ""

    def _feed(self) -> Feed | None:
        return self.screen.counting.feed(self.screen.tree_view.feed_id)


def _links(reader: "Reader", ids: Sequence[int]) -> list[str]:
    return [row.link for row in reader.headlines(ids) if row.link]
