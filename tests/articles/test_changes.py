"""What changed between two texts, word by word."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.articles.changes import MOST_WORDS, Paragraph, as_text, changes


def shown(old: str, new: str) -> list[str]:
    return [as_text(paragraph) for paragraph in changes(old, new)]


def test_words_that_went_and_came_are_signed() -> None:
    assert shown("The council meets on Monday in Norwick.", "The council meets on Tuesday in Norwick.") == [
        "The council meets on [-Monday-] {+Tuesday+} in Norwick."
    ]


def test_a_sentence_that_was_added_stands_at_its_end() -> None:
    assert shown("Two people were hurt.", "Two people were hurt. One of them has died.") == [
        "Two people were hurt. {+One of them has died.+}"
    ]
    assert shown("Two people were hurt. One has died.", "Two people were hurt.") == [
        "Two people were hurt. [-One has died.-]"
    ]


def test_the_same_text_has_no_changes_whatever_its_blanks() -> None:
    assert changes("One two\n\nthree", "One  two \nthree\n") == ()


def test_far_paragraphs_are_counted() -> None:
    text = "\n".join(f"Paragraph number {n} stands here." for n in range(9))
    assert shown(text, text.replace("number 4", "number four")) == [
        "… 3 paragraphs unchanged …",
        "Paragraph number 3 stands here.",
        "Paragraph number [-4-] {+four+} stands here.",
        "Paragraph number 5 stands here.",
        "… 3 paragraphs unchanged …",
    ]


def test_paragraphs_that_have_nothing_in_common_are_two() -> None:
    assert shown("All about lamps.", "Wholly other matters here") == [
        "{+Wholly other matters here+}",
        "[-All about lamps.-]",
    ]


def test_a_moved_word_in_a_script_without_blanks_is_a_sign() -> None:
    assert shown("会議は月曜日に開く", "会議は火曜日に開く") == ["会議は[-月-]{+火+}曜日に開く"]


def test_a_very_long_paragraph_is_not_compared_for_ever() -> None:
    old = " ".join(f"w{n}" for n in range(MOST_WORDS * 4))
    began = time.process_time()
    found = changes(old, old.replace("w77 ", "other "))
    assert [paragraph.is_changed for paragraph in found] == [True, True]
    assert time.process_time() - began < 2


def words(paragraphs: tuple[Paragraph, ...], side: str) -> list[str]:
    text = "\n".join(
        "".join(part for kind, part in one.runs if kind in ("same", side)) for one in paragraphs if not one.skipped
    )
    return text.split()


lines = st.lists(st.sampled_from("alpha beta gamma delta one two three".split()), max_size=12).map(" ".join)


@given(st.lists(lines, max_size=6).map("\n".join), st.lists(lines, max_size=6).map("\n".join))
def test_both_texts_can_be_read_out_of_what_is_shown(old: str, new: str) -> None:
    found = changes(old, new)
    if not found:
        assert old.split() == new.split()
    elif not any(paragraph.skipped for paragraph in found):
        assert sorted(words(found, "deleted")) == sorted(old.split())
        assert words(found, "inserted") == new.split()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\n" * 3000, "a\nb\n" * 1500),
        ("the " * 1400, "the of " * 700),
        ("\n".join(["the a " * 600] * 300), "\n".join(["the b " * 600] * 300)),
        ("\n".join(f"{n} x x x" for n in range(3000)), "\n".join(f"{n} y x x" for n in range(3000))),
    ],
    ids=["lines", "words", "paragraphs", "numbers"],
)
def test_texts_made_to_be_compared_for_ever_are_not(old: str, new: str) -> None:
    start = time.process_time()
    said = "".join(text for paragraph in changes(old, new) for _, text in paragraph.runs)
    assert said
    assert time.process_time() - start < 15  # a bound against what took minutes, not a speed
