"""Messages that travel up from the widgets: each posts what happened to it; the main screen decides what that means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

if TYPE_CHECKING:  # names for the type checker alone: nothing here is needed to draw the first screen
    from newsreader.model import Enclosure


# ── From the panes ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False, repr=False)
class TreeRowSelected(Message):
    """The cursor of the feed tree stands on another row; `key` names the view ('unread', 'feed:12', 'section:World')."""

    key: str


@dataclass(eq=False, repr=False)
class TreeRowOpened(Message):
    """A row of the feed tree was opened with the mouse."""

    key: str


@dataclass(eq=False, repr=False)
class HeadlineSelected(Message):
    """The cursor of the headline list stands on another row."""

    article_id: int | None
    """None: on the heading of a group that is folded."""


@dataclass(eq=False, repr=False)
class HeadlineOpened(Message):
    """A headline was opened with the mouse."""

    article_id: int


@dataclass(eq=False, repr=False)
class RowsWanted(Message):
    """The list is about to show rows that it does not have: indexes into its ids, `first` included, `last` not."""

    first: int
    last: int


@dataclass(eq=False, repr=False)
class SnippetsWanted(Message):
    """The list shows results of a search whose words around the hits it does not have."""

    ids: Sequence[int]


@dataclass(eq=False, repr=False)
class EdgeDragged(Message):
    """The line at the edge of a pane ('tree', 'list') is pulled: where on the screen the mouse is."""

    edge: str
    x: int
    y: int


@dataclass(eq=False, repr=False)
class SectionChosen(Message):
    """A section of the bar was clicked: its number, 0 for all."""

    number: int


# ── From the article ──────────────────────────────────────────────────────────────────────────────────────────────────


class ScrolledToEnd(Message):
    """The article's last line came into view."""


@dataclass(eq=False, repr=False)
class LinkFocused(Message):
    """A link of the article has the focus; '' when none has any more. For the status line."""

    url: str


@dataclass(eq=False, repr=False)
class HitReached(Message):
    """The person went to the hit `number` of `count` in the article, from 1."""

    number: int
    count: int


@dataclass(eq=False, repr=False)
class HitsCounted(Message):
    """All of a long article was looked through at last: it has `count` hits."""

    count: int


@dataclass(eq=False, repr=False)
class LinkOpened(Message):
    """A link of the article was followed, with the mouse or with enter."""

    url: str


@dataclass(eq=False, repr=False)
class LinkFollowed(Message):
    """A link of the article is to be followed inside the reader."""

    url: str


@dataclass(eq=False, repr=False)
class LinkCopied(Message):
    """A link of the article was picked to be copied."""

    url: str


# ── From the search bar ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False, repr=False)
class SearchChanged(Message):
    """The text in the bar changed; the last word may be unfinished."""

    text: str
    everywhere: bool = True
    """Search all that is stored, or only the view that the person came from (ctrl+t)."""
    cursor: int | None = None
    """Where in the text the person types; None: at its end."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, SearchChanged)


@dataclass(eq=False, repr=False)
class SearchAccepted(Message):
    """Enter in the bar: the search stays, the bar closes."""

    text: str
    everywhere: bool = True


@dataclass(eq=False, repr=False)
class SearchKept(Message):
    """ctrl+s in the bar: the search is to become a view."""

    text: str
    everywhere: bool = True


class SearchClosed(Message):
    """Escape in the bar: back to what was there before."""


@dataclass(eq=False, repr=False)
class SearchMoved(Message):
    """↑ or ↓ in the bar, once something was typed: the cursor of the results goes up (-1) or down (+1) while typing goes on."""

    by: int


# ── From the dialogs ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False, repr=False)
class ThemePreviewed(Message):
    """The cursor of the picker stands on a theme: show it."""

    name: str


@dataclass(eq=False, repr=False)
class ThemeChosen(Message):
    """A theme was chosen."""

    name: str


@dataclass(eq=False, repr=False)
class ActionChosen(Message):
    """An action of the palette or the help screen."""

    action_id: str


@dataclass(eq=False, repr=False)
class FeedChosen(Message):
    """A feed of the palette."""

    feed_id: int


@dataclass(eq=False, repr=False)
class ViewChosen(Message):
    """A section or smart row of the palette, by the key of its row in the tree."""

    key: str


Deed = Literal["play", "download", "copy"]


@dataclass(eq=False, repr=False)
class EnclosureChosen(Message):
    """An enclosure is to be played, downloaded, or its address copied."""

    article_id: int
    number: int
    """From 1."""
    enclosure: "Enclosure"
    file: str
    """Where the downloaded one is; '' where it was not downloaded."""
    deed: Deed


class PlayerStopped(Message):
    """The person wants that nothing plays any more."""
