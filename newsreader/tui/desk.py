"""What the desks of the main screen share. A desk does one kind of work (viewing, reading, marking …) for the screen."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from newsreader.actions import Pane

if TYPE_CHECKING:
    from newsreader.tui.main_screen import MainScreen
    from newsreader.tui.store_access import StoreAccess

Handler = Callable[[Pane], object]
"""Carries an action out, from the pane in which its key was pressed."""


class Desk:
    """Work of one kind; `handlers` are the actions that it carries out."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen

    @property
    def store(self) -> "StoreAccess":
        """The way to the store."""
        return self.screen.store

    def handlers(self) -> Mapping[str, Handler]:
        """Return action id → what carries it out."""
        raise NotImplementedError
