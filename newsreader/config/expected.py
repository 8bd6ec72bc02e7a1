"""What a setting wants, in words: for messages about mistakes and for docs/config.md."""

import json
from collections.abc import Sequence
from datetime import date, time
from typing import Any, Literal, cast, get_args, get_origin

from msgspec import inspect

from newsreader.config.finding import KeyPath, nearest

# Whatever stands there wrongly may still be a secret.
_NEVER_SHOWN = frozenset({"headers", "proxy", "password_command", "token_command"})
_LONGEST = 40


def mismatch(kind: Any, value: object, path: KeyPath) -> str:
    """Say what the setting at `path`, of type `kind`, wants instead of `value`."""
    info = inspect.type_info(kind)
    hint = nearest(value, choices(info)) if isinstance(value, str) else ""
    return f"expected {in_words(info, _declared(kind))}, not {_shown(value, path)}{hint}"


def expected(kind: Any) -> str:
    """Return what a setting's type wants: 'a whole number from 40 to 160'."""
    return in_words(inspect.type_info(kind), _declared(kind))


def choices(info: inspect.Type) -> list[str]:
    """Return the texts that a setting chooses from; none where it takes other values too."""
    if isinstance(info, inspect.Metadata):
        return choices(info.type)
    if isinstance(info, inspect.UnionType):
        return [choice for part in info.types for choice in choices(part)]
    return [value for value in info.values if isinstance(value, str)] if isinstance(info, inspect.LiteralType) else []


def in_words(info: inspect.Type, order: Sequence[object] = ()) -> str:
    """Return what a type of the schema wants; `order` is that of the choices, which msgspec sorts by the alphabet."""
    match info:
        case inspect.Metadata(extra={"expected": str(words)}):
            return words
        case inspect.Metadata(type=inner):
            return in_words(inner, order)
        case inspect.UnionType(types=types):
            return " or ".join(in_words(part, order) for part in types if not isinstance(part, inspect.NoneType))
        case inspect.LiteralType(values=values):
            quoted = [json.dumps(value) for value in sorted(values, key=order.index)]
            return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
        case inspect.CustomType(cls=cls):
            return str(cast(Any, cls).EXPECTED)
        case inspect.IntType(ge=least, le=most):
            return f"a whole number from {least} to {most}"
        case inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item):
            return f"a list of {in_words(item).removeprefix('a ')}s"
        case inspect.DictType():
            return "a table"
        case inspect.BoolType():
            return "true or false"
        case inspect.DateType():
            return "a date such as 2026-12-31"
    return "a text"


def _declared(kind: Any) -> list[object]:
    """The choices anywhere in a type, as the schema has them."""
    parts = get_args(kind)
    return list(parts) if get_origin(kind) is Literal else [choice for part in parts for choice in _declared(part)]


def _shown(value: object, path: KeyPath) -> str:
    """Return a wrong value for a message: short, as TOML has it, and never one that may be a secret."""
    if not _NEVER_SHOWN.isdisjoint(path):
        return "what stands there"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, date | time):
        return value.isoformat()
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
