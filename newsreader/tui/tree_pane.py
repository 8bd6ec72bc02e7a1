"""The feed tree: smart rows, sections with their feeds, the feeds without a section."""

from collections.abc import Sequence

from textual.strip import Strip
from typing_extensions import override

from newsreader.tui.messages import TreeRowOpened, TreeRowSelected
from newsreader.tui.rows_pane import RowsPane
from newsreader.tui.tree_rows import Counts, TreeRow, draw_row


class TreePane(RowsPane):
    """Shows the rows that it is given and says where the cursor is. Which list is shown is the screen's matter."""

    def __init__(self) -> None:
        super().__init__(id="tree")
        self.rows: Sequence[TreeRow] = ()
        self.current = ""
        """The key of the view in the list."""
        self._count: Counts = lambda _: 0
        self._drawn: dict[int, int] = {}
        """The counts that stand in the window, by row."""

    def show(self, rows: Sequence[TreeRow], count: Counts, current: str) -> None:
        """Show other rows, or the same ones with other counts. The cursor stays on its row; if that is gone, where it was."""
        if rows is self.rows or rows == self.rows:
            before, self.current, self._count = self.current, current, count
            self.count_again(before, current)
            return
        key = self.cursor_key
        self.rows, self.current, self._count, self._drawn = rows, current, count, {}
        self.viewport.count = len(rows)
        at = self.index_of(key)
        self.cursor = at if at is not None else self._nearest(self.cursor)
        self.reveal_cursor()

    def count_again(self, *keys: str) -> None:
        """Draw the rows in the window whose counts have changed, and those of `keys`, if these differ."""
        moved = set(keys) if len(set(keys)) > 1 else set()
        counts = {row: self._count(self.rows[row]) for row in self._drawn}
        changed = [row for row, count in counts.items() if count != self._drawn[row] or self.rows[row].key in moved]
        if changed:
            self._drawn = counts
            self.refresh_rows(*changed)

    @override
    def rows_shown(self, first: int, last: int) -> None:
        """Other rows are in the window."""
        self._drawn = {row: self._count(self.rows[row]) for row in range(first, last + 1)}

    @property
    def cursor_row(self) -> TreeRow | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def cursor_key(self) -> str:
        """The view of the row under the cursor; '' where there is none."""
        return row.key if (row := self.cursor_row) else ""

    def index_of(self, key: str) -> int | None:
        """Return where the row of a view stands, if there is one."""
        return next((i for i, row in enumerate(self.rows) if row.key == key), None) if key else None

    def put_cursor_on(self, key: str) -> bool:
        """Put the cursor on the row of a view without saying so; returns whether there is one."""
        at = self.index_of(key)
        if at is not None and at != self.cursor:
            before, self.cursor = self.cursor, at
            self.reveal_cursor(before)
        return at is not None

    def _nearest(self, row: int) -> int:
        row = max(0, min(row, len(self.rows) - 1))
        return row if not self.rows or self.may_stand(row) else row - 1

    @override
    def row_lines(self, row: int) -> Sequence[Strip]:
        """Draw one row."""
        entry = self.rows[row]
        current = entry.key == self.current != ""
        return (
            draw_row(entry, self._count(entry), self.row_width, self.ink, current=current, ascii_only=self.ascii_only),
        )

    @override
    def row_height(self, row: int) -> int:
        """Every row is a line."""
        return 1

    @override
    def heading_lines(self, row: int) -> int:
        """There are no headings."""
        return 0

    @override
    def may_stand(self, row: int) -> bool:
        """Not on gaps."""
        return self.rows[row].kind != "gap"

    @override
    def cursor_moved(self) -> None:
        """The list follows the cursor."""
        self.post_message(TreeRowSelected(self.cursor_key))

    @override
    def row_clicked(self, row: int, line: int, x: int, *, double: bool) -> None:
        """A double click opens a row; one click on the sign of a section folds it."""
        if double or (self.rows[row].folded is not None and x <= 2):
            self.post_message(TreeRowOpened(self.rows[row].key))
