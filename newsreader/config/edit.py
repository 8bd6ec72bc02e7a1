"""The program's changes to the person's file: text → text, everything that is not changed to the byte as it was.

tomlkit writes what is new and changes what stands in one line; where it goes is places.py's matter, because tomlkit
(0.15) gathers [[feeds]] that other tables stand between, and puts new keys behind comments that head the next table.
Every edit is read back, and refused where the file would not say what was meant.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias, cast

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from newsreader.config.finding import KeyPath
from newsreader.config.places import Block, Places, find_places

Splice: TypeAlias = tuple[int, int, str]
"""Where in a text something goes, from and to, and what comes there instead."""

_NOT_BLANK = re.compile(r"\S")
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


def change_tables(text: str, name: str, changes: Mapping[int, Mapping[str, Any]]) -> str:
    """Return `text` with other settings in several [[name]], by their numbers from 0, in one rewriting; None takes one away.

    As `set_value` and `remove_value`. Raises EditError.
    """

    def change(tables: dict[str, Any]) -> None:
        for number, settings in changes.items():
            for key, value in settings.items():
                if value is None:
                    del tables[name][number][key]
                else:
                    tables[name][number][key] = value

    return _edited(text, lambda places: _with_settings(places, name, changes), change)


def insert_tables(text: str, name: str, added: Sequence[tuple[int, Mapping[str, Any]]]) -> str:
    """Return `text` with several [[name]] more in one rewriting, put in one after the other: each becomes the one of its number.

    Numbers are from 0; beyond the end it is the last one.
    """
    settings = [(number, dict(values)) for number, values in added]

    def change(tables: dict[str, Any]) -> None:
        for number, values in settings:
            tables.setdefault(name, []).insert(number, values)

    return _edited(text, lambda places: _with_tables_at(places, name, settings), change)


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


def _with_settings(places: Places, name: str, changes: Mapping[int, Mapping[str, Any]]) -> str:
    blocks = {block.path: block for block in places.blocks}
    return _spliced(
        places.text,
        (
            splice
            for number, settings in changes.items()
            for splice in _settings_spliced(places, blocks, (name, number), settings)
        ),
    )


def _settings_spliced(
    places: Places, blocks: Mapping[KeyPath, Block], table: KeyPath, settings: Mapping[str, Any]
) -> Iterator[Splice]:
    """What makes the settings those of a table: lines that go, values that are exchanged, new lines behind its others."""
    text, (start, end) = places.text, places.keys[table].value
    if text.startswith("{", start):
        yield start, end, _changed_in_place(text[start:end], lambda inline: _update(inline, settings))
        return
    lines: list[str] = []
    for key, value in settings.items():
        place = places.keys.get((*table, key))
        if value is not None and place is None:
            lines.append(f"{_dotted((key,))} = {toml_value(value)}")
        elif value is not None and place is not None:
            yield *place.value, toml_value(value)
        else:
            place = places.keys[*table, key]
            yield _line_start(text, place.start), _line_end(text, place.value[1]), ""
    if lines:
        block = blocks[table]
        yield block.end, block.end, _piece(text, block.end, *lines, indent=_indent(text, block))


def _update(table: Any, settings: Mapping[str, Any]) -> None:
    for key, value in settings.items():
        if value is None:
            del table[key]
        else:
            table[key] = value


def _with_tables_at(places: Places, name: str, added: Sequence[tuple[int, Mapping[str, Any]]]) -> str:
    text, place = places.text, places.keys.get((name,))
    if (name, 0) not in places.keys:
        order: list[Mapping[str, Any]] = []
        for number, values in added:
            order.insert(number, values)
        return _with_tables(places, name, order)
    if place and text.startswith("[", place.value[0]) and not text.startswith("[[", place.value[0]):

        def change(array: Any) -> None:
            for number, values in added:
                array.insert(number, _inline(values))

        return _in_place(text, place.value, change)
    starts = {
        block.path[1]: block.start for block in places.blocks if block.path[:1] == (name,) and len(block.path) == 2
    }
    ends = {block.path[1]: block.end for block in places.blocks if block.path[:1] == (name,)}
    rows: list[int | Mapping[str, Any]] = [*range(len(starts))]
    for number, values in added:
        rows.insert(number, values)
    splices: list[Splice] = []
    before = -1
    for new, run in groupby(rows, key=lambda row: not isinstance(row, int)):
        if not new:
            before = cast(int, list(run)[-1])
            continue
        # Behind the one before, or above the first one and the comment that heads it.
        at = _with_comments(text, ends[before]) if before >= 0 else _above_comments(text, _line_start(text, starts[0]))
        lines = [line for values in run for line in ("", *_lines(name, cast(Mapping[str, Any], values)))]
        splices.append((at, at, _piece(text, at, *lines[1:], apart=True)))
    return _spliced(text, splices)


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
    return text[:at] + _piece(text, at, *lines, indent=indent, apart=apart) + text[at:]


def _piece(text: str, at: int, *lines: str, indent: str = "", apart: bool = False) -> str:
    """The lines as they are put in there."""
    newline = "\r\n" if "\r\n" in text else "\n"
    piece = "".join(f"{indent}{line}{newline}" if line else newline for line in lines)
    if at and not text.endswith("\n", 0, at):
        piece = newline + piece
    if apart and _NOT_BLANK.search(text, 0, at) and not text.endswith(("\n\n", "\n\r\n"), 0, at):
        piece = newline + piece
    if apart and at < len(text) and not _BLANK_LINE.match(text, at):
        piece += newline
    return piece


def _spliced(text: str, splices: Iterable[Splice]) -> str:
    """Exchange several stretches that do not overlap; of those at one place the first stands first."""
    pieces, done = [], 0
    for start, end, piece in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [text[done:start], piece]
        done = end
    return "".join((*pieces, text[done:]))


def _in_place(text: str, span: tuple[int, int], change: Callable[[Any], object]) -> str:
    """Let tomlkit change an inline table or an array."""
    start, end = span
    return text[:start] + _changed_in_place(text[start:end], change) + text[end:]


def _changed_in_place(value: str, change: Callable[[Any], object]) -> str:
    document = tomlkit.parse(f"x = {value}\n")
    change(document["x"])
    return document.as_string().removeprefix("x = ").rstrip("\r\n")


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
