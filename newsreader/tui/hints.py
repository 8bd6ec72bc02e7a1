"""Link hints: letters at the links in sight; typing them, or a link's number, opens it or copies it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message
from typing_extensions import override

from newsreader.tui.article_lines import Label
from newsreader.tui.hint_letters import hint_letters
from newsreader.tui.ink_line import InkLine
from newsreader.tui.messages import HeadlineOpened, LinkCopied, LinkOpened
from newsreader.tui.overlay import Overlay
from newsreader.urls import encoded

if TYPE_CHECKING:
    from newsreader.tui.article_page import Page
    from newsreader.tui.article_view import ArticleView

COPY_KEY = "y"


@dataclass(slots=True)
class Hint:
    """A link in sight, or a related article, and where it begins: (line, character); the same link may stand twice."""

    url: str
    article: int
    letters: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)


def find_hints(page: "Page", first: int, last: int) -> list[Hint]:
    """Return what the lines from `first` up to `last`, not included, lead to, in reading order, with letters."""
    found: dict[tuple[int, int, str], Hint] = {}
    before: tuple[int, int, str] | None = None
    numbers = page.numbers
    for number in range(max(first, numbers.start), min(last, numbers.stop)):
        start = 0
        for span in page.line(number).spans:
            key = (span.link, span.article, span.url)
            # The number behind a link is part of it, and so is the rest of it on the next line.
            if any(key) and key != before:
                hint = found.setdefault(key, Hint(page.url(span), span.article))
                hint.places.append((number, start))
            if any(key) or span.role != "bullet":
                before = key if any(key) else None
            start += len(span.text)
    hints = [hint for hint in found.values() if hint.url or hint.article]
    for hint, letters in zip(hints, hint_letters(len(hints)), strict=True):
        hint.letters = letters
    return hints


class HintBar(Overlay):
    """Takes the keys while the hints stand in the article; says what was typed, and what it leads to."""

    def __init__(self, article: "ArticleView", hints: Sequence[Hint], numbered: Sequence[str]) -> None:
        """`numbered`: the addresses of all links of the article, the first one is number 1."""
        self._article, self._hints, self._numbered = article, hints, numbered
        self._typed, self._wrong = "", ""
        self._copies = False
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
        elif character == COPY_KEY and not self._typed:
            self._copies = not self._copies
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
                self._choose(self._numbered[number - 1])
            else:
                self._typed = typed
            return
        matching = [hint for hint in self._hints if hint.letters.startswith(typed)]
        if not matching:
            self._wrong = f"no link has the letters {typed}"
        elif matching[0].letters == typed:
            self._choose(matching[0].url, matching[0].article)
        else:
            self._typed = typed

    def _choose_number(self) -> None:
        if self._typed.isdecimal():
            self._choose(self._numbered[int(self._typed) - 1])

    def _choose(self, url: str, article: int = 0) -> None:
        screen, message = self.screen, self._message(url, article)
        self.close()
        screen.post_message(message)

    def _message(self, url: str, article: int) -> Message:
        if self._copies:
            return LinkCopied(url)
        return HeadlineOpened(article) if article else LinkOpened(url)

    # ── What is shown

    def _show(self) -> None:
        labels: dict[int, list[Label]] = {}
        for hint in self._hints:
            if hint.letters.startswith(self._typed):
                for line, start in hint.places:
                    labels.setdefault(line, []).append(Label(start, hint.letters, len(self._typed)))
        self._article.show_labels(labels, self.dismiss)
        verb = "copy" if self._copies else "open"
        words = [(f" {verb} link: {self._typed}", "accent"), ("_", "accent")]
        if self._wrong:
            words.append((f"  {self._wrong}", "error"))
        elif self._typed.isdecimal():
            words.append((f"  enter: {encoded(self._numbered[int(self._typed) - 1])}", "quiet"))
        else:
            words.append((f"   {self._help()}", "quiet"))
        self._line.show(words)

    def _help(self) -> str:
        what = "its letters or its number" if self._hints else "no link is in sight, a number opens one"
        other = "opens" if self._copies else "copies"
        return f"{what}; {COPY_KEY} {other} instead, esc leaves"
