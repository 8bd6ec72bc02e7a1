from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from rich.cells import cell_len
from rich.style import Style

from newsreader.model import Headline
from newsreader.tui.list_rows import RowLook, Shape, Snippet, clock, day_text, draw_heading, draw_headline

INK = dict.fromkeys(("text", "quiet", "read", "starred", "unread", "hit", "section"), Style())
NOW = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)


def headline(title: str = "Title", *, read: bool = False, starred: bool = False, words: int | None = None) -> Headline:
    return Headline(1, 1, title, "", "", NOW, None, NOW - timedelta(hours=1), read, starred, False, words)


def lines(row: Headline, look: RowLook, outlet: str = "Guardian") -> list[str]:
    return [strip.text for strip in draw_headline(row, outlet, look, INK)]


def test_a_row_has_sign_time_outlet_title_and_reading_time() -> None:
    (line,) = lines(headline("Rail unions call off strike", words=900), RowLook(70, "line", 10))
    local = (NOW - timedelta(hours=1)).astimezone()
    assert line.startswith(f" ● {local:%H:%M}  Guardian    Rail unions call off strike")
    assert line.rstrip().endswith("4 min")


@pytest.mark.parametrize(
    ("read", "starred", "signs"), [(False, False, " ●"), (True, False, "  "), (True, True, " ★"), (False, True, "★●")]
)
def test_unread_and_starred_have_signs_of_their_own(read: bool, starred: bool, signs: str) -> None:
    assert lines(headline(read=read, starred=starred), RowLook(40, "line"))[0][:2] == signs


def test_a_long_title_takes_a_second_line_under_its_first() -> None:
    first, second = lines(headline("Ministers agree on grid for the North Sea"), RowLook(56, "wrap", 8))
    assert first.rstrip().endswith("Ministers agree on grid for the")
    assert second.index("North Sea") == first.index("Ministers")


def test_a_title_that_leaves_no_room_for_the_reading_time_breaks_instead_of_being_cut() -> None:
    rows = lines(headline("The cable that nobody wanted", words=600), RowLook(48, "wrap", 8))
    assert "…" not in "".join(rows)
    assert rows[-1].rstrip().endswith("3 min")


def test_the_outlet_is_left_out_where_all_rows_are_of_one() -> None:
    assert "Guardian" not in lines(headline(), RowLook(60, "line", 0))[0]


@pytest.mark.parametrize("time_format", ["24h", "12h"])
def test_where_the_source_names_a_day_and_no_time_the_time_is_blank_and_titles_stay_in_line(time_format: str) -> None:
    look = RowLook(70, "line", 10, time_format)
    midnight = NOW.replace(hour=0, minute=0)
    day, time = (
        lines(structs.replace(headline("Rail unions"), sort=sort), look)[0]
        for sort in (midnight, midnight + timedelta(minutes=1))
    )
    assert not any(map(str.isdigit, day)) and day.index("Rail") == time.index("Rail")


def test_a_result_whose_source_names_a_day_has_that_day_in_every_zone() -> None:
    midnight = NOW.replace(hour=0, minute=0)
    (line,) = lines(structs.replace(headline(), sort=midnight), RowLook(70, "line", 10, by_day=False))
    assert "24 Nov" in line


def test_a_title_that_is_missing_has_a_word_in_its_place() -> None:
    assert "(untitled)" in lines(headline(""), RowLook(60, "line"))[0]


def test_a_snippet_has_its_line_before_it_is_known() -> None:
    look = RowLook(60, "line")
    assert len(draw_headline(headline(), "", look, INK, Snippet())) == 2
    assert "the hit" in draw_headline(headline(), "", look, INK, Snippet("the hit", [(4, 7)]))[1].text


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80),
    st.integers(12, 120),
    st.sampled_from(["line", "wrap", "stack"]),
    st.integers(0, 16),
    st.sampled_from(["24h", "12h", "%H.%M Uhr"]),
    st.booleans(),
)
def test_rows_are_exactly_as_wide_as_the_pane(
    title: str, width: int, shape: Shape, outlet_width: int, time_format: str, by_day: bool
) -> None:
    look = RowLook(width, shape, outlet_width, time_format, by_day)
    for strip in draw_headline(headline(title, words=4000), "An outlet", look, INK, Snippet("x" * 300)):
        assert sum(cell_len(segment.text) for segment in strip) == width


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(hours=1), "TODAY"),
        (timedelta(days=1), "YESTERDAY"),
        (timedelta(days=2), "SUNDAY 22 NOVEMBER"),
        (timedelta(days=400), "20 OCTOBER 2025"),
    ],
)
def test_days_have_headings(ago: timedelta, text: str) -> None:
    assert day_text((NOW - ago).date(), NOW.date()) == text


@pytest.mark.parametrize(("how", "text"), [("24h", "15:04"), ("12h", "03:04 pm"), ("%H.%M", "15.04")])
def test_the_time_of_day_is_written_as_wished(how: str, text: str) -> None:
    assert clock(datetime(2026, 11, 24, 15, 4, tzinfo=UTC), how) == text


def test_a_heading_has_its_count_at_the_edge_once_that_is_known() -> None:
    look = RowLook(30, "line")
    assert draw_heading("TODAY", None, look, INK).text == " TODAY".ljust(30)
    assert draw_heading("TODAY", 1234, look, INK).text == " TODAY                 1,234  "
    folded = draw_heading("A feed whose name is rather long", 7, look, INK, folded=True)
    assert (folded.text, folded.cell_length) == (" ▸ A feed whose name is…   7  ", 30)
