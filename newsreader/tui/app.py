"""The App: what lives as long as the program does. What is on its screen is main_screen.py's matter."""

import asyncio
import gc
import io
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.style import Style
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter, NoColor
from textual.message import Message
from textual.screen import Screen

from newsreader.config.keys import Bindings
from newsreader.config.load import bindings, macros, subscriptions
from newsreader.config.schema import Config
from newsreader.config.themes import Theme, ThemeError, load_theme
from newsreader.model import Subscription
from newsreader.paths import Paths
from newsreader.tui.clean_filter import CleanFilter
from newsreader.tui.fetcher_child import FetcherChild
from newsreader.tui.remembered import STATE_KEY, to_state
from newsreader.tui.start import Start
from newsreader.tui.store_access import StoreAccess
from newsreader.tui.style import rich_styles, to_textual
from newsreader.tui.switchboard import Switchboard
from newsreader.tui.terminal_query import Asked, unasked

if TYPE_CHECKING:
    from newsreader.tui.terminal_driver import TerminalDriver

SWITCH_SECONDS = 0.001
CLOSE_SECONDS = 0.3
"""How long the end waits until the last changes are stored."""
FETCH_AFTER = 0.3
FETCH_EVERY = 60.0
"""Seconds after the first picture, and between the looks whether a feed is due."""
REMEMBER_EVERY = 30.0
"""Seconds between the notes of where the person is, for the day on which the program does not end well."""


def local_now() -> datetime:
    """Return the time, aware, in the zone of this machine."""
    return datetime.now().astimezone()


