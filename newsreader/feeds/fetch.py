"""What is fetched for stored articles: full text, enclosures, pictures. Asked for by a person, or by a feed's `full_text`."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from newsreader.feeds import backlog
from newsreader.feeds.download import Downloaded, Kept, Progress, Shelf, download
from newsreader.feeds.errands import Errand, Errands, Way
from newsreader.feeds.fulltext import FullText, full_text
from newsreader.feeds.network import host_of
from newsreader.feeds.pictures import Picture, picture
from newsreader.feeds.plan import OURS, Plan, World
from newsreader.feeds.robots import Robots
from newsreader.model import Article, enclosure_state
from newsreader.picture_cache import PictureCache
from newsreader.store.queries import Reader
from newsreader.store.writer import Writer

if TYPE_CHECKING:
    from concurrent.futures import Future

    from newsreader.feeds.credentials import Keyring

STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Done:
    """The sum."""

    stored: int = 0
    kept: int = 0
    failed: int = 0
    ms: int = 0


Event: TypeAlias = FullText | Downloaded | Progress | Picture | Done
E = TypeVar("E", FullText, Downloaded, Picture)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fetch of each article."""

    full: bool = False
    images: bool = False
    enclosure: int | None = None
    """Its number, from 1."""


class Fetch:
    """One run for stored articles. `plans` say how their feeds are asked, `report` gets the events.

    `keyring` has what feeds log in with; it is the caller's, and None where none does.
    """

    def __init__(
        self,
        writer: Writer,
        reader: Reader,
        plans: Sequence[Plan],
        cache: Path,
        report: Callable[[Event], object],
        *,
        world: World = OURS,
        keyring: "Keyring | None" = None,
    ) -> None:
        self._writer, self._reader, self._report, self._world = writer, reader, report, world
        self._keyring = keyring
        self._logins: dict[int, str] = {}
        """By feed: what it logs in with."""
        self._plans = {plan.feed.id: plan for plan in plans}
        self._robots = Robots(cache / "robots", world.clock)
        self._pictures = PictureCache(cache / "images")
        self._counts = {"stored": 0, "kept": 0, "failed": 0}
        self._errands: Errands | None = None
        self._stopping = False

    def stop(self) -> None:
        """End soon; what is half done is left so that it can go on. Safe to call from a signal handler."""
        self._stopping = True
        if self._errands is not None:
            self._errands.stop()

    def run(self, ids: Iterable[int], wanted: Wanted, downloads: Path) -> Done:
        """Fetch what is wanted of the articles `ids`; returns the sum. Raises StoreError."""
        began = time.monotonic()
        there = [article for id_ in dict.fromkeys(ids) if (article := self._article(id_)) is not None]
        self._log_in(there)
        if wanted.full:
            self.full(there)
        number = wanted.enclosure
        if number is not None:
            shelf = Shelf(downloads, self._kept, self._keep)
            self._carry_out(
                (_enclosure_address(article, number), self._download(article, number, shelf)) for article in there
            )
        if wanted.images:
            self._carry_out(
                (url, self._picture(article, url)) for article in there for url in self._addresses(article.headline.id)
            )
        done = Done(**self._counts, ms=round((time.monotonic() - began) * 1000))
        self._tell(done)
        return done

    def full(self, articles: Iterable[Article]) -> None:
        """Fetch the pages of articles."""
        articles = list(articles)
        self._log_in(articles)
        self._carry_out((article.headline.link, self._full(article)) for article in articles)

    def catch_up(self, feed_ids: Iterable[int]) -> Done:
        """Fetch the pages of what is new in feeds that want it; returns the sum. Raises StoreError."""
        began = time.monotonic()
        newest = self._reader.last_id()
        due = {feed_id: backlog.due(self._reader, feed_id) for feed_id in feed_ids}
        results: dict[int, list[FullText]] = {feed_id: [] for feed_id in due}
        feed_of = {article.headline.id: feed_id for feed_id, articles in due.items() for article in articles}
        report = self._report

        def noted(event: Event) -> None:
            if isinstance(event, FullText):
                results[feed_of[event.article_id]].append(event)
            report(event)

        self._report = noted
        try:
            self.full(article for articles in due.values() for article in articles)
        finally:
            self._report = report
            for feed_id, found in results.items():
                backlog.note(self._writer, feed_id, found, newest, of=len(due[feed_id]))
        return Done(**self._counts, ms=round((time.monotonic() - began) * 1000))

    # ── The errands

    def _carry_out(self, errands: Iterable[tuple[str, Errand[None]]]) -> None:
        if self._stopping:
            return
        self._errands = Errands(self._writer, self._world)
        if self._stopping:  # a signal came in between
            self._errands.stop()
        self._errands.run(errands)

    def _full(self, article: Article) -> Errand[None]:
        id_ = article.headline.id
        errand = full_text(article, self._way(article), self._robots.objection, self._writer.save_full)
        return self._told(errand, FullText(id_, "failed", STOPPED, may_pass=True))

    def _download(self, article: Article, number: int, shelf: Shelf) -> Errand[None]:
        errand = download(article, number, self._feed_name(article), self._way(article), shelf, self._tell)
        return self._told(errand, Downloaded(article.headline.id, number, "failed", reason=STOPPED))

    def _picture(self, article: Article, url: str) -> Errand[None]:
        id_ = article.headline.id
        errand = picture(id_, url, self._way(article), self._robots.objection, self._pictures)
        return self._told(errand, Picture(id_, url, "failed", reason=STOPPED))

    def _told(self, errand: Errand[E], stopped: E) -> Errand[None]:
        """An errand whose result is reported; `stopped` is, where it is closed before it has one."""
        try:
            result: E = yield from errand
        except GeneratorExit:
            self._tell(stopped)
            raise
        self._tell(result)

    # ── What they need

    def _log_in(self, articles: Iterable[Article]) -> None:
        """Ask for the secrets of feeds whose articles are on their own server, all at once, before anything is fetched.

        Without one the pages are asked for all the same, and the server says what is missing.
        """
        asked: dict[int, Future[str]] = {}
        for article in articles:
            plan = self._plans[article.headline.feed_id]
            if plan.login is not None and plan.feed.id not in self._logins and _is_at_home(article, plan.feed.url):
                if self._keyring is None:
                    raise ValueError("a plan logs in, and there is no keyring")
                asked[plan.feed.id] = self._keyring.ask(plan.login)
        for feed_id, header in asked.items():
            self._logins[feed_id] = "" if header.exception() else header.result()

    def _article(self, id_: int) -> Article | None:
        article = self._reader.article(id_) if id_ < 1 << 63 else None
        if article is None:
            self._tell(FullText(id_, "failed", f"there is no article {id_}"))
        return article

    def _way(self, article: Article) -> Way:
        plan = self._plans[article.headline.feed_id]
        header = self._logins.get(plan.feed.id)
        headers = {**plan.terms.headers, "Authorization": header} if header else plan.terms.headers
        return Way(plan.feed.url, replace(plan.terms, headers=headers), self._world.reach)

    def _feed_name(self, article: Article) -> str:
        return self._plans[article.headline.feed_id].feed.name

    def _addresses(self, id_: int) -> list[str]:
        from newsreader.articles.build import build
        from newsreader.articles.pictures import addresses

        article = self._reader.article(id_)  # anew: its full text may have come a moment ago
        return addresses(build(article)) if article is not None else []

    def _kept(self, id_: int, number: int) -> Kept | None:
        value = self._reader.load_state(enclosure_state(id_, number))
        names = {field.name for field in fields(Kept)}
        return Kept(**value) if isinstance(value, dict) and value.keys() == names else None

    def _keep(self, id_: int, number: int, kept: Kept) -> None:
        value = {field.name: getattr(kept, field.name) for field in fields(Kept)}
        self._writer.save_state(enclosure_state(id_, number), value)

    def _tell(self, event: Event) -> None:
        if isinstance(event, FullText | Downloaded | Picture):
            self._counts[event.result] += 1
        try:
            self._report(event)
        except BrokenPipeError:  # whoever listened has gone
            self.stop()
            self._report = lambda _event: None


