"""Marks of rows against a plain set."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from newsreader.tui.row_marks import RowMarks

IDS = st.integers(1, 30)


class Marking(RuleBasedStateMachine):
    """A list to which articles come in at the top, as they do; each has a higher id than all before."""

    def __init__(self) -> None:
        super().__init__()
        self.listed = [5, 4, 3, 2, 1]
        self.marks = RowMarks()
        self.expected: set[int] = set()

    @rule()
    def comes_in(self) -> None:
        self.listed.insert(0, len(self.listed) + 1)
        self.marks.listed_anew(self.listed)

    @rule(id_=IDS)
    def toggle(self, id_: int) -> None:
        if id_ in self.listed:
            self.marks.toggle(id_)
            self.expected ^= {id_}

    @rule(first=IDS, last=IDS)
    def mark_a_range(self, first: int, last: int) -> None:
        ids = [id_ for id_ in self.listed if first <= id_ <= last]
        self.marks.add(ids)
        self.expected.update(ids)

    @rule()
    def mark_all(self) -> None:
        self.marks.add_all(self.listed, len(self.listed))
        self.expected = set(self.listed)

    @rule()
    def clear(self) -> None:
        assert self.marks.clear() or not self.expected
        self.expected = set()

    @invariant()
    def is_as_expected(self) -> None:
        assert {id_ for id_ in self.listed if id_ in self.marks} == self.expected
        assert set(self.marks.among(self.listed)) == self.expected
        assert self.marks.count == len(self.expected)
        assert -1 not in self.marks


TestMarking = Marking.TestCase


def test_rows_marked_one_by_one_keep_that_order_and_all_marked_have_the_lists() -> None:
    marks = RowMarks()
    marks.toggle(2)
    marks.toggle(9)
    assert list(marks.among([9, 5, 2])) == [2, 9]
    marks.add_all([9, 5, 2], 9)
    assert list(marks.among([10, 9, 5, 2])) == [9, 5, 2]
