"""Which articles of feeds with `full_text = true` still want their page: the new ones, newest first, some at a time.

What was tried stands in the store's state, a key a feed: articles after `after` are new since the setting was made, and `tries`
counts those among them that were tried.
"""

from collections.abc import Iterable, Mapping, Sequence

from newsreader.feeds.fulltext import FullText, own_words
from newsreader.model import Article, Has
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer

AT_ONCE = 20
"""Pages of one feed in one run."""
MOST_TRIES = 3
LOOKED_AT = 200
"""Of the newest articles of a feed; what fell behind them is not fetched any more."""
IS_WHOLE = 500
"""Words. A feed that gives so many gives the article and not a summary."""


def _key(feed_id: int) -> str:
    return f"full_text:{feed_id}"


def begin(writer: Writer, feed_ids: Iterable[int], last_id: int) -> None:
    """Before a refresh: what comes in from now on is new for feeds that were not followed so yet."""
    for feed_id in feed_ids:
        if writer.load_state(_key(feed_id)) is None:
            writer.save_state(_key(feed_id), {"after": last_id, "tries": {}})


def due(reader: Reader, feed_id: int) -> list[Article]:
    """Return the articles of a feed whose pages are to be fetched now."""
    after, tries = _state(reader.load_state(_key(feed_id)))
    ids = reader.newer_than(Selection(feeds=(feed_id,)), after)[:LOOKED_AT]
    found: list[Article] = []
    for row in reader.headlines([id_ for id_ in ids if tries.get(id_, 0) < MOST_TRIES]):
        if len(found) == AT_ONCE:
            break
        if row.has & Has.FULL_TEXT.value or not row.link.startswith(("http://", "https://")):
            continue
        article = reader.article(row.id)
        if article is not None and own_words(article) < IS_WHOLE:
            found.append(article)
    return found


def note(writer: Writer, feed_id: int, results: Sequence[FullText], newest: int, of: int) -> None:
    """Remember what came of a feed's articles, `of` of which were due; `newest` was the store's last id before."""
    after, tries = _state(writer.load_state(_key(feed_id)))
    for result in results:
        again = result.result == "failed" and result.may_pass
        tries[result.article_id] = tries.get(result.article_id, 0) + 1 if again else MOST_TRIES
    if len(results) == of < AT_ONCE and not any(count < MOST_TRIES for count in tries.values()):
        after, tries = newest, {}  # nothing is left behind: what comes next is what is new
    newest_tried = sorted(tries, reverse=True)[: LOOKED_AT * 2]
    writer.save_state(_key(feed_id), {"after": after, "tries": {str(id_): tries[id_] for id_ in newest_tried}})


def _state(value: object) -> tuple[int, dict[int, int]]:
    """What is stored, or the beginning where it is nothing that we wrote."""
    held = value if isinstance(value, Mapping) else {}
    after, tries = held.get("after"), held.get("tries")
    return (
        after if isinstance(after, int) else 0,
        {int(id_): n for id_, n in tries.items() if isinstance(n, int)} if isinstance(tries, Mapping) else {},
    )
