"""What a person did can be taken back and done again."""

from datetime import timedelta

from store_builders import Desk

from newsreader.store.journal import KEPT, pack, unpack
from newsreader.store.queries import Reader
from newsreader.store.writer import Writer


def unread(desk: Desk) -> list[str]:
    return desk.listed(unread=True)


def test_a_change_says_what_it_did(desk: Desk) -> None:
    a, b, c = desk.add("A", "B", "C")
    change = desk.writer.set_flag([a, b], "read", True)
    assert change is not None
    assert (change.what, change.count, change.at, change.undone) == ("marked 2 articles as read", 2, desk.now, False)
    change = desk.writer.set_flag([c], "starred", True)
    assert change is not None
    assert change.what == "starred 1 article"
    change = desk.writer.set_flag([c], "starred", False, "took the star from “C”")
    assert change is not None
    assert change.what == "took the star from “C”"


def test_only_what_really_changed_is_in_the_journal(desk: Desk) -> None:
    a, b = desk.add("A", "B")
    desk.writer.set_flag([a], "read", True)
    change = desk.writer.set_flag([a, b, 999], "read", True)
    assert change is not None
    assert change.count == 1
    assert desk.writer.set_flag([a, b], "read", True) is None
    desk.writer.undo()
    assert unread(desk) == ["B"]


def test_undo_and_redo_walk_the_journal(desk: Desk) -> None:
    a, b = desk.add("A", "B")
    desk.writer.set_flag([a], "read", True)
    desk.writer.set_flag([b], "read", True)
    undone = desk.writer.undo()
    assert undone is not None
    assert (undone.ids, undone.restored, undone.skipped, undone.change.undone) == ((b,), 1, 0, True)
    assert unread(desk) == ["B"]
    assert desk.writer.undo() is not None
    assert unread(desk) == ["A", "B"]
    assert desk.writer.undo() is None
    redone = desk.writer.redo()
    assert redone is not None
    assert (redone.ids, redone.change.undone) == ((a,), False)
    assert desk.writer.redo() is not None
    assert unread(desk) == []
    assert desk.writer.redo() is None


def test_a_new_change_ends_redo(desk: Desk) -> None:
    a, b = desk.add("A", "B")
    desk.writer.set_flag([a], "read", True)
    desk.writer.undo()
    desk.writer.set_flag([b], "starred", True)
    assert desk.writer.redo() is None
    assert [change.what for change in desk.writer.changes()] == ["starred 1 article"]


def test_undo_works_across_restarts_and_processes(desk: Desk) -> None:
    a, _ = desk.add("A", "B")
    desk.writer.set_flag([a], "read", True)
    other = Writer(desk.path)
    assert other.undo() is not None
    other.close()
    assert unread(desk) == ["A", "B"]
    assert desk.writer.redo() is not None
    assert unread(desk) == ["B"]


def test_what_was_changed_since_is_left_alone_and_counted(desk: Desk) -> None:
    a, b = desk.add("A", "B")
    desk.writer.set_flag([a, b], "read", True)
    # A change outside of the journal, as a sync server makes it.
    desk.writer.db.execute("UPDATE articles SET read = 0 WHERE id = ?", (a,))
    undone = desk.writer.undo()
    assert undone is not None
    assert (undone.restored, undone.skipped, undone.ids) == (1, 1, (b,))
    redone = desk.writer.redo()
    assert redone is not None
    assert redone.ids == (b,)
    assert unread(desk) == ["A"]


def test_an_article_that_is_gone_is_counted(desk: Desk) -> None:
    a, b = desk.add("A", "B")
    desk.writer.set_flag([a, b], "starred", True)
    desk.writer.db.execute("DELETE FROM articles WHERE id = ?", (a,))
    undone = desk.writer.undo()
    assert undone is not None
    assert (undone.restored, undone.skipped) == (1, 1)


def test_the_journal_keeps_the_last_ones(desk: Desk) -> None:
    (a,) = desk.add("A")
    for n in range(KEPT + 5):
        desk.writer.set_flag([a], "starred", n % 2 == 0, f"change {n}")
        desk.now += timedelta(seconds=1)
    kept = desk.writer.changes(limit=1000)
    assert len(kept) == KEPT
    assert (kept[0].what, kept[-1].what) == (f"change {KEPT + 4}", "change 5")


def test_a_bulk_change_is_one_entry_and_small(desk: Desk) -> None:
    ids = desk.add(*[f"Article {n}" for n in range(3000)])
    desk.writer.set_flag(ids, "read", True)
    assert len(desk.writer.db.execute("SELECT ids FROM change_parts").fetchone()[0]) < 500
    undone = desk.writer.undo()
    assert undone is not None
    assert undone.restored == 3000
    reader = Reader(desk.path)
    assert reader.unread() == {desk.feed_id(): 3000}
    reader.close()


def test_ids_are_packed_and_unpacked() -> None:
    for ids in ([], [1], [5, 6, 900_000_000_000]):
        assert list(unpack(pack(ids))) == ids
