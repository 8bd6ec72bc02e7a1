"""An enclosure becomes a file in the downloads folder; one that was broken off goes on where it stopped.

Going on needs a range of the very same file (RFC 9110, 13.1.5 and 14.2): Range with If-Range, and so a validator of the server's,
which stands in the store beside the name of the part.
"""

import errno
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

from newsreader.feeds import part_file
from newsreader.feeds.asking import Answer, Terms
from newsreader.feeds.errands import Errand, Way, converse
from newsreader.feeds.file_names import extension_of, stem_of
from newsreader.feeds.headers import Headers, validator
from newsreader.feeds.part_file import PartFile
from newsreader.feeds.words import http_error
from newsreader.model import Article, Enclosure

MAX_BYTES = 2 << 30
"""Of one file."""
_TIMEOUT = timedelta(days=1)
_SPARE = 64 << 20
"""Bytes that stay free on the disk."""
_TELL_SECONDS = 0.25
_PAGES = ("text/html", "application/xhtml+xml")
_CONTENT_RANGE = re.compile(r"bytes\s+(?:(\d{1,18})-\d{1,18}|\*)/(\d{1,18}|\*)", re.I)


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What came of downloading an enclosure."""

    article_id: int
    number: int
    """Which of the article's enclosures, from 1."""
    result: Literal["stored", "failed"]
    path: Path | None = None
    bytes: int = 0
    """That are there now."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """So many bytes of a file are there; `of` is None where the server does not say how many there will be."""

    article_id: int
    bytes: int
    of: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of an enclosure: the finished file, or the part of it and which version it is a part of."""

    url: str
    path: str
    validator: str = ""
    """A strong ETag, else Last-Modified; '' where the server gave none: then nothing can be added to the part."""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where files go, and the memory for them: by article and number of the enclosure."""

    folder: Path
    load: Callable[[int, int], Kept | None]
    save: Callable[[int, int, Kept], object]
    limit: int = MAX_BYTES


def download(
    article: Article, number: int, feed: str, way: Way, shelf: Shelf, tell: Callable[[Progress], object]
) -> Errand[Downloaded]:
    """Download enclosure `number` (from 1) of an article of `feed`. Raises only what `shelf` and `tell` raise."""
    row, there = article.headline, len(article.enclosures)
    if not 1 <= number <= there:
        reason = f"the article has no enclosure {number}, but {there}" if there else "the article has no enclosures"
        return Downloaded(row.id, number, "failed", reason=reason)
    enclosure = article.enclosures[number - 1]
    kept = shelf.load(row.id, number)
    kept = kept if kept is not None and kept.url == enclosure.url else None
    if kept is not None and kept.done and Path(kept.path).is_file():
        return Downloaded(
            row.id, number, "stored", Path(kept.path), Path(kept.path).stat().st_size, "it is there already"
        )
    stem = stem_of(feed, row.published, enclosure.title or row.title, row.id, number)
    coming = _Coming(row.id, number, enclosure, stem, shelf, tell)
    try:
        coming.open(kept)
        return (yield from coming.fetch(way))
    except part_file.InUse:
        return coming.failed("it is being downloaded already")
    except OSError as error:
        return coming.failed(_words(error))
    finally:
        coming.close()


class _Coming:
    """A file while it comes."""

    def __init__(
        self, id_: int, number: int, enclosure: Enclosure, stem: str, shelf: Shelf, tell: Callable[[Progress], object]
    ) -> None:
        self._id, self._number, self._enclosure, self._stem = id_, number, enclosure, stem
        self._shelf, self._tell = shelf, tell
        self._part: PartFile | None = None
        self._validator = ""
        self._total: int | None = None
        self._begun = False
        """Whether the answer's first piece was looked at."""
        self._mismatch = False
        """Whether the server sent another range than the one that was asked for."""
        self._told = 0.0

    @property
    def _size(self) -> int:
        return self._part.size if self._part is not None else 0

    def open(self, kept: Kept | None) -> None:
        """Take up the part that was left the last time; one that cannot be added to is begun anew under its name."""
        if kept is not None and not kept.done:
            self._part = part_file.go_on(Path(kept.path), self._shelf.folder)
        if kept is not None and self._part is not None:
            self._validator = kept.validator
            if not kept.validator:
                self._part.restart()

    def close(self) -> None:
        """Let go of the file; a part that the next time cannot go on from is not left behind."""
        if self._part is not None:
            self._part.close(keep=bool(self._validator))

    def failed(self, reason: str) -> Downloaded:
        """Say why it did not come, and whether the next time goes on from here."""
        hope = "; the next time goes on from here" if self._size and self._validator else ""
        return Downloaded(self._id, self._number, "failed", bytes=self._size, reason=reason + hope)

    def fetch(self, way: Way) -> Errand[Downloaded]:
        """Ask until the file is whole: again where a server sends less of it than was asked for, once anew where the part is of no use."""
        anew = False
        while True:
            before = self._size
            try:
                talk = way.to(self._enclosure.url, self._terms(way), self._fields())
            except ValueError:
                return self.failed("it has no address that can be asked")
            self._begun = self._mismatch = False
            answer = yield from converse(talk, take=self._take)
            if self._is_whole(answer):
                return self._finish(answer)
            is_of_no_use = self._mismatch or answer.status == 416
            if is_of_no_use and not anew and self._part is not None:
                anew = True
                self._part.restart()
            elif not (answer.status == 206 and not answer.error and self._size > before):
                return self.failed(_why(answer))

    def _terms(self, way: Way) -> Terms:
        return replace(way.terms, timeout=_TIMEOUT, max_bytes=self._shelf.limit)

    def _fields(self) -> dict[str, str]:
        fields = {"Accept": "*/*"}
        if self._size and self._validator:
            fields |= {"Range": f"bytes={self._size}-", "If-Range": self._validator}
        return fields

    def _take(self, status: int, headers: Headers, piece: bytes) -> str:
        if status not in (200, 206):
            return ""
        try:
            if not self._begun:
                self._begun = True
                if why := self._begin(status, headers):
                    return why
            if self._size + len(piece) > self._shelf.limit:
                return _too_large(self._shelf.limit)
            if self._part is not None:  # `_begin` has opened it
                self._part.write(piece)
        except OSError as error:
            return _words(error)
        self._tell_now_and_then()
        return ""

    def _begin(self, status: int, headers: Headers) -> str:
        """Look at an answer before anything of it is written; returns why not to take it."""
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in _PAGES and self._enclosure.type.lower() not in _PAGES:
            return "the server sent a web page instead of the file"
        if headers.get("content-encoding", "identity").lower() not in ("", "identity"):
            return "the server sent it compressed, which was not asked for"
        start, total = _range_of(headers) if status == 206 else (0, _number(headers.get("content-length", "")))
        if status == 206 and start != self._size:
            self._mismatch = True
            return "the server sent another part of the file than was asked for"
        if status == 200 and self._part is not None:
            self._part.restart()
        if total is not None and total > self._shelf.limit:
            return _too_large(self._shelf.limit)
        self._shelf.folder.mkdir(parents=True, exist_ok=True)
        free, rest = shutil.disk_usage(self._shelf.folder).free, (total or 0) - self._size
        if rest + _SPARE > free:
            return f"no room: {in_words(max(rest, 0))} are to come, and the disk has {in_words(free)} left"
        self._part = self._part or part_file.begin(self._shelf.folder, self._stem)
        self._total, self._validator = total, _strong_validator(headers) or (self._validator if status == 206 else "")
        self._shelf.save(self._id, self._number, Kept(self._enclosure.url, str(self._part.path), self._validator))
        return ""

    def _tell_now_and_then(self) -> None:
        moment = time.monotonic()
        if moment - self._told >= _TELL_SECONDS or self._size == self._total:
            self._told = moment
            self._tell(Progress(self._id, self._size, self._total))

    def _is_whole(self, answer: Answer) -> bool:
        if answer.error or not self._size:
            return False
        if answer.status == 416:  # there is nothing behind what we have: was it all?
            return _range_of(answer.headers)[1] == self._size
        return answer.status == 200 or (answer.status == 206 and self._total in (None, self._size))

    def _finish(self, answer: Answer) -> Downloaded:
        if self._part is None:
            return self.failed("the file is empty")
        extension = extension_of(answer.headers.get("content-type", ""), self._enclosure.type, self._enclosure.url)
        path = self._part.finish(self._stem, extension)
        self._shelf.save(self._id, self._number, Kept(self._enclosure.url, str(path), done=True))
        return Downloaded(self._id, self._number, "stored", path, self._size)


def _range_of(headers: Headers) -> tuple[int | None, int | None]:
    """(start, size of the whole) by an answer's Content-Range; None for what it does not say."""
    found = _CONTENT_RANGE.match(headers.get("content-range", ""))
    return (_number(found[1]), _number(found[2])) if found else (None, None)


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,18}", text) else None


def _strong_validator(headers: Headers) -> str:
    """What If-Range may carry: an ETag that is not weak, else the date."""
    etag = validator(headers, "etag")
    return etag if etag and not etag.startswith("W/") else validator(headers, "last-modified")


def _why(answer: Answer) -> str:
    if answer.error:
        return answer.error
    return "the file is empty" if answer.status in (200, 206) else http_error(answer.status)


def _too_large(limit: int) -> str:
    return f"larger than {in_words(limit)}"


def _words(error: OSError) -> str:
    """What the file system says, for a person."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{(error.strerror or 'cannot be written').lower()}"


def in_words(size: int) -> str:
    """Return a number of bytes in words: '840 KiB', '1.5 GiB'."""
    for unit, one in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size >= one:
            return f"{size / one:.1f} {unit}".replace(".0 ", " ")
    return f"{size} bytes"
