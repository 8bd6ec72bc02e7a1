"""newsboat's filter expressions → queries that find the same articles, or a word on why there is none. Pure.

newsboat compares texts and regular expressions, letter by letter; queries find words. What differs only in that (a title
that contains 'art' finds 'party' there) is taken over; what would find something else is not.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import cast

from newsreader.query.parse import QueryError, parse
from newsreader.query.tree import Field, Phrase, Place, TextField, show

MAX_LENGTH = 4000
MAX_DEPTH = 50

_TOKEN = re.compile(
    r"""\s*(?:(?P<paren>[()])|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|(?P<operator>==|!=|=~|!~|<=|>=|!\#|=|<|>|\#)|(?P<word>[\w:.-]+))"""
)
_PLAIN = re.compile(r"[\w '’&+.,-]+")
_RANGE = re.compile(r"(\d{1,5})\s*:\s*(\d{1,5})")
_FIELDS = {
    "title": "title",
    "author": "author",
    "content": "body",
    "feedtitle": "feed",
    "link": "url",
    "feedlink": "feed",
}


class CannotSay(Exception):
    """The query language has no words for an expression; the message names the part."""


def as_query(expression: str, sections: frozenset[str] = frozenset()) -> str:
    """Return the query for an expression. `sections`: tags that became sections, which a query asks for by that name.

    Raises CannotSay.
    """
    if len(expression) > MAX_LENGTH:
        raise CannotSay("it is too long")
    reader = _Reader(_tokens(expression), sections)
    query = reader.either(0)
    if reader.token:
        raise CannotSay(f"what stands at {reader.token[1]} is not understood")
    try:
        return show(parse(query, now=datetime.now().astimezone()))
    except QueryError as error:
        raise CannotSay(str(error)) from error


def _tokens(expression: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    expression = expression.strip()
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if not match:
            raise CannotSay(f"what stands at {expression[at : at + 20]} is not understood")
        assert match.lastgroup  # noqa: S101 - every branch of the pattern has a name
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class _Reader:
    """A reader by recursive descent; `and` binds closer than `or`."""

    def __init__(self, tokens: list[tuple[str, str]], sections: frozenset[str]) -> None:
        self._waiting = tokens[::-1]
        self._sections = sections

    @property
    def token(self) -> tuple[str, str] | None:
        return self._waiting[-1] if self._waiting else None

    def either(self, depth: int) -> str:
        """A or B."""
        return self._joined("or", self._both, " or ", depth)

    def _both(self, depth: int) -> str:
        return self._joined("and", self._one, " ", depth)

    def _joined(self, word: str, part: Callable[[int], str], between: str, depth: int) -> str:
        if depth > MAX_DEPTH:
            raise CannotSay("its parentheses stand too deep")
        parts = [part(depth)]
        while self.token == ("word", word):
            self._waiting.pop()
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else f"({between.join(parts)})"

    def _one(self, depth: int) -> str:
        kind, text = self._next()
        if (kind, text) == ("paren", "("):
            inner = self.either(depth + 1)
            if self._next() != ("paren", ")"):
                raise CannotSay("a parenthesis is not closed")
            return inner
        if (kind, text) == ("word", "not"):
            return f"-({self._one(depth + 1)})" if depth < MAX_DEPTH else self._one(MAX_DEPTH + 1)
        if kind != "word":
            raise CannotSay(f"what stands at {text} is not understood")
        operator = self._next()[1]
        return self._compared(text, operator, _unquoted(self._next()[1]))

    def _next(self) -> tuple[str, str]:
        if not self._waiting:
            raise CannotSay("it ends in the middle")
        return self._waiting.pop()

    def _compared(self, name: str, operator: str, value: str) -> str:
        negative = operator.startswith("!")
        if name == "unread" and operator in ("=", "==", "!="):
            return "is:read" if (value.lower() in ("no", "0", "false")) != negative else "is:unread"
        if name == "tags" and operator in ("#", "!#"):
            return _not(self._tagged(value), negative)
        if name == "age":
            return _age(operator, value)
        if name in _FIELDS and operator in ("=~", "!~", "=", "==", "!="):
            return _not(_text(_FIELDS[name], value, operator), negative)
        raise CannotSay(f"{name} {operator} has no counterpart")

    def _tagged(self, tag: str) -> str:
        own = show(Place("tag", tag))
        return f"({show(Place('section', tag))} or {own})" if tag in self._sections else own


def _text(field: str, value: str, operator: str) -> str:
    """A comparison with a plain text, or with a choice of several: a|b."""
    pattern = operator in ("=~", "!~")
    choices = value.strip("()").split("|") if pattern else [value]
    words = [choice.removeprefix("^").removesuffix("$").replace(r"\.", ".").strip() for choice in choices]
    if not all(word and _PLAIN.fullmatch(word) for word in words) or (pattern and any("." in word for word in words)):
        raise CannotSay(f"{value} is a pattern, and queries find words")
    found = [_words(field, word) for word in words]
    return found[0] if len(found) == 1 else f"({' or '.join(found)})"


def _words(field: str, words: str) -> str:
    return show(Place("feed", words) if field == "feed" else Field(cast(TextField, field), Phrase(words)))


def _age(operator: str, value: str) -> str:
    """Days since publication."""
    if operator == "between" and (match := _RANGE.fullmatch(value)):
        youngest, oldest = sorted(map(int, match.groups()))
        newer = f"newer:{oldest + 1}d"
        return newer if youngest == 0 else f"({newer} older:{youngest}d)"
    if not value.isdecimal() or len(value) > 5:
        raise CannotSay(f"age {operator} {value} has no counterpart")
    days = int(value)
    match operator:
        case "<":
            return f"newer:{days}d" if days else "newer:0m"
        case "<=":
            return f"newer:{days + 1}d"
        case ">":
            return f"older:{days + 1}d"
        case ">=":
            return f"older:{days}d"
        case "=" | "==":
            return f"(newer:{days + 1}d older:{days}d)" if days else "newer:1d"
        case _:
            raise CannotSay(f"age {operator} has no counterpart")


def _not(query: str, negative: bool) -> str:
    return f"-{query}" if negative else query


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text[:1] in ("'", '"') else text
