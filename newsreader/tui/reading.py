"""Reading: which article is shown, when it counts as read, and how one goes on to the next one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs
from textual.timer import Timer
from typing_extensions import override

from newsreader.actions import Pane
from newsreader.model import Headline
from newsreader.tui.answers import ArticleRead, UnreadFound
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.views import View, feed_view

if TYPE_CHECKING:
    from newsreader.articles.document import Document
    from newsreader.model import Article, Feed
    from newsreader.store.queries import Reader
    from newsreader.tui.main_screen import MainScreen

PREVIEW_SECONDS = 0.15
"""The article follows the cursor when that rests: while a key is held down nothing but the list is drawn."""
SELECT_SECONDS = 0.4
NEAR = 500
"""Rows that are looked through one by one for an unread one before all unread ones are asked for."""


class Reading(Desk):
    """Keeps the article in the article pane: `shown`, and whether the person `opened` it or the cursor rests on it."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self.shown: Headline | None = None
        self.opened = False
        self.own_text: set[int] = set()
        """Articles whose full text is stored, and of which the person wants the feed's own text."""
        self._ticket = 0
        self._wanted = 0
        """The article that was asked for last: it is shown, or on its way from the store; 0: none."""
        self._saved = (0, 0, 0)
        self._timers: list[Timer] = []
        self._next: Callable[[int | None], None] = lambda _: None

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {
            "read-on": self.read_on,
            "next-unread": lambda pane: self.next_unread(pane, 1),
            "previous-unread": lambda pane: self.next_unread(pane, -1),
            "next-feed": lambda pane: self.next_feed(pane, 1),
            "previous-feed": lambda pane: self.next_feed(pane, -1),
        }

    # ── Opening and showing

    def open(self, article_id: int | None, *, focus: bool = True, mark: bool = True) -> None:
        """Open an article: show it, go to it, and mark it as read if that is when it counts as read."""
        if article_id is None:
            return
        self._stop_timers()
        if not (self.opened and self.shown and self.shown.id == article_id):
            self.save_position()
            self._ask_for(article_id, opened=True)
            self.screen.retracing.opened(article_id)
            if mark and self.screen.settings.mark_read == "on-open":
                self._mark_read(article_id)
        if focus:
            self.screen.go("article")

    def row_selected(self) -> None:
        """The cursor of the list stands on another row: wait whether it rests there."""
        self._stop_timers()
        article_id = self.screen.list.article_id
        if self.screen.article_visible:
            self._later(PREVIEW_SECONDS, self._preview)
        if self.screen.settings.mark_read == "on-select" and self.screen.list.cursor > 0 and article_id is not None:
            self._later(SELECT_SECONDS, lambda: self._mark_read(article_id))

    def list_shown(self) -> None:
        """Another list is there: show what its cursor stands on, if the article pane is in sight."""
        listing = self.screen.viewing.listing
        cursor_is_on_its_way = listing.looked_for and not listing.complete
        # What was opened together with the list stays open, also where the list lacks it, but not what left with its feed.
        left = self.shown is not None and self.screen.counting.feed(self.shown.feed_id) is None
        is_open = self.opened and self._wanted == listing.keep and not left
        if self.screen.article_visible and self.screen.pane != "article" and not (cursor_is_on_its_way or is_open):
            self._preview()

    def _preview(self) -> None:
        article_id = self.screen.list.article_id
        if article_id is None:
            self.close()
        elif not self._is_at(article_id):
            self.save_position()
            self._ask_for(article_id, opened=False)

    def _is_at(self, row: int | None) -> bool:
        """Whether what is shown, or on its way, is the article of a row, or one of the story that this stands for."""
        return row in (self._wanted, self.screen.list.stories.row_for(self._wanted))

    def close(self) -> None:
        """Show no article."""
        self.save_position()
        self._ticket += 1
        self.shown, self.opened, self._wanted = None, False, 0
        self.screen.picturing.article_closed()
        self.screen.article.clear("")

    def show_again(self, *, keep_place: bool = False) -> None:
        """Show the same article from its top: it has another text now. `keep_place`: only what is said of it may differ."""
        if self.shown:
            place = self.screen.article.position if keep_place else (0, 0)
            self._ask_for(self.shown.id, opened=self.opened, place=place)

    def rows_read(self) -> None:
        """Rows of the list were read again: if the article that is shown has other tags now, its head says so."""
        row = self.screen.list.headline(self.shown.id) if self.shown else None
        if row and self.shown and row.tags != self.shown.tags:
            self.shown = row
            self.show_again(keep_place=True)

    def _ask_for(self, article_id: int, *, opened: bool, place: tuple[int, int] | None = None) -> None:
        if article_id != self._wanted:
            self.screen.following.left()
        self._ticket += 1
        ticket = self._ticket
        self.opened, self._wanted = opened, article_id
        build = self.builder()

        def read(reader: "Reader") -> ArticleRead:
            article = reader.article(article_id)
            if article is None:
                return ArticleRead(ticket, None, None, (0, 0))
            position = article.position if place is None else place
            return ArticleRead(ticket, article.headline, build(article), position)

        self.store.ask("article", read)

    def builder(self) -> "Callable[[Article], Document]":
        """Return what makes the page of an article, as the person reads it; to be called beside the screen."""
        between = " - " if self.screen.list.ascii_only else " · "
        feeds, own_text = self.screen.counting.shelf.by_id, frozenset(self.own_text)

        def make(article: "Article") -> "Document":
            from newsreader.articles.build import build
            from newsreader.articles.highlight import prepare

            if article.headline.id in own_text:
                # What the index counted are the words of the full text.
                article = structs.replace(article, full="", headline=structs.replace(article.headline, words=None))
            feed = feeds.get(article.headline.feed_id)
            about = (feed.section, feed.name) if feed else ()
            tags = " ".join(f"#{tag}" for tag in article.tags)
            page = build(article, kicker=between.join(filter(None, (*about, tags))))
            prepare(page.blocks)
            return page

        return make

    def article_read(self, answer: ArticleRead) -> None:
        """Show the article."""
        if answer.ticket != self._ticket:
            return
        if answer.headline is None or answer.document is None:
            self.shown, self._wanted = None, 0
            self.screen.picturing.article_closed()
            self.screen.article.clear("This article is gone.")
            self.screen.arranging.leave_zen()
            return
        self.shown = answer.headline
        self._saved = (answer.headline.id, *answer.position)
        gallery = self.screen.picturing.gallery_of(answer.headline, answer.document)
        self.screen.article.show(answer.document, answer.position, gallery)
        self.screen.covering.article_shown(answer.headline, answer.document)
        self.screen.finding.mark_hits()
        self.screen.telling.tell()

    # ── What counts as read

    def scrolled_to_end(self) -> None:
        """The end of the article came into view."""
        if self.opened and self.shown and self.screen.settings.mark_read == "on-scroll-end":
            self._mark_read(self.shown.id)

    def _mark_read(self, article_id: int) -> None:
        row = self.screen.list.headline(article_id)
        if row is None or not row.read:
            self.screen.marking.mark([article_id], "read", True)

    def save_position(self) -> None:
        """Remember where in the article the person is, before another one is shown."""
        if self.opened and self.shown:
            article_id, (block, char) = self.shown.id, self.screen.article.position
            if self._saved != (article_id, block, char):
                self._saved = (article_id, block, char)
                self.store.do(lambda writer: writer.save_position(article_id, block, char))

    def leave_view(self) -> None:
        """Another list is about to be shown."""
        self._stop_timers()
        self.save_position()

    def _later(self, seconds: float, what: Callable[[], None]) -> None:
        self._timers.append(self.screen.set_timer(seconds, what))

    def _stop_timers(self) -> None:
        for timer in self._timers:
            timer.stop()
        self._timers.clear()

    # ── Going on

    def read_on(self, pane: Pane) -> None:
        """A page down; at the end the next unread article; after the last one the next feed with unread ones."""
        rows = self.screen.list
        if pane == "list" and rows.unfold():
            return
        at_cursor = self.opened and self._is_at(rows.article_id)
        if pane != "article" and at_cursor and not (self.shown and self.shown.id == self._wanted):
            return  # it is not on the screen yet, there is nothing to go on from
        if pane == "article" or at_cursor:
            if not self.screen.article_visible:
                self.screen.go("article")
            elif not self.screen.article.page_down():
                self._go_on(1, opening=True)
        elif pane == "list" and rows.article_id is not None:
            self.open(rows.article_id, focus=not self.screen.article_visible)
        else:
            self._go_on(1, opening=True, inclusive=True)

    def next_unread(self, pane: Pane, step: int) -> None:
        """To the next (1) or previous (-1) unread article, across feeds; while hits are marked to the next hit."""
        if self.screen.article.hits and pane != "tree":
            (self.screen.article.next_hit if step > 0 else self.screen.article.previous_hit)()
            return
        if pane == "tree":
            self.screen.go("list")
        self._go_on(step, opening=pane == "article", inclusive=pane == "tree")

    def next_feed(self, pane: Pane, step: int) -> None:
        """To the next (1) or previous (-1) feed with unread articles."""
        feed = self._feed_after(step, whole_section=False)
        if feed is None:
            self.screen.say("no other feed has unread articles")
            return
        self._open_feed(feed, lambda: self._go_on(1, opening=False, inclusive=True))
        if pane == "article":
            self.screen.go("list")

    def _go_on(self, step: int, *, opening: bool, inclusive: bool = False) -> None:
        """Find the next unread row of the list; where there is none, of the next feed."""
        rows = self.screen.list
        start = rows.cursor if inclusive else rows.cursor + step
        end = len(rows.ids) if step > 0 else -1

        def found(index: int | None) -> None:
            if index is not None:
                rows.move_to(index)
                if opening:
                    self.open(rows.article_id, focus=self.screen.pane == "article" or not self.screen.article_visible)
            else:
                self._leave_list(step, opening)

        self._find_unread(start, end, found)

    def _find_unread(self, start: int, end: int, found: Callable[[int | None], None]) -> None:
        """Look for an unread row from `start` up to `end`, not included: in the rows at hand, else in the store."""
        rows = self.screen.list
        place = start
        for place, row in rows.known(start, end):
            if not row.read:
                found(place)
                return
            place += 1 if end > start else -1
        if place == end or not 0 <= place < len(rows.ids):
            found(None)
            return
        self._next = found
        listing, marking = self.screen.viewing.listing, self.screen.marking
        ids, ticket, unread = (
            rows.ids,
            listing.ticket,
            replace(listing.selection, unread=True, keep=frozenset(), also=frozenset()),
        )

        def read(reader: "Reader") -> UnreadFound:
            step = 1 if end > place else -1
            near = ids[place:end:step] if end >= 0 else ids[place::step]
            states = marking.overlay(reader.headlines(near[:NEAR]))
            first = next((row.id for row in states if not row.read), None)
            if first is None and len(near) > NEAR:
                wanted = set(reader.ids(unread))
                first = next((id_ for id_ in near[NEAR:] if id_ in wanted), None)
            return UnreadFound(ticket, None if first is None else place + step * near.index(first), step > 0)

        self.store.ask("next", read)

    def unread_found(self, answer: UnreadFound) -> None:
        """Go on with what the store found."""
        if answer.ticket == self.screen.viewing.listing.ticket:
            self._next(answer.index)

    def _leave_list(self, step: int, opening: bool) -> None:
        """No unread row follows in this list: the next feed; in a list of many feeds once more from its other end."""
        viewing, rows = self.screen.viewing, self.screen.list
        if viewing.view.kind in ("feed", "section"):
            feed = self._feed_after(step, whole_section=True)
            if feed is not None:
                self._open_feed(feed, lambda: self._go_on(1, opening=opening, inclusive=True))
            else:
                self.screen.say("everything is read")
            return

        def found(index: int | None) -> None:
            if index is None:
                self.screen.say(self._nothing_left())
                return
            rows.move_to(index)
            if opening:
                self.open(rows.article_id, focus=self.screen.pane == "article" or not self.screen.article_visible)

        if step > 0:
            self._find_unread(0, rows.cursor, found)
        else:
            self._find_unread(len(rows.ids) - 1, rows.cursor, found)

    def _nothing_left(self) -> str:
        """No row of a list of many feeds is unread: what that means."""
        view, rows = self.screen.viewing.view, self.screen.list
        if view.kind == "search":
            return "no other unread result"
        if rows.stories.listed.under and self.screen.counting.unread_in(view) and not self.screen.status.status.new:
            return "every row is read; what other outlets tell of these stories is not"
        return "everything is read"

    def _open_feed(self, feed: "Feed", then: Callable[[], None]) -> None:
        if feed.section:
            self.screen.counting.fold(feed.section, folded=False)
        view = feed_view(feed.id)
        self.screen.viewing.open(view, then)
        self.screen.tree_pane.put_cursor_on(view.key)

    def _feed_after(self, step: int, *, whole_section: bool) -> "Feed | None":
        """The next feed with unread articles in the order of the tree, around the end; not the one that is shown."""
        feeds, view = self.screen.counting.ordered_feeds(), self.screen.viewing.view
        before, after = _around(feeds, view, whole_section=whole_section)
        ordered = (
            [*feeds[after:], *feeds[:before]] if step > 0 else [*reversed(feeds[:before]), *reversed(feeds[after:])]
        )
        return next((feed for feed in ordered if self.screen.counting.unread.get(feed.id)), None)


def _around(feeds: "list[Feed]", view: View, *, whole_section: bool) -> tuple[int, int]:
    """Where in `feeds` those before the view end and those after it begin."""
    if view.kind == "feed":
        at = next((i for i, feed in enumerate(feeds) if feed.id == view.feed_id), 0)
        return at, at + 1
    if view.kind == "section":
        members = [i for i, feed in enumerate(feeds) if feed.section == view.name]
        if members:
            return members[0], members[-1] + 1 if whole_section else members[0]
    return len(feeds) if not whole_section else 0, 0
