"""A folder (or a single file) as a feed: its changed files go to the parser one by one, and their entries make one feed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from newsreader.feeds import local
from newsreader.feeds.hashes import HashedEntry, hash_entry
from newsreader.feeds.local import File, Look
from newsreader.feeds.parsers import Parsers
from newsreader.feeds.wire import Parsed
from newsreader.model import Entry, Feed, ParsedFeed
from newsreader.text import clean_line

# Problems that are named; of the others the number is told.
_NAMED = 3


class Folder:
    """The reading of one look's changed files."""

    def __init__(self, feed: Feed, seen: Look) -> None:
        self._path, self._seen = Path(feed.url), seen
        self._is_file = len(seen.changed) == 1 and not seen.changed[0].name
        self._problems = list(seen.problems)
        self._parsed: dict[str, tuple[File, ParsedFeed]] = {}
        self._left = len(seen.changed)
        self._on_done: Callable[[Folder], object] = lambda _folder: None

    def read(self, parsers: Parsers, max_bytes: int, max_items: int, on_done: "Callable[[Folder], object]") -> None:
        """Have the files parsed; `on_done` is called when all are, from the loop or at once."""
        self._on_done = on_done
        for file in self._seen.changed:
            try:
                data = local.read(file, max_bytes)
            except local.CannotLook as error:
                self._take(file, None, str(error))
                continue
            parsers.submit(
                data,
                partial(self._on_parsed, file),
                kind=file.kind,
                url=str(file.path),
                max_items=max_items,
                max_bytes=max_bytes,
            )
        if not self._seen.changed:
            on_done(self)

    @property
    def failure(self) -> str:
        """Why there is nothing at all: of a single file its problem, of a folder none (it is told as a note)."""
        return self._problems[0] if self._is_file and not self._parsed and self._problems else ""

    def result(self) -> tuple[ParsedFeed, list[HashedEntry]]:
        """Return the feed, and its entries in the order of the files' names."""
        entries: list[HashedEntry] = []
        for name in sorted(self._parsed):
            file, feed = self._parsed[name]
            entries += [hash_entry(self._placed(entry, file, feed)) for entry in feed.entries]
        only = next(iter(self._parsed.values()))[1] if self._is_file and self._parsed else None
        title = only.title if only else clean_line(self._path.name) or str(self._path)
        site = only.site if only else ""
        return ParsedFeed("folder", title, site, tuple(e.entry for e in entries), problem=self._note()), entries

    def _on_parsed(self, file: File, parsed: Parsed) -> None:
        self._take(file, parsed.feed, parsed.error)

    def _take(self, file: File, feed: ParsedFeed | None, error: str) -> None:
        if feed is not None:
            self._parsed[file.name] = (file, feed)
        else:
            self._problems.append(f"{clean_line(file.name)}: {error}" if file.name else error)
        self._left -= 1
        if not self._left:
            self._on_done(self)

    def _placed(self, entry: Entry, file: File, feed: ParsedFeed) -> Entry:
        """An entry as one of this folder's: ids of two files are two ids, and a page without a date has its file's."""
        if feed.format in ("page", "text", "markdown"):
            guid = clean_line(file.name) or entry.guid
            modified = datetime.fromtimestamp(file.modified, UTC)
            return replace(entry, guid=guid, published=entry.published or modified)
        if self._is_file:
            return entry
        guid = f"{clean_line(file.name)}#{entry.guid}" if entry.guid else ""
        return replace(entry, guid=guid, source=entry.source or feed.title)

    def _note(self) -> str:
        named = "; ".join(self._problems[:_NAMED])
        more = len(self._problems) - _NAMED
        return f"{named}; and {more} more" if more > 0 else named
