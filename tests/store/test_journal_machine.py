"""Changes, undo and redo, from any number of processes, against a model that is obvious."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from store_builders import BOTH, TECH, Desk

from newsreader.model import Flag

FLAGS: tuple[Flag, ...] = ("read", "starred", "muted")
State = dict[Flag, frozenset[int]]


class Journal(RuleBasedStateMachine):
    """The model keeps whole states: undo goes back to the one before, redo forward to the one after."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self.folder.name) / "news.db", BOTH)
        self.ids = [*self.desk.add(*"ABCD"), *self.desk.add(*"EF", feed=TECH)]
        self.states: list[State] = [dict.fromkeys(FLAGS, frozenset())]
        self.at = 0

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
            self.folder.cleanup()

    @rule(which=st.sets(st.integers(0, 7)), flag=st.sampled_from(FLAGS), value=st.booleans())
    def change(self, which: set[int], flag: Flag, value: bool) -> None:
        ids = {self.ids[n] if n < len(self.ids) else 1000 + n for n in which}
        known = frozenset(ids & set(self.ids))
        now = self.states[self.at]
        changed = known - now[flag] if value else known & now[flag]
        change = self.desk.writer.set_flag(sorted(ids), flag, value)
        if not changed:
            assert change is None
            return
        assert change is not None
        assert change.count == len(changed)
        self.states = [*self.states[: self.at + 1], {**now, flag: now[flag] | known if value else now[flag] - known}]
        self.at += 1

    @rule()
    def undo(self) -> None:
        undone = self.desk.writer.undo()
        assert (undone is None) == (self.at == 0)
        if undone is not None:
            assert undone.skipped == 0
            self.at -= 1

    @rule()
    def redo(self) -> None:
        redone = self.desk.writer.redo()
        assert (redone is None) == (self.at == len(self.states) - 1)
        if redone is not None:
            assert redone.skipped == 0
            self.at += 1

    @rule()
    def start_again(self) -> None:
        self.desk.close()
        self.desk = Desk(self.desk.path, BOTH)

    @invariant()
    def store_and_model_agree(self) -> None:
        if not hasattr(self, "desk"):
            return
        headlines = self.desk.reader.headlines(self.ids)
        for flag in FLAGS:
            assert {h.id for h in headlines if getattr(h, flag)} == self.states[self.at][flag]
        unread = sum(not (h.read or h.muted) for h in headlines)
        assert sum(self.desk.reader.unread().values()) == unread
        assert [change.undone for change in self.desk.writer.changes()] == [
            n >= self.at for n in reversed(range(len(self.states) - 1))
        ]


TestJournal = Journal.TestCase
TestJournal.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
