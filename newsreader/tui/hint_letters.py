"""The letters of link hints: few, easy to reach, and none of them the beginning of another. Pure."""

ALPHABET = "asdghjklqwertuiopzxcvbnm"
"""The row under the fingers first. `y` and `f` are missing: behind the key of the hints they mean something else."""


def hint_letters(count: int) -> list[str]:
    """Return `count` different texts of letters, the shorter ones first.

    As long as there are too few, the shortest text gives way to as many as there are letters to put behind it.
    """
    found, first = list(ALPHABET), 0
    while len(found) - first < count:
        found += [found[first] + letter for letter in ALPHABET]
        first += 1
    return found[first : first + count]
