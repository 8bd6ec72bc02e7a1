"""One mistake in the settings, before it is known where in the file it stands, and the nearest right name."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from newsreader.config.places import KeyPath


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at `path`, in words for the person."""

    path: KeyPath
    message: str
    see: KeyPath | None = None
    """Another place that belongs to it; the message gets its line."""


def nearest(name: str, names: Iterable[str]) -> str:
    """Return '; did you mean "x"?' with the name of `names` that is most like `name`, or '' where none is."""
    candidates = list(names)
    lower = {candidate.lower(): candidate for candidate in candidates}
    near = difflib.get_close_matches(name.lower(), lower, 1)
    return f'; did you mean "{lower[near[0]]}"?' if near else ""
