"""The command palette: everything that can be done or gone to, by a few letters of its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input
from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import cut, fill
from newsreader.tui.fuzzy import fold, places, rank
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.line_input import LineInput
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

ROWS = 12
_DETAIL_FROM = 60
"""Columns from which there is room for a word on what an entry does."""
_DETAIL_ONLY = 1000
"""A match in the words beside a name comes after all matches in names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose. Names may be foreign text."""

    title: str
    detail: str
    """What it does, or what kind of thing it is: 'feed · World'."""
    keys: str
    message: Message
    """Posted to the screen when it is chosen."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """An entry, clean and ready to be compared."""

    title: str
    detail: str
    keys: str
    folded_title: str
    folded_detail: str
    message: Message


class Palette(Overlay):
    """A line to type into, over it the entries that fit."""

    DEFAULT_CSS = f"""
    Palette > PickList {{ height: {ROWS}; max-height: 100vh; }}
    Palette > Horizontal {{ height: 1; }}
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = [_shown(entry) for entry in entries]
        self._matches = self._entries
        self._words: list[str] = []
        self._typed = ""
        self._heading, self._rows, self._input = InkLine(), PickList(self._row), LineInput()
        self._rows.empty = "nothing is called so"
        super().__init__(
            self._heading,
            self._rows,
            Horizontal(InkLine([(" : ", "accent")], fit=True), self._input),
            typed_into=self._input,
        )

    def on_mount(self) -> None:
        """Show everything."""
        self._rows.styles.height = max(1, min(ROWS, self.screen.size.height - 4))
        self._show()

    @property
    def shown(self) -> list[str]:
        """The names that are listed, the best first."""
        return [entry.title for entry in self._matches]

    # ── What is typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits."""
        event.stop()
        self.filter(event.value)

    def filter(self, text: str) -> None:
        """List the entries that `text` may mean: each of its words is found in the name, or beside it."""
        words = fold(clean_line(text)).split()
        # Who goes on typing can only lose matches.
        pool = self._matches if text.startswith(self._typed) else self._entries
        self._typed, self._words = text, words
        if words:
            ranked = [
                (far, len(entry.title), number, entry)
                for number, entry in enumerate(pool)
                if (far := _rank(entry, words)) is not None
            ]
            ranked.sort(key=lambda match: match[:3])
            self._matches = [entry for *_, entry in ranked]
        else:
            self._matches = self._entries
        self._show()

    def _show(self) -> None:
        self._rows.show(len(self._matches))
        count = f"{len(self._matches):,} of {len(self._entries):,}" if self._words else f"{len(self._entries):,}"
        self._heading.show([(" Commands, views, feeds, themes", "section"), (f"  {count}", "quiet")])

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if key == "enter":
            self._choose()
        else:
            self._rows.press({"tab": "down", "shift+tab": "up"}.get(key, key))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A row was clicked."""
        event.stop()
        self._choose()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A click in here is none into the panes."""
        event.stop()

    def _choose(self) -> None:
        if self._matches:
            message, screen = self._matches[self._rows.cursor].message, self.screen
            self.close()
            screen.post_message(message)

    # ── Drawing

    def _row(self, row: int, width: int) -> Words:
        entry = self._matches[row]
        keys = cut(entry.keys, width // 3)
        room = width - cell_len(keys) - 1
        title_width = room if width < _DETAIL_FROM else min(max(24, width * 2 // 5), room)
        marked = places(entry.folded_title, self._words)
        title = cut(entry.title, title_width - 1)
        words = [
            (title[start:end], "accent" if start in marked else "text") for start, end in _runs(len(title), marked)
        ]
        words.append((" " * (title_width - cell_len(title)), "text"))
        if room > title_width:
            words.append((fill(entry.detail, room - title_width), "quiet"))
        return [*words, (f" {keys}", "accent")]


def _shown(entry: Entry) -> _Shown:
    title, detail = clean_line(entry.title), clean_line(entry.detail)
    return _Shown(title, detail, clean_line(entry.keys), fold(title), fold(detail), entry.message)


def _rank(entry: _Shown, words: Sequence[str]) -> int | None:
    """How far an entry is from what was typed; None where a word is found nowhere."""
    total = 0
    for word in words:
        far = rank(entry.folded_title, word)
        if far is None:
            if word not in entry.folded_detail:
                return None
            far = _DETAIL_ONLY
        total += far
    return total


def _runs(length: int, marked: set[int]) -> list[tuple[int, int]]:
    """Cut 0…length where marked places begin and end."""
    edges = [place for place in range(1, length) if (place in marked) != (place - 1 in marked)]
    return list(zip([0, *edges], [*edges, length], strict=True)) if length else []
