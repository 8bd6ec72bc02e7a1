"""Saved views become lists."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from newsreader.config.schema import View
from newsreader.newsdesk.views import resolve

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def test_a_view_has_its_own_order_unless_its_query_names_one() -> None:
    plain, own, named = resolve(
        [
            View(name="A", query="is:unread"),
            View(name="B", query="is:unread", sort="title", group="day", section="World"),
            View(name="C", query="is:unread sort:feed", sort="title"),
        ],
        NOW,
    )
    assert (plain.sort, plain.group, plain.section) == ("date", "none", "")
    assert (own.sort, own.group, own.section, own.selection.sort) == ("title", "day", "World", "title")
    assert named.sort == named.selection.sort == "feed"
    assert plain.unread.unread


def test_days_are_those_of_the_person() -> None:
    (view,) = resolve([View(name="A", query="date:today")], NOW)
    node = view.query.node
    assert node.start == datetime(2026, 11, 24, tzinfo=NOW.tzinfo)  # type: ignore[union-attr]
    assert node.end - node.start == timedelta(days=1)  # type: ignore[union-attr,operator]
