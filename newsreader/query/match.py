"""Whether one article matches a query, told without a database: what sql.py asks SQLite, said in Python.

Rules are evaluated with it on what was fetched, before it is stored; the tests compare both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from newsreader.model import Has as Holds
from newsreader.query.tree import (
    And,
    Comparison,
    Everything,
    Field,
    Has,
    Holding,
    Is,
    Length,
    Node,
    Not,
    Or,
    Outlets,
    Phrase,
    Place,
    TextField,
    When,
    Word,
)
from newsreader.query.words import fold, is_cjk, query_tokens, tokens, url_text

HAS_BIT: dict[Holding, int] = {
    "image": Holds.IMAGE.value,
    "audio": Holds.AUDIO.value,
    "video": Holds.VIDEO.value,
    "fulltext": Holds.FULL_TEXT.value,
}
SHORT = 2
"""A prefix of so few letters matches in titles and authors only: in bodies it would match nearly everything."""


@dataclass(frozen=True)
class Subject:
    """An article as a query sees it. `text` is its plain text, `author` its authors in one line."""

    title: str = ""
    author: str = ""
    text: str = ""
    link: str = ""
    time: datetime | None = None
    """What lists are ordered by."""
    feed: str = ""
    """The feed's name as shown."""
    feed_url: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    """The article's own and its feed's."""
    read: bool = False
    starred: bool = False
    muted: bool = False
    has: int = 0
    words: int | None = None
    outlets: int = 1
    """That have the article's story."""

    @cached_property
    def tokens(self) -> dict[TextField, list[str]]:
        return {
            "title": tokens(self.title),
            "author": tokens(self.author),
            "body": tokens(self.text),
            "url": tokens(url_text(self.link)),
        }

    @cached_property
    def vocabulary(self) -> dict[TextField, frozenset[str]]:
        """The same tokens without their order: most words that are looked for occur nowhere."""
        return {part: frozenset(held) for part, held in self.tokens.items()}


def matches(node: Node, subject: Subject) -> bool:
    """Whether `subject` is among the articles that the query finds."""
    match node:
        case And(nodes):
            return all(matches(held, subject) for held in nodes)
        case Or(nodes):
            return any(matches(held, subject) for held in nodes)
        case Not(held):
            return not matches(held, subject)
        case Word() | Phrase():
            return _text_matches(node, subject, ("title", "author", "body"))
        case Field(name, held):
            return _field_matches(held, subject, name)
        case Place():
            return _place_matches(node, subject)
        case _:
            return _fact_matches(node, subject)


@lru_cache(1024)  # rules ask it of the same words for each article
def search_tokens(node: Word | Phrase) -> tuple[tuple[str, ...], bool]:
    """Return the tokens of a word or phrase, and whether the last one stands for all that begin with it."""
    wanted, cut_off = query_tokens(node.text)
    prefix = isinstance(node, Word) and node.prefix and bool(wanted) and not is_cjk(wanted[-1])
    # Behind other words a prefix of one or two letters is taken for the whole word: looking up all is too slow.
    return wanted, cut_off or (prefix and (len(wanted) == 1 or len(wanted[-1]) > SHORT))


def is_short_prefix(node: Word | Phrase) -> bool:
    """Whether `node` is the first one or two letters of a word, which are looked for in titles and authors alone."""
    wanted, prefix = search_tokens(node)
    return prefix and len(wanted) == 1 and len(wanted[0]) <= SHORT and not is_cjk(wanted[0])


def is_feed(place: Place, name: str, url: str) -> bool:
    """Whether feed:VALUE means the feed of that name and address: its words occur in the name, or it is the address."""
    wanted = tokens(place.value)
    if not wanted:
        return fold(place.value) in fold(name)
    return place.value == url or _occur(tokens(name), tuple(wanted), place.prefix)


