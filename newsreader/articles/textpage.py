"""Plain text copied from a web page → the article in it, without the furniture.

The lines are judged one by one (is this prose, a date, a caption, the site's?), then by where they stand: the body
begins with the first prose that no byline follows, and ends with the last before the related pieces.
"""

import re
from datetime import date, datetime

from newsreader.articles.bylines import authors_in
from newsreader.articles.captions import split_credit
from newsreader.articles.dates import find_date
from newsreader.articles.document import Block, Document, Heading, Image, ListBlock, Paragraph, Rule, plain
from newsreader.articles.flow import is_rtl
from newsreader.articles.line_kinds import (
    BARE_LABEL,
    BULLET,
    REPORTING,
    SOURCE,
    is_dateline,
    is_ending,
    is_name_of_agency,
    is_prose,
    is_sentence,
    is_signature,
    photo_of,
    same_line,
)
from newsreader.articles.links import Links
from newsreader.articles.page_furniture import furniture_rule, is_tail
from newsreader.articles.plain import count_words
from newsreader.articles.plaintext import inline_text
from newsreader.articles.texthead import DroppedLine, Head, read_head
from newsreader.text import clean_text

MAX_LINES = 20_000
_SUBHEADING = 14
"""Words that a heading between paragraphs has at most."""
_SHORT_PROSE = 9
"""Words of a sentence that goes on with an article."""
_DASHES = ("—", "–", "-", "--")
_PLACE_WORDS = 4
_LONGEST_BOX = 8
"""Lines of a box of links in the text; what is longer is the end of the page."""
_PROSE_SHARE = 0.6
"""Teasers have a headline for each paragraph: half of their lines are prose."""


def read_page(text: str) -> Document:
    """Return the article in a copied page as a Document; a text that is no page becomes its paragraphs."""
    return read_lines(text)[0]


def read_lines(text: str) -> tuple[Document, tuple[DroppedLine, ...]]:
    """Return (the article, every line that was left out and the rule that says so)."""
    lines = _lines(clean_text(text))
    start = _body_start(lines)
    head = read_head(lines[:start])
    links = Links()
    blocks, tail = _read_body(lines[start:], head, links)
    page = Document(
        title=head.title,
        kicker=head.kicker,
        deck=head.deck,
        authors=head.authors,
        published=head.published or _day_in(head.caption),
        updated=head.updated,
        lead_image=Image("", caption=head.caption, credit=head.credit) if head.caption or head.credit else None,
        blocks=tuple(blocks),
        links=tuple(links.all),
        source=head.source,
        credit=head.credit_line,
    )
    return page, (*head.dropped, *tail)


def _lines(text: str) -> list[str]:
    """The lines with words in them; where a width broke the paragraphs (mail, `fmt`), they are joined again."""
    groups = [group.split("\n") for group in re.split(r"\n\s*\n", text)]
    lengths = [len(line) for group in groups for line in group[:-1]]
    is_hard_wrapped = len(lengths) >= 3 and max(lengths) <= 100 and sum(n >= 45 for n in lengths) >= 0.8 * len(lengths)
    if is_hard_wrapped:
        groups = [[" ".join(line.strip() for line in group)] for group in groups]
    lines = [stripped for group in groups for line in group if (stripped := line.strip())][:MAX_LINES]
    return _with_labels(lines)


def _with_labels(lines: list[str]) -> list[str]:
    """The lines, in one what a page's columns had parted: 'Image caption,' and its text, 'New York', 'CNN', '—' and the text."""
    joined: list[str] = []
    rest = iter(lines)
    for line in rest:
        if BARE_LABEL.match(line):
            joined.append(f"{line} {next(rest, '')}".strip())
        elif line in _DASHES and joined:
            before = [joined.pop()]
            if joined and is_name_of_agency(before[0]) and count_words(joined[-1]) <= _PLACE_WORDS:
                before.insert(0, joined.pop())
            joined.append(f"{' '.join(before)} {line} {next(rest, '')}".strip())
        else:
            joined.append(line)
    return joined


def _body_start(lines: list[str]) -> int:
    """The index of the first paragraph of the body; len(lines) where there is no prose."""
    prose = [n for n, line in enumerate(lines) if is_prose(line)]
    for n in prose:
        if not _is_deck(lines, n) or n == prose[-1]:
            return n
    return len(lines)


def _is_deck(lines: list[str], index: int) -> bool:
    """Whether a byline or a date follows a sentence before any other does: then it was the deck."""
    for line in lines[index + 1 : index + 6]:
        if is_prose(line):
            return False
        if authors_in(line) or is_dateline(line):
            return True
    return False


