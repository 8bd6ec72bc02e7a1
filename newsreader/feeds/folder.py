"""A file or a folder as a feed: its changed files go to the parser one by one, and their entries make one feed."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from msgspec import structs

from newsreader.feeds import local
from newsreader.feeds.hashes import HashedEntry, hash_entry
from newsreader.feeds.local import File, Look
from newsreader.feeds.parsers import Parsers
from newsreader.feeds.plan import Plan
from newsreader.feeds.wire import Parsed
from newsreader.model import Entry, Feed, ParsedFeed, Schedule
from newsreader.paths import as_text, path_of
from newsreader.text import clean_line

EVERY_TIME = "looked at every time"
"""Schedule.reason of a file or a folder: it is always due."""
# Problems that are named; of the others the number is told.
_NAMED = 3
_AT_ONCE = 8
"""Files in memory, while they wait for the parser."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a look at a file or folder."""

    schedule: Schedule
    """As it is after the look; its error is '' unless there is nothing at all."""
    feed: ParsedFeed | None = None
    """None where nothing changed."""
    entries: Sequence[HashedEntry] = ()
    ms: int = 0

    @property
    def reason(self) -> str:
        """What is to be told: the error, or what is worth knowing about this look."""
        return self.schedule.error or (self.schedule.note if self.feed else "")


def look(plan: Plan, parsers: Parsers, now: datetime, on_found: Callable[[Plan, Found], object]) -> None:
    """Look at a feed's file or folder and have read what changed; `on_found` is called at once, or later from the loop."""
    held, limit = plan.feed.schedule, plan.terms.max_bytes
    looked = structs.replace(held, last_check=now, next_check=None, reason=EVERY_TIME)
    try:
        seen = local.look(path_of(plan.feed.url), held.etag, max_bytes=limit)
    except local.CannotLook as error:
        on_found(plan, Found(structs.replace(looked, error=str(error), failures=held.failures + 1)))
        return
    good = structs.replace(looked, last_success=now, error="", failures=0, etag=seen.mark)
    if seen.mark == held.etag and not seen.problems:
        on_found(plan, Found(good))
        return
    began = time.monotonic()

    def on_done(folder: Folder) -> None:
        ms = round((time.monotonic() - began) * 1000)
        if folder.failure:
            found = Found(structs.replace(looked, error=folder.failure, failures=held.failures + 1), ms=ms)
        else:
            feed, entries = folder.result()
            found = Found(structs.replace(good, note=feed.problem), feed, entries, ms)
        on_found(plan, found)

    Folder(plan.feed, seen, parsers, limit, plan.max_items).read(on_done)


class Folder:
    """The reading of one look's changed files, some at a time, so that a folder of thousands is never in memory as a whole."""

    def __init__(self, feed: Feed, seen: Look, parsers: Parsers, max_bytes: int, max_items: int) -> None:
        self._path, self._parsers, self._max_bytes, self._max_items = path_of(feed.url), parsers, max_bytes, max_items
        self._is_file = len(seen.changed) == 1 and not seen.changed[0].name
        self._problems = list(seen.problems)
        self._parsed: dict[str, tuple[File, ParsedFeed]] = {}
        self._waiting = deque(seen.changed)
        self._under_way = 0
        self._on_done: Callable[[Folder], object] = lambda _folder: None

    def read(self, on_done: "Callable[[Folder], object]") -> None:
        """Have the files parsed; `on_done` is called when all are, from the loop or at once."""
        self._on_done = on_done
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and self._under_way < _AT_ONCE:
            file = self._waiting.popleft()
            try:
                data = local.read(file, self._max_bytes)
            except local.CannotLook as error:
                self._take(file, None, str(error))
                continue
            self._under_way += 1
            self._parsers.submit(
                data,
                partial(self._on_parsed, file),
                kind=file.kind,
                url=as_text(str(file.path)),
                max_items=self._max_items,
                max_bytes=self._max_bytes,
            )
        if not self._waiting and not self._under_way:
            self._on_done(self)

    def _on_parsed(self, file: File, parsed: Parsed) -> None:
        self._under_way -= 1
        self._take(file, parsed.feed, parsed.error)
        self._go_on()

    def _take(self, file: File, feed: ParsedFeed | None, error: str) -> None:
        if feed is not None:
            self._parsed[file.name] = (file, feed)
        else:
            self._problems.append(f"{clean_line(file.name)}: {error}" if file.name else error)

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
        title = only.title if only else clean_line(as_text(self._path.name)) or str(self._path)
        site = only.site if only else ""
        return ParsedFeed("folder", title, site, tuple(e.entry for e in entries), problem=self._note()), entries

    def _placed(self, entry: Entry, file: File, feed: ParsedFeed) -> Entry:
        """An entry as one of this folder's: ids of two files are two ids, and a page without a date has its file's."""
        if feed.format in ("page", "text", "markdown"):
            guid = clean_line(file.name) or entry.guid
            modified = datetime.fromtimestamp(file.modified, UTC)
            return structs.replace(entry, guid=guid, published=entry.published or modified)
        if self._is_file:
            return entry
        guid = f"{clean_line(file.name)}#{entry.guid}" if entry.guid else ""
        return structs.replace(entry, guid=guid, source=entry.source or feed.title)

    def _note(self) -> str:
        named = "; ".join(self._problems[:_NAMED])
        more = len(self._problems) - _NAMED
        return f"{named}; and {more} more" if more > 0 else named
