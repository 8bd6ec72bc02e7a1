"""One text in several places: the wire's words under other headlines, and an outlet's update of its own piece. Pure.

A text is kept as the hashes of its sentences: a copy is cut, gets another first line or another credit, but most of
its sentences stay as they are.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from zlib import crc32

from newsreader.query.words import tokens

KEPT = 8
"""Sentences of a text that are kept: its first ones, which an outlet that cuts the wire's text leaves standing."""
SHORTEST = 6
"""Words; a shorter sentence ('Read more on our site') may stand in any text."""
SAME = 0.6
"""The share of the shorter text's sentences that a copy has."""
BOILERPLATE = 3
"""What stands in more articles of one feed than that is no text of theirs."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+|\n+|(?<=[。！？])")
_LOOKED_AT = 2_500
"""Characters of a text in which sentences are looked for."""


def sketch(text: str) -> tuple[int, ...]:
    """Return what is kept of a plain text; nothing where it has no sentence of SHORTEST words."""
    hashes: dict[int, None] = {}
    for sentence in _SENTENCE_END.split(text[:_LOOKED_AT]):
        words = tokens(sentence)
        if len(words) >= SHORTEST:
            hashes[crc32(" ".join(words).encode("utf-8", "replace"))] = None
            if len(hashes) == KEPT:
                break
    return tuple(hashes)


def same_text(first: Collection[int], second: Collection[int]) -> bool:
    """Whether two sketches are of one text."""
    smaller = min(len(first), len(second))
    return smaller > 0 and len(set(first) & set(second)) >= SAME * smaller


def without_boilerplate(
    sketches: Mapping[int, tuple[int, ...]], feeds: Mapping[int, int]
) -> dict[int, tuple[int, ...]]:
    """Return the sketches (by article) without the sentences that a feed puts into many of its articles."""
    seen: dict[tuple[int, int], int] = {}
    for id_, hashes in sketches.items():
        for hash_ in hashes:
            seen[feeds[id_], hash_] = seen.get((feeds[id_], hash_), 0) + 1
    common = {key for key, count in seen.items() if count > BOILERPLATE}
    if not common:
        return dict(sketches)
    return {id_: tuple(h for h in hashes if (feeds[id_], h) not in common) for id_, hashes in sketches.items()}


def groups(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the smallest id of all that are copies of each other, directly or by way of others, for each id in `pairs`."""
    first: dict[int, int] = {}

    def find(id_: int) -> int:
        while first.setdefault(id_, id_) != id_:
            first[id_] = first[first[id_]]
            id_ = first[id_]
        return id_

    for one, other in pairs:
        a, b = find(one), find(other)
        first[max(a, b)] = min(a, b)
    return {id_: find(id_) for id_ in list(first)}
