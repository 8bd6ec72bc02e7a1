"""What the person reads, as the journal tells it."""

from store_builders import TECH, WORLD, Desk, entry

from newsreader.store.habits import ENOUGH, liking


def add(desk: Desk, feed: str, count: int) -> list[int]:
    return [id_ for n in range(count) for id_ in desk.add(entry(f"{feed} {n}"), feed=feed)]


def test_feeds_are_liked_in_proportion_to_how_often_their_articles_were_picked(desk: Desk) -> None:
    world, tech = add(desk, WORLD, 2 * ENOUGH), add(desk, TECH, ENOUGH)
    for id_ in (*world, *tech):
        desk.writer.set_flag([id_], "read", True)
    feed = {row.id: row.feed_id for row in desk.reader.headlines([world[0], tech[0]])}
    assert liking(desk.reader) == {feed[world[0]]: 1.0, feed[tech[0]]: 0.5}


def test_marking_a_whole_list_says_nothing_of_what_is_liked(desk: Desk) -> None:
    desk.writer.set_flag(add(desk, WORLD, 4 * ENOUGH), "read", True)
    assert liking(desk.reader) == {}


def test_a_few_picks_and_what_was_undone_or_made_unread_do_not_count(desk: Desk) -> None:
    ids = add(desk, WORLD, ENOUGH)
    for id_ in ids[1:]:
        desk.writer.set_flag([id_], "starred", True)
    assert liking(desk.reader) == {}
    desk.writer.set_flag(ids[:1], "read", True)
    assert len(liking(desk.reader)) == 1
    desk.writer.undo()
    assert liking(desk.reader) == {}


def test_nothing_is_liked_in_a_store_that_nobody_read_in(desk: Desk) -> None:
    add(desk, WORLD, 2)
    assert liking(desk.reader) == {}
