"""The first page of a search comes from some of the newest articles, and holds nothing that the whole search does not."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from store_builders import Desk, entry

from newsreader.query.parse import QueryError, parse
from newsreader.store import search as searching
from newsreader.store.search import search
from newsreader.store.selection import Selection

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PAGE = 10
WORDS = "the of storm surge stone then they theory office offer".split()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("page") / "news.db")
    choice = random.Random(5)
    desk.add(
        *[
            entry(
                f"{' '.join(choice.choices(WORDS, k=2))} {n}", body=f"<p>{' '.join(choice.choices(WORDS, k=4))} {n}</p>"
            )
            for n in range(300)
        ]
    )
    ids = list(desk.reader.ids(Selection()))
    desk.writer.set_flag(ids[::2], "read", True)
    desk.writer.set_flag(ids[::7], "starred", True)
    desk.index()
    yield desk
    desk.close()


PARTS = [
    *WORDS,
    *(
        "the*",
        "off*",
        "sto*",
        "title:the*",
        "body:the*",
        "-the*",
        "-of",
        "-storm",
        "is:read",
        "is:unread",
        "is:starred",
    ),
    *("or", "or", "(", ")", '"storm surge"', "title:(sto* or of)", "-(storm -the*)", "sort:title"),
]


@pytest.mark.parametrize("seed", range(8))
def test_it_is_full_or_all_there_is_and_right(archive: Desk, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(searching, "WINDOWS", (20, 90))
    choice, asked = random.Random(seed), 0
    while asked < 60:
        text = " ".join(choice.choices(PARTS, k=choice.randint(1, 7)))
        try:
            query = parse(text, now=NOW, typing=choice.random() < 0.5)
        except QueryError:
            continue
        asked += 1
        for within in (Selection(), Selection(unread=True)):
            whole = {hit.id for hit in search(archive.reader, query, within, limit=None, full=True)}
            first = [hit.id for hit in search(archive.reader, query, within, limit=PAGE)]
            assert len(first) == len(set(first)) == min(PAGE, len(whole)), text
            assert whole.issuperset(first), text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("(storm is:read) or (surge is:read)", "(storm or surge) is:read"),
        (
            "(storm is:read) or (is:starred surge) or stone or (of is:read)",
            "((storm or of) is:read) or (surge is:starred) or stone",
        ),
        ("(-storm is:read) or (-surge is:read)", "-(storm surge) is:read"),
    ],
)
def test_words_with_the_same_conditions_are_looked_up_together(archive: Desk, text: str, same: str) -> None:
    one, other = (parse(query, now=NOW) for query in (text, same))
    assert archive.reader.ids(Selection(query=one)) == archive.reader.ids(Selection(query=other))
    sql = archive.reader.sql(parse("(storm is:read) or (surge is:read) or (stone is:read)", now=NOW))
    assert sql
    assert sql.where.count("MATCH") == 1


def test_an_order_that_is_named_is_the_order_of_the_first_page(archive: Desk) -> None:
    query = parse("storm sort:title", now=NOW)
    shown = [hit.id for hit in search(archive.reader, query, Selection(), limit=PAGE)]
    assert shown == list(archive.reader.ids(Selection(query=query), limit=PAGE))
