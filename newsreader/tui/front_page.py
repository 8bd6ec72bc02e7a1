"""The list's pane when the front page is shown: the same rows, cursor and marks as any list, set as a newspaper's page."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from typing_extensions import override

from newsreader.tui.list_pane import ListPane
from newsreader.tui.messages import HeadlineOpened

if TYPE_CHECKING:  # what only the front page needs is imported when it is shown
    from newsreader.newsdesk.front_sheet import FrontPage
    from newsreader.tui.front_layout import PageLine, Piece, Story


class FrontPane(ListPane):
    """A ListPane that can also set its rows as a front page. While `front` is None it is a list and nothing else."""

    front: "FrontPage | None" = None
    all_key = ""
    """The key that shows all articles."""
    titled = True
    """Whether the page says what it is."""
    _set: "Sequence[PageLine] | None" = None
    """The page as lines, until something on it changes."""
    _first = 0
    """The line of the page that is the first in the window."""

    def set_as(self, front: "FrontPage | None") -> None:
        """Be a front page, or (None) a list; the rows come with `show` or `go_back`."""
        self.front, self._first = front, 0
        self.rows_changed()

    # ── Lines

    @property
    def page_lines(self) -> "Sequence[PageLine]":
        """The whole page; empty where this is a list."""
        if self._set is None and self.front is not None:
            from newsreader.tui.front_layout import PageLook, lay_out

            look = PageLook(
                self.row_width,
                self.size.height,
                self._now(),
                self.look.time_format,
                titled=self.titled,
                ascii_only=self.ascii_only,
                more=self.all_key,
            )
            self._set = lay_out(self.front, self._stories(self.front), look)
            if self.ids:
                self.rows_shown(0, len(self.ids) - 1)
        return self._set or ()

    def _stories(self, front: "FrontPage") -> "list[Story]":
        from newsreader.tui.front_layout import Story

        spots = {spot.article: spot for spot in front.spots}
        in_range = frozenset(self.range_ids()) if self.range_from is not None else frozenset()
        stories = []
        for row, id_ in enumerate(self.ids):
            headline = self.headline(id_)
            outlet = self.outlets.get(headline.feed_id, "") if headline else ""
            stories.append(Story(row, headline, spots.get(id_), outlet, id_ in self.marks or id_ in in_range))
        return stories

    def place_of(self, row: int) -> tuple[int, int, int] | None:
        """Return the first and last line of a row on the page, and the cell at which it begins; None where it is not on it."""
        places = [(y, x) for y in range(len(self.page_lines)) for x, piece in self._pieces(y) if piece.row == row]
        return (places[0][0], places[-1][0], min(x for _, x in places)) if places else None

    def sideways(self, step: int) -> bool:
        """Move the cursor to the story beside it in the other column; False where there is none."""
        place = self.place_of(self.cursor) if self.front else None
        if place is None:
            return False
        first, last, x = place
        for y in range(first, last + 1):
            beside = [(piece.row, at) for at, piece in self._pieces(y) if piece.row not in (-1, self.cursor)]
            found = [row for row, at in beside if (at > x) == (step > 0)]
            if found:
                return self.move_to(found[0])
        return False

    def _pieces(self, y: int) -> "Iterator[tuple[int, Piece]]":
        """The pieces of a line of the page, and the cells at which they begin."""
        x = 0
        for piece in self.page_lines[y]:
            yield x, piece
            x += cell_len(piece.text)

    @override
    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        if self.front is None:
            return super().render_line(y)
        lines, number, width = self.page_lines, self._first + y, self.row_width
        if not self.ids and self.front.known and number >= len(lines):
            empty = self.empty_lines()
            at = number - len(lines)
            return empty[at] if at < len(empty) else Strip.blank(width + 1, self.ink["text"])
        if number >= len(lines):
            return Strip.blank(width + 1, self.ink["text"])
        over = self.ink["selected" if self.has_focus else "selected-quiet"]
        segments = [
            Segment(piece.text, self.ink[piece.role] + over if piece.row == self.cursor else self.ink[piece.role])
            for piece in lines[number]
        ]
        return Strip([*segments, Segment(self._thumb(y), self.ink["rule"])]).adjust_cell_length(width + 1)

    def _thumb(self, y: int) -> str:
        height, count = self.size.height, len(self.page_lines)
        if count <= height:
            return " "
        size = max(1, height * height // count)
        start = round((height - size) * self._first / max(count - height, 1))
        return ("|" if self.ascii_only else "▕") if start <= y < start + size else " "

    # ── What changes the page

    @override
    def rows_changed(self) -> None:
        self._set = None
        super().rows_changed()

    @override
    def refresh_rows(self, *rows: int) -> None:
        if self.front is None:
            super().refresh_rows(*rows)
        else:
            self.refresh()

    @override
    def patch(self, ids: Collection[int], *, read: bool | None = None, starred: bool | None = None) -> None:
        self._set = None
        super().patch(ids, read=read, starred=starred)

    @override
    def visible_lines(self) -> list[tuple[int, int]]:
        """In the page's case all rows: it is never longer than a few screens."""
        if self.front is None:
            return super().visible_lines()
        self._visible = [(row, 0) for row in range(len(self.ids))]
        return self._visible

    @override
    def on_resize(self) -> None:
        # Textual calls the list's own handlers of events as well.
        self._set = None
        if self.front is not None:
            self.reveal_cursor()

    # ── The cursor and the window

    @override
    def reveal_cursor(self, before: int | None = None) -> None:
        if self.front is None:
            super().reveal_cursor(before)
            return
        place = self.place_of(self.cursor)
        if self.cursor == 0 or place is None:
            self._first = 0
        else:
            self._first = min(self._first, max(place[0] - 1, 0))  # with the heading above it
            self._first = min(max(self._first, place[1] - self.size.height + 1), self._last_first)
        if self.cursor == len(self.ids) - 1:
            self._first = self._last_first  # with the foot of the page
        if before is None:
            self.rows_changed()
        else:
            self.refresh()

    @property
    def _last_first(self) -> int:
        return max(len(self.page_lines) - self.size.height, 0)

    @override
    def page(self, by: float) -> bool:
        if self.front is None:
            return super().page(by)
        place = self.place_of(self.cursor)
        if place is None:
            return False
        wanted = place[0] + int(by * self.size.height)
        # The nearest story in the same column.
        rows = [
            (abs(y - wanted), abs(x - place[2]), piece.row)
            for y in range(len(self.page_lines))
            for x, piece in self._pieces(y)
            if piece.row >= 0
        ]
        return self.move_to(min(rows)[2])

    @override
    def _wheel(self, by: int) -> None:
        if self.front is None:
            super()._wheel(by)
            return
        before, self._first = self._first, max(0, min(self._first + by, self._last_first))
        if before != self._first:
            self.refresh()

    @override
    def on_click(self, event: events.Click) -> None:
        """A click on a story opens it."""
        if self.front is None:
            return
        event.prevent_default()  # which is the list's
        y = self._first + event.y
        if y >= len(self.page_lines):
            return
        under = [piece.row for x, piece in self._pieces(y) if x <= event.x < x + cell_len(piece.text)]
        if under and under[0] >= 0:
            self.move_to(under[0])
            self.post_message(HeadlineOpened(self.ids[under[0]]))
