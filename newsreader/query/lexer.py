"""A query's text, cut into tokens with their places."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "phrase", "field", "open", "close", "minus", "and", "or", "not"]

MAX_QUOTED = 40
_OPERATORS: dict[str, Kind] = {"and": "and", "or": "or", "not": "not"}
_WORD = re.compile(r'[^\s()"]+')
# `scheme://…` is an address, not a field; a colon behind anything but letters (12:30) is part of a word.
_FIELD = re.compile(r"([A-Za-z]+):(?!//)")


class QueryError(Exception):
    """The query cannot be understood; the message names the place (counted from 1) and the fix, in one line."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        """Where the wrong part begins in the query, counted from 0."""
        self.end = end


def quoted(text: str) -> str:
    """Return `text` as a message quotes it: its beginning, and nothing that has no picture of its own."""
    shown = repr(text[: MAX_QUOTED + 1])
    return shown if len(shown) <= MAX_QUOTED else f"{shown[:MAX_QUOTED]}…'"


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    """The word, the phrase without its quotes, the field's name in lower case, or the operator."""
    start: int
    end: int


def cut(text: str, *, typing: bool = False) -> list[Token]:
    """Return the tokens of `text`. Raises QueryError for a quote that is not closed, unless it is still being typed."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
        elif character in "()":
            found.append(Token("open" if character == "(" else "close", character, at, at + 1))
            at += 1
        elif character == '"':
            end = text.find('"', at + 1)
            if end < 0 and not typing:
                raise QueryError(f'the quote at {at + 1} is not closed; add a " at its end', at, len(text))
            closed = end + 1 if end >= 0 else len(text)
            found.append(Token("phrase", text[at + 1 : end if end >= 0 else len(text)], at, closed))
            at = closed
        elif character == "-" and text[at + 1 : at + 2].strip() and not _is_field_before(found, at):
            found.append(Token("minus", "-", at, at + 1))
            at += 1
        else:
            token = _word(text, at, behind_field=_is_field_before(found, at))
            found.append(token)
            at = token.end
    return found


def _word(text: str, at: int, *, behind_field: bool) -> Token:
    """The token that begins at `at` and is neither quoted nor a parenthesis."""
    match = _WORD.match(text, at)
    assert match is not None  # noqa: S101 - the caller has seen a character that is no blank, quote or parenthesis
    word, end = match.group(), match.end()
    if behind_field:
        return Token("word", word, at, end)
    field = _FIELD.match(text, at, end)
    if field:
        return Token("field", field.group(1).lower(), at, field.end())
    return Token(_OPERATORS.get(word.lower(), "word"), word, at, end)


def _is_field_before(found: list[Token], at: int) -> bool:
    return bool(found) and found[-1].kind == "field" and found[-1].end == at
