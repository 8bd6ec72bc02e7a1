"""The search bar: one line over the status line, in which a search of all articles, or of the open one, is typed."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain, repeat
from typing import TYPE_CHECKING, Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input

from newsreader.text import clean_line
from newsreader.tui.cells import wrap
from newsreader.tui.completing import CompletingLine
from newsreader.tui.ink_line import InkLine
from newsreader.tui.line_input import LineInput
from newsreader.tui.messages import SearchAccepted, SearchChanged, SearchClosed, SearchKept, SearchMoved
from newsreader.tui.typed_before import TypedBefore

if TYPE_CHECKING:
    from newsreader.query.complete import Names

Mode = Literal["search", "find"]

SCOPE_KEY, KEEP_KEY = "ctrl+t", "ctrl+s"
_SCOPES = {True: "all", False: "this view"}
_HINT_FROM = 80
"""Columns from which there is room to say what the key for the scope does."""
_KEEP_HINT_FROM = 110
_ERROR_LINES = 3
_STEPS = {"up": -1, "down": 1}
_TAKES = {"tab": 1, "shift+tab": -1}


class SearchBar(Widget):
    """Says what is typed with SearchChanged and its kin; what comes of it is told with `say`."""

    DEFAULT_CSS = """
    SearchBar { height: auto; display: none; }
    SearchBar > Horizontal { height: 1; }
    SearchBar .error { padding: 0 1; }
    """

    def __init__(self, id: str | None = None, today: Callable[[], date] = date.today) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.mode: Mode = "search"
        self.is_open = False
        self.everywhere = True
        """Whether all that is stored is searched, or only the view from which the search began."""
        self._today = today
        self._said = ""
        self._touched = False
        """Whether what stands in the line was typed since the bar was opened."""
        self._choosing = False
        self._before = TypedBefore()
        self._completing = CompletingLine()
        self._input = LineInput()
        self._prompt, self._note = InkLine(fit=True), InkLine(fit=True)
        self._error = [InkLine(classes="error") for _ in range(_ERROR_LINES)]
        for line in (*self._error, self._completing):
            line.display = False

    def compose(self) -> ComposeResult:
        """What the word may become; the line; and under it room for an error."""
        yield self._completing
        with Horizontal():
            yield self._prompt
            yield self._input
            yield self._note
        yield from self._error

    def on_mount(self) -> None:
        """Look where the cursor goes: what may be completed is at the cursor."""
        self.watch(self._input, "selection", self._offer, init=False)

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.value

    @property
    def said(self) -> str:
        """What `say` put there."""
        return " ".join(line.text for line in self._error if line.display) or self._said

    @property
    def choices(self) -> Sequence[str]:
        """What the word at the cursor may become."""
        return self._completing.choices

    def know(self, names: "Names") -> None:
        """These names can be completed."""
        self._completing.names = names
        self._offer()

    def remember(self, texts: Sequence[str]) -> None:
        """These were searched before, the newest first."""
        self._before.know(texts)

    def open(self, mode: Mode, text: str = "") -> None:
        """Take the keys, to search everything or find in the article; `text` is selected, to be kept or typed over."""
        if not text:
            self.everywhere = True
            self.say("")
        self.mode, self.is_open, self.display = mode, True, True
        self._touched = False
        self._before.forget_place()
        self._input.put(text)
        self._show_scope()
        self._offer()
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
        if self.mode == "search" and self.text and self.app.size.width >= _KEEP_HINT_FROM:
            words += [(f" {KEEP_KEY}", "accent"), (" as a view ", "quiet")]
        self._note.show(words)

    def _changed(self) -> None:
        self.post_message(SearchChanged(self.text, self.everywhere, self._input.cursor_position))

    # ── What is typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another text."""
        event.stop()
        if self.is_open:
            self._touched = True
            self._before.forget_place()
            self._offer()
            self._show_note()
            self._changed()

    def _offer(self) -> None:
        """Offer what may stand at the cursor."""
        start, end = self._input.selection
        if self._choosing:
            return
        if not self.is_open or self.mode == "find" or start != end:
            self._completing.stop()
        else:
            self._completing.offer(self.text, end, self._today())

    def _put(self, text: str, cursor: int) -> None:
        """Show a text that was chosen, not typed: nothing else is offered for it."""
        self._choosing = True
        with self._input.prevent(Input.Changed):
            self._input.value = text
        self._input.cursor_position = cursor
        self._choosing = False
        self._show_note()
        self._changed()

    async def on_key(self, event: events.Key) -> None:
        """The keys that the input leaves alone."""
        if event.key == "ctrl+z":
            return
        event.stop()
        event.prevent_default()
        if event.key in _TAKES and self.choices:
            self._complete(_TAKES[event.key])
        elif event.key in ("enter", "tab"):
            self.post_message(SearchAccepted(self.text, self.everywhere))
        elif event.key in ("escape", "ctrl+c"):
            self.post_message(SearchClosed())
        elif self.mode == "search":
            self._search_key(event.key)

    def _search_key(self, key: str) -> None:
        if key in _STEPS:
            self._up_or_down(_STEPS[key])
        elif key == SCOPE_KEY:
            self.everywhere = not self.everywhere
            self._show_scope()
            self._changed()
        elif key == KEEP_KEY:
            self.post_message(SearchKept(self.text, self.everywhere))

    def _complete(self, step: int) -> None:
        self._touched = True
        self._before.forget_place()
        only = len(self.choices) == 1
        self._put(*self._completing.take(step))
        if only and self.text[: self._input.cursor_position].endswith(":"):
            self._offer()  # the field is there: now its values

    def _up_or_down(self, by: int) -> None:
        """In the searches of before where nothing was typed yet, else in the results."""
        goes_back = self._before.walking or (by < 0 and not (self._touched and self.text))
        if not goes_back:
            self.post_message(SearchMoved(by))
        elif (text := self._before.step(-by, self.text)) is not None:
            self._completing.stop()
            self._put(text, len(text))

    def on_descendant_blur(self) -> None:
        """Another widget was clicked: as with enter, what was found stays. A terminal that lost the focus changes nothing."""
        if self.is_open and self.screen.focused not in (None, self._input):
            self.post_message(SearchAccepted(self.text, self.everywhere))
