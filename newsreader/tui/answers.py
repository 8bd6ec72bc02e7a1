"""Messages that reach the screen from beside it: the store's threads, the fetcher, the config and other programs.

Answers of the store's threads carry the ticket of their question, so that one which nobody waits for any more can be
dropped.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:  # names for the type checker alone: nothing here is needed to draw the first screen
    from datetime import datetime
    from pathlib import Path
    from subprocess import Popen

    from newsreader.articles.changes import Paragraph
    from newsreader.articles.document import Document, Related
    from newsreader.config.load import ConfigErrors
    from newsreader.config.schema import Config, View
    from newsreader.model import Change, Enclosure, Flag, Headline, Undone
    from newsreader.newsdesk.front_sheet import FrontPage
    from newsreader.newsdesk.mutes import Mute
    from newsreader.newsdesk.timeline import Piece
    from newsreader.query.tree import Query
    from newsreader.query.words import Term
    from newsreader.store.selection import Listed
    from newsreader.tui.form import Form
    from newsreader.tui.health import Health
    from newsreader.tui.programs import Ran, Values
    from newsreader.tui.shelf import Shelf


# ── From other programs ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False, repr=False)
class ProgramFailed(Message):
    """A program that was started for the person, a browser or a clipboard, ended badly."""

    why: str


@dataclass(eq=False, repr=False)
class PlayerEnded(Message):
    """A player has gone, by itself or because it was stopped."""

    process: "Popen[bytes]"
    status: int


@dataclass(eq=False, repr=False)
class ProgramEnded(Message):
    """A program that an article was given to has ended. `share`: its name in [share]; '' for a command that was typed."""

    share: str
    ran: "Ran"
    lines: Sequence[str]
    """What it wrote."""


# ── From the store's threads ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False, repr=False)
class FeedsRead(Message):
    """The feeds and their counts, as the tree shows them."""

    shelf: "Shelf | None"
    """None: the counts alone were read."""
    unread: Mapping[int, int]
    today: int
    starred: int


@dataclass(eq=False, repr=False)
class ViewCounted(Message):
    """A saved view has so many unread articles; None where they could not be counted."""

    view: "View"
    unread: int | None
    seconds: float
    """How long the count took."""


@dataclass(eq=False, repr=False)
class IdsRead(Message):
    """The articles of the view with `ticket` in its order, with the rows of its first page."""

    ticket: int
    listed: "Listed"
    headlines: "Sequence[Headline]"
    complete: bool
    """False: the first ones only, to be painted at once; the rest follows."""
    watermark: int
    """The newest article in the store when the view was read: what comes after it is 'new ↑'."""
    front: "FrontPage | None" = None
    """Where they stand, if the view is the front page."""


@dataclass(eq=False, repr=False)
class SearchDone(Message):
    """The results of a search, the best first, with the rows of the first ones."""

    ticket: int
    ids: "array[int]"
    headlines: "Sequence[Headline]"
    watermark: int
    query: "Query"
    terms: "Sequence[Term]"
    """What to mark."""


@dataclass(eq=False, repr=False)
class SearchCounted(Message):
    """How many articles the search with `ticket` finds in all."""

    ticket: int
    count: int


@dataclass(eq=False, repr=False)
class SearchAidsRead(Message):
    """What helps to type a search: the articles' own tags, the most used first, and the searches of before, the newest first."""

    tags: Sequence[str]
    searches: Sequence[str]


@dataclass(eq=False, repr=False)
class ViewKept(Message):
    """A search is a view of the config now."""

    name: str


@dataclass(eq=False, repr=False)
class StoryFound(Message):
    """The articles of the story that one of the list is in, the newest first; none where it stands alone."""

    article_id: int
    ids: "Sequence[int]"


@dataclass(eq=False, repr=False)
class OutletsFound(Message):
    """An article of each outlet that tells the story of one, that one among them, the first ones first."""

    article_id: int
    step: int
    """The person wants to go to the next (1) or the previous (-1)."""
    ids: "Sequence[int]"


@dataclass(eq=False, repr=False)
class TimelineRead(Message):
    """The story of an article; no pieces where it stands alone."""

    outlets: int
    pieces: "Sequence[Piece]"


@dataclass(eq=False, repr=False)
class StoryExplained(Message):
    """Why articles are one story, in lines; none where the article stands alone."""

    lines: Sequence[str]


