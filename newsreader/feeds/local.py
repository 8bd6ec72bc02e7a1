"""Feeds on this machine: a feed file, a single page, or a folder in which every feed file, page and text is read.

A look costs a stat a file; what did not change since the last one is not opened.
"""

import errno
import os
import stat
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from newsreader.feeds.wire import Kind
from newsreader.paths import as_text
from newsreader.text import clean_line

MAX_FILES = 20_000
MAX_DEPTH = 12
# How far apart two file times may be that a file system cannot tell apart (FAT: 2 s).
_GRAIN = 2_000_000_000
_KINDS: dict[str, Kind] = {
    ".xml": "feed", ".rss": "feed", ".atom": "feed", ".rdf": "feed", ".json": "feed", ".gz": "feed",
    ".html": "page", ".htm": "page", ".xhtml": "page",
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip
# What browsers put beside a saved page: the parts that it is shown with.
_COMPANIONS = ("_files", "_file", "-Dateien", "_fichiers", "_archivos", ".fld")


@dataclass(frozen=True, slots=True)
class File:
    """A file to read."""

    path: Path
    name: str
    """Below the folder, with '/', as text; '' for a feed that is this one file."""
    kind: Kind
    modified: float
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a file or folder found."""

    mark: str
    """Says which files there are in which state; to be handed in the next time."""
    changed: tuple[File, ...]
    """In the order of their names."""
    files: int
    """How many there are in all."""
    problems: tuple[str, ...]
    """What could not be looked at, and why."""


class CannotLook(OSError):
    """There is nothing at the path, or it may not be read; the message says so, for a person."""


def look(path: Path, mark: str = "", *, max_bytes: int = 1 << 24) -> Look:
    """Return what is at `path`, and which files are new or changed since the look that gave `mark`. Raises CannotLook."""
    try:
        status = path.stat()
    except OSError as error:
        raise CannotLook(reason(error)) from error
    problems: list[str] = []
    if stat.S_ISDIR(status.st_mode):
        found = _walk(path, problems, max_bytes)
    elif stat.S_ISREG(status.st_mode):
        if status.st_size > max_bytes:
            raise CannotLook(f"larger than {max_bytes >> 20} MiB")
        # What is named like a feed has to be one; anything else may be a feed all the same.
        kind: Kind = "feed" if _KINDS.get(path.suffix.lower()) == "feed" else "any"
        found = [(File(path, "", kind, status.st_mtime), status)]
    else:
        raise CannotLook("neither a file nor a folder")
    digest = blake2b(digest_size=16)
    for file, held in found:
        digest.update(f"{file.name}\0{held.st_ctime_ns}\0{held.st_size}\0{held.st_ino}\n".encode())
    latest = max((held.st_ctime_ns for _, held in found), default=0)
    new_mark = f"{latest} {digest.hexdigest()}"
    return Look(new_mark, _changed(found, mark, new_mark), len(found), tuple(problems))


def _changed(found: list[tuple[File, os.stat_result]], old: str, new: str) -> tuple[File, ...]:
    """The files whose inode was touched after the last look: written, renamed, moved in. All of them if that cannot be told."""
    if old == new:
        return ()
    latest = int(old.partition(" ")[0] or 0) if old.partition(" ")[0].isdigit() else 0
    changed = tuple(file for file, held in found if held.st_ctime_ns >= latest - _GRAIN)
    return changed if latest else tuple(file for file, _ in found)


def _walk(folder: Path, problems: list[str], max_bytes: int) -> list[tuple[File, os.stat_result]]:
    """Every file below `folder` that can hold articles.

    Hidden ones are left out, links to folders not followed (so no loops), and links to files only within the folder: what was
    unpacked or synced into it must not bring in what lies elsewhere.
    """
    found: list[tuple[File, os.stat_result]] = []
    root = folder.resolve()
    folders = [(folder, "", 0)]
    while folders:
        current, prefix, depth = folders.pop()
        try:
            with os.scandir(current) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            problems.append(f"{_shown(prefix) or 'the folder'}: {reason(error)}")
            continue
        for entry in listed:
            name = prefix + as_text(entry.name)
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH and not entry.name.endswith(_COMPANIONS):
                    folders.append((Path(entry.path), name + "/", depth + 1))
            elif (kind := _KINDS.get(Path(entry.name).suffix.lower())) is not None:
                if entry.is_symlink() and not _is_within(root, Path(entry.path)):
                    problems.append(f"{_shown(name)}: a link that leads out of the folder")
                    continue
                _add(entry, name, kind, found, problems, max_bytes)
    found.sort(key=lambda item: item[0].name)
    if len(found) > MAX_FILES:
        problems.append(f"more than {MAX_FILES} files; the others are not read")
    return found[:MAX_FILES]


def _is_within(root: Path, link: Path) -> bool:
    """Whether a link leads to something below `root`, or to nothing."""
    try:
        return link.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads to itself is not read anyway
        return True


def _add(
    entry: "os.DirEntry[str]",
    name: str,
    kind: Kind,
    found: list[tuple[File, os.stat_result]],
    problems: list[str],
    max_bytes: int,
) -> None:
    try:
        status = entry.stat()
    except OSError as error:
        problems.append(f"{_shown(name)}: {reason(error)}")
        return
    if not stat.S_ISREG(status.st_mode):
        return
    if status.st_size > max_bytes:
        problems.append(f"{_shown(name)}: larger than {max_bytes >> 20} MiB")
    else:
        found.append((File(Path(entry.path), name, kind, status.st_mtime), status))


def read(file: File, max_bytes: int) -> bytes:
    """Return a file's bytes. Raises CannotLook; never waits, even if the file has become a pipe since it was looked at."""
    try:
        fd = os.open(file.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(fd, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise CannotLook("not a file")
            data = stream.read(max_bytes + 1)
    except CannotLook:
        raise
    except OSError as error:
        raise CannotLook(reason(error)) from error
    if len(data) > max_bytes:
        raise CannotLook(f"larger than {max_bytes >> 20} MiB")
    return data


def reason(error: OSError) -> str:
    """Return an error of the file system in words."""
    words = {
        errno.ENOENT: "no such file or folder",
        errno.EACCES: "may not be read (permission denied)",
        errno.ELOOP: "a link that leads to itself",
        errno.ENOTDIR: "no such file or folder",
        errno.ENAMETOOLONG: "the name is too long",
    }
    return words.get(error.errno or 0) or clean_line((error.strerror or "cannot be read").lower())


def _shown(name: str) -> str:
    return clean_line(name).rstrip("/")
