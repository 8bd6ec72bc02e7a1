"""One process at a time has a lease, and a dead one does not keep it."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from store_builders import Desk

from newsreader.store import lease
from newsreader.store.lease import STALE_AFTER, holder, take
from newsreader.store.writer import Writer

HOLD = """
import sys
from pathlib import Path
from store_builders import Desk
from newsreader.store.lease import take
desk = Desk(Path(sys.argv[1]))
print("taken" if take(desk.writer, "reload") else "refused", flush=True)
sys.stdin.readline()
"""


class OtherProcess:
    """A process that took the lease and lives until it is killed."""

    def __init__(self, path: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent,
        )
        assert self.process.stdout is not None
        self.answer = self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


def test_while_a_process_lives_nobody_else_gets_its_lease(desk: Desk) -> None:
    other = OtherProcess(desk.path)
    try:
        assert other.answer == "taken"
        assert take(desk.writer, "reload") is None
        held = holder(desk.reader, "reload")
        assert held is not None
        assert held.pid == other.process.pid
        assert take(desk.writer, "something else") is not None
    finally:
        other.kill()


def test_a_dead_process_does_not_keep_it(desk: Desk) -> None:
    other = OtherProcess(desk.path)
    other.kill()
    assert holder(desk.reader, "reload") is None
    mine = take(desk.writer, "reload")
    assert mine is not None
    assert mine.renew()


def test_a_lease_is_given_back(desk: Desk) -> None:
    mine = take(desk.writer, "reload")
    assert mine is not None
    mine.release()
    assert holder(desk.writer, "reload") is None
    other = OtherProcess(desk.path)
    assert other.answer == "taken"
    assert mine.renew() is False
    mine.release()  # what is not ours stays
    assert holder(desk.writer, "reload") is not None
    other.kill()


def test_a_process_on_another_machine_keeps_it_while_its_heart_beats(desk: Desk) -> None:
    take(desk.writer, "reload")
    desk.writer.db.execute("UPDATE leases SET host = 'elsewhere'")
    assert take(desk.writer, "reload") is None
    desk.now += STALE_AFTER + timedelta(seconds=1)
    assert holder(desk.reader, "reload") is None
    assert take(desk.writer, "reload") is not None


def test_a_clock_that_was_set_back_does_not_keep_a_lease_for_ever(desk: Desk) -> None:
    take(desk.writer, "reload")
    desk.writer.db.execute("UPDATE leases SET host = 'elsewhere'")
    desk.now -= timedelta(days=3650)
    assert take(desk.writer, "reload") is not None


def test_a_number_that_another_process_has_now_is_not_its_owner(desk: Desk) -> None:
    take(desk.writer, "reload")
    desk.writer.db.execute("UPDATE leases SET started = 'long ago'")
    assert holder(desk.reader, "reload") is None


def test_renewing_keeps_it(desk: Desk) -> None:
    mine = take(desk.writer, "reload")
    assert mine is not None
    for _ in range(5):
        desk.now += STALE_AFTER / 2
        assert mine.renew()
    assert holder(desk.reader, "reload") is not None


def test_the_same_process_may_take_it_again(desk: Desk) -> None:
    assert take(desk.writer, "reload") is not None
    again = Writer(desk.path, clock=lambda: desk.now)
    assert take(again, "reload") is not None
    again.close()


def test_a_process_that_is_not_there_has_no_beginning() -> None:
    assert lease.started_at(2**22 + 5) == ""
