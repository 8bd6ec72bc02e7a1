"""Where in a TOML text a key stands: for the line in a message about a mistake, and for edits that touch nothing else.

tomllib, which read the text before, says what it means but not where. This walks over the same text, which is
therefore known to be valid, and notes offsets; it decides nothing about values.
"""

import re
from dataclasses import dataclass, field

from newsreader.config.finding import KeyPath

_BLANK = re.compile(r"[ \t]*")
_BLANK_LINES = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets of one key, array element or table header, and of what it holds."""

    start: int
    value: tuple[int, int]
    """Of a key or element its value without the blanks and the comment after it; of a header the header itself."""


@dataclass(slots=True)
class Block:
    """A table's header and the lines that belong to it, up to the end of its last key's line. The first has no header."""

    path: KeyPath
    start: int
    end: int


@dataclass(slots=True)
class Places:
    """All places of a text."""

    text: str
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def line(self, path: KeyPath) -> int | None:
        """Return the line, from 1, where `path` stands, or what it would stand in; None for what is nowhere in the text."""
        while path:
            if place := self.keys.get(path):
                return self.text.count("\n", 0, place.start) + 1
            path = path[:-1]
        return None


def find_places(text: str) -> Places:
    """Return where everything stands in `text`, which is valid TOML (tomllib has read it)."""
    walk = _Walk(text)
    walk.document()
    return walk.places


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places = Places(text)
        self.array_tables: dict[KeyPath, int] = {}
        """Path of a [[table]] → number of its last element so far."""

    def document(self) -> None:
        block = Block((), 0, 0)
        self.places.blocks.append(block)
        self.skip(_BLANK_LINES)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                block = self.header()
                self.places.blocks.append(block)
            else:
                self.pair(block.path)
            block.end = self.end_of_line()
            self.skip(_BLANK_LINES)

    def header(self) -> Block:
        start = self.at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.at += brackets
        names = self.dotted_key()
        self.at += brackets
        path = self.resolve(names[:-1])
        if brackets == 2:
            path = (*path, names[-1])
            self.array_tables[path] = self.array_tables.get(path, -1) + 1
            self.note(path, start, start, self.at)
            path = (*path, self.array_tables[path])
        else:
            path = self.resolve(names)
        for length in range(1, len(path) + 1):  # [a.b] makes a as well
            self.note(path[:length], start, start, self.at)
        return Block(path, start, self.at)

    def resolve(self, names: tuple[str, ...]) -> KeyPath:
        """The path that a header's names mean: an array of tables on the way stands for its last element."""
        path: KeyPath = ()
        for name in names:
            path = (*path, name)
            if path in self.array_tables:
                path = (*path, self.array_tables[path])
        return path

    def pair(self, table: KeyPath) -> None:
        start = self.at
        names = self.dotted_key()
        self.at += 1  # the equals sign
        self.skip(_BLANK)
        path = (*table, *names)
        for length in range(len(table) + 1, len(path)):
            self.note(path[:length], start, start, start)
        value = self.at
        self.value(path)
        self.note(path, start, value, self.at)

    def dotted_key(self) -> tuple[str, ...]:
        names: list[str] = []
        while True:
            self.skip(_BLANK)
            start = self.at
            quoted = self.text[start] in "\"'"
            self.skip(_STRING if quoted else _BARE_KEY)
            names.append(_unquoted(self.text[start : self.at]) if quoted else self.text[start : self.at])
            self.skip(_BLANK)
            if self.text[self.at] != ".":
                return tuple(names)
            self.at += 1

    def value(self, path: KeyPath) -> None:
        opening = self.text[self.at]
        if opening in "\"'":
            self.skip(_STRING)
        elif opening == "[":
            self.array(path)
        elif opening == "{":
            self.inline_table(path)
        else:
            start = self.at
            self.skip(_SCALAR)
            self.at = start + len(self.text[start : self.at].rstrip())

    def array(self, path: KeyPath) -> None:
        self.at += 1
        self.skip(_BLANK_LINES)
        number = 0
        while self.text[self.at] != "]":
            start = self.at
            self.value((*path, number))
            self.note((*path, number), start, start, self.at)
            number += 1
            self.skip(_BLANK_LINES)
            if self.text[self.at] == ",":
                self.at += 1
                self.skip(_BLANK_LINES)
        self.at += 1

    def inline_table(self, path: KeyPath) -> None:
        self.at += 1
        self.skip(_BLANK_LINES)  # newlines inside are TOML 1.1's
        while self.text[self.at] != "}":
            self.pair(path)
            self.skip(_BLANK_LINES)
            if self.text[self.at] == ",":
                self.at += 1
                self.skip(_BLANK_LINES)
        self.at += 1

    def note(self, path: KeyPath, start: int, value_start: int, value_end: int) -> None:
        self.places.keys.setdefault(path, Place(start, (value_start, value_end)))

    def skip(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self.text, self.at):
            self.at = match.end()

    def end_of_line(self) -> int:
        newline = self.text.find("\n", self.at)
        return len(self.text) if newline == -1 else newline + 1


def _unquoted(key: str) -> str:
    """The name that a quoted key stands for."""
    import tomllib

    if key.startswith("'"):
        return key[1:-1]
    return next(iter(tomllib.loads(f"{key} = 0")))
