"""What every subcommand shares: its shape, its errors, and the one way out to stdout."""

import argparse
import errno
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Protocol

from newsreader.paths import Paths
from newsreader.text import clean_line, clean_text

WORK_FAILED = 1
WRONG_USE = 2


class CommandError(Exception):
    """The command could not be carried out; the message is for a person, one line or one line a mistake."""

    def __init__(self, message: str, status: int = WORK_FAILED) -> None:
        super().__init__(message)
        self.status = status


class Command(Protocol):
    """A subcommand: a module in this folder."""

    NAME: str
    HELP: str
    """One line for `newsreader --help`."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own options."""

    def run(self, args: argparse.Namespace, paths: Paths) -> int:
        """Carry the command out; returns the exit status, raises CommandError. Heavy imports belong inside."""


def out(line: str = "") -> None:
    """Print one line of results, cleaned: whatever foreign text is in it, nothing but text reaches the terminal."""
    _write(clean_line_keeping_blanks(line) + "\n")


def out_text(text: str) -> None:
    """Print several lines of results, cleaned."""
    _write(clean_text(text).rstrip("\n") + "\n")


def flush() -> None:
    """Let everything that was printed leave. Raises CommandError."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise _unwritten(error) from error


def drop_output() -> None:
    """Let what is still owed to stdout go nowhere: Python would complain once more when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def warn(line: str) -> None:
    """Tell the person something that is no result, on stderr."""
    sys.stderr.write(f"newsreader: {clean_line(line)}\n")


def json_line(record: Mapping[str, object]) -> None:
    """Print one JSON object as a line (JSON Lines, UTF-8). DEL and C1 controls are escaped like C0 ones."""
    _write(as_json(record) + "\n")


def as_json(record: object) -> str:
    """Return `record` as one line of JSON; every character that a terminal could act on stands as an escape."""
    text = json.dumps(record, ensure_ascii=False, default=_as_text)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def timestamp(moment: datetime | date | None) -> str | None:
    """Return a time as RFC 3339 in UTC ('2022-02-04T08:12:00Z'), a date as 'YYYY-MM-DD'."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return moment.isoformat() if moment else None


def clean_line_keeping_blanks(line: str) -> str:
    """Return `line` cleaned, with the runs of blanks that set columns apart."""
    return clean_text(line.replace("\n", " ").replace("\t", " "))


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
    except OSError as error:
        raise _unwritten(error) from error


def _unwritten(error: OSError) -> Exception:
    """What it means that stdout took nothing; whoever has closed a pipe has had enough, and nothing is wrong."""
    if isinstance(error, BrokenPipeError):
        return error
    drop_output()
    return CommandError(
        f"cannot write the output: {'stdout is closed' if error.errno == errno.EBADF else error.strerror}"
    )


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return timestamp(value) or ""
    raise TypeError(f"{type(value).__name__} has no JSON form")
