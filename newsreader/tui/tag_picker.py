"""The tags of articles: those that there are, with a tick at what the articles have, and new ones by typing."""

from collections.abc import Callable, Mapping, Sequence

from textual.containers import Horizontal
from textual.widgets import Input
from typing_extensions import override

from newsreader.query.tags import BadTag, same_tag, tag_name
from newsreader.tui.cells import cut, fill
from newsreader.tui.fuzzy import Word, fold
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.line_input import LineInput
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

ROWS = 12
_WIDEST = 40


class TagPicker(Overlay):
    """Calls `chosen` with what is to change, tag → given or taken, after it has closed itself. Opens before tags are known."""

    DEFAULT_CSS = """
    TagPicker > PickList { max-height: 100vh; }
    TagPicker > Horizontal { height: 1; }
    """

    def __init__(self, count: int, chosen: Callable[[Mapping[str, bool]], object]) -> None:
        """`count`: of the articles."""
        self._count, self._chosen = count, chosen
        self._uses: Mapping[str, int] = {}
        self._held: Mapping[str, int] = {}
        """Tag → how many of the articles have it."""
        self._changes: dict[str, bool] = {}
        self._matches: list[str] = []
        self._new, self._wrong = "", ""
        self._known = False
        self._enter_waits = False
        self._rows, self._input = PickList(self._row), LineInput()
        self._rows.empty = "one moment"
        about = "" if count == 1 else f" of {count:,} articles"
        words = [
            (f" Tags{about}", "section"),
            ("  type a name; space ticks and goes on, enter is done, esc changes nothing", "quiet"),
        ]
        super().__init__(
            InkLine(words, ruled=True),
            self._rows,
            Horizontal(InkLine([(" tag: ", "accent")], fit=True), self._input),
            typed_into=self._input,
        )

    def on_mount(self) -> None:
        """Take the room of a row."""
        self._rows.styles.height = 1

    def show(self, uses: Mapping[str, int], held: Mapping[str, int]) -> None:
        """List the tags. `uses`: all there are, the most used first; `held`: tag → how many of the articles have it."""
        self._uses, self._held, self._known = uses, held, True
        self._rows.empty = "no tags yet: type one"
        self._take_typed()
        if self._enter_waits:
            self._done()

    # ── What is typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits; a blank ends a tag, which is one word."""
        event.stop()
        if self._known:
            self._take_typed()

    def _take_typed(self) -> None:
        *done, rest = self._input.value.split(" ")
        for word in done:
            self._filter(word)
            if word or self._matches:
                self._toggle()
        if done and not self._wrong:
            self._input.value = rest
        self._filter(rest if not self._wrong or not done else done[-1])

    def _filter(self, typed: str) -> None:
        """The tags that may be meant, the closest first, then the new one that it would be."""
        word = Word(fold(typed)) if typed else None
        ranked = [(word.rank(fold(tag)) if word else 0, n, tag) for n, tag in enumerate(self._all())]
        self._matches = [tag for rank, _, tag in sorted(row for row in ranked if row[0] is not None)]
        self._new, self._wrong = "", ""
        if typed:
            try:
                name = tag_name(typed)
            except BadTag as error:
                self._wrong = str(error)
            else:
                same = next((tag for tag in self._matches if same_tag(tag, name)), "")
                if same:
                    self._matches = [same, *(tag for tag in self._matches if tag != same)]
                else:
                    self._new = name
        count = len(self._matches) + bool(self._new or self._wrong)
        self._rows.styles.height = max(1, min(ROWS, count, self.screen.size.height // 2))
        # A new name is meant rather than one that only has its letters somewhere.
        close = bool(self._matches) and (not typed or fold(self._matches[0]).startswith(fold(typed)))
        self._rows.show(count, 0 if close or not typed else len(self._matches))

    def _all(self) -> list[str]:
        own = [tag for tag in self._changes if not any(same_tag(tag, other) for other in self._uses)]
        return [*own, *self._uses]

    # ── Keys

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if key == "enter":
            self._enter()
        elif key == "tab":
            self._toggle()
        else:
            self._rows.press({"shift+tab": "up"}.get(key, key))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A row was clicked."""
        event.stop()
        self._toggle()

    def _enter(self) -> None:
        if not self._known:
            self._enter_waits = True
        else:
            self._done()

    def _done(self) -> None:
        """What is typed, or what the cursor stands on where nothing was ticked, counts too."""
        if (self._input.value or not self._changes) and (self._matches or self._new or self._wrong):
            self._toggle()
        if self._wrong:
            return
        self.close()
        changes = {tag: value for tag, value in self._changes.items() if self._held_by(tag) != value}
        if changes:
            self._chosen(changes)

    def _toggle(self) -> None:
        """Tick the tag under the cursor, or take the tick away."""
        row = self._rows.cursor
        tag = self._matches[row] if row < len(self._matches) else self._new
        if not tag:
            return
        self._changes[tag] = not self._ticked(tag)
        self._rows.refresh()
        if tag == self._new:
            with self.prevent(Input.Changed):
                self._input.value = ""
            self._filter("")

    def _ticked(self, tag: str) -> bool:
        return self._changes.get(tag, self._held_by(tag) is True)

    def _held_by(self, tag: str) -> bool | None:
        """Whether all of the articles have a tag, or none; None: some have it."""
        held = self._held.get(tag, 0)
        return held >= self._count if held in (0, self._count) else None

    # ── Drawing

    def _row(self, row: int, width: int) -> Words:
        if row >= len(self._matches):
            if self._wrong:
                return [(self._wrong, "error")]
            return [(f"{self._signs[2]} ", "accent"), (cut(self._new, width - 20), "text"), ("  a new tag", "quiet")]
        tag = self._matches[row]
        some = tag not in self._changes and self._held_by(tag) is None
        sign = self._signs[1 if some else 0 if self._ticked(tag) else 2]
        room = min(_WIDEST, max(width - 18, 8))
        uses = self._uses.get(tag, 0)
        count = f"  {uses:,} article{'s' if uses != 1 else ''}" if uses else "  new"
        return [(f"{sign} ", "accent"), (fill(tag, room), "text"), (count, "quiet")]

    @property
    def _signs(self) -> Sequence[str]:
        """All of the articles have it, some, none."""
        return ("[x]", "[-]", "[ ]")
