"""The timeline of a story, over the lower part of the screen: who told what when. Enter opens a piece."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len
from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import cut, fill
from newsreader.tui.ink_line import Words
from newsreader.tui.list_rows import clock
from newsreader.tui.menu import Menu
from newsreader.tui.messages import HeadlineOpened

if TYPE_CHECKING:
    from newsreader.newsdesk.timeline import Piece

_NEW_WORDS = 4
_WIDEST_OUTLET = 14
_ROOM_FOR_OUTLETS = 60
"""In fewer cells the outlet has as many as its name needs."""


class TimelineView(Menu):
    """Shows the pieces of a story, the first ones first, with the cursor on the latest."""

    def __init__(
        self,
        pieces: "Sequence[Piece]",
        outlets: int,
        names: Mapping[int, str],
        now: datetime,
        time_format: str,
        *,
        ascii_only: bool,
    ) -> None:
        """`names`: of the feeds by id. `now`: aware, in the person's zone."""
        self._pieces, self._names, self._time_format = pieces, names, time_format
        self._ascii_only = ascii_only
        self._moments = [piece.headline.sort.astimezone(now.tzinfo) for piece in pieces]
        self._several_days = len({moment.date() for moment in self._moments}) > 1
        self._outlets = {piece.headline.id: self._outlet(piece) for piece in pieces}
        self._outlet_width = min(max(map(cell_len, self._outlets.values())), _WIDEST_OUTLET)
        count = f"{outlets} {'outlet' if outlets == 1 else 'outlets'}, {len(pieces)} articles"
        super().__init__([(" Timeline", "section"), (f"  {count}  enter opens, esc closes", "quiet")])

    def on_mount(self) -> None:
        """Take the room that the pieces need, up to two thirds of the screen."""
        self.rows.styles.height = max(1, min(len(self._pieces), self.screen.size.height * 2 // 3))
        self.rows.show(len(self._pieces), len(self._pieces) - 1)

    @override
    def choose(self) -> None:
        if self.is_open:
            screen, article_id = self.screen, self._pieces[self.rows.cursor].headline.id
            self.close()
            screen.post_message(HeadlineOpened(article_id))

    def _outlet(self, piece: "Piece") -> str:
        return clean_line(self._names.get(piece.headline.feed_id, ""))

    @override
    def row(self, row: int, width: int) -> Words:
        piece = self._pieces[row]
        outlet, said = self._outlets[piece.headline.id], self._said(row)
        if width >= _ROOM_FOR_OUTLETS:
            outlet = fill(outlet, self._outlet_width)
        unread = " " if piece.headline.read else "o" if self._ascii_only else "●"
        front = f" {self._when(row)}  {outlet}  "
        room = max(width - 1 - cell_len(front), 1)
        title = cut(clean_line(piece.headline.title) or "(untitled)", room, "..." if self._ascii_only else "…")
        left = room - cell_len(title) - 2
        behind = f"  {said}" if said and left >= min(cell_len(said), 12) else ""
        return [
            (unread, "unread"),
            (front, "quiet"),
            (title, "read" if piece.headline.read else "text"),
            (behind, "quiet"),
        ]

    def _when(self, row: int) -> str:
        """The time, with the day where not all pieces are of one."""
        moment = self._moments[row]
        time = clock(moment, self._time_format)
        return f"{moment.day:2d} {moment:%b} {time}" if self._several_days else time

    def _said(self, row: int) -> str:
        piece = self._pieces[row]
        if piece.copy_of is not None:
            return f"the same text as {self._outlets.get(piece.copy_of, 'another')}"
        if row == 0:
            return "the first"
        latest = "the latest" if row == len(self._pieces) - 1 else ""
        new = f"new: {', '.join(clean_line(word) for word in piece.new[:_NEW_WORDS])}" if piece.new else ""
        return "; ".join(part for part in (latest, new) if part)
