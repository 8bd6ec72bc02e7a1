"""From keys to actions: single keys and sequences such as 'g g', as the person has bound them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from newsreader.actions import ACTIONS, parse_keys

PREFIX_WAIT = 0.6
"""Seconds that the start of a sequence waits for the rest of it."""

Sequences = Mapping[str, Iterable[tuple[str, ...]]]
"""Action id → the key sequences that carry it out."""


def default_bindings() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the bindings of the table of actions."""
    return {action.id: tuple(parse_keys(keys) for keys in action.keys) for action in ACTIONS}


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a key press means."""

    actions: tuple[str, ...]
    """Carry these out, in order."""
    waiting: bool = False
    """A sequence has begun: call `time_out` unless another key comes within PREFIX_WAIT."""


@dataclass(slots=True)
class Keyboard:
    """Collects keys until they mean something. A key that both is an action and begins a sequence waits."""

    bindings: Sequences
    _actions: dict[tuple[str, ...], str] = field(init=False, default_factory=dict)
    _prefixes: set[tuple[str, ...]] = field(init=False, default_factory=set)
    _pending: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        for action, sequences in self.bindings.items():
            for keys in sequences:
                self._actions[keys] = action
                self._prefixes.update(keys[:length] for length in range(1, len(keys)))

    @property
    def pending(self) -> str:
        """The begun sequence, for the status line; '' for none."""
        return " ".join(self._pending)

    def press(self, key: str) -> Pressed:
        """Take one key."""
        keys = (*self._pending, key)
        if keys in self._prefixes:
            self._pending = keys
            return Pressed((), waiting=True)
        self._pending = ()
        if action := self._actions.get(keys):
            return Pressed((action,))
        if len(keys) == 1:
            return Pressed(())
        # The sequence was not finished: what was pressed before stands for itself, and this key starts anew.
        before = self._meaning(keys[:-1])
        after = self.press(key)
        return Pressed((*before, *after.actions), after.waiting)

    def time_out(self) -> Pressed:
        """Nothing followed: return what the keys so far mean by themselves."""
        keys, self._pending = self._pending, ()
        return Pressed(self._meaning(keys))

    def _meaning(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        action = self._actions.get(keys)
        return (action,) if action else ()


def key_name(key: str, character: str | None) -> str:
    """Return a key of Textual's in the spelling of `[keys]`: the character itself, or a name such as 'ctrl+d'."""
    if character and character.isprintable() and character != " " and not key.startswith(("ctrl+", "alt+", "super+")):
        return character
    return key
