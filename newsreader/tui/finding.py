"""Finding: the search bar over all that is stored, and within the article that is open."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.store.selection import Selection
from newsreader.text import clean_line
from newsreader.tui.answers import IdsRead, QueryRefused, SearchDone, SnippetsRead
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.list_rows import Snippet
from newsreader.tui.messages import SearchAccepted, SearchChanged
from newsreader.tui.viewing import Listing
from newsreader.tui.views import UNREAD, View

if TYPE_CHECKING:
    from textual.message import Message

    from newsreader.query.tree import Query
    from newsreader.query.words import Term
    from newsreader.store.queries import Reader
    from newsreader.tui.main_screen import MainScreen
    from newsreader.tui.search_bar import Mode

FIRST_RESULTS, ALL_RESULTS = 50, 2_000
SLOTS = ("search", "all", "snippets")
"""What a search asks the store; another search makes it stale."""


class Finding(Desk):
    """Keeps where the person was before the search, to go back there."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._before: tuple[View, Listing, int | None, Pane] | None = None
        self._asked: tuple[View, Listing] | None = None
        self.terms: Sequence[Term] = ()
        """The words of the results that are shown, to be marked in the articles."""
        self.words = ""
        """What the results that are shown were searched with."""

    @property
    def view_before(self) -> View:
        """The view from before the search."""
        return self._before[0] if self._before else UNREAD

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"search": self.search}

    def search(self, pane: Pane) -> None:
        """Open the bar: in the article it finds there, elsewhere it searches all that is stored."""
        if pane == "article" and self.screen.reading.shown:
            self._open("find")
            return
        self._remember()
        self._open("search", self.words if self.screen.viewing.view.kind == "search" else "")

    def _open(self, mode: "Mode", text: str = "") -> None:
        """Open the bar. It comes to the screen when it is first wanted: an input costs the first picture 20 ms."""
        bar = self.screen.search
        if not bar.is_attached:
            self.screen.mount(bar, before=self.screen.status)
        if mode == "search" and not self.screen.arranging.shows("list") and not self.screen.arranging.zen:
            # One pane at a time: the results are to be seen while they are typed for.
            self.screen.go("list")
        bar.open(mode, text)

    def _remember(self) -> None:
        viewing = self.screen.viewing
        if viewing.view.kind != "search":
            self._before = (viewing.view, viewing.listing, self.screen.list.article_id, self.screen.pane)

    # ── What the bar says

    def changed(self, message: SearchChanged) -> None:
        """Search, or find, as the person types."""
        text = message.text.strip()
        if self.screen.search.mode == "find":
            if text == "/":
                # '//': not in this article but in all that is stored.
                self._remember()
                self._open("search")
            else:
                self._find(text)
        elif text:
            # With its blanks: one at the end finishes the last word, which then must make sense.
            self._search(message.text, everywhere=message.everywhere, typing=True)
        else:
            self.words = ""
            self.screen.search.say("")

    def accepted(self, message: SearchAccepted) -> None:
        """Enter: the results stay and get the keys."""
        if self.screen.search.mode == "find":
            self.screen.search.close()
            self.screen.go("article")
            return
        text = message.text.strip()
        if not text:
            self.closed()
            return
        if self.screen.search.has_focus_within and (mistake := _mistake(text, self.screen.now())):
            # The bar stays, to be corrected; a click into another pane leaves it all the same.
            self.screen.search.say(mistake, error=True)
            return
        self._search(text, everywhere=message.everywhere, typing=False)
        self.screen.search.close()
        self.screen.go("list")

    def closed(self) -> None:
        """Escape: back to where the person was."""
        finding = self.screen.search.mode == "find"
        self.screen.search.close()
        if finding:
            self.screen.article.clear_hits()
            self.screen.go("article")
        else:
            self.leave()

    def leave(self) -> None:
        """Leave the results: the list from before comes back, with the cursor where it was."""
        before, self._before, self.words, self.terms = self._before, None, "", ()
        viewing = self.screen.viewing
        if before is None:
            self.screen.go("list")
            return
        view, _, row, pane = before
        self.screen.article.clear_hits()
        if viewing.view.kind == "search":
            viewing.open(view, keep=row)
        self.screen.go(pane if pane != "article" else "list")

    def _find(self, text: str) -> None:
        if not text:
            self.screen.article.clear_hits()
            self.screen.search.say("")
            return
        self._say_hits(self.screen.article.find(text))

    def hits_counted(self, count: int) -> None:
        """A long article was looked through to its end while the bar is open."""
        if self.screen.search.is_open and self.screen.search.mode == "find":
            self._say_hits(count)

    def _say_hits(self, count: int) -> None:
        self.screen.search.say(f"{count:,} hit{'s' if count != 1 else ''}")

    # ── Searching

    def _search(self, text: str, *, everywhere: bool, typing: bool) -> None:
        viewing = self.screen.viewing
        within = Selection() if everywhere or self._before is None else self._before[1].selection
        within = replace(within, unread=False, keep=frozenset()) if everywhere else within
        listing = Listing(within, viewing.listing.ticket + 1)
        self._asked = (View("search", text), listing)
        viewing.expect(listing)
        ticket, now = listing.ticket, self.screen.now()
        self.store.ask(
            "search", lambda reader: _results(reader, text, within, ticket, now, typing), "search", instead_of=SLOTS
        )

    def done(self, answer: SearchDone) -> None:
        """Show the results."""
        if self._asked is None or answer.ticket != self._asked[1].ticket:
            self.all_ranked(answer)
            return
        (view, listing), self._asked = self._asked, None
        self.terms = answer.terms
        self.words = view.name
        self._show(view, listing, answer)
        if len(answer.ids) == FIRST_RESULTS:
            self._rank_all(listing, answer.query)

    def _show(self, view: View, listing: Listing, answer: SearchDone) -> None:
        count = len(answer.ids)
        self.screen.search.say(f"{count:,}{'+' if count in (FIRST_RESULTS, ALL_RESULTS) else ''} found")
        found = IdsRead(answer.ticket, answer.ids, answer.headlines, True, answer.watermark)
        self.screen.viewing.show_results(view, listing, found)

    def _rank_all(self, listing: Listing, query: "Query") -> None:
        """The first results are the best of the newest matches: rank all that there are, beside the screen."""
        within, ticket = listing.selection, listing.ticket
        self.store.ask("all", lambda reader: _ranked(reader, query, within, ticket, ALL_RESULTS), "search")

    def all_ranked(self, answer: SearchDone) -> None:
        """Show all results, unless the person has begun to walk through the first ones: nothing moves under the cursor."""
        viewing = self.screen.viewing
        if answer.ticket == viewing.listing.ticket and viewing.view.kind == "search" and not self.screen.list.cursor:
            self._show(viewing.view, replace(viewing.listing, shown=False), answer)

    def snippets_wanted(self, ids: Sequence[int]) -> None:
        """Read the texts around the hits."""
        terms, ticket, width = self.terms, self.screen.viewing.listing.ticket, self.screen.list.snippet_width

        def read(reader: "Reader") -> SnippetsRead:
            from newsreader.store.search import cut_snippet

            texts = ((id_, reader.plain_text(id_)) for id_ in ids)
            return SnippetsRead(ticket, {id_: cut_snippet(text, terms, width) if text else "" for id_, text in texts})

        self.store.ask(f"snippets:{ids[0]}", read, "search")

    def snippets_read(self, answer: SnippetsRead) -> None:
        """Show the texts around the hits."""
        from newsreader.query.words import find_hits

        rows = self.screen.list
        if answer.ticket != self.screen.viewing.listing.ticket or self.screen.viewing.view.kind != "search":
            return
        cleaned = {id_: clean_line(text) for id_, text in answer.snippets.items()}
        rows.add_snippets({id_: Snippet(text, find_hits(text, self.terms, "body")) for id_, text in cleaned.items()})

    def mark_hits(self) -> None:
        """An article is shown: if it comes from a search, mark the words in it."""
        if self.terms and self.screen.viewing.view.kind == "search":
            self.screen.article.mark(self.terms)

    def refused(self, answer: QueryRefused) -> None:
        """The search cannot be understood."""
        if self.screen.search.is_open:
            self.screen.search.say(answer.why, error=True)
        else:
            self.screen.say(answer.why, error=True)


def _mistake(text: str, now: datetime) -> str:
    """What is wrong with a search that is typed to its end; '' where nothing is."""
    from newsreader.query.lexer import QueryError
    from newsreader.query.parse import parse

    try:
        parse(text, now=now)
    except QueryError as error:
        return str(error)
    return ""


def _results(reader: "Reader", text: str, within: Selection, ticket: int, now: datetime, typing: bool) -> "Message":
    from newsreader.query.lexer import QueryError
    from newsreader.query.parse import parse

    try:
        query = parse(text, now=now, typing=typing)
    except QueryError as error:
        return QueryRefused(ticket, str(error))
    return _ranked(reader, query, within, ticket, FIRST_RESULTS)


def _ranked(reader: "Reader", query: "Query", within: Selection, ticket: int, limit: int) -> SearchDone:
    """The best `limit` results; of all matches if these are more than the first ones."""
    from newsreader.query.words import terms
    from newsreader.store.search import search

    watermark = reader.last_id()
    hits = search(reader, query, within, limit=limit, full=limit > FIRST_RESULTS)
    ids = array("q", [hit.id for hit in hits])
    return SearchDone(ticket, ids, reader.headlines(ids[:FIRST_RESULTS]), watermark, query, terms(query))
