"""What a refresh is asked to do, and the world that it finds itself in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import random
from typing import TYPE_CHECKING

from newsreader.feeds.asking import Terms
from newsreader.feeds.network import Classify, Resolve, classify, no_names
from newsreader.feeds.schedule import Jitter
from newsreader.model import Feed

if TYPE_CHECKING:
    from newsreader.feeds.credentials import Login


@dataclass(frozen=True, slots=True)
class Plan:
    """A feed, and what is special about fetching it."""

    feed: Feed
    terms: Terms
    interval: timedelta = timedelta(hours=1)
    max_items: int = 5000
    pages: bool = False
    """Whether a web page is taken as a feed of one article (a look at an address, not a subscription)."""
    full_text: bool = False
    """Whether the pages of its new articles are fetched after the refresh."""
    login: "Login | None" = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for."""

    force: bool = False
    """All feeds, not only those that are due."""
    named: bool = False
    """The person named these feeds."""


@dataclass(frozen=True, slots=True)
class World:
    """What a refresh finds outside of itself; tests hand in others."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    jitter: Jitter = random
    resolve: Resolve = no_names
    reach: Classify = classify
    at_once: int = 16
    gap: float = 1.0


DUE = Wish()
"""What is due, and nothing else."""
OURS = World()
"""The machine that we run on."""
