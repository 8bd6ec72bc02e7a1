"""TOML tables become a Config, or a list of everything in them that is not as the schema wants it."""

from typing import Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct, ValidationError, structs

from newsreader.config.finding import Finding, KeyPath, nearest
from newsreader.config.schema import Config, FeedSettings, FetchSettings, Macro, ReaderSettings, Rule, View

_TABLES: dict[str, type[Struct]] = {"reader": ReaderSettings, "fetch": FetchSettings}
_ARRAYS: dict[str, type[Struct]] = {"feeds": FeedSettings, "views": View, "rules": Rule, "macros": Macro}
# What other programs call a setting that has another name here.
_OTHER_NAMES = {
    "title": "name", "category": "section", "folder": "section", "link": "url", "href": "url", "xmlUrl": "url",
    "colorscheme": "theme", "colors": "theme", "width": "text_width", "user": "username",
}  # fmt: skip

_S = TypeVar("_S", bound=Struct)


class Decoded(Struct):
    """The settings that are right, and what is wrong with the others."""

    config: Config
    findings: list[Finding] = []
    kept: dict[str, list[int]] = {}
    """For an array from which elements had to be left out: the numbers, in the file, of those that are in `config`."""


def decode(tables: dict[str, Any]) -> Decoded:
    """Return the settings in `tables`, as tomllib gives them, with every mistake in names, types and values."""
    try:
        return Decoded(msgspec.convert(tables, Config, dec_hook=_parse))
    except ValidationError:
        # msgspec stops at the first mistake: look at each value by itself.
        decoded = Decoded(Config())
        decoded.config = _table(tables, Config, (), decoded) or decoded.config
        return decoded


def _parse(kind: Any, value: object) -> object:
    """msgspec's hook for the types of spans.py."""
    return kind.parse(value)


def _table(table: object, kind: type[_S], path: KeyPath, decoded: Decoded) -> _S | None:
    """Return a table's struct, made from its right values; None where one that it must have is missing or wrong."""
    if not isinstance(table, dict):
        decoded.findings.append(Finding(path, f"expected a table: {_header(path)}, and its settings below"))
        return None
    fields = {info.name: info for info in structs.fields(kind)}
    good: dict[str, Any] = {}
    for name, value in table.items():
        if name not in fields:
            decoded.findings.append(Finding((*path, name), _unknown(name, kind, path)))
        elif (right := _value(value, fields[name].type, (*path, name), decoded)) is not None:
            good[name] = right
    required = [name for name, info in fields.items() if info.required]
    decoded.findings += [Finding(path, f"{name} is missing") for name in required if name not in table]
    return kind(**good) if all(name in good for name in required) else None


def _value(value: object, kind: Any, path: KeyPath, decoded: Decoded) -> Any:
    """Return a value as its setting wants it, or None (which TOML does not have) after noting what is wrong with it."""
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _table(value, kind, path, decoded)
    if get_origin(kind) is tuple and len(path) == 1:
        return _array(value, get_args(kind)[0], path, decoded)
    if get_origin(kind) is dict and isinstance(value, dict):
        item = get_args(kind)[1]
        parts = {name: _value(part, item, (*path, name), decoded) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part is not None}
    try:
        return msgspec.convert(value, kind, dec_hook=_parse)
    except ValidationError:
        from newsreader.config.expected import mismatch

        decoded.findings.append(Finding(path, mismatch(kind, value, path)))
        return None


def _array(value: object, kind: type[_S], path: KeyPath, decoded: Decoded) -> tuple[_S, ...]:
    name = str(path[0])
    if not isinstance(value, list):
        decoded.findings.append(Finding(path, f"expected a list of tables: write [[{name}]] before each"))
        return ()
    made = [_table(item, kind, (*path, number), decoded) for number, item in enumerate(value)]
    decoded.kept[name] = [number for number, item in enumerate(made) if item is not None]
    return tuple(item for item in made if item is not None)


def _header(path: KeyPath) -> str:
    name = path[0]
    return f"[[{name}]]" if name in _ARRAYS else f"[{name}]"


def _unknown(name: str, kind: type[Struct], path: KeyPath) -> str:
    """Say what a name that is none of `kind`'s was probably meant to be."""
    known = kind.__struct_fields__
    what = "unknown setting" if path else "unknown table"
    if kind is FeedSettings and name == "password":
        return f"{what}; a password stands in no file; use password_command or password_env"
    if (other := _OTHER_NAMES.get(name)) in known:
        return f'{what}; did you mean "{other}"?'
    homes = [
        f"[{table}]" for table, struct in _TABLES.items() if struct is not kind and name in struct.__struct_fields__
    ]
    if not path and not homes and name in FeedSettings.__struct_fields__:
        homes = ["[[feeds]]"]
    if homes:
        return f"{what}; {name} stands in {homes[0]}"
    return what + (nearest(name, known) or f"; there are: {', '.join(known)}")
