"""Dataclasses that cross folders: what a feed's document held, what it changes, and what the store gives back.

Foreign strings in here are clean (text.py): one-line fields went through `clean_line`, bodies through `clean_text`.
Times are aware datetimes in UTC.

They are msgspec's Structs and no dataclasses, which they otherwise behave like: a change of one is made with
`msgspec.structs.replace`. Making two dozen dataclasses takes 13 ms at the start of every process, these half of one.
"""

from datetime import UTC, date, datetime
from enum import Enum
from typing import Literal

from msgspec import Struct

Markup = Literal["html", "text", "markdown"]
FeedStatus = Literal["ok", "quiet", "failing", "gone", "paused", "offline", "never"]
FetchResult = Literal["new", "unchanged", "skipped", "failed"]
Flag = Literal["read", "starred", "muted"]
Errand = Literal["fulltext", "run", "notify"]
"""What a rule wants done with an article once it is stored."""
OFFLINE = "offline"
"""Schedule.error of a feed that nobody could ask, since nothing at all was reachable: no failure of the feed."""
Sort = Literal["date", "relevance", "feed", "title", "length", "unread"]
Grouping = Literal["none", "feed", "day", "story"]
"""What stands together in a list, under a heading of its own."""


# ── From a document to the store ──────────────────────────────────────────────────────────────────────────────────────


class Enclosure(Struct, frozen=True):
    """A file that belongs to an article (RSS 2.0 enclosure, Atom link rel=enclosure, media:content)."""

    url: str
    type: str = ""
    bytes: int | None = None
    seconds: int | None = None
    title: str = ""


class Entry(Struct, frozen=True, array_like=True):
    """One item of a feed's document, as its publisher meant it."""

    guid: str
    """The publisher's id; '' where there is none (then decide finds a key)."""
    link: str
    title: str
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    body: str = ""
    """The fullest text there is."""
    markup: Markup = "html"
    summary: str = ""
    """A second, shorter text beside the body, in the same markup; '' where the body is all there is."""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    comments: str = ""
    """The address of the comments page."""
    image: str = ""
    """The address of a lead picture that the feed names outside the body (media:thumbnail, itunes:image, JSON Feed image)."""
    base: str = ""
    """What relative addresses in the body count from; '' means the link."""
    lang: str = ""
    source: str = ""
    """The outlet where an aggregated item came from (RSS source, Atom source/title)."""


class ParsedFeed(Struct, frozen=True, array_like=True):
    """A feed's document: RSS, RDF, Atom, JSON Feed, or a folder of saved pages."""

    format: str
    """'rss20', 'atom10', 'json11', 'folder' …; the names are feedparser's where it has one."""
    title: str
    site: str
    entries: tuple[Entry, ...]
    lang: str = ""
    description: str = ""
    ttl: int | None = None
    """Minutes for which the publisher asks not to be polled: <ttl>, or sy:updatePeriod ÷ sy:updateFrequency."""
    skip_hours: frozenset[int] = frozenset()
    """Hours of the day (UTC, 0-23) in which not to poll."""
    skip_days: frozenset[int] = frozenset()
    """Days of the week (UTC, Monday 0) on which not to poll."""
    truncated: bool = False
    """Whether entries beyond the limit were left out."""
    problem: str = ""
    """What was wrong with a document that could still be read ('not well-formed: …'); '' for nothing."""


class KnownArticle(Struct, frozen=True):
    """What decide needs to recognise an article that is stored."""

    id: int
    guid: str
    link: str
    entry_hash: bytes
    """Over everything in the entry: differs when anything changed."""
    text_hash: bytes
    """Over title and text alone: the same when only ids or addresses changed."""


class Effects(Struct, frozen=True):
    """What the person's rules do with a new article, in the transaction that stores it."""

    rules: tuple[str, ...]
    """The names of those that matched."""
    read: bool = False
    starred: bool = False
    muted: bool = False
    muted_until: datetime | None = None
    """When the mute ends; None: never."""
    tags: tuple[str, ...] = ()
    errands: tuple[tuple[Errand, str], ...] = ()
    """What is done once it is stored, and the name of the rule that wants it."""


class KeyedEntry(Struct, frozen=True):
    """An entry with the key that it is stored under."""

    key: str
    entry: Entry
    entry_hash: bytes
    text_hash: bytes
    effects: Effects | None = None
    """Of a new one: what rules do with it."""


class Changes(Struct, frozen=True):
    """What a document changes in the store. Nothing is ever deleted by a document."""

    new: tuple[KeyedEntry, ...] = ()
    updated: tuple[tuple[int, KeyedEntry], ...] = ()
    """(article id, new content). The key may differ from the stored one: the publisher changed its ids."""
    same: int = 0


