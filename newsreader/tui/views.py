"""What the headline list can show: a smart row, a section, a feed, the results of a search."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from newsreader.model import Feed

Kind = Literal["all", "front", "today", "unread", "starred", "section", "feed", "view", "search"]
SMART: dict[str, str] = {"front": "Front page", "today": "Today", "unread": "Unread", "starred": "Starred"}


@dataclass(frozen=True, slots=True)
class View:
    """One list of headlines. Every view answers the same questions, so that no pane has special cases."""

    kind: Kind
    name: str = ""
    """The section's name, the feed's id, the saved view's name, or the text of the search."""

    @property
    def key(self) -> str:
        """Its name among all views, as the tree's rows and the stored state use it: 'unread', 'feed:12'."""
        return f"{self.kind}:{self.name}" if self.name else self.kind

    @property
    def feed_id(self) -> int | None:
        """The feed that the view is about, if it is about one."""
        return int(self.name) if self.kind == "feed" else None


ALL = View("all")
UNREAD = View("unread")
FRONT = View("front")


def feed_view(feed_id: int) -> View:
    """Return the view of one feed."""
    return View("feed", str(feed_id))


def section_view(name: str) -> View:
    """Return the view of one section."""
    return View("section", name)


def saved_view(name: str) -> View:
    """Return the view of the config with this name."""
    return View("view", name)


def parse_key(key: str) -> View | None:
    """Return the view with `key`; None for a text that names none (a state from another version)."""
    kind, _, name = key.partition(":")
    if kind in ("all", *SMART) and not name:
        return View(kind)  # type: ignore[arg-type]  # one of the words of Kind, as just checked
    if kind == "feed" and name.isdecimal():
        return feed_view(int(name))
    if kind in ("section", "view") and name:
        return View(kind, name)  # type: ignore[arg-type]  # words of Kind too
    return None


def title(view: View, feeds: Iterable[Feed]) -> str:
    """Return what a person calls the view."""
    if view.kind == "feed":
        return next((feed.name for feed in feeds if feed.id == view.feed_id), "")
    if view.kind in ("section", "view", "search"):
        return view.name
    return "All" if view.kind == "all" else SMART[view.kind]


def exists(view: View, feeds: Sequence[Feed], saved: Collection[str] = ()) -> bool:
    """Whether the view can still be shown: its feed, its section or itself may have left the config.

    `saved`: the names of the saved views.
    """
    if view.kind == "view":
        return view.name in saved
    if view.kind == "feed":
        return any(feed.id == view.feed_id for feed in feeds)
    if view.kind == "section":
        return any(feed.section == view.name for feed in feeds)
    return view.kind != "search"


def feed_ids(view: View, feeds: Iterable[Feed]) -> tuple[int, ...] | None:
    """Return the feeds that the view is made of; None for all."""
    if view.kind == "feed":
        return (int(view.name),)
    if view.kind == "section":
        return tuple(feed.id for feed in feeds if feed.section == view.name)
    return None


def midnight(now: datetime) -> datetime:
    """Return when the day of `now` began, in its own zone."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
