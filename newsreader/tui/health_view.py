"""Feed health: every feed in a row, with what is wrong and what can be done about it. Over the panes until esc."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, cast

from typing_extensions import override

from newsreader.tui.health import FILTERS, ORDERS, Health, arranged, details, head_words, row_words
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

if TYPE_CHECKING:
    from newsreader.model import Feed
    from newsreader.tui.app import NewsreaderApp

MOST_DETAILS = 4
_STEPS = {
    "j": "down", "k": "up", "g": "home", "G": "end", "ctrl+d": "pagedown", "ctrl+u": "pageup", "space": "pagedown",
}  # fmt: skip
_KEYS = (
    "r retries · enter opens · o site · s sorts · f filters · / finds · E edits · D unsubscribes · R retries all · esc"
)


class Deeds(Protocol):
    """What is done with the feed under the cursor; the desk's work (health_desk.py)."""

    def open_feed(self, feed: "Feed") -> object: ...
    def retry(self, feeds: "Sequence[Feed]") -> object: ...
    def open_site(self, feed: "Feed") -> object: ...
    def copy_site(self, feed: "Feed") -> object: ...
    def edit(self, feed: "Feed") -> object: ...
    def unsubscribe(self, feed: "Feed") -> object: ...


class HealthView(Overlay):
    """Opens empty; `show` says how the feeds are, and again whenever that has changed."""

    DEFAULT_CSS = """
    HealthView { margin: 0 0 1 0; }
    """
    # The status line stays in sight: it says what came of the deeds.

    def __init__(self, deeds: Deeds, now: datetime, *, ascii_only: bool = False) -> None:
        self._deeds, self._now = deeds, now
        self._all: Sequence[Health] = ()
        self._shown: list[Health] = []
        self._known = False
        self._order, self._kind, self._words = next(iter(ORDERS)), next(iter(FILTERS)), ""
        self._finding = False
        self._head, self._columns = InkLine(ruled=True), InkLine()
        self._rows = PickList(self._row)
        self._rows.empty = "one moment"
        self._details = [InkLine() for _ in range(MOST_DETAILS)]
        keys = _KEYS.replace("·", "|") if ascii_only else _KEYS
        super().__init__(self._head, self._columns, self._rows, *self._details, InkLine([(f" {keys}", "quiet")]))

    def on_mount(self) -> None:
        """Take the whole screen but its status line."""
        self._fit()
        self._draw()

    def on_resize(self) -> None:
        """Another size has room for other columns."""
        self._fit()
        self._draw()

    def _fit(self) -> None:
        room = self.screen.size.height - 1
        self._count = MOST_DETAILS if room >= 16 else 2
        for n, line in enumerate(self._details):
            line.display = n < self._count
        self._rows.styles.height = max(room - 3 - self._count, 1)

    @property
    def chosen(self) -> Health | None:
        """The row under the cursor."""
        return self._shown[self._rows.cursor] if self._shown else None

    def show(self, rows: Sequence[Health], now: datetime) -> None:
        """Show how the feeds are; the cursor stays on its feed."""
        self._all, self._now, self._known = rows, now, True
        self._arrange()

    def _arrange(self) -> None:
        before = self.chosen
        self._shown = arranged(self._all, self._order, self._kind, self._words, self._now)
        ids = [row.feed.id for row in self._shown]
        same = ids.index(before.feed.id) if before and before.feed.id in ids else min(self._rows.cursor, len(ids) - 1)
        self._rows.empty = self._why_empty()
        self._rows.show(len(ids), max(same, 0))
        self._draw()

    def _why_empty(self) -> str:
        if not self._known:
            return "one moment"
        if not self._all:
            return "no feeds yet"
        return f"no feed {self._kind}" if not self._words else f"no feed matches {self._words!r}"

    def _draw(self) -> None:
        trouble = sum(row.in_trouble for row in self._all)
        said: list[tuple[str, str]] = [(" Feed health ", "section")]
        if self._finding or self._words:
            said.append((f" /{self._words}{'_' if self._finding else ''} ", "accent"))
        said.append((f" {len(self._all):,} feeds", "quiet"))
        if trouble:
            said.append((f", {trouble:,} in trouble", "error"))
        if self._kind != "all":
            said.append((f"  {self._kind}", "accent"))
        said.append((f"  by {self._order} ", "quiet"))
        self._head.show(said)
        self._columns.show(_indented(head_words(self.screen.size.width - 3)))
        lines = details(self.chosen, self._now) if self.chosen else []
        for n, line in enumerate(self._details):
            line.show(_indented(lines[n]) if n < len(lines) else ())

    def _row(self, row: int, width: int) -> Words:
        ascii_only = cast("NewsreaderApp", self.app).ascii_only
        return row_words(self._shown[row], width, self._now, ascii_only=ascii_only)

    # ── Keys and the mouse

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if self._finding:
            self._find(key, character)
            return
        name = character if character and character.isprintable() and key != "space" else key
        if name == "s":
            self._order = _next(list(ORDERS), self._order)
            self._arrange()
        elif name == "f":
            self._kind = _next(list(FILTERS), self._kind)
            self._arrange()
        elif name == "/":
            self._finding = True
            self._draw()
        elif name in ("q", "H"):
            self.close()
        elif name == "R":
            self._deeds.retry([row.feed for row in self._shown])
        elif not self._do(name):
            self._rows.press(_STEPS.get(name, name))

    def _do(self, key: str) -> bool:
        """Do what a key does with the feed under the cursor; returns whether it does anything."""
        deeds: dict[str, Callable[[Feed], object]] = {
            "enter": self._deeds.open_feed, "o": self._deeds.open_site, "y": self._deeds.copy_site,
            "E": self._deeds.edit, "D": self._deeds.unsubscribe,
            "r": lambda feed: self._deeds.retry([feed]),
        }  # fmt: skip
        if key not in deeds:
            return False
        if self.chosen:
            deeds[key](self.chosen.feed)
        return True

    def _find(self, key: str, character: str | None) -> None:
        if key == "enter":
            self._finding = False
        elif key == "backspace":
            self._words = self._words[:-1]
        elif character and character.isprintable():
            self._words += character
        else:
            self._rows.press(key)
            return
        self._arrange()

    @override
    def dismiss(self) -> None:
        """Esc: first out of what is typed, then away."""
        if self._finding or self._words:
            self._finding, self._words = False, ""
            self._arrange()
        else:
            self.close()

    def on_pick_list_moved(self, event: PickList.Moved) -> None:
        """Another feed: say what there is to say about it."""
        event.stop()
        self._draw()

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A row was clicked."""
        event.stop()
        self._draw()


def _next(names: Sequence[str], name: str) -> str:
    return names[(names.index(name) + 1) % len(names)]


def _indented(words: Words) -> Words:
    return [("  ", "quiet"), *words]
