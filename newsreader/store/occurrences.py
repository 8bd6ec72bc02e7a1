"""Where words occur, asked of the full-text index one by one: what related articles are found by."""

from array import array
from typing import TYPE_CHECKING

from newsreader.store.connect import named_errors

if TYPE_CHECKING:
    from newsreader.store.queries import Reader


def holding(reader: "Reader", word: str, limit: int, *, in_title: bool = False) -> "array[int]":
    """Return the ids of the newest `limit` articles in which a word (as query/words.py cuts it) occurs, newest first.

    `in_title`: in the title alone. Raises StoreError.
    """
    column = "title : " if in_title else ""
    with named_errors(reader.db):
        rows = reader.db.execute(
            "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", (f'{column}"{word}"', limit)
        )
        return array("q", [row[0] for row in rows])
