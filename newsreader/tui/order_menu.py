"""The menu of orders: what a list is sorted by and which headings it has. The sort that is in force turns round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from typing_extensions import override

from newsreader.model import Grouping, Sort
from newsreader.text import clean_line
from newsreader.tui.cells import fill
from newsreader.tui.ink_line import Words
from newsreader.tui.menu import Menu
from newsreader.tui.ordering import Order

_SORTS: Mapping[Sort, tuple[str, str, str]] = {
    "date": ("by date", "the newest first", "the oldest first"),
    "relevance": ("by relevance", "the best first", "the best last"),
    "feed": ("by feed", "as in the config", "the last of the config first"),
    "title": ("by title", "from A to Z", "from Z to A"),
    "length": ("by length", "the shortest first", "the longest first"),
    "unread": ("by state", "unread ones first", "read ones first"),
}
_GROUPS: Mapping[Grouping, str] = {"none": "no headings", "day": "headings: days", "feed": "headings: feeds"}
_WIDEST = 15


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of the menu."""

    name: str
    said: str
    in_force: bool
    after: Order
    """The order that choosing it makes."""


def choices(order: Order, sorts: Sequence[Sort], groups: Sequence[Grouping], *, stories: bool = False) -> list[Choice]:
    """Return the menu where `order` is in force. `stories`: whether the list may fold them."""
    lines = []
    for sort in sorts:
        (name, *ways), in_force = _SORTS[sort], sort == order.sort
        now = in_force and order.backwards
        said = f"{ways[now]}; again: {ways[not now]}" if in_force else ways[0]
        lines.append(Choice(name, said, in_force, order.sorted_by(sort)))
    lines += [Choice(_GROUPS[group], "", group == order.group, replace(order, group=group)) for group in groups]
    if stories:
        said = "one row for what several outlets tell" + ("; again: a row for each" if order.stories else "")
        lines.append(Choice("stories", said, order.stories, replace(order, stories=not order.stories)))
    return lines


class OrderMenu(Menu):
    """Calls `chosen` with an order, after it has closed itself."""

    choosing = frozenset({"enter", "space"})

    def __init__(self, title: str, lines: Sequence[Choice], chosen: Callable[[Order], object], sign: str) -> None:
        """`title`: of the view; `sign`: of what is in force."""
        self._lines, self._chosen, self._sign = lines, chosen, sign
        super().__init__([(" Sort and group", "section"), (f"  {clean_line(title)}", "quiet")])

    def on_mount(self) -> None:
        """Show the orders, with the cursor on the sort in force."""
        self.rows.styles.height = max(1, min(len(self._lines), self.screen.size.height - 4))
        self.rows.show(len(self._lines), next((n for n, line in enumerate(self._lines) if line.in_force), 0))

    @override
    def choose(self) -> None:
        if self.is_open:
            self.close()
            self._chosen(self._lines[self.rows.cursor].after)

    @override
    def row(self, row: int, width: int) -> Words:
        line = self._lines[row]
        name = fill(line.name, max(min(_WIDEST, width - 2), 1))
        return [(f"{self._sign if line.in_force else ' '} ", "accent"), (name, "text"), (f"  {line.said}", "quiet")]
