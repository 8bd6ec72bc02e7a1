"""Finding names by a few letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.tui.fuzzy import Word, fold

LETTERS = st.text("abc é", max_size=8)


def best(word: str, *names: str) -> list[str]:
    """The names that match, the best first."""
    ranked = [(far, name) for name in names if (far := Word(fold(word)).rank(fold(name))) is not None]
    return [name for _, name in sorted(ranked, key=lambda pair: pair[0])]


def test_a_beginning_is_better_than_a_word_than_the_middle_than_scattered_letters() -> None:
    names = ("s.t.a.r", "upstart", "the star", "star")
    assert best("star", *names) == ["star", "the star", "upstart", "s.t.a.r"]


def test_letters_must_come_in_their_order() -> None:
    assert best("ba", "abc", "bac") == ["bac"]


def test_case_and_accents_do_not_matter() -> None:
    assert best("uber", "Über uns") == ["Über uns"]
    assert best("ÜBER", "uber") == ["uber"]


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(LETTERS, LETTERS.filter(bool))
def test_what_is_marked_are_the_letters_that_were_typed(name: str, word: str) -> None:
    name, word = fold(name), Word(fold(word))
    marked = word.places(name)
    if word.rank(name) is None:
        assert not marked
    else:
        assert "".join(name[at] for at in marked) == word.text


@given(LETTERS, LETTERS.filter(bool), st.sampled_from("abc"))
def test_typing_on_only_loses_matches(name: str, word: str, letter: str) -> None:
    if Word(word + letter).rank(name) is not None:
        assert Word(word).rank(name) is not None


@pytest.mark.parametrize("word", ["x", "xy"])
def test_an_empty_name_matches_nothing(word: str) -> None:
    assert Word(word).rank("") is None
    assert not Word(word).places("")


def test_a_word_that_nearly_fits_takes_no_longer_than_others() -> None:
    # Trying every way to spread the letters would not end.
    assert Word("a" * 40 + "b").rank("a." * 500) is None
