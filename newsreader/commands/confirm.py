"""A change of the config file is shown before it is made, and asked about on a terminal."""

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.commands.common import WRONG_USE, CommandError, out

if TYPE_CHECKING:
    from newsreader.config.changes import Edit

CONTEXT = 2
"""Lines around what changes."""


def config_text(path: Path) -> str:
    """Return the config file's text, '' where there is none. Its being unreadable ends the command."""
    from newsreader.config.load import ConfigErrors, read

    try:
        return read(path) or ""
    except ConfigErrors as errors:
        raise CommandError(str(errors), WRONG_USE) from errors


def show_diff(path: Path, edit: "Edit") -> None:
    """Print what a change does to the config file. Where it cannot be made the command ends."""
    from newsreader.config.changes import apply
    from newsreader.config.edit import EditError

    before = config_text(path)
    try:
        after, _ = apply(before, edit)
    except EditError as error:
        raise CommandError(str(error)) from error
    old, new = (text.splitlines() for text in (before, after))
    for line in list(difflib.unified_diff(old, new, n=CONTEXT, lineterm=""))[2:]:
        out(line)


def confirm(question: str, *, yes: bool) -> bool:
    """Ask on a terminal; with `yes` (--yes) the answer is there already. Without either the command ends."""
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("nothing was changed: there is no terminal to ask on; --yes does it without", WRONG_USE)
    return ask(f"{question} (y/n) ").lower() in ("y", "yes")


def ask(question: str) -> str:
    """Return what the person types behind a question, on a terminal."""
    sys.stdout.write(question)
    sys.stdout.flush()
    return sys.stdin.readline().strip()
