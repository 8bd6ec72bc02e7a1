"""What lies over the panes for a moment: it has the keys until it is closed, then the pane from before has them again.

A widget of the main screen, no screen of its own: that would take 85 ms to come up, and what is below could not change.
"""

from textual import events
from textual.screen import Screen
from textual.widget import Widget

from newsreader.tui.line_input import LineInput

_CLOSING = frozenset({"escape", "ctrl+c"})


class Overlay(Widget, can_focus=True, inherit_bindings=False):
    """Closes at esc, at ctrl+c and when something else is clicked."""

    DEFAULT_CSS = """
    Overlay { layer: over; dock: bottom; width: 100%; height: auto; }
    """

    def __init__(self, *children: Widget, typed_into: Widget | None = None) -> None:
        """`typed_into`: the one of the children that gets the keys, else this widget itself does."""
        super().__init__(*children)
        self._typed_into = typed_into
        self._before: Widget | None = None
        self.is_open = False
        self.escaped = False
        """Whether it was closed without a choice."""

    def show_on(self, screen: Screen[None]) -> None:
        """Come up, with the keys from this moment on: what is typed ahead is meant for the overlay."""
        self.is_open = True
        self._before = screen.focused
        screen.mount(self)
        screen.set_focus(self._typed_into or self)

    def close(self) -> None:
        """Go away, and give the keys back."""
        if self.is_open:
            self.is_open = False
            if self.has_focus_within:
                self.screen.set_focus(self._before, scroll_visible=False)
            self.remove()

    def dismiss(self) -> None:
        """Closed without a choice. For overlays that have something to take back."""
        self.close()

    def key_pressed(self, key: str, character: str | None) -> None:
        """Take a key that is not one of those which close."""

    def on_key(self, event: events.Key) -> None:
        """No key gets through to what is below, but the one that suspends the program."""
        if event.key == "ctrl+z":
            return
        event.stop()
        event.prevent_default()
        if not self.is_open:
            return
        focused = self.screen.focused
        if event.key in _CLOSING:
            self.dismiss()
            self.escaped = not self.is_open
        elif isinstance(focused, LineInput) and event.is_printable:
            # Typed ahead: pressed before the input had the keys, which keeps letters to itself.
            focused.post_message(events.Key(event.key, event.character))
        else:
            self.key_pressed(event.key, event.character)

    def on_blur(self) -> None:
        """Something else has the keys now."""
        self._leave()

    def on_descendant_blur(self) -> None:
        """Something else has the keys now, or another part of this."""
        self._leave()

    def _leave(self) -> None:
        # A terminal window that lost the focus leaves nothing focused: then the overlay stays.
        if self.is_open and self.screen.focused is not None and not self.has_focus_within:
            self.dismiss()
