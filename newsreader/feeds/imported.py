"""What another reader's list of subscriptions holds: feeds, searches, and what cannot be taken over, with the reason. Pure."""

from dataclasses import dataclass
from pathlib import Path

from newsreader.config.addresses import BadAddress, normal, resolve
from newsreader.text import clean_line

MAX_FEEDS = 10_000
"""A list with more is taken up to here, and says so: no person reads more, and a hostile list has an end."""
MAX_BYTES = 16 * 2**20
"""10,000 outlines with every attribute that readers write are some 4 MB."""


class NoList(Exception):
    """The document is no list of subscriptions; the message says why, for a person."""


@dataclass(frozen=True, slots=True)
class Found:
    """One subscription."""

    url: str
    """An http(s) address: a list from elsewhere names neither a file of this machine nor a program."""
    name: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundView:
    """A search that the other reader kept."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """An entry that cannot be taken over."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """A whole list, in its own order."""

    kind: str
    """'OPML', 'newsboat'."""
    feeds: tuple[Found, ...]
    views: tuple[FoundView, ...] = ()
    unusable: tuple[Unusable, ...] = ()


def web_address(text: str) -> str:
    """Return the address that an entry names. Raises BadAddress for everything that is not http or https."""
    # OPML of feed: links, as Safari and iTunes wrote it; 'feed:https://…' is the other form of the same.
    for prefix in ("feed://", "feed:", "itpc://", "pcast://"):
        if text.lower().startswith(prefix):
            rest = text[len(prefix) :]
            if rest.lower().startswith("file:"):
                raise BadAddress("names a file of this machine")
            text = rest if rest.lower().startswith(("http://", "https://")) else f"http://{rest.lstrip('/')}"
    if text.startswith("//"):
        text = f"https:{text}"
    if text.lower().startswith("file:") or text.startswith(("/", "./", "../", "~")):
        raise BadAddress("names a file of this machine; subscribe to it yourself if you trust it: newsreader add")
    address = resolve(text, Path("/"))
    if not address.lower().startswith(("http://", "https://")):
        raise BadAddress("is no http(s) address")
    return address


class Gathering:
    """Collects what a list holds, each feed once however many folders it stands in."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.views: list[FoundView] = []
        self._feeds: dict[str, Found] = {}
        self._unusable: list[Unusable] = []
        self._beyond = 0

    def add(self, address: str, name: str = "", section: str = "", tags: tuple[str, ...] = ()) -> None:
        """Take a feed; an address that cannot be one is kept as unusable."""
        address, name, section = clean_line(address), clean_line(name), clean_line(section)
        try:
            url = web_address(address)
        except BadAddress as error:
            self.refuse(name or address, str(error))
            return
        tags = tuple(dict.fromkeys(tag for tag in map(clean_line, tags) if tag and tag != section))
        known = self._feeds.get(normal(url))
        if known is None and len(self._feeds) >= MAX_FEEDS:
            self._beyond += 1
            return
        if known:
            # A second folder with the same feed: one feed stands in one section, the other folders become tags.
            other = (section,) if section and section != known.section else ()
            tags = tuple(dict.fromkeys(known.tags + other + tags))
            url, name, section = known.url, known.name or name, known.section or section
        self._feeds[normal(url)] = Found(url, name, section, tuple(tag for tag in tags if tag != section))

    def refuse(self, what: str, why: str) -> None:
        """Keep an entry that cannot be taken over."""
        if len(self._unusable) < MAX_FEEDS:
            self._unusable.append(Unusable(clean_line(what)[:200] or "an entry without a name", why))

    def done(self) -> Imported:
        """Return the whole list."""
        if self._beyond:
            self.refuse(f"{self._beyond:,} more feeds", f"a list is read up to {MAX_FEEDS:,} feeds")
        return Imported(self.kind, tuple(self._feeds.values()), tuple(self.views), tuple(self._unusable))
