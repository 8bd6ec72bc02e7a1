"""The last filter where text leaves for the terminal: whatever a widget was given, no control character gets through."""

from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from typing_extensions import override

from newsreader.text import clean_text
from newsreader.urls import openable


class Drawn(str):
    """Sequences of this program's own making that draw a row of a picture: the filter lets them through.

    Whatever is made of it, a part or a copy, is a plain text again, and is cleaned.
    """

    __slots__ = ()


class CleanFilter(LineFilter):
    """Cleans the text and the link targets of segments.

    `encoding`: what the terminal understands; characters that it has not are shown as '?', in as many cells.
    """

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__()
        self._encoding = None if encoding.replace("-", "").lower() == "utf8" else encoding

    @override
    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments, clean."""
        return [
            segment
            if segment.text.isascii() and segment.text.isprintable() and not (segment.style and segment.style.link)
            else self._clean(segment)
            for segment in segments
        ]

    def _clean(self, segment: Segment) -> Segment:
        text, style, control = segment
        if isinstance(text, Drawn):
            return segment
        text = _clean_text(text)
        if self._encoding and not text.isascii():
            text = "".join(_encodable(c, self._encoding) for c in text)
        if style and style.link:
            style = _with_clean_link(style)
        return Segment(text, style, control)


def _encodable(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "?" * cell_len(character)
    return character


@lru_cache(maxsize=4096)
def _clean_text(text: str) -> str:
    return clean_text(text).replace("\n", " ").replace("\t", " ")


@lru_cache(maxsize=1024)
def _with_clean_link(style: Style) -> Style:
    return style.update_link(openable(style.link or ""))
