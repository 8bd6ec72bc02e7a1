"""From keys to actions: single keys and sequences such as 'g g', as the person has bound them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from newsreader.actions import ACTIONS, ANYWHERE, BY_ID, Pane, parse_keys
from newsreader.key_table import shown_keys

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
    macros: Sequences = field(default_factory=dict)
    """Macros by their ids; they act in every pane."""
    _actions: dict[tuple[str, ...], list[str]] = field(init=False, default_factory=dict)
    _prefixes: set[tuple[str, ...]] = field(init=False, default_factory=set)
    _pending: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        for action, sequences in (*self.bindings.items(), *self.macros.items()):
            for keys in sequences:
                self._actions.setdefault(keys, []).append(action)
                self._prefixes.update(keys[:length] for length in range(1, len(keys)))

    @property
    def pending(self) -> str:
        """The begun sequence, for the status line; '' for none."""
        return shown_keys([self._pending])

    def press(self, key: str, pane: Pane) -> Pressed:
        """Take one key, pressed in `pane`: a key may mean one thing in the tree and another in the article."""
        keys = (*self._pending, key)
        if keys in self._prefixes:
            self._pending = keys
            return Pressed((), waiting=True)
        self._pending = ()
        if actions := self._meaning(keys, pane):
            return Pressed(actions)
        if len(keys) == 1:
            return Pressed(())
        # The sequence was not finished: what was pressed before stands for itself, and this key starts anew.
        before = self._meaning(keys[:-1], pane)
        after = self.press(key, pane)
        return Pressed((*before, *after.actions), after.waiting)

    def time_out(self, pane: Pane) -> Pressed:
        """Nothing followed: return what the keys so far mean by themselves."""
        keys, self._pending = self._pending, ()
        return Pressed(self._meaning(keys, pane))

    def forget(self) -> bool:
        """Drop a begun sequence; returns whether there was one."""
        keys, self._pending = self._pending, ()
        return bool(keys)

    def first_key(self, action: str) -> str:
        """Return the key to name in hints; '' where the action has none."""
        return shown_keys(list(self.bindings.get(action, ()))[:1])

    def keys_of(self, action: str) -> str:
        """Return all keys of an action, for the palette: 'j, down'."""
        return shown_keys(self.bindings.get(action) or self.macros.get(action, ()))

    def _meaning(self, keys: tuple[str, ...], pane: Pane) -> tuple[str, ...]:
        """The action in this pane; where it has none, one of another pane, so that the screen can say so."""
        actions = self._actions.get(keys, [])
        return tuple([action for action in actions if pane in _panes(action)][:1] or actions[:1])


def _panes(action: str) -> tuple[Pane, ...]:
    return BY_ID[action].panes if action in BY_ID else ANYWHERE


def key_name(key: str, character: str | None) -> str:
    """Return a key of Textual's in the spelling of `[keys]`: the character itself, or a name such as 'ctrl+d'."""
    if character and character.isprintable() and character != " " and not key.startswith(("ctrl+", "alt+", "super+")):
        return character
    return key
