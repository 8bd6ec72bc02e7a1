"""Which rows of a list stand under which heading; groups can be folded to their heading.

A list is an array of ids and the runs that they make (store.selection.Run). Rows are articles, and one row stands for a
group that is folded: its id is negative. Looking something up takes log(groups), making it one copy of the ids.
"""

from array import array
from bisect import bisect_right
from collections.abc import Collection, Sequence

from newsreader.store.selection import Run


class Groups:
    """The rows of a list whose ids make `runs`; of a list without runs every article is a row and there are no headings."""

    def __init__(self, ids: "array[int]", runs: Sequence[Run] = (), folded: Collection[int] = ()) -> None:
        """`folded`: the keys of groups of which the heading alone is shown."""
        self.all = ids
        self.runs = runs
        self.folded = {run.key for run in runs if run.key in folded}
        self.rows = array("q") if self.folded else ids
        """For each row the id of its article, or of a folded group a negative number."""
        self._starts: list[int] = []
        """For each group its first row."""
        at = row = 0
        for number, run in enumerate(runs):
            self._starts.append(row)
            if run.key in self.folded:
                self.rows.append(-1 - number)
                row += 1
            else:
                if self.folded:
                    self.rows.extend(ids[at : at + run.count])
                row += run.count
            at += run.count

    def group_of(self, row: int) -> int | None:
        """Return the number of the group that a row belongs to; None where nothing is grouped."""
        return bisect_right(self._starts, row) - 1 if self._starts else None

    def heading_at(self, row: int) -> Run | None:
        """Return the group that begins with a row."""
        number = self.group_of(row)
        return self.runs[number] if number is not None and self._starts[number] == row else None

    def is_folded(self, row: int) -> bool:
        """Whether a row is the heading of a folded group."""
        return row < len(self.rows) and self.rows[row] < 0

    def first_row(self, key: int) -> int | None:
        """Return where the group with `key` begins."""
        return next((self._starts[number] for number, run in enumerate(self.runs) if run.key == key), None)

    def fold(self, key: int, folded: bool) -> "Groups":
        """Return the same list with a group folded or unfolded."""
        return Groups(self.all, self.runs, (self.folded | {key}) if folded else (self.folded - {key}))
