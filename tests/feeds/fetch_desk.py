"""A store with articles whose pages, enclosures and pictures a test fetches when it says so."""

from pathlib import Path

from feed_server import Behaviour, Site, page
from refresh_desk import Desk

from newsreader.feeds.fetch import Event, Fetch, Wanted
from newsreader.feeds.fulltext import FullText
from newsreader.feeds.plan import Plan, World
from newsreader.model import Article, Changes, Enclosure, Entry, FeedUpdate, KeyedEntry, Schedule
from newsreader.store.queries import Reader

SENTENCE = (
    "The council of Norwick voted on Tuesday to bring the old lamps back to the harbour, whatever that may cost. "
)


def story(*marks: str, paragraphs: int = 6, head: str = "", foot: str = "") -> Behaviour:
    """A news page with an article of some paragraphs; each mark stands in one of its own."""
    text = "".join(f"<p>{mark} {SENTENCE * 2}</p>" for mark in marks) + f"<p>{SENTENCE * 2}</p>" * paragraphs
    return web(
        f"<html><head><title>Lamps return</title>{head}</head><body><nav><a href='/'>Home</a> <a href='/w'>World</a></nav>"
        f"<article><h1>Lamps return</h1>{text}</article>{foot}<footer>About us, contact, imprint</footer></body></html>"
    )


def web(html: str) -> Behaviour:
    return page(html.encode(), "text/html; charset=utf-8")


class FetchDesk:
    """Articles of one feed at `site`/feed."""

    def __init__(self, desk: Desk, site: Site, folder: Path) -> None:
        self.desk, self.site, self.folder = desk, site, folder
        self.downloads, self.cache = folder / "downloads", folder / "cache"
        self.feed_url = f"{site.url}/feed"
        self._stored = 0

    def article(
        self,
        link: str,
        body: str = "<p>Short.</p>",
        *,
        enclosures: tuple[Enclosure, ...] = (),
        title: str = "Lamps return",
    ) -> int:
        """Store an article; returns its id. A link that begins with a slash is the server's."""
        if not self._stored:
            self.desk.subscribe(self.feed_url)
        self._stored += 1
        link = f"{self.site.url}{link}" if link.startswith("/") else link
        entry = Entry(str(self._stored), link, title, published=self.desk.now, body=body, enclosures=enclosures)
        keyed = KeyedEntry(entry.guid, entry, entry.guid.encode(), entry.guid.encode())
        self.desk.writer.commit([FeedUpdate(self.desk.feed().id, Schedule(), Changes(new=(keyed,)), "Norwick Radio")])
        return self._stored

    def fetch(self, *ids: int, full: bool = False, images: bool = False, enclosure: int | None = None) -> list[Event]:
        """Fetch; returns what was reported."""
        events: list[Event] = []
        self.carry_out(events, ids, Wanted(full, images, enclosure))
        return events

    def carry_out(self, events: list[Event], ids: tuple[int, ...], wanted: Wanted, stop_when: object = None) -> None:
        """Fetch, and stop when `stop_when` says so of an event."""
        desk = self.desk
        world = World(clock=lambda: desk.now, resolve=desk.resolve, reach=desk.reach, gap=desk.gap)
        reader = Reader(desk.folder / "news.db", clock=lambda: desk.now)

        def report(event: Event) -> None:
            events.append(event)
            if callable(stop_when) and stop_when(event):
                fetch.stop()

        plans = [Plan(feed, desk.terms) for feed in reader.feeds(all=True)]
        fetch = Fetch(desk.writer, reader, plans, self.cache, report, world=world)
        try:
            fetch.run(ids, wanted, self.downloads)
        finally:
            reader.close()

    def full(self, link: str, body: str = "<p>Short.</p>") -> tuple[FullText, Article]:
        """Store an article, fetch its page; returns what came of it and the article as it is then."""
        id_ = self.article(link, body)
        told = next(event for event in self.fetch(id_, full=True) if isinstance(event, FullText))
        return told, self.stored(id_)

    def stored(self, id_: int) -> Article:
        reader = Reader(self.desk.folder / "news.db")
        try:
            article = reader.article(id_)
        finally:
            reader.close()
        assert article is not None
        return article
