"""Keying: from a key press to the desk that carries its action out; questions that the next key answers."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from textual.timer import Timer
from typing_extensions import override

from newsreader.actions import BY_ID, Pane
from newsreader.config.keys import Bindings, BoundMacro
from newsreader.tui.bindings import PREFIX_WAIT, Keyboard, Pressed
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.macros import MacroRun

if TYPE_CHECKING:
    from newsreader.tui.main_screen import MainScreen

_PANE_NAMES: Mapping[Pane, str] = {"tree": "feed tree", "list": "list", "article": "article"}
_YES = ("y", "Y", "enter")


class Keying(Desk):
    """The one way from keys to actions."""

    def __init__(self, screen: "MainScreen", bindings: Bindings, macros: Iterable[BoundMacro] = ()) -> None:
        super().__init__(screen)
        self.bind(bindings, macros)
        self._macro = MacroRun(screen, self.act)
        self._handlers: dict[str, Handler] = {}
        self._timer: Timer | None = None
        self._questions: deque[tuple[str, Callable[[], None]]] = deque()
        """The one that is asked, and those that wait for its answer: they come from beside the screen too."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {}

    def learn(self, handlers: Mapping[str, Handler]) -> None:
        """Know what carries actions out."""
        self._handlers.update(handlers)

    @property
    def known(self) -> Collection[str]:
        """The actions that can be carried out."""
        return self._handlers.keys()

    def bind(self, bindings: Bindings, macros: Iterable[BoundMacro] = ()) -> None:
        """Take keys and macros from the config."""
        self.macros = {macro.id: macro for macro in macros}
        self.keyboard = Keyboard(bindings, {macro.id: macro.keys for macro in self.macros.values()})

    def press(self, key: str) -> None:
        """A key was pressed while a pane has the keys; `key` is spelled as in `[keys]`."""
        if self._questions:
            self._answer(key)
            return
        if self._macro.running:
            if key != "escape":
                self._macro.hold(key)
            elif self._macro.stop():
                self.screen.say("stopped")
            return
        if self._timer:
            self._timer.stop()
        if key == "escape" and self.keyboard.forget():
            self.screen.status.update(keys="")
            return
        self._carry_out(self.keyboard.press(key, self.screen.pane))

    def _time_out(self) -> None:
        self._carry_out(self.keyboard.time_out(self.screen.pane))

    def _carry_out(self, pressed: Pressed) -> None:
        if pressed.waiting:
            self._timer = self.screen.set_timer(PREFIX_WAIT, self._time_out)
        self.screen.status.update(keys=self.keyboard.pending)
        for action in pressed.actions:
            self.act(action)

    def act(self, action_id: str) -> bool:
        """Carry an action or a macro out in the pane that has the keys; returns whether there is something to do there."""
        if macro := self.macros.get(action_id):
            self._macro.start(macro)
            return True
        if action_id not in BY_ID:
            return False  # a macro that left the config while the palette was open
        pane, action = self.screen.pane, BY_ID[action_id]
        if pane not in action.panes:
            also = f"; {self.keyboard.first_key('mark-all-read')} marks all" if action_id == "toggle-read" else ""
            self.screen.say(f"{action.title}: nothing to do in the {_PANE_NAMES[pane]}{also}")
            return False
        self.screen.status.forget()
        self._handlers[action_id](pane)
        return True

    # ── Questions

    @property
    def asks(self) -> bool:
        """Whether a question waits for an answer."""
        return bool(self._questions)

    def ask(self, question: str, on_yes: Callable[[], None]) -> None:
        """Ask on the status line, behind what is asked already; y or enter does it, any other key does not."""
        self._questions.append((question, on_yes))
        self._show_question()

    def _show_question(self) -> None:
        self.screen.status.ask(self._questions[0][0] if self._questions else "")

    def _answer(self, key: str) -> None:
        _, on_yes = self._questions.popleft()
        self._show_question()
        if key in _YES:
            on_yes()
        else:
            self._macro.stop()
