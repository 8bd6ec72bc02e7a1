"""Where the texts of an article are: summary, body and full text.

They stand in `bodies` as they came, or as one compressed piece in `packed` (packing.py), and then `bodies` has empty ones. Who
reads takes the view `texts`, which has them either way; who changes one calls `restore` first.
"""

import sqlite3


def restore(db: sqlite3.Connection, article_id: int) -> None:
    """Put the texts of an article that is about to change back into `bodies`, inside the caller's transaction."""
    packed = db.execute("SELECT 1 FROM packed WHERE article_id = ?", (article_id,)).fetchone()
    if packed is not None:
        db.execute(
            'UPDATE bodies SET summary = t.summary, body = t.body, "full" = t."full" FROM texts t'
            " WHERE bodies.article_id = ? AND t.article_id = bodies.article_id",
            (article_id,),
        )
        db.execute("DELETE FROM packed WHERE article_id = ?", (article_id,))
