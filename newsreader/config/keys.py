"""`[keys]`: which keys do what, after the person's changes; junk and conflicts are named."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from newsreader.actions import ACTIONS, BY_ID, Action, BadKey, parse_keys
from newsreader.config.finding import Finding, nearest

Sequence: TypeAlias = tuple[str, ...]
"""Keys pressed one after the other: ('g', 'g')."""
Bindings: TypeAlias = dict[str, tuple[Sequence, ...]]
"""Action id → the sequences that start it."""


def bind(keys: Mapping[str, str | list[str]]) -> tuple[Bindings, list[Finding]]:
    """Return every action's sequences with the changes of `[keys]`, and the mistakes in those.

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
    findings += _conflicts(bindings, keys) if keys else ()
    return bindings, findings


def sequences(written: str | Iterable[str]) -> tuple[Sequence, ...]:
    """Return the sequences of an entry, each once; '' is none. Raises BadKey."""
    texts = ([written] if written else []) if isinstance(written, str) else written
    return tuple(dict.fromkeys(parse_keys(text) for text in texts))


def in_words(sequences: Iterable[Sequence]) -> str | list[str]:
    """Return sequences as `[keys]` has them: one text, or a list."""
    texts = [" ".join(sequence) for sequence in sequences]
    return texts[0] if len(texts) == 1 else texts or ""


def _conflicts(bindings: Bindings, keys: Mapping[str, str | list[str]]) -> Iterator[Finding]:
    """Two actions on one key, and a key that would have to wait for another action's sequence.

    A key that acts alone and also starts a sequence can act only after the wait for a next key. That is fine where its
    own action has such a sequence (`g` beside `g g`: then `g s` may be another action's); anywhere else it would make
    slow a key that nobody asked to be slow.
    """
    owners: dict[Sequence, list[Action]] = {}
    for action in ACTIONS:
        for sequence in bindings[action.id]:
            owners.setdefault(sequence, []).append(action)
    order = {name: number for number, name in enumerate(keys)}
    for sequence, actions in owners.items():
        written = " ".join(sequence)
        for pair in itertools.combinations(actions, 2):
            first, later = sorted(pair, key=lambda action: order.get(action.id, -1))
            if set(first.panes) & set(later.panes):
                remedy = f'give {first.id} another key, or none: {first.id} = ""'
                yield Finding(("keys", later.id), f'"{written}" is {first.id} already; {remedy}')
        for start, waiting, action in _slowed(sequence, actions, owners, bindings):
            later = max(waiting, action, key=lambda action: order.get(action.id, -1))
            remedy = f"would wait for a next key every time; give {waiting.id} other keys"
            yield Finding(("keys", later.id), f'"{written}" begins with "{" ".join(start)}": {waiting.id} {remedy}')


def _slowed(
    sequence: Sequence, actions: Iterable[Action], owners: Mapping[Sequence, list[Action]], bindings: Bindings
) -> Iterator[tuple[Sequence, Action, Action]]:
    """Yield (start of `sequence`, the action which that is alone, the action of `sequence`) where the former does not wait anyway."""
    for length in range(1, len(sequence)):
        start = sequence[:length]
        for waiting, action in itertools.product(owners.get(start, ()), actions):
            waits_anyway = any(own[:length] == start and len(own) > length for own in bindings[waiting.id])
            if not waits_anyway and set(waiting.panes) & set(action.panes):
                yield start, waiting, action
