"""One mistake in the settings, before it is known where in the file it stands, and the nearest right name."""

from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

KeyPath: TypeAlias = tuple[str | int, ...]
"""('feeds', 2, 'interval'): names of tables and keys, numbers of array elements from 0."""


class Finding(Struct, frozen=True):
    """What is wrong at `path`, in words for the person."""

    path: KeyPath
    message: str
    see: KeyPath | None = None
    """Another place that belongs to it; the message gets its line."""


def nearest(name: str, names: Iterable[str]) -> str:
    """Return '; did you mean "x"?' with the name of `names` that is most like `name`, or '' where none is."""
    import difflib

    candidates = list(names)
    lower = {candidate.lower(): candidate for candidate in candidates}
    near = difflib.get_close_matches(name.lower(), lower, 1)
    return f'; did you mean "{lower[near[0]]}"?' if near else ""
