"""Reading the person's TOML files: what is no plain file is refused at once, and what Python says of one is put for a person."""

import errno
import os
import re
import stat
from pathlib import Path


def read_file(path: Path, max_bytes: int) -> bytes:
    """Return the first `max_bytes` bytes of a file, and one more where it has more. Raises OSError.

    Never waits: a pipe, at whose other end nobody may ever write, is refused as devices are, but for /dev/null.
    """
    with open(path, "rb", opener=_open_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode) and path != Path(os.devnull):
            raise OSError(errno.EINVAL, "this is a pipe or a device, not a file")
        return file.read(max_bytes + 1)


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def why_not_toml(error: ValueError) -> str:
    """Return what tomllib says of a text. Its message for a number that int() refuses is one for programmers."""
    digits = re.match(r"Exceeds the limit \((\d+) digits\)", str(error))
    return f"a number of more than {digits[1]} digits" if digits else str(error)
