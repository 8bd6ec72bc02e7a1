"""The parts of an article page, found in its blocks and taken out of them, so that nothing is shown twice."""

import re
from collections.abc import Sequence
from dataclasses import replace

from newsreader.articles.captions import split_credit
from newsreader.articles.dateline import split_dateline
from newsreader.articles.document import Block, Document, Heading, Image, Paragraph, plain
from newsreader.articles.furniture import without_furniture
from newsreader.articles.language import guess_language
from newsreader.articles.links import in_order
from newsreader.articles.pieces import in_pieces
from newsreader.articles.plain import count_words
from newsreader.articles.words import block_text
from newsreader.text import clean_line
from newsreader.urls import without_userinfo

_LATE = 150
"""Letters of a text before what it is said to begin with: a place, a headline again."""
_LONGEST_CREDIT = 100
_HEAD = 8
"""Blocks at the start among which the writer's portrait stands."""
_LABELS = frozenset({"image", "photo", "picture", "bild", "foto", "imagen", "immagine"})
"""What stands before a picture for those who cannot see it."""
_WORDS = re.compile(r"\w+")


def finished(page: Document) -> Document:
    """Return `page` with its parts in their fields: title, deck, byline, place, lead image, source; links numbered anew."""
    page = _cleaned(page)
    blocks = list(without_furniture(page.blocks))
    page = _with_title(page, blocks)
    page = _without_byline(page, blocks)
    _tidy_pictures(blocks)
    page = _with_lead_image(page, blocks)
    page = _with_place(page, blocks)
    text = text_of(blocks)
    if page.deck and repeats(page.deck, text):
        page = replace(page, deck="")
    lead = [page.lead_image] if page.lead_image else []
    shown = [_with_own_words(block, page.title) for block in (*lead, *in_pieces(blocks))]
    numbered, links = in_order(shown, list(page.links))
    return replace(
        page,
        # A single page that was opened is a feed of its own, with its headline for a name.
        kicker="" if page.kicker == page.title else page.kicker,
        lead_image=_first_image(numbered) if lead else None,
        blocks=numbered[len(lead) :],
        links=links,
        words=count_words(text),
        lang=page.lang or guess_language(text),
    )


def _cleaned(page: Document) -> Document:
    """The fields, clean whoever handed them in; blocks are cleaned where they are read."""
    return replace(
        page,
        title=clean_line(page.title),
        kicker=clean_line(page.kicker),
        deck=clean_line(page.deck),
        authors=tuple(map(clean_line, page.authors)),
        source=clean_line(page.source),
        url=without_userinfo(clean_line(page.url)),
        comments=without_userinfo(clean_line(page.comments)),
    )


def text_of(blocks: Sequence[Block]) -> str:
    """Return the plain text of `blocks`, a line each."""
    return "\n".join(block_text(block) for block in blocks)


def repeats(part: str, text: str) -> bool:
    """Whether `part` says what `text` begins with, give or take an ellipsis, and blanks that one of them has lost."""
    words = _WORDS.findall(part.lower())
    if not words:
        return True
    head = "".join(words[: max(len(words) - 1, 1)])  # the last word may be cut
    start = "".join(_WORDS.findall(text[: len(part) * 2 + 400].lower()))
    return 0 <= start.find(head) < _LATE


def same_words(one: str, other: str) -> bool:
    """Whether two lines say the same, whatever their case and punctuation."""
    return _WORDS.findall(one.lower()) == _WORDS.findall(other.lower())


def _with_title(page: Document, blocks: list[Block]) -> Document:
    """A heading that opens the body is the title, or repeats it."""
    for n, block in enumerate(blocks[:3]):
        if isinstance(block, Heading):
            text = plain(block.inline).replace("\n", " ")
            if (not page.title and block.level <= 2) or same_words(text, page.title):
                del blocks[n]
                return replace(page, title=page.title or text)
        elif not isinstance(block, Image):
            break
    return page


def _without_byline(page: Document, blocks: list[Block]) -> Document:
    """A first paragraph that says no more than 'By A. Writer' is the byline."""
    for block in [block for block in blocks[:_HEAD] if isinstance(block, Image) and not block.caption]:
        if any(same_words(block.alt, author) for author in page.authors):  # the writer's portrait
            blocks.remove(block)
    if page.authors and blocks and isinstance(first := blocks[0], Paragraph):
        text = re.sub(r"^by\s+", "", plain(first.inline), flags=re.IGNORECASE)
        if same_words(text, " ".join(page.authors)) or same_words(text, " and ".join(page.authors)):
            del blocks[0]
    return page


def _tidy_pictures(blocks: list[Block]) -> None:
    """A line below a picture that is nothing but a credit is the picture's; one above it that says 'Image' says nothing."""
    for n in range(len(blocks) - 1, 0, -1):
        above, block = blocks[n - 1], blocks[n]
        if isinstance(block, Image) and isinstance(above, Paragraph) and plain(above.inline).lower() in _LABELS:
            del blocks[n - 1]
        if isinstance(above, Image) and not above.credit and isinstance(block, Paragraph):
            text = plain(block.inline)
            caption, credit = split_credit(text) if len(text) <= _LONGEST_CREDIT and "\n" not in text else (text, "")
            if credit and not caption:
                blocks[n - 1 : n + 1] = [replace(above, credit=credit)]


def _with_own_words(block: Block, title: str) -> Block:
    """A picture without a description that is the headline."""
    if isinstance(block, Image) and block.alt and same_words(block.alt, title):
        return replace(block, alt="")
    return block


def _with_lead_image(page: Document, blocks: list[Block]) -> Document:
    """The picture that opens the body is the lead photo; one that the feed names stays out where the body shows it."""
    first = next((n for n, block in enumerate(blocks[:2]) if isinstance(block, Image)), None)
    if first is not None and all(not isinstance(block, Paragraph) for block in blocks[:first]):
        image = blocks[first]
        if isinstance(image, Image) and (image.url or image.caption or image.credit):
            del blocks[first]
            return replace(page, lead_image=image)
    if page.lead_image and any(
        isinstance(block, Image) and same_picture(block.url, page.lead_image.url) for block in blocks
    ):
        return replace(page, lead_image=None)
    return page


def _first_image(blocks: Sequence[Block]) -> Image | None:
    return next((block for block in blocks[:1] if isinstance(block, Image)), None)


def same_picture(one: str, other: str) -> bool:
    """Whether two addresses are of one picture in two sizes: the same file name, digits and query aside."""

    def name(url: str) -> str:
        return re.sub(r"[-_]?\d+x\d+|@\dx|-scaled", "", url.partition("?")[0].rpartition("/")[2])

    return one == other or (len(name(one)) > 8 and name(one) == name(other))


def _with_place(page: Document, blocks: list[Block]) -> Document:
    """The dateline that opens the first paragraph."""
    if page.place:
        return page
    for n, block in enumerate(blocks[:3]):
        if isinstance(block, Paragraph):
            dateline = split_dateline(block.inline)
            if dateline.place or dateline.agency:
                blocks[n] = replace(block, inline=dateline.rest)
                return replace(page, place=dateline.place, source=page.source or dateline.agency)
            return page
    return page
