"""What a refresh tells while it runs; `as_json` gives the objects of `newsreader refresh --json`."""

from dataclasses import dataclass

from newsreader.model import FetchResult


@dataclass(frozen=True, slots=True)
class Start:
    """Before anything else."""

    feeds: int


@dataclass(frozen=True, slots=True)
class FeedDone:
    """A feed is dealt with; what it brought is in the store."""

    name: str
    url: str
    result: FetchResult
    new: int = 0
    updated: int = 0
    reason: str = ""
    """Why it was skipped or failed, or what is worth knowing all the same; '' for nothing."""
    ms: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """After each batch that was written."""

    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Done:
    """Everything is in the store and can be listed; the search index follows."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0
    ms: int = 0


Event = Start | FeedDone | Progress | Done


def as_json(event: Event) -> dict[str, object]:
    """Return the event as the object that stands on a line of JSON."""
    match event:
        case Start(feeds):
            return {"event": "start", "feeds": feeds}
        case FeedDone():
            return {
                "event": "feed", "name": event.name, "url": event.url, "result": event.result, "new": event.new,
                "updated": event.updated, "reason": event.reason or None, "ms": event.ms, "bytes": event.bytes,
            }  # fmt: skip
        case Progress(done, of):
            return {"event": "progress", "done": done, "of": of}
        case Done():
            return {
                "event": "done", "new": event.new, "updated": event.updated, "unchanged": event.unchanged,
                "skipped": event.skipped, "failed": event.failed, "ms": event.ms,
            }  # fmt: skip
