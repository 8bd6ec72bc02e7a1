"""What can be muted of an article, and for how long: up and down choose what, left and right how long, enter mutes."""

from collections.abc import Callable, Sequence

from typing_extensions import override

from newsreader.tui.choice_menu import Choice, ChoiceMenu
from newsreader.tui.ink_line import InkLine

MuteChoice = tuple[str, str, Callable[[str], object]]
"""('this feed', which one, what is called with the span)."""


class MuteMenu(ChoiceMenu):
    """A menu with a line for the span."""

    def __init__(self, about: str, choices: Sequence[MuteChoice], spans: Sequence[str], span: str) -> None:
        """`about`: the title, or how many articles; `span`: the one of `spans` that is proposed."""
        self._spans, self._span = spans, spans.index(span)
        self._how_long = InkLine()
        lines = [Choice(what, name, self._with_span(chosen)) for what, name, chosen in choices]
        super().__init__("Mute", about, lines, self._how_long)

    def _with_span(self, chosen: Callable[[str], object]) -> Callable[[], object]:
        return lambda: chosen(self._spans[self._span])

    @override
    def on_mount(self) -> None:
        """Show the choices and the span."""
        super().on_mount()
        self._show_span()

    def _show_span(self) -> None:
        words = [(" for ", "text")]
        for number, span in enumerate(self._spans):
            here = number == self._span
            words.append((f"[{span}]" if here else f" {span} ", "accent" if here else "quiet"))
        self._how_long.show([*words, ("   left and right change it, enter mutes, esc does not", "quiet")])

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if key in ("left", "right") or character in ("h", "l"):
            by = -1 if key == "left" or character == "h" else 1
            self._span = max(0, min(self._span + by, len(self._spans) - 1))
            self._show_span()
        else:
            super().key_pressed(key, character)
