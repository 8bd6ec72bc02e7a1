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
SHORTEST = 4
"""Words; a shorter sentence ('Read more here') may stand in any text."""
SAME = 0.6
"""The share of the shorter text's sentences that a copy has."""
ENOUGH = 3
"""Shared sentences that make a copy by themselves. Fewer may be what a publisher puts under every text: then nothing but them
may stand in the two texts, or the headlines have to have a word in common, too."""
BOILERPLATE = 3
"""What stands in more articles of one feed than that is no text of theirs."""
# One set of characters first: so an eighth of the time is enough.
_SENTENCE_END = re.compile(r"[.!?…\n。！？](?:(?<=[.!?…])[\"'”’»)]*\s+|(?<=[\n。！？]))")
_SHORT_WORD = 3
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


def same_text(first: Collection[int], second: Collection[int], titles: tuple[str, str]) -> bool:
    """Whether two sketches are of one text, by their sentences, and where these are few by the articles' titles too."""
    smaller = min(len(first), len(second))
    shared = len(set(first) & set(second))
    if smaller == 0 or shared < SAME * smaller:
        return False
    is_whole = shared > 1 and set(first) == set(second)
    return shared >= ENOUGH or is_whole or bool(_heads(titles[0]) & _heads(titles[1]))


def _heads(title: str) -> set[str]:
    """The words of a title that can tell what it is about: no short ones, but numbers."""
    return {word for word in tokens(title) if len(word) > _SHORT_WORD or not word.isascii() or word.isdigit()}


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
