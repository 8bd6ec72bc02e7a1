"""Places in an article, and pieces of its lines."""

from typing import NamedTuple


class Place(NamedTuple):
    """A place in an article that survives a change of width."""

    block: int
    char: int
    """Characters of the block's text before it."""
    line: int = 0
    """How many lines below the first one that begins there: frames and empty lines have no text of their own."""


class Piece(NamedTuple):
    """A part of one line: characters `start` to `end` of its text."""

    line: int
    start: int
    end: int
