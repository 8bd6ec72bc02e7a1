"""The lines of the front page, whatever the titles, the names and the width."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.model import Headline
from newsreader.newsdesk.front_sheet import FrontPage, Spot
from newsreader.tui.front_layout import COLUMNS_FROM, PageLook, Story, lay_out, since_words

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
WORDS = st.text(st.sampled_from("abc word 新聞北海 é́ \u200d👩 ﷽ العربية"), max_size=120)


def headline(id_: int, title: str, *, read: bool = False) -> Headline:
    return Headline(id_, 1, title, "", "", NOW, None, NOW, read, False, False, 300)


def spot(id_: int, section: str, outlets: tuple[str, ...] = ("BBC",)) -> Spot:
    return Spot(id_, section, outlets, len(outlets), len(outlets), NOW - timedelta(hours=3), ("3 h ago",))


def page_of(titles: list[str], sections: list[str], outlet: str) -> tuple[FrontPage, list[Story]]:
    """A page with as many stories of each section as there are titles left for it."""
    spots = [spot(n, "", (outlet, "NRC")[: 1 + n % 2]) for n in range(len(titles))]
    rest = spots[4:]
    held = tuple(
        (name, tuple(rest[at :: len(sections)])) for at, name in enumerate(sections) if rest[at :: len(sections)]
    )
    page = FrontPage(NOW - timedelta(hours=24), tuple(spots[:4]), held, ("A deck. " * 20,), 99, 12)
    rows = [Story(row, headline(one.article, titles[one.article]), one, outlet) for row, one in enumerate(page.spots)]
    return page, rows


@settings(deadline=None, max_examples=60)
@given(
    st.lists(WORDS, max_size=14),
    st.lists(WORDS.filter(bool), min_size=1, max_size=4, unique=True),
    WORDS,
    st.integers(29, 220),
    st.integers(6, 60),
    st.booleans(),
)
def test_every_line_has_its_width_and_every_story_its_place(
    titles: list[str], sections: list[str], outlet: str, width: int, height: int, titled: bool
) -> None:
    page, rows = page_of(titles, sections, outlet)
    lines = lay_out(page, rows, PageLook(width, height, NOW, titled=titled, more="0"))
    assert {sum(cell_len(piece.text) for piece in line) for line in lines} == {width}
    assert {piece.row for line in lines for piece in line} - {-1} == {story.row for story in rows}


@pytest.mark.parametrize(("width", "beside"), [(COLUMNS_FROM - 1, False), (COLUMNS_FROM, True)])
def test_two_sections_share_lines_where_there_is_room_for_both(width: int, beside: bool) -> None:
    page, rows = page_of([f"Title {n}" for n in range(8)], ["World", "Tech"], "BBC")
    lines = ["".join(piece.text for piece in line) for line in lay_out(page, rows, PageLook(width, 30, NOW))]
    assert any("WORLD" in line and "TECH" in line for line in lines) == beside


def test_an_unfolded_story_has_its_articles_below_it_and_a_story_not_known_yet_an_empty_line() -> None:
    one, other = spot(1, "", ("BBC", "NRC")), spot(2, "")
    page = FrontPage(NOW, (one, other), articles=3, told=3)
    rows = [
        Story(0, headline(1, "Storm"), one, "BBC"),
        Story(1, headline(5, "Also storm", read=True), None, "NRC"),
        Story(2, None, other, ""),
    ]
    lines = lay_out(page, rows, PageLook(60, 30, NOW))
    of = {row: next(n for n, line in enumerate(lines) if any(piece.row == row for piece in line)) for row in range(3)}
    assert of[0] < of[1] < of[2]
    assert any("NRC" in piece.text for piece in lines[of[1]])
    assert "2 outlets · 3 h" in "".join(piece.text for piece in lines[of[0]])


def test_days_are_named_as_people_do() -> None:
    assert since_words(NOW - timedelta(hours=2), NOW, "24h") == "since today 07:12"
    assert since_words(NOW - timedelta(hours=24), NOW, "12h") == "since yesterday 09:12 am"
    assert since_words(NOW - timedelta(days=7), NOW, "24h") == "since 17 November 09:12"
