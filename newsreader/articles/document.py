"""The Document: what an article says, as blocks of styled text, whatever markup it came in.

Every string in a Document is clean (text.py) and every address absolute where the base was known. It is made once,
by html.py, markdown.py or plain.py, and becomes lines (layout.py), Markdown, HTML or JSON.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from newsreader.model import Enclosure

Mark = Literal["strong", "em", "code", "del", "ins", "mark", "sub", "sup", "kbd", "small", "abbr", "math"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style. `text` holds newlines only where the source forces a break (<br>)."""

    text: str
    marks: frozenset[Mark] = frozenset()
    link: int = 0
    """Number of the link in Document.links, from 1; 0: none."""
    jump: int = 0
    """Number of the place in this article that the run leads to; 0: none."""
    place: int = 0
    """Number of the place that begins here, for the runs that lead to it; 0: none does."""


Inline: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    """1 to 6, as in HTML."""
    inline: Inline


@dataclass(frozen=True, slots=True)
class Paragraph:
    inline: Inline
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: "tuple[Block, ...]"
    cite: str = ""
    pull: bool = False
    """A pull quote: a sentence of the body set large beside it."""


@dataclass(frozen=True, slots=True)
class ListBlock:
    items: "tuple[tuple[Block, ...], ...]"
    ordered: bool = False
    start: int = 1
    type: Literal["1", "a", "A", "i", "I"] = "1"


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; each row has as many cells as the widest (spans are filled with empty ones)."""

    head: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    link: int = 0
    width: int = 0
    height: int = 0
    """In pixels, as the page declares them; 0 where it does not. They tell the proportions before the picture is there."""


@dataclass(frozen=True, slots=True)
class Embed:
    """A video, audio, frame or post of another site: shown as a titled link."""

    url: str
    title: str
    provider: str = ""
    link: int = 0


@dataclass(frozen=True, slots=True)
class Definitions:
    items: "tuple[tuple[Inline, tuple[Block, ...]], ...]"
    """(term, what it means)."""


@dataclass(frozen=True, slots=True)
class Footnotes:
    items: "tuple[tuple[str, tuple[Block, ...]], ...]"
    """(label, text)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


Block: TypeAlias = (
    Heading | Paragraph | Quote | ListBlock | Code | Table | Image | Embed | Definitions | Footnotes | Rule
)


@dataclass(frozen=True, slots=True)
class Link:
    """A numbered link: its number is its place in Document.links, from 1."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another article in the store, as named at the foot of this one."""

    id: int
    feed: str
    title: str
    published: datetime | None
    url: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """An article, set for reading. A field that is empty had nothing in the source and is left out in silence."""

    title: str = ""
    kicker: str = ""
    """'section · feed', or the page's own section."""
    deck: str = ""
    authors: tuple[str, ...] = ()
    place: str = ""
    """The dateline's place as printed: 'MOSCOW'."""
    published: datetime | date | None = None
    """A date where the source names no time."""
    updated: datetime | date | None = None
    lead_image: Image | None = None
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    source: str = ""
    """The line that names where the text is from: 'Reuters/nh'."""
    credit: str = ""
    url: str = ""
    """The canonical address."""
    comments: str = ""
    lang: str = ""
    words: int = 0
    """Words of the body; CJK text counts characters ÷ 2.5, so that minutes come out right."""
    also_covered_by: tuple[Related, ...] = field(default=())
    also_worth_reading: tuple[Related, ...] = field(default=())

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, at least 1 where there is any text: 200 words, or 500 CJK characters, a minute."""
        return max(1, round(self.words / 200)) if self.words else 0


def plain(inline: Inline) -> str:
    """Return the text of `inline` without its styles."""
    return "".join(run.text for run in inline)
