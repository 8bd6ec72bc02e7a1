import itertools
import json

from hypothesis import given
from hypothesis import strategies as st
from paper import Paper
from rich.cells import cell_len

from newsreader.actions import ACTIONS
from newsreader.tui.app import terminal_is_dark
from newsreader.tui.arranging import choose_layout, list_height, list_width, tree_width
from newsreader.tui.remembered import Remembered, from_state, to_state
from newsreader.tui.sections_bar import place_items
from newsreader.tui.views import ALL, UNREAD, View, feed_view, parse_key, saved_view, section_view

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.integers(1, 400))
def test_panes_share_the_room_without_exceeding_it(width: int) -> None:
    left = tree_width(max(width, 80))
    room = max(width, 80) - left - 2
    assert 0 < list_width(room) < room
    assert 0 < list_height(max(width, 12)) < max(width, 12)


def test_the_layout_follows_the_width_unless_it_is_fixed() -> None:
    assert [choose_layout("auto", width) for width in (60, 79, 80, 139, 140)] == [
        "single",
        "single",
        "stacked",
        "stacked",
        "columns",
    ]
    assert choose_layout("single", 200) == "single"


@given(JSON | st.dictionaries(st.sampled_from(list(to_state(Remembered()))), JSON))
def test_no_stored_state_breaks_the_start(state: object) -> None:
    remembered = from_state(json.loads(json.dumps(state)))
    assert remembered.pane in ("tree", "list", "article")
    assert remembered.opening_view


def test_a_state_comes_back_as_it_was() -> None:
    state = Remembered(
        "view:Long reads", 7, 7, "article", True, True, ["Tech"], ["feed:3"], {"all": "-date/day"}, 30, 50, 12, "a", "b"
    )
    assert from_state(json.loads(json.dumps(to_state(state)))) == state


def test_views_are_found_by_their_keys() -> None:
    for view in (ALL, UNREAD, feed_view(12), section_view("A: b"), saved_view("A: b"), View("starred")):
        assert parse_key(view.key) == view
    for junk in ("", "feed:", "feed:x", "section:", "view:", "nonsense", "search:x", "all:1"):
        assert parse_key(junk) is None


@given(st.lists(st.text(min_size=1, max_size=12), max_size=20), st.integers(1, 160), st.integers(0, 20) | st.none())
def test_sections_fit_the_bar_and_the_active_one_is_always_there(
    sections: list[str], width: int, active: int | None
) -> None:
    items = place_items(sections, active, width)
    assert all(item.end <= max(width, item.start + 1) for item in items)
    if active is not None and active <= len(sections):
        assert active in [item.number for item in items]
    for item, following in itertools.pairwise(items):
        assert following.start > item.end


def test_all_comes_first_and_sections_are_numbered() -> None:
    assert [item.text for item in place_items(["World", "Tech"], None, 80)] == ["0 All", "1 World", "2 Tech"]
    assert cell_len("1 World") == place_items(["World"], None, 80)[1].end - place_items(["World"], None, 80)[1].start


def test_the_environment_tells_whether_the_terminal_is_light() -> None:
    assert terminal_is_dark({})
    assert terminal_is_dark({"COLORFGBG": "15;0"})
    assert not terminal_is_dark({"COLORFGBG": "0;15"})
    assert not terminal_is_dark({"COLORFGBG": "0;default;7"})
    assert terminal_is_dark({"COLORFGBG": "junk"})


async def test_every_action_of_the_table_is_carried_out_by_somebody(paper: Paper) -> None:
    app = paper.app()
    assert {action.id for action in ACTIONS} <= set(app.main.keying.known)
    app.close()
