"""Why the articles of a story belong together: the words that they share, with their weights. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from newsreader.newsdesk.story_clusters import Index, Vector, vector
from newsreader.newsdesk.word_stems import stem, stems
from newsreader.newsdesk.word_weights import Weights
from newsreader.query.words import tokens


@dataclass(frozen=True, slots=True)
class SharedWord:
    word: str
    """As most of the titles write it."""
    weight: float
    articles: int
    """How many of the story's titles have it."""


@dataclass(frozen=True, slots=True)
class Reasons:
    words: tuple[SharedWord, ...]
    """What two titles or more have, the most shared weight first."""
    alike: tuple[float, ...]
    """How much each article is like the rest, 0 to 1, in the order of the titles."""


def reasons(titles: Sequence[str], lang: str, weights: Weights) -> Reasons:
    """Return what the titles of a story have in common."""
    cut = [stems(title, lang) for title in titles]
    holding = Counter(word for words in cut for word in set(words))
    spelled: dict[str, Counter[str]] = {}
    for title in titles:
        for word in tokens(title):
            spelled.setdefault(stem(word, lang), Counter())[word] += 1
    shared = [
        SharedWord(spelled[word].most_common(1)[0][0] if word in spelled else word, weights.weight(word, lang), count)
        for word, count in holding.items()
        if count > 1 and weights.weight(word, lang)
    ]
    shared.sort(key=lambda one: (-one.weight * one.articles, one.word))
    return Reasons(tuple(shared), tuple(_alike([vector(words, lang, weights) for words in cut])))


def _alike(vectors: Sequence[Vector]) -> list[float]:
    index = Index()
    for n, one in enumerate(vectors):
        index.add(n, one)
    others = max(len(vectors) - 1, 1)
    return [
        sum(like for other, like in index.alike(one).items() if other != n) / others for n, one in enumerate(vectors)
    ]
