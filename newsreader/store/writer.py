"""Everything that writes to the store goes through a Writer: one connection, one thread at a time."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from newsreader.model import Change, FeedUpdate, Flag, KnownArticle, Subscription, Undone
from newsreader.store import journal, subscriptions
from newsreader.store.commit import commit_updates, known_articles
from newsreader.store.connect import open_writer, transaction
from newsreader.store.errors import raises_store_errors


def utc_now() -> datetime:
    return datetime.now(UTC)


class Writer:
    """The one who changes the store. Every method is one transaction and raises StoreError."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now) -> None:
        self.path = path
        self._clock = clock
        self._db = open_writer(path)

    def sync(self, wanted: Sequence[Subscription]) -> bool:
        """Make the feeds follow the config; returns whether anything changed. Cheap where nothing did."""
        return subscriptions.sync(self._db, wanted)

    @raises_store_errors
    def known(self, feed_id: int) -> list[KnownArticle]:
        """Return what decide needs to recognise the articles of a feed."""
        return known_articles(self._db, feed_id)

    def commit(self, updates: Sequence[FeedUpdate]) -> dict[int, tuple[int, int]]:
        """Write what was fetched, several feeds in one transaction; returns (new, updated) by feed id."""
        with transaction(self._db):
            return commit_updates(self._db, updates, self._clock())

    def set_flag(self, ids: Sequence[int], flag: Flag, value: bool, what: str | None = None) -> Change | None:
        """Set or clear a flag of articles; what really changed is one entry of the journal, None if nothing did."""
        with transaction(self._db):
            return journal.set_flag(self._db, ids, flag, value, what, self._clock())

    def undo(self) -> Undone | None:
        """Take the last change back that is not undone; None where there is none."""
        with transaction(self._db):
            return journal.undo(self._db)

    def redo(self) -> Undone | None:
        """Do again what was undone last; None where there is nothing."""
        with transaction(self._db):
            return journal.redo(self._db)

    @raises_store_errors
    def changes(self, limit: int = journal.KEPT) -> list[Change]:
        """Return the journal, newest first."""
        return journal.changes(self._db, limit)

    def save_position(self, article_id: int, block: int, char: int) -> None:
        """Remember where in an article the person was. Not journaled."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE articles SET position_block = ?, position_char = ? WHERE id = ?", (block, char, article_id)
            )

    def save_state(self, key: str, value: object) -> None:
        """Remember something about the screen that JSON can hold. Not journaled."""
        with transaction(self._db):
            self._db.execute(
                "INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, json.dumps(value, ensure_ascii=False)),
            )

    def close(self) -> None:
        self._db.close()
