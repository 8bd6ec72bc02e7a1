"""The article pane under any document, any width, any order of sizes: nothing over the edge, nothing forbidden, no place lost."""

import asyncio
import string
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from article_host import ArticleHost
from forbidden import FORBIDDEN, HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import Selection

from newsreader.articles.document import (
    Block,
    Code,
    Definitions,
    Document,
    Embed,
    Footnotes,
    Heading,
    Image,
    Link,
    ListBlock,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
)
from newsreader.model import Enclosure
from newsreader.tui.messages import HitsCounted
from newsreader.urls import openable

WIDTHS = st.integers(10, 200)

Trial = Callable[[ArticleHost, Pilot], Awaitable[None]]


def on_screen(trial: Trial, *, width: int = 80, height: int = 24, ascii_only: bool = False) -> None:
    """Run `trial` with the article pane alone on a screen."""

    async def run() -> None:
        host = ArticleHost(ascii_only=ascii_only)
        async with host.run_test(size=(width, height)) as pilot:
            await trial(host, pilot)

    asyncio.run(run())


def strips(host: ArticleHost):
    return [host.article.render_line(y) for y in range(host.article.size.height)]


async def resize(host: ArticleHost, pilot: Pilot, width: int, height: int) -> None:
    """Give the terminal another size, and wait until the pane has it."""
    await pilot.resize_terminal(width, height)
    while host.article.size != (width, height):
        await pilot.pause(0.005)
    await pilot.pause()


# ── Documents of every kind

WORDS = st.one_of(
    st.text(string.ascii_letters + "     ", max_size=60),
    st.text("漢字かな한글éüß… 👩‍👩‍👧‍👦🏴‍☠️नमस्ते שלום", max_size=40),
    st.sampled_from(HOSTILE),
    st.just("x" * 400),
)
MARKS = st.frozensets(
    st.sampled_from(["strong", "em", "code", "del", "ins", "mark", "kbd", "small", "math"]), max_size=2
)
RUNS = st.builds(Run, WORDS, MARKS, st.integers(0, 3))
INLINE = st.lists(RUNS, max_size=4).map(tuple)
LEAVES: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, INLINE, st.booleans()),
    st.builds(Heading, st.integers(1, 6), INLINE),
    st.builds(Code, st.one_of(WORDS, st.just("a\n\n  b\n" + "y" * 300)), st.just("python")),
    st.builds(Image, st.just("https://example.org/i.png"), WORDS, WORDS, WORDS, st.integers(0, 3)),
    st.builds(Embed, st.just("https://example.org/v"), WORDS, WORDS, st.integers(0, 3)),
    st.builds(Table, st.lists(INLINE, min_size=2, max_size=2).map(tuple),
              st.lists(st.lists(INLINE, min_size=2, max_size=2).map(tuple), max_size=3).map(tuple), WORDS),
    st.just(Rule()),
)  # fmt: skip


