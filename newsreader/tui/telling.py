"""Telling: what the bar at the top and the status line say about where the person is."""

from collections.abc import Mapping, Sequence

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.model import Feed
from newsreader.paths import shipped_guide
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.views import FRONT

# What the status line says of keys, in each pane; as many as fit, from the first; the help always.
HINTS: Mapping[Pane, tuple[tuple[str, str], ...]] = {
    "tree": (("open", "open"), ("read-on", "read on"), ("search", "search"), ("help", "help")),
    "list": (("read-on", "read on"), ("search", "search"), ("help", "help")),
    "article": (("read-on", "read on"), ("open-link", "browser"), ("search", "find"), ("help", "help")),
}

_ON_SECTION = (("open", "fold"), *HINTS["tree"][1:])
_WITH_MARKS = (("toggle-read", "read"), ("star", "star"), ("tags", "tags"), ("back", "unmark"), ("help", "help"))
_FRONT = (
    ("open", "open"),
    ("unfold-story", "outlets"),
    ("timeline", "timeline"),
    ("why", "why is this here?"),
    ("help", "help"),
)
_FIRST_HINTS = (("add-feed", "add a feed"),)


class Telling(Desk):
    """Draws the bar and the standing part of the status line."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {}

    def tell(self) -> None:
        """Say what is under the cursor, which keys matter here, what the view is."""
        screen = self.screen
        about, is_error = "", False
        if screen.pane == "article":
            about = screen.article.about_focus
        elif screen.pane == "tree":
            view = screen.tree_view
            saved = screen.saved.find(view.name) if view.kind == "view" else None
            about, is_error = (saved.query, False) if saved else _about_feed(screen.counting.feed(view.feed_id))
        on_list = _FRONT if screen.viewing.view == FRONT else HINTS["list"]
        here = on_list if screen.pane == "list" else HINTS[screen.pane]
        here = _ON_SECTION if screen.pane == "tree" and screen.tree_view.kind == "section" else here
        here = _WITH_MARKS if screen.status.status.marked and screen.pane == "list" else here
        hints = (*(_FIRST_HINTS if _only_the_guide(screen.counting.feeds) else ()), *here)
        keys = [(screen.keyboard.first_key(action), word) for action, word in hints]
        screen.status.update(
            about=about,
            about_is_error=is_error,
            unread_only=screen.viewing.view.key in screen.viewing.unread_only,
            hints=[hint for hint in keys if hint[0]],
        )
        self.draw_bar()

    def draw_bar(self) -> None:
        """Draw the sections and the time, or on narrow screens the title of what is shown."""
        screen = self.screen
        view, sections = screen.viewing.view, screen.counting.sections
        active = 0 if view.kind == "all" else None
        if view.kind == "section" and view.name in sections:
            active = sections.index(view.name) + 1
        heading = None
        if screen.layout_mode == "single":
            unread = screen.counting.unread_in(view)
            words = f"{unread:,} unread" if unread and view.kind != "search" else ""
            heading = ("Feeds" if screen.pane == "tree" else screen.viewing.title, words)
        screen.bar.show(sections, active, heading, screen.now(), screen.settings.time_format)


def _only_the_guide(feeds: Sequence[Feed]) -> bool:
    return len(feeds) == 1 and feeds[0].url == str(shipped_guide())


def _about_feed(feed: Feed | None) -> tuple[str, bool]:
    """Why a feed is not as it should be, and whether that is an error."""
    if feed is None:
        return "", False
    schedule = feed.schedule
    if feed.status in ("failing", "gone"):
        return schedule.error or "gone: its server says that it will not come back", True
    if feed.status == "quiet" and schedule.last_new:
        return f"quiet since {schedule.last_new.astimezone():%Y-%m-%d}", False
    return schedule.note or (feed.status if feed.status in ("paused", "offline") else ""), False
