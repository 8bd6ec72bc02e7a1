"""What the first picture needs, read from the store before and while Textual is imported."""

import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from newsreader.config.schema import Config
from newsreader.model import Headline, Subscription
from newsreader.store.errors import ReadOnlyStore, StoreError
from newsreader.store.selection import Listed
from newsreader.tui.remembered import STATE_KEY, Remembered, from_state
from newsreader.tui.selecting import read_list, select
from newsreader.tui.shelf import Shelf
from newsreader.tui.views import UNREAD, exists, midnight

FIRST_IDS = 200
"""Articles of a list that are read at once; the rest of its ids follows behind the first picture."""
FIRST_ROWS = 60


DEFAULTS = Config()


@dataclass(frozen=True, slots=True)
class Start:
    """The store as it was when the program started."""

    shelf: Shelf = field(default_factory=Shelf)
    today: int = 0
    starred: int = 0
    remembered: Remembered = field(default_factory=Remembered)
    listed: Listed = field(default_factory=lambda: Listed(array("q")))
    complete: bool = True
    """Whether `listed` is all of the list."""
    headlines: Sequence[Headline] = ()
    watermark: int = 0
    read_only: bool = False


def read_start(database: Path, wanted: Sequence[Subscription], now: datetime, config: Config = DEFAULTS) -> Start:
    """Make the store follow the config and return what the first picture shows. Raises StoreError.

    A store that cannot be written to is read as it is. `now` is aware, in the person's zone.
    """
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer

    try:
        writer = Writer(database)
        try:
            writer.sync(wanted)
        finally:
            writer.close()
        read_only = False
    except ReadOnlyStore:
        read_only = True
    reader = Reader(database)
    try:
        remembered = from_state(reader.load_state(STATE_KEY))
        shelf = Shelf(reader.feeds(), reader.feeds_version())
        view = remembered.opening_view
        if not exists(view, shelf.feeds, [saved.name for saved in config.views]):
            view = UNREAD
            remembered.view = view.key
        chosen = select(
            view,
            shelf.feeds,
            config,
            now,
            unread_only=view.key in remembered.unread_only,
            orders=remembered.orders,
        )
        watermark = reader.last_id()
        # The front page is made behind the first picture.
        front = view.kind == "front"
        listed, complete = (Listed(array("q")), True) if front else read_list(reader, chosen, FIRST_IDS)
        return Start(
            shelf=shelf,
            today=reader.today_count(midnight(now)),
            starred=reader.starred_count(),
            remembered=remembered,
            listed=listed,
            complete=complete,
            headlines=reader.headlines(listed.ids[:FIRST_ROWS]),
            watermark=watermark,
            read_only=read_only or reader.read_only,
        )
    finally:
        reader.close()


class StartReading:
    """`read_start` in a thread: SQLite works while Python imports the rest of the program."""

    def __init__(
        self, database: Path, wanted: Sequence[Subscription], now: datetime, config: Config = DEFAULTS
    ) -> None:
        self._result: Start | StoreError | None = None
        self._thread = threading.Thread(target=self._run, args=(database, wanted, now, config), daemon=True)
        self._thread.start()

    def _run(self, database: Path, wanted: Sequence[Subscription], now: datetime, config: Config) -> None:
        try:
            self._result = read_start(database, wanted, now, config)
        except StoreError as error:
            self._result = error

    def result(self) -> Start:
        """Wait for it. Raises StoreError."""
        self._thread.join()
        if isinstance(self._result, StoreError):
            raise self._result
        if self._result is None:
            raise StoreError("the store could not be read; the log says why")
        return self._result
