"""A query's text becomes a tree. The grammar, with examples that are run as tests, is in docs/queries.md."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from newsreader.model import Sort
from newsreader.query import fields
from newsreader.query.lexer import QueryError, Token, cut, quoted
from newsreader.query.tree import (
    And,
    Everything,
    Field,
    Node,
    Not,
    Or,
    Phrase,
    Place,
    PlaceField,
    Query,
    TextField,
    Word,
)
from newsreader.query.words import tokens

__all__ = ["QueryError", "parse"]

MAX_DEPTH = 200
"""Parentheses inside parentheses."""
MAX_TERMS = 200
"""Words, phrases and fields in one query. More is a text that was pasted: 500 common words joined by `or` take 2 s."""


def parse(text: str, *, now: datetime, typing: bool = False, cursor: int | None = None) -> Query:
    """Return the query that `text` asks for; '' asks for everything.

    `now` is an aware local time: spans and days count from it, in its zone. With `typing` the token at the `cursor`
    (None: at the end) may be unfinished, and so may parentheses: what is not yet understood there is left out, and a
    word there is a prefix. Raises QueryError.
    """
    # Half a surrogate pair (a byte of the command line that is no UTF-8) cannot be handed to SQLite; a ? takes its place.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return _Parser(text, now, typing, len(text) if cursor is None else cursor).parse()


@dataclass(slots=True)
class _Group:
    """What is being collected between two parentheses, or in the whole query."""

    start: int
    field: TextField | None = None
    negated: bool = False
    """Whether a minus stands before the parenthesis."""
    branches: list[list[Node]] = dataclasses.field(default_factory=lambda: [[]])
    """The sides of `or`; each a list of nodes that must all match."""
    dropped: list[bool] = dataclasses.field(default_factory=lambda: [False])
    """For each side: whether a word without letters or digits was left out."""
    waiting: Token | None = None
    """An operator that needs something behind it."""
    minus: bool = False


class _Parser:
    """One pass over the tokens with a stack of open groups: as deep as MAX_DEPTH allows, without recursion."""

    def __init__(self, text: str, now: datetime, typing: bool, cursor: int) -> None:
        self.text = text
        self.now = now
        self.typing = typing
        self.cursor = cursor
        self.tokens = cut(text, typing=typing)
        self.at = 0
        self.groups = [_Group(0)]
        self.sort: Sort | None = None
        self.terms = 0

    def parse(self) -> Query:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            self._take(token)
        while len(self.groups) > 1:
            if not self.typing:
                at = self.groups[-1].start
                raise QueryError(f"the parenthesis at {at + 1} is not closed; add a )", at, at + 1)
            self._close(None)
        node = self._collected(self.groups[0], len(self.text))
        return Query(Everything() if node is None else node, self.sort)

    def _take(self, token: Token) -> None:
        match token.kind:
            case "open":
                self._open(token, self.groups[-1].field)
            case "close":
                self._close(token)
            case "and" | "or" | "not" | "minus":
                self._operator(token)
            case "field":
                self._field(token)
            case "word":
                self._word(token)
            case "phrase":
                self._text(Phrase(token.text), token)

    # ── Groups and operators

    def _open(self, token: Token, name: TextField | None) -> None:
        if len(self.groups) > MAX_DEPTH:
            raise QueryError(
                f"parentheses are nested deeper than {MAX_DEPTH} at {token.start + 1}; simplify the query",
                token.start,
                token.end,
            )
        outer = self.groups[-1]
        self.groups.append(_Group(token.start, field=name, negated=outer.minus))
        outer.minus = False

    def _close(self, token: Token | None) -> None:
        if len(self.groups) == 1:
            if token is not None and not self._is_typed(token):
                raise QueryError(f"the ) at {token.start + 1} closes nothing; take it out", token.start, token.end)
            return
        group = self.groups.pop()
        outer = self.groups[-1]
        end = len(self.text) if token is None else token.end
        node = self._collected(group, end)
        if node is None:
            outer.dropped[-1] = True
            outer.waiting = None
            return
        if group.field is not None and outer.field is None:
            node = Field(group.field, node)
        outer.minus = group.negated
        self._add(node)

    def _collected(self, group: _Group, end: int) -> Node | None:
        """The node of a finished group; None where everything in it was left out."""
        if group.waiting is not None and not self.typing:
            raise self._lonely(group.waiting)
        sides = [_and(branch) for branch in group.branches if branch]
        if sides:
            return sides[0] if len(sides) == 1 else _or(sides)
        if any(group.dropped) and not self.typing:
            piece = self.text[group.start : end].strip()
            raise QueryError(
                f"nothing in {quoted(piece)} at {group.start + 1} can be searched for; words have letters or digits",
                group.start,
                end,
            )
        if group is not self.groups[0] and not self.typing and not any(group.dropped):
            raise QueryError(
                f"the parentheses at {group.start + 1} hold nothing; fill them or take them out", group.start, end
            )
        return None

    def _operator(self, token: Token) -> None:
        group = self.groups[-1]
        if token.kind in ("and", "or", "not") and self._is_typed(token):
            self._word(token)  # 'or' at the end may become 'oregon'
            return
        if token.kind in ("not", "minus"):
            group.minus = not group.minus
            group.waiting = token
            return
        if group.waiting is not None or not (group.branches[-1] or group.dropped[-1]):
            if not self.typing:
                raise self._lonely(token)
            return
        group.waiting = token
        if token.kind == "or":
            group.branches.append([])
            group.dropped.append(False)

    def _lonely(self, token: Token) -> QueryError:
        if token.kind == "minus":
            message = f"the - at {token.start + 1} needs a word behind it"
        elif token.kind == "not":
            message = f"'not' at {token.start + 1} needs something behind it; the word itself is written in quotes"
        else:
            message = f"'{token.text}' at {token.start + 1} needs something on both sides; the word itself is written in quotes"
        return QueryError(message, token.start, token.end)

    def _add(self, node: Node) -> None:
        group = self.groups[-1]
        if group.minus:
            node = node.node if isinstance(node, Not) else Not(node)
        group.minus, group.waiting = False, None
        group.branches[-1].append(node)

    def _drop(self) -> None:
        """Leave out a word that nothing can match, with the operator before it."""
        group = self.groups[-1]
        group.minus, group.waiting = False, None
        group.dropped[-1] = True

    # ── Words and fields

    def _word(self, token: Token) -> None:
        match = fields.NUMBER.fullmatch(token.text)
        if match:
            name, comparison, value = match.groups()
            self._outside_of_text_fields(token)
            try:
                self._count(token)
                self._add(fields.number_node(name, comparison, value))
            except fields.Wrong as wrong:
                self._unfinished_or(f"{wrong}, at {token.start + 1}", token.start, token.end)
            return
        text, prefix = token.text.rstrip("*"), token.text.endswith("*")
        self._text(Word(text, prefix or (self._is_typed(token))), token)

    def _text(self, node: Word | Phrase, token: Token) -> None:
        self._count(token)
        if not tokens(node.text):
            self._drop()
            return
        self._add(node)

    def _count(self, token: Token) -> None:
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise QueryError(
                f"a query may hold {MAX_TERMS} words at most; this one has more at {token.start + 1}",
                token.start,
                token.end,
            )

    def _field(self, token: Token) -> None:
        name = token.text
        value = self.tokens[self.at] if self.at < len(self.tokens) else None
        if value is not None and value.start != token.end:
            value = None
        end = value.end if value else token.end
        if name not in fields.FIELDS:
            if value and value.kind != "open":
                self.at += 1
            self._unfinished_or(fields.unknown_field(name, token.start), token.start, end)
            return
        self._outside_of_text_fields(token)
        if value is None or value.kind == "close":
            self._unfinished_or(f"{name}: at {token.start + 1} needs a value right behind it", token.start, token.end)
            return
        self.at += 1
        if value.kind == "open":
            if name not in fields.TEXT_FIELDS:
                raise QueryError(
                    f"{name}: at {token.start + 1} takes one value, no parentheses; write ({name}:a or {name}:b)",
                    token.start,
                    end,
                )
            self._open(value, cast(TextField, name))
            return
        self._field_value(name, value, token)

    def _field_value(self, name: str, value: Token, token: Token) -> None:
        unfinished = self._is_typed(value)
        starred = value.kind == "word" and value.text.endswith("*")
        text = value.text.rstrip("*") if starred else value.text
        if name in fields.TEXT_FIELDS:
            self._count(token)
            if not tokens(text):
                self._unfinished_or(
                    f"nothing in {quoted(value.text)} at {value.start + 1} can be searched for; words have letters or digits",
                    token.start,
                    value.end,
                )
                return
            held = Phrase(text) if value.kind == "phrase" else Word(text, starred or unfinished)
            self._add(Field(cast(TextField, name), held))
            return
        try:
            if name in fields.PLACE_FIELDS:
                self._count(token)
                self._add(Place(cast(PlaceField, name), text, starred or (unfinished and value.kind == "word")))
            elif name == "sort":
                self._set_sort(fields.sort_order(text), token)
            else:
                self._count(token)
                self._add(self._plain_field(name, text))
        except fields.Wrong as wrong:
            self._unfinished_or(f"{wrong}, at {token.start + 1}", token.start, value.end)

    def _plain_field(self, name: str, value: str) -> Node:
        if name == "is":
            return fields.is_node(value)
        if name == "has":
            return fields.has_node(value)
        return fields.time_node(name, value, self.now)

    def _set_sort(self, sort: Sort, token: Token) -> None:
        group = self.groups[-1]
        if len(self.groups) > 1 or group.minus or self.sort is not None:
            raise QueryError(
                f"sort: at {token.start + 1} orders the whole query: once, outside of parentheses, without -",
                token.start,
                token.end,
            )
        self.sort = sort

    def _outside_of_text_fields(self, token: Token) -> None:
        name = self.groups[-1].field
        if name is not None:
            raise QueryError(
                f"inside {name}:( ) stand words alone; take {token.text} at {token.start + 1} out of it",
                token.start,
                token.end,
            )

    # ── The end that is still being typed

    def _is_typed(self, token: Token) -> bool:
        """Whether the token is the one that is still being typed."""
        return self._is_at_cursor(token.start, token.end)

    def _is_at_cursor(self, start: int, end: int) -> bool:
        return self.typing and start < self.cursor <= end

    def _unfinished_or(self, message: str, start: int, end: int) -> None:
        """Leave out what is still being typed; anything else is an error."""
        if not self._is_at_cursor(start, end):
            raise QueryError(message, start, end)
        self._drop()


def _and(nodes: list[Node]) -> Node:
    flat = [held for node in nodes for held in (node.nodes if isinstance(node, And) else (node,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def _or(nodes: list[Node]) -> Node:
    return Or(tuple(held for node in nodes for held in (node.nodes if isinstance(node, Or) else (node,))))
