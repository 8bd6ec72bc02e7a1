"""A query becomes SQL: a condition on the articles (alias `a`), and what of it one look-up in the index can answer.

Words go to the FTS5 tables `search` (title, author, body) and `heads` (title, author, url), always quoted, so that
nothing a person types is FTS5's own syntax. FTS5 knows no negation by itself, and its parser and SQLite's give up at
about 100 open parentheses: negations, trees that mix words with other conditions, and deep trees become operations on
sets of ids.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from newsreader.model import Feed
from newsreader.query.match import HAS_BIT, compares, is_feed, is_named, is_short_prefix, length_range, search_tokens
from newsreader.query.tree import (
    And,
    Comparison,
    Everything,
    Field,
    Has,
    Is,
    Length,
    Node,
    Not,
    Or,
    Outlets,
    Phrase,
    Place,
    Query,
    TextField,
    When,
    Word,
    speaks_of,
    walk,
)
from newsreader.query.words import fold

MAX_NESTING = 12
"""Parentheses in one expression handed to SQLite; each takes three entries of its parser's stack of 100."""

Table: TypeAlias = Literal["search", "heads"]
Params: TypeAlias = tuple[object, ...]

_STATES = {"unread": "a.read = 0", "read": "a.read = 1", "starred": "a.starred = 1", "muted": "a.muted = 1"}


@dataclass(frozen=True, slots=True)
class Match:
    """An FTS5 expression and the table that it is asked of."""

    table: Table
    expression: str


@dataclass(frozen=True, slots=True)
class Sql:
    """A query for the store."""

    where: str
    """The whole condition on `articles a`."""
    params: Params
    match: Match | None = None
    """The words of the query, where one MATCH answers them all and everything else in it must hold besides."""
    rest: str = "1"
    """What must hold besides `match`."""
    rest_params: Params = ()
    rank: Match | None = None
    """What to rank by: `match`, else any of the words that are looked for; None where the query has no words."""
    looks_up: bool = False
    """Whether `rest` or, without a `match`, `where` holds sets of all articles with some word."""
    muted: bool = False
    """Whether the query speaks of muted articles."""
    starred: bool = False
    """Whether the query speaks of starred articles."""
    tagged: bool = False
    """Whether the query speaks of tags."""


