"""A query as a tree of frozen nodes, and back to text: parse(show(query)) == query.

The parser keeps the tree in one shape: And and Or hold at least two nodes and none of their own kind, Not never holds
a Not, Everything stands only alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from newsreader.model import Sort

TextField = Literal["title", "body", "author", "url"]
PlaceField = Literal["feed", "section", "tag"]
State = Literal["unread", "read", "starred", "muted"]
Holding = Literal["image", "audio", "video", "fulltext"]
Comparison = Literal["<", "<=", "=", ">=", ">"]


@dataclass(frozen=True, slots=True)
class Everything:
    """No condition at all: the empty query."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in title, author or body; `prefix`: words that begin so."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """Words in one part of the article alone. `node` holds nothing but words, phrases, And, Or and Not."""

    name: TextField
    node: "Node"


@dataclass(frozen=True, slots=True)
class Place:
    """feed: (words of its name, or its address), section: (its name), tag: (the article's own or its feed's)."""

    name: PlaceField
    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """The person's state of the article."""

    state: State


@dataclass(frozen=True, slots=True)
class Has:
    """What the article holds beside text."""

    what: Holding


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time: start ≤ the article's time < end (UTC; None: open). `text` is what was written behind `name`."""

    name: Literal["newer", "older", "after", "before", "date"]
    text: str
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """Reading time in whole minutes, as lists show it."""

    comparison: Comparison
    minutes: int


@dataclass(frozen=True, slots=True)
class Outlets:
    """How many outlets have the article's story; 1 for an article that stands alone."""

    comparison: Comparison
    number: int


@dataclass(frozen=True, slots=True)
class And:
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    nodes: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


Node: TypeAlias = Everything | Word | Phrase | Field | Place | Is | Has | When | Length | Outlets | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """What to find, and in which order if the query says so."""

    node: Node = Everything()
    sort: Sort | None = None


def show(query: "Query | Node") -> str:
    """Return the text of a query, from which the parser makes the same tree."""
    if isinstance(query, Query):
        order = f"sort:{query.sort}" if query.sort else ""
        node = _show(query.node, inside="and" if order else "")
        return f"{node} {order}".strip()
    return _show(query)


def _show(node: Node, inside: str = "") -> str:
    """`inside` names what holds the node, and so whether it needs parentheses."""
    match node:
        case And(nodes):
            shown = " ".join(_show(held, inside="and") for held in nodes)
            return f"({shown})" if inside in ("not", "field") else shown
        case Or(nodes):
            shown = " or ".join(_show(held, inside="or") for held in nodes)
            return f"({shown})" if inside else shown
        case Not(held):
            shown = f"-{_show(held, inside='not')}"
            return f"({shown})" if inside == "field" else shown
        case Field(name, held):
            return f"{name}:{_show(held, inside='field')}"
        case _:
            return _show_leaf(node)


def _show_leaf(node: Node) -> str:
    match node:
        case Word(text, prefix):
            return f"{text}*" if prefix else text
        case Phrase(text):
            return f'"{text}"'
        case Place(name, value, prefix):
            return f"{name}:{quoted_value(value)}{'*' if prefix else ''}"
        case Is(state):
            return f"is:{state}"
        case Has(what):
            return f"has:{what}"
        case When(name, text):
            return f"{name}:{text}"
        case Length(comparison, minutes):
            return f"len{comparison}{minutes}m"
        case Outlets(comparison, number):
            return f"outlets{comparison}{number}"
        case _:
            return ""


def quoted_value(text: str) -> str:
    """Return a value as it stands behind a colon: in quotes where it has blanks or signs of the language in it."""
    plain = text and not text.startswith("//") and not any(c.isspace() or c in '()"*' for c in text)
    return text if plain else f'"{text}"'


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and every node in it, in the order in which they were written."""
    waiting = [node]
    while waiting:
        held = waiting.pop()
        yield held
        if isinstance(held, And | Or):
            waiting += reversed(held.nodes)
        elif isinstance(held, Not | Field):
            waiting.append(held.node)


def speaks_of(node: Node, *wanted: Node) -> bool:
    """Whether one of the `wanted` nodes occurs in `node`: muted articles are found only by a query with is:muted in it."""
    return any(held in wanted for held in walk(node))
