"""The pictures of an article, as bytes in a cache folder: fetched when a person asks for them, and never anything that watches."""

import struct
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

from newsreader.feeds.errands import Errand, Objection, Way, converse, problem_of
from newsreader.picture_cache import PictureCache

MAX_BYTES = 8 << 20
"""Of one picture."""
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


def picture(article_id: int, url: str, way: Way, objection: Objection, cache: PictureCache) -> Errand[Picture]:
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
