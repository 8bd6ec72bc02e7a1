"""What entries and documents are recognised by."""

from dataclasses import dataclass
from hashlib import blake2b

import msgspec

from newsreader.model import Entry

PARSER_VERSION = 1
"""Raise it when documents are read better than before, so that those that have not changed are read again."""
HASH_BYTES = 16

_encode = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class HashedEntry:
    """An entry with the two hashes that tell whether anything in it, and whether its words, changed."""

    entry: Entry
    entry_hash: bytes
    text_hash: bytes


def hash_entry(entry: Entry) -> HashedEntry:
    """Return `entry` with its hashes."""
    return HashedEntry(entry, *hashes_of(entry))


def hashes_of(entry: Entry) -> tuple[bytes, bytes]:
    """Return HashedEntry.entry_hash and text_hash."""
    text = blake2b(entry.body.encode("utf-8", "replace"), digest_size=HASH_BYTES)
    text.update(b"\0" + entry.title.encode("utf-8", "replace"))
    text_hash = text.digest()
    rest = (
        text_hash, entry.guid, entry.link, entry.authors, entry.published, entry.updated, entry.markup, entry.summary,
        entry.categories, entry.enclosures, entry.comments, entry.image, entry.base, entry.lang, entry.source,
    )  # fmt: skip
    return short_hash(_encode(rest)), text_hash


def short_hash(data: bytes) -> bytes:
    """Return 16 bytes that stand for any number of them."""
    return blake2b(data, digest_size=HASH_BYTES).digest()


def body_hash(body: bytes) -> bytes:
    """Return what a document is recognised by: the version of the parser that read it, its length, and a hash."""
    return _length(body) + short_hash(body)


def has_length_of(known: bytes, body: bytes) -> bool:
    """Whether a document could be the one that a hash was made of; one of another length needs no hashing."""
    return known.startswith(_length(body))


def _length(body: bytes) -> bytes:
    return bytes([PARSER_VERSION]) + len(body).to_bytes(8, "big")
