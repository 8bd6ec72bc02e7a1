"""config.example.toml and the tables of docs/config.md, made from the schema.

`python -m newsreader.config.example` prints the one, with `docs` behind it the other; `newsreader config init` writes
the first. Tests compare both files with what this module makes.
"""

import sys
from collections.abc import Iterator
from typing import Any

from msgspec import NODEFAULT, Struct, inspect, structs

from newsreader.actions import ACTIONS, GROUPS
from newsreader.config.edit import toml_value
from newsreader.config.expected import choices, expected
from newsreader.config.schema import (
    NOT_USED_YET,
    Config,
    FeedSettings,
    FetchSettings,
    Macro,
    ReaderSettings,
    Rule,
    View,
)
from newsreader.config.show import plain

_TABLES: dict[str, type[Struct]] = {"reader": ReaderSettings, "fetch": FetchSettings}
_ARRAYS: dict[str, type[Struct]] = {"feeds": FeedSettings, "views": View, "rules": Rule, "macros": Macro}
_SHARE = '"Mail to myself" = ["my-mailer", "{title}", "{url}"]'
_ABOUT = {
    "reader": "The screen, and what opens things.",
    "fetch": "How feeds are fetched; a feed may have its own of most of these.",
    "keys": 'A key or a list of keys for each action; "" takes its keys away. Keys are written as here.',
    "share": "Programs that an article is handed to (key S), by name; {url}, {title} and {file}, the article as HTML, are filled in.",
    "feeds": "One [[feeds]] for each subscription. url is all that it needs; a path counts from the folder of this file.",
    "views": "Saved queries.",
    "rules": "What happens to new articles that match a query.",
    "macros": "Keys that do several things.",
}
_HEAD = """\
# newsreader: every setting with its default, and a line on what it does.
#
# All of it may be left out, the whole file too. Spans of time are written "90s", "15m", "1h", "2d", "1w", sizes "500KB",
# "16MiB". A program is a list: its name, then its arguments. `newsreader config check` names mistakes by their line.
"""
_NOT_YET = "not used yet"
_WIDTH = 120


# ── config.example.toml ───────────────────────────────────────────────────────────────────────────────────────────────


def example() -> str:
    """Return the text of config.example.toml: the defaults as settings, everything else as comments."""
    lines = {
        **{name: [f"[{name}]", *_settings(name, kind)] for name, kind in _TABLES.items()},
        "keys": ["# [keys]", *_keys()],
        "share": ["# [share]", f"# {_SHARE}"],
        **{name: list(_element(name, kind)) for name, kind in _ARRAYS.items()},
    }
    # Feeds come last, because new subscriptions are added at the end of the file.
    order = [*(name for name in lines if name != "feeds"), "feeds"]
    return "\n".join([_HEAD, *("\n".join([*_heading(name), *lines[name], ""]) for name in order)])


def _heading(name: str) -> list[str]:
    title = f"# ── [{name}] " if name not in _ARRAYS else f"# ── [[{name}]] "
    about = f"{_ABOUT[name]} ({_NOT_YET.capitalize()}.)" if name in NOT_USED_YET else _ABOUT[name]
    return [title.ljust(_WIDTH, "─"), f"# {about}"]


def _settings(table: str, kind: type[Struct]) -> Iterator[str]:
    """A table's settings with their defaults, each below its line of help; at the end those that are not used yet."""
    fields = structs.fields(kind)
    for info in fields:
        if f"{table}.{info.name}" not in NOT_USED_YET:
            yield from ("", f"# {_help(info)}", _line(info))
    if unused := [info for info in fields if f"{table}.{info.name}" in NOT_USED_YET]:
        yield from ("", f"# {_NOT_YET.capitalize()}: these may stand here, but nothing acts on them so far.")
        for info in unused:
            yield from (f"# {_help(info)}", f"# {_line(info).removeprefix('# ')}")


def _element(name: str, kind: type[Struct]) -> Iterator[str]:
    """An example of an array's element as comments, with the help beside each setting."""
    yield f"# [[{name}]]"
    pairs = [(f"# {_pair(info, kind)}", _help_in_array(name, info)) for info in structs.fields(kind)]
    column = min(max(len(pair) for pair, _ in pairs), 64)
    for pair, line in pairs:
        yield f"{pair.ljust(column)}  # {line}"


