"""The front page: what mattered in a span of time, the weightiest first, with reasons in words. Pure but for `gather`.

An entry is a story, or an article that stands alone. It weighs the more the more outlets tell it in words of their own,
the fresher it is, and the more the person reads and stars what its feeds bring; the second entry of a section weighs
less than its first, so that one subject does not fill the top.
"""

import math
from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newsreader.model import Feed, Headline
from newsreader.store.selection import Selection
from newsreader.store.stories import Story, stories_of

if TYPE_CHECKING:
    from newsreader.store.queries import Reader

FADING = timedelta(hours=12)
"""After so long freshness counts e times less."""
VARIETY = 0.75
"""What each further entry of a section weighs, in proportion to the one before."""
LOOKED_AT = 5_000
"""Articles of the span that are looked at, the newest first."""
_STARRED = 0.5
_LIKED = 0.5
_OFTEN = 0.5
"""How often a feed is read that is read often, in proportion to the one that is read most."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story of the span, or an article alone: its articles, the one to show first."""

    articles: tuple[Headline, ...]
    voices: int = 1
    """Outlets with a text of their own."""
    outlets: int = 1
    story: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A place on the front page."""

    told: Told
    section: str
    weight: float
    reasons: tuple[str, ...]
    """Why it stands where it stands, in words."""


def gather(
    reader: "Reader", since: datetime, *, feeds: Collection[int] | None = None, unread: bool = False
) -> list[Told]:
    """Return the stories and articles since `since`; of `feeds` alone, only unread ones. Raises StoreError."""
    chosen = Selection(feeds=None if feeds is None else tuple(feeds), since=since, unread=unread)
    ids = reader.ids(chosen, limit=LOOKED_AT)
    stories = stories_of(reader, ids)
    held: dict[tuple[bool, int], list[Headline]] = {}
    for headline in reader.headlines(ids):
        story = stories.get(headline.id)
        held.setdefault((story is not None, story.id if story else headline.id), []).append(headline)
    told = []
    for (in_story, id_), rows in held.items():
        story = stories.get(rows[0].id)
        # Unread first, then a text of its own, then the fullest; a copy last.
        rows.sort(key=lambda row: (row.read, _is_copy(stories.get(row.id)), -(row.words or 0), row.id))
        told.append(
            Told(tuple(rows), story.voices if story else 1, story.outlets if story else 1, id_ if in_story else None)
        )
    return told


def rank(
    told: Sequence[Told],
    feeds: Mapping[int, Feed],
    now: datetime,
    liking: Mapping[int, float] | None = None,
    *,
    stars: bool = True,
) -> list[Entry]:
    """Return the entries of a front page, the weightiest first.

    `liking` says by feed how often it is read, in proportion to the one that is read most, 0 to 1; None: that plays no
    part. `stars`: whether what is starred weighs more.
    """
    weighed = sorted(
        ((_weighed(one, feeds, now, liking or {}, stars), one) for one in told),
        key=lambda pair: (-pair[0][0], -pair[1].articles[0].sort.timestamp(), pair[1].articles[0].id),
    )
    queues: dict[str, deque[tuple[float, tuple[str, ...], Told]]] = {}
    for (weight, reasons), one in weighed:
        queues.setdefault(_section(one, feeds), deque()).append((weight, reasons, one))
    taken: Counter[str] = Counter()
    ranked: list[Entry] = []
    while queues:
        section = max(queues, key=lambda name: queues[name][0][0] * VARIETY ** taken[name])
        weight, reasons, one = queues[section].popleft()
        ranked.append(Entry(one, section, weight * VARIETY ** taken[section], reasons))
        taken[section] += 1
        if not queues[section]:
            del queues[section]
    return ranked


def _weighed(
    told: Told, feeds: Mapping[int, Feed], now: datetime, liking: Mapping[int, float], stars: bool
) -> tuple[float, tuple[str, ...]]:
    newest = max(row.sort for row in told.articles)
    age = max(now - newest, timedelta())
    weight = math.log2(1 + told.voices) + math.exp(-age / FADING)
    reasons = [f"{told.outlets} outlets"] if told.outlets > 1 else []
    reasons.append(_ago(age))
    if stars and any(row.starred for row in told.articles):
        weight += _STARRED
        reasons.append("you starred it")
    liked = max(told.articles, key=lambda row: liking.get(row.feed_id, 0.0))
    share = liking.get(liked.feed_id, 0.0)
    weight += _LIKED * share
    if share >= _OFTEN and liked.feed_id in feeds:
        reasons.append(f"you often read {feeds[liked.feed_id].name}")
    return weight, tuple(reasons)


def _section(told: Told, feeds: Mapping[int, Feed]) -> str:
    feed = feeds.get(told.articles[0].feed_id)
    return feed.section if feed else ""


def _ago(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 60:
        return f"{max(minutes, 1)} min ago"
    return f"{minutes // 60} h ago" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days ago"


def _is_copy(story: Story | None) -> bool:
    return story is not None and story.copy_of is not None
