"""Stories in the store: where articles are filed, how outlets are counted, and what an older database becomes."""

import sqlite3
from pathlib import Path

import pytest
from store_builders import BOTH, NOON, TECH, Desk

from newsreader.store import schema, stories
from newsreader.store.stories import Placing


def place(desk: Desk, story: int | None, *articles: int, copy_of: int | None = None) -> None:
    placings = [Placing(id_, story, copy_of, "en", (2**32 - 1, id_)) for id_ in articles]
    stories.save(desk.writer, placings, {})


def test_what_is_new_is_to_be_filed_in_the_order_of_time_until_it_is(desk: Desk) -> None:
    first, second = desk.add("A"), desk.add("B")
    assert stories.has_unfiled(desk.writer)
    assert [id_ for _, id_ in stories.unfiled(desk.writer)] == [*first, *second]
    place(desk, None, *first, *second)
    stories.all_filed(desk.writer, second[0])
    assert not stories.has_unfiled(desk.writer)
    assert stories.unfiled(desk.writer) == []


def test_filing_anew_looks_at_all_articles_again_and_knows_where_they_were(desk: Desk) -> None:
    (first,), (second,) = desk.add("A"), desk.add("B")
    place(desk, first, first, second)
    stories.file_again(desk.writer)
    assert [id_ for _, id_ in stories.unfiled(desk.writer)] == [first, second]
    assert [article.story for article in stories.to_file(desk.writer, [first, second])] == [first, first]


def test_the_sketch_of_a_text_comes_back_as_it_was(desk: Desk) -> None:
    (first,) = desk.add("A")
    place(desk, None, first)
    (filed,) = stories.filed_between(desk.writer, 0, 2**33)
    assert filed.sketch == (2**32 - 1, first)


def test_an_article_that_stands_alone_has_no_story(desk: Desk) -> None:
    (first,), (second,) = desk.add("A"), desk.add("B")
    place(desk, None, first)
    place(desk, second, second)
    assert stories.stories_of(desk.reader, [first, second]) == {}


def test_copies_are_named_with_those_of_the_same_text(desk: Desk) -> None:
    ids = [desk.add(title)[0] for title in ("A", "B", "C", "D")]
    place(desk, ids[0], ids[0], ids[3])
    place(desk, ids[0], *ids[1:3], copy_of=ids[0])
    assert list(stories.copies_of(desk.reader, [ids[1]])) == [ids[0], ids[2]]
    assert list(stories.copies_of(desk.reader, [ids[3]])) == []
    assert stories.stories_of(desk.reader, ids)[ids[1]].articles == 4


def test_a_story_that_went_into_another_one_takes_all_its_articles_along(desk: Desk) -> None:
    ids = [desk.add(title)[0] for title in ("A", "B", "C", "D")]
    place(desk, ids[0], *ids[:2])
    place(desk, ids[2], *ids[2:])
    stories.save(desk.writer, [], {ids[2]: ids[0]})
    assert list(stories.articles_of(desk.reader, ids[0])) == ids
    assert {story.id for story in stories.stories_of(desk.reader, ids).values()} == {ids[0]}


def test_muted_articles_are_not_shown_as_coverage(desk: Desk) -> None:
    ids = [desk.add(title)[0] for title in ("A", "B")]
    place(desk, ids[0], *ids)
    desk.writer.set_flag([ids[1]], "muted", True)
    assert list(stories.articles_of(desk.reader, ids[0])) == ids[:1]


def test_a_story_whose_articles_were_taken_by_retention_is_counted_anew(desk: Desk) -> None:
    ids = [desk.add(title)[0] for title in ("A", "B", "C")]
    place(desk, ids[0], *ids)
    desk.writer.db.execute("DELETE FROM articles WHERE id = ?", (ids[2],))
    stories.all_filed(desk.writer, ids[2])
    assert stories.stories_of(desk.reader, ids)[ids[0]].articles == 2


def test_looking_for_stories_that_lost_articles_keeps_nobody_from_writing(desk: Desk) -> None:
    ids = [desk.add(title)[0] for title in ("A", "B", "C")]
    place(desk, ids[0], *ids)
    desk.writer.db.execute("DELETE FROM articles WHERE id = ?", (ids[2],))
    other = sqlite3.connect(desk.path, timeout=0, isolation_level=None)
    looked: list[str] = []

    def write(statement: str) -> None:
        if statement.startswith("SELECT id FROM stories"):
            looked.append(statement)
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")

    desk.writer.db.set_trace_callback(write)
    try:
        stories.all_filed(desk.writer, ids[2])
        other.execute("BEGIN IMMEDIATE")
    finally:
        desk.writer.db.set_trace_callback(None)
        other.close()
    assert looked
    assert stories.stories_of(desk.reader, ids)[ids[0]].articles == 2


@pytest.mark.parametrize("version", [2])
def test_articles_of_a_database_without_stories_are_there_to_be_filed(tmp_path: Path, version: int) -> None:
    path = tmp_path / "data" / "news.db"
    path.parent.mkdir()
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript((Path(__file__).parent / f"schema_{version}.sql").read_text(encoding="utf-8"))
    db.execute(f"INSERT INTO feeds (id, url, place) VALUES (1, '{BOTH[0].url}', 0)")
    db.execute(
        "INSERT INTO articles (id, feed_id, sort, first_seen, title, author, link, guid, entry_hash, text_hash)"
        f" VALUES (7, 1, {int(NOON.timestamp())}, 1, 'A', '', '', 'a', x'01', x'02')"
    )
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {version}")
    db.close()
    desk = Desk(path)
    try:
        assert stories.unfiled(desk.writer) == [(int(NOON.timestamp()), 7)]
    finally:
        desk.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("outlets>=2", ["B", "A"]),
        ("outlets>2", []),
        ("outlets<2", ["C"]),
        ("outlets=1", ["C"]),
        ("-outlets>=2", ["C"]),
        ("outlets<=2", ["C", "B", "A"]),
        ("outlets=2 title:a", ["A"]),
    ],
)
def test_outlets_finds_articles_by_how_many_have_their_story(desk: Desk, query: str, found: list[str]) -> None:
    (first,), (second,), _ = desk.add("A"), desk.add("B", feed=TECH), desk.add("C")
    desk.index()
    place(desk, first, first, second)
    assert desk.listed(query) == found
