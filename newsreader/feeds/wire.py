"""What fetcher and parser worker say to each other over their pipes: frames of a length and a msgpack message.

Values only, checked against their types on arrival: the worker has read foreign documents, so the fetcher takes nothing from it
that could be more than data (no pickle).
"""

import struct
from typing import Literal

import msgspec

from newsreader.model import ParsedFeed

MAX_FRAME = 1 << 28
"""Bytes; a worker that announces more is broken."""
LENGTH = struct.Struct("<I")

Kind = Literal["feed", "page", "text", "markdown", "any"]
"""What a document is to be read as; 'any': a feed if it is one, else a page."""


class Job(msgspec.Struct, array_like=True, frozen=True):
    """A document to be parsed; its bytes follow in the same frame."""

    number: int
    kind: Kind
    url: str
    """Address or path, for what is relative in the document."""
    content_type: str = ""
    max_items: int = 5000
    max_bytes: int = 1 << 24
    packed: bool = True
    """Whether a document that is gzip in itself is unpacked; not if the transfer was compressed already."""


class Parsed(msgspec.Struct, array_like=True, frozen=True):
    """What became of a job."""

    number: int
    feed: ParsedFeed | None
    error: str = ""
    """Why there is no feed, for a person."""
    last: bool = False
    """Whether the worker ends after this one, and is not to blame for it."""


def frame_of(job: Job, body: bytes) -> list[bytes]:
    """Return a job and its document as pieces to be written one after the other."""
    head = msgspec.msgpack.encode(job)
    return [LENGTH.pack(LENGTH.size + len(head) + len(body)) + LENGTH.pack(len(head)) + head, body]