def is_named(place: Place, name: str) -> bool:
    """Whether section:VALUE or tag:VALUE means `name`."""
    return fold(name).startswith(fold(place.value)) if place.prefix else fold(name) == fold(place.value)


def words_from(minutes: int) -> int:
    """Return the smallest number of words that is shown as `minutes` of reading or more (200 words a minute, rounded)."""
    # round() goes to the even number at halves: 300 words are 2 minutes, 500 are 2 as well.
    return 1 if minutes <= 1 else 200 * minutes - (100 if minutes % 2 == 0 else 99)


def length_range(comparison: Comparison, minutes: int) -> tuple[int, int | None]:
    """Return the numbers of words, from and below (None: no end), that take so long to read. 0 words take 0 minutes."""
    least, beyond = (words_from(minutes) if minutes else 0), words_from(minutes + 1)
    match comparison:
        case "<":
            return 0, least
        case "<=":
            return 0, beyond
        case "=":
            return least, beyond
        case ">=":
            return least, None
        case ">":
            return beyond, None


def compares(value: int, comparison: Comparison, number: int) -> bool:
    """Whether `value` is less than `number`, equal to it …, as `comparison` says."""
    match comparison:
        case "<":
            return value < number
        case "<=":
            return value <= number
        case "=":
            return value == number
        case ">=":
            return value >= number
        case ">":
            return value > number


def _text_matches(node: Word | Phrase, subject: Subject, parts: Sequence[TextField]) -> bool:
    wanted, prefix = search_tokens(node)
    if is_short_prefix(node):
        if "body" in parts and len(parts) == 1:
            prefix = False
        parts = [part for part in parts if part != "body" or not prefix]
    return any(_occurs(subject, part, wanted, prefix) for part in parts)


def _field_matches(node: Node, subject: Subject, name: TextField) -> bool:
    match node:
        case And(nodes):
            return all(_field_matches(held, subject, name) for held in nodes)
        case Or(nodes):
            return any(_field_matches(held, subject, name) for held in nodes)
        case Not(held):
            return not _field_matches(held, subject, name)
        case Word() | Phrase():
            return _text_matches(node, subject, (name,))
        case _:
            raise TypeError(f"{type(node).__name__} inside {name}:")


def _place_matches(place: Place, subject: Subject) -> bool:
    match place.name:
        case "feed":
            return is_feed(place, subject.feed, subject.feed_url)
        case "section":
            return is_named(place, subject.section)
        case "tag":
            return any(is_named(place, tag) for tag in subject.tags)


def _fact_matches(node: Node, subject: Subject) -> bool:
    match node:
        case Everything():
            return True
        case Is(state):
            return subject.read is False if state == "unread" else bool(getattr(subject, state))
        case Has(what):
            return bool(subject.has & HAS_BIT[what])
        case When(start=start, end=end):
            time = subject.time
            return time is not None and (start is None or time >= start) and (end is None or time < end)
        case Length(comparison, minutes):
            first, beyond = length_range(comparison, minutes)
            return subject.words is not None and first <= subject.words and (beyond is None or subject.words < beyond)
        case Outlets(comparison, number):
            return compares(subject.outlets, comparison, number)
        case _:
            raise TypeError(type(node).__name__)


def _occurs(subject: Subject, part: TextField, wanted: tuple[str, ...], prefix: bool) -> bool:
    """Whether the tokens `wanted` follow each other in a part of the article."""
    exact = wanted[:-1] if prefix else wanted
    if not subject.vocabulary[part].issuperset(exact):
        return False
    return (len(wanted) == 1 and not prefix) or _occur(subject.tokens[part], wanted, prefix)


def _occur(text: Sequence[str], wanted: tuple[str, ...], prefix: bool) -> bool:
    """Whether the tokens `wanted` follow each other in `text`."""
    *before, last = wanted
    for at in range(len(text) - len(before)):
        if text[at : at + len(before)] == before:
            end = text[at + len(before)]
            if end == last or (prefix and end.startswith(last)):
                return True
    return False
