"""Text becomes a tree, and the tree the same text again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.query.parse import QueryError, parse
from newsreader.query.tree import (
    And,
    Everything,
    Field,
    Has,
    Is,
    Length,
    Not,
    Or,
    Outlets,
    Phrase,
    Place,
    Query,
    When,
    Word,
    show,
)

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def tree(text: str, typing: bool = False) -> object:
    return parse(text, now=NOW, typing=typing).node


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", Everything()),
        ("  ", Everything()),
        ("storm", Word("storm")),
        ("storm surge", And((Word("storm"), Word("surge")))),
        ("storm and surge", And((Word("storm"), Word("surge")))),
        ('"storm surge"', Phrase("storm surge")),
        ("-storm", Not(Word("storm"))),
        ("not storm", Not(Word("storm"))),
        ("--storm", Word("storm")),
        ("-not storm", Word("storm")),
        ('-"storm surge"', Not(Phrase("storm surge"))),
        ("a b or c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("a (b OR c)", And((Word("a"), Or((Word("b"), Word("c")))))),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("-(-(a))", Word("a")),
        ("((a) (b c))", And((Word("a"), Word("b"), Word("c")))),
        ("foo(bar)", And((Word("foo"), Word("bar")))),
        ("rock-n-roll", Word("rock-n-roll")),
        ("rust & go", And((Word("rust"), Word("go")))),
        ("a or 🎉", Word("a")),
        ("a -& b", And((Word("a"), Word("b")))),
        ("stor*", Word("stor", prefix=True)),
        ("12:30", Word("12:30")),
        ("https://example.org/a", Word("https://example.org/a")),
        ("title:storm", Field("title", Word("storm"))),
        ('Title:"storm surge"', Field("title", Phrase("storm surge"))),
        ("title:(storm or -surge)", Field("title", Or((Word("storm"), Not(Word("surge")))))),
        ("-url:example.org", Not(Field("url", Word("example.org")))),
        ("title:-storm", Field("title", Word("-storm"))),
        ("feed:BBC", Place("feed", "BBC")),
        ('section:"World news"', Place("section", "World news")),
        ("tag:later", Place("tag", "later")),
        ("is:UNREAD", Is("unread")),
        ("has:audio", Has("audio")),
        ("len<5m", Length("<", 5)),
        ("len>=10", Length(">=", 10)),
        ("outlets>=3", Outlets(">=", 3)),
        ("-outlets=1", Not(Outlets("=", 1))),
        ('"or"', Phrase("or")),
    ],
)
def test_a_query_means(text: str, node: object) -> None:
    assert tree(text) == node


def test_sort_orders_the_whole_query_and_is_no_condition() -> None:
    assert parse("storm sort:title", now=NOW) == Query(Word("storm"), "title")
    assert parse("sort:length", now=NOW) == Query(Everything(), "length")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("newer:2h", datetime(2026, 11, 24, 12, 30, tzinfo=UTC), None),
        ("newer:1d", datetime(2026, 11, 23, 14, 30, tzinfo=UTC), None),
        ("older:3w", None, datetime(2026, 11, 3, 14, 30, tzinfo=UTC)),
        ("after:2026-11-01", datetime(2026, 10, 31, 23, 0, tzinfo=UTC), None),
        ("before:2026-11-01", None, datetime(2026, 10, 31, 23, 0, tzinfo=UTC)),
        ("date:today", datetime(2026, 11, 23, 23, 0, tzinfo=UTC), datetime(2026, 11, 24, 23, 0, tzinfo=UTC)),
        ("date:yesterday", datetime(2026, 11, 22, 23, 0, tzinfo=UTC), datetime(2026, 11, 23, 23, 0, tzinfo=UTC)),
        ("date:2026-02", datetime(2026, 1, 31, 23, 0, tzinfo=UTC), datetime(2026, 2, 28, 23, 0, tzinfo=UTC)),
        ("date:2024", datetime(2023, 12, 31, 23, 0, tzinfo=UTC), datetime(2024, 12, 31, 23, 0, tzinfo=UTC)),
    ],
)
def test_times_follow_the_local_clock(text: str, start: datetime | None, end: datetime | None) -> None:
    node = tree(text)
    assert isinstance(node, When)
    assert (node.start, node.end) == (start, end)


def test_a_day_back_is_a_day_by_the_wall_clock_also_across_the_end_of_summer_time() -> None:
    now = datetime(2026, 10, 25, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # 25 hours after noon of the day before
    node = parse("newer:1d", now=now).node
    assert isinstance(node, When)
    assert now.astimezone(UTC) - (node.start or now) == timedelta(hours=25)


@pytest.mark.parametrize(
    ("text", "message", "start"),
    [
        ("storm auther:x", "unknown field auther: at 7; did you mean author:?", 6),
        ("foo:bar", 'unknown field foo: at 1; to search for it as text, write it in quotes ("…")', 0),
        ("outlets>=many", "outlets>= needs a number, such as outlets>=3, at 1", 0),
        ("len:5", "len at 1 is compared, not named: write len<5m", 0),
        ("len<x", "len< needs minutes, such as len<5m, at 1", 0),
        ('say "hello', 'the quote at 5 is not closed; add a " at its end', 4),
        ("(a b", "the parenthesis at 1 is not closed; add a )", 0),
        ("a )", "the ) at 3 closes nothing; take it out", 2),
        ("a or", "'or' at 3 needs something on both sides", 2),
        ("or a", "'or' at 1 needs something on both sides", 0),
        ("a and or b", "'or' at 7 needs something on both sides", 6),
        ("not", "'not' at 1 needs something behind it", 0),
        ("a ()", "the parentheses at 3 hold nothing", 2),
        ("🎉", "nothing in '🎉' at 1 can be searched for", 0),
        ("title:", "title: at 1 needs a value right behind it", 0),
        ("title: storm", "title: at 1 needs a value right behind it", 0),
        ("title:🎉", "nothing in '🎉' at 7 can be searched for", 0),
        ("is:unred", "is: knows no 'unred'; did you mean is:unread?, at 1", 0),
        ("is:blue", "is: knows no 'blue'; it may be unread, read, starred, muted, at 1", 0),
        ("newer:soon", "newer: needs a span, such as newer:2d (m, h, d, w, y), at 1", 0),
        ("newer:99999y", "newer: 99999y reaches back before the year 1, at 1", 0),
        ("after:0000-00-00", "after: there is no day 0000-00-00, at 1", 0),
        ("before:2026-00", "before: there is no day 2026-00, at 1", 0),
        ("after:2026-02-30", "after: there is no day 2026-02-30, at 1", 0),
        ("date:9999-12-31", "date: there is no day 9999-12-31, at 1", 0),
        ("feed:(a or b)", "feed: at 1 takes one value, no parentheses", 0),
        ("title:(a is:read)", "inside title:( ) stand words alone; take is at 10 out of it", 9),
        ("(sort:title)", "sort: at 2 orders the whole query", 1),
        ("sort:tilte", "sort: knows no 'tilte'; did you mean sort:title?, at 1", 0),
    ],
)
def test_a_mistake_is_named_with_its_place_and_its_mend(text: str, message: str, start: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, now=NOW)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert caught.value.start == start
    assert start < caught.value.end <= len(text)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("stor", Word("stor", prefix=True)),
        ("storm ", Word("storm")),
        ("storm su", And((Word("storm"), Word("su", prefix=True)))),
        ("a or", And((Word("a"), Word("or", prefix=True)))),
        ("a or ", Word("a")),
        ("a -", Word("a")),
        ("a not ", Word("a")),
        ("a (", Word("a")),
        ("a (b", And((Word("a"), Word("b", prefix=True)))),
        ("a )", Word("a")),
        ('"storm su', Phrase("storm su")),
        ("title:", Everything()),
        ("title:st", Field("title", Word("st", prefix=True))),
        ("a is:", Word("a")),
        ("a is:unr", Word("a")),
        ("a is:unread", And((Word("a"), Is("unread")))),
        ("a newer:2", Word("a")),
        ("a date:2026-", Word("a")),
        ("a auther:x", Word("a")),
        ("a sort:ti", Word("a")),
        ("len<", Everything()),
        ("section:Wor", Place("section", "Wor", prefix=True)),
        ("🎉", Everything()),
        ("()", Everything()),
        ("a (title:", Word("a")),
    ],
)
def test_what_is_still_being_typed_is_never_a_mistake(text: str, node: object) -> None:
    assert tree(text, typing=True) == node


def test_a_mistake_before_the_cursor_is_one_also_while_typing() -> None:
    for text in ("auther:x storm", "is:unr storm", "a ) b", "title: storm"):
        with pytest.raises(QueryError):
            parse(text, now=NOW, typing=True)


PIECES = st.sampled_from(
    'storm surge école 新闻 a-b c++ -x or and not ( ) - -( " "two words" title: title:x body:(a or b) author:y url:z.org '
    "feed:BBC section:World tag:t is:read -is:unread has:image newer:2d older:1w after:2026-01-01 date:today len<5m "
    "len>=2 sort:title pre* * & 🎉 foo: http://x.org 12:30 ' ; -- % _".split(" ")
)
SOUPS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=12).map(" ".join)


@given(SOUPS)
def test_what_was_parsed_prints_as_a_query_that_means_the_same(text: str) -> None:
    try:
        query = parse(text, now=NOW)
    except QueryError:
        return
    assert parse(show(query), now=NOW) == query


@given(SOUPS)
def test_a_query_in_the_bar_prints_as_a_finished_one(text: str) -> None:
    try:
        query = parse(text, now=NOW, typing=True)
    except QueryError:
        return
    assert parse(show(query), now=NOW) == query


@given(SOUPS, st.booleans())
def test_any_text_is_a_query_or_a_mistake_with_a_place_inside_it(text: str, typing: bool) -> None:
    try:
        parse(text, now=NOW, typing=typing)
    except QueryError as error:
        assert 0 <= error.start < error.end <= len(text)
        assert str(error)
