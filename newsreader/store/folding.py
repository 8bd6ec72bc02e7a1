"""One row for a story: of a list's articles that tell the same, one stands for all, where the first of them stands."""

import json
from array import array
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from newsreader.store.connect import named_errors
from newsreader.store.selection import Listed, Run

if TYPE_CHECKING:
    from newsreader.store.queries import Reader

_FEW = 2_000
"""Articles of which the stories are looked up one by one; for more all stories are read: 15 ms at 100,000 articles."""


def fold(reader: "Reader", listed: Listed, stay: Collection[int] = ()) -> Listed:
    """Return a list with one row for each story.

    The row is an unread article before a read one, one of a feed that stands higher in the config, the fullest. `stay`:
    articles that are rows already and remain so, whatever was read since. Raises StoreError.
    """
    together = _together(reader, listed.ids)
    if not together:
        return listed
    rows = _rows(reader, together, frozenset(stay))
    # Each story's row stands where the first of its articles stood; the others leave the list.
    instead = {held[0]: row for held, row in zip(together, rows, strict=True)}
    under = {id_: row for held, row in zip(together, rows, strict=True) for id_ in held if id_ != row}
    gone = {id_ for held in together for id_ in held[1:]}
    ids = array("q", [instead.get(id_, id_) for id_ in listed.ids if id_ not in gone])
    return Listed(ids, list(_runs(listed, gone)), under)


def _together(reader: "Reader", ids: "array[int]") -> list[list[int]]:
    """The articles of each story that has two or more in the list, in the list's order."""
    statement, among = "SELECT article_id, story FROM story_articles WHERE story IS NOT NULL", []
    if len(ids) <= _FEW:
        statement += " AND article_id IN (SELECT value FROM json_each(?))"
        among = [json.dumps(ids.tolist())]
    with named_errors(reader.db):
        story_of: dict[int, int] = dict(reader.db.execute(statement, among))
    stories: dict[int, list[int]] = {}
    for id_ in [id_ for id_ in ids if id_ in story_of]:
        stories.setdefault(story_of[id_], []).append(id_)
    return [held for held in stories.values() if len(held) > 1]


def _rows(reader: "Reader", together: Sequence[Sequence[int]], stay: Collection[int]) -> list[int]:
    """Of each story the article that stands for it."""
    # In the order of ids, which is how they lie on the disk.
    ids = sorted(id_ for held in together for id_ in held)
    with named_errors(reader.db):
        places: dict[int, int] = dict(reader.db.execute("SELECT id, place FROM feeds"))
        ranks = {
            id_: (id_ not in stay, read, places[feed], -(words or 0))
            for id_, read, feed, words in reader.db.execute(
                "SELECT id, read, feed_id, words FROM articles WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(ids),),
            )
        }
    last = (True, 2, 0, 0)
    return [min(held, key=lambda id_: ranks.get(id_, last)) for held in together]


def _runs(listed: Listed, gone: Collection[int]) -> Iterator[Run]:
    """The runs of what is left."""
    ids = iter(listed.ids)
    for run in listed.runs:
        left = sum(id_ not in gone for id_ in islice(ids, run.count))
        if left:
            yield Run(run.key, left)
