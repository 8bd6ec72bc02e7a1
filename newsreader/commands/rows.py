"""Articles as rows on stdout, the same for `list` and `search`: a tidy line each, or a JSON object."""

import argparse
import shutil
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.commands.common import timestamp, warn
from newsreader.commands.stored import is_terminal
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.model import Feed, Headline
    from newsreader.query.tree import Query
    from newsreader.store.queries import Reader
    from newsreader.store.stories import Story

PAGE = 500
"""Rows are read and printed so many at a time: the first ones are out before the last are read."""
INDEXED_AT_ONCE = 10_000
INDEX_SECONDS = 2.0
"""How long a command may spend on that: a refresh does it; here it is for what a refresh was stopped at."""
_FEED_CELLS = 20


def positive(text: str) -> int:
    """Parse the number of --limit."""
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of articles")
    return int(text)


def pages(reader: "Reader", ids: Sequence[int]) -> Iterator[list["Headline"]]:
    """Yield the headlines of `ids` a page at a time."""
    for start in range(0, len(ids), PAGE):
        yield reader.headlines(ids[start : start + PAGE])


def record(
    headline: "Headline", feed: "Feed | None", tags: Sequence[str], story: "Story | None" = None
) -> dict[str, object]:
    """Return the JSON object of one article. What is absent is None."""
    return {
        "id": headline.id,
        "feed": feed.name if feed else None,
        "section": (feed.section if feed else None) or None,
        "title": headline.title or None,
        "url": headline.link or None,
        "author": headline.author or None,
        "published": timestamp(headline.published),
        "updated": timestamp(headline.updated),
        "comments": headline.comments or None,
        "read": headline.read,
        "starred": headline.starred,
        "muted": headline.muted,
        "tags": list(tags),
        "words": headline.words,
        "minutes": headline.minutes,
        "lang": headline.lang or None,
        "story": story_name(story.id) if story else None,
        "outlets": story.outlets if story else 1,
    }


def story_name(story: int) -> str:
    """Return a story as commands name it."""
    return f"s{story}"


def index_new(paths: Paths, reader: "Reader", query: "Query") -> None:
    """Make what came in since the last refresh searchable, if the query has words to search for."""
    from newsreader.query.words import terms
    from newsreader.store.errors import StoreError
    from newsreader.store.writer import Writer

    if not reader.unindexed() or not terms(query):
        return
    try:
        writer = Writer(paths.database)
        left = writer.index_some(INDEXED_AT_ONCE, deadline=time.monotonic() + INDEX_SECONDS)
        writer.close()
    except StoreError:
        left = reader.unindexed()
    if left:
        warn(f"{left:,} articles are not searchable yet; newsreader refresh goes on with that")


class Lines:
    """Makes one line of an article: id, local date and time, feed, title; cut where a terminal ends."""

    def __init__(self, ids: Sequence[int], feeds: "Mapping[int, Feed]") -> None:
        self._feeds = feeds
        self._id_digits = len(str(max(ids, default=0)))
        names = max((cells(feed.name) for feed in feeds.values()), default=0)
        self._width = shutil.get_terminal_size().columns if is_terminal() else None
        self._feed_cells = min(names, _FEED_CELLS) if self._width else names

    def line(self, headline: "Headline") -> str:
        feed = self._feeds.get(headline.feed_id)
        name = feed.name if feed else ""
        when = (headline.published or headline.sort).astimezone()
        return self.cut(
            f"{headline.id:>{self._id_digits}}  {_date(when)}  {fitted(name, self._feed_cells)}  {headline.title}"
        )

    def below(self, text: str) -> str:
        """Return a second line, indented under the first."""
        return self.cut(f"{' ' * (self._id_digits + 2)}{text}")

    def cut(self, line: str) -> str:
        return line if self._width is None else fitted(line, self._width).rstrip()


def fitted(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells: filled with blanks, or cut with an ellipsis."""
    missing = width - cells(text)
    if missing >= 0:
        return text + " " * missing
    kept, used = [], 0
    for character in text:
        used += cells(character)
        if used > width - 1:
            break
        kept.append(character)
    cut = "".join(kept) + "…"
    return cut + " " * (width - cells(cut))


def cells(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _date(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"
