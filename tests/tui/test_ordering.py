import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.config.schema import ReaderSettings
from newsreader.config.schema import View as ConfigView
from newsreader.tui.order_menu import choices
from newsreader.tui.ordering import Order, configured, fitting, parse_word
from newsreader.tui.selecting import may_fold
from newsreader.tui.views import ALL, feed_view

ORDERS = st.builds(
    Order,
    st.sampled_from(["date", "relevance", "feed", "title", "length", "unread"]),
    st.booleans(),
    st.sampled_from(["none", "day", "feed", "story"]),
    st.booleans(),
)


@given(ORDERS)
def test_what_is_remembered_of_an_order_is_all_of_it(order: Order) -> None:
    assert parse_word(order.word) == order


@pytest.mark.parametrize("word", ["", "date", "size/day", "date/size", "--date/day", "/"])
def test_what_nobody_remembered_is_no_order(word: str) -> None:
    assert parse_word(word) is None


def test_a_view_goes_before_the_reader_and_its_query_before_both() -> None:
    settings = ReaderSettings(sort="title", reverse=True)
    view = ConfigView(name="Long", query="len>10m", sort="length")
    assert configured(ReaderSettings()) == Order("date", False, "day")
    assert configured(settings) == Order("title", True, "none")
    assert configured(settings, view) == Order("length", False, "none")
    assert configured(settings, view, "feed") == Order("feed", False, "feed")
    assert not configured(ReaderSettings(group_stories=False)).stories
    assert configured(ReaderSettings(group_stories=False), ConfigView("Grid", "grid", group_stories=True)).stories
    own = ConfigView(name="Old", query="", reverse=True, group="feed")
    assert configured(ReaderSettings(), own) == Order("date", True, "feed")


def test_the_same_sort_again_turns_it_round_and_headings_follow_the_sort_they_came_with() -> None:
    assert Order().sorted_by("date") == Order("date", True, "day")
    assert Order().sorted_by("title") == Order("title", False, "none")
    assert Order("title", True, "none").sorted_by("date") == Order()
    assert Order("date", False, "feed").sorted_by("title") == Order("title", False, "feed")


def test_one_feed_has_no_other_feeds_to_tell_apart() -> None:
    assert fitting(Order("feed", True, "feed"), feed_view(1)) == Order("date", True, "day")
    assert fitting(Order("title", False, "feed"), feed_view(1)) == Order("title", False, "none")
    assert fitting(Order("date", False, "story"), ALL) == Order("date", False, "none")


def test_the_menu_says_what_is_in_force_and_what_choosing_it_again_does() -> None:
    date, title, days, feeds = choices(Order("date", True), ["date", "title"], ["day", "feed"])
    assert (date.said, date.in_force) == ("the oldest first; again: the newest first", True)
    assert date.after == Order()
    assert (title.said, title.in_force, title.after) == ("from A to Z", False, Order("title", False, "none"))
    assert (days.in_force, feeds.in_force) == (True, False)
    assert feeds.after == Order("date", True, "feed")


def test_stories_are_folded_or_not_whatever_the_order_is() -> None:
    *_, stories = choices(Order("title"), ["title"], ["day"], stories=True)
    assert (stories.in_force, stories.after) == (True, Order("title", stories=False))
    assert Order("title", stories=False).sorted_by("date") == Order("date", stories=False)
    assert may_fold(ALL, Order())
    assert not may_fold(ALL, Order("feed", group="feed"))
    assert not may_fold(feed_view(1), Order())
