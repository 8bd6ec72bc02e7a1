"""The texts of articles are compressed once they are searchable, in small steps behind everything that a person waits for."""

import json
import sqlite3
import sys
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from newsreader.store.connect import named_errors, transaction
from newsreader.store.indexed import PACKED_TO, data_version, indexed_to, meta, set_meta

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BATCH = 250
"""Articles a transaction: some 10 ms during which nobody else can write."""
LEAST = 200
"""Characters. Shorter texts would hardly become shorter still."""
# Level 1 leaves 1 % more and takes 20 µs for an article instead of 30; zlib takes 100 µs for the same size.
_LEVEL = 3
# Between two texts. It is in none: they are clean.
_END = "\0"


def unpack(packed: bytes, number: int) -> str | None:
    """Return the summary (0), body (1) or full text (2) of a row of `packed`; None where damage has made it unreadable."""
    texts = _unpack(packed)
    return texts[number] if texts else None


@lru_cache(maxsize=1)  # whoever asks for one of the three is about to ask for the others
def _unpack(packed: bytes) -> Sequence[str]:
    try:
        texts = zstd.decompress(packed).decode("utf-8", "replace").split(_END)
    except zstd.ZstdError:
        return ()
    return texts if len(texts) == 3 else ()


def pack_some(db: sqlite3.Connection) -> bool:
    """Compress the texts of the next searchable articles; returns whether there may be more. Raises StoreError."""
    with named_errors(db):
        after = meta(db, PACKED_TO)
        until = indexed_to(db)
        if _pack(db, "article_id > ? AND article_id <= ?", (after, until), move_on=True):
            return True
        if after != until:  # the last articles have no texts
            with transaction(db):
                set_meta(db, PACKED_TO, until)
        return False


def pack(db: sqlite3.Connection, ids: Collection[int]) -> None:
    """Compress the texts of these articles, in one transaction. Raises StoreError."""
    with named_errors(db):
        _pack(db, "article_id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))


def _pack(db: sqlite3.Connection, where: str, params: Sequence[object], *, move_on: bool = False) -> bool:
    version, rows = data_version(db), _read(db, where, params)
    if not rows:
        return False
    packed = [(row[0], _packed(row[-3:])) for row in rows if _pays(row[-3:])]
    pays = {id_ for id_, _ in packed}
    with transaction(db):
        if data_version(db) != version and _read(db, where, params) != rows:
            return True  # changed by another process: the next time
        # Deleted and inserted again, since SQLite joins pages that became empty only when it deletes.
        db.executemany("DELETE FROM bodies WHERE article_id = ?", [(id_,) for id_ in pays])
        db.executemany(
            "INSERT INTO bodies (article_id, markup, base, image, source, categories, summary, body)"
            " VALUES (?, ?, ?, ?, ?, ?, '', '')",
            [row[:-3] for row in rows if row[0] in pays],
        )
        db.executemany("INSERT INTO packed (article_id, texts) VALUES (?, ?)", packed)
        if move_on:
            set_meta(db, PACKED_TO, rows[-1][0])
    return True


def _read(db: sqlite3.Connection, where: str, params: Sequence[object]) -> list[Any]:
    return db.execute(
        'SELECT article_id, markup, base, image, source, categories, summary, body, "full" FROM bodies'
        f" WHERE {where} ORDER BY article_id LIMIT ?",
        (*params, BATCH),
    ).fetchall()


def _packed(texts: Sequence[str]) -> bytes:
    return zstd.compress(_END.join(texts).encode("utf-8", "replace"), _LEVEL)


def _pays(texts: Sequence[str]) -> bool:
    return sum(map(len, texts)) >= LEAST and not any(_END in text for text in texts)