class NewsreaderApp(App[None], inherit_bindings=False):
    """Holds the settings, the store, the fetcher and the theme for the screen."""

    CSS_PATH = "app.tcss"
    TITLE = "newsreader"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        paths: Paths,
        config: Config,
        start: Start,
        *,
        now: Callable[[], datetime] = local_now,
        fetcher: Sequence[str] = (),
        encoding: str = "utf-8",
        look_at: Sequence[str] = (),
        asked: Asked | None = None,
    ) -> None:
        """Raises ThemeError.

        `fetcher`: the program to start instead of this one. `encoding`: what the terminal reads. `look_at`: addresses,
        files and folders to show instead of the config's feeds, in a data folder that lasts no longer than this.
        `asked`: what the terminal answered.
        """
        self._out: Sequence[LineFilter] = (CleanFilter(encoding),)
        self._ink: dict[str, Style] = {}
        self._unicode = encoding.lower().replace("-", "") == "utf8"
        self.asked = asked or unasked(os.environ)
        self.terminal: TerminalDriver | None = None
        """The terminal, where it was asked for its abilities."""
        super().__init__(driver_class=_driver() if self.asked.answers else None)
        if self.no_color:
            self._out = (NoColor(), *self._out)
        self.paths = paths
        self.now = now
        self.config = config
        self.bindings: Bindings = bindings(config)
        self.macros = macros(config)
        self.look_at = look_at
        self.subscriptions: tuple[Subscription, ...] = subscriptions(config, paths.config)
        self._chosen_theme = (start.remembered.theme, start.remembered.theme_instead_of)
        self._use_first_theme()
        self.store = StoreAccess(paths.database, self.deliver)
        self.fetcher_program = fetcher
        self.fetcher = FetcherChild(paths, self.deliver, fetcher)
        self.main = Switchboard(self, start)
        self._quitting = False
        self._remembered = start.remembered
        # What Textual prints when a mistake of the program ends it: for the log, not for the person.
        self._trouble = io.StringIO()
        self.error_console = Console(file=self._trouble, width=120)

    def get_default_screen(self) -> Screen[None]:
        """The screen is made before Textual asks for it, with what it shows first."""
        return self.main

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What segments go through on their way to the terminal, instead of Textual's filters.

        Under NO_COLOR those would turn colours into greys, which are colours too; and the one that makes RGB of the
        terminal's own sixteen would spoil the themes that are made of them. All that is in sight goes through here at
        every key, so it is no more than what is needed.
        """
        return self._out

    def deliver(self, message: Message) -> None:
        """Bring the screen a message from any thread."""
        if not self._quitting:
            self.main.post_message(message)

    # ── Its life

    def on_mount(self) -> None:
        """End well when the terminal goes away or the system asks."""
        # The store's threads hold the interpreter for some milliseconds now and then; a key must not wait for the usual 5.
        sys.setswitchinterval(SWITCH_SECONDS)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.quit)

    def first_picture_shown(self) -> None:
        """Headlines are on the screen: now there is time for everything else."""
        # What was made so far stays for good; a look through all of it for garbage would take 20 ms, in the middle of a
        # key press. commands/reader.py has switched the collector off until now.
        gc.freeze()
        gc.enable()
        if self.look_at:
            self.main.refreshing.reload_all()
        elif self.config.reader.refresh != "never":
            self.set_timer(FETCH_AFTER, self.main.refreshing.fetch_what_is_due)
        self.set_interval(FETCH_EVERY, self._fetch_what_is_due)
        self.set_interval(REMEMBER_EVERY, self.remember)

    def _fetch_what_is_due(self) -> None:
        if self.config.reader.refresh == "while-open" and not self.look_at:
            self.main.refreshing.fetch_what_is_due()

    def remember(self) -> None:
        """Store where the person is."""
        self.main.reading.save_position()
        state = self.main.remember()
        if state != self._remembered:
            self._remembered = state
            self.store.do(lambda writer: writer.save_state(STATE_KEY, to_state(state)))

    def quit(self) -> None:
        """End the program. What is on its way to the store is waited for by `close`, when the terminal is free again."""
        if not self._quitting:
            self.remember()
            self._quitting = True
            # What was only looked at goes away with its folder: there is nothing that the fetcher should finish.
            self.fetcher.stop(at_once=bool(self.look_at))
            while self.main.stop_work():
                pass
            self.main.enclosing.stop_player(at_end=True)
            self.main.picturing.close()
            self.exit()

    def close(self, seconds: float = CLOSE_SECONDS) -> bool:
        """Wait for the store; returns whether all changes are in it. Can be called again, to wait on."""
        return self.store.close(seconds)

    @property
    def trouble(self) -> str:
        """The traceback of the mistake that ended the program; '' where it ended well."""
        return self._trouble.getvalue()

    # ── Settings and themes

    def use_config(self, config: Config) -> None:
        """Let other settings be in force."""
        theme_before = self.config.reader.theme
        self.config = config
        self.bindings, self.macros = bindings(config), macros(config)
        self.subscriptions = subscriptions(config, self.paths.config)
        if config.reader.theme != theme_before:
            self.use_theme(config.reader.theme)

    def choose_theme(self, name: str) -> None:
        """Show everything in a theme that the person chose, also at the next start. Raises ThemeError."""
        self.use_theme(name)
        self._chosen_theme = (name, self.config.reader.theme)

    @property
    def chosen_theme(self) -> tuple[str, str]:
        """The theme that was chosen, and what the config said then; ('', '') where the config's is in force."""
        return self._chosen_theme if self._chosen_theme[1] == self.config.reader.theme else ("", "")

    def _use_first_theme(self) -> None:
        """Show the theme that was chosen last time; where it is gone, the config's."""
        chosen = self.chosen_theme[0]
        if chosen:
            try:
                self.use_theme(chosen)
                return
            except ThemeError:
                self._chosen_theme = ("", "")
        self.use_theme(self.config.reader.theme)

    def use_theme(self, name: str) -> None:
        """Show everything in another theme. Raises ThemeError."""
        theme = load_theme(name, self.paths, dark=terminal_is_dark(os.environ))
        self.register_theme(to_textual(theme))
        self._ink = self._mix(theme)
        if not self.is_running:
            # Before the start there is nothing to change: told so, Textual would read all CSS twice, 25 ms.
            self.set_reactive(App.theme, theme.name)
            self.stylesheet.set_variables(self.get_css_variables())
        else:
            self.theme = theme.name
            for widget in self.main.walk_children():
                if retheme := getattr(widget, "retheme", None):
                    retheme()

    @property
    def ink(self) -> Mapping[str, Style]:
        """The styles of the theme, by role: what the panes draw with."""
        return self._ink

    @property
    def ascii_only(self) -> bool:
        """Whether signs and lines must be ASCII: the person wants it, or the terminal reads nothing else."""
        return self.config.reader.icons == "ascii" or not self._unicode

    def _mix(self, theme: Theme) -> dict[str, Style]:
        """The theme's styles, with that of the cursor in a pane that has not the keys."""
        ink = rich_styles(theme)
        if self.no_color:
            lit = dict.fromkeys(("selected", "selection", "hit"), Style(reverse=True))
            return {**ink, **lit, "selected-quiet": Style(underline=True)}
        return {**ink, "selected-quiet": Style(bgcolor=ink["panel"].color)}


def _driver() -> type[Driver]:
    """What reads past answers that are still to come."""
    from newsreader.tui.terminal_driver import TerminalDriver

    return TerminalDriver


def terminal_is_dark(environ: Mapping[str, str]) -> bool:
    """Whether light text stands on a dark ground, as far as the environment tells: COLORFGBG of rxvt, Konsole and others.

    It has the numbers of the two colours, '15;0'; 7 and what is above 8 are light.
    """
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return not (background.isdecimal() and (int(background) == 7 or int(background) > 8))
