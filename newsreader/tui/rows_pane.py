"""What the feed tree and the headline list share: rows drawn by the line, a cursor, a window that scrolls, the mouse."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from newsreader.tui.viewport import Viewport

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

WHEEL_LINES = 3


class RowsPane(Widget, can_focus=True, inherit_bindings=False):
    """A list of rows, each of one or more lines. Only what is in the window is ever drawn or asked for."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.cursor = 0
        self.viewport = Viewport()
        self._visible: list[tuple[int, int]] | None = None

    # ── What a pane says about its rows

    def row_lines(self, row: int) -> Sequence[Strip]:
        """Return the lines of a row, each as wide as `row_width`, without the cursor."""
        raise NotImplementedError

    def row_height(self, row: int) -> int:
        """Return how many lines a row has."""
        return len(self.row_lines(row))

    def heading_lines(self, row: int) -> int:
        """Return how many of a row's lines are a heading above it, which the cursor does not cover."""
        raise NotImplementedError

    def may_stand(self, row: int) -> bool:
        """Whether the cursor may stand on `row`."""
        raise NotImplementedError

    def cursor_moved(self) -> None:
        """The cursor stands on another row."""
        raise NotImplementedError

    def row_clicked(self, row: int, line: int, x: int, *, double: bool) -> None:
        """A row was clicked at cell `x` of its `line`; the cursor stands there already."""
        raise NotImplementedError

    def rows_shown(self, first: int, last: int) -> None:
        """The rows from `first` to `last`, included, are about to be drawn."""

    def with_signs(self, strip: Strip, row: int, line: int) -> Strip:  # noqa: ARG002  # for panes that have some
        """Return a line of a row with the signs that come and go while the row stays the same."""
        return strip

    def empty_lines(self) -> Sequence[Strip]:
        """Return what is shown where there are no rows."""
        return ()

    # ── The cursor

    def move(self, by: int) -> bool:
        """Move the cursor by rows; returns whether it moved."""
        return self.move_to(self.cursor + by, 1 if by > 0 else -1)

    def move_to(self, row: int, direction: int = 1) -> bool:
        """Put the cursor on `row`, or on the next that it may stand on in `direction`; returns whether it moved."""
        row = max(0, min(row, self.viewport.count - 1))
        while 0 <= row < self.viewport.count and not self.may_stand(row):
            row += direction
        if not 0 <= row < self.viewport.count:
            return False
        before, self.cursor = self.cursor, row
        self.reveal_cursor(before)
        if before != row:
            self.cursor_moved()
        return before != row

    def page(self, by: float) -> bool:
        """Move the cursor by windows: 1 down, -0.5 half a page up."""
        return self.move_to(self.viewport.page_from(self.cursor, by, self.row_height), 1 if by > 0 else -1)

    def reveal_cursor(self, before: int | None = None) -> None:
        """Bring the cursor's row into the window; redraw no more than the two rows where that is enough."""
        place = (self.viewport.top, self.viewport.skip)
        self.viewport.reveal(self.cursor, self.row_height)
        if before is None or place != (self.viewport.top, self.viewport.skip):
            self.rows_changed()
        else:
            self.refresh_rows(before, self.cursor)

    # ── Drawing

    @property
    def ink(self) -> Mapping[str, Style]:
        """The styles of the theme, by role."""
        return cast("NewsreaderApp", self.app).ink

    @property
    def ascii_only(self) -> bool:
        """Whether signs must be ASCII."""
        return cast("NewsreaderApp", self.app).ascii_only

    @property
    def row_width(self) -> int:
        """Cells of a row: the last column of the pane shows where in the list the window is."""
        return max(self.size.width - 1, 1)

    def rows_changed(self) -> None:
        """Draw the whole pane again."""
        self._visible = None
        self.refresh()

    def refresh_rows(self, *rows: int) -> None:
        """Draw some rows again, if they are in the window."""
        lines = [y for y, (row, _) in enumerate(self.visible_lines()) if row in rows]
        if lines:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))

    def retheme(self) -> None:
        """Draw everything in the colours of another theme."""
        self.rows_changed()

    def visible_lines(self) -> list[tuple[int, int]]:
        """Return (row, line of the row) for each line of the window."""
        if self._visible is None or self.viewport.height != self.size.height:
            self.viewport.height = self.size.height
            self.viewport.settle(self.row_height)
            self._visible = self.viewport.lines(self.row_height)
            if self._visible:
                self.rows_shown(self._visible[0][0], self._visible[-1][0])
        return self._visible

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        width = self.row_width
        if not self.viewport.count:
            empty = self.empty_lines()
            return self._with_thumb(empty[y] if y < len(empty) else Strip.blank(width, self.ink["text"]), y)
        visible = self.visible_lines()
        if y >= len(visible):
            return self._with_thumb(Strip.blank(width, self.ink["text"]), y)
        row, line = visible[y]
        lines = self.row_lines(row)
        strip = self.with_signs(lines[min(line, len(lines) - 1)], row, line)
        if row == self.cursor and line >= self.heading_lines(row):
            over = self.ink["selected" if self.has_focus else "selected-quiet"]
            strip = Strip([Segment(text, style + over if style else over) for text, style, _ in strip], width)
        return self._with_thumb(strip, y)

    def _with_thumb(self, strip: Strip, y: int) -> Strip:
        """Add the last column: a mark beside the lines that stand where the window stands in the whole list."""
        rows = self._visible
        height, count = self.size.height, self.viewport.count
        mark = " "
        if rows and (shown := rows[-1][0] - rows[0][0] + 1) < count:
            size = max(1, height * shown // count)
            start = round((height - size) * rows[0][0] / max(count - shown, 1))
            if start <= y < start + size:
                mark = "|" if self.ascii_only else "▕"
        return Strip([*strip, Segment(mark, self.ink["rule"])], strip.cell_length + 1)

    # ── Events

    def on_resize(self) -> None:
        """The window has another size: the cursor stays in it if it was."""
        self.viewport.height = self.size.height
        before = self._visible
        self._visible = None
        self.viewport.reveal(self.cursor, self.row_height)
        if self.visible_lines() != before:
            self.refresh()

    def on_focus(self) -> None:
        """The cursor gets its full colour."""
        self.refresh_rows(self.cursor)

    def on_blur(self) -> None:
        """The cursor becomes quiet."""
        self.refresh_rows(self.cursor)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the window, not the cursor."""
        event.stop()
        self._wheel(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the window, not the cursor."""
        event.stop()
        self._wheel(-WHEEL_LINES)

    def _wheel(self, by: int) -> None:
        if self.viewport.scroll(by, self.row_height):
            self.rows_changed()

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on the row."""
        visible = self.visible_lines()
        if event.y < len(visible):
            row, line = visible[event.y]
            if self.may_stand(row):
                self.move_to(row)
                self.row_clicked(row, line, event.x, double=event.chain >= 2)
