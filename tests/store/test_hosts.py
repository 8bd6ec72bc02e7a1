"""What is known of a host is shared by all processes."""

from datetime import timedelta

from store_builders import Desk

from newsreader.store.hosts import HostState
from newsreader.store.writer import Writer


def test_a_host_that_was_never_asked_is_unknown(desk: Desk) -> None:
    assert desk.writer.host_state("a.example") == HostState()
    assert desk.writer.host_states() == {}


def test_another_process_sees_what_was_learnt(desk: Desk) -> None:
    state = HostState(desk.now - timedelta(milliseconds=250), desk.now + timedelta(hours=1), "asked to wait")
    desk.writer.save_hosts({"a.example": state})
    other = Writer(desk.path)
    assert other.host_state("a.example") == state
    assert other.host_states() == {"a.example": state}
    other.close()


def test_of_two_processes_the_later_request_and_the_longer_wait_count(desk: Desk) -> None:
    soon, late = desk.now + timedelta(minutes=1), desk.now + timedelta(hours=1)
    desk.writer.save_hosts({"a.example": HostState(desk.now, late, "asked to wait")})
    desk.writer.save_hosts({"a.example": HostState(desk.now - timedelta(seconds=5), soon, "busy")})
    assert desk.writer.host_state("a.example") == HostState(desk.now, late, "asked to wait")
    desk.writer.save_hosts({"a.example": HostState(desk.now + timedelta(seconds=5))})
    assert desk.writer.host_state("a.example") == HostState(desk.now + timedelta(seconds=5), late, "asked to wait")
