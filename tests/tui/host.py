"""A small app around one part of the screen; keeps the messages that reach its screen."""

from collections.abc import Mapping
from pathlib import Path

from rich.style import Style
from textual.app import App
from textual.message import Message
from textual.screen import Screen

import newsreader.tui
from newsreader.config.themes import load_theme
from newsreader.paths import Paths
from newsreader.tui import answers, messages
from newsreader.tui.style import rich_styles

OURS = tuple(
    value
    for value in (vars(messages) | vars(answers)).values()
    if isinstance(value, type) and issubclass(value, Message)
)


class HostScreen(Screen[None]):
    """The main screen of the host."""

    DEFAULT_CSS = "HostScreen { layers: default over; layout: vertical; }"

    def __init__(self) -> None:
        super().__init__()
        self.got: list[Message] = []

    def post_message(self, message: Message) -> bool:
        if type(message) in OURS:
            self.got.append(message)
        return super().post_message(message)


class Host(App[None]):
    """Holds what parts of the screen ask their app for."""

    CSS_PATH = Path(newsreader.tui.__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False
    ascii_only = False

    def __init__(self) -> None:
        super().__init__()
        self.main = HostScreen()
        nowhere = Path("/nonexistent")
        self._ink = rich_styles(load_theme("paper-dark", Paths(nowhere / "c.toml", nowhere, nowhere)))

    def get_default_screen(self) -> Screen[None]:
        return self.main

    @property
    def ink(self) -> Mapping[str, Style]:
        return self._ink

    @property
    def text(self) -> str:
        """The screen, line by line."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())

    def got(self, kind: type[Message]) -> list[Message]:
        """The messages of a kind that reached the screen."""
        return [message for message in self.main.got if isinstance(message, kind)]
