"""Which lines of which rows are on the screen, for a list whose rows have different heights.

The place is kept as (first row, lines of it that are above the edge) and everything is worked out from there, a screenful
at a time: no table of heights, so that a list of a million rows opens as fast as one of ten.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Heights = Callable[[int], int]
"""How many lines the row with this index has; at least 1."""


@dataclass(slots=True)
class Viewport:
    """A window of `height` lines on `count` rows."""

    count: int = 0
    height: int = 0
    top: int = 0
    skip: int = 0
    """Lines of the row `top` that are above the edge."""

    def lines(self, heights: Heights) -> list[tuple[int, int]]:
        """Return (row, line of that row) for each line of the window that shows one."""
        return list(self._lines(heights))

    def reveal(self, row: int, heights: Heights) -> None:
        """Move as little as needed so that `row` is wholly in the window."""
        if not self.count:
            return
        row = max(0, min(row, self.count - 1))
        if self.height <= 0:
            return
        if row < self.top or (row == self.top and self.skip):
            self.top, self.skip = row, 0
            return
        top, skip = self._top_for_bottom(row, heights)
        if (top, skip) > (self.top, self.skip):
            # A row taller than the window shows its start.
            self.top, self.skip = (row, 0) if top >= row else (top, skip)

    def scroll(self, by: int, heights: Heights) -> bool:
        """Move by so many lines, down where positive; returns whether anything moved."""
        before = (self.top, self.skip)
        self.skip += by
        while self.skip < 0 and self.top > 0:
            self.top -= 1
            self.skip += heights(self.top)
        self.skip = max(self.skip, 0)
        while self.top < self.count - 1 and self.skip >= heights(self.top):
            self.skip -= heights(self.top)
            self.top += 1
        self.settle(heights)
        return (self.top, self.skip) != before

    def settle(self, heights: Heights) -> None:
        """Keep the window filled: never past the end, after rows went, heights changed or the window grew."""
        if not self.count:
            self.top = self.skip = 0
            return
        self.top = min(self.top, self.count - 1)
        self.skip = min(self.skip, heights(self.top) - 1)
        last = self._top_for_bottom(self.count - 1, heights)
        if last < (self.top, self.skip):
            self.top, self.skip = last

    def page_from(self, row: int, by: float, heights: Heights) -> int:
        """Return the row that is about a window of lines (by=1, -1), or half of one (0.5), away from `row`."""
        room = max(int(abs(by) * self.height), 1)
        step = 1 if by > 0 else -1
        target = row
        while 0 <= target + step < self.count and (room := room - heights(target + step)) >= 0:
            target += step
        return target if target != row else max(0, min(row + step, self.count - 1))

    def _lines(self, heights: Heights) -> Iterator[tuple[int, int]]:
        row, line = self.top, self.skip
        left = self.height
        while row < self.count and left > 0:
            for shown in range(line, min(heights(row), line + left)):
                left -= 1
                yield row, shown
            row, line = row + 1, 0

    def _top_for_bottom(self, row: int, heights: Heights) -> tuple[int, int]:
        """The place at which the last line of `row` is the window's last; the very top where all before it fits."""
        left = self.height - heights(row)
        while left > 0 and row > 0:
            row -= 1
            left -= heights(row)
        return (row, -left) if left < 0 else (row, 0)
