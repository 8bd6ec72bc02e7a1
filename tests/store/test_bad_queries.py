"""Whatever is typed as a query is an answer or a mistake with a place, soon."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from effort import effort
from store_builders import Desk, entry

from newsreader.query.parse import MAX_DEPTH, MAX_TERMS, QueryError, parse
from newsreader.query.words import find_hits, terms
from newsreader.store.search import search
from newsreader.store.selection import Selection

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
# Paces of effort.py, some 0.05 s each: most queries take a tenth of one, none as many as 20.
SOON = 60


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("bad") / "news.db")
    desk.add(*[entry(f"Article {n} storm", body=f"<p>or and not surge {n} a b c ' \" ( )</p>") for n in range(300)])
    desk.index()
    yield desk
    desk.close()


def ask(desk: Desk, text: str) -> None:
    """Ask in every way there is. Any other exception than QueryError fails the test."""
    assert effort(lambda: ask_in_every_way(desk, text)) < SOON


def ask_in_every_way(desk: Desk, text: str) -> None:
    for typing in (False, True):
        try:
            query = parse(text, now=NOW, typing=typing)
        except QueryError as error:
            assert 0 <= error.start < error.end <= len(text)
            assert str(error)
            assert "\n" not in str(error)
            assert len(str(error)) < 200
            continue
        listed = set(desk.reader.ids(Selection(query=query)))
        for full in (False, True):
            hits = search(desk.reader, query, Selection(unread=True), full=full, limit=None)
            assert {hit.id for hit in hits} == listed
        find_hits('A storm, or and not: surge ("it\'s") 新闻', terms(query))


ONE_WORD = r"""
" "" ' '' c++ C# it's -x AND NOT a*b * ^a {title}:a title: a:b ( ) () (() ;-- 1=1 % _ ? :x @x $x \ \' rowid:1 search:a
[a-z]* ?x ../* ~ `a` -- ---x -(-(-x)) is: is::read is:read:x len< len<5 len<-1 len<99999m len>=0 newer: newer:-2d or
newer:99999d older:99999w date:0000-00-00 date:10000 after:9999 sort: tag: tag:"" feed:"" section:" title:(a tag:x*
title:((a)-b) tag:* *:* +a a+b a&&b a||b !a ﷽
""".split()
SYNTAX = [
    *ONE_WORD,
    *("foo AND", "NEAR(a b)", "foo NEAR/2 bar", "a ^b", "a) or (b", "'; DROP TABLE articles; --", "a OR 1=1"),
    *(
        "\x00",
        "a\x00b",
        "title:\x00",
        "a MATCH b",
        "sort:date sort:date",
        "a\u202eb",
        "\ud800",
        "tag:\ud800",
        "feed:\udcff*",
        '"\ud800a"',
        "e\u0301" * 50,
    ),
    *("title:(a or", "a AND AND b", "not not a", "- a", "\u200b", "\t\n"),
]


@pytest.mark.parametrize("text", SYNTAX, ids=ascii)
def test_fts_sql_and_globs_are_only_text(archive: Desk, text: str) -> None:
    ask(archive, text)


def test_naughty_strings(archive: Desk, corpus: Path) -> None:
    strings = (corpus / "naughty-strings" / "blns.txt").read_text(encoding="utf-8").splitlines()
    assert len(strings) > 400
    for text in strings:
        ask(archive, text)


PIECES = [
    *'a b storm surge -x - -- not NOT and AND or OR ( ) ( ) " "a "a b" * st* s* title: title:( body:a author:('.split(),
    *'url:z feed:x section:"World" tag:t tag:t* is:read is:unread is:muted -is:starred is: has:image newer:2d'.split(),
    *"older:3w after:2026 date:today len<5m len>= outlets>=3 sort:title foo: 新闻 新 c++ it's NEAR {a} ^ : ; ' \\ %".split(),
    *("🎉", "\x00", "école", '"storm surge"', ""),
]


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_soups_of_tokens(archive: Desk, seed: int) -> None:
    choice = random.Random(seed)
    for _ in range(1000):
        blank = choice.choice((" ", " ", ""))
        ask(archive, blank.join(choice.choices(PIECES, k=choice.randint(1, 12))))


def nested(depth: int, inner: str = "storm") -> str:
    """Parentheses that none of the simplifications takes away."""
    text = inner
    for n in range(depth):
        text = f"({text} {'or' if n % 2 else 'and'} {'-' if n % 3 else ''}w{n})"
    return text


@pytest.mark.parametrize("inner", ["storm", "is:read", "title:(a or b)", "s*"])
@pytest.mark.parametrize("depth", [10, 50, 99, 101, MAX_DEPTH - 10])
def test_deep_trees_are_answered(archive: Desk, depth: int, inner: str) -> None:
    ask(archive, nested(depth, inner))


def test_deeper_than_that_is_a_mistake_that_names_the_limit() -> None:
    for text in ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), "(" * 50_000, nested(MAX_DEPTH + 1)):
        with pytest.raises(QueryError, match=f"deeper than {MAX_DEPTH} at "):
            parse(text, now=NOW)
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH, now=NOW) == parse("a", now=NOW)
    assert parse("-" * 10_001 + "a", now=NOW) == parse("-a", now=NOW)


WIDE = ("a ", "a or ", "-a ", "is:read or ", "tag:x or ", "is:read ", "title:a or body:b or ", "s* or ")


@pytest.mark.parametrize("piece", [*WIDE, "newer:2d or feed:x or ", "-(a is:read) "])
def test_a_wide_query_of_the_greatest_size_is_answered(archive: Desk, piece: str) -> None:
    times = (MAX_TERMS - 1) // len(piece.replace("or", "").replace("(", "").split())
    distinct = "".join(piece.replace("a", f"a{n}").replace("x", f"x{n}") for n in range(times))
    ask(archive, f"{distinct} storm")


@pytest.mark.parametrize(
    "piece", ["storm ", '"', "(", "-", "a b(", "新", "é", "title:", 'x"y ', "🎉", "x", "\x00", "or "], ids=ascii
)
def test_a_hundred_kilobytes_of_query(archive: Desk, piece: str) -> None:
    ask(archive, piece * (100_000 // len(piece.encode())))


@pytest.mark.parametrize("before", ["", "is:", "title:", "newer:", "sort:", "len<", "feed:"])
@pytest.mark.parametrize("after", ["", ":", ":x", "*"])
def test_a_word_of_a_hundred_kilobytes(archive: Desk, before: str, after: str) -> None:
    for piece in ("x", "9", "é", "🎉", "新"):
        ask(archive, before + piece * (100_000 // len(piece.encode())) + after)


def test_too_many_words_are_a_mistake_with_a_place() -> None:
    with pytest.raises(QueryError, match=r"a query may hold 200 words at most; this one has more at \d+"):
        parse("storm " * (MAX_TERMS + 1), now=NOW)
