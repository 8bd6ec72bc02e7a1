"""The body of an answer is unpacked as it comes: never to more than is allowed, and it is known at the end whether it was whole.

libcurl would unpack it as well, but takes compressed data without their end for whole: what a server cut off looks then like a
short document.
"""

import sys
import zlib
from typing import Any

ACCEPTED = "gzip, deflate, zstd"
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
# What a decoder may keep in memory (RFC 9659: 8 MiB).
_WINDOW_BITS = 23


class Broken(ValueError):
    """The data are not what their label says; the message is for a person."""


class Unpacker:
    """What undoes one Content-Encoding ('' or 'identity': none)."""

    def __init__(self, coding: str) -> None:
        """Raises Broken for one that was not asked for."""
        self._coding = coding.strip().lower().removeprefix("x-")
        if self._coding not in ("", "identity", "gzip", "deflate", "zstd"):
            raise Broken("compressed in a way that was not asked for")
        self._decoder: Any = None

    @property
    def is_whole(self) -> bool:
        """Whether the data ended where they say that they do."""
        return self._decoder is None or bool(self._decoder.eof)

    def unpack(self, piece: bytes, most: int) -> bytes:
        """Return what a piece unpacks to, or its first `most` bytes: then the rest is lost, and so is the body. Raises Broken."""
        if self._coding in ("", "identity"):
            return piece
        if self._decoder is None:
            self._decoder = self._begin(piece)
        found = []
        while piece and most > 0:
            if self._decoder.eof:  # another member (RFC 1952, 2.2) or frame may follow; what else does is not looked at
                if not piece.startswith((_GZIP, _ZSTD)):
                    break
                self._decoder = self._begin(piece)
            try:
                found.append(self._decoder.decompress(piece, most))
            except (zlib.error, self._zstd_error()):
                raise Broken("broken compression") from None
            most -= len(found[-1])
            piece = self._decoder.unused_data
        return b"".join(found)

    def _begin(self, piece: bytes) -> Any:
        if self._coding == "gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        if self._coding == "deflate":
            # RFC 9110, 8.4.1.2 means zlib's format; some servers send the data without its head.
            has_head = piece[0] & 15 == 8 and (len(piece) < 2 or (piece[0] << 8 | piece[1]) % 31 == 0)
            return zlib.decompressobj(zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS)
        zstd = _zstd()
        return zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _WINDOW_BITS})

    def _zstd_error(self) -> type[Exception]:
        return _zstd().ZstdError if self._coding == "zstd" else zlib.error


def _zstd() -> Any:
    """Most servers send gzip, and then this is not imported."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