def _keys() -> Iterator[str]:
    pairs = [(action, toml_value(_one_or_list(action.keys))) for action in ACTIONS]
    column = max(len(f"{action.id} = {keys}") for action, keys in pairs)
    for group in GROUPS:
        yield from ("#", f"# {group}")
        for action, keys in pairs:
            if action.group == group:
                yield f"# {f'{action.id} = {keys}'.ljust(column)}  # {action.help}"


def _one_or_list(keys: tuple[str, ...]) -> str | list[str]:
    return keys[0] if len(keys) == 1 else list(keys)


def _line(info: structs.FieldInfo) -> str:
    """A setting as it stands in its table: its default, or as a comment an example where the default is to have none."""
    if info.default is None or _default(info) == {}:
        return f"# {info.name} = {toml_value(_example(info))}"
    note = f"  # {expected(info.type)}" if _has_bounds(info) else ""
    return f"{info.name} = {toml_value(_default(info))}{note}"


def _pair(info: structs.FieldInfo, kind: type[Struct]) -> str:
    value = _example(info)
    if value is None and kind is FeedSettings:
        value = {"verify": False, "full_text": True, "images": "always", "keep": "90d", "interval": "15m"}.get(
            info.name, getattr(Config().fetch, info.name, None)
        )
    return f"{info.name} = {toml_value(plain(value))}"


def _help_in_array(name: str, info: structs.FieldInfo) -> str:
    shared = name == "feeds" and (table := _shared_with(info.name))
    line = f"as in [{table}], for this feed" if shared else _help(info)
    return f"{_NOT_YET}: {line}" if f"{name}.{info.name}" in NOT_USED_YET and name not in NOT_USED_YET else line


# ── The tables of docs/config.md ──────────────────────────────────────────────────────────────────────────────────────


def tables() -> str:
    """Return the tables of docs/config.md: every setting with its type, its default and its line of help."""
    parts = []
    for name, kind in {**_TABLES, **_ARRAYS}.items():
        title = f"[[{name}]]" if name in _ARRAYS else f"[{name}]"
        rows = [row for info in structs.fields(kind) for row in [_row(name, info)] if row]
        about = f"{_ABOUT[name]} *{_NOT_YET.capitalize()}.*" if name in NOT_USED_YET else _ABOUT[name]
        parts.append("\n".join([f"### {title}", "", about, "", *_COLUMNS, *rows, ""]))
    return "\n".join(parts)


_COLUMNS = ("| setting | what | type | default |", "|---|---|---|---|")


def _row(table: str, info: structs.FieldInfo) -> str:
    if table == "feeds" and _shared_with(info.name):
        return ""
    value = _default(info)
    default = "" if info.required or value in (None, {}, []) else f"`{toml_value(value)}`"
    per_feed = " (per feed too)" if table in _TABLES and info.name in FeedSettings.__struct_fields__ else ""
    unused = f". *{_NOT_YET.capitalize()}.*" if f"{table}.{info.name}" in NOT_USED_YET else ""
    kind = expected(info.type).partition(", such as")[0]
    cells = (f"`{info.name}`{per_feed}", f"{_help(info)}{unused}", kind, default)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


# ── From the schema ───────────────────────────────────────────────────────────────────────────────────────────────────


def _shared_with(name: str) -> str:
    """The table that has the setting for all feeds; '' where a feed alone has it."""
    return next((table for table, kind in _TABLES.items() if name in kind.__struct_fields__), "")


def _default(info: structs.FieldInfo) -> Any:
    factory = info.default_factory
    return plain(factory() if factory is not NODEFAULT else info.default if info.default is not NODEFAULT else None)


def _help(info: structs.FieldInfo) -> str:
    return str(_schema(info).get("description", ""))


def _example(info: structs.FieldInfo) -> Any:
    examples = _schema(info).get("examples")
    return examples[0] if examples else None


def _schema(info: structs.FieldInfo) -> dict[str, Any]:
    """What Meta says about a setting, on its type or on the first part of a union."""
    kind = inspect.type_info(info.type)
    parts = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    return next((part.extra_json_schema or {} for part in parts if isinstance(part, inspect.Metadata)), {})


def _has_bounds(info: structs.FieldInfo) -> bool:
    kind = inspect.type_info(info.type)
    inner = kind.type if isinstance(kind, inspect.Metadata) else kind
    return isinstance(inner, inspect.IntType) or bool(choices(inner))


if __name__ == "__main__":
    sys.stdout.write(tables() if sys.argv[1:] == ["docs"] else example())