def _read_body(lines: list[str], head: Head, links: Links) -> tuple[list[Block], list[DroppedLine]]:
    end = _body_end(lines)
    dropped: list[DroppedLine] = []
    blocks: list[Block] = []
    items: list[tuple[Block, ...]] = []
    in_box = False
    for n, line in enumerate(lines[:end]):
        bullet = BULLET.match(line)
        in_box = is_tail(line) or (in_box and not is_prose(line))
        if in_box:
            dropped.append(DroppedLine("box in the text", line))
        elif rule := _body_rule(lines[:end], n, head):
            dropped.append(DroppedLine(rule, line))
        elif bullet:
            items.append((_paragraph(line[bullet.end() :], links),))
        else:
            if items:
                blocks.append(ListBlock(tuple(items)))
                items = []
            if n >= end - 3 and (fact := _read_end(line, head)):
                dropped.append(DroppedLine(fact, line))
            else:
                block = _block(lines[:end], n, links)
                if isinstance(block, Image):
                    dropped.append(DroppedLine("photo", line))
                _append(blocks, block)
    if items:
        blocks.append(ListBlock(tuple(items)))
    return blocks, dropped + [DroppedLine("after the article", line) for line in lines[end:]]


def _append(blocks: list[Block], block: Block) -> None:
    """Add a block; a credit that stands alone belongs to the caption in the line above it."""
    above = blocks[-1] if blocks else None
    if isinstance(block, Image) and not block.caption and isinstance(above, Heading):
        blocks[-1] = Image("", caption=plain(above.inline), credit=block.credit)
    else:
        blocks.append(block)


def _block(lines: list[str], n: int, links: Links) -> Block:
    line = lines[n]
    if not re.search(r"[^\W_]", line):
        return Rule()
    if (photo := photo_of(line)) is not None:
        return photo
    if not is_sentence(line) and count_words(line) <= _SUBHEADING and 0 < n < len(lines) - 1 and not is_ending(line):
        return Heading(2, inline_text(line, links))
    return _paragraph(line, links)


def _paragraph(text: str, links: Links) -> Paragraph:
    inline = inline_text(text, links)
    return Paragraph(inline, is_rtl(inline))


def _body_end(lines: list[str]) -> int:
    """The index behind the last line of the body."""
    end = max((n for n, line in enumerate(lines) if is_sentence(line) and not furniture_rule(line)), default=-1) + 1
    for n, line in enumerate(lines[:end]):
        is_source = bool(SOURCE.match(line))
        if (is_source or is_tail(line)) and not _goes_on(lines[n + 1 : end]):
            end = n + 1 if is_source else n
            break
    while end < len(lines) and is_ending(lines[end]):
        end += 1
    return end


def _goes_on(lines: list[str]) -> bool:
    """Whether an article continues behind a heading such as 'Related': prose in a row, and not teasers between headlines."""
    prose = [n for n, line in enumerate(lines) if is_prose(line) or _is_short_prose(line)]
    if len(prose) < 2 or prose[0] > _LONGEST_BOX:
        return False
    others = [line for line in lines[prose[0] : prose[-1] + 1] if not furniture_rule(line)]
    return len(prose) > _PROSE_SHARE * len(others)


def _is_short_prose(line: str) -> bool:
    """A sentence that says little; whether it is the article's, the lines around it must tell."""
    return count_words(line) >= _SHORT_PROSE and is_sentence(line) and not (furniture_rule(line) or is_ending(line))


def _body_rule(lines: list[str], n: int, head: Head) -> str:
    """The rule that says a line between paragraphs is none; '' where it is one."""
    line = lines[n]
    if rule := furniture_rule(line):
        return rule
    if same_line(line, head.title):
        return "headline again"
    if n + 1 < len(lines) and (photo := photo_of(lines[n + 1])) is not None and same_line(line, photo.caption):
        return "caption again"
    if _stands_by_itself(line) or is_ending(line):
        return ""
    # Lines without an end stand alone as a subheading, in a row as links to other pieces.
    others = (lines[n - 1 :: -1] if n else [], lines[n + 1 :])
    neighbours = [next((line for line in part if not furniture_rule(line)), "") for part in others]
    neighbours = [line for line in neighbours if line]
    return "links in the text" if any(not _stands_by_itself(other) for other in neighbours) else ""


def _stands_by_itself(line: str) -> bool:
    return is_sentence(line) or bool(BULLET.match(line)) or bool(split_credit(line)[1]) or is_prose(line)


def _read_end(line: str, head: Head) -> str:
    """Take what an article is signed with into `head`; returns which fact `line` was, '' for none."""
    if source := SOURCE.match(line):
        head.source = source["source"].strip()
        return "source"
    if REPORTING.match(line):
        head.credit_line = line
        return "credit"
    if not head.authors and (authors := authors_in(line.strip("()（）[]"))):
        head.authors = authors
        return "byline"
    if is_signature(line):
        head.source = head.source or line.strip("()[]—–- ")
        return "source"
    return ""


def _day_in(caption: str) -> date | None:
    """Without a line for the date, the day that the photo's caption names."""
    found = find_date(caption)
    if not found:
        return None
    return found[0].date() if isinstance(found[0], datetime) else found[0]
