"""Which articles a list shows, and how they stand in it."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.model import Grouping, Sort

if TYPE_CHECKING:
    from newsreader.query.tree import Query


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles of a list. Muted ones never, unless the query asks; those of unsubscribed feeds only if starred."""

    feeds: tuple[int, ...] | None = None
    """Feed ids; None: all."""
    unread: bool = False
    starred: bool = False
    since: datetime | None = None
    """Only what came out (`Headline.sort`) at that time or later."""
    query: "Query | None" = None
    sort: Sort = "date"
    """The order where the query names none."""
    backwards: bool = False
    """That order the other way round: the oldest first, Z before A. Of equal ones the newest comes first all the same."""
    group: Grouping = "none"
    """What stands together, before `sort`: feeds as in the config, days the newest first. Stories are the newsdesk's."""
    zone: int = 0
    """Seconds east of UTC: where days begin."""
    keep: frozenset[int] = frozenset()
    """Articles that stay listed under `unread` although they were read meanwhile."""
    also: frozenset[int] = frozenset()
    """Articles that stay listed although the query may find them no longer."""
    stories: bool = False
    """Whether a story's articles are one row. Reader.listed returns them all; folding.fold makes the rows."""


@dataclass(frozen=True, slots=True)
class Run:
    """Articles of a list that stand together: `count` of one feed, or of one day."""

    key: int
    """The feed's id, or the day's number (date.toordinal)."""
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """The articles of a list in its order, and the runs that they make; none where nothing is grouped."""

    ids: "array[int]"
    runs: Sequence[Run] = ()
    under: Mapping[int, int] = field(default_factory=dict)
    """Articles that are in the list but have no row of their own, by the one whose row stands for them (folding.py)."""
