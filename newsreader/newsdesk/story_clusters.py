"""From articles to groups that tell of one event: which pairs are alike, and which of them belong together. Pure.

1. A headline is a vector of its words, weighted by rarity (word_weights.py), of the length one.
2. Two headlines are as alike as the cosine of their vectors, less where they share a word or two alone.
3. Groups are merged from the most alike down, while the mean likeness between two of them, in proportion to what holds
   each of them together, stays above a threshold. Ties go by id, so that the same articles always give the same groups.
"""

import heapq
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from newsreader.newsdesk.word_weights import Weights

# All of them chosen by cross-validation over stories (tests/bench/stories.py prints the curve).
SHARED = (0.0, 0.45, 0.75, 1.0)
"""The factor of the cosine where no, one, two, three or more words are shared."""
LEAST_TOLD = 14.0
"""The length, before it is made one, below which a vector stays shorter than one: a headline of everyday words."""
THRESHOLD = 0.157
GROWTH = 0.1
"""Large groups are easier to merge: their likeness counts times the smaller one's size to this power."""
LEAST_ALIKE = 0.04
"""Pairs that are less alike are not even noted: it changes nothing and saves half of the work."""
CROWD, LEAST_ALIKE_IN_A_CROWD = 5_000, 0.08
"""Among more headlines than that pairs must be more alike to be noted."""
LOOKED_THROUGH_IN_A_CROWD = 600
"""Headlines that are looked through there for those like another one: those that have its rarest words come first."""

COMMONEST = 400
"""What more headlines of the days around have than that says nothing, however rare it is else: 'Item', in a test site."""
_EACH = 16.0
"""Index.alike: what a shared word adds to a cosine, which is never more than one."""


Vector: TypeAlias = Mapping[str, float]
"""A headline as it is compared: its words with their part of a vector of the length one, or shorter."""


def vector(words: Sequence[str], lang: str, weights: Weights) -> Vector:
    """Return the vector of a headline's stems; words that say nothing are not in it."""
    telling: dict[str, float] = {}
    for word in words:
        weight = weights.weight(word, lang)
        if weight:
            telling[word] = weight
    length = max(math.sqrt(sum(w * w for w in telling.values())), LEAST_TOLD)
    return {word: weight / length for word, weight in telling.items()}


class Index:
    """Headlines by their words, to find those that are like another one."""

    def __init__(self) -> None:
        self._words: dict[str, dict[int, float]] = {}

    def add(self, id_: int, vector: Vector) -> None:
        for word, x in vector.items():
            self._words.setdefault(word, {})[id_] = x

    def remove(self, id_: int, vector: Vector) -> None:
        for word in vector:
            ids = self._words[word]
            del ids[id_]
            if not ids:
                del self._words[word]

    def alike(self, vector: Vector, least: float = LEAST_ALIKE) -> dict[int, float]:
        """Return the ids of headlines that are like `vector`, and how much: more than `least`, up to 1."""
        return self._alike(vector.items(), least)

    def alike_in_a_crowd(self, vector: Vector) -> dict[int, float]:
        """Return the same by its rarest words: two at least, and as long as there is not much to look through."""
        by_rarity = sorted((len(self._words.get(word, ())), word, x) for word, x in vector.items())
        looked_through = itertools.accumulate(count for count, _, _ in by_rarity)
        telling = [
            (word, x)
            for n, ((_, word, x), sum_) in enumerate(zip(by_rarity, looked_through, strict=True))
            if n < 2 or sum_ <= LOOKED_THROUGH_IN_A_CROWD
        ]
        return self._alike(telling, LEAST_ALIKE_IN_A_CROWD)

    def _alike(self, telling: Iterable[tuple[str, float]], least: float) -> dict[int, float]:
        # For each the number of shared words and the cosine in one float, n * _EACH + cosine: half of the time of two.
        met: dict[int, float] = {}
        get = met.get
        for word, x in telling:
            held = self._words.get(word, {})
            if len(held) <= COMMONEST:
                for id_, y in held.items():
                    met[id_] = get(id_, 0.0) + _EACH + x * y
        # A single word, which is what most have in common, is seldom enough: that is told without taking it apart.
        enough = _EACH + least / SHARED[1]
        return {
            id_: likeness
            for id_, told in met.items()
            if told > enough and (likeness := told % _EACH * SHARED[min(int(told // _EACH), 3)]) > least
        }


def clusters(
    ids: Sequence[int], pairs: Mapping[tuple[int, int], float], whole: Iterable[tuple[Sequence[int], float]] = ()
) -> list[list[int]]:
    """Return `ids` in groups, each in ascending order, the groups by their first.

    `pairs` says how much two ids (the smaller first) are alike, from 0 to 1. The groups of `whole`, each with the sum of
    the likeness within it (of all pairs, both ways, and of each article with itself), may grow and are not taken apart.
    """
    return _Merging(ids, pairs, whole).groups()


class _Merging:
    """The groups on their way from one article each."""

    def __init__(
        self,
        ids: Sequence[int],
        pairs: Mapping[tuple[int, int], float],
        whole: Iterable[tuple[Sequence[int], float]],
    ) -> None:
        first = {id_: id_ for id_ in ids}
        sums: dict[int, float] = {}
        for held, sum_ in whole:
            first.update(dict.fromkeys(held, min(held)))
            sums[min(held)] = sum_
        self._members: dict[int, list[int]] = {}
        for id_ in ids:
            self._members.setdefault(first[id_], []).append(id_)
        self._inner = {group: sums.get(group, 1.0) for group in self._members}
        """The sum of the likeness of all pairs within a group, both ways, and of each article with itself."""
        self._between: dict[int, dict[int, float]] = {group: {} for group in self._members}
        self._version = dict.fromkeys(self._members, 0)
        self._heap: list[tuple[float, int, int, int, int]] = []
        for (one, another), likeness in pairs.items():
            a, b = first[one], first[another]
            if a != b:
                self._between[a][b] = self._between[b][a] = self._between[a].get(b, 0.0) + likeness
        for group, others in self._between.items():
            for other, likeness in others.items():
                if group < other:
                    self._offer(group, other, likeness)

    def groups(self) -> list[list[int]]:
        while self._heap:
            _, first, second, version, other_version = heapq.heappop(self._heap)
            # A group that grew or went into another one meanwhile was put on the heap again.
            if self._version.get(first) == version and self._version.get(second) == other_version:
                self._merge(first, second)
        return sorted(sorted(members) for members in self._members.values())

    def _merge(self, kept: int, gone: int) -> None:
        """Put group `gone` into `kept`, whose id is smaller."""
        between = self._between.pop(gone)
        self._inner[kept] += self._inner.pop(gone) + 2 * between.pop(kept)
        self._members[kept] += self._members.pop(gone)
        self._version[kept] += 1
        del self._version[gone]
        ours = self._between[kept]
        del ours[gone]
        for other, likeness in between.items():
            theirs = self._between[other]
            del theirs[gone]
            ours[other] = theirs[kept] = ours.get(other, 0.0) + likeness
        for other, likeness in ours.items():
            self._offer(kept, other, likeness)

    def _offer(self, group: int, other: int, between: float) -> None:
        cohesion = between / math.sqrt(self._inner[group] * self._inner[other])
        cohesion *= min(len(self._members[group]), len(self._members[other])) ** GROWTH
        if cohesion >= THRESHOLD:
            first, second = min(group, other), max(group, other)
            heapq.heappush(self._heap, (-cohesion, first, second, self._version[first], self._version[second]))
