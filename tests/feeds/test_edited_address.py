"""An address that the person changes by hand: the feed keeps its history where it plainly is the same feed."""

from datetime import timedelta

import pytest
from feed_server import Site, page, rss
from refresh_desk import Desk

from newsreader.model import Subscription

SITE = "<link>https://news.example/</link>"
HOUR = timedelta(hours=1)


@pytest.fixture
def moved(site: Site, desk: Desk) -> Desk:
    """A feed at /old with three articles, of which one is starred and one is read; its address is /new now."""
    site["/old"] = page(rss("Three", "Two", "One", head=SITE))
    desk.urls = [f"{site.url}/old"]
    desk.writer.sync([Subscription(desk.urls[0], "News")])
    desk.refresh()
    ids = {headline.title: headline.id for headline in desk.headlines()}
    desk.writer.set_flag([ids["One"]], "starred", True)
    desk.writer.set_flag([ids["Two"]], "read", True)
    desk.writer.sync([Subscription(f"{site.url}/new", "News")])
    desk.now += HOUR
    return desk


def test_marks_and_articles_are_kept(site: Site, moved: Desk) -> None:
    site["/new"] = page(rss("Four", "Three", "Two", "One", head=SITE))
    told = moved.only()
    assert (told.new, told.updated) == (1, 0)
    rows = {headline.title: headline for headline in moved.headlines()}
    assert len(rows) == 4
    assert (rows["One"].starred, rows["Two"].read, rows["Three"].read) == (True, True, False)


def test_the_way_back_works_too(site: Site, moved: Desk) -> None:
    site["/new"] = page(rss("Four", "Three", "Two", "One", head=SITE))
    moved.refresh()
    moved.writer.sync([Subscription(f"{site.url}/old", "News")])
    told = moved.only(after=HOUR)
    assert (told.new, told.updated) == (0, 0)
    assert len(moved.headlines()) == 4


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (rss("Three", "Two", "One", head="<link>https://other.example/</link>"), "News"),
        (rss("Nine", "Eight", "Seven", "Three", "One", head=SITE), "News"),
        (rss("Three", "Two", "One", head=SITE), "Another name"),
        (rss(head=SITE), "News"),
    ],
    ids=["another site", "too few known", "another name", "empty"],
)
def test_what_may_be_another_feed_begins_anew(site: Site, moved: Desk, document: bytes, name: str) -> None:
    moved.writer.sync([Subscription(f"{site.url}/new", name)])
    site["/new"] = page(document)
    told = moved.only()
    assert told.new == document.count(b"<item>")
    assert not any(headline.read for headline in moved.headlines())


def test_half_of_the_newest_is_enough(site: Site, moved: Desk) -> None:
    site["/new"] = page(rss("Six", "Five", "Two", "One", head=SITE))
    assert moved.only().new == 2


def test_a_feed_that_has_articles_takes_over_no_others(site: Site, desk: Desk) -> None:
    site["/one"] = site["/two"] = page(rss("Two", "One", head=SITE))
    first, second = Subscription(f"{site.url}/one", "News"), Subscription(f"{site.url}/two", "News")
    desk.writer.sync([first, second])
    desk.refresh()
    desk.writer.sync([second])
    site["/two"] = page(rss("Three", "Two", "One", head=SITE))
    assert desk.only(after=2 * HOUR).new == 1
    assert len(desk.headlines()) == 3
