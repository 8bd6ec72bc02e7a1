"""The pictures that were fetched, in a folder of limited size: the fetcher fills it, the screen looks into it."""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

CACHE_BYTES = 200 << 20


class PictureCache:
    """Pictures by the hash of their address, up to a size in all; those that were not asked for the longest go first."""

    def __init__(self, folder: Path, limit: int = CACHE_BYTES) -> None:
        self._folder, self._limit = folder, limit

    def find(self, url: str) -> Path | None:
        """Return the file of a picture, None where it is not there. It counts as used now."""
        path = self._path(url)
        try:
            os.utime(path)
        except OSError:
            return None
        return path

    def keep(self, url: str, data: bytes) -> Path:
        """Keep a picture; returns its file. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(url)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(data)
        fresh.replace(path)
        self._make_room(path)
        return path

    def _path(self, url: str) -> Path:
        return self._folder / blake2b(url.encode("utf-8", "replace"), digest_size=20).hexdigest()

    def _make_room(self, newest: Path) -> None:
        files = []
        for file in self._folder.iterdir():
            with suppress(OSError):  # another process tidies up as well
                found = file.stat()
                files.append((found.st_mtime_ns, found.st_size, file))
        total = sum(size for _, size, _ in files)
        for _, size, file in sorted(files, key=lambda one: one[0]):
            if total <= self._limit:
                return
            if file != newest:
                file.unlink(missing_ok=True)
                total -= size
