"""Stories in a list: one row stands for all of their articles, and when it is unfolded they stand below it."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsreader.store.selection import Listed, Run
from newsreader.tui.list_rows import StoryPart


@dataclass(slots=True)
class Stories:
    """A list as it was read, and which of its stories are unfolded."""

    listed: Listed = field(default_factory=lambda: Listed(array("q")))
    unfolded: dict[int, Sequence[int]] = field(default_factory=dict)
    """The articles below each row that stands for a story."""
    _above: dict[int, int] = field(default_factory=dict)
    """The articles below such a row, and that row."""

    def copy(self) -> "Stories":
        """Return them as they are now."""
        return Stories(self.listed, dict(self.unfolded), dict(self._above))

    def read(self, listed: Listed) -> None:
        """The list was read, or another one: what is unfolded stays so as long as its row is there."""
        self.listed = listed
        if self.unfolded:
            there = set(self.unfolded).intersection(listed.ids)
            for row in [row for row in self.unfolded if row not in there]:
                self._fold(row)

    @property
    def rows(self) -> Listed:
        """The list with the articles below their rows."""
        return unfold(self.listed, self.unfolded)

    def part(self, article_id: int) -> StoryPart:
        """Return what an article is in the list."""
        return "part" if article_id in self._above else "open" if article_id in self.unfolded else ""

    def row_for(self, article_id: int | None) -> int | None:
        """Return the article whose row stands for this one, or itself where it has one of its own."""
        if article_id is None or article_id in self._above:
            return article_id
        return self.listed.under.get(article_id, article_id)

    def unfold(self, row: int, story: Iterable[int]) -> Sequence[int]:
        """Put those of a story's articles below its row that have none of their own; returns them."""
        held = list(story)
        wanted = set(held)
        shown = wanted.intersection(self.listed.ids)
        more = [id_ for id_ in held if id_ not in shown]
        if more and row in shown:
            self.unfolded[row] = more
            self._above.update(dict.fromkeys(more, row))
        return more

    def fold(self, article_id: int | None) -> tuple[int, Sequence[int]] | None:
        """Fold the story that an article is in; returns its row and what stood below it, None where nothing is unfolded."""
        row = None if article_id is None else self._above.get(article_id, article_id)
        return (row, self._fold(row)) if row is not None and row in self.unfolded else None

    def fold_all(self) -> Iterable[int]:
        """Fold all stories; returns the articles that looked otherwise unfolded."""
        changed = (*self.unfolded, *self._above)
        self.unfolded.clear()
        self._above.clear()
        return changed

    def _fold(self, row: int) -> Sequence[int]:
        more = self.unfolded.pop(row)
        for id_ in more:
            self._above.pop(id_, None)
        return more


def unfold(listed: Listed, stories: Mapping[int, Sequence[int]]) -> Listed:
    """Return a list with more rows: below each row of `stories` those that it names."""
    if not stories:
        return listed
    ids: array[int] = array("q")
    counts = [run.count for run in listed.runs]
    done = run = ends = 0
    for at in sorted(listed.ids.index(row) for row in stories):
        more = stories[listed.ids[at]]
        ids += listed.ids[done : at + 1]
        ids.extend(more)
        done = at + 1
        while counts and at >= ends + listed.runs[run].count:
            ends += listed.runs[run].count
            run += 1
        if counts:
            counts[run] += len(more)
    ids += listed.ids[done:]
    runs = [Run(one.key, count) for one, count in zip(listed.runs, counts, strict=True)]
    return Listed(ids, runs, listed.under)
