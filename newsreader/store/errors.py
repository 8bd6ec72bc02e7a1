"""What can go wrong with the store, in words for a person: what happened, and what to do about it."""

import sqlite3
from pathlib import Path

from newsreader.text import clean_line

# Primary result codes (https://sqlite.org/rescode.html); the low byte of an extended code.
_IOERR_SHMSIZE = 4874
_BUSY, _LOCKED, _READONLY, _INTERRUPT, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 9, 10, 11, 13, 14, 26


class StoreError(Exception):
    """The store could not do what was asked; the message is one line for a person."""


class NewerDatabase(StoreError):
    """The database was written by a newer version of the program."""


class CorruptDatabase(StoreError):
    """The database file is damaged."""


class ReadOnlyStore(StoreError):
    """The data folder cannot be written to."""


class DiskFull(StoreError):
    """There is no room left on the disk. Nothing was lost; what was being written was taken back."""


class Busy(StoreError):
    """Another process kept the database locked for too long."""


class Interrupted(StoreError):
    """The query was stopped because its answer is no longer wanted (Reader.interrupt)."""


class ConfigRefused(StoreError):
    """The config file could not be changed, so nothing was; the message says why."""


def as_store_error(error: sqlite3.Error, path: Path | None) -> StoreError:
    """Return the StoreError that says what `error` means for the database at `path` (None: not known)."""
    code = _FULL if _is_without_room(error) else _code(error)
    kind, message = _KINDS.get(code, (StoreError, "the database refused: {error}"))
    folder = "" if path is None else f" {clean_line(str(path.parent))}"
    return kind(message.format(error=error, folder=folder))


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection holds the lock, so that trying again may help."""
    return _code(error) in (_BUSY, _LOCKED)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether `error` says that the file is damaged or no database at all."""
    return _code(error) in (_CORRUPT, _NOTADB)


def is_unopenable(error: sqlite3.Error) -> bool:
    """Whether the file, or the files that SQLite keeps beside it, could not be opened or made."""
    return _code(error) in (_CANTOPEN, _READONLY) or _is_without_room(error)


def _is_without_room(error: sqlite3.Error) -> bool:
    # SQLITE_FULL is a write that failed for want of room; the file shared between connections fails with another code.
    return getattr(error, "sqlite_errorcode", 0) == _IOERR_SHMSIZE


def _code(error: sqlite3.Error) -> int:
    # Errors that the sqlite3 module raises on its own (a closed connection) carry no code.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


_KINDS: dict[int, tuple[type[StoreError], str]] = {
    _BUSY: (Busy, "another newsreader keeps the database locked; try again when it has finished"),
    _LOCKED: (Busy, "another newsreader keeps the database locked; try again when it has finished"),
    _READONLY: (ReadOnlyStore, "the data folder{folder} is read-only: articles can be read, changes are not kept"),
    _CANTOPEN: (
        ReadOnlyStore,
        "the database cannot be opened for writing: the data folder{folder} is read-only or missing",
    ),
    _INTERRUPT: (Interrupted, "the query was stopped"),
    _IOERR: (
        StoreError,
        "the disk failed while the database in the data folder{folder} was being read or written ({error}); check the disk",
    ),
    _CORRUPT: (
        CorruptDatabase,
        "the database is damaged ({error}); close newsreader and start it again: what can be read will be saved",
    ),
    _NOTADB: (CorruptDatabase, "the database file is damaged or is no database ({error})"),
    _FULL: (
        DiskFull,
        "the disk is full: nothing was lost, but nothing new can be kept; free some room and try again"
        " (downloads and images in the data folder{folder} may go)",
    ),
}
