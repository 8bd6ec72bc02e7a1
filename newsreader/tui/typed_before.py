"""What was typed into a line before: up goes back in it, down comes forward again, at the last to what stood there."""

from collections.abc import Sequence

from newsreader.text import clean_line


class TypedBefore:
    """Walks through texts of before, the newest first."""

    def __init__(self) -> None:
        self._texts: Sequence[str] = ()
        self._at = -1
        self._own = ""

    def know(self, texts: Sequence[str]) -> None:
        """These were typed before, the newest first."""
        self._texts = texts

    @property
    def walking(self) -> bool:
        """Whether one of them stands in the line."""
        return self._at >= 0

    def forget_place(self) -> None:
        """What stands in the line is the person's own again."""
        self._at = -1

    def step(self, by: int, text: str) -> str | None:
        """Return what comes in the place of `text`, one back (1) or forth (-1); None where there is no more."""
        if self._at < 0:
            self._own = text
        at = self._at + by
        # What stands there already is no step back: the search that is shown was typed last.
        if self._at < 0 and by > 0 and self._texts and self._texts[0] == text:
            at += 1
        if not -1 <= at < len(self._texts):
            return None
        self._at = at
        return self._texts[at] if at >= 0 else self._own


def texts_of(state: object) -> tuple[str, ...]:
    """The texts in the store's state, whatever is there."""
    return tuple(clean_line(text) for text in state if isinstance(text, str)) if isinstance(state, list) else ()


def with_newest(text: str, texts: Sequence[str], most: int) -> list[str]:
    """The texts of before with the newest in front, each once; the oldest go."""
    return [text, *(old for old in texts if old != text)][:most]
