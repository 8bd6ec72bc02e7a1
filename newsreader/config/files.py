"""Writing the config file: in one step, never over what somebody else has written meanwhile."""

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from newsreader.config.edit import EditError
from newsreader.config.load import loads, read


def edit_file(path: Path, edit: Callable[[str], str]) -> str:
    """Change the config file at `path` by `edit` (made of edit.py's functions) and return its new text.

    Nothing is written where the result would not load. Raises EditError, and ConfigErrors for what is or would be wrong
    in the file.
    """
    before = read(path)
    after = edit(before or "")
    loads(after, path)
    write(path, after, before)
    return after


def write(path: Path, text: str, before: str | None) -> None:
    """Replace the file's text in one step; it keeps its mode, and a link to it stays a link. Raises EditError.

    `before` is the text that was read (None: no file): where that is no longer there, somebody else changed the file, and
    nothing is written. A new file can be read by its owner alone, since it may come to hold a secret.
    """
    real = Path(os.path.realpath(path))
    try:
        if read(real) != before:
            raise EditError(f"{path} was changed meanwhile by another program; nothing was written, try again")
        real.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(real, text.encode(), 0o600 if before is None else stat.S_IMODE(real.stat().st_mode))
    except OSError as error:
        raise EditError(f"{path} cannot be written: {error.strerror}") from error


def keep_old(path: Path) -> Path:
    """Move the config file away, to the first free name beside it, and return that: config.toml.old, config.toml.old2 …

    A link stays, and what it points to is moved. Raises EditError.
    """
    real = Path(os.path.realpath(path))
    names = (real.with_name(f"{real.name}.old{number or ''}") for number in (0, *range(2, 1000)))
    old = next(name for name in names if not os.path.lexists(name))
    try:
        return real.rename(old)
    except OSError as error:
        raise EditError(f"{path} cannot be moved to {old}: {error.strerror}") from error


def _replace(file: Path, content: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(content)
            temporary.flush()
            os.fchmod(handle, mode)
            os.fsync(handle)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # else a power cut may bring the old name back
    finally:
        os.close(folder)
