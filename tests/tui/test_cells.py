from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.tui.cells import break_once, cut, fill, wrap

texts = st.text(
    alphabet=st.one_of(st.sampled_from("ab cd-, 漢字かな한e\u0301🙂"), st.characters(categories=["L"])), max_size=60
)


@given(texts, st.integers(0, 40))
def test_a_cut_text_never_exceeds_its_width(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width


@given(texts, st.integers(0, 40))
def test_a_filled_text_has_exactly_its_width(text: str, width: int) -> None:
    assert cell_len(fill(text, width)) == width


@given(texts, st.integers(2, 40), st.integers(1, 4))
def test_wrapped_lines_fit(text: str, width: int, lines: int) -> None:
    wrapped = wrap(text, width, lines)
    assert 1 <= len(wrapped) <= lines
    assert all(cell_len(line) <= width for line in wrapped)


@given(texts, st.integers(2, 40))
def test_breaking_loses_only_the_blank_at_the_break(text: str, width: int) -> None:
    line, rest = break_once(text, width)
    assert (line + rest).replace(" ", "") == text.replace(" ", "")


def test_lines_break_at_blanks() -> None:
    assert wrap("Ministers agree on grid for the North Sea", 26, 2) == ["Ministers agree on grid", "for the North Sea"]


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert wrap("Donaudampfschifffahrt", 10, 3) == ["Donaudampf", "schifffahr", "t"]


def test_what_does_not_fit_the_last_line_is_cut_with_a_mark() -> None:
    assert wrap("one two three four five", 9, 2) == ["one two", "three fo…"]
