"""The words of laid-out lines without what the layout added: for finding in them, and for copying them."""

from collections.abc import Iterator

from newsreader.articles.document import Code, Document, Footnotes, Heading, ListBlock, Paragraph, Quote, plain
from newsreader.articles.lines import Line, Span
from newsreader.tui.article_page import Page, Piece

_BARS = frozenset({"│ ", "┃ ", "| ", "|| "})


def words(line: Line, document: Document) -> Iterator[tuple[int, str]]:
    """Yield (start, text) of the parts of a line that are the article's own: no bullets, bars, numbers of links."""
    at_foot = line.block >= len(document.blocks)
    start = 0
    for number, span in enumerate(line.spans):
        if not (_is_sign(span, number) or (span.role == "link-number" and not at_foot)):
            yield start, span.text
        start += len(span.text)


def joint(line: Line, following: Line, document: Document) -> str:
    """Return what stands between two lines: '' inside a word, ' ' where text flows on, a newline where it does not."""
    if line.block != following.block or not line.spans or not following.spans:
        return "\n"
    block = document.blocks[line.block] if 0 <= line.block < len(document.blocks) else None
    match block:
        case Paragraph(inline) | Heading(_, inline):
            between = plain(inline)[following.start - 1 : following.start]
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
    lines = page.lines[first : last + 1]
    for number, line in enumerate(lines):
        low = from_char if number == 0 else 0
        high = to_char if first + number == last else len(line.text)
        text += "".join(part[max(low - at, 0) : max(high - at, 0)] for at, part in _copied(line, page))
        if number + 1 < len(lines):
            sign = joint(line, lines[number + 1], page.document)
            text = text.rstrip(" ") + sign
    return "\n".join(part.rstrip() for part in text.split("\n")).strip("\n")


def word_at(line: Line, char: int) -> Piece | None:
    """Return the word around a character of a line (`line` of the piece is 0); None where there is none."""
    text = line.text
    if not 0 <= char < len(text) or text[char].isspace():
        return None
    start = text.rfind(" ", 0, char) + 1
    end = text.find(" ", char)
    end = len(text) if end < 0 else end
    while start < char and not text[start].isalnum():
        start += 1
    while end - 1 > char and not text[end - 1].isalnum():
        end -= 1
    return Piece(0, start, end)


_FLOWING = frozenset({"headline", "deck", "byline", "caption", "kicker"})


def _copied(line: Line, page: Page) -> Iterator[tuple[int, str]]:
    """As `words`, with the bullets: a list without them is none."""
    block = page.document.blocks[line.block] if 0 <= line.block < len(page.document.blocks) else None
    start = 0
    for number, span in enumerate(line.spans):
        is_number = span.role == "link-number" and block is not None and not isinstance(block, Footnotes)
        is_margin = number == 0 and (span.text in _BARS or (not span.text.strip() and not isinstance(block, Code)))
        if not (is_number or is_margin):
            yield start, span.text
        start += len(span.text)


def _is_sign(span: Span, number: int) -> bool:
    return span.role == "bullet" or (number == 0 and span.text in _BARS)


def _begins_anew(line: Line) -> bool:
    return any(span.role in ("bullet", "link-number") and span.text.strip() for span in line.spans[:1])


def _kind(line: Line) -> str:
    """The role that most tells what a line is: links and emphasis stand within text."""
    roles = [span.role for number, span in enumerate(line.spans) if span.text.strip() and not _is_sign(span, number)]
    role = roles[0] if roles else "text"
    return "text" if role in ("link", "link-number", "quote") else role
