"""A consistent copy of the database in one file, while others read and write it, and the way back, which checks first.

Restoring writes into the database that is there instead of exchanging the file under processes that have it open: they
see it as one change of another process, and a restore that is killed has changed nothing.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsreader.store import lease
from newsreader.store.checkup import damage_in
from newsreader.store.connect import connect, make_private, named_errors, open_writer
from newsreader.store.errors import Busy, CorruptDatabase, NewerDatabase, StoreError
from newsreader.store.rows import as_time
from newsreader.store.schema import APPLICATION_ID, VERSION
from newsreader.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Held:
    """What a database holds, in figures for a person."""

    articles: int
    feeds: int
    starred: int
    newest: datetime | None
    size: int
    """Bytes of the file."""


def back_up(database: Path, file: Path) -> Held:
    """Write a copy of the database to `file`, whole or not at all; an older backup there is replaced. Raises StoreError.

    The copy is checked before it takes the place of an older one.
    """
    if not database.is_file():  # opening a pipe would wait for ever
        raise StoreError(
            f"there is nothing to back up: {database} {'is no file' if database.exists() else 'does not exist'}"
        )
    file = Path(os.path.realpath(file))  # a link stays one
    _refuse_what_is_no_backup(database, file)
    unfinished = file.with_name(f".{file.name}.part-{os.getpid()}")
    try:
        make_private(unfinished)
        with _opened(database) as source, closing(sqlite3.connect(unfinished, isolation_level=None)) as copy:
            # All pages in one step: a step holds one moment of the source, and writers go on beside it (WAL).
            source.backup(copy)
            # One file, also for a reader that may not write beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        held = check(unfinished)
        _flush(unfinished)
        unfinished.replace(file)
    except sqlite3.Error as error:
        raise StoreError(f"the backup could not be written to {file}: {error}") from error
    except OSError as error:
        raise StoreError(f"the backup could not be written to {file}: {error.strerror}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return held


def check(file: Path, *, whole: bool = True) -> Held:
    """Return what a backup holds. Raises StoreError where it is none, damaged, or of a newer version.

    `whole`: all of it is read for damage, which takes seconds for a gigabyte; else only what the figures need.
    """
    if not file.is_file():
        raise StoreError(f"{file} is {'a folder' if file.is_dir() else 'not there'}")
    try:
        with _opened(file) as db:
            if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise StoreError(f"{file} is no backup of newsreader")
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            if version > VERSION:
                raise NewerDatabase(f"{file} was written by a newer newsreader; update this one first")
            if whole and (damage := damage_in(db, thorough=True)):
                raise CorruptDatabase(f"{file} is damaged: {damage}")
            return held(db, file)
    except sqlite3.Error as error:
        raise CorruptDatabase(f"{file} is damaged or no backup of newsreader: {error}") from error


def restore(file: Path, database: Path) -> Path | None:
    """Put what a backup holds in the database's place; returns where the database as it was is kept, None where there was none.

    Raises StoreError: Busy while a refresh runs, else where the backup fails its check; then nothing was changed.
    """
    if _is_same(file, database):
        raise StoreError(f"{file} is the database itself")
    check(file)
    aside = database.with_name(f"{database.name}.before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    existed = database.exists()
    with closing(_writer(database)) as writer:
        taken = lease.take(writer, lease.FETCHING)  # nothing comes in meanwhile
        if taken is None:
            holder = lease.holder(writer, lease.FETCHING)
            raise Busy(
                f"a refresh is running{f' (process {holder.pid})' if holder else ''}; restore when it has finished"
            )
        try:
            if existed:
                _keep_aside(database, aside)
            with _current(file, database) as current, named_errors(writer.db), _opened(current) as source:
                source.backup(writer.db)
                _forget_the_past(writer.db)
        except StoreError:
            taken.release()
            raise
        writer.checkpoint()
    return aside if existed else None


def _writer(database: Path) -> Writer:
    """Open the database that is to be written over, also where it is damaged: then what could be saved of it stands in its place."""
    try:
        return Writer(database)
    except CorruptDatabase:
        return Writer(database)


def _keep_aside(database: Path, aside: Path) -> None:
    """Keep the database as it is. What is damaged is no backup, and is kept as the files that it is. Raises StoreError."""
    try:
        back_up(database, aside)
        return
    except CorruptDatabase:
        pass
    try:
        for suffix in ("", "-wal"):
            if (part := database.with_name(database.name + suffix)).exists():
                make_private(aside.with_name(aside.name + suffix))
                shutil.copyfile(part, aside.with_name(aside.name + suffix))
    except OSError as error:
        raise StoreError(f"the database as it is could not be kept as {aside}: {error.strerror}") from error


def _forget_the_past(db: sqlite3.Connection) -> None:
    """Take out what was true of the backup's time and machine alone: leases, and how to undo edits of a config file.

    The config is not restored with the database, and a backup of somebody else's must not write into it.
    """
    db.execute("DELETE FROM leases")
    db.execute("DELETE FROM change_parts WHERE field = 'config'")
    db.execute("DELETE FROM changes WHERE id NOT IN (SELECT change_id FROM change_parts)")


def held(db: sqlite3.Connection, file: Path) -> Held:
    """Return what an open database holds."""
    articles, starred, newest = db.execute("SELECT count(*), total(starred), max(published) FROM articles").fetchone()
    feeds = db.execute("SELECT count(*) FROM feeds WHERE subscribed = 1").fetchone()[0]
    return Held(articles, feeds, int(starred), None if newest is None else as_time(newest), file.stat().st_size)


@contextmanager
def _current(file: Path, database: Path) -> Iterator[Path]:
    """The backup, or where it is of an older version a copy with today's schema: what is open meets no other one."""
    with _opened(file) as db:
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version == VERSION:
        yield file
        return
    copy = database.with_name(f"{database.name}.restoring-{os.getpid()}")
    try:
        back_up(file, copy)
        open_writer(copy).close()
        yield copy
    finally:
        for left in copy.parent.glob(f"{copy.name}*"):
            left.unlink()


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection for reading; of a file in a place where nothing can be written as well."""
    db = connect(file, "mode=ro")
    try:
        try:
            db.execute("SELECT count(*) FROM sqlite_schema")
        except sqlite3.OperationalError:
            db.close()
            db = connect(file, "mode=ro&immutable=1")
        yield db
    finally:
        db.close()


def _refuse_what_is_no_backup(database: Path, file: Path) -> None:
    """Nothing but an older backup is written over."""
    if _is_same(file, database):
        raise StoreError(f"{file} is the database itself; name another file")
    if not os.path.lexists(file):
        return
    if not file.is_file():  # opening a pipe would wait for ever
        what = "a folder; name a file in it" if file.is_dir() else "no file that could be an older backup"
        raise StoreError(f"{file} is {what}")
    try:
        with _opened(file) as db:
            ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    except sqlite3.Error:
        ours = False
    if not ours:
        raise StoreError(f"{file} is there already, and is no backup of newsreader; it was left as it is")


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


def _flush(file: Path) -> None:
    """Let the file reach the disk before it takes the place of an older one."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
