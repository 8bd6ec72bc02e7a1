"""A form: named lines to type into and settings to choose, over the lower part of the screen; enter hands in what was changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.containers import Horizontal
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import wrap
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.line_input import LineInput
from newsreader.tui.overlay import Overlay

if TYPE_CHECKING:
    from newsreader.tui.app import NewsreaderApp

_NOTES = 3
"""Lines that a mistake may take."""


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the form."""

    name: str
    label: str
    text: str = ""
    """What stands there: foreign text at times."""
    options: Sequence[str] = ()
    """What can be chosen; empty: anything can be typed."""
    hint: str = ""
    """Shown while the line has the keys."""


class _Options(Widget, can_focus=True, inherit_bindings=False):
    """One of some words; left, right and space go on to another one."""

    def __init__(self, options: Sequence[str], text: str) -> None:
        super().__init__()
        self._options = list(options) if text in options else [text, *options]
        self.value = text

    def step(self, by: int) -> None:
        """Choose the next one, or the one before; around at the ends."""
        at = self._options.index(self.value) + by
        self.value = self._options[at % len(self._options)]
        self.refresh()

    def retheme(self) -> None:
        """Draw in the colours of another theme."""
        self.refresh()

    def on_focus(self) -> None:
        """It has the keys."""
        self.refresh()

    def on_blur(self) -> None:
        """It has them no longer."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click chooses the next one."""
        event.stop()
        self.step(1)

    @override
    def render_line(self, y: int) -> Strip:
        """Draw what is chosen, between the signs that it can be changed."""
        app = cast("NewsreaderApp", self.app)
        left, right = ("<", ">") if app.ascii_only else ("‹", "›")
        style = app.ink["selected" if self.has_focus else "text"]
        return Strip([Segment(f"{left} {self.value} {right}", style)]).adjust_cell_length(
            self.size.width, app.ink["text"]
        )


class Form(Overlay):
    """Calls `handed_in` with the fields that were changed. It stays until `close`: what is refused can be corrected."""

    DEFAULT_CSS = """
    Form > Horizontal { height: 1; }
    Form > Horizontal > _Options { height: 1; width: 1fr; }
    """

    def __init__(
        self,
        title: str,
        about: str,
        fields: Sequence[Field],
        handed_in: Callable[[Mapping[str, str]], object],
        *,
        above: Sequence[Words] = (),
        all_values: bool = False,
    ) -> None:
        """`above`: lines over the fields. `all_values`: hand in every field, also those that are as they were."""
        self._fields, self._handed_in, self._all = fields, handed_in, all_values
        self._inputs: list[LineInput | _Options] = [
            _Options(field.options, field.text) if field.options else LineInput() for field in fields
        ]
        widest = max(cell_len(field.label) for field in fields)
        self._lines = [
            Horizontal(InkLine([(f" {field.label.ljust(widest)}  ", "accent")], fit=True), one)
            for field, one in zip(fields, self._inputs, strict=True)
        ]
        self._above = [InkLine(words) for words in above]
        self._notes = [InkLine() for _ in range(_NOTES)]
        self._said: tuple[int, str, bool] | None = None
        """What was said last: about which field, and whether it is a mistake."""
        self._waiting = False
        heading = [(f" {title}", "section"), (f"  {clean_line(about)}", "quiet")]
        super().__init__(
            InkLine(heading, ruled=True), *self._above, *self._lines, *self._notes, typed_into=self._inputs[0]
        )

    def on_mount(self) -> None:
        """Show what stands in the fields."""
        for field, one in zip(self._fields, self._inputs, strict=True):
            if isinstance(one, LineInput) and field.text:
                one.value = field.text
                one.cursor_position = len(one.value)
        self._show_part()

    def on_resize(self) -> None:
        """Another size has room for other lines."""
        self._show_part()

    @property
    def _at(self) -> int:
        """The field that has the keys."""
        return next((n for n, one in enumerate(self._inputs) if one.has_focus), 0)

    def say(self, words: str, *, error: bool = False, field: str = "") -> None:
        """Say something under the fields; a mistake can be corrected now, in the `field` that it is about."""
        self._waiting = False
        at = next((n for n, one in enumerate(self._fields) if one.name == field), self._at)
        if field:
            label = self._fields[at].label if self._fields[at].name == field else field
            words = f"{label}: {words}"
        self._said = (at, clean_line(words), error)
        self._go(at - self._at)
        self._show_part()

    def _note(self, words: str, style: str = "quiet", lines: int = 1) -> int:
        """Show words under the fields; returns how many lines they take."""
        shown = wrap(words, self.screen.size.width - 2, lines)
        for number, line in enumerate(self._notes):
            line.display = number < len(shown)
            if line.display:
                line.show([(f" {shown[number]}", style)])
        return len(shown)

    def _show_part(self) -> None:
        """Where not all lines have room, those around the field that has the keys are shown."""
        at = self._at
        if self._said and self._said[0] == at:
            _, words, error = self._said
            notes = self._note(words, "error" if error else "quiet", _NOTES)
        else:
            notes = self._note(self._fields[at].hint or "tab: next, enter: done, esc: nothing is changed")
        room = max(self.screen.size.height - 3 - notes, 2)
        above = max(min(len(self._above), room - len(self._lines)), 0)
        for number, line in enumerate(self._above):
            line.display = number < above
        room -= above
        first = max(0, min(at - room // 2, len(self._lines) - room))
        for number, row in enumerate(self._lines):
            row.display = first <= number < first + room

    def _go(self, by: int) -> None:
        at = (self._at + by) % len(self._inputs)
        self._lines[at].display = True
        self.screen.set_focus(self._inputs[at])

    def on_descendant_focus(self) -> None:
        """Another field has the keys."""
        if self.is_attached:
            self._show_part()

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        one = self._inputs[self._at]
        if key == "enter":
            self._hand_in()
        elif key in ("tab", "down"):
            self._go(1)
        elif key in ("shift+tab", "up"):
            self._go(-1)
        elif isinstance(one, _Options) and key in ("left", "right", "space"):
            one.step(-1 if key == "left" else 1)

    def _hand_in(self) -> None:
        if self._waiting:
            return
        values = {field.name: one.value.strip() for field, one in zip(self._fields, self._inputs, strict=True)}
        changed = {
            field.name: values[field.name]
            for field in self._fields
            if self._all or values[field.name] != field.text.strip()
        }
        if not changed:
            self.close()
            return
        self._said = None
        self._note("one moment")
        self._waiting = True
        self._handed_in(changed)
