"""What lies over the main screen for a moment: help and the command palette. Imported when they are wanted."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import ACTIONS
from newsreader.key_table import shown_keys
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.messages import ActionChosen, FeedChosen, ThemeChosen, ViewChosen
from newsreader.tui.views import ALL, FRONT, SMART, View, saved_view, section_view

if TYPE_CHECKING:
    from newsreader.tui.palette import Entry


class Showing(Desk):
    """Opens the lazy screens, and ends the program."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {
            "help": lambda _: self.help(),
            "palette": lambda _: self.palette(),
            "quit": lambda _: self.quit(),
        }

    def quit(self) -> None:
        """End the program."""
        self.screen.newsreader.quit()

    def help(self) -> None:
        """Show all keys."""
        from newsreader.tui.help_screen import HelpScreen

        keying = self.screen.keying
        macros = [
            (shown_keys(macro.keys), macro.title, ", ".join(macro.do)) for macro in keying.macros.values() if macro.keys
        ]
        HelpScreen(keying.keyboard.bindings, self.screen.pane, macros).show_on(self.screen)

    def palette(self) -> None:
        """Show all actions, views, feeds and themes by name."""
        from newsreader.tui.palette import Palette

        Palette(self._entries()).show_on(self.screen)

    def _entries(self) -> "list[Entry]":
        from newsreader.config.themes import list_themes
        from newsreader.tui.palette import Entry

        counting, keyboard = self.screen.counting, self.screen.keyboard
        entries = [
            Entry(action.title, action.help, keyboard.keys_of(action.id), ActionChosen(action.id)) for action in ACTIONS
        ]
        entries += [
            Entry(macro.title, f"macro: {', '.join(macro.do)}", keyboard.keys_of(macro.id), ActionChosen(macro.id))
            for macro in self.screen.keying.macros.values()
        ]
        views = [ALL, *(View(kind) for kind in SMART if kind != FRONT.kind)]  # type: ignore[arg-type]  # SMART's keys are kinds
        entries += [Entry(SMART.get(view.kind, "All"), "view", "", ViewChosen(view.key)) for view in views]
        entries += [
            Entry(saved.name, f"view · {saved.query}", "", ViewChosen(saved_view(saved.name).key))
            for saved in map(self.screen.saved.find, self.screen.saved.names)
            if saved
        ]
        entries += [Entry(name, "section", "", ViewChosen(section_view(name).key)) for name in counting.sections]
        entries += [
            Entry(feed.name, f"feed · {feed.section}" if feed.section else "feed", "", FeedChosen(feed.id))
            for feed in counting.ordered_feeds()
        ]
        themes = list_themes(self.screen.newsreader.paths)
        return entries + [Entry(theme.title, "theme", "", ThemeChosen(theme.name)) for theme in themes]
