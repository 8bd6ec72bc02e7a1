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
from newsreader.tui.fuzzy import FARTHEST, Word, fold
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.line_input import LineInput
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

ROWS = 12
_DETAIL_FROM = 60
"""Columns from which there is room for a word on what an entry does."""
_DETAIL_ONLY = FARTHEST + 1
"""A match in the words beside a name comes after all matches in names."""
_LONGEST = 0xFF
"""Characters from which a title is as long as any."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose. Names may be foreign text."""

    title: str
    detail: str
    """What it does, or what kind of thing it is: 'feed · World'."""
    keys: str
    message: Message
    """Posted to the screen when it is chosen."""


@dataclass(slots=True)
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
        self._entries = _all_shown(entries)
        self._matches: Sequence[int] = range(len(entries))
        """Of the entries that are listed, their places in `_entries`."""
        self._words: list[Word] = []
        self._typed = ""
        self._heading, self._rows, self._input = InkLine(ruled=True), PickList(self._row), LineInput()
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
        return [self._entries[number].title for number in self._matches]

    # ── What is typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits."""
        event.stop()
        self.filter(event.value)

    def filter(self, text: str) -> None:
        """List the entries that `text` may mean: each of its words is found in the name, or beside it."""
        words = [Word(word) for word in dict.fromkeys(fold(clean_line(text)).split())]
        # Who goes on typing can only lose matches.
        pool = self._matches if text.startswith(self._typed) else range(len(self._entries))
        self._typed, self._words = text, words
        self._matches = self._ranked(pool, words) if words else range(len(self._entries))
        self._show()

    def _ranked(self, pool: Sequence[int], words: Sequence[Word]) -> list[int]:
        """Return those of `pool` in which all words are found, the closest first.

        Of names that are as close the shorter comes first; what only the words beside it match keeps its order. All of
        that is one number for each: ten thousand tuples would wake the garbage collector at every letter.
        """
        ranks = []
        for number in pool:
            entry = self._entries[number]
            far = _rank(entry, words)
            if far is not None:
                length = min(len(entry.title), _LONGEST) if far < _DETAIL_ONLY else 0
                ranks.append((far << 8 | length) << 32 | number)
        ranks.sort()
        return [rank & 0xFFFFFFFF for rank in ranks]

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
            message, screen = self._entries[self._matches[self._rows.cursor]].message, self.screen
            self.close()
            screen.post_message(message)

    # ── Drawing

    def _row(self, row: int, width: int) -> Words:
        entry = self._entries[self._matches[row]]
        keys = cut(entry.keys, width // 3)
        room = width - cell_len(keys) - 1
        title_width = room if width < _DETAIL_FROM else min(max(24, width * 2 // 5), room)
        marked = {place for word in self._words for place in word.places(entry.folded_title)}
        title = cut(entry.title, title_width - 1)
        words = [
            (title[start:end], "accent" if start in marked else "text") for start, end in _runs(len(title), marked)
        ]
        words.append((" " * (title_width - cell_len(title)), "text"))
        if room > title_width:
            words.append((fill(entry.detail, room - title_width), "quiet"))
        return [*words, (f" {keys}", "accent")]


def _all_shown(entries: Sequence[Entry]) -> list[_Shown]:
    # Thousands of feeds have few words beside their names.
    details = {detail: clean_line(detail) for detail in {entry.detail for entry in entries}}
    folded = {detail: fold(clean) for detail, clean in details.items()}
    titles = [clean_line(entry.title) for entry in entries]
    return [
        _Shown(title, details[entry.detail], clean_line(entry.keys), fold(title), folded[entry.detail], entry.message)
        for title, entry in zip(titles, entries, strict=True)
    ]


def _rank(entry: _Shown, words: Sequence[Word]) -> int | None:
    """How far an entry is from what was typed; None where a word is found nowhere."""
    total = 0
    for word in words:
        far = word.rank(entry.folded_title)
        if far is None:
            if word.text not in entry.folded_detail:
                return None
            far = _DETAIL_ONLY
        total += far
    return total


def _runs(length: int, marked: set[int]) -> list[tuple[int, int]]:
    """Cut 0…length where marked places begin and end."""
    edges = [place for place in range(1, length) if (place in marked) != (place - 1 in marked)]
    return list(zip([0, *edges], [*edges, length], strict=True)) if length else []
