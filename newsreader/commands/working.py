"""What the commands that fetch share: they end in order when they are asked to, and make searchable what came in."""

import gc
import math
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsreader.feeds.credentials import Keyring
    from newsreader.feeds.plan import Plan
    from newsreader.store.writer import Writer

INDEXING = "index"
"""The lease: one process makes articles searchable."""
INDEX_AT_ONCE = 10_000
INDEX_SECONDS = 0.3
"""After so long it is looked whether somebody asked to stop."""
TIDY_SECONDS = 10.0
"""A large database of an earlier version is compressed in the course of some refreshes."""
FILING_SECONDS = 30.0
"""Of CPU, after which a refresh leaves the rest to the next one: 25,000 articles of two days are filed in half of it, so that
the refresh after a first large one has nothing left to do."""
FILING = "stories"
"""The lease: one process files articles into stories."""


@contextmanager
def stopping_at_signals(stop: Callable[[], object]) -> Iterator[list[int]]:
    """Let SIGTERM and SIGINT call `stop`, which ends the work in order; yields the list of those that came."""
    came: list[int] = []

    def on_signal(number: int, _frame: object) -> None:
        came.append(number)
        stop()

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def keyring_for(plans: "Sequence[Plan]") -> "Iterator[Keyring | None]":
    """What feeds log in with; None where none does. Its programs end with it."""
    if not any(plan.login for plan in plans):
        yield None
        return
    from newsreader.feeds.credentials import Keyring

    keyring = Keyring()
    try:
        yield keyring
    finally:
        keyring.close()


def index(writer: "Writer", signals: list[int]) -> None:
    """Make what came in searchable, as long as nobody asks to stop and nobody else does it."""
    from newsreader.store import lease

    if not writer.unindexed():  # then the indexer is not even imported: 50 ms
        return
    held = lease.take(writer, INDEXING)
    if held is None:
        return
    try:
        while not signals and writer.index_some(INDEX_AT_ONCE, time.monotonic() + INDEX_SECONDS):
            held.renew()
    finally:
        held.release()


def tidy(writer: "Writer") -> None:
    """Compress what came in and give back the room, as long as nobody asks to stop and nobody else works on the index."""
    from newsreader.store import lease

    if writer.is_tidy() or (held := lease.take(writer, INDEXING)) is None:
        return
    from newsreader.store.retention import give_back, has_much_to_give_back

    until = time.monotonic() + TIDY_SECONDS
    try:
        with stopping_at_signals(lambda: None) as signals:

            def go_on() -> bool:
                return not signals and time.monotonic() < until

            while go_on() and writer.tidy_some():
                pass
            if has_much_to_give_back(writer):
                give_back(writer, go_on)
        writer.checkpoint()
    finally:
        held.release()


def file_stories(writer: "Writer", signals: list[int], seconds: float = math.inf) -> None:
    """File what came in into stories, as long as nobody asks to stop and nobody else does it, for `seconds` of CPU."""
    from newsreader.store import lease, stories

    if not stories.has_unfiled(writer):
        return
    held = lease.take(writer, FILING)
    if held is None:
        return
    from newsreader.newsdesk.filing import file_new

    # Many small things that stay, in no cycles: looking for cycles would take a tenth of the time.
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    until = time.process_time() + seconds

    def stop() -> bool:
        held.renew()
        return bool(signals) or time.process_time() > until

    try:
        file_new(writer, stop)
    finally:
        gc.set_threshold(*before)
        held.release()
