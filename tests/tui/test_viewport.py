from hypothesis import given
from hypothesis import strategies as st

from newsreader.tui.viewport import Viewport

rows = st.lists(st.integers(1, 4), min_size=1, max_size=30)
heights_of_windows = st.integers(1, 12)


def window(heights: list[int], height: int) -> Viewport:
    return Viewport(count=len(heights), height=height)


def test_rows_of_different_heights_fill_the_window_from_its_top() -> None:
    view = Viewport(count=3, height=4)
    assert view.lines([2, 1, 3].__getitem__) == [(0, 0), (0, 1), (1, 0), (2, 0)]


def test_revealing_a_row_below_moves_no_further_than_needed() -> None:
    view = Viewport(count=10, height=3)
    view.reveal(4, lambda _: 1)
    assert [row for row, _ in view.lines(lambda _: 1)] == [2, 3, 4]


def test_revealing_a_row_above_puts_it_at_the_top() -> None:
    view = Viewport(count=10, height=3, top=6)
    view.reveal(2, lambda _: 1)
    assert [row for row, _ in view.lines(lambda _: 1)] == [2, 3, 4]


def test_a_row_in_sight_is_revealed_without_moving_anything() -> None:
    view = Viewport(count=10, height=3, top=4)
    view.reveal(5, lambda _: 1)
    assert view.top == 4


def test_a_million_rows_are_asked_for_no_more_heights_than_fit_the_window() -> None:
    asked = []

    def heights(row: int) -> int:
        asked.append(row)
        return 2

    view = Viewport(count=1_000_000, height=40)
    view.reveal(999_999, heights)
    assert len(view.lines(heights)) == 40
    assert len(asked) < 200


@given(rows, heights_of_windows, st.data())
def test_a_revealed_row_is_wholly_in_the_window_or_fills_it_from_its_start(
    heights: list[int], height: int, data: st.DataObject
) -> None:
    view = window(heights, height)
    for _ in range(5):
        row = data.draw(st.integers(0, len(heights) - 1))
        view.reveal(row, heights.__getitem__)
        shown = [line for at, line in view.lines(heights.__getitem__) if at == row]
        assert shown == list(range(min(heights[row], height)))


@given(rows, heights_of_windows, st.lists(st.integers(-10, 10)))
def test_scrolling_never_leaves_a_gap_that_rows_could_fill(heights: list[int], height: int, steps: list[int]) -> None:
    view = window(heights, height)
    for step in steps:
        view.scroll(step, heights.__getitem__)
        lines = view.lines(heights.__getitem__)
        assert len(lines) == min(height, sum(heights))


@given(rows, heights_of_windows, st.integers(1, 8))
def test_scrolling_down_and_up_again_comes_back(heights: list[int], height: int, by: int) -> None:
    view = window(heights, height)
    before = view.lines(heights.__getitem__)
    moved = 0
    while moved < by and view.scroll(1, heights.__getitem__):
        moved += 1
    view.scroll(-moved, heights.__getitem__)
    assert view.lines(heights.__getitem__) == before


@given(rows, heights_of_windows, st.integers(0, 40), st.integers(0, 5))
def test_settling_after_rows_went_leaves_a_filled_window(heights: list[int], height: int, top: int, skip: int) -> None:
    view = Viewport(count=len(heights), height=height, top=top, skip=skip)
    view.settle(heights.__getitem__)
    assert len(view.lines(heights.__getitem__)) == min(height, sum(heights))


@given(rows, heights_of_windows, st.data())
def test_a_page_moves_by_at_least_one_row_and_at_most_a_window(
    heights: list[int], height: int, data: st.DataObject
) -> None:
    view = window(heights, height)
    row = data.draw(st.integers(0, len(heights) - 1))
    target = view.page_from(row, 1, heights.__getitem__)
    assert target > row or row == len(heights) - 1
    assert target <= row + max(1, height)
