"""The text that an article had before its publisher changed it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.model import Markup
from newsreader.store.connect import named_errors
from newsreader.store.rows import as_time

if TYPE_CHECKING:
    from newsreader.store.queries import Reader


@dataclass(frozen=True, slots=True)
class Previous:
    """What an update replaced."""

    replaced: datetime
    """When it was."""
    title: str
    markup: Markup
    body: str


def previous(reader: "Reader", article_id: int) -> Previous | None:
    """Return the text before the last update of an article; None where it was never updated. Raises StoreError."""
    with named_errors(reader.db):
        row = reader.db.execute(
            "SELECT replaced, title, markup, body FROM previous WHERE article_id = ?", (article_id,)
        ).fetchone()
    return None if row is None else Previous(as_time(row[0]), *row[1:])
