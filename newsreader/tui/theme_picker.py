"""The theme picker: the screen shows the theme that the cursor is on; enter keeps it, esc brings the old one back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import fill
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.messages import ThemeChosen, ThemePreviewed
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

if TYPE_CHECKING:
    from newsreader.config.themes import Theme

ROWS = 12
_TITLE_WIDTH, _NAME_WIDTH = 28, 16
_NAMES_FROM = 60
"""Columns from which there is room for the name that the config file takes."""
_STEPS = {"j": "down", "k": "up", "tab": "down", "shift+tab": "up", "g": "home", "G": "end"}


class ThemePicker(Overlay):
    """Lists themes; as small as they allow, because what they look like is to be seen above it."""

    def __init__(self, themes: Sequence["Theme"], current: str) -> None:
        """`current`: the name of the theme that is in force."""
        self._themes = themes
        self._current = current
        self._rows = PickList(self._row)
        self._rows.empty = "there are no themes"
        super().__init__(
            InkLine([(" Themes", "section"), ("  enter keeps one, esc goes back", "quiet")], ruled=True), self._rows
        )

    def on_mount(self) -> None:
        """Start at the theme that is in force."""
        names = [theme.name for theme in self._themes]
        self._rows.styles.height = max(1, min(ROWS, len(names), self.screen.size.height // 2))
        self._rows.show(len(names), names.index(self._current) if self._current in names else 0)

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if key == "enter":
            self._choose()
        elif key == "q":
            self.dismiss()
        else:
            self._rows.press(_STEPS.get(character or "", _STEPS.get(key, key)))

    @override
    def dismiss(self) -> None:
        """Bring the theme from before back."""
        screen = self.screen
        self.close()
        screen.post_message(ThemePreviewed(self._current))

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """Show the theme under the cursor."""
        event.stop()
        self.screen.post_message(ThemePreviewed(self._themes[self._rows.cursor].name))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A theme was clicked."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        if self._themes:
            screen = self.screen
            self.close()
            screen.post_message(ThemeChosen(self._themes[self._rows.cursor].name))

    def _row(self, row: int, width: int) -> Words:
        theme = self._themes[row]
        kind = f"{'dark' if theme.dark else 'light'}{', the terminal’s colours' if theme.ansi else ''}"
        title = fill(clean_line(theme.title), min(_TITLE_WIDTH, max(width * 2 // 3, 1)))
        words = [(title, "text"), (f"  {kind}", "quiet")]
        if width >= _NAMES_FROM:
            words = [words[0], (f"  {fill(theme.name, _NAME_WIDTH)}", "quiet"), words[1]]
        return [*words, ("  in force" if theme.name == self._current else "", "accent")]
