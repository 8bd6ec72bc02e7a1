"""A file on its way into the downloads folder: NAME.part until it is whole, and never in the way of another file."""

import fcntl
import os
import stat
from pathlib import Path

_MODE = 0o644
"""Never executable."""
_MOST_NAMES = 1000


class InUse(OSError):
    """Another process writes to the file."""


class PartFile:
    """An open, unfinished file that is ours alone. Its methods raise OSError."""

    def __init__(self, path: Path, fd: int) -> None:
        self.path, self._fd = path, fd
        self._finished = False
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            raise InUse from None
        self.size = os.lseek(fd, 0, os.SEEK_END)

    def restart(self) -> None:
        """Forget what was written."""
        os.ftruncate(self._fd, 0)
        self.size = os.lseek(self._fd, 0, os.SEEK_SET)

    def write(self, piece: bytes) -> None:
        """Write a piece at the end."""
        view = memoryview(piece)
        while view:
            written = os.write(self._fd, view)
            self.size += written
            view = view[written:]

    def finish(self, stem: str, extension: str) -> Path:
        """Give the whole file its name, or one beside it that is free; returns its path."""
        os.fsync(self._fd)
        path, fd = _create(self.path.parent, stem, extension)
        os.close(fd)
        self.path.replace(path)  # over the empty file that was made just now, so over nobody else's
        self._finished = True
        return path

    def close(self, *, keep: bool) -> None:
        """Let go of the file. An unfinished one goes where it is empty or not to be kept."""
        if not self._finished and not (keep and self.size):
            self.path.unlink(missing_ok=True)
        os.close(self._fd)


def begin(folder: Path, stem: str) -> PartFile:
    """Return a new part file in `folder`, which is made if need be. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    return PartFile(*_create(folder, stem, "part"))


def go_on(path: Path, folder: Path) -> PartFile | None:
    """Return the part file at `path` to be added to; None where it is gone or not ours. Raises InUse."""
    if path.parent != folder or path.suffix != ".part":
        return None
    try:
        fd = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None
    found = os.fstat(fd)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or found.st_uid != os.getuid():
        os.close(fd)
        return None
    return PartFile(path, fd)


def _create(folder: Path, stem: str, extension: str) -> tuple[Path, int]:
    """Make a file that was not there: 'stem.mp3', else 'stem (2).mp3' and so on."""
    for number in range(1, _MOST_NAMES):
        path = folder / (f"{stem}.{extension}" if number == 1 else f"{stem} ({number}).{extension}")
        try:
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _MODE)
        except FileExistsError:
            continue
    raise FileExistsError(f"{stem}.{extension}")
