"""The program's changes to the person's file: text → text, everything that is not changed to the byte as it was.

tomlkit writes what is new and changes what stands in one line; where it goes is places.py's matter, because tomlkit
(0.15) gathers [[feeds]] that other tables stand between, and puts new keys behind comments that head the next table.
Every edit is read back, and refused where the file would not say what was meant.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from newsreader.config.finding import KeyPath
from newsreader.config.places import Block, Places, find_places

_BLANK_LINE = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_COMMENT_LINES = re.compile(r"(?:[ \t]*#[^\n]*(?:\n|\Z))+")


class EditError(Exception):
    """The change was not made; the message says why and what to do, in one line."""


def add_feed(text: str, url: str, **settings: Any) -> str:
    """Return `text` with a subscription more, behind the others. `settings` are those of [[feeds]]; None and () are left out."""
    return add_table(text, "feeds", {"url": url, **settings})


def remove_feed(text: str, url: str) -> str:
    """Return `text` without the subscription whose `url` is written so. Raises EditError where none is."""
    feeds = _tables(text).get("feeds", [])
    number = next((n for n, feed in enumerate(feeds) if feed.get("url") == url), None)
    if number is None:
        raise EditError(f"no [[feeds]] has url = {tomlkit.item(url).as_string()}")
    return remove_table(text, "feeds", number)


def add_view(text: str, name: str, query: str, **settings: Any) -> str:
    """Return `text` with a saved view more, behind the others."""
    return add_table(text, "views", {"name": name, "query": query, **settings})


def set_value(text: str, path: KeyPath, value: Any) -> str:
    """Return `text` with the setting at `path`, ('reader', 'theme') or ('feeds', 2, 'name'), set to `value`.

    A value that is there is replaced where it stands; a new one comes behind the last of its table, which is made where
    it is missing. Raises EditError.
    """

    def change(tables: dict[str, Any]) -> None:
        _inside(tables, path[:-1])[path[-1]] = value

    return _edited(text, lambda places: _with_value(places, path, value), change)


def remove_value(text: str, path: KeyPath) -> str:
    """Return `text` without the setting at `path` and the comment on its line. Raises EditError where it is not set."""

    def change(tables: dict[str, Any]) -> None:
        del _inside(tables, path[:-1])[path[-1]]

    return _edited(text, lambda places: _without_value(places, path), change)


def add_table(text: str, name: str, values: Mapping[str, Any]) -> str:
    """Return `text` with a [[name]] more, behind the others. What is None or empty in `values` is left out."""
    return add_tables(text, name, [values])


def add_tables(text: str, name: str, tables: Sequence[Mapping[str, Any]]) -> str:
    """Return `text` with several [[name]] more, behind the others, in one rewriting."""
    added = [
        {key: list(v) if isinstance(v, tuple) else v for key, v in values.items() if v is not None and v != ()}
        for values in tables
    ]

    def change(tables: dict[str, Any]) -> None:
        tables.setdefault(name, []).extend(added)

    return _edited(text, lambda places: _with_tables(places, name, added), change)


def insert_table(text: str, name: str, number: int, values: Mapping[str, Any]) -> str:
    """Return `text` with a [[name]] more, which becomes the one of that number, from 0; the last one beyond the end."""
    settings = dict(values)

    def change(tables: dict[str, Any]) -> None:
        tables.setdefault(name, []).insert(number, settings)

    return _edited(text, lambda places: _with_table_at(places, name, number, settings), change)


def remove_table(text: str, name: str, number: int) -> str:
    """Return `text` without the [[name]] of that number, from 0; a comment above it stays. Raises EditError."""
    return remove_tables(text, name, [number])


def remove_tables(text: str, name: str, numbers: Iterable[int]) -> str:
    """Return `text` without the [[name]] of these numbers, from 0; comments above them stay. Raises EditError."""
    gone = sorted(set(numbers), reverse=True)

    def change(tables: dict[str, Any]) -> None:
        element = find_places(text.removeprefix("\ufeff")).keys[name, gone[0]]
        for number in gone:
            del tables[name][number]
        if not tables[name] and text.removeprefix("\ufeff").startswith("[[", element.start):
            del tables[name]

    return _edited(text, lambda places: _without_tables(places, name, gone), change)


def toml_value(value: Any) -> str:
    """Return a text, number, list or table as TOML on one line."""
    if isinstance(value, Mapping):
        return _inline(value).as_string()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return str(tomlkit.item(value).as_string())


# ── Where it goes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _edited(text: str, edit: Callable[[Places], str], change: Callable[[dict[str, Any]], None]) -> str:
    """Return `text` after `edit`, which must mean what the old text means after `change`."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    expected = _tables(body)
    try:
        change(expected)
        new = edit(find_places(body))
        if tomllib.loads(new) == expected:
            return mark + new
    except (LookupError, TypeError, ValueError, TOMLKitError):
        pass
    raise EditError("this file is written in a way that cannot be changed safely; change it in an editor")


