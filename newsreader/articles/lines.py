"""The smallest parts of a page that was set: spans of styled text, and lines of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from newsreader.articles.document import Image, Mark

Role = Literal[
    "text", "quiet", "kicker", "headline", "deck", "byline", "caption", "heading", "quote", "code", "table-head", "rule",
    "bullet", "link", "link-number", "source", "section", "image", "embed",
    "code-keyword", "code-name", "code-string", "code-number", "code-comment",
]  # fmt: skip


class Box(NamedTuple):
    """The room of a picture, in cells."""

    columns: int
    lines: int


Boxes: TypeAlias = Callable[[Image, int], Box | None]
"""(a picture, the cells of a line) → its room; None where its words stand for it."""


@dataclass(frozen=True, slots=True)
class PictureLine:
    """One line of the room that is kept for a picture."""

    image: Image
    box: Box
    number: int
    """From 0 at its top."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one line. `text` has no newline and no tab."""

    text: str
    role: Role = "text"
    marks: frozenset[Mark] = frozenset()
    link: int = 0
    """Number in Document.links, from 1; 0: none."""
    article: int = 0
    """Id of a related article that this span leads to; 0: none."""
    url: str = ""
    """An address that has no number: the canonical link, an enclosure."""
    jump: int = 0
    """Number of the place in the article that this span leads to; 0: none."""
    place: int = 0
    """Number of the place that begins here; 0: none."""
    picture: PictureLine | None = None
    """What is to be drawn here; `text` is as many blanks."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an article. (block, start) is a place that survives a change of width."""

    spans: tuple[Span, ...]
    block: int
    """Index in Document.blocks; -1 for the page's head, len(blocks) for its foot."""
    start: int = 0
    """Characters of the block's plain text before this line."""

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Row:
    """A line in the making: its spans, and how many characters of its block's own text it uses up."""

    spans: tuple[Span, ...] = ()
    length: int = 0