@dataclass(eq=False, repr=False)
class RelatedRead(Message):
    """What stands at the foot of the article that is shown as `document`."""

    document: "Document"
    also_covered_by: "Sequence[Related]"
    also_worth_reading: "Sequence[Related]"


@dataclass(eq=False, repr=False)
class SnippetsRead(Message):
    """Text around the hits of a search, by id, for the view with `ticket`."""

    ticket: int
    snippets: Mapping[int, str]


@dataclass(eq=False, repr=False)
class RowsRead(Message):
    """Rows of the list, wanted by it or read again because somebody changed the store."""

    headlines: "Sequence[Headline]"


@dataclass(eq=False, repr=False)
class ArticleRead(Message):
    """An article, ready to be shown; None where it is gone."""

    ticket: int
    headline: "Headline | None"
    document: "Document | None"
    position: tuple[int, int]


@dataclass(eq=False, repr=False)
class CommandsRead(Message):
    """The commands that articles were piped to before, the newest first."""

    commands: Sequence[str]


@dataclass(eq=False, repr=False)
class ArticleHanded(Message):
    """An article is ready for a program. `share`: its name in [share]; '' for a command that was typed."""

    share: str
    words: Sequence[str]
    values: "Values"
    stdin: bytes


@dataclass(eq=False, repr=False)
class EnclosuresRead(Message):
    """The files that belong to an article. `files`: number, from 1, → where the downloaded one is."""

    article_id: int
    enclosures: "Sequence[Enclosure]"
    files: Mapping[int, str]


@dataclass(eq=False, repr=False)
class FileWritten(Message):
    """An article was written to a file."""

    file: "Path"
    count: int = 1
    """Of several articles `file` is their folder."""
    failed: str = ""
    """Why others were not written."""


@dataclass(eq=False, repr=False)
class NewCounted(Message):
    """How many articles came into the view with `ticket` since it was opened."""

    ticket: int
    count: int


@dataclass(eq=False, repr=False)
class UnreadFound(Message):
    """The answer to 'where is the next unread article': its index in the ids of the view with `ticket`, or None."""

    ticket: int
    index: int | None
    forward: bool


@dataclass(eq=False, repr=False)
class UnreadListed(Message):
    """The unread articles of a list: what 'mark all as read' is about. Asked for while the view with `ticket` was shown."""

    ticket: int
    ids: Sequence[int]
    name: str
    """What the list is called."""


@dataclass(eq=False, repr=False)
class Written(Message):
    """A change of state is in the store: the one with the number `batch`."""

    batch: int
    change: "Change | None"
    more: Sequence[int] = ()
    """Articles that became read with those of the batch."""


@dataclass(eq=False, repr=False)
class WriteFailed(Message):
    """A change of state could not be stored: what was shown at once has to be taken back."""

    batch: int
    why: str


@dataclass(eq=False, repr=False)
class FlagsRead(Message):
    """Whether all of some articles have a flag: then it is what is taken away."""

    ids: Sequence[int]
    flag: "Flag"
    all_have_it: bool


@dataclass(eq=False, repr=False)
class LinksRead(Message):
    """The links of the marked rows."""

    links: Sequence[str]


@dataclass(eq=False, repr=False)
class TagsRead(Message):
    """All tags there are with the number of their articles, the most used first; and how many of some articles have each."""

    uses: Mapping[str, int]
    held: Mapping[str, int]


@dataclass(eq=False, repr=False)
class Changed(Message):
    """A change of tags, mutes or the config is in the store; None: everything was so already."""

    change: "Change | None"
    said: str = ""
    """What to say of it; else what the journal says."""
    relist: bool = False
    """Whether articles may have left the list, or come back into it."""
    form: "Form | None" = None
    """What it was handed in with."""


@dataclass(eq=False, repr=False)
class EditFailed(Message):
    """The config file was not changed."""

    why: str
    field: str = ""
    """The setting that is wrong, where it is one of those that were to be changed."""
    form: "Form | None" = None
    """What it was handed in with."""


@dataclass(eq=False, repr=False)
class TableRead(Message):
    """What the config file says of a feed or a view: `about` is 'feed:12' or 'view:Long reads'."""

    about: str
    values: Mapping[str, object]


@dataclass(eq=False, repr=False)
class FeedLookedAt(Message):
    """A look at an address ended. `found`: what newsreader add --preview --json says; empty where it says nothing."""

    url: str
    found: Mapping[str, object]
    why: str
    """Why there is no answer; '' where there is one."""
    stopped: bool