def _with_value(places: Places, path: KeyPath, value: Any) -> str:
    text = places.text
    if place := places.keys.get(path):
        start, end = place.value
        return text[:start] + toml_value(value) + text[end:]
    parent = places.keys.get(path[:-1])
    if parent and text.startswith("{", parent.value[0]):
        return _in_place(text, parent.value, lambda table: table.__setitem__(path[-1], value))
    if block := _block_for(places, path[:-1]):
        key = _dotted(path[len(block.path) :])
        return _insert(text, block.end, f"{key} = {toml_value(value)}", indent=_indent(text, block))
    if any(isinstance(name, int) for name in path[:-1]):
        return _with_value(places, path[:-1], {path[-1]: value})
    return _insert(
        text, len(text), f"[{_dotted(path[:-1])}]", f"{_dotted(path[-1:])} = {toml_value(value)}", apart=True
    )


def _without_value(places: Places, path: KeyPath) -> str:
    text, place, parent = places.text, places.keys[path], places.keys.get(path[:-1])
    if parent and text.startswith("{", parent.value[0]):
        return _in_place(text, parent.value, lambda table: table.__delitem__(path[-1]))
    return text[: _line_start(text, place.start)] + text[_line_end(text, place.value[1]) :]


def _with_tables(places: Places, name: str, tables: Sequence[Mapping[str, Any]]) -> str:
    text = places.text
    place = places.keys.get((name,))
    if place and text.startswith("[", place.value[0]) and (name, 0) not in {block.path for block in places.blocks}:
        return _in_place(text, place.value, lambda array: array.extend(map(_inline, tables)))
    blocks = [block for block in places.blocks if block.path[:1] == (name,)]
    end = _with_comments(text, blocks[-1].end) if blocks else len(text)
    lines = [line for values in tables for line in ("", *_lines(name, values))]
    return _insert(text, end, *lines[1:], apart=True)


def _lines(name: str, values: Mapping[str, Any]) -> list[str]:
    return [f"[[{_dotted((name,))}]]", *(f"{_dotted((key,))} = {toml_value(value)}" for key, value in values.items())]


def _with_table_at(places: Places, name: str, number: int, values: Mapping[str, Any]) -> str:
    text, place = places.text, places.keys.get((name,))
    if (name, number) not in places.keys:
        return _with_tables(places, name, [values])
    if place and text.startswith("[", place.value[0]) and not text.startswith("[[", place.value[0]):
        return _in_place(text, place.value, lambda array: array.insert(number, _inline(values)))
    behind = [block for block in places.blocks if block.path[:2] == (name, number - 1)]
    start = next(block.start for block in places.blocks if block.path == (name, number))
    # Behind the one before, or above the first one and the comment that heads it.
    at = _with_comments(text, behind[-1].end) if behind else _above_comments(text, _line_start(text, start))
    return _insert(text, at, *_lines(name, values), apart=True)


