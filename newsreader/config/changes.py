"""A change of one [[feeds]], [[views]] or [[rules]] in the person's file, which can be turned round: for undo and redo.

A change knows the table before and after. It is made in the file as it is when it is made, and refused where the table
is no longer what it was. Where the whole file is to the byte what it was, comments come back as well.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from newsreader.config.edit import EditError, add_table, insert_table, remove_table, remove_value, set_value, toml_value

Array: TypeAlias = Literal["feeds", "views", "rules"]
Values: TypeAlias = Mapping[str, Any]

_KEYS: dict[Array, str] = {"feeds": "url", "views": "name", "rules": "name"}
_WORDS: dict[Array, str] = {"feeds": "feed", "views": "view", "rules": "rule"}


class Conflict(EditError):
    """The table is not what the change found or left; nothing was written, and trying again does not help."""


@dataclass(frozen=True, slots=True)
class Patch:
    """The same change as an exchange of texts, good for the one file that it was made in."""

    at: int
    old: str
    new: str
    before: str
    """A digest of the whole text before."""
    after: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One table before and after; None: it is not there."""

    array: Array
    before: Values | None
    after: Values | None
    number: int | None = None
    """Which one of its array it is, from 0; None: behind the others."""
    patch: Patch | None = None

    def __str__(self) -> str:
        """Say it for the journal: 'subscribed to Guardian'."""
        return _described(self)

    def inverse(self) -> "Edit":
        """Return the change that takes this one back."""
        patch = self.patch and Patch(self.patch.at, self.patch.new, self.patch.old, self.patch.after, self.patch.before)
        return replace(self, before=self.after, after=self.before, patch=patch)


def adding(array: Array, **values: Any) -> Edit:
    """Return the change that adds a table behind the others; settings that are None or empty are left out."""
    return Edit(array, None, _settings(values))


def removing(text: str, array: Array, key: str) -> Edit:
    """Return the change that takes the table called `key` (a feed's url as written) out of `text`. Raises EditError."""
    number, values = _find(text, array, key)
    return Edit(array, values, None, number)


def changing(text: str, array: Array, key: str, **values: Any) -> Edit:
    """Return the change that gives the table called `key` other settings; None or () takes one away. Raises EditError."""
    number, before = _find(text, array, key)
    return Edit(array, before, _settings({**before, **values}), number)


def apply(text: str, edit: Edit) -> tuple[str, Edit]:
    """Return `text` after the change, and the change as made in this text. Raises Conflict, EditError."""
    patch = edit.patch
    if patch and _digest(text) == patch.before:
        new = text[: patch.at] + patch.new + text[patch.at + len(patch.old) :]
    else:
        new = _applied(text, edit)
        if patch and patch.old and text.count(patch.old) == 1:
            # The very lines are still there: with them go blank lines and comments that the tables know nothing of.
            exchanged = text.replace(patch.old, patch.new)
            new = exchanged if _means_the_same(exchanged, new) else new
    return new, replace(edit, patch=_patch(text, new))


def written_url(text: str, url: str, path: Path) -> str:
    """Return how the file writes the address of the feed whose resolved address is `url`. Raises EditError where none is."""
    from newsreader.config.addresses import BadAddress, normal, resolve

    for feed in _array(text, "feeds"):
        written = feed.get("url", "")
        try:
            if written == url or normal(resolve(written, path.absolute().parent)) == normal(url):
                return str(written)
        except BadAddress:
            continue
    raise EditError(f"{path} has no feed with the address {url}")


def pack(edit: Edit) -> str:
    """Return the change as text for the journal."""
    patch = edit.patch
    held = {
        "array": edit.array,
        "before": None if edit.before is None else toml_value(edit.before),
        "after": None if edit.after is None else toml_value(edit.after),
        "number": edit.number,
        "patch": patch and [patch.at, patch.old, patch.new, patch.before, patch.after],
    }
    return json.dumps(held, ensure_ascii=False)


