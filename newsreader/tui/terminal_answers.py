"""What a terminal answers when it is asked for its abilities, told apart from what a person types meanwhile.

The questions end with the one for the device attributes, which every terminal answers, and answers come in order. One
that comes late must not be taken for keys, and no key must be taken for an answer.
"""

import re
from dataclasses import dataclass

# Kitty's graphics protocol: is an image of one pixel understood? Its number stands in the answer.
KITTY_QUESTION = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
NAME_QUESTION = "\x1b[>0q"
"""XTVERSION of xterm: name and version."""
CELL_QUESTION = "\x1b[16t"
"""XTWINOPS 16: the pixels of a cell."""
LAST_QUESTION = "\x1b[c"
"""The primary device attributes (DA1); 4 among them is Sixel."""

_ANSWER = re.compile(
    rb"\x1b_Gi=31[^;\x1b]{0,40};(?P<kitty>[^\x1b]{0,200})\x1b\\"
    rb"|\x1bP>\|(?P<name>[^\x1b]{0,200})\x1b\\"
    rb"|\x1b\[6;(?P<height>\d{1,5});(?P<width>\d{1,5})t"
    rb"|\x1b\[\?(?P<attributes>[\d;]{1,100})c"
)
_BEGUN = re.compile(
    rb"\x1b(?:_(?:G(?:i(?:=(?:3(?:1[^;\x1b]{0,40}(?:;[^\x1b]{0,200}\x1b?)?)?)?)?)?)?"
    rb"|P(?:>(?:\|[^\x1b]{0,200}\x1b?)?)?|\[(?:\?[\d;]{0,100}|6(?:;\d{0,5}(?:;\d{0,5})?)?)?)?\Z"
)
_SIXEL = 4


@dataclass(slots=True)
class Answers:
    """The answers that have come so far."""

    kitty: bool = False
    name: str = ""
    cell: tuple[int, int] = (0, 0)
    """Width and height in pixels; (0, 0) where nobody knows."""
    sixel: bool = False
    complete: bool = False
    """Whether the last answer is there: no other one can come."""
    _held: bytes = b""

    def feed(self, data: bytes) -> bytes:
        """Take the answers out of what came from the terminal; returns the rest, but for what may be the start of one."""
        data, self._held = self._held + data, b""
        rest, at = [], 0
        while not self.complete and (found := _ANSWER.search(data, at)):
            rest.append(data[at : found.start()])
            at = found.end()
            self._note(found)
        left = data[at:]
        if not self.complete and (begun := _BEGUN.search(left)):
            left, self._held = left[: begun.start()], left[begun.start() :]
        return b"".join([*rest, left])

    @property
    def holds_keys(self) -> bool:
        """Whether what is held back may be keys, esc or alt and a sign, if nothing follows soon."""
        return 0 < len(self._held) <= 2

    def release(self) -> bytes:
        """Return what was held back: it is no answer."""
        held, self._held = self._held, b""
        return held

    def _note(self, found: re.Match[bytes]) -> None:
        if found["kitty"] is not None:
            self.kitty = found["kitty"] == b"OK"
        elif found["name"] is not None:
            self.name = found["name"].decode("ascii", "replace")
        elif found["width"] is not None:
            self.cell = (int(found["width"]), int(found["height"]))
        else:
            self.sixel = _SIXEL in [int(number) for number in found["attributes"].split(b";") if number]
            self.complete = True
