"""What is drawn in the lines of a picture: half blocks, Kitty's placeholders, rows of pixels, or a frame with words."""

import re
from functools import lru_cache
from itertools import groupby

from rich.color import Color
from rich.console import Console
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.strip import Strip

from newsreader.articles.lines import Box
from newsreader.tui import cells
from newsreader.tui.clean_filter import Drawn
from newsreader.tui.picture_jobs import Colors, Drawing

_NO_CELLS = ((ControlType.CURSOR_FORWARD, 0),)
"""Marks a segment that takes no cells, for Rich."""
_PLACEHOLDER = "\U0010eeee"
# Combining characters of the class 230 stand for numbers: Kitty's rowcolumn-diacritics. A page has at most 160 columns.
_RANGES = (
    (0x305, 0x305), (0x30D, 0x30E), (0x310, 0x310), (0x312, 0x312), (0x33D, 0x33F), (0x346, 0x346), (0x34A, 0x34C),
    (0x350, 0x352), (0x357, 0x357), (0x35B, 0x35B), (0x363, 0x36F), (0x483, 0x487), (0x592, 0x595), (0x597, 0x599),
    (0x59C, 0x5A1), (0x5A8, 0x5A9), (0x5AB, 0x5AC), (0x5AF, 0x5AF), (0x5C4, 0x5C4), (0x610, 0x617), (0x657, 0x65B),
    (0x65D, 0x65E), (0x6D6, 0x6DC), (0x6DF, 0x6E2), (0x6E4, 0x6E4), (0x6E7, 0x6E8), (0x6EB, 0x6EC), (0x730, 0x730),
    (0x732, 0x733), (0x735, 0x736), (0x73A, 0x73A), (0x73D, 0x73D), (0x73F, 0x741), (0x743, 0x743), (0x745, 0x745),
    (0x747, 0x747), (0x749, 0x74A), (0x7EB, 0x7F1), (0x7F3, 0x7F3), (0x816, 0x819), (0x81B, 0x823), (0x825, 0x827),
    (0x829, 0x82D), (0x951, 0x951), (0x953, 0x954), (0xF82, 0xF83), (0xF86, 0xF87), (0x135D, 0x135F), (0x17DD, 0x17DD),
    (0x193A, 0x193A), (0x1A17, 0x1A17), (0x1A75, 0x1A7C), (0x1B6B, 0x1B6B), (0x1B6D, 0x1B73),
    (0x1CD0, 0x1CD2), (0x1CDA, 0x1CDB), (0x1CE0, 0x1CE0), (0x1DC0, 0x1DC1), (0x1DC3, 0x1DC9), (0x1DCB, 0x1DCC),
)  # fmt: skip
DIACRITICS = "".join(chr(code) for first, last in _RANGES for code in range(first, last + 1))


def colors_of(console: Console) -> Colors:
    """Return how many colours the terminal has."""
    names: dict[str | None, Colors] = {"truecolor": "true", "256": "256"}
    return names.get(console.color_system, "16")


# What may reach the terminal as it is: the process that handled foreign bytes is not trusted with more than pixels.
_SOUND = re.compile(
    r"\x1bP0;1;0q[\x20-\x7e]*\x1b\\"
    r"|\x1b\]1337;File=[A-Za-z0-9=;]*:[A-Za-z0-9+/=]*\x07"
)
_SOUND_KITTY = re.compile(r"(?:\x1b_G[A-Za-z0-9=,]*+(?:;[A-Za-z0-9+/=]*+)?\x1b\\)*+")
_THROUGH_TMUX = re.compile(r"\x1bPtmux;((?:\x1b\x1b|[^\x1b])*)\x1b\\")