def unpack(text: str) -> Edit:
    """Return what `pack` packed."""
    held = json.loads(text)

    def table(value: str | None) -> Values | None:
        return None if value is None else cast(Values, tomllib.loads(f"table = {value}")["table"])

    patch = Patch(*held["patch"]) if held["patch"] else None
    return Edit(held["array"], table(held["before"]), table(held["after"]), held["number"], patch)


def _applied(text: str, edit: Edit) -> str:
    tables, array = _array(text, edit.array), edit.array
    if edit.before is None:
        assert edit.after is not None  # noqa: S101 - a change has one of them
        _refuse_twins(tables, edit, edit.after)
        if edit.number is None:
            return add_table(text, array, edit.after)
        return insert_table(text, array, edit.number, edit.after)
    number = _number(tables, edit, edit.before)
    if edit.after is None:
        return remove_table(text, array, number)
    if edit.after[_KEYS[array]] != edit.before[_KEYS[array]]:
        _refuse_twins(tables, edit, edit.after)
    for name, value in edit.after.items():
        if edit.before.get(name) != value:
            text = set_value(text, (array, number, name), value)
    for name in edit.before.keys() - edit.after.keys():
        text = remove_value(text, (array, number, name))
    return text


def _number(tables: list[dict[str, Any]], edit: Edit, wanted: Values) -> int:
    """Which table a change speaks of. Raises Conflict where it is gone, or not as the change has it."""
    name = wanted[_KEYS[edit.array]]
    number = next((n for n, table in enumerate(tables) if table.get(_KEYS[edit.array]) == name), None)
    if number is None:
        raise Conflict(f'the {_WORDS[edit.array]} "{_called(wanted)}" is not in the config any more')
    if tables[number] != wanted:
        raise Conflict(f'the {_WORDS[edit.array]} "{_called(wanted)}" was changed in the config since')
    return number


def _refuse_twins(tables: list[dict[str, Any]], edit: Edit, wanted: Values) -> None:
    key = _KEYS[edit.array]
    if any(table.get(key) == wanted[key] for table in tables):
        raise Conflict(f'there is a {_WORDS[edit.array]} "{wanted[key]}" in the config already')


def _find(text: str, array: Array, key: str) -> tuple[int, dict[str, Any]]:
    tables = _array(text, array)
    for number, table in enumerate(tables):
        if table.get(_KEYS[array]) == key:
            return number, table
    from newsreader.config.finding import nearest

    hint = nearest(key, [str(table.get(_KEYS[array], "")) for table in tables])
    raise EditError(f'the config has no {_WORDS[array]} "{key}"{hint}')


def _array(text: str, array: Array) -> list[dict[str, Any]]:
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff")).get(array, [])
    except (ValueError, RecursionError) as error:
        raise EditError(f"the config is not TOML, so it was not changed: {error}") from None
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise EditError(f"{array} is no list of tables, so it was not changed; newsreader config check says more")
    return tables


def _settings(values: Values) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value is not None and value not in ((), [])
    }


def _means_the_same(one: str, other: str) -> bool:
    try:
        return tomllib.loads(one.removeprefix("\ufeff")) == tomllib.loads(other.removeprefix("\ufeff"))
    except ValueError:
        return False


def _patch(old: str, new: str) -> Patch:
    """The one stretch in which two texts differ."""
    most = min(len(old), len(new))
    at = next((n for n in range(most) if old[n] != new[n]), most)
    same = next((n for n in range(most - at) if old[-1 - n] != new[-1 - n]), most - at)
    return Patch(at, old[at : len(old) - same], new[at : len(new) - same], _digest(old), _digest(new))


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _called(values: Values) -> str:
    return str(values.get("name") or values.get("url"))


def _described(edit: Edit) -> str:
    word = _WORDS[edit.array]
    if edit.before is None:
        assert edit.after is not None  # noqa: S101 - a change has one of them
        return f"{'subscribed to' if word == 'feed' else f'made the {word}'} {_called(edit.after)}"
    if edit.after is None:
        return f"{'unsubscribed from' if word == 'feed' else f'deleted the {word}'} {_called(edit.before)}"
    old, new = _called(edit.before), _called(edit.after)
    return f"edited the {word} {old}" if old == new else f"renamed the {word} {old} to {new}"
