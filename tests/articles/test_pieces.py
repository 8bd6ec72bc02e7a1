"""Enormous blocks are set in pieces, so that opening an article takes the same time whatever is in it; no word is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.articles.build import from_html
from newsreader.articles.document import Code, Document, ListBlock, Paragraph, Quote, Run, Table, plain
from newsreader.articles.layout import lay_out_part
from newsreader.articles.pieces import LONGEST, MOST_CELLS, MOST_ITEMS, in_pieces
from newsreader.articles.runs import runs_of
from newsreader.articles.words import block_text

MOST_ROWS = 1_300
"""Lines that one part of a page takes at 60 cells, about."""


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{'漢字仮名交じり文です。' * 9000}</p>",
        f"<p>{'漢字仮名交' * 20000}</p>",
        f"<p>{'words of text, ' * 9000}</p>",
        f"<p>{'x' * 100000}</p>",
        f"<h2>{'x' * 100000}</h2>",
        f"<pre>{'ab cd ' * 20000}</pre>",
        "<pre>" + "x = 1\n" * 20000 + "</pre>",
        f"<ul>{'<li>item of a list</li>' * 10000}</ul>",
        f"<blockquote>{'<p>word of text</p>' * 5000}</blockquote>",
        f"<blockquote><p>{'word of text ' * 5000}</p></blockquote>",
        f"<dl>{'<dt>term</dt><dd>meaning</dd>' * 5000}</dl>",
        f"<p>{'line of verse<br>' * 10000}</p>",
        "<table>" + f"<tr>{'<td>cell</td>' * 500}</tr>" * 20 + "</table>",
        "<table>" + f"<tr>{'<td>cell with words</td>' * 3}</tr>" * 3000 + "</table>",
    ],
    ids=lambda html: html[:24],
)
def test_no_part_of_a_page_is_so_long_that_it_takes_long_to_set(html: str) -> None:
    page = from_html(html, title="T")
    assert all(len(lay_out_part(page, n, 60)) <= MOST_ROWS for n in range(len(page.blocks)))
    words = re.sub(r"<[^>]+>", " ", html).split()
    assert sum(len("".join(block_text(block).split())) for block in page.blocks) == sum(map(len, words))


def test_a_list_goes_on_with_its_numbers() -> None:
    page = from_html("<ol start='5'>" + "<li>item</li>" * (MOST_ITEMS + 1) + "</ol>", title="T")
    first, second = page.blocks
    assert isinstance(first, ListBlock) and isinstance(second, ListBlock)
    assert (first.start, second.start) == (5, 5 + MOST_ITEMS)


def test_a_long_table_has_its_head_again() -> None:
    rows = "<tr><td>a</td><td>b</td></tr>" * MOST_CELLS
    page = from_html(f"<table><caption>C</caption><tr><th>x</th><th>y</th></tr>{rows}</table>", title="T")
    tables = [block for block in page.blocks if isinstance(block, Table)]
    assert len(tables) == 2 and tables[0].head == tables[1].head and [t.caption for t in tables] == ["C", ""]


def test_who_said_a_long_quote_stands_at_its_end() -> None:
    quote = Quote(tuple(Paragraph((Run("word"),)) for _ in range(MOST_ITEMS + 5)), "A. Poet")
    pieces = list(in_pieces([quote]))
    assert [piece.cite for piece in pieces] == ["", "A. Poet"]


def test_usual_blocks_stay_as_they_are() -> None:
    page = from_html("<p>" + "Usual words. " * 300 + "</p><ul><li>a</li></ul><pre>x</pre>", title="T")
    assert list(in_pieces(page.blocks)) == list(page.blocks)


runs = st.lists(
    st.builds(
        lambda text, count, link, place: Run(text * count, frozenset(), link, place=place),
        st.sampled_from(["x", "word. ", "漢字。", "a\n", "e\u0301 "]),
        st.integers(1, 6000),
        st.integers(0, 2),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=5,
)


@given(runs)
@settings(max_examples=60, deadline=None)
def test_a_cut_paragraph_says_the_same_words_with_the_same_links(inline: list[Run]) -> None:
    pieces = list(in_pieces([Paragraph(tuple(inline))]))
    assert all(len(plain(piece.inline)) <= LONGEST for piece in pieces)
    assert "".join("".join(map(block_text, pieces)).split()) == "".join("".join(run.text for run in inline).split())
    page = Document(blocks=tuple(pieces))
    places = [run.place for block in page.blocks for run in runs_of(block) if run.place]
    assert places == [run.place for run in inline if run.place and run.text.strip()] or len(places) <= len(inline)


@given(st.text(st.sampled_from("ab \n"), max_size=200).map(lambda text: text * 150))
@settings(max_examples=60, deadline=None)
def test_cut_code_keeps_every_character(text: str) -> None:
    pieces = list(in_pieces([Code(text, "py")]))
    assert all(len(piece.text) <= LONGEST + 1 and piece.lang == "py" for piece in pieces)
    assert "".join(piece.text for piece in pieces).replace("\n", "") == text.replace("\n", "")
    assert sum(piece.text.count("\n") for piece in pieces) <= text.count("\n")
