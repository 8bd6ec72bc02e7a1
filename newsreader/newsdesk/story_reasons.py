"""Why the articles of a story belong together: the words that they share, with their weights. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsreader.model import Headline
from newsreader.newsdesk.story_clusters import Index, Vector, vector
from newsreader.newsdesk.word_stems import stem, stems
from newsreader.newsdesk.word_weights import Weights
from newsreader.query.words import tokens

_SHOWN = 12
"""Shared words that are told to a person."""


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


def in_words(headlines: Sequence[Headline], feeds: Mapping[int, str], copies: Mapping[int, int | None]) -> list[str]:
    """Return why a story's articles belong together, line by line, for a person.

    `feeds`: their names by id. `copies`: by id, the first article with the same text.
    """
    lang = next((headline.lang.partition("-")[0] for headline in headlines if headline.lang), "")
    why, count = reasons([headline.title for headline in headlines], lang, Weights()), len(headlines)
    lines = ["Their texts are the same, whatever their headlines say."]
    if why.words:
        lines = ["What their headlines share; the rarer a word is in general, the more it weighs:", ""]
    lines += [f"  {one.word}: in {one.articles} of {count}, weighs {one.weight:.1f}" for one in why.words[:_SHOWN]]
    lines += ["", "How much each is like the others, from 0 to 1:", ""]
    by_id = {headline.id: headline for headline in headlines}
    for headline, alike in zip(headlines, why.alike, strict=True):
        first = by_id.get(copies.get(headline.id) or 0)
        same = f" (the same text as {feeds.get(first.feed_id, 'another')}'s)" if first else ""
        lines.append(f"  {alike:.2f}  {feeds.get(headline.feed_id, '')}: {headline.title}{same}")
    return lines


def _alike(vectors: Sequence[Vector]) -> list[float]:
    index = Index()
    for n, one in enumerate(vectors):
        index.add(n, one)
    others = max(len(vectors) - 1, 1)
    return [
        sum(like for other, like in index.alike(one).items() if other != n) / others for n, one in enumerate(vectors)
    ]
