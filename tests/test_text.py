"""Foreign text is fit for a terminal after cleaning, and clean text is left alone."""

import json
import unicodedata
from pathlib import Path

import pytest
from forbidden import FORBIDDEN, HOSTILE
from hypothesis import example, given
from hypothesis import strategies as st

from newsreader.text import MAX_MARKS, clean_line, clean_text

any_text = st.text(st.characters(codec=None), max_size=80)


@given(any_text)
@example("\ud800\u0301")
@example("e\u200b\u0301")
@example("\u0344" * 9)
def test_a_cleaned_line_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    clean = clean_line(text)
    assert not FORBIDDEN.search(clean)
    assert "\n" not in clean and "\t" not in clean and "  " not in clean
    assert clean == clean.strip()
    assert unicodedata.is_normalized("NFC", clean)


@given(any_text)
@example("a\r\nb\rc\x85d\u2028e")
def test_cleaned_text_keeps_newlines_and_tabs_alone(text: str) -> None:
    clean = clean_text(text)
    assert not FORBIDDEN.search(clean)
    assert unicodedata.is_normalized("NFC", clean)


@given(any_text)
@example("a\u0301\u0327\u0301\u0327\u0301\u0327")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)


@given(any_text)
def test_cleaned_text_can_be_written_anywhere(text: str) -> None:
    assert clean_line(text).encode("utf-8").decode("utf-8") == clean_line(text)
    assert clean_text(text).encode("utf-8").decode("utf-8") == clean_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ministers agree on grid for the North Sea",
        "Le budget passe de justesse – «enfin»",
        "日本語の見出し",
        "नमस्ते, می‌خواهم",
        "Flag 🏴‍☠️ and family 👩‍👩‍👧‍👦 and heart ❤️",
        "Việt Nam",
        "\ue0b0 a private glyph",
    ],
)
def test_ordinary_headlines_are_left_alone(text: str) -> None:
    assert clean_line(text) == text
    assert clean_text(text) == text


def test_white_space_is_folded_in_lines_and_kept_in_bodies() -> None:
    assert clean_line("  a \t b\r\nc\u00a0d\u2003e  ") == "a b c d e"
    assert clean_text("a  b\r\n\tc\u2028d") == "a  b\n\tc\nd"


def test_a_letter_keeps_a_few_marks_only() -> None:
    assert len(clean_line("x" + "\u0300" * 100)) == 1 + MAX_MARKS


@pytest.mark.parametrize("text", HOSTILE)
def test_known_attacks_come_out_as_plain_text(text: str) -> None:
    assert not FORBIDDEN.search(clean_line(text))
    assert not FORBIDDEN.search(clean_text(text))


def test_the_naughty_strings_come_out_as_plain_text(corpus: Path) -> None:
    strings = json.loads((corpus / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 400
    for string in strings:
        assert not FORBIDDEN.search(clean_line(string)), string
        assert not FORBIDDEN.search(clean_text(string)), string
