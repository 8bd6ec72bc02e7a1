"""A change of [[feeds]], [[views]] or [[rules]] in the person's file, which can be turned round: for undo and redo.

A change knows its tables before and after. It is made in the file as it is when it is made, and refused where a table
is no longer what it was. Where the whole file is to the byte what it was, comments come back as well.
"""

import json
import tomllib
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast

from newsreader.config.edit import (
    EditError,
    add_tables,
    change_tables,
    insert_tables,
    remove_tables,
    toml_value,
)

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
class Step:
    """One table before and after; None: it is not there."""

    array: Array
    before: Values | None
    after: Values | None
    number: int | None = None
    """Which one of its array it is, from 0; None: behind the others."""

    def inverse(self) -> "Step":
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class Edit:
    """Tables that change together, one after the other."""

    steps: tuple[Step, ...]
    patch: Patch | None = None

    def __str__(self) -> str:
        """Say it for the journal: 'subscribed to Guardian'."""
        return _described(self.steps)

    def inverse(self) -> "Edit":
        """Return the change that takes this one back."""
        patch = self.patch and Patch(self.patch.at, self.patch.new, self.patch.old, self.patch.after, self.patch.before)
        return Edit(tuple(step.inverse() for step in reversed(self.steps)), patch)


def adding(array: Array, **values: Any) -> Edit:
    """Return the change that adds a table behind the others; settings that are None or empty are left out."""
    return Edit((Step(array, None, _settings(values)),))


def removing(text: str, array: Array, key: str) -> Edit:
    """Return the change that takes the table called `key` (a feed's url as written) out of `text`. Raises EditError."""
    number, values = _find(text, array, key)
    return Edit((Step(array, values, None, number),))


def changing(text: str, array: Array, key: str, **values: Any) -> Edit:
    """Return the change that gives the table called `key` other settings; None or () takes one away. Raises EditError."""
    number, before = _find(text, array, key)
    return Edit((Step(array, before, _settings({**before, **values}), number),))


def removing_all(text: str, array: Array, chosen: Callable[[Values], bool]) -> Edit:
    """Return the change that takes all tables out of `text` that are `chosen`; of no steps where none is. Raises EditError."""
    found = [(n, table) for n, table in enumerate(_array(text, array)) if chosen(table)]
    return Edit(tuple(Step(array, table, None, n) for n, table in found))


def changing_all(text: str, array: Array, chosen: Callable[[Values], bool], **values: Any) -> Edit:
    """Return the change that gives all tables other settings that are `chosen`; as `changing`, and as removing_all."""
    found = [(n, table) for n, table in enumerate(_array(text, array)) if chosen(table)]
    return Edit(tuple(Step(array, table, _settings({**table, **values}), n) for n, table in found))


def together(edits: Iterable[Edit]) -> Edit:
    """Return several changes as one, which is made, undone and refused as a whole.

    Each is made in what those before it left; made of one text (`removing`, `changing`), they speak of different tables.
    """
    return Edit(tuple(step for edit in edits for step in edit.steps))


def apply(text: str, edit: Edit) -> tuple[str, Edit]:
    """Return `text` after the change, and the change as made in this text. Raises Conflict, EditError."""
    patch = edit.patch
    if patch and _digest(text) == patch.before:
        new = text[: patch.at] + patch.new + text[patch.at + len(patch.old) :]
    else:
        new = _applied(text, edit.steps)
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
        "steps": [[step.array, _packed(step.before), _packed(step.after), step.number] for step in edit.steps],
        "patch": patch and [patch.at, patch.old, patch.new, patch.before, patch.after],
    }
    return json.dumps(held, ensure_ascii=False)


def unpack(text: str) -> Edit:
    """Return what `pack` packed."""
    held = json.loads(text)
    # Journals once held one table alone.
    steps = held.get("steps") or [[held["array"], held["before"], held["after"], held["number"]]]
    patch = Patch(*held["patch"]) if held["patch"] else None
    return Edit(
        tuple(Step(array, _unpacked(before), _unpacked(after), number) for array, before, after, number in steps), patch
    )


def _packed(values: Values | None) -> str | None:
    return None if values is None else toml_value(values)


def _unpacked(text: str | None) -> Values | None:
    return None if text is None else cast(Values, tomllib.loads(f"table = {text}")["table"])


def _applied(text: str, steps: Sequence[Step]) -> str:
    """Make the steps; a run of one kind is one rewriting, so that 10,000 feeds take a second and not an hour."""
    make = {"adding": _added, "inserting": _inserted, "removing": _removed, "changing": _changed}
    for (array, kind), run in groupby(steps, key=lambda step: (step.array, _kind(step))):
        text = make[kind](text, array, list(run))
    return text


