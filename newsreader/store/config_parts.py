"""Parts of a change that are in the person's config file: made ready first, written as the last thing before the commit."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.store.errors import ConfigRefused

if TYPE_CHECKING:
    from newsreader.config.changes import Edit
    from newsreader.config.schema import Config


class ConfigConflict(ConfigRefused):
    """The config is not any more as the change found or left it, or would not load with it."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The file as it will be."""

    file: Path
    edit: "Edit"
    """The change, as made in this text."""
    before: str | None
    after: str
    config: "Config"

    def inverse(self) -> "Rewriting":
        """Return what takes this back; to be packed, not written."""
        return replace(self, edit=self.edit.inverse())

    def moves(self) -> list[tuple[str, str]]:
        """Return the addresses of feeds that have another one now: (old, new), resolved."""
        from newsreader.config.addresses import BadAddress, resolve

        folder, moves = self.file.absolute().parent, []
        for step in self.edit.steps:
            old, new = ((values or {}).get("url") for values in (step.before, step.after))
            if step.array != "feeds" or not old or not new or old == new:
                continue
            try:
                moves.append((resolve(old, folder), resolve(new, folder)))
            except BadAddress:
                continue  # what it was before was never fetched
        return moves

    def write(self) -> None:
        """Replace the file. Raises ConfigRefused."""
        from newsreader.config.edit import EditError
        from newsreader.config.files import write
        from newsreader.config.load import ConfigErrors

        try:
            write(self.file, self.after, self.before)
        except (EditError, ConfigErrors) as error:
            raise ConfigRefused(str(error)) from error


def prepare(file: Path, edit: "Edit") -> Rewriting:
    """Return the file after a change. Raises ConfigRefused, and its kind ConfigConflict where trying again does not help."""
    from newsreader.config.changes import Conflict, apply
    from newsreader.config.edit import EditError
    from newsreader.config.load import ConfigErrors, loads, read

    try:
        before = read(file)
        after, done = apply(before or "", edit)
    except Conflict as error:
        raise ConfigConflict(str(error)) from error
    except (EditError, ConfigErrors) as error:
        raise ConfigRefused(str(error)) from error
    try:
        return Rewriting(file, done, before, after, loads(after, file))
    except ConfigErrors as errors:
        kind = ConfigConflict if _loads(before, file) else ConfigRefused
        raise kind(str(errors.mistakes[0])) from errors


def pack(rewriting: Rewriting) -> str:
    """Return file and change for the journal."""
    from newsreader.config import changes

    return json.dumps([str(rewriting.file), changes.pack(rewriting.edit)])


def unpack(detail: str) -> "tuple[Path, Edit]":
    """Return what `pack` packed."""
    from newsreader.config import changes

    file, edit = json.loads(detail)
    return Path(file), changes.unpack(edit)


def _loads(text: str | None, file: Path) -> bool:
    from newsreader.config.load import ConfigErrors, loads

    try:
        loads(text or "", file)
    except ConfigErrors:
        return False
    return True
