"""Which articles are kept, by the config's `keep`; and the cleaning after a refresh."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsreader.commands.working import INDEXING, stopping_at_signals
from newsreader.paths import shipped_guide

if TYPE_CHECKING:
    from newsreader.config.schema import Config, FetchSettings
    from newsreader.model import Feed, Subscription
    from newsreader.store.retention import Keeping
    from newsreader.store.writer import Writer


def after_refresh(
    writer: "Writer", config: "Config", feeds: "Sequence[Feed]", wanted: "Sequence[Subscription]"
) -> None:
    """Take what is too old of the feeds that were refreshed, if nobody else works on the index. Raises StoreError."""
    if not config.fetch.keep and not any(feed.keep for feed in config.feeds):
        return  # nothing of it is imported
    from newsreader.store import lease, retention

    keeps = keeps_of(config, feeds, wanted)
    if not keeps or (held := lease.take(writer, INDEXING)) is None:
        return
    try:
        with stopping_at_signals(lambda: None) as signals:

            def go_on() -> bool:
                held.renew()
                return not signals

            retention.sweep(writer, keeps, go_on)
            if retention.has_much_to_give_back(writer):
                retention.give_back(writer, go_on)
        writer.checkpoint()
    finally:
        held.release()


def keeps_of(config: "Config", feeds: "Sequence[Feed]", wanted: "Sequence[Subscription]") -> "dict[int, Keeping]":
    """Return what is kept of each feed, by its id; those of which everything is, as of the guide, are left out."""
    settings = {subscription.url: feed for subscription, feed in zip(wanted, config.feeds, strict=False)}
    keeps: dict[int, Keeping] = {}
    for feed in filter(may_lose_articles, feeds):
        own = settings.get(feed.url)
        keeping = keeping_of(config.fetch if own is None else config.fetch_for(own))
        if not keeping.is_forever:
            keeps[feed.id] = keeping
    return keeps


def may_lose_articles(feed: "Feed") -> bool:
    """Whether a feed is another one than the guide, which is to come back whole when the last feed goes."""
    return feed.url != str(shipped_guide())


def keeping_of(fetch: "FetchSettings") -> "Keeping":
    """Return what settings say about keeping articles."""
    from newsreader.store.retention import Keeping

    return Keeping(fetch.keep.span, fetch.keep.count, fetch.keep_unread)
