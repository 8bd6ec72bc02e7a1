"""Everything that writes to the store goes through a Writer: one connection, one thread at a time."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.model import Change, Errand, Feed, FeedUpdate, Flag, Has, KnownArticle, Subscription, Undone
from newsreader.store import effects, hosts, journal, marks, subscriptions
from newsreader.store.commit import commit_updates, known_articles
from newsreader.store.connect import named_errors, open_writer, raises_store_errors, transaction
from newsreader.store.hosts import HostState
from newsreader.store.indexed import INDEXED_TO, PACKED_TO, keep_indexed_text, meta, pending
from newsreader.store.parts import ConfigEdit, Flagging, Part, Tagging
from newsreader.store.rows import FEED_COLUMNS, as_feed, utc_now
from newsreader.store.texts import restore

if TYPE_CHECKING:
    from newsreader.config.changes import Edit
    from newsreader.store.config_parts import Rewriting


class Writer:
    """The one who changes the store. Every method is one transaction and raises StoreError."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = utc_now, *, bulk: bool = False) -> None:
        """Open the store. With `bulk` what is written stays in the log until `checkpoint`: best for a reload."""
        self.path = path
        self.now = clock
        self.db = open_writer(path)
        if bulk:
            self.db.execute("PRAGMA wal_autocheckpoint = 0")

    def sync(self, wanted: Sequence[Subscription]) -> bool:
        """Make the feeds follow the config; returns whether anything changed. Cheap where nothing did."""
        return subscriptions.sync(self.db, wanted)

    @raises_store_errors
    def feeds(self, *, all: bool = False) -> list[Feed]:  # noqa: A002 - reads as a word at the call
        """Return the subscribed feeds in the config's order, without their counts: who fetches needs none.

        With `all` those that are no longer subscribed behind them.
        """
        where = "" if all else "WHERE subscribed = 1"
        rows = self.db.execute(f"SELECT {FEED_COLUMNS} FROM feeds {where} ORDER BY subscribed DESC, place, id")
        return [as_feed(row, 0, self.now()) for row in rows]

    @raises_store_errors
    def known(self, feed_id: int) -> list[KnownArticle]:
        """Return what decide needs to recognise the articles of a feed."""
        return known_articles(self.db, feed_id)

    def commit(self, updates: Sequence[FeedUpdate]) -> dict[int, tuple[int, int]]:
        """Write what was fetched, several feeds in one transaction; returns (new, updated) by feed id."""
        with transaction(self.db):
            return commit_updates(self.db, updates, self.now())

    def change(self, parts: Sequence[Part], what: str | None = None) -> Change | None:
        """Make a change of several parts; what really changed is one entry of the journal, None if nothing did.

        `what` says it in the journal ('marked 3 articles in World as read'); without it that is made of the parts.
        The feeds follow the config where that was edited. Raises ConfigRefused.
        """
        with transaction(self.db):
            change, rewriting = journal.change(self.db, parts, what, self.now())
        self._follow(rewriting)
        return change

    def set_flag(
        self, ids: Sequence[int], flag: Flag, value: bool, what: str | None = None, *, until: datetime | None = None
    ) -> Change | None:
        """Set or clear a flag of articles; a mute may end (`until`). As `change`."""
        return self.change([Flagging(ids, flag, value, until)], what)

    def add_tag(self, ids: Sequence[int], tag: str, what: str | None = None) -> Change | None:
        """Give articles a tag, in the spelling that it had first. As `change`. Raises BadTag (query/tags.py)."""
        from newsreader.query.tags import tag_name

        return self.change([Tagging(ids, tag_name(tag), True)], what)

    def remove_tag(self, ids: Sequence[int], tag: str, what: str | None = None) -> Change | None:
        """Take a tag from articles. As `change`. Raises BadTag."""
        from newsreader.query.tags import tag_name

        return self.change([Tagging(ids, tag_name(tag), False)], what)

    def unmute_expired(self) -> int:
        """Unmute what was muted until a time that has come; returns how many articles that were. Cheap where there are none."""
        with named_errors(self.db):
            if not marks.has_expired(self.db, self.now()):
                return 0
        with transaction(self.db):
            return marks.unmute_expired(self.db, self.now())

    def undo(self, config: Path | None = None) -> Undone | None:
        """Take the last change back that is not undone; None where there is none.

        `config` is the file in force: an edit of another one is refused. None: each is made where it was.

        An edit of the config is taken back in the file as it is now; where its table is no longer as the edit left it,
        `refused` says so, and the edit leaves the journal. Raises ConfigRefused where the file cannot be changed just now.
        """
        with transaction(self.db):
            undone, rewriting = journal.undo(self.db, config)
        self._follow(rewriting)
        return undone

    def redo(self, config: Path | None = None) -> Undone | None:
        """Do again what was undone last; None where there is nothing. Edits of the config as in `undo`."""
        with transaction(self.db):
            redone, rewriting = journal.redo(self.db, config)
        self._follow(rewriting)
        return redone

    def edit_config(self, file: Path, edit: "Edit", what: str | None = None) -> Change:
        """Change a table of the config file (config/changes.py); an entry of the journal. Raises ConfigRefused."""
        change = self.change([ConfigEdit(file, edit)], what)
        assert change is not None  # noqa: S101 - an edit always is a change
        return change

    def _follow(self, rewriting: "Rewriting | None") -> None:
        """Let the feeds follow the config file that was just written."""
        if rewriting:
            from newsreader.config.load import subscriptions as subscribed

            if moves := rewriting.moves():
                subscriptions.readdress(self.db, moves)
            self.sync(subscribed(rewriting.config, rewriting.file))

    @raises_store_errors
    def changes(self, limit: int = journal.KEPT) -> list[Change]:
        """Return the journal, newest first."""
        return journal.changes(self.db, limit)

    def claim_errands(self, deed: Errand, feeds: Collection[int], limit: int = 1000) -> list[tuple[int, str]]:
        """Return what rules want done with articles of these feeds, as (article id, rule), and forget it: it is done at most once."""
        with transaction(self.db):
            return effects.claim(self.db, deed, feeds, limit)

    def note_rule(self, rule: str, error: str) -> None:
        """Remember why a rule's program failed; '' that it did not."""
        with transaction(self.db):
            effects.note_error(self.db, rule, error, self.now())

    def save_position(self, article_id: int, block: int, char: int) -> None:
        """Remember where in an article the person was. Not journaled."""
        with transaction(self.db):
            self.db.execute(
                "UPDATE articles SET position_block = ?, position_char = ? WHERE id = ?", (block, char, article_id)
            )

    def save_state(self, key: str, value: object) -> None:
        """Remember something about the screen that JSON can hold. Not journaled."""
        with transaction(self.db):
            self.db.execute(
                "INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, json.dumps(value, ensure_ascii=False)),
            )

    @raises_store_errors
    def load_state(self, key: str) -> object:
        """Return what save_state kept; None if nothing."""
        row = self.db.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def save_full(self, article_id: int, html: str) -> None:
        """Keep the full article as fetched from its page; search looks at it from then on."""
        with transaction(self.db):
            restore(self.db, article_id)
            keep_indexed_text(self.db, article_id)
            self.db.execute('UPDATE bodies SET "full" = ? WHERE article_id = ?', (html, article_id))
            self.db.execute("UPDATE articles SET has = has | ? WHERE id = ?", (Has.FULL_TEXT.value, article_id))

    @raises_store_errors
    def unindexed(self) -> int:
        """Return how many articles search does not know yet, or not as they are now."""
        return pending(self.db)

    def index_some(self, limit: int = 500, deadline: float | None = None) -> int:
        """Make up to `limit` articles searchable, until `deadline` (time.monotonic); returns how many are left."""
        from newsreader.articles.plain import plain_text
        from newsreader.store import index

        return index.index_some(self.db, plain_text, limit, deadline)

    @raises_store_errors
    def is_tidy(self) -> bool:
        """Whether `tidy_some` has nothing to do; takes no time."""
        return meta(self.db, PACKED_TO) == meta(self.db, INDEXED_TO)

    def tidy_some(self) -> bool:
        """Do a small step of what nobody waits for: compress texts, join pieces of the index; returns whether there may be more.

        The caller holds the lease of the index.
        """
        from newsreader.store import index, packing

        return packing.pack_some(self.db) or index.merge_some(self.db)

    def rebuild_index(self) -> None:
        """Forget the index; index_some makes it anew."""
        from newsreader.store import index

        index.rebuild(self.db)

    @raises_store_errors
    def host_state(self, host: str) -> HostState:
        """Return what all processes together know of `host`."""
        return hosts.host_state(self.db, host)

    @raises_store_errors
    def host_states(self) -> dict[str, HostState]:
        """Return what all processes together know of every host."""
        return hosts.host_states(self.db)

    def save_hosts(self, states: Mapping[str, HostState]) -> None:
        """Tell the other processes when hosts were asked last and until when not to ask them."""
        hosts.save_hosts(self.db, states)

    def checkpoint(self) -> None:
        """Move what is in the log into the database, as far as readers allow it; never waits."""
        with named_errors(self.db):
            self.db.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        self.db.close()
