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

Kind = Literal["feed", "page", "text", "markdown", "any", "article"]
"""What a document is to be read as; 'any': a feed if it is one, else a page; 'article': the page of an article that a feed
named, which becomes an ArticlePage and no feed."""


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


class ArticlePage(msgspec.Struct, array_like=True, frozen=True):
    """What the page of an article holds."""

    lead: str
    """The lead photo with its caption, as clean HTML; '' where there is none."""
    body: str
    """Clean HTML."""
    words: int
    next: str = ""
    """The address that the page names as its next one; '' if none."""
    wall: str = ""
    """What stands in the way of the article, for a person ('for subscribers alone'); '' for nothing."""


class Parsed(msgspec.Struct, array_like=True, frozen=True):
    """What became of a job."""

    number: int
    feed: ParsedFeed | None
    error: str = ""
    """Why there is no feed, for a person."""
    last: bool = False
    """Whether the worker ends after this one, and is not to blame for it."""
    page: ArticlePage | None = None
    digest: bytes = b""
    """Of the document (hashes.body_hash)."""
    hashes: tuple[tuple[bytes, bytes], ...] = ()
    """Of the feed's entries (hashes.hashes_of)."""

    @property
    def is_whole(self) -> bool:
        """Whether each entry has its hashes."""
        return len(self.hashes) == (len(self.feed.entries) if self.feed else 0)


def frame_of(job: Job, body: bytes) -> list[bytes]:
    """Return a job and its document as pieces to be written one after the other."""
    head = msgspec.msgpack.encode(job)
    return [LENGTH.pack(LENGTH.size + len(head) + len(body)) + LENGTH.pack(len(head)) + head, body]
