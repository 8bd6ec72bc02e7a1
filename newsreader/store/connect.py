"""Opening news.db: creating and migrating it, and the transactions of those who write.

Readers never block and are never blocked (WAL). Writers take the lock first (BEGIN IMMEDIATE): a transaction that
reads and then wants to write fails at once with SQLITE_BUSY_SNAPSHOT, whatever the timeout.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from newsreader.store.errors import (
    NewerDatabase,
    ReadOnlyStore,
    StoreError,
    as_store_error,
    is_busy,
    is_damage,
    is_unopenable,
)
from newsreader.store.schema import (
    APPLICATION_ID,
    BEFORE_TABLES,
    INDEX_TABLES,
    MIGRATIONS,
    OLDEST_SQLITE,
    TABLES,
    TUNE_INDEX,
    VERSION,
)

BUSY_SECONDS = 10.0
"""How long a writer waits for another one. The longest transaction there is, a bulk mark of a million rows, takes less."""
# SQLite's own waiting grows to 100 ms a step; asked each millisecond, a key press waits 15 ms during a reload, not 1.2 s.
_RETRY_SECONDS = 0.001


def open_reader(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Open the database for reading, and say whether its folder is read-only; it is made or migrated first if need be.

    In a folder that cannot be written to it is opened as a file that nobody changes (`immutable`), since WAL needs
    to keep a file beside it. Raises StoreError.
    """
    if not path.exists():
        open_writer(path).close()
    try:
        try:
            db, read_only = _connect(path, "mode=ro"), False
            version = _version(db, path)
        except sqlite3.Error as error:
            if not is_unopenable(error):
                raise
            db, read_only = _connect(path, "mode=ro&immutable=1"), True
            version = _version(db, path)
    except sqlite3.Error as error:
        if is_damage(error):
            _rescue(path)
            return open_reader(path)
        raise as_store_error(error) from error
    if version < VERSION:
        db.close()
        open_writer(path).close()
        return open_reader(path)
    # A reader never waits for a writer, but may meet the moment in which the last writer leaves and tidies up.
    db.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    return db, read_only


def open_writer(path: Path) -> sqlite3.Connection:
    """Open the database for writing; made, migrated (after a backup) or rescued first where that is needed. Raises StoreError."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        db = _connect(path, "mode=rwc")
    except OSError as error:
        raise ReadOnlyStore(f"the data folder {path.parent} cannot be made: {error.strerror}") from error
    except sqlite3.Error as error:
        raise as_store_error(error) from error
    try:
        _prepare(db, path)
    except sqlite3.Error as error:
        db.close()
        if is_damage(error):
            _rescue(path)
            return open_writer(path)
        raise as_store_error(error) from error
    except StoreError:
        db.close()
        raise
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT around a block; everything is taken back where the block raises. Raises StoreError."""
    try:
        _retry(db, "BEGIN IMMEDIATE")
        try:
            yield
            _retry(db, "COMMIT")
        except BaseException:
            if db.in_transaction:  # SQLite itself takes back what met a full disk
                db.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        raise as_store_error(error) from error


def run_script(db: sqlite3.Connection, script: str) -> None:
    """Run the statements of `script` one by one. (executescript would commit the transaction it stands in.)"""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""


def create_index(db: sqlite3.Connection) -> None:
    """Make the empty full-text tables, inside the caller's transaction."""
    run_script(db, INDEX_TABLES)
    for statement in TUNE_INDEX:
        db.execute(statement)


def _connect(path: Path, options: str) -> sqlite3.Connection:
    # Without a transaction of its own making (isolation_level None), and handed from thread to thread by its owner.
    return sqlite3.connect(
        f"file:{quote(str(path))}?{options}", uri=True, timeout=0, isolation_level=None, check_same_thread=False
    )


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE[:2]))
        raise StoreError(f"this Python comes with SQLite {sqlite3.sqlite_version}; newsreader needs {needed} or newer")
    version = _version(db, path)
    if version == 0:
        for pragma in BEFORE_TABLES:
            db.execute(pragma)
    _retry(db, "PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    if version < VERSION:
        _upgrade(db, path)


def _version(db: sqlite3.Connection, path: Path) -> int:
    """Return the schema's number, 0 for a new file; reading it is also what finds a damaged file and a foreign one."""
    version = int(_retry(db, "PRAGMA user_version").fetchone()[0])
    tables = int(db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    if tables and db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreError(f"{path} belongs to another program; choose another data folder (--data-dir)")
    if version > VERSION:
        raise NewerDatabase(
            f"{path} was written by a newer newsreader (schema {version}, this one knows {VERSION}); update newsreader"
        )
    return version


def _upgrade(db: sqlite3.Connection, path: Path) -> None:
    """Bring the schema to VERSION, in one transaction; what is there is backed up first."""
    found = _version(db, path)
    if found:
        back_up(db, path.with_name(f"{path.name}.before-schema-{VERSION}"))
    with transaction(db):
        version = _version(db, path)  # another process may have been faster
        if version == 0:
            run_script(db, TABLES)
            create_index(db)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        else:
            for step in range(version, VERSION):
                run_script(db, MIGRATIONS[step])
        db.execute(f"PRAGMA user_version = {VERSION}")


def back_up(db: sqlite3.Connection, target: Path) -> None:
    """Write a consistent copy of the database to `target` (the backup API; a live file is never copied)."""
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    copy = sqlite3.connect(unfinished)
    try:
        db.backup(copy)
    finally:
        copy.close()
    unfinished.replace(target)


def _rescue(path: Path) -> None:
    from newsreader.store.rescue import rescue

    rescue(path)


def _retry(db: sqlite3.Connection, statement: str) -> sqlite3.Cursor:
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return db.execute(statement)
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