def _without_tables(places: Places, name: str, numbers: Sequence[int]) -> str:
    """`numbers`, from the last: in an array the others keep their places while one goes."""
    text = places.text
    wanted = {(name, number) for number in numbers}
    blocks = [block for block in places.blocks if block.path[:2] in wanted]
    if not blocks:

        def change(array: Any) -> None:
            for number in numbers:
                del array[number]

        return _in_place(text, places.keys[name,].value, change)
    spans: list[tuple[int, int]] = []
    for block in blocks:
        start, end = _line_start(text, block.start), _with_comments(text, block.end)
        if spans and spans[-1][1] >= start:
            start = spans.pop()[0]
        spans.append((start, end))
    kept, at = "", 0
    for start, end in spans:
        kept += text[at:start]
        blank = _BLANK_LINE.match(text, end)
        at = blank.end() if blank and (not kept or kept.isspace() or kept.endswith(("\n\n", "\n\r\n"))) else end
    return kept + text[at:]


def _block_for(places: Places, table: KeyPath) -> Block | None:
    """The block in which a new key of `table` can stand: its own, or the one where its dotted keys are."""
    for block in places.blocks:
        if block.path == table:
            return block
    place = places.keys.get(table)
    if place is None or place.value[0] != place.value[1]:
        return None
    return next(block for block in reversed(places.blocks) if block.start <= place.start)


def _insert(text: str, at: int, *lines: str, indent: str = "", apart: bool = False) -> str:
    """Put lines into the text at the start of a line; `apart` from their neighbours by an empty line."""
    newline = "\r\n" if "\r\n" in text else "\n"
    before, after = text[:at], text[at:]
    piece = "".join(f"{indent}{line}{newline}" for line in lines)
    if before and not before.endswith("\n"):
        piece = newline + piece
    if apart and before.strip() and not before.endswith(("\n\n", "\n\r\n")):
        piece = newline + piece
    if apart and after and not _BLANK_LINE.match(after):
        piece += newline
    return before + piece + after


def _in_place(text: str, span: tuple[int, int], change: Callable[[Any], object]) -> str:
    """Let tomlkit change an inline table or an array."""
    start, end = span
    document = tomlkit.parse(f"x = {text[start:end]}\n")
    change(document["x"])
    return text[:start] + document.as_string().removeprefix("x = ").rstrip("\r\n") + text[end:]


def _with_comments(text: str, end: int) -> int:
    """The end of the comment lines that follow a block, unless they head what comes next."""
    comments = _COMMENT_LINES.match(text, end)
    if comments and (comments.end() == len(text) or _BLANK_LINE.match(text, comments.end())):
        return comments.end()
    return end


def _above_comments(text: str, at: int) -> int:
    """The start of the comment lines that stand right above a line, or of the line itself."""
    while at and text[_line_start(text, at - 1) : at].lstrip(" \t").startswith("#"):
        at = _line_start(text, at - 1)
    return at


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    newline = text.find("\n", at)
    return len(text) if newline == -1 else newline + 1


def _indent(text: str, block: Block) -> str:
    """What the block's last line begins with, where that is a key and not the header."""
    line = text[_line_start(text, max(block.end - 1, block.start)) : block.end]
    return "" if line.lstrip().startswith("[") else line[: len(line) - len(line.lstrip(" \t"))]


def _dotted(names: KeyPath) -> str:
    """A header or key of these names; the numbers of array elements are not written."""
    return ".".join(tomlkit.key(name).as_string() for name in names if isinstance(name, str))


def _inline(values: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(values)
    return table


def _inside(tables: Any, path: KeyPath) -> Any:
    """What tomllib has at `path`; tables on the way are made where they are missing."""
    for name in path:
        tables = tables[name] if isinstance(name, int) else tables.setdefault(name, {})
    return tables


def _tables(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise EditError(f"the config is not TOML, so it was not changed: {error}") from None
