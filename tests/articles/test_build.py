"""A stored article becomes its page."""

from datetime import UTC, date, datetime

import pytest

from newsreader.articles.build import from_entry
from newsreader.model import Entry


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (datetime(2022, 2, 4, tzinfo=UTC), date(2022, 2, 4)),
        (datetime(2022, 2, 4, 0, 0, 1, tzinfo=UTC), datetime(2022, 2, 4, 0, 0, 1, tzinfo=UTC)),
        (datetime(2022, 2, 4, 8, 12, tzinfo=UTC), datetime(2022, 2, 4, 8, 12, tzinfo=UTC)),
        (None, None),
    ],
)
def test_a_publisher_who_knows_only_the_day_is_not_given_an_hour(given: datetime | None, shown: object) -> None:
    assert from_entry(Entry(guid="1", link="", title="A day", published=given)).published == shown


def test_a_page_that_is_a_feed_of_its_own_says_its_headline_once() -> None:
    entry = Entry(guid="1", link="", title="Storm closes passes", body="<p>Snow fell.</p>")
    assert from_entry(entry, kicker="Storm closes passes").kicker == ""
    assert from_entry(entry, kicker="World · BBC").kicker == "World · BBC"
