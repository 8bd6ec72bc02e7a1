"""How much a shared word says: the rarer in general, the more. Names and numbers weigh most, everyday words nothing.

The frequencies are those of a table of the language (frequencies/) or, where there is none, those of older headlines;
never those of the days that are looked at, which would make the words of the biggest story the lightest.
"""

import functools
import math
from collections import Counter
from collections.abc import Iterable
from importlib import resources
from importlib.resources.abc import Traversable

CAP = 6.0
"""−log10 of the frequency from which on all words weigh the same: one in a million."""
LEAST = 2.8
"""What is more frequent than that (one in 600) says nothing."""
NUMBER = 3.0
"""Of what holds a digit: sums and counts are shared by reports of one event, but by others as well."""
POWER = 1.3
"""Weights are raised to this power: rare words stand out more (measured, docs/stories.md)."""
_HEAVIEST: float = math.pow(CAP, POWER)
_HEAVIEST_NUMBER: float = math.pow(NUMBER, POWER)
_FEW = 10_000
"""Words that an uncounted language is taken to have been counted in, so that the first ones do not weigh too much."""


class Weights:
    """The weights of words by language; `learn` counts headlines of languages that have no table."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {}
        self._totals: Counter[str] = Counter()

    def learn(self, words: Iterable[str], lang: str) -> None:
        """Count the stems of an older headline."""
        if not has_table(lang):
            counts = self._counts.setdefault(lang, Counter())
            for word in words:
                counts[word] += 1
                self._totals[lang] += 1

    def weight(self, word: str, lang: str) -> float:
        """Return what a stem weighs; 0: it says nothing."""
        if has_table(lang):
            return _from_table(word, lang)
        if any(map(str.isdigit, word)):
            return _HEAVIEST_NUMBER
        if word in _everyday(lang):
            return 0.0
        counts = self._counts.get(lang)
        frequency = ((counts[word] if counts else 0) + 0.5) / (self._totals[lang] + _FEW)
        return _weight(-math.log10(frequency))


@functools.cache
def has_table(lang: str) -> bool:
    """Whether the frequencies of a language are known. '' (nobody knows the language) is taken for English."""
    return _file(lang or "en").is_file()


def _weight(level: float) -> float:
    return math.pow(min(level, CAP), POWER) if level >= LEAST else 0.0


@functools.lru_cache(20_000)
def _from_table(word: str, lang: str) -> float:
    return _HEAVIEST_NUMBER if any(map(str.isdigit, word)) else _table(lang).get(word, _HEAVIEST)


@functools.cache
def _table(lang: str) -> dict[str, float]:
    table: dict[str, float] = {}
    for line in _file(lang or "en").read_text(encoding="utf-8").splitlines():
        level, *words = line.split(" ")
        table.update(dict.fromkeys(words, _weight(int(level) / 10)))
    return table


@functools.cache
def _everyday(lang: str) -> frozenset[str]:
    from newsreader.articles.language import common_words
    from newsreader.newsdesk.word_stems import stem
    from newsreader.query.words import fold

    return frozenset(stem(fold(word), lang) for word in common_words(lang))


def _file(lang: str) -> Traversable:
    name = lang if lang.isalpha() else "none"
    return resources.files("newsreader.newsdesk") / "frequencies" / f"{name}.txt"
