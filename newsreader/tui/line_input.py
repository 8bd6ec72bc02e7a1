"""A line to type into: keeps the keys that belong to it, leaves the others to its owner, and takes only clean text."""

from collections.abc import Mapping

from textual import events
from textual.widgets import Input

from newsreader.text import clean_line, clean_text

LONGEST = 2000
"""Characters; what is pasted beyond is cut off."""

LEFT_TO_OWNER = frozenset(
    {"enter", "escape", "up", "down", "pageup", "pagedown", "tab", "shift+tab", "ctrl+s", "ctrl+t", "ctrl+z"}
)
_ON_SELECTION = frozenset({"ctrl+c", "ctrl+x"})
"""Without a selection they are left to the owner too: they would empty the clipboard."""


def _actions() -> Mapping[str, str]:
    """The keys with which an Input edits, and its actions for them."""
    bindings = [binding for binding in Input.BINDINGS if not isinstance(binding, tuple)]
    return {key: binding.action for binding in bindings for key in binding.key.split(",")}


_ACTIONS = _actions()


class LineInput(Input):
    """An Input whose special keys (`LEFT_TO_OWNER`) bubble up as key events; all others end here."""

    def __init__(self) -> None:
        # No blinking: a screen that is being read has nothing that moves.
        super().__init__(select_on_focus=False, compact=True)
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Whatever is typed, pasted or put in: one line, clean, of a bearable length."""
        return clean_text(value[:LONGEST]).replace("\n", " ").replace("\t", " ")

    def put(self, text: str) -> None:
        """Show `text`, all of it selected, without telling anybody that it changed."""
        with self.prevent(Input.Changed):
            self.value = text
        self.action_select_all()

    async def on_key(self, event: events.Key) -> None:
        """Edit, or leave the key to the owner."""
        nothing_to_copy = event.key in _ON_SELECTION and not self.selected_text
        if event.key in LEFT_TO_OWNER or nothing_to_copy:
            event.prevent_default()
        elif not event.is_printable:
            event.stop()
            event.prevent_default()
            if action := _ACTIONS.get(event.key):
                await self.run_action(action)

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines of a pasted text as one."""
        event.stop()
        event.prevent_default()
        self.replace(clean_line(event.text[:LONGEST]), *sorted(self.selection))
