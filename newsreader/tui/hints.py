"""Link hints: letters at the links in sight; typing them, or a link's number, opens it, copies it, or follows it in here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from textual.message import Message
from typing_extensions import override

from newsreader.tui.article_lines import Label
from newsreader.tui.hint_letters import hint_letters
from newsreader.tui.ink_line import InkLine
from newsreader.tui.messages import HeadlineOpened, LinkCopied, LinkFollowed, LinkOpened
from newsreader.tui.overlay import Overlay
from newsreader.urls import encoded

if TYPE_CHECKING:
    from newsreader.tui.article_page import Page
    from newsreader.tui.article_view import ArticleView

Verb = Literal["open", "copy", "follow"]
VERBS: dict[str, Verb] = {"y": "copy", "f": "follow"}
"""What the keys that are no hint letters do instead of opening; the same key again opens."""


@dataclass(slots=True)
class Hint:
    """A link in sight, a related article or a place in this one, and where it begins: (line, character); it may stand twice."""

    url: str
    article: int = 0
    jump: int = 0
    letters: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)


def find_hints(page: "Page", first: int, last: int) -> list[Hint]:
    """Return what the lines from `first` up to `last`, not included, lead to, in reading order, with letters."""
    found: dict[tuple[int, int, str, int], Hint] = {}
    before: tuple[int, int, str, int] | None = None
    numbers = page.numbers
    for number in range(max(first, numbers.start), min(last, numbers.stop)):
        start = 0
        for span in page.line(number).spans:
            key = (span.link, span.article, span.url, span.jump)
            # The number behind a link is part of it, and so is the rest of it on the next line.
            if any(key) and key != before:
                hint = found.setdefault(key, Hint(page.url(span), span.article, span.jump))
                hint.places.append((number, start))
            if any(key) or span.role != "bullet":
                before = key if any(key) else None
            start += len(span.text)
    hints = [hint for hint in found.values() if hint.url or hint.article or hint.jump]
    for hint, letters in zip(hints, hint_letters(len(hints)), strict=True):
        hint.letters = letters
    return hints


_DOES: dict[Verb, str] = {"copy": "copies", "follow": "reads it here"}


class HintBar(Overlay):
    """Takes the keys while the hints stand in the article; says what was typed, and what it leads to."""

    def __init__(self, article: "ArticleView", hints: Sequence[Hint], numbered: Sequence[str]) -> None:
        """`numbered`: the addresses of all links of the article, the first one is number 1."""
        self._article, self._hints, self._numbered = article, hints, numbered
        self._typed, self._wrong = "", ""
        self._verb: Verb = "open"
        self._line = InkLine()
        super().__init__(self._line)

    def on_mount(self) -> None:
        """Put the hints up."""
        self._show()

    @override
    def close(self) -> None:
        """Take the hints down."""
        if self.is_open:
            self._article.hide_labels()
        super().close()

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        self._wrong = ""
        if key == "backspace":
            self._typed = self._typed[:-1]
        elif key == "enter":
            self._choose_number()
        elif character in VERBS and not self._typed:
            self._verb = "open" if self._verb == VERBS[character] else VERBS[character]
        elif character and character.isascii() and character.isalnum():
            self._type(character.lower())
        if self.is_open:
            self._show()

    # ── What is typed

    def _type(self, character: str) -> None:
        typed = self._typed + character
        if typed.isdecimal():
            number = int(typed)
            if not 1 <= number <= len(self._numbered):
                self._wrong = f"there is no link {typed}"
            elif number * 10 > len(self._numbered):
                self._choose(Hint(self._numbered[number - 1]))
            else:
                self._typed = typed
            return
        matching = [hint for hint in self._hints if hint.letters.startswith(typed)]
        if not matching:
            self._wrong = f"no link has the letters {typed}"
        elif matching[0].letters == typed:
            self._choose(matching[0])
        else:
            self._typed = typed

    def _choose_number(self) -> None:
        if self._typed.isdecimal():
            self._choose(Hint(self._numbered[int(self._typed) - 1]))

    def _choose(self, hint: Hint) -> None:
        screen, article = self.screen, self._article
        self.close()
        if hint.jump:
            article.jump(hint.jump)
        else:
            screen.post_message(self._message(hint))

    def _message(self, hint: Hint) -> Message:
        if self._verb == "copy":
            return LinkCopied(hint.url)
        if hint.article:
            return HeadlineOpened(hint.article)
        return LinkFollowed(hint.url) if self._verb == "follow" else LinkOpened(hint.url)

    # ── What is shown

    def _show(self) -> None:
        labels: dict[int, list[Label]] = {}
        for hint in self._hints:
            if hint.letters.startswith(self._typed):
                for line, start in hint.places:
                    labels.setdefault(line, []).append(Label(start, hint.letters, len(self._typed)))
        self._article.show_labels(labels, self.dismiss)
        words = [(f" {self._verb} link: {self._typed}", "accent"), ("_", "accent")]
        if self._wrong:
            words.append((f"  {self._wrong}", "error"))
        elif self._typed.isdecimal():
            words.append((f"  enter: {encoded(self._numbered[int(self._typed) - 1])}", "quiet"))
        else:
            words.append((f"   {self._help()}", "quiet"))
        self._line.show(words)

    def _help(self) -> str:
        what = "its letters or its number" if self._hints else "no link is in sight, a number opens one"
        others = ", ".join(f"{key} {'opens' if verb == self._verb else _DOES[verb]}" for key, verb in VERBS.items())
        return f"{what}; {others} instead, esc leaves"
