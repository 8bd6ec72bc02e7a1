"""What the commands that work with stored articles share: the config, the store, and the way from a query to articles."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.commands.common import WORK_FAILED, WRONG_USE, CommandError, warn
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.config.schema import Config
    from newsreader.query.tree import Query
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer


_LONGEST_ID = 18
"""Digits; the store's numbers have 63 bits."""


def load_config(paths: Paths) -> "Config":
    """Return the person's settings; a file with mistakes ends the command with status 2 and one line a mistake."""
    from newsreader.config.load import ConfigErrors, load

    try:
        return load(paths.config)
    except ConfigErrors as errors:
        raise CommandError(str(errors), WRONG_USE) from errors


@contextmanager
def open_writer(paths: Paths, *, bulk: bool = False) -> Iterator["Writer"]:
    """The store, for changing it (`bulk`: as Writer's); its errors end the command with one line."""
    from newsreader.store.errors import StoreError
    from newsreader.store.writer import Writer

    try:
        writer = Writer(paths.database, bulk=bulk)
        try:
            yield writer
        finally:
            writer.close()
    except StoreError as error:
        raise CommandError(str(error), WORK_FAILED) from error


@contextmanager
def open_reader(paths: Paths) -> Iterator["Reader"]:
    """The store, for reading it; its feeds follow the config first, and mutes end whose time has come, as far as the store
    can be written to."""
    from newsreader.config.load import subscriptions
    from newsreader.store.errors import DiskFull, ReadOnlyStore, StoreError
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer

    config = load_config(paths)
    try:
        try:
            writer = Writer(paths.database)
            writer.sync(subscriptions(config, paths.config))
            writer.unmute_expired()
            writer.close()
        except (ReadOnlyStore, DiskFull) as error:
            warn(str(error))
        reader = Reader(paths.database)
        try:
            yield reader
        finally:
            reader.close()
    except StoreError as error:
        raise CommandError(str(error), WORK_FAILED) from error


def parse_query(text: str) -> "Query":
    """Return the query that a person typed; a mistake ends the command with status 2 and its place."""
    from newsreader.query.parse import QueryError, parse

    try:
        return parse(text, now=datetime.now().astimezone())
    except QueryError as error:
        raise CommandError(str(error), WRONG_USE) from error


def nothing_matches(reader: "Reader", words: "Sequence[str]") -> str:
    """Return what to say of a query that finds nothing; numbers in it were perhaps meant as those that lists print first."""
    numbers = [word for word in words if word.isascii() and word.isdecimal() and len(word) <= _LONGEST_ID]
    meant = reader.headlines([int(word) for word in numbers])
    if not meant:
        return "nothing matches"
    from newsreader.query.tree import Field, Phrase, show

    query = show(Field("title", Phrase(meant[0].title)))
    return f"nothing matches; {meant[0].id} was looked for as a word: for article {meant[0].id} the QUERY is {query}"


def is_terminal() -> bool:
    """Whether results go to a person's terminal and not into a pipe."""
    return sys.stdout.isatty()
