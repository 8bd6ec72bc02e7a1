"""Which rows of the headline list are marked for what is done with many at once. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class RowMarks:
    """Some articles, or all that are listed but some.

    All of 1,000,000 are marked without a step for each: what came in later has a higher id.
    """

    newest: int = 0
    """All articles up to this id are marked, but those `apart`; 0: only those are."""
    listed: int = 0
    """How many articles there are up to `newest`."""
    apart: dict[int, None] = field(default_factory=dict)
    """In the order in which they were marked."""

    @property
    def everything(self) -> bool:
        """Whether all were marked at once."""
        return self.newest > 0

    def __contains__(self, article_id: int) -> bool:
        return (0 < article_id <= self.newest) is not (article_id in self.apart)

    def toggle(self, article_id: int) -> None:
        """Mark an article, or no longer."""
        if article_id in self.apart:
            del self.apart[article_id]
        else:
            self.apart[article_id] = None

    def add(self, ids: Iterable[int]) -> None:
        """Mark articles as well."""
        if not self.newest:
            self.apart.update(dict.fromkeys(ids))
            return
        for id_ in ids:
            if id_ not in self:
                self.toggle(id_)

    def add_all(self, ids: Sequence[int], newest: int) -> None:
        """Mark all articles of a list, those up to the id `newest`."""
        self.newest = newest
        self.apart.clear()
        self.listed_anew(ids)

    def listed_anew(self, ids: Sequence[int]) -> None:
        """The list was read again: more of it may be known, and articles may have come in or be gone."""
        if self.newest:
            self.listed = sum(0 < id_ <= self.newest for id_ in ids)

    def clear(self) -> bool:
        """Mark nothing; returns whether anything was marked."""
        marked = bool(self.newest or self.apart)
        self.newest = 0
        self.apart.clear()
        return marked

    @property
    def count(self) -> int:
        """How many are marked."""
        return sum((1 if id_ > self.newest else -1 for id_ in self.apart), self.listed if self.newest else 0)

    def among(self, ids: Sequence[int]) -> Sequence[int]:
        """Return the marked ones of a list, in its order; those that were marked one by one, in that order."""
        if not self.newest:
            return list(self.apart)
        return ids if not self.apart and (not ids or max(ids) <= self.newest) else [id_ for id_ in ids if id_ in self]
