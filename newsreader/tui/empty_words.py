"""What an empty list says: what it means, and what to do about it."""

from collections.abc import Callable

from newsreader.model import Feed
from newsreader.tui.views import View
from newsreader.urls import redacted


def why_empty(
    view: View,
    feed: Feed | None,
    *,
    has_feeds: bool,
    unread_only: bool,
    fetching: bool,
    query: str,
    key: Callable[[str], str],
) -> tuple[str, ...]:
    """Return the paragraphs for an empty list of `view`.

    `feed`: the one that it is about; `fetching`: a refresh is running; `query`: of a saved view; `key`: of an action.
    """
    if view.kind == "search":
        return ("Nothing found.", f"{key('back')} goes back to where you were.")
    if not has_feeds:
        return (
            "No feeds yet.",
            f"Press {key('settings')} to open the config file, and write into it:",
            '[[feeds]] url = "https://example.org/feed.xml"',
        )
    if feed and feed.status in ("failing", "gone"):
        reason = feed.schedule.error or "its server says that it is gone"
        return (f"This feed cannot be read: {reason}.", redacted(feed.url), f"{key('reload')} tries again.")
    if fetching and view.kind != "starred":
        return ("Fetching …", "What comes in appears here.")
    if feed and feed.status == "never":
        return ("This feed was not fetched yet.", f"{key('reload')} fetches it.")
    if unread_only and view.kind != "unread":
        return ("No unread articles here.", f"{key('unread-only')} shows the read ones as well.")
    if view.kind == "view":
        return ("No articles match this view now.", query, "What comes in and matches appears here.")
    if view.kind == "starred":
        return ("No starred articles.", f"{key('star')} stars the article under the cursor.")
    news = f"{key('reload-all')} looks for news."
    if view.kind == "front":
        return ("Nothing new since then.", f"{news} {key('section-0')} shows what there was before.")
    if view.kind == "unread":
        return ("Everything is read.", f"{news} {key('section-0')} shows all articles.")
    if view.kind == "today":
        return ("Nothing has come out today so far.", news)
    return ("No articles here so far.", news)
