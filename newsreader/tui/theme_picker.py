"""The theme picker: the screen shows the theme that the cursor is on; enter keeps it, esc brings the old one back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import cut, fill
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.messages import ThemeChosen, ThemePreviewed
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

if TYPE_CHECKING:
    from newsreader.config.themes import Theme

ROWS = 12
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
        kind = "the terminal's colours" if theme.ansi else "dark" if theme.dark else "light"
        title = fill(clean_line(theme.title), min(28, max(width - 8, 8)))
        now = "  in force" if theme.name == self._current else ""
        return [(title, "text"), (cut(f"  {kind}", 26), "quiet"), (f"  {theme.name}", "quiet"), (now, "accent")]
