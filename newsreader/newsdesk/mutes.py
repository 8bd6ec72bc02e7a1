"""A mute made from an article: this feed, this author or these words, for a while or for good. Pure.

It is a rule in the person's config, for what comes in, and a mark on what is stored already, which end together.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from newsreader.config.changes import Edit, adding
from newsreader.model import Feed, Headline
from newsreader.query.parse import QueryError, parse
from newsreader.query.tree import Field, Node, Phrase, Place, Query, show
from newsreader.query.words import tokens
from newsreader.store.parts import ConfigEdit, Flagging, Part

SPANS: dict[str, timedelta | None] = {"a day": timedelta(days=1), "a week": timedelta(weeks=1), "good": None}
"""What a person chooses from: muted for …"""


class CannotMute(ValueError):
    """There is nothing to mute by; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Mute:
    """What is to be done."""

    edit: Edit
    """The rule, as a change of the config."""
    stored: Query
    """What is muted of the articles that are stored; never what is starred."""
    until: datetime | None
    what: str
    """For the journal: 'muted “football” for a week'."""

    def parts(self, ids: Sequence[int], config: Path) -> tuple[Part, ...]:
        """Return the change (for Writer.change): `ids` are what `stored` finds."""
        return Flagging(ids, "muted", True, self.until), ConfigEdit(config, self.edit)


def authors(headline: Headline) -> tuple[str, ...]:
    """Return the names in an article's byline that can be muted."""
    return tuple(name for name in headline.author.split(", ") if tokens(name))


def mute_feed(feed: Feed, span: str, now: datetime, taken: Collection[str] = ()) -> Mute:
    """Mute a feed. `span` is one of SPANS, `now` an aware local time, `taken` the names of the rules there are. Raises CannotMute."""
    return _mute(feed.name, Place("feed", feed.url), span, now, taken)


def mute_author(name: str, span: str, now: datetime, taken: Collection[str] = ()) -> Mute:
    """Mute what bears the name of an author. As mute_feed."""
    return _mute(name, Field("author", Phrase(name.replace('"', ""))), span, now, taken)


def mute_words(words: str, span: str, now: datetime, taken: Collection[str] = ()) -> Mute:
    """Mute what a query finds: words, phrases, anything that the search bar takes. As mute_feed."""
    try:
        return _mute(words.strip(), parse(words, now=now).node, span, now, taken)
    except QueryError as error:
        raise CannotMute(str(error)) from error


def _mute(name: str, node: Node, span: str, now: datetime, taken: Collection[str]) -> Mute:
    when = show(node)
    try:
        if not when or parse(when, now=now).node != node:
            raise CannotMute(f"there is nothing to mute by in “{name}”")
        stored = parse(f"({when}) -is:starred", now=now)
    except QueryError as error:
        raise CannotMute(f"“{name}” cannot be muted: {error}") from error
    length = SPANS[span]
    until = None if length is None else (now + length).replace(second=0, microsecond=0)
    # Written as local time without a zone, as a person would.
    written = None if until is None else until.replace(tzinfo=None)
    edit = adding("rules", name=_free(f"Mute {name}", taken), when=when, do="mute", until=written)
    return Mute(edit, stored, until, f"muted “{name}” for {span}")


def _free(name: str, taken: Collection[str]) -> str:
    """Return `name`, with a number where another rule is called so."""
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name} {number}"
    return free
