"""Mutes that end."""

from datetime import timedelta

from store_builders import Desk

DAY = timedelta(days=1)


def test_a_mute_ends_when_its_time_has_come(desk: Desk) -> None:
    a, b, _ = desk.add("A", "B", "C")
    desk.writer.set_flag([a], "muted", True, until=desk.now + DAY)
    desk.writer.set_flag([b], "muted", True)
    assert desk.listed() == ["C"]
    assert desk.writer.unmute_expired() == 0
    desk.now += DAY
    assert desk.writer.unmute_expired() == 1
    assert desk.listed() == ["A", "C"]
    assert desk.writer.unmute_expired() == 0


def test_undo_and_redo_of_a_mute_keep_its_end(desk: Desk) -> None:
    (a,) = desk.add("A")
    desk.writer.set_flag([a], "muted", True, until=desk.now + DAY)
    desk.writer.undo()
    assert desk.listed() == ["A"]
    desk.writer.redo()
    assert desk.listed() == []
    desk.writer.set_flag([a], "muted", False)
    desk.writer.undo()
    assert desk.listed() == []
    desk.now += DAY
    desk.writer.unmute_expired()
    assert desk.listed() == ["A"]


def test_a_mute_for_good_forgets_the_end_of_an_earlier_one(desk: Desk) -> None:
    (a,) = desk.add("A")
    desk.writer.set_flag([a], "muted", True, until=desk.now + DAY)
    desk.writer.set_flag([a], "muted", False)
    desk.writer.set_flag([a], "muted", True)
    desk.now += 2 * DAY
    assert desk.writer.unmute_expired() == 0
    assert desk.listed() == []