@dataclass(eq=False, repr=False)
class MatchesRead(Message):
    """All that a search finds, while its results are listed with `ticket`."""

    ticket: int
    ids: Sequence[int]


@dataclass(eq=False, repr=False)
class RowsTaken(Message):
    """The rows of articles that something is to be done with, as many as were asked for."""

    ids: Sequence[int]
    headlines: "Sequence[Headline]"


@dataclass(eq=False, repr=False)
class MuteFound(Message):
    """What a mute hides of what is stored."""

    mute: "Mute"
    ids: Sequence[int]


@dataclass(eq=False, repr=False)
class TurnFailed(Message):
    """An undo or redo could not be made."""

    why: str


@dataclass(eq=False, repr=False)
class UndoDone(Message):
    """An undo (or a redo) was made; None: there was nothing to do."""

    undone: "Undone | None"
    redo: bool


@dataclass(eq=False, repr=False)
class ChangesRead(Message):
    """What changed in an article when it was updated."""

    title: str
    replaced: "datetime | None"
    """When the older text was replaced; None: it never was."""
    paragraphs: "Sequence[Paragraph]"


@dataclass(eq=False, repr=False)
class HealthRead(Message):
    """How the feeds are."""

    rows: "Sequence[Health]"


class StoreChanged(Message):
    """Somebody else wrote into the store."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, StoreChanged)


@dataclass(eq=False, repr=False)
class StoreFailed(Message):
    """A question to the store failed; the message is for a person."""

    why: str


@dataclass(eq=False, repr=False)
class QueryRefused(Message):
    """A search cannot be understood; the message names the place and the fix."""

    ticket: int
    why: str


# ── From the fetcher and the config ───────────────────────────────────────────────────────────────────────────────────


@dataclass(eq=False, repr=False)
class RefreshProgress(Message):
    """The fetcher is at `done` of `of` feeds."""

    done: int
    of: int

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, RefreshProgress)


@dataclass(eq=False, repr=False)
class NewsTold(Message):
    """A rule wants the person told of a new article."""

    what: str


@dataclass(eq=False, repr=False)
class RefreshEnded(Message):
    """The fetcher is gone: what it found, and what went wrong with itself ('' for nothing)."""

    new: int
    updated: int
    failed: int
    problem: str = ""
    stopped: bool = False


@dataclass(eq=False, repr=False)
class ErrandProgress(Message):
    """So many bytes of a file are there; `of`: how many there will be, 0 where nobody knows."""

    kind: str
    article_id: int
    bytes: int
    of: int

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, ErrandProgress) and message.kind == self.kind


@dataclass(eq=False, repr=False)
class ErrandEnded(Message):
    """What was fetched for an article is there, or not. `kind`: whose errand it was."""

    kind: str
    article_id: int
    result: str
    """'stored', 'kept' (the page gives less than the feed) or 'failed'."""
    reason: str
    words: int
    """Of a full text."""
    path: str
    """Where a file is."""
    stopped: bool


@dataclass(eq=False, repr=False)
class LinkLookedUp(Message):
    """Which stored article a link leads to; 0 for none."""

    url: str
    article_id: int


@dataclass(eq=False, repr=False)
class PageFetched(Message):
    """A page that is to be looked at was fetched: what `read --format json --with-body` said of it; None: `why` not."""

    url: str
    record: "Mapping[str, object] | None"
    why: str
    stopped: bool


@dataclass(eq=False, repr=False)
class PictureFetched(Message):
    """A picture of an article is there, or not."""

    article_id: int
    url: str
    path: "Path | None"
    """Its file; None where it could not be fetched."""
    reason: str


@dataclass(eq=False, repr=False)
class PicturesFetched(Message):
    """All pictures of an article that can be had are there."""

    article_id: int
    why: str
    """Why some may be missing: the fetcher was stopped, or ended badly; '' for neither."""


@dataclass(eq=False, repr=False)
class PageRead(Message):
    """A fetched page, ready to be shown."""

    url: str
    document: "Document"


@dataclass(eq=False, repr=False)
class ConfigRead(Message):
    """The config file was changed and is good."""

    config: "Config"


class FeedsSynced(Message):
    """The store follows the feeds of the changed config."""


@dataclass(eq=False, repr=False)
class ConfigBroken(Message):
    """The config file was changed and has mistakes: the last good settings stay."""

    errors: "ConfigErrors"
