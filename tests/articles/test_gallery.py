"""A page with every kind of block, as it is set in narrow, usual and wide columns.

The expected pages stand in gallery/*.txt. After a change that is meant, look at them again and write them anew with
    NEWSREADER_WRITE_GALLERY=1 pytest tests/articles/test_gallery.py
"""

import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len

from newsreader.articles.anatomy import finished
from newsreader.articles.document import Document, Paragraph, Related, plain
from newsreader.articles.html import read_html
from newsreader.articles.layout import lay_out
from newsreader.model import Enclosure

GALLERY = Path(__file__).parent / "gallery"
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BLOCKS = {
    "Heading",
    "Paragraph",
    "Quote",
    "ListBlock",
    "Code",
    "Table",
    "Image",
    "Embed",
    "Definitions",
    "Footnotes",
    "Rule",
}


@pytest.fixture(scope="module")
def gallery() -> Document:
    blocks, links = read_html((GALLERY / "gallery.html").read_text(encoding="utf-8"), "https://paper.example/a/b.html")
    page = finished(
        Document(
            title="Ministers agree on a grid for the North Sea, and everything else that a page can hold",
            kicker="WORLD · The Paper",
            deck="Nine countries will share the cost of the first shared offshore network.",
            authors=("Ada Writer", "Bo Writer"),
            published=NOW - timedelta(hours=3, minutes=48),
            updated=NOW - timedelta(hours=3),
            blocks=blocks,
            links=links,
            enclosures=(Enclosure("https://paper.example/talk.mp3", "audio/mpeg", 12_300_000, 2040),),
            source="Agency/ab",
            url="https://paper.example/environment/2026/nov/24/ministers-agree-on-a-grid.html",
        )
    )
    return replace(
        page,
        also_covered_by=(
            Related(
                7, "BBC News", "North Sea states agree on power grid", NOW - timedelta(hours=4), "https://bbc.example/1"
            ),
            Related(8, "NRC", "Negen landen delen stroomnet op zee", NOW - timedelta(hours=5), "https://nrc.example/2"),
        ),
        also_worth_reading=(
            Related(
                9,
                "Ars",
                "What a direct-current grid is good for",
                NOW - timedelta(days=12),
                "https://ars.example/3",
                ("grid", "offshore"),
            ),
        ),
    )


def test_the_gallery_holds_every_kind_of_block(gallery: Document) -> None:
    assert {type(block).__name__ for block in gallery.blocks} == BLOCKS


@pytest.mark.parametrize(
    ("name", "width", "ascii_signs"), [("40", 40, False), ("80", 80, False), ("140", 140, False), ("ascii", 60, True)]
)
def test_the_gallery_is_set_as_it_was_looked_at(gallery: Document, name: str, width: int, ascii_signs: bool) -> None:
    chunks = lay_out(gallery, width, ascii=ascii_signs, now=NOW, zone=UTC)
    lines = [line.text for _, lines in chunks for line in lines]
    assert max(map(cell_len, lines)) <= width
    text = "\n".join(lines) + "\n"
    expected = GALLERY / f"{name}.txt"
    if os.environ.get("NEWSREADER_WRITE_GALLERY"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_a_line_knows_how_many_characters_of_its_block_stand_before_it(gallery: Document) -> None:
    """Whatever the width: that is how a reading position survives a resize."""
    for width in (30, 41, 90):
        for index, lines in lay_out(gallery, width, now=NOW, zone=UTC):
            block = gallery.blocks[index] if 0 <= index < len(gallery.blocks) else None
            if isinstance(block, Paragraph) and not block.rtl:
                text = plain(block.inline)
                for line in filter(lambda line: line.text, lines):
                    words = re.sub(r" ?\[\d+\]", "", line.text).split()
                    assert text[line.start :].lstrip().startswith(words[0]), (width, line)
