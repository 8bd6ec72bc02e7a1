"""Spans, sizes, how long to keep, and programs, as they are written in the config."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.config.spans import Argv, Interval, Keep, Size, Span, Timeout


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("90s", timedelta(seconds=90)),
        ("15m", timedelta(minutes=15)),
        ("1h", timedelta(hours=1)),
        ("1h30m", timedelta(minutes=90)),
        ("2d", timedelta(days=2)),
        ("1w", timedelta(days=7)),
        (" 1h ", timedelta(hours=1)),
    ],
)
def test_a_span_is_numbers_with_units(text: str, span: timedelta) -> None:
    assert Span.parse(text) == span


@pytest.mark.parametrize(
    "value", ["", "1", "h", "1 h", "1y", "-1h", "1.5h", "1h 30m", "0s", "99999w", 60, True, None, ["1h"]]
)
def test_what_is_no_span_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="a span of time"):
        Span.parse(value)


def test_spans_have_bounds_of_their_settings() -> None:
    assert Interval.parse("1m") == timedelta(minutes=1)
    assert Timeout.parse("10m") == timedelta(minutes=10)
    for kind, text in ((Interval, "59s"), (Interval, "53w"), (Timeout, "11m")):
        with pytest.raises(ValueError, match="from"):
            kind.parse(text)


@pytest.mark.parametrize("text", ["60s", "90s", "1h", "24h", "36h", "2d", "7d", "2w", "90m", "90d"])
def test_a_span_is_written_back_as_people_write_it(text: str) -> None:
    assert str(Span.parse(text)) == text


@given(st.integers(1, 36_500 * 86_400))
def test_every_span_survives_being_written(seconds: int) -> None:
    assert Span.parse(str(Span(seconds=seconds))) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "size"),
    [("16MiB", 16 * 1024**2), ("500KB", 500_000), ("1 MB", 1_000_000), ("2048B", 2048), ("16mib", 16 * 1024**2)],
)
def test_a_size_is_a_number_with_a_unit(text: str, size: int) -> None:
    assert Size.parse(text) == size


@pytest.mark.parametrize("value", ["", "16", "16M", "1TB", "1.5MB", "-1MB", "1B", "2GiB", 16, True, None])
def test_what_is_no_size_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="a size"):
        Size.parse(value)


@given(st.integers(1024, 1024**3))
def test_every_size_survives_being_written(size: int) -> None:
    assert Size.parse(str(Size(size))) == size


def test_articles_are_kept_for_ever_for_a_span_or_up_to_a_number() -> None:
    assert Keep.parse("forever") == Keep()
    assert Keep.parse("90d") == Keep(span=Span(days=90))
    assert Keep.parse(500) == Keep(count=500)
    for value in ("", "always", 0, -1, True, 1.5, None):
        with pytest.raises(ValueError, match="forever"):
            Keep.parse(value)


def test_a_program_is_a_list_or_a_text_that_is_split_once() -> None:
    assert Argv.parse(["a b", "$(id)"]) == ("a b", "$(id)")
    assert Argv.parse("mpv --title='a b' {url}") == ("mpv", "--title=a b", "{url}")
    assert Argv.parse("echo $HOME; id | cat") == ("echo", "$HOME;", "id", "|", "cat")


@pytest.mark.parametrize("value", ["", " ", "a 'b", [], [""], [" ", "x"], [1], ["a\0b"], "a\0b", None, 3, {"a": "b"}])
def test_what_names_no_program_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"a program|No closing quotation"):
        Argv.parse(value)
