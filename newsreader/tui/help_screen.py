"""The help screen: all keys as they are bound, those of the pane where the person is first; '/' searches in it."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.containers import Horizontal
from textual.widgets import Input
from typing_extensions import override

from newsreader.actions import Pane
from newsreader.key_table import (
    IN_FORMS,
    IN_HINTS,
    IN_SEARCH,
    IN_TAGS,
    PANES,
    WITH_MOUSE,
    Bindings,
    Row,
    groups,
    rows_here,
)
from newsreader.text import clean_line
from newsreader.tui.cells import cut, fill, wrap
from newsreader.tui.fuzzy import fold
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.line_input import LineInput
from newsreader.tui.overlay import Overlay
from newsreader.tui.scroll_text import ScrollText

TWO_COLUMNS_FROM = 110
_WIDEST = 76
"""A column's lines are no longer than this: the eye has to find its way back."""
_WIDEST_KEYS = 16
_GAP = 4
_LINES_OF_WORDS = 4

Block = tuple[str, Sequence[Row]]
"""A heading and its rows."""


class HelpPage(ScrollText):
    """The text: blocks in as many columns as there is room for."""

    DEFAULT_CSS = """
    HelpPage { height: 1fr; }
    """
    overlap = 2

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__()
        self._blocks = blocks

    def show(self, blocks: Sequence[Block]) -> None:
        """Show other blocks, from their beginning."""
        self._blocks = blocks
        self.from_the_start()

    @override
    def set_lines(self, width: int) -> Sequence[Words]:
        return lay_out(self._blocks, width - 2)


class HelpScreen(Overlay):
    """Covers the whole screen; esc, q and ? close it."""

    DEFAULT_CSS = """
    HelpScreen { height: 100%; }
    HelpScreen > Horizontal { height: 1; display: none; }
    """

    def __init__(self, bindings: Bindings, pane: Pane, macros: Sequence[tuple[str, str, str]] = ()) -> None:
        """`pane`: the one whose keys come first. `macros`: (keys, name, the actions)."""
        self._blocks: list[Block] = [
            (f"In the {PANES[pane]}", rows_here(pane, bindings)),
            *groups(bindings),
            ("Macros", [Row(keys, title, actions) for keys, title, actions in macros]),
            ("In the search bar", [Row(*pair) for pair in IN_SEARCH]),
            ("While link hints are shown", [Row(*pair) for pair in IN_HINTS]),
            ("In the list of tags", [Row(*pair) for pair in IN_TAGS]),
            ("In forms", [Row(*pair) for pair in IN_FORMS]),
            ("With the mouse", [Row(*pair) for pair in WITH_MOUSE]),
        ]
        self._page, self._input = HelpPage(self._blocks), LineInput()
        self._search = Horizontal(InkLine([(" search help: ", "accent")], fit=True), self._input)
        heading = [
            (" Keys", "section"),
            ("  / searches here, esc closes; [keys] in the config file changes them", "quiet"),
        ]
        super().__init__(InkLine(heading), self._page, self._search)

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if self._input.has_focus:
            self._key_in_search(key)
            return
        if character in ("q", "?"):
            self.close()
        elif character == "/":
            self._search.display = True
            self.screen.set_focus(self._input)
        else:
            self._page.press(key, character)

    def _key_in_search(self, key: str) -> None:
        steps = {"up": -1, "down": 1, "pageup": -self._page.size.height, "pagedown": self._page.size.height}
        if key in steps:
            self._page.scroll_by(steps[key])
        elif key == "enter":
            self.screen.set_focus(self)

    @override
    def dismiss(self) -> None:
        """One layer at a time: a search first."""
        if self._search.display and self.has_focus_within:
            self._input.value = ""
            self._search.display = False
            self.screen.set_focus(self)
        else:
            self.close()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has the words that are typed."""
        event.stop()
        words = fold(clean_line(event.value)).split()
        self._page.show(_having(self._blocks, words))


def _having(blocks: Sequence[Block], words: Sequence[str]) -> list[Block]:
    """Return the rows in which all words occur, with the headings of those."""
    chosen = [
        (title, [row for row in rows if all(word in fold(f"{row.keys} {row.title} {row.what}") for word in words)])
        for title, rows in blocks
    ]
    return [(title, rows) for title, rows in chosen if rows] or [("No key has these words", [])]


def lay_out(blocks: Sequence[Block], width: int) -> list[Words]:
    """Return the blocks as lines of at most `width` cells, in two columns where there is room."""
    blocks = [block for block in blocks if block[1] or len(blocks) == 1]
    if width < TWO_COLUMNS_FROM:
        return _column(blocks, min(width, _WIDEST))
    column = min((width - _GAP) // 2, _WIDEST)
    return _beside(blocks, column)


def _beside(blocks: Sequence[Block], width: int) -> list[Words]:
    """Two columns, cut between two blocks so that they are as even as they can be."""
    columns = [(_column(blocks[:cut_at], width), _column(blocks[cut_at:], width)) for cut_at in range(len(blocks) + 1)]
    left, right = min(columns, key=lambda pair: max(map(len, pair)))
    lines: list[Words] = []
    for at in range(max(len(left), len(right))):
        words = left[at] if at < len(left) else ()
        blank = " " * (width + _GAP - sum(cell_len(text) for text, _ in words))
        lines.append([*words, (blank, "text"), *(right[at] if at < len(right) else ())])
    return lines


def _column(blocks: Sequence[Block], width: int) -> list[Words]:
    lines: list[Words] = []
    for title, rows in blocks:
        keys_width = min(max((cell_len(row.keys) for row in rows), default=0), _WIDEST_KEYS, max(width // 3, 4))
        lines += [(), [(cut(title, width), "section")]]
        for row in rows:
            lines += _row_lines(row, keys_width, width)
    return lines


def _row_lines(row: Row, keys_width: int, width: int) -> list[Words]:
    keys = wrap(row.keys, keys_width, _LINES_OF_WORDS)
    what = wrap(row.what, max(width - keys_width - 2, 8), _LINES_OF_WORDS)
    count = max(len(keys), len(what))
    keys, what = keys + [""] * (count - len(keys)), what + [""] * (count - len(what))
    return [[(fill(key, keys_width), "accent"), (f"  {text}", "text")] for key, text in zip(keys, what, strict=True)]
