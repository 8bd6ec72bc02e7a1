"""What the person reads: how often each feed's articles were picked lately. It never leaves this machine."""

import json
from typing import TYPE_CHECKING

from newsreader.store.connect import named_errors
from newsreader.store.journal import unpack

if TYPE_CHECKING:
    from newsreader.store.queries import Reader

PICKED = 3
"""A change of so many articles at most was made by reading one, with the copies of its text. Whole lists that are marked
as read say nothing of what the person likes."""
ENOUGH = 5
"""Picks of a feed below which chance says more than habit."""


def liking(reader: "Reader") -> dict[int, float]:
    """Return how often a feed's articles were read or starred, in proportion to the feed where that was most often.

    By feed, 0 to 1; feeds that were hardly ever read are missing. It comes from the journal of the last changes, so that
    what was undone does not count. Raises StoreError.
    """
    with named_errors(reader.db):
        picked: set[int] = set()
        for (packed,) in reader.db.execute(
            "SELECT p.ids FROM changes c JOIN change_parts p ON p.change_id = c.id"
            " WHERE c.undone = 0 AND c.count <= ? AND p.field IN ('read', 'starred') AND p.value = 1",
            (PICKED,),
        ):
            picked.update(unpack(packed))
        counts: dict[int, int] = dict(
            reader.db.execute(
                "SELECT feed_id, count(*) AS picks FROM articles WHERE id IN (SELECT value FROM json_each(?))"
                " GROUP BY feed_id HAVING picks >= ?",
                (json.dumps(sorted(picked)), ENOUGH),
            )
        )
    most = max(counts.values(), default=0)
    return {feed: count / most for feed, count in counts.items()}
