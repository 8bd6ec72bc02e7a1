"""The words of laid-out lines without what the layout added: for finding in them, and for copying them."""

from collections.abc import Iterator

from rich.cells import cell_len

from newsreader.articles.document import Document, Footnotes, Heading, ListBlock, Paragraph, Quote
from newsreader.articles.lines import Line, Span
from newsreader.tui.article_page import Page
from newsreader.tui.article_places import Piece

_BARS = frozenset({"│", "┃", "|", "||"})
_FRAMES = frozenset("┌┐└┘─│+-| ")
"""What stands around the words of a picture."""
_FLOWING = frozenset({"headline", "deck", "byline", "caption", "kicker"})
"""Roles of the head whose text may take several lines."""


def words(line: Line, document: Document) -> Iterator[tuple[int, str]]:
    """Yield (start, text) of the parts of a line that are the article's own: no bullets, bars, numbers of links."""
    at_foot = line.block >= len(document.blocks)
    signs = _signs(line)
    for number, (start, span) in enumerate(_starts(line)):
        if number >= signs and not _is_drawn(span) and (span.role != "link-number" or at_foot):
            yield start, span.text


def joint(line: Line, following: Line, page: Page) -> str:
    """Return what stands between two lines: '' inside a word, ' ' where text flows on, a newline where it does not."""
    if line.block != following.block or not _has_words(line) or not _has_words(following):
        return "\n"
    blocks = page.document.blocks
    match blocks[line.block] if 0 <= line.block < len(blocks) else None:
        case Paragraph() | Heading():
            between = page.plain(line.block)[following.start - 1 : following.start]
            return between if between == "\n" else " " if between.isspace() else ""
        case Quote() | ListBlock() | Footnotes():
            return "\n" if _begins_anew(following) or _kind(line) != _kind(following) else " "
        case None:
            return " " if _kind(line) == _kind(following) and _kind(line) in _FLOWING else "\n"
        case _:
            return "\n"


def between(page: Page, start: tuple[int, int], end: tuple[int, int]) -> str:
    """Return the text from (line, character) to (line, character), not included: as a person would write it down."""
    (first, from_char), (last, to_char) = start, end
    text = ""
    before: Line | None = None
    after_drawn = False
    for number, line in enumerate(page.lines(first, min(last + 1, page.numbers.stop)), first):
        low = from_char if number == first else 0
        high = to_char if number == last else len(line.text)
        parts = list(_copied(line, page.document))
        if not parts and (any(map(_is_drawn, line.spans)) or (after_drawn and not (before and before.spans))):
            after_drawn = True  # a frame or a rule goes, and the empty line below it with it
            continue
        if before is not None:
            text = text.rstrip(" ") + joint(before, line, page)
        text += "".join(part[max(low - at, 0) : max(high - at, 0)] for at, part in parts)
        before, after_drawn = line, False
    return "\n".join(part.rstrip() for part in text.split("\n")).strip("\n")


def word_at(line: Line, cell: int) -> tuple[int, int] | None:
    """Return (start, end) of the word at a cell of a line, without the signs around it; None where there is none."""
    text = line.text
    char = _char_at(text, cell)
    if char is None or text[char].isspace():
        return None
    start = text.rfind(" ", 0, char) + 1
    end = text.find(" ", char)
    end = len(text) if end < 0 else end
    while start < char and not text[start].isalnum():
        start += 1
    while end - 1 > char and not text[end - 1].isalnum():
        end -= 1
    return start, end


def block_around(page: Page, number: int) -> tuple[Piece, Piece] | None:
    """Return the first and the last line of the paragraph around a line; None on an empty one."""
    block = page.line(number).block
    if not page.line(number).spans:
        return None

    def belongs(other: int) -> bool:
        return other in page.numbers and page.line(other).block == block and bool(page.line(other).spans)

    first = last = number
    while belongs(first - 1):
        first -= 1
    while belongs(last + 1):
        last += 1
    return Piece(first, 0, len(page.line(first).text)), Piece(last, 0, len(page.line(last).text))


def _char_at(text: str, cell: int) -> int | None:
    """The number of the character at a cell."""
    if cell < 0:
        return None
    for number, character in enumerate(text):
        cell -= cell_len(character)
        if cell < 0:
            return number
    return None


def _copied(line: Line, document: Document) -> Iterator[tuple[int, str]]:
    """As `words`, with the bullets, without which a list is none, and the numbers of footnotes."""
    block = document.blocks[line.block] if 0 <= line.block < len(document.blocks) else None
    signs = _signs(line)
    for number, (start, span) in enumerate(_starts(line)):
        is_margin = number < signs and (_is_bar(span) or not span.text.strip())
        is_number = span.role == "link-number" and block is not None and not isinstance(block, Footnotes)
        if not (is_margin or is_number or _is_drawn(span)):
            yield start, span.text


def _starts(line: Line) -> Iterator[tuple[int, Span]]:
    start = 0
    for span in line.spans:
        yield start, span
        start += len(span.text)


def _signs(line: Line) -> int:
    """How many spans at the start of a line are not its text: indents, bars, bullets."""
    for number, span in enumerate(line.spans):
        if span.role != "bullet" and not _is_bar(span) and (span.text.strip() or span.role == "code"):
            return number
    return len(line.spans)


def _has_words(line: Line) -> bool:
    return _signs(line) < len(line.spans)


def _is_bar(span: Span) -> bool:
    """Whether a span is the bar before a line of a quote; on an empty line nothing follows it."""
    return span.text.rstrip(" ") in _BARS


def _is_drawn(span: Span) -> bool:
    """Whether a span is a line or a part of a frame."""
    return span.role == "rule" or (span.role == "image" and _FRAMES.issuperset(span.text))


def _begins_anew(line: Line) -> bool:
    """Whether a line begins with a bullet or the number of a footnote."""
    return any(span.text.strip() and not _is_bar(span) for span in line.spans[: _signs(line)]) or (
        line.spans[0].role == "link-number"
    )


def _kind(line: Line) -> str:
    """The role that tells best what a line is: links stand within text."""
    role = next((span.role for span in line.spans[_signs(line) :]), "text")
    return "text" if role in ("link", "link-number", "quote") else role