class Schedule(Struct, frozen=True):
    """When a feed was and will be asked, and what its server said about that. The whole of it is stored."""

    last_check: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    """When the last new article came in."""
    next_check: datetime | None = None
    """Not to be asked before; None: due now."""
    reason: str = ""
    """Why not before, in words a person understands: 'every 2 h, as the server asks'."""
    failures: int = 0
    """In a row; 0 after any answer that was a success (200, 304)."""
    error: str = ""
    """The last failure in words; '' after a success."""
    gone: bool = False
    """The server said 410: polling stops until the person asks."""
    etag: str = ""
    last_modified: str = ""
    """Validators, opaque, to the byte (latin-1)."""
    body_hash: bytes = b""
    moved_to: str = ""
    """Where 301/308 answers point, and since when and how often in a row they said the same."""
    moved_since: datetime | None = None
    moved_count: int = 0
    ttl: int | None = None
    """Seconds that the document or the server's caching headers asked for."""
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    note: str = ""
    """Something worth knowing that is no failure: 'truncated to the newest 5,000', 'not well-formed'."""


class FeedUpdate(Struct, frozen=True):
    """All that one fetch of one feed writes, in one transaction."""

    feed_id: int
    schedule: Schedule
    changes: Changes | None = None
    """None: nothing was parsed (unchanged, failed)."""
    title: str = ""
    site: str = ""
    lang: str = ""
    bytes: int = 0
    """As they came over the wire."""


# ── From the store to the screen and the command line ─────────────────────────────────────────────────────────────────


class Subscription(Struct, frozen=True):
    """A feed as the config file has it. `url` is the key: an http(s) address, or an absolute path of a file or folder."""

    url: str
    name: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()


class Feed(Struct, frozen=True):
    """A feed as stored. `name` is what a person sees: the config's, else the document's title, else the address without secrets."""

    id: int
    url: str
    name: str
    section: str
    tags: tuple[str, ...]
    subscribed: bool
    title: str
    site: str
    unread: int
    status: FeedStatus
    schedule: Schedule


class FetchDay(Struct, frozen=True):
    """How fetching a feed went on one day (UTC)."""

    succeeded: int = 0
    failed: int = 0
    new: int = 0
    """Articles that came in."""
    bytes: int = 0
    """As they came over the wire."""


class Has(Enum):
    """What an article holds beside text; a bit each in Headline.has."""

    IMAGE = 1
    AUDIO = 2
    VIDEO = 4
    FULL_TEXT = 8


def is_day(moment: datetime) -> bool:
    """Whether `moment` is midnight UTC, to the second: so publishers write who know the day and no time."""
    return moment.timestamp() % 86400 == 0


class Headline(Struct, frozen=True):
    """One row of a list: an article without its body."""

    id: int
    feed_id: int
    title: str
    author: str
    link: str
    published: datetime | None
    updated: datetime | None
    """When the publisher changed it after publication; None if it did not."""
    sort: datetime
    """min(published, first seen): what lists are ordered by, newest first."""
    read: bool
    starred: bool
    muted: bool
    words: int | None
    """None until the article was indexed."""
    has: int = 0
    lang: str = ""
    comments: str = ""
    tags: tuple[str, ...] = ()
    """The person's own."""
    outlets: int = 1
    """How many feeds tell its story, where two or more do so in words of their own."""

    @property
    def minutes(self) -> int | None:
        """Reading time in whole minutes, as Document.minutes counts it; None until the article was indexed."""
        return self.words and max(1, round(self.words / 200))

    @property
    def day(self) -> date | None:
        """The day that lists order it by, where its source named no time; None where there is a time."""
        return self.sort.astimezone(UTC).date() if is_day(self.sort) else None


class Article(Struct, frozen=True):
    """A whole article as stored: its row, its feed's text, and what belongs to it."""

    headline: Headline
    body: str
    markup: Markup
    summary: str
    full: str = ""
    """The full article fetched from its page (HTML); '' where it was not."""
    base: str = ""
    image: str = ""
    source: str = ""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    tags: tuple[str, ...] = ()
    position: tuple[int, int] = (0, 0)
    """Where the person was: (block, character)."""
    text: str = ""
    """The index's plain text where it is at hand; else ''."""


class Hit(Struct, frozen=True):
    """One result of a search."""

    id: int
    score: float
    """bm25, the higher the better."""


class RuleLog(Struct, frozen=True):
    """What came of a rule so far."""

    matched: int = 0
    """Articles that it matched as they came in."""
    last_match: datetime | None = None
    error: str = ""
    """Why its program failed the last time; '' where it did not, or none is run."""
    failed: datetime | None = None


class Change(Struct, frozen=True):
    """A change of state in the journal, which can be undone."""

    id: int
    at: datetime
    what: str
    """For the status line and `undo --list`: 'marked 312 articles as read'."""
    count: int
    """Of articles; 0 where the config file alone was changed."""
    undone: bool = False
    config: bool = False
    """Whether the config file was changed: who holds settings reads them again."""


class Undone(Struct, frozen=True):
    """What an undo or a redo did."""

    change: Change
    restored: int
    """Articles whose state was set back."""
    skipped: int = 0
    """Articles that are gone or that were changed since."""
    ids: tuple[int, ...] = ()
    muted: bool = False
    """Whether articles left lists by it, or came back into them."""
    refused: str = ""
    """Why the config file was left as it is, in words; '' where it was not, or was not concerned."""


def enclosure_state(article_id: int, number: int) -> str:
    """Return the key of the store's state for the file of an enclosure, from 1: {"url", "path", "done": bool, …}."""
    return f"enclosure:{article_id}:{number}"
