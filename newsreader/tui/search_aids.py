"""What helps to type a search: names to complete, and what was searched before, kept in the store and nowhere else."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsreader.tui.answers import SearchAidsRead
from newsreader.tui.typed_before import texts_of, with_newest

if TYPE_CHECKING:
    from newsreader.model import Feed
    from newsreader.query.complete import Names
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer
    from newsreader.tui.main_screen import MainScreen

SEARCHES_KEY = "searches"
"""In the store's state, the newest first."""
MOST_SEARCHES = 100


class SearchAids:
    """Hands the search bar what it needs, each time it is opened."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self._tags: tuple[str, ...] = ()
        self._names: Names | None = None
        self._made_of: tuple[Sequence[str], Sequence[Feed]] = ((), ())

    def prepare(self) -> None:
        """The bar is open: hand it the names that are at hand, and read the others."""
        self._know()

        def read(reader: "Reader") -> SearchAidsRead:
            return SearchAidsRead(tuple(reader.tag_counts()), texts_of(reader.load_state(SEARCHES_KEY)))

        self.screen.store.ask("search-aids", read)

    def read(self, answer: SearchAidsRead) -> None:
        """Tags and searches are known."""
        self._tags = tuple(answer.tags)
        self.screen.search.remember(answer.searches)
        self._know()

    def _know(self) -> None:
        from newsreader.query.complete import Names

        counting = self.screen.counting
        if self._names is None or self._made_of != (self._tags, counting.feeds):
            self._made_of = (self._tags, counting.feeds)
            of_feeds = (tag for feed in counting.feeds for tag in feed.tags)
            tags = list(dict.fromkeys((*self._tags, *of_feeds)))
            self._names = Names([feed.name for feed in counting.feeds], counting.sections, tags)
        self.screen.search.know(self._names)

    def searched(self, text: str) -> None:
        """Remember a search that was kept with enter."""
        if self.screen.status.status.read_only:
            return

        def save(writer: "Writer") -> None:
            before = texts_of(writer.load_state(SEARCHES_KEY))
            writer.save_state(SEARCHES_KEY, with_newest(text, before, MOST_SEARCHES))

        self.screen.store.do(save)
