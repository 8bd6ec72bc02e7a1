"""Completion: what is offered for the token at the cursor, and that a query with a choice in it makes sense."""

import random
from datetime import UTC, date, datetime
from time import perf_counter

import pytest
from effort import effort
from hypothesis import example, given
from hypothesis import strategies as st

from newsreader.query.complete import Names, complete
from newsreader.query.fields import FIELDS
from newsreader.query.lexer import QueryError
from newsreader.query.match import is_feed, is_named
from newsreader.query.parse import parse
from newsreader.query.tree import Place, walk

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
NAMES = Names(
    feeds=("BBC News", "World Daily", "BBC World", "École libre", 'The "Quoted" Times', "LWN"),
    sections=("World", "Tech", "Long reads"),
    tags=("later", "geeks", "to print"),
)


def offered(text: str, cursor: int | None = None, names: Names = NAMES) -> list[str]:
    completion = complete(text, len(text) if cursor is None else cursor, names, TODAY)
    return list(completion.choices) if completion else []


def after(text: str, choice: int = 0, cursor: int | None = None) -> str:
    completion = complete(text, len(text) if cursor is None else cursor, NAMES, TODAY)
    assert completion
    return completion.put(text, completion.choices[choice])[0]


def test_an_empty_query_offers_every_field() -> None:
    assert {f"{name}:" for name in FIELDS} <= set(offered(""))
    assert offered("")[0] == "title:"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("fe", "feed:"),
        ("storm fe", "feed:"),
        ("-fe", "feed:"),
        ("(storm or SE", "section:"),
        ("or sor", "sort:"),
        ("le", "len<5m"),
    ],
)
def test_the_beginning_of_a_word_may_be_a_field(typed: str, first: str) -> None:
    assert offered(typed)[0] == first


@pytest.mark.parametrize(
    "typed", ["storm", "storm ", '"fe', "12:", "foo:b", "title:fe", "title:(fe", "title:(a or (fe", "is:unread"]
)
def test_where_nothing_fits_nothing_is_offered(typed: str) -> None:
    assert offered(typed) == []


def test_a_feed_is_found_by_the_beginning_of_any_of_its_words_those_of_the_name_first() -> None:
    assert offered("feed:wor") == ['feed:"World Daily"', 'feed:"BBC World"']
    assert offered("feed:ecole") == ['feed:"École libre"']
    assert offered("feed:lw") == ["feed:LWN"]


def test_names_with_blanks_are_quoted_also_when_the_quote_is_open_already() -> None:
    assert after("feed:bbc") == 'feed:"BBC News"'
    assert after('storm feed:"bbc w') == 'storm feed:"BBC World"'
    assert after('section:"lo') == 'section:"Long reads"'
    assert offered('feed:"BBC World"') == []


def test_a_quote_in_a_feeds_name_is_left_out_of_its_words() -> None:
    assert after("feed:the") == 'feed:"The Quoted Times"'


def test_sections_tags_states_and_orders_are_offered() -> None:
    assert offered("section:") == ["section:World", "section:Tech", 'section:"Long reads"']
    assert offered("tag:") == ["tag:later", "tag:geeks", 'tag:"to print"']
    assert offered("is:") == ["is:unread", "is:read", "is:starred", "is:muted"]
    assert offered("has:a") == ["has:audio"]
    assert offered("sort:t") == ["sort:title"]


def test_days_are_offered_and_all_of_a_month_that_is_typed() -> None:
    assert offered("date:")[:3] == ["date:today", "date:yesterday", "date:2026-11-24"]
    assert "after:2026-10" in offered("after:2026")
    assert offered("before:2026-09-3") == ["before:2026-09-30"]
    assert offered("newer:") == ["newer:1h", "newer:1d", "newer:2d", "newer:1w", "newer:4w", "newer:1y"]


def test_in_the_middle_of_a_query_the_token_before_the_cursor_is_completed() -> None:
    assert after("fe storm", cursor=2) == "feed: storm"
    assert after("(is:un) storm", cursor=6) == "(is:unread) storm"
    assert offered("feed storm", cursor=2) == [], "the cursor stands inside of a word"


def test_ten_thousand_feeds_are_no_reason_to_wait() -> None:
    choice = random.Random(1)
    words = [f"{choice.choice('abcdefghij')}{n % 997}" for n in range(20_000)]
    names = Names(feeds=[f"{words[n]} {words[-n]} news" for n in range(10_000)])
    assert effort(lambda: offered("feed:", names=names)) < 20
    began = perf_counter()
    assert (
        effort(
            lambda: [offered(f"storm is:unread feed:{word}", names=names) for word in ("a", "b5", "news", "zz", "j")]
        )
        < 5
    )
    assert perf_counter() > began


# ── Any text at all

WORDS = st.sampled_from(
    [
        *(
            "storm",
            "or",
            "-",
            "not",
            "(",
            ")",
            " ",
            "  ",
            '"',
            "title:",
            "title:(",
            "feed:",
            "feed:w",
            "section:",
            "tag:",
            "tag:l",
        ),
        *(
            "is:",
            "is:u",
            "has:",
            "newer:",
            "date:",
            "date:2026-1",
            "sort:",
            "fe",
            "so",
            "ta",
            "le",
            "x",
            "*",
            "新",
            "//",
        ),
    ]
)
TEXTS = st.lists(WORDS, max_size=8).map("".join)
ANY_NAMES = st.lists(st.text(min_size=1, max_size=12), max_size=4)


def parses(text: str) -> bool:
    try:
        parse(text, now=NOW, typing=True)
    except QueryError:
        return False
    return True


@given(TEXTS, ANY_NAMES, ANY_NAMES, ANY_NAMES)
@example("(sort:", [], [], [])
@example("-sort:", [], [], [])
@example("sort:date sort:", [], [], [])
@example("feed:", ["//host", "a*", '"', "(x)", "\x00"], [], [])
def test_a_query_with_a_choice_in_it_is_understood_if_it_was_before(
    text: str, feeds: list[str], sections: list[str], tags: list[str]
) -> None:
    completion = complete(text, len(text), Names(feeds, sections, tags), TODAY)
    if completion is None or not parses(text):
        return
    for choice in completion.choices:
        new, cursor = completion.put(text, choice)
        assert new.startswith(text[: completion.start])
        assert cursor == len(new)
        assert parses(new), new


@given(st.text(max_size=30), st.integers(0, 30))
def test_whatever_is_typed_is_completed_or_left_alone(text: str, cursor: int) -> None:
    completion = complete(text, min(cursor, len(text)), NAMES, TODAY)
    if completion:
        assert 0 <= completion.start <= completion.end <= len(text)
        assert completion.choices


@given(st.text(min_size=1, max_size=20), st.sampled_from(["feed", "section", "tag"]))
@example("//x", "section")
@example("a*", "tag")
def test_a_name_that_was_chosen_means_what_has_it(name: str, field: str) -> None:
    names = Names(feeds=(name,), sections=(name,), tags=(name,))
    for choice in offered(f"{field}:", names=names):
        [place] = [node for node in walk(parse(choice, now=NOW).node) if isinstance(node, Place)]
        shown = names.folded[field][0][1]
        assert is_feed(place, shown, "") if field == "feed" else is_named(place, shown)
