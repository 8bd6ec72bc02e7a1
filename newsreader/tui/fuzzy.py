"""Finding names by a few of their letters: 'thtd' finds 'Theme: dark', the closest matches come first."""

import re
import unicodedata
from collections.abc import Sequence

# The worse, the larger. A word of the name that begins so is better than the same letters inside of one.
_AT_START, _AT_WORD, _INSIDE, _SCATTERED = 0, 1, 2, 3
FARTHEST = 63
"""Letters may be scattered; how widely makes no difference beyond this."""


def fold(text: str) -> str:
    """Return `text` without case and accents, of the same length: what is found in it has the same place in `text`."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


class Word:
    """Letters to be found in names. Not empty, folded."""

    __slots__ = ("_beginning", "_scattered", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._beginning = f" {text}"
        # Each letter at its first place behind the one before: nothing to try twice, however long the word is.
        self._scattered = re.compile("".join(f"[^{letter}]*+{letter}" for letter in map(re.escape, text)))

    def rank(self, name: str) -> int | None:
        """Return how far a folded name is from the word: 0 is the closest, FARTHEST the farthest, None is no match."""
        at = name.find(self.text)
        if at == 0:
            return _AT_START
        if at > 0:
            return _AT_WORD if self._beginning in name else _INSIDE
        if match := self._scattered.match(name):
            return min(_SCATTERED + match.end() - name.index(self.text[0]) - len(self.text), FARTHEST)
        return None

    def places(self, name: str) -> Sequence[int]:
        """Return where in a folded name the letters of the word are: what to mark."""
        at = 0 if name.startswith(self.text) else name.find(self._beginning) + 1 or name.find(self.text)
        if at >= 0:
            return range(at, at + len(self.text))
        if not self._scattered.match(name):
            return ()
        found = []
        for letter in self.text:
            at = name.index(letter, at + 1)
            found.append(at)
        return found
