"""The screen's way to the store: threads that read and one that writes, and messages that bring back the answers.

Reading happens beside the screen, because a query of some milliseconds is a key press that comes late. There are several
readers, so that a slow question (a million ids) never stands before a quick one (the rows in view) or before a search.
All threads are daemons: at the end only the writer is waited for, until what the person did is stored.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual.message import Message

from newsreader.store.errors import Interrupted, StoreError
from newsreader.tui.answers import StoreChanged, StoreFailed

if TYPE_CHECKING:
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer

log = logging.getLogger(__name__)

Pace = Literal["quick", "slow", "search", "views"]


class StoreAccess:
    """Questions to the store and changes of it, carried out in threads; `post` must be safe to call from any of them."""

    def __init__(self, database: Path, post: Callable[[Message], object]) -> None:
        self._database = database
        self._post = post
        self._readers: dict[Pace, _ReaderThread] = {}
        self._writer: _WriterThread | None = None
        self._seen: int | None = None

    def ask(
        self,
        slot: str,
        question: "Callable[[Reader], Message | None]",
        pace: Pace = "quick",
        *,
        instead_of: Collection[str] = (),
    ) -> None:
        """Have `question` answered by a message.

        A question that still waits in the same `slot` is dropped: it is stale. Those of the families `instead_of` (the
        part of a slot before ':') are dropped too, and stopped where they are being worked on.
        """
        reader = self._readers.get(pace)
        if reader is None:
            reader = self._readers[pace] = _ReaderThread(self._database, self._post, f"store-{pace}")
        reader.put(slot, question, instead_of)

    def do(self, deed: "Callable[[Writer], Message | None]", failed: Callable[[str], Message] = StoreFailed) -> None:
        """Have `deed` done after all others before it; if it fails, `failed` makes a message of the reason."""
        if self._writer is None:
            self._writer = _WriterThread(self._database, self._post)
        self._writer.put(deed, failed)

    @property
    def busy(self) -> bool:
        """Whether an answer that somebody waits for, or a change, is still on its way. Slow questions are not counted."""
        readers = [self._readers[pace] for pace in ("quick", "search") if pace in self._readers]
        return any(reader.busy for reader in readers) or (self._writer is not None and self._writer.busy)

    def look_for_changes(self) -> None:
        """Post StoreChanged if another connection wrote since the last look; also at the first look."""
        self.ask("changes", self._look_for_changes)

    def _look_for_changes(self, reader: "Reader") -> Message | None:
        # The first look finds no version to compare with: who knows what was written since the start.
        before, self._seen = self._seen, reader.data_version()
        return StoreChanged() if before != self._seen else None

    def close(self, timeout: float) -> bool:
        """Finish what is to be written, for at most `timeout` seconds; returns whether all of it is stored."""
        for reader in self._readers.values():
            reader.stop()
        return self._writer is None or self._writer.finish(timeout)


class _ReaderThread:
    """Answers the newest question of each slot, the oldest slot first."""

    def __init__(self, database: Path, post: Callable[[Message], object], name: str) -> None:
        self._database = database
        self._post = post
        self._questions: dict[str, Callable[[Reader], Message | None]] = {}
        self._changed = threading.Condition()
        self._stopped = False
        self._reader: Reader | None = None
        self._at_work_on = ""
        self._at_work = False
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def put(self, slot: str, question: "Callable[[Reader], Message | None]", instead_of: Collection[str]) -> None:
        with self._changed:
            for waiting in list(self._questions):
                if waiting == slot or _family(waiting) in instead_of:
                    del self._questions[waiting]
            if self._reader and _family(self._at_work_on) in instead_of:
                self._reader.interrupt()
            self._questions[slot] = question
            self._changed.notify()

    @property
    def busy(self) -> bool:
        with self._changed:
            return self._at_work or bool(self._questions)

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._questions.clear()
            self._changed.notify()

    def _next(self) -> "Callable[[Reader], Message | None] | None":
        with self._changed:
            self._at_work = False
            while not self._questions and not self._stopped:
                self._changed.wait()
            if self._stopped:
                return None
            self._at_work = True
            self._at_work_on = next(iter(self._questions))
            return self._questions.pop(self._at_work_on)

    def _run(self) -> None:
        from newsreader.store.queries import Reader

        while question := self._next():
            try:
                self._reader = self._reader or Reader(self._database)
                answer = question(self._reader)
            except Interrupted:
                continue
            except StoreError as error:
                answer = StoreFailed(str(error))
            except Exception as error:  # the border of a thread: a question must not end all later ones
                log.exception("a question to the store failed")
                answer = StoreFailed(f"{type(error).__name__}: {error}")
            if answer is not None and not self._stopped:
                self._post(answer)
        if self._reader is not None:
            self._reader.close()


def _family(slot: str) -> str:
    return slot.partition(":")[0]


class _WriterThread:
    """Does what is to be done, in order, and says how it went."""

    def __init__(self, database: Path, post: Callable[[Message], object]) -> None:
        self._database = database
        self._post = post
        self._deeds: deque[tuple[Callable[[Writer], Message | None], Callable[[str], Message]]] = deque()
        self._changed = threading.Condition()
        self._stopped = False
        self._at_work = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, deed: "Callable[[Writer], Message | None]", failed: Callable[[str], Message]) -> None:
        with self._changed:
            self._deeds.append((deed, failed))
            self._changed.notify()

    @property
    def busy(self) -> bool:
        with self._changed:
            return self._at_work or bool(self._deeds)

    def finish(self, timeout: float) -> bool:
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        from newsreader.store.writer import Writer

        writer: Writer | None = None
        while True:
            with self._changed:
                self._at_work = False
                while not self._deeds and not self._stopped:
                    self._changed.wait()
                if not self._deeds:
                    break
                self._at_work = True
                deed, failed = self._deeds.popleft()
            try:
                writer = writer or Writer(self._database)
                answer = deed(writer)
            except StoreError as error:
                answer = failed(str(error))
            except Exception as error:  # the border of a thread: what could not be written is taken back on the screen
                log.exception("a change could not be stored")
                answer = failed(f"{type(error).__name__}: {error}")
            if answer is not None and not self._stopped:
                self._post(answer)
        if writer is not None:
            writer.close()
