"""The screen's way to the store: threads that read and one that writes, and messages that bring back the answers.

Reading happens beside the screen, because a query of some milliseconds is a key press that comes late. There are two
readers, so that a slow question (a search, a million ids) never stands before a quick one (the rows in view). All threads
are daemons: at the end only the writer is waited for, until what the person did is stored.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual.message import Message

from newsreader.store.errors import Interrupted, StoreError
from newsreader.tui.messages import StoreChanged, StoreFailed

if TYPE_CHECKING:
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer

log = logging.getLogger(__name__)

Pace = Literal["quick", "slow"]


class StoreAccess:
    """Questions to the store and changes of it, carried out in threads; `post` must be safe to call from any of them."""

    def __init__(self, database: Path, post: Callable[[Message], object]) -> None:
        self._database = database
        self._post = post
        self._readers: dict[Pace, _ReaderThread] = {}
        self._writer: _WriterThread | None = None
        self._seen: int | None = None

    def ask(self, slot: str, question: "Callable[[Reader], Message | None]", pace: Pace = "quick") -> None:
        """Have `question` answered by a message. A question that still waits in the same `slot` is dropped: it is stale."""
        reader = self._readers.get(pace)
        if reader is None:
            reader = self._readers[pace] = _ReaderThread(self._database, self._post, f"store-{pace}")
        reader.put(slot, question)

    def do(self, deed: "Callable[[Writer], Message | None]", failed: Callable[[str], Message] = StoreFailed) -> None:
        """Have `deed` done after all others before it; if it fails, `failed` makes a message of the reason."""
        if self._writer is None:
            self._writer = _WriterThread(self._database, self._post)
        self._writer.put(deed, failed)

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
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def put(self, slot: str, question: "Callable[[Reader], Message | None]") -> None:
        with self._changed:
            self._questions.pop(slot, None)
            self._questions[slot] = question
            self._changed.notify()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._questions.clear()
            self._changed.notify()

    def _next(self) -> "Callable[[Reader], Message | None] | None":
        with self._changed:
            while not self._questions and not self._stopped:
                self._changed.wait()
            if self._stopped:
                return None
            return self._questions.pop(next(iter(self._questions)))

    def _run(self) -> None:
        from newsreader.store.queries import Reader

        reader: Reader | None = None
        while question := self._next():
            try:
                reader = reader or Reader(self._database)
                answer = question(reader)
            except Interrupted:
                continue
            except StoreError as error:
                answer = StoreFailed(str(error))
            except Exception as error:  # the border of a thread: a question must not end all later ones
                log.exception("a question to the store failed")
                answer = StoreFailed(f"{type(error).__name__}: {error}")
            if answer is not None and not self._stopped:
                self._post(answer)
        if reader is not None:
            reader.close()


class _WriterThread:
    """Does what is to be done, in order, and says how it went."""

    def __init__(self, database: Path, post: Callable[[Message], object]) -> None:
        self._database = database
        self._post = post
        self._deeds: deque[tuple[Callable[[Writer], Message | None], Callable[[str], Message]]] = deque()
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, deed: "Callable[[Writer], Message | None]", failed: Callable[[str], Message]) -> None:
        with self._changed:
            self._deeds.append((deed, failed))
            self._changed.notify()

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
                while not self._deeds and not self._stopped:
                    self._changed.wait()
                if not self._deeds:
                    break
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
