"""Making the front page up: which stories stand on top, and which in the section that they belong to.

Only the articles of the page's span are read, so that a page of a day takes as long in a small store as in a large one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.model import Feed, Headline
from newsreader.newsdesk.front_page import Entry, gather, rank
from newsreader.newsdesk.front_sheet import FrontPage, Spot
from newsreader.store.habits import liking
from newsreader.store.selection import Selection

if TYPE_CHECKING:
    from newsreader.model import Article
    from newsreader.store.queries import Reader

TOP = 4
"""Stories above the sections, the one with the deck among them."""
IN_SECTION = 4
_LONGEST_DECK = 300
_SENTENCE = 40
"""Characters below which a paragraph says nothing yet: a place and a date, a label."""


def read_front_page(
    reader: "Reader", feeds: Mapping[int, Feed], since: datetime, now: datetime, *, unread: bool, habits: bool
) -> tuple[FrontPage, list[Headline]]:
    """Return the front page of the articles since `since`, and the rows of those that stand for their stories.

    `feeds`: in the config's order, by id. `unread`: only stories with unread articles. `habits`: what the person reads
    and stars counts. Raises StoreError.
    """
    liked = liking(reader) if habits else None
    entries = rank(gather(reader, since, unread=unread), feeds, now, liked, stars=habits)
    top, sections = make_up(entries, [feed.section for feed in feeds.values()])
    shown = [*top, *(entry for _, held in sections for entry in held)]
    rows = [entry.told.articles[0] for entry in shown]
    page = FrontPage(
        since,
        tuple(_spot(entry, feeds) for entry in top),
        tuple((name, tuple(_spot(entry, feeds) for entry in held)) for name, held in sections),
        # On a day so quiet that all stories stand on top there is room to say what each is about.
        tuple(_deck(reader, row.id) for row in (rows[:1] if sections else rows)),
        reader.count(Selection(since=since, unread=unread)),
        sum(len(entry.told.articles) for entry in shown),
    )
    return page, rows


def make_up(
    entries: Sequence[Entry], order: Sequence[str]
) -> tuple[Sequence[Entry], Sequence[tuple[str, Sequence[Entry]]]]:
    """Return what stands on top, and in each section in `order` the weightiest of the rest. Pure."""
    held: dict[str, list[Entry]] = {name: [] for name in order if name}
    for entry in entries[TOP:]:
        held.setdefault(entry.section, []).append(entry)
    return entries[:TOP], [(name, of_it[:IN_SECTION]) for name, of_it in held.items() if of_it]


def _spot(entry: Entry, feeds: Mapping[int, Feed]) -> Spot:
    told = entry.told
    names = dict.fromkeys(feeds[row.feed_id].name for row in told.articles if row.feed_id in feeds)
    newest = max(row.sort for row in told.articles)
    return Spot(told.articles[0].id, entry.section, tuple(names), told.outlets, told.voices, newest, entry.reasons)


def _deck(reader: "Reader", article_id: int) -> str:
    article = reader.article(article_id)
    return deck_of(article) if article else ""


def deck_of(article: "Article") -> str:
    """Return what an article is about: its own deck, else how its text begins. Pure."""
    from newsreader.articles.build import build
    from newsreader.articles.document import Paragraph, plain

    page = build(article)
    paragraphs = [plain(block.inline).strip() for block in page.blocks if isinstance(block, Paragraph)]
    said = page.deck or next((text for text in paragraphs if len(text) >= _SENTENCE), next(iter(paragraphs), ""))
    return said[:_LONGEST_DECK]
