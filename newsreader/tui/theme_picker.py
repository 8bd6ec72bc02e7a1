"""The theme picker: the screen shows the theme that the cursor is on; enter keeps it, esc brings the old one back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import fill
from newsreader.tui.ink_line import Words
from newsreader.tui.menu import Menu
from newsreader.tui.messages import ThemeChosen, ThemePreviewed
from newsreader.tui.pick_list import PickList

if TYPE_CHECKING:
    from newsreader.config.themes import Theme

ROWS = 12
_TITLE_WIDTH, _NAME_WIDTH = 28, 16
_NAMES_FROM = 60
"""Columns from which there is room for the name that the config file takes."""


class ThemePicker(Menu):
    """Lists themes; as small as they allow, because what they look like is to be seen above it."""

    def __init__(self, themes: Sequence["Theme"], current: str) -> None:
        """`current`: the name of the theme that is in force."""
        self._themes = themes
        self._current = current
        super().__init__([(" Themes", "section"), ("  enter keeps one, esc goes back", "quiet")])
        self.rows.empty = "there are no themes"

    def on_mount(self) -> None:
        """Start at the theme that is in force."""
        names = [theme.name for theme in self._themes]
        self.rows.styles.height = max(1, min(ROWS, len(names), self.screen.size.height // 2))
        self.rows.show(len(names), names.index(self._current) if self._current in names else 0)

    @override
    def dismiss(self) -> None:
        """Bring the theme from before back."""
        screen = self.screen
        self.close()
        screen.post_message(ThemePreviewed(self._current))

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """Show the theme under the cursor."""
        event.stop()
        self.screen.post_message(ThemePreviewed(self._themes[self.rows.cursor].name))

    @override
    def choose(self) -> None:
        if self._themes:
            screen = self.screen
            self.close()
            screen.post_message(ThemeChosen(self._themes[self.rows.cursor].name))

    @override
    def row(self, row: int, width: int) -> Words:
        theme = self._themes[row]
        kind = f"{'dark' if theme.dark else 'light'}{', the terminal’s colours' if theme.ansi else ''}"
        title = fill(clean_line(theme.title), min(_TITLE_WIDTH, max(width * 2 // 3, 1)))
        words = [(title, "text"), (f"  {kind}", "quiet")]
        if width >= _NAMES_FROM:
            words = [words[0], (f"  {fill(theme.name, _NAME_WIDTH)}", "quiet"), words[1]]
        return [*words, ("  in force" if theme.name == self._current else "", "accent")]