def _is_at_home(article: Article, feed_url: str) -> bool:
    """Whether something of an article is on its feed's own host."""
    addresses = (article.headline.link, *(enclosure.url for enclosure in article.enclosures))
    return any(host_of(address) == host_of(feed_url) for address in addresses)


def _enclosure_address(article: Article, number: int) -> str:
    """Where a download begins; '' for an enclosure that is not there, of which the errand tells."""
    return article.enclosures[number - 1].url if 1 <= number <= len(article.enclosures) else ""


def as_json(event: Event) -> dict[str, object]:
    """Return the event as the object that stands on a line of JSON."""
    match event:
        case FullText():
            return {
                "event": "article", "id": event.article_id, "result": event.result, "reason": event.reason or None,
                "words": event.words,
            }  # fmt: skip
        case Progress():
            return {"event": "progress", "id": event.article_id, "bytes": event.bytes, "of": event.of}
        case Downloaded():
            return {
                "event": "enclosure", "id": event.article_id, "enclosure": event.number, "result": event.result,
                "reason": event.reason or None, "path": str(event.path) if event.path else None, "bytes": event.bytes,
            }  # fmt: skip
        case Picture():
            return {
                "event": "image", "id": event.article_id, "url": event.url, "result": event.result,
                "reason": event.reason or None, "path": str(event.path) if event.path else None,
                "type": event.type or None, "bytes": event.bytes,
            }  # fmt: skip
        case Done():
            return {
                "event": "done", "stored": event.stored, "kept": event.kept, "failed": event.failed, "ms": event.ms,
            }  # fmt: skip
