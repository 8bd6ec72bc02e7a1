"""The search bar: one line over the status line, in which a search of all articles, or of the open one, is typed."""

from itertools import chain, repeat
from typing import Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from newsreader.text import clean_line
from newsreader.tui.cells import wrap
from newsreader.tui.ink_line import InkLine
from newsreader.tui.line_input import LineInput
from newsreader.tui.messages import SearchAccepted, SearchChanged, SearchClosed, SearchMoved

Mode = Literal["search", "find"]

SCOPE_KEY = "ctrl+t"
_SCOPES = {True: "all", False: "this view"}
_HINT_FROM = 80
"""Columns from which there is room to say what the key for the scope does."""
_ERROR_LINES = 3
_STEPS = {"up": -1, "down": 1}


class SearchBar(Widget):
    """Says what is typed with SearchChanged and its kin; what comes of it is told with `say`."""

    DEFAULT_CSS = """
    SearchBar { height: auto; display: none; }
    SearchBar > Horizontal { height: 1; }
    SearchBar .error { padding: 0 1; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.mode: Mode = "search"
        self.is_open = False
        self.everywhere = True
        """Whether all that is stored is searched, or only the view from which the search began."""
        self._said = ""
        self._input = LineInput()
        self._prompt, self._note = InkLine(fit=True), InkLine(fit=True)
        self._error = [InkLine(classes="error") for _ in range(_ERROR_LINES)]
        for line in self._error:
            line.display = False

    def compose(self) -> ComposeResult:
        """The line, and under it room for an error."""
        with Horizontal():
            yield self._prompt
            yield self._input
            yield self._note
        yield from self._error

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.value

    @property
    def said(self) -> str:
        """What `say` put there."""
        return " ".join(line.text for line in self._error if line.display) or self._said

    def open(self, mode: Mode, text: str = "") -> None:
        """Take the keys, to search everything or find in the article; `text` is selected, to be kept or typed over."""
        if not text:
            self.everywhere = True
            self.say("")
        self.mode, self.is_open, self.display = mode, True, True
        self._input.put(text)
        self._show_scope()
        # At once, not in turn: keys that were pressed right behind '/' are on their way already.
        self.screen.set_focus(self._input)

    def close(self) -> None:
        """Go out of sight; who gets the keys now is the screen's matter."""
        self.is_open = self.display = False

    def say(self, words: str, error: bool = False) -> None:
        """Show how much was found, or what is wrong with the search."""
        self._said = "" if error else words
        self._show_note()
        mistake = wrap(clean_line(words), max(self.app.size.width - 2, 1), _ERROR_LINES) if words and error else []
        for line, text in zip(self._error, chain(mistake, repeat("")), strict=False):
            line.show([(text, "error")])
            line.display = bool(text)

    def _show_scope(self) -> None:
        if self.mode == "find":
            self._prompt.show([(" find in article: ", "accent")])
        else:
            self._prompt.show([(f" search {_SCOPES[self.everywhere]}: ", "accent")])
        self._show_note()

    def _show_note(self) -> None:
        words = [(f"  {self._said} ", "quiet")] if self._said else []
        if self.mode == "search" and self.app.size.width >= _HINT_FROM:
            words += [(f"  {SCOPE_KEY}", "accent"), (f" {_SCOPES[not self.everywhere]} ", "quiet")]
        self._note.show(words)

    def _changed(self) -> None:
        self.post_message(SearchChanged(self.text, self.everywhere))

    # ── What is typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another text."""
        event.stop()
        if self.is_open:
            self._changed()

    async def on_key(self, event: events.Key) -> None:
        """The keys that the input leaves alone."""
        if event.key == "ctrl+z":
            return
        event.stop()
        event.prevent_default()
        if event.key in ("enter", "tab"):
            self.post_message(SearchAccepted(self.text, self.everywhere))
        elif event.key in ("escape", "ctrl+c"):
            self.post_message(SearchClosed())
        elif event.key in _STEPS and self.mode == "search":
            self.post_message(SearchMoved(_STEPS[event.key]))
        elif event.key == SCOPE_KEY and self.mode == "search":
            self.everywhere = not self.everywhere
            self._show_scope()
            self._changed()

    def on_descendant_blur(self) -> None:
        """Another widget was clicked: as with enter, what was found stays. A terminal that lost the focus changes nothing."""
        if self.is_open and self.screen.focused not in (None, self._input):
            self.post_message(SearchAccepted(self.text, self.everywhere))
