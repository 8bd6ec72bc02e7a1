"""The size of a picture as its first bytes tell it: room is kept for it before anything decodes it.

Nothing is decoded here, and what is not understood is not known: the process that draws finds out.
"""

import struct
from pathlib import Path

_HEAD = 1 << 16
"""Bytes that are looked at: previews and colour tables in front of a JPEG's size are rarely larger."""
_LARGEST = 1 << 16
# SOF0 to SOF15 of JPEG without the tables that have numbers between them.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def size_of(path: Path) -> tuple[int, int] | None:
    """Return width and height in pixels; None where they are not known."""
    try:
        with path.open("rb") as file:
            found = _size(file.read(_HEAD))
    except (OSError, struct.error):
        return None
    return found if found and min(found) > 0 and max(found) <= _LARGEST else None


def _size(head: bytes) -> tuple[int, int] | None:
    if head.startswith(b"\x89PNG"):
        return _pair(">II", head, 16)
    if head.startswith(b"GIF8"):
        return _pair("<HH", head, 6)
    if head.startswith(b"\xff\xd8"):
        return _of_jpeg(head)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _of_webp(head)
    if head[4:8] == b"ftyp" and (at := head.find(b"ispe")) > 0:  # ImageSpatialExtentsProperty, ISO/IEC 23008-12 6.5.3
        return _pair(">II", head, at + 8)
    return None


def _of_jpeg(head: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        kind, (length,) = head[at + 1], struct.unpack_from(">H", head, at + 2)
        if kind in _FRAMES:
            height, width = _pair(">HH", head, at + 5)
            return width, height
        at += 2 + length
    return None


def _of_webp(head: bytes) -> tuple[int, int] | None:
    """The three kinds of https://developers.google.com/speed/webp/docs/riff_container."""
    match head[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
        case b"VP8L":
            bits = int.from_bytes(head[21:25], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width, height = _pair("<HH", head, 26)
            return width & 0x3FFF, height & 0x3FFF
    return None


def _pair(form: str, head: bytes, at: int) -> tuple[int, int]:
    first, second = struct.unpack_from(form, head, at)
    return first, second
