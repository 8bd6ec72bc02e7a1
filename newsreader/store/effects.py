"""What rules do with new articles, inside the transaction that stores them, and what came of the rules so far."""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from newsreader.model import Effects, Errand, RuleLog
from newsreader.store import marks
from newsreader.store.rows import from_unix, seconds


def flags_of(effects: Effects | None) -> tuple[int, int, int]:
    """Return the values of read, starred and muted that a new article comes with."""
    return (0, 0, 0) if effects is None else (int(effects.read), int(effects.starred), int(effects.muted))


def store(db: sqlite3.Connection, new: Sequence[tuple[int, Effects]], now: int) -> None:
    """Write what the flags of new articles do not say: tags, ends of mutes, errands, and the rules' counts."""
    if not new:
        return
    spellings = {tag: marks.spelling(db, tag) for _, effects in new for tag in effects.tags}
    db.executemany(
        "INSERT OR IGNORE INTO tags (article_id, tag, folded) VALUES (?, ?, ?)",
        [(id_, spellings[tag], marks.folded(tag)) for id_, effects in new for tag in effects.tags],
    )
    for id_, effects in new:
        if effects.muted and effects.muted_until is not None:
            marks.end_mutes_at(db, [id_], seconds(effects.muted_until))
    db.executemany(
        "INSERT OR IGNORE INTO errands (article_id, deed, rule) VALUES (?, ?, ?)",
        [(id_, deed, rule) for id_, effects in new for deed, rule in effects.errands],
    )
    counts = Counter(rule for _, effects in new for rule in effects.rules)
    db.executemany(
        "INSERT INTO rule_log (rule, matched, last_match) VALUES (?, ?, ?) ON CONFLICT (rule)"
        " DO UPDATE SET matched = matched + excluded.matched, last_match = excluded.last_match",
        [(rule, count, now) for rule, count in counts.items()],
    )


def claim(db: sqlite3.Connection, deed: Errand, feeds: Collection[int], limit: int) -> list[tuple[int, str]]:
    """Take up to `limit` errands of these feeds out of the store, the newest articles first; returns (article id, rule)."""
    found = db.execute(
        "SELECT article_id, rule FROM errands WHERE deed = ? AND article_id IN (SELECT id FROM articles WHERE feed_id IN"
        " (SELECT value FROM json_each(?))) ORDER BY article_id DESC LIMIT ?",
        (deed, json.dumps(list(feeds)), limit),
    ).fetchall()
    db.executemany(
        "DELETE FROM errands WHERE deed = ? AND article_id = ? AND rule = ?", [(deed, *errand) for errand in found]
    )
    return found


def note_error(db: sqlite3.Connection, rule: str, error: str, now: datetime) -> None:
    """Remember why a rule's program failed; '' that it did not."""
    db.execute(
        "INSERT INTO rule_log (rule, error, failed) VALUES (?, ?, ?) ON CONFLICT (rule)"
        " DO UPDATE SET error = excluded.error, failed = excluded.failed",
        (rule, error, seconds(now) if error else None),
    )


def log(db: sqlite3.Connection) -> dict[str, RuleLog]:
    """Return what came of the rules, by their names."""
    rows = db.execute("SELECT rule, matched, last_match, error, failed FROM rule_log")
    return {
        rule: RuleLog(matched, from_unix(last), error, from_unix(failed)) for rule, matched, last, error, failed in rows
    }
