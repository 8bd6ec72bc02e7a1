"""Opening news.db, the transactions of those who write, and the words for what fails.

Readers never block and are never blocked (WAL). Writers take the lock first (BEGIN IMMEDIATE): a transaction that
reads and then wants to write fails at once with SQLITE_BUSY_SNAPSHOT, whatever the timeout.
"""

import functools
import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Concatenate, NoReturn, ParamSpec, Protocol, TypeVar
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
from newsreader.store.schema import APPLICATION_ID, BEFORE_TABLES, OLDEST_SQLITE, VERSION

BUSY_SECONDS = 10.0
"""How long a writer waits for another one. The longest transaction there is, a bulk mark of a million rows, takes less."""
# SQLite's own waiting grows to 100 ms a step; asked each millisecond, a key press waits 15 ms during a reload, not 1.2 s.
_RETRY_SECONDS = 0.001


class Connected(Protocol):
    """What stands on a connection: a Reader, a Writer."""

    db: sqlite3.Connection


C = TypeVar("C", bound=Connected)
P = ParamSpec("P")
R = TypeVar("R")


def open_reader(path: Path) -> tuple[sqlite3.Connection, bool]:
    """Open the database for reading, and say whether its folder is read-only; it is made or migrated first if need be.

    In a folder that cannot be written to, or on a full disk, it is opened as a file that nobody changes (`immutable`),
    since WAL needs to keep a file beside it. Raises StoreError.
    """
    if not path.exists():
        open_writer(path).close()
    _refuse_what_is_no_file(path)
    _mend_if_marked(path)
    try:
        try:
            db, read_only = connect(path, "mode=ro"), False
            version = _version(db, path)
        except sqlite3.Error as error:
            if not is_unopenable(error):
                raise
            db, read_only = connect(path, "mode=ro&immutable=1"), True
            version = _version(db, path)
    except sqlite3.Error as error:
        if is_damage(error):
            _rescue(path)
        raise as_store_error(error, path) from error
    if version < VERSION:
        db.close()
        open_writer(path).close()
        return open_reader(path)
    return db, read_only


def open_writer(path: Path) -> sqlite3.Connection:
    """Open the database for writing; it is made, migrated (after a backup) or mended first if need be. Raises StoreError."""
    _refuse_what_is_no_file(path)
    _mend_if_marked(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private(path)
        db = connect(path, "mode=rwc")
    except OSError as error:
        raise ReadOnlyStore(f"the data folder {path.parent} cannot be made: {error.strerror}") from error
    except sqlite3.Error as error:
        raise as_store_error(error, path) from error
    try:
        _prepare(db, path)
    except sqlite3.Error as error:
        db.close()
        if is_damage(error):
            _rescue(path)
        raise as_store_error(error, path) from error
    except StoreError:
        db.close()
        raise
    return db


def connect(path: Path, options: str) -> sqlite3.Connection:
    """Open a file as it is, with the options of a SQLite URI (`mode=ro`). Raises sqlite3.Error."""
    # Without a transaction of its own making (isolation_level None), and handed from thread to thread by its owner.
    # Nobody who reads waits for a writer, but may meet the moment in which the last one leaves and tidies up.
    db = sqlite3.connect(
        f"file:{quote(os.fsencode(path))}?{options}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    db.create_function("unpacked", 2, _unpacked, deterministic=True)
    return db


def _unpacked(packed: bytes | None, number: int) -> str | None:
    """What the view `texts` calls for each text of an article."""
    if packed is None:
        return None
    from newsreader.store.packing import unpack  # which imports a decompressor, and lists need none

    return unpack(packed, number)


def make_private(path: Path) -> None:
    """Make an empty file that only its owner can read, or one that is there so; the files that SQLite keeps beside it follow.

    What is read, and the addresses with passwords in them, are nobody else's business, whatever the folder allows.
    A file that cannot be made, or belongs to somebody else, is left to SQLite, which has the words for it.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        with suppress(OSError):
            if (mode := stat.S_IMODE(file.stat().st_mode)) & 0o077:
                file.chmod(mode & 0o700)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE … COMMIT around a block; everything is taken back where the block raises. Raises StoreError."""
    with named_errors(db):
        _begin(db)
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # SQLite itself takes back what met a full disk
                db.execute("ROLLBACK")
            raise


@contextmanager
def named_errors(db: sqlite3.Connection) -> Iterator[None]:
    """Turn what SQLite raises inside into a StoreError; a damaged file is marked, so that the next start mends it."""
    try:
        yield
    except sqlite3.Error as error:
        if is_damage(error):
            _mark(db)
        raise as_store_error(error, _file_of(db)) from error


def raises_store_errors(method: Callable[Concatenate[C, P], R]) -> Callable[Concatenate[C, P], R]:
    """Make a method raise StoreError for what SQLite raises in it."""

    @functools.wraps(method)
    def wrapped(self: C, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with named_errors(self.db):
            return method(self, *args, **kwargs)

    return wrapped


def mark_of(path: Path) -> Path:
    """The file that says that the database beside it was found to be damaged."""
    return path.with_name(f"{path.name}.damaged")


def _mark(db: sqlite3.Connection) -> None:
    if (path := _file_of(db)) is not None:
        with suppress(OSError):  # what cannot be written to cannot be mended either
            mark_of(path).touch()


def _file_of(db: sqlite3.Connection) -> Path | None:
    """Return the file behind a connection; None where it has none, or is closed."""
    try:
        # As bytes, since the name of a folder need not be UTF-8.
        row = db.execute("SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'").fetchone()
    except sqlite3.Error:
        return None
    return Path(os.fsdecode(row[0])) if row and row[0] else None


def _refuse_what_is_no_file(path: Path) -> None:
    """Raise a StoreError where a folder, a pipe or a device stands in the database's place."""
    with suppress(OSError):
        if not stat.S_ISREG(path.stat().st_mode):
            what = "a folder" if path.is_dir() else "neither a file nor a folder"
            raise StoreError(f"{path} is {what}, where the database should be; move it away, or use another --data-dir")


def _mend_if_marked(path: Path) -> None:
    if mark_of(path).exists():
        _rescue(path)


def _rescue(path: Path) -> NoReturn:
    from newsreader.store.rescue import rescue

    rescue(path)


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE[:2]))
        raise StoreError(f"this Python comes with SQLite {sqlite3.sqlite_version}; newsreader needs {needed} or newer")
    version = _version(db, path)
    if version == 0:
        for pragma in BEFORE_TABLES:
            _retry(db, pragma)
    _retry(db, "PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA foreign_keys = ON")
    # A log that a large reload left is cut back to this once it has been moved into the database.
    db.execute("PRAGMA journal_size_limit = 16777216")
    if version < VERSION:
        from newsreader.store import migrate

        if version:
            migrate.back_up(db, path.with_name(f"{path.name}.before-schema-{VERSION}"))
        with transaction(db):
            version = _version(db, path)  # another process may have been faster
            if version < VERSION:
                migrate.upgrade(db, version)


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


def _begin(db: sqlite3.Connection) -> None:
    """Take the lock, asking each millisecond."""
    db.execute("PRAGMA busy_timeout = 0")
    try:
        _retry(db, "BEGIN IMMEDIATE")
    finally:
        db.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")


def _retry(db: sqlite3.Connection, statement: str) -> sqlite3.Cursor:
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return db.execute(statement)
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