@dataclass(frozen=True, slots=True)
class _Text:
    """Words alone, as an FTS5 expression of one table."""

    table: Table
    expression: str
    nesting: int = 0
    negated: bool = False
    """Articles that do not match: FTS5 has no NOT of one operand, so it becomes one of the set."""


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition in SQL on `articles a`."""

    sql: str
    params: Params = ()
    nesting: int = 0


_Part: TypeAlias = _Text | _Condition


def to_sql(query: Query, feeds: Sequence[Feed], *, since: int = 0, hasty: bool = False) -> Sql:
    """Return the SQL of `query`; feed:, section: and tag: are looked up among `feeds`.

    `since`: words are looked for in articles from this id on; whoever asks must leave the others out. `hasty`: beginnings
    of words match in titles and authors alone, so that some of the articles are found, soon.
    """
    builder = _Builder(feeds, since, hasty)
    parts = [builder.part(held) for held in (query.node.nodes if isinstance(query.node, And) else (query.node,))]
    conditions, texts = builder.split(parts, "AND")
    driving = next((text for text in sorted(texts, key=lambda text: text.table == "heads") if not text.negated), None)
    match = Match(driving.table, driving.expression) if driving else None
    whole = builder.finished(_join([*conditions, *map(builder.ids, texts)], "AND"))
    others = [builder.ids(text) for text in texts if text is not driving]
    rest = builder.finished(_join([*conditions, *others], "AND"))
    return Sql(
        where=whole.sql,
        params=whole.params,
        match=match,
        rest=rest.sql,
        rest_params=rest.params,
        rank=match or _any_of(builder.wanted(query.node, None)),
        looks_up="MATCH" in (rest if match else whole).sql,
        muted=speaks_of(query.node, Is("muted")),
        starred=speaks_of(query.node, Is("starred")),
        tagged=any(isinstance(held, Place) and held.name == "tag" for held in walk(query.node)),
    )


class _Builder:
    """Turns nodes into parts; keeps the sub-selects that deep trees are cut into."""

    def __init__(self, feeds: Sequence[Feed], since: int, hasty: bool) -> None:
        self.feeds = feeds
        self.since = since
        self.hasty = hasty
        self.cut_off: list[_Condition] = []

    def finished(self, condition: _Condition) -> _Condition:
        """Put the sub-selects that were cut off in front of `condition`."""
        if not self.cut_off:
            return condition
        named = ", ".join(
            f"part{n} (id) AS (SELECT a.id FROM articles a WHERE {cut.sql})" for n, cut in enumerate(self.cut_off)
        )
        params = tuple(param for cut in self.cut_off for param in cut.params)
        return _Condition(
            f"a.id IN (WITH {named} SELECT a.id FROM articles a WHERE {condition.sql})", (*params, *condition.params)
        )

    def part(self, node: Node) -> _Part:
        match node:
            case And(nodes):
                return self._joined(nodes, "AND", None)
            case Or(nodes):
                return self._joined(_with_common_conditions(nodes), "OR", None)
            case Not(held):
                return self._not(held, None)
            case Word() | Phrase():
                return _text(node, None, self.hasty)
            case Field(name, held):
                return self._in_field(held, name)
            case Place():
                return _place(node, self.feeds)
            case _:
                return _fact(node)

    def _in_field(self, node: Node, name: TextField) -> _Part:
        match node:
            case And(nodes):
                return self._joined(nodes, "AND", name)
            case Or(nodes):
                return self._joined(nodes, "OR", name)
            case Not(held):
                return self._not(held, name)
            case Word() | Phrase():
                return _text(node, name, self.hasty)
            case _:
                raise TypeError(f"{type(node).__name__} inside {name}:")

    def _not(self, node: Node, name: TextField | None) -> _Part:
        # To look for less of what is excluded would be to find too much.
        hasty, self.hasty = self.hasty, False
        part = self.part(node) if name is None else self._in_field(node, name)
        self.hasty = hasty
        return _negated(part)

    def _joined(self, nodes: Sequence[Node], operator: Literal["AND", "OR"], name: TextField | None) -> _Part:
        parts = [self.part(node) if name is None else self._in_field(node, name) for node in nodes]
        conditions, texts = self.split(parts, operator)
        if not conditions and len(texts) == 1:
            return texts[0]
        joined = _join([*conditions, *map(self.ids, texts)], operator)
        if joined.nesting < MAX_NESTING:
            return joined
        self.cut_off.append(joined)
        return _Condition(f"a.id IN (SELECT id FROM part{len(self.cut_off) - 1})")

    def split(self, parts: Sequence[_Part], operator: Literal["AND", "OR"]) -> tuple[list[_Condition], list[_Text]]:
        """Separate conditions from words; the words of a table become one expression, unless they are nested too deep."""
        conditions: list[_Condition] = []
        alike: dict[tuple[Table, bool], list[_Text]] = {}
        for part in dict.fromkeys(parts):
            if isinstance(part, _Condition):
                conditions.append(part)
            elif part.nesting >= MAX_NESTING:
                conditions.append(self.ids(part))
            else:
                alike.setdefault((part.table, part.negated), []).append(part)
        return conditions, [_merged(texts, operator) for texts in alike.values()]

    def ids(self, text: _Text) -> _Condition:
        """Words as a condition on ids."""
        since = f" AND rowid >= {self.since}" if self.since else ""
        found = f"(SELECT rowid FROM {text.table} WHERE {text.table} MATCH ?{since})"
        return _Condition(f"a.id {'NOT IN' if text.negated else 'IN'} {found}", (text.expression,), nesting=1)

    def wanted(self, node: Node, name: TextField | None) -> list[_Text]:
        """The words that are looked for, not those that are excluded."""
        match node:
            case Word() | Phrase():
                return [_text(node, name, self.hasty)]
            case Field(field, held):
                return self.wanted(held, field)
            case And(nodes) | Or(nodes):
                return [text for held in nodes for text in self.wanted(held, name)]
            case _:
                return []


def _with_common_conditions(nodes: Sequence[Node]) -> Sequence[Node]:
    """(a is:read) or (b is:read) is (a or b) is:read: one look-up in the index where 99 of them took 2 s."""
    alike: dict[tuple[Node, ...], list[Node]] = {}
    others: list[Node] = []
    for node in nodes:
        held = node.nodes if isinstance(node, And) else (node,)
        words = tuple(part for part in held if _is_text(part))
        rest = tuple(part for part in held if part not in words)
        if words and rest:
            alike.setdefault(rest, []).append(words[0] if len(words) == 1 else And(words))
        else:
            others.append(node)
    return [*others, *(And((_either(words), *rest)) for rest, words in alike.items())]


def _either(nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def _is_text(node: Node) -> bool:
    return all(isinstance(held, Word | Phrase | Field | And | Or | Not) for held in walk(node))


def _merged(texts: Sequence[_Text], operator: Literal["AND", "OR"]) -> _Text:
    """Join words of one table and one sign: not a and not b is not (a or b)."""
    if len(texts) == 1:
        return texts[0]
    first = texts[0]
    if first.negated:
        operator = "OR" if operator == "AND" else "AND"
    expression = f" {operator} ".join(text.expression for text in texts)
    return _Text(first.table, f"({expression})", 1 + max(text.nesting for text in texts), first.negated)


def _join(conditions: Sequence[_Condition], operator: Literal["AND", "OR"]) -> _Condition:
    """Join conditions as a balanced tree: a long chain would be too deep for SQLite's limit."""
    if not conditions:
        return _Condition("1")
    if len(conditions) == 1:
        return conditions[0]
    if len(conditions) <= 8:
        sql = f" {operator} ".join(condition.sql for condition in conditions)
        return _Condition(
            f"({sql})",
            tuple(param for condition in conditions for param in condition.params),
            1 + max(condition.nesting for condition in conditions),
        )
    step = math.ceil(len(conditions) / 8)
    return _join([_join(conditions[n : n + step], operator) for n in range(0, len(conditions), step)], operator)


