"""A look at an address before it is subscribed to: the feed that is there, or the feeds that the page there names."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from newsreader.feeds.alternates import Alternate, alternates
from newsreader.feeds.asking import Terms
from newsreader.feeds.encoding import decode
from newsreader.feeds.errands import Errand, Errands, ReadPage, Way, converse, problem_of
from newsreader.feeds.folder import Found, look
from newsreader.feeds.known_sites import known_feeds, usual_places
from newsreader.feeds.loop import Loop
from newsreader.feeds.parsers import Parsers
from newsreader.feeds.plan import OURS, Plan, World
from newsreader.feeds.wire import Parsed
from newsreader.model import Entry, Feed, ParsedFeed, Schedule
from newsreader.store.writer import Writer
from newsreader.urls import redacted

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_SEVERAL = "this is a page, and its site has several feeds for it"
_COMMENTS = re.compile(r"(?i)\bcomments?\b|\bkommentar|\bcommentaires?\b|\bcomentario|\breplies\b")
"""Feeds of what readers say to articles, which most blogs name beside the one of the articles."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is there."""

    url: str
    """The address to subscribe to: the one that was asked, or where it has moved for good."""
    feed: ParsedFeed | None = None
    error: str = ""
    """Why there is no feed, in words; '' where there is one."""
    alternates: tuple[Alternate, ...] = ()
    """Feeds that a page names, or that its site is known to have; beside a feed the other ones."""
    is_page: bool = False
    """Whether a document came, and is no feed."""

    def newest(self, count: int = 5) -> list[Entry]:
        """Return the feed's newest entries, those without a date in the document's order behind the others."""
        entries = self.feed.entries if self.feed else ()
        return sorted(entries, key=lambda entry: entry.published or _LONG_AGO, reverse=True)[:count]


def look_at(url: str, terms: Terms, writer: Writer, world: World = OURS, *, harder: bool = False) -> Look:
    """Look at an http(s) address, or at a file or folder; `writer` is for what processes share about hosts. Raises StoreError.

    A page leads to its feed where it has one, comments left aside. `harder`: where a page names none, the usual places
    are asked too.
    """
    if not url.startswith(("http://", "https://")):
        return _look_at_path(url, terms, world.clock())
    found: list[Look] = []

    def errand() -> Errand[None]:
        found.append((yield from _discover(url, terms, world, harder=harder)))

    Errands(writer, world).run([(url, errand())])
    return found[0]


def _discover(url: str, terms: Terms, world: World, *, harder: bool) -> Errand[Look]:
    """The feed at an address, or the one that its page or site has."""
    known = known_feeds(url)
    look = Look(url, error=_SEVERAL, alternates=known) if known else (yield from _look_at_address(url, terms, world))
    if look.feed is not None:
        return look
    posts = [other for other in look.alternates if not _COMMENTS.search(f"{other.url} {other.title}")]
    if len(posts) == 1:
        # A page is foreign: where it leads is asked like the links of an article, and never a private host for a public one.
        home = "" if known else look.url
        followed = yield from _look_at_address(posts[0].url, terms, world, home)
        if followed.feed is not None:
            others = tuple(other for other in look.alternates if other is not posts[0])
            return Look(followed.url, followed.feed, alternates=others)
        return Look(look.url, error=f"its feed {redacted(posts[0].url)}: {followed.error}", alternates=look.alternates)
    if harder and not look.alternates:
        for place in usual_places(look.url):
            tried = yield from _look_at_address(place.url, terms, world, look.url)
            if tried.feed is not None:
                return tried
        return Look(look.url, error=f"{look.error}; and in the usual places there is none")
    return look


def _look_at_address(url: str, terms: Terms, world: World, home: str = "") -> Errand[Look]:
    """Look at one address; `home`: the page that named it, '' where the person did."""
    try:
        talk = Way(home or url, terms, world.reach).to(url)
    except ValueError:
        return Look(url, error="not an address that can be asked")
    answer = yield from converse(talk)
    if problem := problem_of(answer):
        return Look(url, error=problem)
    content_type = answer.headers.get("content-type", "")
    parsed: Parsed = yield ReadPage(answer.body, talk.ask.url, content_type, "feed")
    # An address with a password in it stays as it is: what it moved to does not have it.
    address = url if talk.ask.credentials else talk.permanent_to or url
    if parsed.feed is not None:
        return Look(address, parsed.feed)
    others = alternates(decode(answer.body, content_type), talk.ask.url)
    return Look(address, error=parsed.error, alternates=others, is_page=True)


def _look_at_path(path: str, terms: Terms, now: datetime) -> Look:
    loop = Loop()
    parsers = Parsers(loop)
    found: list[Found] = []
    feed = Feed(0, path, path, "", (), False, "", "", 0, "never", Schedule())
    try:
        look(Plan(feed, terms), parsers, now, lambda _plan, result: found.append(result))
        while not found:
            loop.run_once(1.0)
    finally:
        parsers.close()
        loop.close()
    (result,) = found
    return Look(path, result.feed, result.schedule.error)
