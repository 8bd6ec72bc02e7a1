"""The pictures of an article, as bytes in a cache folder: fetched when a person asks for them, and never anything that watches."""

import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from newsreader.articles.document import Block, Definitions, Document, Footnotes, Image, ListBlock, Quote
from newsreader.articles.media import is_tracker
from newsreader.feeds.errands import Errand, Objection, Way, converse, problem_of

MOST = 20
"""Pictures of one article."""
MAX_BYTES = 8 << 20
"""Of one picture."""
CACHE_BYTES = 200 << 20
_TIMEOUT = timedelta(seconds=30)
_ACCEPT = "image/avif, image/webp, image/png, image/jpeg, image/gif;q=0.9, */*;q=0.1"
_PIXEL = 3
"""A picture of at most so many pixels on a side counts readers and shows nothing."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What came of fetching a picture."""

    article_id: int
    url: str
    result: Literal["stored", "failed"]
    path: Path | None = None
    type: str = ""
    """Its media type, by its own first bytes."""
    bytes: int = 0
    reason: str = ""


def addresses(document: Document) -> list[str]:
    """Return the addresses of an article's pictures in their order, the lead photo first; at most 20, and no trackers."""
    lead = [document.lead_image] if document.lead_image else []
    urls = dict.fromkeys(image.url for image in [*lead, *_images(document.blocks)])
    return [url for url in urls if url.startswith(("http://", "https://")) and not is_tracker(url)][:MOST]


def _images(blocks: Iterable[Block]) -> Iterator[Image]:
    for block in blocks:
        match block:
            case Image():
                yield block
            case Quote():
                yield from _images(block.blocks)
            case ListBlock():
                for item in block.items:
                    yield from _images(item)
            case Definitions() | Footnotes():
                for _, inner in block.items:
                    yield from _images(inner)


def media_type(data: bytes) -> str:
    """Return what a picture is by its first bytes, whatever the server says; '' for what is none that is shown (SVG runs scripts)."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "image/avif" if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis") else ""


def picture(article_id: int, url: str, way: Way, objection: Objection, cache: "Cache") -> Errand[Picture]:
    """Fetch a picture into the cache, unless it is there."""
    if (path := cache.find(url)) is not None:
        data = path.read_bytes()
        return Picture(article_id, url, "stored", path, media_type(data), len(data), "it is there already")
    try:
        talk = way.to(url, replace(way.terms, timeout=_TIMEOUT, max_bytes=MAX_BYTES), {"Accept": _ACCEPT})
    except ValueError:
        return Picture(article_id, url, "failed", reason="not an address that can be asked")
    answer = yield from converse(talk, objection)
    kind = media_type(answer.body)
    why = problem_of(answer) or ("" if kind else "no picture of a kind that can be shown")
    if why or _is_pixel(answer.body):
        return Picture(article_id, url, "failed", reason=why or "a picture that only counts readers")
    try:
        path = cache.keep(url, answer.body)
    except OSError as error:
        return Picture(article_id, url, "failed", reason=f"the cache cannot be written to: {error.strerror}")
    return Picture(article_id, url, "stored", path, kind, len(answer.body))


def _is_pixel(data: bytes) -> bool:
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
    elif data.startswith(b"GIF8") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
    else:
        return False
    return min(int(width), int(height)) <= _PIXEL


class Cache:
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
