"""Tags are given and taken away, found, counted, and undone like any other change."""

import pytest
from store_builders import Desk

from newsreader.query.tags import BadTag
from newsreader.store.parts import Flagging, Tagging


def test_tagged_articles_are_found_by_their_tag_without_case_and_accents(desk: Desk) -> None:
    a, b, _ = desk.add("A", "B", "C")
    change = desk.writer.add_tag([a, b], "Später")
    assert change is not None
    assert (change.what, change.count) == ("tagged 2 articles with Später", 2)
    assert desk.listed("tag:spater") == ["A", "B"]
    assert desk.reader.tags([a, b]) == {a: ("Später",), b: ("Später",)}


def test_a_tag_has_one_spelling(desk: Desk) -> None:
    a, b = desk.add("A", "B")
    desk.writer.add_tag([a], "Später")
    desk.writer.add_tag([b], "spater")
    assert desk.reader.tag_counts() == {"Später": 2}


def test_tags_are_counted_for_completion_the_most_used_first(desk: Desk) -> None:
    a, b, c = desk.add("A", "B", "C")
    desk.writer.add_tag([a], "zebra")
    desk.writer.add_tag([a, b, c], "later")
    desk.writer.add_tag([a], "ant")
    assert list(desk.reader.tag_counts().items()) == [("later", 3), ("ant", 1), ("zebra", 1)]


def test_taking_a_tag_away_is_undone_with_its_spelling(desk: Desk) -> None:
    a, b = desk.add("A", "B")
    desk.writer.add_tag([a], "Später")
    change = desk.writer.remove_tag([a, b], "SPATER")
    assert change is not None
    assert (change.what, change.count) == ("took the tag Später from 1 article", 1)
    assert desk.listed("tag:spater") == []
    undone = desk.writer.undo()
    assert undone is not None
    assert (undone.restored, undone.skipped, undone.ids) == (1, 0, (a,))
    assert desk.reader.tags([a, b]) == {a: ("Später",)}
    assert desk.writer.redo() is not None
    assert desk.reader.tag_counts() == {}


def test_what_is_tagged_already_is_not_in_the_journal(desk: Desk) -> None:
    a, b = desk.add("A", "B")
    desk.writer.add_tag([a], "later")
    assert desk.writer.add_tag([a], "Later") is None
    desk.writer.add_tag([a, b, 999], "later")
    desk.writer.undo()
    assert desk.listed("tag:later") == ["A"]


def test_several_tags_at_once_are_one_change(desk: Desk) -> None:
    a, b = desk.add("A", "B")
    desk.writer.add_tag([a], "old")
    change = desk.writer.change(
        [
            Tagging([a, b], "x", True),
            Tagging([a, b], "y", True),
            Tagging([a, b], "old", False),
            Flagging([b], "read", True),
        ]
    )
    assert change is not None
    assert change.what == "tagged 2 articles with x, y; took the tag old from 1 article; marked 1 article as read"
    assert change.count == 2
    undone = desk.writer.undo()
    assert undone is not None
    assert (undone.restored, set(undone.ids)) == (2, {a, b})
    assert desk.reader.tag_counts() == {"old": 1}
    assert desk.listed(unread=True) == ["A", "B"]


def test_a_bad_name_changes_nothing(desk: Desk) -> None:
    (a,) = desk.add("A")
    with pytest.raises(BadTag):
        desk.writer.add_tag([a], "two words")
    assert desk.writer.changes() == []
