from array import array

from hypothesis import given
from hypothesis import strategies as st

from newsreader.store.selection import Run
from newsreader.tui.groups import Groups

COUNTS = st.lists(st.integers(1, 6), max_size=12)


def groups(counts: list[int], folded: set[int]) -> Groups:
    """Groups with the keys 0, 1, …, and the ids 0, 1, … in them."""
    return Groups(array("q", range(sum(counts))), [Run(key, count) for key, count in enumerate(counts)], folded)


@given(COUNTS, st.sets(st.integers(0, 13)))
def test_rows_and_articles_find_each_other_whatever_is_folded(counts: list[int], folded: set[int]) -> None:
    made = groups(counts, folded)
    expected: list[int] = []
    headings: dict[int, int] = {}
    for key, count in enumerate(counts):
        headings[len(expected)] = key
        first = sum(counts[:key])
        expected += [-1 - key] if key in folded else range(first, first + count)
    assert made.rows.tolist() == expected
    assert {row: run.key for row in range(len(expected)) if (run := made.heading_at(row))} == headings
    for row, id_ in enumerate(expected):
        key = next(k for k in range(len(counts)) if (id_ == -1 - k) or 0 <= id_ - sum(counts[:k]) < counts[k])
        assert made.group_of(row) == key
        assert made.is_folded(row) == (id_ < 0)
    assert [made.first_row(key) for key in range(len(counts))] == list(headings)


@given(COUNTS.filter(bool), st.sets(st.integers(0, 11)), st.data())
def test_folding_and_unfolding_again_changes_nothing(counts: list[int], folded: set[int], data: st.DataObject) -> None:
    made = groups(counts, folded)
    key = data.draw(st.integers(0, len(counts) - 1))
    back = made.fold(key, key not in made.folded).fold(key, key in made.folded)
    assert (back.rows, back.folded) == (made.rows, made.folded)


def test_a_list_that_is_not_grouped_is_its_ids_and_a_million_of_them_are_not_copied() -> None:
    ids = array("q", range(1_000_000))
    plain = Groups(ids)
    assert plain.rows is ids
    assert plain.group_of(5) is None
    assert plain.heading_at(0) is None
    assert Groups(ids, [Run(7, 1_000_000)]).rows is ids
