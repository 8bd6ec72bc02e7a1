"""Finding: the search bar over all that is stored, and within the article that is open."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.store.selection import Listed, Selection
from newsreader.text import clean_line
from newsreader.tui.answers import IdsRead, MatchesRead, QueryRefused, SearchCounted, SearchDone, SnippetsRead
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.list_rows import Snippet
from newsreader.tui.messages import SearchAccepted, SearchChanged
from newsreader.tui.search_aids import SearchAids
from newsreader.tui.selecting import as_found, both
from newsreader.tui.viewing import Before, Listing
from newsreader.tui.views import UNREAD, View

if TYPE_CHECKING:
    from textual.message import Message

    from newsreader.query.tree import Query
    from newsreader.query.words import Term
    from newsreader.store.queries import Reader
    from newsreader.tui.main_screen import MainScreen
    from newsreader.tui.search_bar import Mode

FIRST_RESULTS, ALL_RESULTS = 50, 2_000
_WORDS_FROM = 110
"""Columns from which there is room to say that not all are listed."""
SLOTS = ("search", "count", "all", "snippets")
"""What a search asks the store; another search makes it stale."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the person was before the search."""

    before: Before
    pane: Pane
    article: int
    """The article that was open; 0 for none."""


class Finding(Desk):
    """Keeps where the person was before the search, to go back there."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self.aids = SearchAids(screen)
        self._origin: Origin | None = None
        self._asked: tuple[View, Listing] | None = None
        self._count: int | None = None
        """How many the search that is shown finds in all, once that is known."""
        self.terms: Sequence[Term] = ()
        """The words of the results that are shown, to be marked in the articles."""
        self.words = ""
        """What the results that are shown were searched with."""

    @property
    def view_before(self) -> View:
        """The view from before the search."""
        return self._origin.before.view if self._origin else UNREAD

    @property
    def in_search(self) -> bool:
        """Whether the results of a search are shown, or on their way."""
        return self.screen.viewing.view.kind == "search" or self._asked is not None

    @property
    def within(self) -> Selection:
        """The articles of the view from before the search."""
        return self._origin.before.listing.selection if self._origin else Selection()

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
        if mode == "search":
            self.aids.prepare()

    def _remember(self) -> None:
        viewing, reading = self.screen.viewing, self.screen.reading
        if viewing.view.kind != "search":
            article = reading.shown.id if reading.shown and reading.opened else 0
            self._origin = Origin(viewing.as_it_is(), self.screen.pane, article)

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
            self._search(message.text, everywhere=message.everywhere, typing=True, cursor=message.cursor)
        else:
            self._show_before()

    def _show_before(self) -> None:
        """Nothing is searched: show the list from before, but stay in the bar."""
        shown = self.in_search
        self.words, self.terms, self._asked = "", (), None
        self.screen.search.say("")
        self.screen.article.clear_hits()
        if self._origin and shown:
            self.screen.viewing.go_back(self._origin.before)

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
        if self.screen.search.has_focus_within and (wrong := mistake(text, self.screen.now())):
            # The bar stays, to be corrected; a click into another pane leaves it all the same.
            self.screen.search.say(wrong, error=True)
            return
        self.aids.searched(text)
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
        """Leave the results: all is as it was before, the list with its cursor and its window, and the article."""
        shown = self.in_search
        origin, self._origin, self.words, self.terms, self._asked = self._origin, None, "", (), None
        viewing, reading = self.screen.viewing, self.screen.reading
        if origin is None:
            self.screen.go("list")
            return
        self.screen.article.clear_hits()
        if shown:
            viewing.go_back(origin.before)
        if origin.pane == "article" and origin.article:
            if not (reading.opened and reading.shown and reading.shown.id == origin.article):
                reading.open(origin.article, focus=False, mark=False)
            self.screen.go("article")
        else:
            self.screen.go(origin.pane if origin.pane != "article" else "list")

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

    def search_again(self) -> None:
        """Articles may have left the results that are shown, or come back into them."""
        self._search(self.words, everywhere=self.screen.search.everywhere, typing=False)

    def all_matches(self) -> "Callable[[Reader], MatchesRead]":
        """Return what reads the ids of all that the search finds whose best results are listed."""
        text, now, ticket = self.words, self.screen.now(), self.screen.viewing.listing.ticket
        within = as_found(Selection() if self.screen.search.everywhere else self.within)

        def read(reader: "Reader") -> MatchesRead:
            from newsreader.query.parse import parse

            chosen = replace(within, query=both(within.query, parse(text, now=now)))
            return MatchesRead(ticket, reader.ids(chosen))

        return read

    # ── Searching

    def _search(self, text: str, *, everywhere: bool, typing: bool, cursor: int | None = None) -> None:
        viewing = self.screen.viewing
        within = as_found(Selection() if everywhere else self.within)
        listing = Listing(within, viewing.listing.ticket + 1)
        self._asked, self._count = (View("search", text), listing), None
        viewing.expect(listing)
        ticket, now = listing.ticket, self.screen.now()
        self.store.ask(
            "search",
            lambda reader: _results(reader, text, within, ticket, now, typing, cursor),
            "search",
            instead_of=SLOTS,
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
        self._mark_shown()
        if len(answer.ids) == FIRST_RESULTS:
            self._count_all(listing, answer.query)
            self._rank_all(listing, answer.query)
        else:
            self._count = len(answer.ids)

    def _show(self, view: View, listing: Listing, answer: SearchDone) -> None:
        self._say_count(len(answer.ids))
        found = IdsRead(answer.ticket, Listed(answer.ids), answer.headlines, True, answer.watermark)
        self.screen.viewing.show_results(view, listing, found)

    def _say_count(self, listed: int) -> None:
        if self._count is None:
            words = f"{listed:,}{'+' if listed in (FIRST_RESULTS, ALL_RESULTS) else ''} found"
        else:
            more = self._count > ALL_RESULTS and self.screen.size.width >= _WORDS_FROM
            words = f"{self._count:,} found" + (f", best {ALL_RESULTS:,} listed" if more else "")
        self.screen.search.say(words)

    def _count_all(self, listing: Listing, query: "Query") -> None:
        chosen, ticket = replace(listing.selection, query=both(listing.selection.query, query)), listing.ticket
        self.store.ask("count", lambda reader: SearchCounted(ticket, reader.count(chosen)), "search")

    def counted(self, answer: SearchCounted) -> None:
        """It is known how many there are in all."""
        if answer.ticket == self.screen.viewing.listing.ticket and self.screen.viewing.view.kind == "search":
            self._count = answer.count
            self._say_count(answer.count)

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

    def _mark_shown(self) -> None:
        """The article that is the first result may be shown already, with the words of another search or none."""
        shown = self.screen.reading.shown
        if shown and shown.id == self.screen.list.article_id:
            self.screen.article.clear_hits()
            self.mark_hits()

    def refused(self, answer: QueryRefused) -> None:
        """The search cannot be understood."""
        if self.screen.search.is_open:
            self.screen.search.say(answer.why, error=True)
        else:
            self.screen.say(answer.why, error=True)


def mistake(text: str, now: datetime) -> str:
    """What is wrong with a search that is typed to its end; '' where nothing is."""
    from newsreader.query.lexer import QueryError
    from newsreader.query.parse import parse

    try:
        parse(text, now=now)
    except QueryError as error:
        return str(error)
    return ""


def _results(
    reader: "Reader", text: str, within: Selection, ticket: int, now: datetime, typing: bool, cursor: int | None
) -> "Message":
    from newsreader.query.lexer import QueryError
    from newsreader.query.parse import parse

    try:
        query = parse(text, now=now, typing=typing, cursor=cursor)
    except QueryError as error:
        return QueryRefused(ticket, str(error))
    return _ranked(reader, query, within, ticket, FIRST_RESULTS)


def _ranked(reader: "Reader", query: "Query", within: Selection, ticket: int, limit: int) -> SearchDone:
    """The best `limit` results; of all matches if these are more than the first ones."""
    from newsreader.query.words import terms
    from newsreader.store.search import search

    watermark = reader.last_id()
    hits = search(reader, both(within.query, query), within, limit=limit, full=limit > FIRST_RESULTS)
    ids = array("q", [hit.id for hit in hits])
    return SearchDone(ticket, ids, reader.headlines(ids[:FIRST_RESULTS]), watermark, query, terms(query))