def _kind(step: Step) -> Literal["adding", "inserting", "removing", "changing"]:
    if step.before is None:
        return "adding" if step.number is None else "inserting"
    return "removing" if step.after is None else "changing"


def _added(text: str, array: Array, steps: Sequence[Step]) -> str:
    names = {table.get(_KEYS[array]) for table in _array(text, array)}
    added = [step.after for step in steps if step.after is not None]
    for values in added:
        _refuse_twins(array, names, values)
        names.add(values[_KEYS[array]])
    return add_tables(text, array, added)


def _inserted(text: str, array: Array, steps: Sequence[Step]) -> str:
    names = {table.get(_KEYS[array]) for table in _array(text, array)}
    # From the first: what was taken out of one text has its number there again once all before it are back.
    added = sorted(
        ((step.number, step.after) for step in steps if step.number is not None and step.after is not None),
        key=lambda one: one[0],
    )
    for _, values in added:
        _refuse_twins(array, names, values)
        names.add(values[_KEYS[array]])
    return insert_tables(text, array, added)


def _removed(text: str, array: Array, steps: Sequence[Step]) -> str:
    tables = _array(text, array)
    numbers = _numbers(tables, array)
    return remove_tables(
        text, array, [_number(tables, numbers, array, step.before) for step in steps if step.before is not None]
    )


def _changed(text: str, array: Array, steps: Sequence[Step]) -> str:
    before = _array(text, array)
    after: list[Values] = [*before]
    numbers = _numbers(before, array)
    for step in steps:
        assert step.before is not None and step.after is not None  # noqa: S101 - what comes or goes is made by others
        number = _number(after, numbers, array, step.before)
        old, new = step.before[_KEYS[array]], step.after[_KEYS[array]]
        if new != old:
            _refuse_twins(array, numbers, step.after)
            numbers[new] = numbers.pop(old)
        after[number] = step.after
    changes = {number: _difference(before[number], values) for number, values in enumerate(after)}
    return change_tables(text, array, {number: settings for number, settings in changes.items() if settings})


def _difference(before: Values, after: Values) -> dict[str, Any]:
    """The settings that make a table another one; None takes one away."""
    new = {name: value for name, value in after.items() if before.get(name) != value}
    return new | dict.fromkeys(name for name in before if name not in after)


def _numbers(tables: Sequence[Values], array: Array) -> dict[str, int]:
    """Which table has which name: the first one, where several do."""
    named = ((table.get(_KEYS[array]), number) for number, table in enumerate(tables))
    return dict(reversed([(name, number) for name, number in named if isinstance(name, str)]))


def _number(tables: Sequence[Values], numbers: Mapping[str, int], array: Array, wanted: Values) -> int:
    """Which table a change speaks of. Raises Conflict where it is gone, or not as the change has it."""
    number = numbers.get(wanted[_KEYS[array]])
    if number is None:
        raise Conflict(f'the {_WORDS[array]} "{_called(wanted)}" is not in the config any more')
    if tables[number] != wanted:
        raise Conflict(f'the {_WORDS[array]} "{_called(wanted)}" was changed in the config since')
    return number


def _refuse_twins(array: Array, names: Container[object], wanted: Values) -> None:
    name = wanted[_KEYS[array]]
    if name in names:
        raise Conflict(f'there is a {_WORDS[array]} "{name}" in the config already')


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


def _described(steps: Sequence[Step]) -> str:
    if len(steps) > 1 and len({(step.array, _kind(step)) for step in steps}) == 1:
        word = _WORDS[steps[0].array]
        many = f"{len(steps):,} {word}s"
        return {
            "adding": f"subscribed to {many}" if word == "feed" else f"made {many}",
            "inserting": f"brought back {many}",
            "removing": f"unsubscribed from {many}" if word == "feed" else f"deleted {many}",
            "changing": f"edited {many}",
        }[_kind(steps[0])]
    return "; ".join(map(_phrase, steps))


def _phrase(step: Step) -> str:
    word = _WORDS[step.array]
    old, new = _called(step.before or {}), _called(step.after or {})
    if step.before is None:
        return f"{'subscribed to' if word == 'feed' else f'made the {word}'} {new}"
    if step.after is None:
        return f"{'unsubscribed from' if word == 'feed' else f'deleted the {word}'} {old}"
    return f"edited the {word} {old}" if old == new else f"renamed the {word} {old} to {new}"
