"""The SQL of a list: which index is walked, and what is asked of its rows."""

from collections.abc import Sequence

from newsreader.model import Feed
from newsreader.store.rows import seconds
from newsreader.store.selection import Selection


def list_sql(selection: Selection, feeds: Sequence[Feed], *, newer_than: int | None = None) -> tuple[str, list[object]]:
    """Return a SELECT of the ids of `selection` in its order, without a LIMIT, and its parameters."""
    where, params = ["a.muted = 0"], list[object]()
    if selection.unread:
        where.append("a.read = 0")
    if selection.starred:
        where.append("a.starred = 1")
    chosen = [f.id for f in feeds if f.subscribed or selection.starred]
    if selection.feeds is not None:
        chosen = [id_ for id_ in chosen if id_ in selection.feeds]
    if selection.feeds is not None or len(chosen) < len(feeds):
        where.append(f"a.feed_id IN ({','.join(map(str, chosen))})")
    if selection.since is not None:
        where.append("a.sort >= ?")
        params.append(seconds(selection.since))
    if newer_than is not None:
        where.append("a.id > ?")
        params.append(newer_than)
    return f"SELECT a.id FROM articles a WHERE {' AND '.join(where)} ORDER BY a.sort DESC, a.id DESC", params
