"""`[keys]` and `[[macros]]`: which keys do what, after the person's changes; junk and conflicts are named."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from newsreader.actions import ACTIONS, ANYWHERE, BY_ID, Action, BadKey, Pane, parse_keys
from newsreader.config.finding import Finding, KeyPath, nearest
from newsreader.config.schema import Macro

Sequence: TypeAlias = tuple[str, ...]
"""Keys pressed one after the other: ('g', 'g')."""
Bindings: TypeAlias = dict[str, tuple[Sequence, ...]]
"""Action id → the sequences that start it."""


@dataclass(frozen=True, slots=True)
class BoundMacro:
    """A macro of the config. Its id is none of an action, and only actions can stand in macros: there are no circles."""

    id: str
    title: str
    do: tuple[str, ...]
    keys: tuple[Sequence, ...]
    panes: tuple[Pane, ...] = ANYWHERE


_Owner: TypeAlias = Action | BoundMacro
_MACRO = "macro:"
"""Begins the ids of macros; the number in the config follows."""


def bind(keys: Mapping[str, str | list[str]], macros: Iterable[Macro] = ()) -> tuple[Bindings, list[Finding]]:
    """Return every action's sequences with the changes of `[keys]`, and the mistakes in those and in the keys of `macros`.

    An action that `keys` names has those keys alone ('' or an empty list: none); the others keep their defaults. An
    entry with a mistake counts as absent.
    """
    bindings = {action.id: tuple(map(parse_keys, action.keys)) for action in ACTIONS}
    findings: list[Finding] = []
    for name, written in keys.items():
        if name not in BY_ID:
            findings.append(Finding(("keys", name), f"no such action{nearest(name, BY_ID)}"))
            continue
        try:
            bindings[name] = sequences(written)
        except BadKey as error:
            findings.append(Finding(("keys", name), str(error)))
    bound = bound_macros(macros)
    findings += _conflicts(bindings, keys, bound) if keys or bound else ()
    return bindings, findings


def bound_macros(macros: Iterable[Macro]) -> tuple[BoundMacro, ...]:
    """Return the macros with their keys, in the config's order; one whose keys are none has no keys."""
    return tuple(_bound(number, macro) for number, macro in enumerate(macros))


def _bound(number: int, macro: Macro) -> BoundMacro:
    try:
        keys = sequences(macro.keys)
    except BadKey:  # named where macros are checked
        keys = ()
    titles = ", ".join(BY_ID[name].title if name in BY_ID else name for name in macro.do)
    return BoundMacro(f"{_MACRO}{number}", macro.name or titles, macro.do, keys)


def sequences(written: str | Iterable[str]) -> tuple[Sequence, ...]:
    """Return the sequences of an entry, each once; '' is none. Raises BadKey."""
    texts = ([written] if written else []) if isinstance(written, str) else written
    return tuple(dict.fromkeys(parse_keys(text) for text in texts))


def in_words(sequences: Iterable[Sequence]) -> str | list[str]:
    """Return sequences as `[keys]` has them: one text, or a list."""
    texts = [" ".join(sequence) for sequence in sequences]
    return texts[0] if len(texts) == 1 else texts or ""


def _conflicts(
    bindings: Bindings, keys: Mapping[str, str | list[str]], macros: Iterable[BoundMacro]
) -> Iterator[Finding]:
    """Two actions or macros on one key, and a key that would have to wait for another action's sequence.

    A key that acts alone and also starts a sequence can act only after the wait for a next key. That is fine where its
    own action has such a sequence (`g` beside `g g`: then `g s` may be another action's); anywhere else it would make
    slow a key that nobody asked to be slow.
    """
    bindings = bindings | {macro.id: macro.keys for macro in macros}
    owners: dict[Sequence, list[_Owner]] = {}
    every: list[_Owner] = [*ACTIONS, *macros]
    for owner in every:
        for sequence in bindings[owner.id]:
            owners.setdefault(sequence, []).append(owner)
    order = {name: number for number, name in enumerate((*keys, *(macro.id for macro in macros)))}
    for sequence, actions in owners.items():
        written = " ".join(sequence)
        for pair in itertools.combinations(actions, 2):
            first, later = sorted(pair, key=lambda action: order.get(action.id, -1))
            if set(first.panes) & set(later.panes):
                remedy = "give one of them another key"
                if isinstance(first, Action):
                    where = "" if isinstance(later, Action) else "in [keys] "
                    remedy = f'{where}give {first.id} another key, or none: {first.id} = ""'
                yield Finding(_path(later), f'"{written}" is {_called(first)} already; {remedy}')
        for start, waiting, action in _slowed(sequence, actions, owners, bindings):
            later = max(waiting, action, key=lambda action: order.get(action.id, -1))
            remedy = f"would wait for a next key every time; give {_called(waiting)} other keys"
            message = f'"{written}" begins with "{" ".join(start)}": {_called(waiting)} {remedy}'
            yield Finding(_path(later), message)


def _path(owner: _Owner) -> KeyPath:
    """Where in the config the keys of an action or a macro stand."""
    if isinstance(owner, Action):
        return ("keys", owner.id)
    return ("macros", int(owner.id.removeprefix(_MACRO)), "keys")


def _called(owner: _Owner) -> str:
    return owner.id if isinstance(owner, Action) else f"the macro {owner.title}"


def _slowed(
    sequence: Sequence, actions: Iterable[_Owner], owners: Mapping[Sequence, list[_Owner]], bindings: Bindings
) -> Iterator[tuple[Sequence, _Owner, _Owner]]:
    """Yield (start of `sequence`, the action which that is alone, the action of `sequence`) where the former does not wait anyway."""
    for length in range(1, len(sequence)):
        start = sequence[:length]
        for waiting, action in itertools.product(owners.get(start, ()), actions):
            waits_anyway = any(own[:length] == start and len(own) > length for own in bindings[waiting.id])
            if not waits_anyway and set(waiting.panes) & set(action.panes):
                yield start, waiting, action