def _negated(part: _Part) -> _Part:
    if isinstance(part, _Text):
        return replace(part, negated=not part.negated)
    return _Condition(f"NOT {part.sql}", part.params, part.nesting)


def _text(node: Word | Phrase, name: TextField | None, hasty: bool) -> _Text:
    wanted, prefix = search_tokens(node)
    short = is_short_prefix(node)
    # FTS5 gathers all words with a beginning before it hands out the first article: of titles that is soon done.
    in_heads = short or (prefix and (hasty or name in ("title", "author")))
    table: Table = "heads" if name == "url" or (in_heads and name != "body") else "search"
    columns = f"{{{name}}} : " if name else "{title author} : " if table == "heads" else ""
    star = "*" if prefix and not (short and name == "body") else ""
    return _Text(table, f'{columns}"{" ".join(wanted)}"{star}')


def _place(place: Place, feeds: Sequence[Feed]) -> _Condition:
    match place.name:
        case "feed":
            return _in_feeds(feed.id for feed in feeds if is_feed(place, feed.name, feed.url))
        case "section":
            return _in_feeds(feed.id for feed in feeds if is_named(place, feed.section))
        case "tag":
            tagged = _in_feeds(feed.id for feed in feeds if any(is_named(place, tag) for tag in feed.tags))
            first = fold(place.value)
            # As a range, so that the index on the names is used for a name that is still being typed as well.
            end = f"{first}\U0010ffff" if place.prefix else first
            own = "a.id IN (SELECT article_id FROM tags WHERE folded BETWEEN ? AND ?)"
            return _Condition(f"({tagged.sql} OR {own})", (first, end), nesting=2)


def _in_feeds(ids: Iterable[int]) -> _Condition:
    return _Condition(f"a.feed_id IN ({','.join(map(str, ids))})", nesting=1)


def _fact(node: Node) -> _Condition:
    match node:
        case Everything():
            return _Condition("1")
        case Is(state):
            return _Condition(_STATES[state])
        case Has(what):
            return _Condition(f"a.has & {HAS_BIT[what]} <> 0")
        case When(start=start, end=end):
            bounds = [("a.sort >= ?", start), ("a.sort < ?", end)]
            asked = [(sql, math.ceil(moment.timestamp())) for sql, moment in bounds if moment is not None]
            return _join([_Condition(sql, (seconds,)) for sql, seconds in asked], "AND")
        case Length(comparison, minutes):
            first, beyond = length_range(comparison, minutes)
            limit = "" if beyond is None else f" AND a.words < {beyond}"
            return _Condition(f"(a.words IS NOT NULL AND a.words >= {first}{limit})", nesting=1)
        case Outlets(comparison, number):
            return _outlets(comparison, number)
        case _:
            raise TypeError(type(node).__name__)


def _outlets(comparison: Comparison, number: int) -> _Condition:
    # Those that stand alone are in no story: what one outlet satisfies is asked the other way round.
    by_one = compares(1, comparison, number)
    told = f"NOT t.outlets {comparison} {number}" if by_one else f"t.outlets {comparison} {number}"
    held = (
        f"(SELECT s.article_id FROM story_articles s JOIN stories t ON t.id = s.story WHERE t.articles > 1 AND {told})"
    )
    return _Condition(f"a.id {'NOT IN' if by_one else 'IN'} {held}", nesting=2)


def _any_of(texts: Sequence[_Text]) -> Match | None:
    table: Table = "search" if any(text.table == "search" for text in texts) else "heads"
    expressions = dict.fromkeys(text.expression for text in texts if text.table == table)
    return Match(table, " OR ".join(expressions)) if expressions else None
