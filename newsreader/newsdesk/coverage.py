"""Also covered by: the outlets that have an article's story."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from newsreader.articles.document import Related
from newsreader.model import Headline
from newsreader.store.stories import articles_of, stories_of

if TYPE_CHECKING:
    from newsreader.model import Feed
    from newsreader.store.queries import Reader


def coverage(reader: "Reader", headline: Headline, feeds: "Mapping[int, Feed]") -> tuple[Headline, ...]:
    """Return an article of each outlet that tells this one's story, this one among them; the first ones first.

    Of several of one outlet it is the one with a text of its own, then the fullest. Raises StoreError.
    """
    story = stories_of(reader, [headline.id]).get(headline.id)
    if story is None:
        return (headline,)
    rows = reader.headlines(articles_of(reader, story.id))
    told = stories_of(reader, [row.id for row in rows])

    def rank(row: Headline) -> tuple[bool, bool, int]:
        own_text = row.id in told and told[row.id].copy_of is None
        return row.id == headline.id, own_text, row.words or 0

    best = {headline.feed_id: headline}
    for row in rows:
        other = best.get(row.feed_id)
        if row.feed_id in feeds and (other is None or rank(row) > rank(other)):
            best[row.feed_id] = row
    return tuple(sorted(best.values(), key=lambda row: (row.sort, row.id)))


def also_covered_by(reader: "Reader", headline: Headline, feeds: "Mapping[int, Feed]") -> tuple[Related, ...]:
    """Return the articles of the other outlets, as `coverage` has them. Raises StoreError."""
    return tuple(
        Related(row.id, feeds[row.feed_id].name, row.title, row.published or row.sort, row.link)
        for row in coverage(reader, headline, feeds)
        if row.id != headline.id
    )
