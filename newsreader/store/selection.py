"""Which articles a list shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.model import Sort

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
    keep: frozenset[int] = frozenset()
    """Articles that stay listed under `unread` although they were read meanwhile."""
