"""The schema comes into being, and from one version to the next: in one transaction, after a backup."""

import sqlite3
from pathlib import Path

from newsreader.store.connect import make_private
from newsreader.store.schema import APPLICATION_ID, INDEX_TABLES, MIGRATIONS, TABLES, TUNE_INDEX, VERSION


def upgrade(db: sqlite3.Connection, version: int) -> None:
    """Bring the schema from `version` (0: an empty file) to VERSION, inside the caller's transaction."""
    if version == 0:
        run_script(db, TABLES)
        create_index(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for step in range(version or VERSION, VERSION):
        run_script(db, MIGRATIONS[step])
    db.execute(f"PRAGMA user_version = {VERSION}")


def create_index(db: sqlite3.Connection) -> None:
    """Make the empty full-text tables, inside the caller's transaction."""
    run_script(db, INDEX_TABLES)
    for statement in TUNE_INDEX:
        db.execute(statement)


def run_script(db: sqlite3.Connection, script: str) -> None:
    """Run the statements of `script` one by one. (executescript would commit the transaction it stands in.)"""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def back_up(db: sqlite3.Connection, target: Path) -> None:
    """Write a consistent copy of the database to `target` (the backup API; a live file is never copied)."""
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    make_private(unfinished)
    copy = sqlite3.connect(unfinished)
    try:
        db.backup(copy)
    finally:
        copy.close()
    unfinished.replace(target)
