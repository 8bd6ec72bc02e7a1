"""Names of downloaded files: the program's own, made from feed, date and title, whatever an address or a server says. Pure."""

import re
import unicodedata
from datetime import datetime
from urllib.parse import unquote, urlsplit

MAX_BYTES = 120

# Media that feeds carry. Nothing in here can be run, and what is not in here is called .bin.
_EXTENSIONS = {
    "audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/mpeg3": "mp3", "audio/x-mp3": "mp3", "audio/mp4": "m4a", "audio/m4a": "m4a",
    "audio/x-m4a": "m4a", "audio/aac": "aac", "audio/ogg": "ogg", "application/ogg": "ogg", "audio/opus": "opus",
    "audio/flac": "flac", "audio/x-flac": "flac", "audio/wav": "wav", "audio/x-wav": "wav", "audio/webm": "weba",
    "video/mp4": "mp4", "video/x-m4v": "m4v", "video/m4v": "m4v", "video/quicktime": "mov", "video/webm": "webm",
    "video/ogg": "ogv", "video/mpeg": "mpg", "video/x-matroska": "mkv", "video/x-msvideo": "avi",
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/avif": "avif",
    "application/pdf": "pdf", "application/epub+zip": "epub", "application/zip": "zip", "application/x-bittorrent": "torrent",
    "text/plain": "txt", "text/vtt": "vtt", "application/x-subrip": "srt",
}  # fmt: skip
_KNOWN = frozenset(_EXTENSIONS.values()) | {"jpeg", "mpeg", "oga"}
_UNKNOWN = "bin"
_LONGEST_FEED = 30
# Letters that do not come apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "œ": "oe", "Œ": "Oe"}
)


def stem_of(feed: str, published: datetime | None, title: str, article_id: int, number: int = 1) -> str:
    """Return a file's name without its extension: ASCII letters, digits and '-._', no dot or dash at its ends.

    `number` tells the enclosures of an article apart. With the longest extension and ' (99)' it stays within 120 bytes.
    """
    parts = [_ascii(feed)[:_LONGEST_FEED].strip("-._"), published.strftime("%Y-%m-%d") if published else ""]
    end = f".{number}" if number > 1 else ""
    start = "_".join(part for part in parts if part)
    room = MAX_BYTES - len(start) - len(end) - 20
    words = _ascii(title)[:room].strip("-._") or f"article-{article_id}"
    return f"{start}_{words}{end}" if start else f"{words}{end}"


def extension_of(content_type: str, declared: str, url: str) -> str:
    """Return a file's extension: by the server's type, else the feed's, else by the address where that ends in one of a medium."""
    for kind in (content_type, declared):
        if found := _EXTENSIONS.get(kind.partition(";")[0].strip().lower()):
            return found
    try:
        ending = unquote(urlsplit(url).path).rpartition(".")[2].lower()
    except ValueError:
        ending = ""
    return ending if ending in _KNOWN else _UNKNOWN


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain.replace("'", "")).strip("-")
