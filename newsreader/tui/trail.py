"""What was read, one after the other, and where in that the person is: back and forth as in a browser."""

from dataclasses import dataclass

from newsreader.tui.views import View

MOST = 200
"""Visits that are remembered."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An article that was opened, and the view in whose list it stood; None where it stood in none."""

    article_id: int
    view: View | None = None


class Trail:
    """The visits of this session. Who goes back and opens something else goes on from there."""

    def __init__(self, most: int = MOST) -> None:
        self._visits: list[Visit] = []
        self._at = -1
        self._most = most

    @property
    def here(self) -> Visit | None:
        """Where the person is; None before the first visit."""
        return self._visits[self._at] if self._visits else None

    def visit(self, visit: Visit) -> None:
        """Go on to something. The same article again is no step."""
        if self.here and self.here.article_id == visit.article_id:
            self._visits[self._at] = visit
            return
        del self._visits[self._at + 1 :]
        self._visits.append(visit)
        del self._visits[: -self._most]
        self._at = len(self._visits) - 1

    def step(self, by: int) -> Visit | None:
        """Go back (-1) or forth (1); None at the end, where nothing happens."""
        at = self._at + by
        if not 0 <= at < len(self._visits):
            return None
        self._at = at
        return self._visits[at]
