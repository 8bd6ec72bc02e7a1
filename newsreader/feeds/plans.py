"""From the config's settings to what is fetched and how; and the targets of a look without a subscription."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader import PROJECT_URL, __version__
from newsreader.config.addresses import BadAddress, resolve
from newsreader.config.schema import Config, FeedSettings, FetchSettings
from newsreader.feeds.asking import Terms
from newsreader.feeds.plan import Plan
from newsreader.model import Feed, Subscription
from newsreader.paths import path_of
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.feeds.credentials import Login, Source


class NoSuchFeed(LookupError):
    """No feed has that name; the message says which name is near."""


class BadTarget(ValueError):
    """What was to be looked at is neither an address nor a file or folder; the message says why."""


def choose(feeds: Sequence[Feed], names: Sequence[str]) -> list[Feed]:
    """Return the feeds called `names`, all without any. Raises NoSuchFeed.

    An address will do as well, also without the secrets in it: an argument can be seen by everybody on the machine.
    """
    if not names:
        return list(feeds)
    chosen: list[Feed] = []
    for name in names:
        wanted = name.casefold()
        found = [f for f in feeds if wanted in map(str.casefold, (f.name, f.title, f.url, redacted(f.url)))]
        if not found:
            import difflib

            near = difflib.get_close_matches(name, [feed.name for feed in feeds], 1, 0.5)
            raise NoSuchFeed(f"no feed is called {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        chosen += [feed for feed in found if feed not in chosen]
    return chosen


def plans_of(feeds: Sequence[Feed], config: Config, wanted: Sequence[Subscription]) -> list[Plan]:
    """Return how each feed is to be fetched; `wanted` are the config's feeds with their paths resolved."""
    # The guide, which a config without feeds follows, has no settings there.
    settings = {subscription.url: feed for subscription, feed in zip(wanted, config.feeds, strict=False)}
    common = plain_terms(config.fetch)
    plans: list[Plan] = []
    for feed in feeds:
        own = settings.get(feed.url)
        # fetch_for costs 10 µs, and most feeds have nothing of their own.
        fetch = config.fetch if own is None else config.fetch_for(own)
        terms = common if fetch == config.fetch else plain_terms(fetch)
        login = None if own is None else login_of(own)
        plans.append(Plan(feed, terms, fetch.interval, fetch.max_items, full_text=fetch.full_text, login=login))
    return plans


def login_of(feed: FeedSettings) -> "Login | None":
    """Return how a feed logs in; None where it does not."""
    if not (feed.username or feed.token_command or feed.token_env or feed.token_file):
        return None
    from newsreader.feeds.credentials import Login

    if feed.username:
        source = _source(feed.password_command, feed.password_env, feed.password_file)
        return Login("Basic", feed.username, source)
    return Login("Bearer", source=_source(feed.token_command, feed.token_env, feed.token_file))


def _source(command: Sequence[str] | None, variable: str | None, file: str | None) -> "Source | None":
    from newsreader.feeds.credentials import Source

    if command:
        return Source("command", tuple(command))
    if variable:
        return Source("env", (variable,))
    return Source("file", (file,)) if file else None


def preview(targets: Sequence[str]) -> tuple[Subscription, ...]:
    """Return the targets of a look as subscriptions; relative paths count from the current folder. Raises BadTarget."""
    found: dict[str, Subscription] = {}
    for target in targets:
        try:
            url = resolve(target, Path.cwd())
        except BadAddress as error:
            raise BadTarget(f"{target}: {error}") from error
        if not url.startswith(("http://", "https://")) and not os.path.lexists(path_of(url)):
            raise BadTarget(f"{target}: no such file or folder")
        found.setdefault(url, Subscription(url))
    return tuple(found.values())


def preview_plans(feeds: Sequence[Feed], config: Config) -> list[Plan]:
    """Return how the targets of a look are to be fetched: a web page is an article."""
    terms = plain_terms(config.fetch)
    return [Plan(feed, terms, config.fetch.interval, config.fetch.max_items, pages=True) for feed in feeds]


def plain_terms(fetch: FetchSettings) -> Terms:
    """Return how to ask, by the settings that hold for every feed."""
    ca_file = str(Path(fetch.ca_file).expanduser()) if fetch.ca_file else None
    # Plain numbers: an int of a type of its own does not go over the wire.
    return Terms(
        fetch.user_agent or user_agent(),
        fetch.headers,
        fetch.timeout,
        int(fetch.max_bytes),
        fetch.proxy,
        fetch.verify,
        ca_file,
    )


def user_agent() -> str:
    """Return how the program calls itself, with the project's address where it has one."""
    return f"newsreader/{__version__} (+{PROJECT_URL})" if PROJECT_URL else f"newsreader/{__version__}"
