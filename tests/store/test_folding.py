"""One row for a story: which article stands for the others, and where."""

from array import array

import pytest
from store_builders import TECH, WORLD, Desk, entry

from newsreader.store import stories
from newsreader.store.folding import fold
from newsreader.store.selection import Listed, Run, Selection
from newsreader.store.stories import Placing


def tell(desk: Desk, *ids: int, copies: tuple[int, ...] = ()) -> None:
    """File articles as one story; of `copies` the first is what the others copy."""
    placings = [Placing(id_, ids[0], copies[0] if id_ in copies[1:] else None, "en", ()) for id_ in ids]
    stories.save(desk.writer, placings, {})


def rows(desk: Desk, stay: tuple[int, ...] = (), **selection: object) -> list[str]:
    listed = fold(desk.reader, desk.reader.listed(Selection(**selection)), stay)  # type: ignore[arg-type]
    return [row.title for row in desk.reader.headlines(listed.ids)]


def add(desk: Desk, *titles: str, feed: str = WORLD) -> list[int]:
    """The first title is the newest, and older than what was there."""
    ids = []
    for title in titles:
        ids += desk.add(entry(title, published=desk.ago(hours=len(desk.listed()) + 1)), feed=feed)
    return ids


def test_a_story_is_one_row_where_its_newest_article_stood(desk: Desk) -> None:
    first, second, _ = add(desk, "A", "B", "C")
    (third,) = add(desk, "D", feed=TECH)
    tell(desk, second, third)
    assert rows(desk) == ["A", "B", "C"]
    tell(desk, first, second, third)
    assert rows(desk) == ["A", "C"]


def test_an_unread_article_stands_for_the_story_then_one_of_the_feed_that_stands_higher(desk: Desk) -> None:
    (tech,) = add(desk, "Tech tells it", feed=TECH)
    (world,) = add(desk, "World tells it", feed=WORLD)
    tell(desk, tech, world)
    assert rows(desk) == ["World tells it"]
    desk.writer.set_flag([world], "read", True)
    assert rows(desk) == ["Tech tells it"]
    desk.writer.set_flag([tech], "read", True)
    assert rows(desk) == ["World tells it"]


def test_of_one_feed_the_fullest_stands_for_the_story(desk: Desk) -> None:
    ids = [
        *desk.add(entry("Short", body="<p>Few words.</p>", published=desk.ago(hours=1))),
        *desk.add(entry("Long", body=f"<p>{'many words ' * 50}</p>", published=desk.ago(hours=2))),
    ]
    desk.index()
    tell(desk, *ids)
    assert rows(desk) == ["Long"]


def test_what_is_a_row_remains_one_whatever_was_read_since(desk: Desk) -> None:
    (tech,) = add(desk, "Tech tells it", feed=TECH)
    (world,) = add(desk, "World tells it")
    tell(desk, tech, world)
    desk.writer.set_flag([world], "read", True)
    assert rows(desk, stay=(world,)) == ["World tells it"]


def test_only_what_is_in_the_list_stands_for_a_story(desk: Desk) -> None:
    (world,) = add(desk, "World tells it")
    (tech,) = add(desk, "Tech tells it", feed=TECH)
    tell(desk, tech, world)
    assert rows(desk, feeds=(desk.feed_id(TECH),)) == ["Tech tells it"]
    assert rows(desk, unread=True) == ["World tells it"]


def test_headings_count_the_rows_below_them_and_one_without_rows_goes(desk: Desk) -> None:
    first, second, third = add(desk, "A", "B", "C")
    tell(desk, first, third)
    listed = Listed(array("q", [first, second, third]), [Run(1, 2), Run(2, 1)])
    folded = fold(desk.reader, listed)
    assert folded.runs == [Run(1, 2)]
    assert folded.under == {third: first}


def test_the_number_of_outlets_is_told_where_two_have_words_of_their_own(desk: Desk) -> None:
    (world,) = add(desk, "World tells it")
    (tech,) = add(desk, "Tech tells it", feed=TECH)
    tell(desk, world, tech, copies=(world, tech))
    assert [row.outlets for row in desk.reader.headlines([world, tech])] == [1, 1]
    tell(desk, world, tech)
    assert [row.outlets for row in desk.reader.headlines([world, tech])] == [2, 2]
    article = desk.reader.article(world)
    assert article is not None and article.headline.outlets == 2


@pytest.mark.parametrize("few", [True, False])
def test_long_lists_fold_as_short_ones_do(desk: Desk, few: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = add(desk, *(f"Title {n}" for n in range(12)))
    tell(desk, *ids[::3])
    tell(desk, *ids[1::4])
    monkeypatch.setattr("newsreader.store.folding._FEW", 100 if few else 0)
    assert rows(desk) == [f"Title {n}" for n in (0, 1, 2, 4, 7, 8, 10, 11)]