def _nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Quote, several, WORDS, st.booleans()),
        st.builds(ListBlock, st.lists(several, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(Definitions, st.lists(st.tuples(INLINE, several), max_size=2).map(tuple)),
        st.builds(Footnotes, st.lists(st.tuples(WORDS, several), max_size=2).map(tuple)),
    )


BLOCKS = st.recursive(LEAVES, _nested, max_leaves=6)
URLS = st.sampled_from(
    [
        "https://example.org/a",
        "javascript:alert(1)",
        "https://example.org/\x1b]0;x\x07",
        "file:///etc/passwd",
        "mailto:a@b.example",
    ]
)
DOCUMENTS = st.builds(
    Document,
    title=WORDS,
    kicker=WORDS,
    deck=WORDS,
    authors=st.lists(WORDS, max_size=2).map(tuple),
    place=WORDS,
    published=st.just(datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),
    lead_image=st.none() | st.builds(Image, st.just("https://example.org/i.png"), WORDS, WORDS, WORDS),
    blocks=st.lists(BLOCKS, max_size=8).map(tuple),
    links=st.lists(st.builds(Link, WORDS, URLS), min_size=3, max_size=3).map(tuple),
    enclosures=st.lists(st.builds(Enclosure, URLS, WORDS), max_size=1).map(tuple),
    source=WORDS,
    url=URLS,
    words=st.integers(0, 5000),
)

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def book(paragraphs: int) -> Document:
    """A document of so many paragraphs; each begins with its number."""
    words = "and goes on with words until its line is broken once or twice " * 3
    return Document(
        title="A book", blocks=tuple(Paragraph((Run(f"Number {n} begins here {words}"),)) for n in range(paragraphs))
    )


# ── Drawing


@few
@given(DOCUMENTS, WIDTHS, st.booleans())
def test_no_document_draws_over_the_edge_or_lets_a_forbidden_character_through(document, width, ascii_only):
    async def trial(host: ArticleHost, pilot: Pilot) -> None:
        host.article.show(document)
        while not host.article.at_end:
            host.article.page_down()
            for strip in strips(host):
                assert strip.cell_length == width == sum(cell_len(segment.text) for segment in strip)
                for text, style, _ in strip:
                    assert not FORBIDDEN.search(text) and "\n" not in text and "\t" not in text
                    assert style is None or not style.link or openable(style.link) == style.link
                    assert style is None or not style.dim

    on_screen(trial, width=width, ascii_only=ascii_only)


@pytest.mark.corpus
def test_the_naughty_strings_are_shown_or_left_out_but_never_obeyed(corpus):
    naughty = (corpus / "naughty-strings" / "blns.txt").read_text("utf-8", "surrogateescape").split("\n")
    document = Document(
        title=" ".join(naughty[:30]),
        blocks=tuple(Paragraph((Run(text, link=1 + n % 2),)) for n, text in enumerate([*naughty, *HOSTILE])),
        links=(Link("[@click=app.quit]x[/]", "https://example.org/[/b]"), Link("l", "javascript:alert(1)")),
    )

    async def trial(host: ArticleHost, pilot: Pilot) -> None:
        host.article.show(document)
        while True:
            for strip in strips(host):
                assert not FORBIDDEN.search(strip.text)
                assert not any("@click" in (segment.style.meta if segment.style else {}) for segment in strip)
            if not host.article.page_down():
                break
        for text in [*naughty, *HOSTILE]:
            host.article.find(text)

    on_screen(trial)


# ── The place


@settings(few, max_examples=12)
@given(DOCUMENTS, st.integers(0, 60), st.lists(st.tuples(WIDTHS, st.integers(2, 60)), min_size=1, max_size=3))
def test_the_words_at_the_top_stay_there_through_any_storm_of_sizes(document, lines, sizes):
    async def trial(host: ArticleHost, pilot: Pilot) -> None:
        article = host.article
        article.show(document)
        for _ in range(lines):
            article.line_down()
        await pilot.pause()
        place, top = article.position, host.lines[0]
        for width, height in sizes:
            await resize(host, pilot, width, height)
            assert article.position == place
        await resize(host, pilot, 80, 24)
        assert host.lines[0] == top

    on_screen(trial)


# ── Books


HUGE = {
    "many-blocks": book(10_000),
    "one-paragraph": Document(title="A book", blocks=(Paragraph((Run("hello world " * 90_000),)),)),
    "one-cjk-paragraph": Document(title="A book", blocks=(Paragraph((Run("漢字" * 50_000),)),)),
    "one-word": Document(title="A book", blocks=(Paragraph((Run("x" * 1_000_000),)),)),
    "long-code": Document(title="A book", blocks=(Code("x = 1\n" * 30_000),)),
}


@pytest.mark.parametrize("document", HUGE.values(), ids=HUGE)
def test_a_book_shows_its_top_and_its_end_at_once_and_keeps_its_place(document):
    async def trial(host: ArticleHost, pilot: Pilot) -> None:
        article = host.article
        article.show(document)
        assert "A book" in host.text
        article.to_end()
        assert article.at_end
        place = article.position
        await resize(host, pilot, 60, 20)
        assert article.position == place
        article.to_top()
        assert "A book" in host.text

    on_screen(trial)


def test_a_book_opens_in_its_middle_without_being_laid_out_from_its_start():
    async def trial(host: ArticleHost, pilot: Pilot) -> None:
        article = host.article
        article.show(book(30_000), (15_000, 0))
        assert host.lines[0].strip().startswith("Number 15000 begins")
        assert not article.page.done
        for _ in range(100):
            article.page_up()
        assert "Number 14" in host.text
        article.to_top()
        assert "A book" in host.text and article.position == (0, 0)

    on_screen(trial)


def test_what_is_laid_out_above_moves_neither_the_words_in_sight_nor_the_selection_nor_the_focus():
    async def trial(host: ArticleHost, pilot: Pilot) -> None:
        article = host.article
        linked = Paragraph((Run("here is "), Run("the link", link=1), Run(" of it")))
        middle = book(12_000)
        blocks = (*middle.blocks[:6_000], linked, *middle.blocks[6_000:])
        article.show(
            Document(title="A book", blocks=blocks, links=(Link("the link", "https://example.org/"),)), (6_000, 0)
        )
        article.next_link()
        top, first = host.lines[0], article.page.numbers.start
        host.screen.selections = {article: Selection(Offset(3, 0), Offset(20, 0))}
        selected = article.selected_text
        while article.page.numbers.start == first:
            await pilot.pause(0.01)
        assert selected and article.selected_text == selected
        assert host.lines[0] == top
        assert article.focused_link == "https://example.org/"
        assert article.position == (6_000, 0)

    on_screen(trial)


def test_in_a_book_the_nearest_hit_is_shown_at_once_and_the_others_are_counted():
    async def trial(host: ArticleHost, pilot: Pilot) -> None:
        article = host.article
        article.show(book(4_000), (2_000, 0))
        assert article.find("number 2001 ") == 1
        assert "Number 2001 begins" in host.text
        article.find("number")
        while not any(isinstance(message, HitsCounted) for message in host.got):
            await pilot.pause(0.01)
        assert host.got[-1].count == 4_000
        article.next_hit()
        article.previous_hit()
        await pilot.pause()
        assert (host.got[-1].number, host.got[-1].count) == (2_001, 4_000)

    on_screen(trial)


@pytest.mark.parametrize("begin", [0, 7_900], ids=["below", "above"])
def test_in_a_book_a_far_hit_is_shown_as_soon_as_it_is_found(begin):
    async def trial(host: ArticleHost, pilot: Pilot) -> None:
        host.article.show(book(8_000), (begin, 0))
        host.article.find("number 5000 ")
        while "Number 5000 begins" not in host.text:
            await pilot.pause(0.01)

    on_screen(trial)


# ── Selection


@few
@given(DOCUMENTS, st.tuples(st.integers(0, 79), st.integers(0, 60)), st.tuples(st.integers(0, 79), st.integers(0, 60)))
def test_what_is_copied_is_clean_whatever_is_selected(document, start, end):
    async def trial(host: ArticleHost, _: Pilot) -> None:
        host.article.show(document)
        host.screen.selections = {host.article: Selection.from_offsets(Offset(*start), Offset(*end))}
        text = host.article.selected_text
        assert not FORBIDDEN.search(text)
        assert all(line == line.rstrip() for line in text.split("\n"))
        strips(host)

    on_screen(trial)
