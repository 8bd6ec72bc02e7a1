"""Finding names by a few of their letters: 'thtd' finds 'Theme: dark', the closest matches come first."""

import unicodedata
from collections.abc import Sequence

# The worse, the larger. A word of the name that begins so is better than the same letters inside of one.
_AT_START, _AT_WORD, _INSIDE, _SCATTERED = 0, 10, 20, 100


def fold(text: str) -> str:
    """Return `text` without case and accents, of the same length: what is found in it has the same place in `text`."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def rank(name: str, word: str) -> int | None:
    """Return how far `name` is from `word`, both folded: 0 is the closest, None is no match."""
    at = name.find(word)
    if at == 0:
        return _AT_START
    if at > 0:
        if f" {word}" in name:
            return _AT_WORD
        return _INSIDE
    first = at = name.find(word[0])
    for letter in word[1:]:
        at = name.find(letter, at + 1)
        if at < 0:
            return None
    return _SCATTERED + at - first if at >= 0 else None


def places(name: str, words: Sequence[str]) -> set[int]:
    """Return where in `name` the letters of `words` are, all folded: what to mark."""
    found: set[int] = set()
    for word in words:
        at = name.find(f" {word}") + 1 or name.find(word)
        if name.startswith(word):
            at = 0
        if at >= 0:
            found.update(range(at, at + len(word)))
            continue
        scattered: list[int] = []
        for letter in word:
            at = name.find(letter, at + 1)
            if at < 0:
                break
            scattered.append(at)
        else:
            found.update(scattered)
    return found