def rows_of(drawing: Drawing, console: Console) -> list[Strip]:
    """Return what is drawn in each line of a picture. Raises ValueError for what draws no pixels.

    Takes some 30 ms for half blocks in full colour: not for the event loop.
    """
    kept = [_THROUGH_TMUX.sub(_unwrapped, sequence) for sequence in (drawing.picture, drawing.delete)]
    if not (all(map(_SOUND.fullmatch, drawing.rows)) and all(map(_SOUND_KITTY.fullmatch, kept))):
        raise ValueError("more than pixels")
    if drawing.pixels:
        rows = _half_blocks(drawing, colors_of(console))
        for row in rows:
            row.render(console)  # the sequences of its styles are worked out here, and kept in them
        return rows
    if drawing.rows:
        return [_pixels(row, drawing.columns) for row in drawing.rows]
    return [_kitty(drawing, line) for line in range(drawing.lines)]


def _unwrapped(passed: re.Match[str]) -> str:
    return passed[1].replace("\x1b\x1b", "\x1b")


def _half_blocks(drawing: Drawing, colors: Colors) -> list[Strip]:
    """Each cell has two pixels: the upper in the colour of the text, the lower in that of the ground."""
    across, deep = drawing.columns, 3 if colors == "true" else 1
    row = across * deep
    styles: dict[bytes, Style] = {}

    def style(upper: bytes, lower: bytes) -> Style:
        if (found := styles.get(upper + lower)) is None:
            found = styles[upper + lower] = Style(color=_color(upper), bgcolor=_color(lower))
        return found

    strips = []
    for line in range(drawing.lines):
        above = drawing.pixels[2 * line * row : (2 * line + 1) * row]
        below = drawing.pixels[(2 * line + 1) * row : (2 * line + 2) * row]
        looks = [style(above[at : at + deep], below[at : at + deep]) for at in range(0, row, deep)]
        strips.append(Strip([Segment("▀" * len(list(same)), look) for look, same in groupby(looks)], across))
    return strips


def _color(pixel: bytes) -> Color:
    return Color.from_rgb(*pixel) if len(pixel) == 3 else Color.from_ansi(pixel[0])


def _pixels(row: str, columns: int) -> Strip:
    """Blanks, and a row of pixels over them: it is drawn from its first cell on, and the cursor is where it was."""
    over = Drawn(f"\x1b7\x1b[{columns}D{row}\x1b8")
    return Strip([Segment(" " * columns), Segment(over, None, _NO_CELLS)], columns)


def _kitty(drawing: Drawing, line: int) -> Strip:
    """Characters that stand for the cells of the picture: the colour is the lower byte of its number."""
    number, at = drawing.number, DIACRITICS[line]
    high = DIACRITICS[number >> 24]
    text = "".join(f"{_PLACEHOLDER}{at}{across}{high}" for across in DIACRITICS[: drawing.columns])
    return Strip([Segment(text, Style(color=Color.from_ansi(number & 0xFF)))], drawing.columns)


@lru_cache(maxsize=64)
def frame(box: Box, alt: str, words: str, ascii_only: bool) -> tuple[str, ...]:
    """Return the lines of a box with words in it: what the picture shows, and below it why it is not seen."""
    across, down = box
    inner = across - 4
    if down < 3 or inner < 4:
        text = cells.fill(words, across)
        return (text, *[" " * across] * (down - 1))[:down]
    side, line = ("|", "-") if ascii_only else ("│", "─")
    corners = ("+", "+", "+", "+") if ascii_only else ("┌", "┐", "└", "┘")
    room = down - 2
    said = cells.wrap(words, inner, room) if words else []
    left = room - len(said) - 1
    shows = [*cells.wrap(alt, inner, left), ""] if alt and left > 0 else []
    text_lines = shows + said
    above = (down - 2 - len(text_lines)) // 2
    filled = [""] * above + text_lines
    filled += [""] * (down - 2 - len(filled))
    return (
        f"{corners[0]}{line * (across - 2)}{corners[1]}",
        *(f"{side} {cells.fill(text, inner)} {side}" for text in filled),
        f"{corners[2]}{line * (across - 2)}{corners[3]}",
    )
