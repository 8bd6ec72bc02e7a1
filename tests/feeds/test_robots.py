"""robots.txt: what its rules mean, and that pages are not fetched against them."""

from datetime import timedelta

import pytest
from feed_server import Site, page, redirect, status
from fetch_desk import FetchDesk, story
from hypothesis import given
from hypothesis import strategies as st
from refresh_desk import Desk

from newsreader.feeds.robots import read_rules

AGENT = "newsreader/1.0 (+https://example.org)"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", True),
        ("User-agent: *\nAllow: /news/\nDisallow: /", "/other", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?download", True),
        ("User-agent: *\nDisallow: /*?print=", "/x?print=1", False),
        ("User-agent: *\nDisallow: /fish*", "/fishing", False),
        ("User-agent: *\nDisallow: /fish$", "/fish", False),
        ("User-agent: *\nDisallow: /fish$", "/fish/", True),
        ("User-agent: *\nDisallow: /a*b*c$", "/abcbc", False),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("User-agent: *\nDisallow: /café", "/caf%c3%a9/menu", False),
        ("User-agent: *\nDisallow: /%61", "/a", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: NewsReader\nDisallow: /mine\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: newsreader\nUser-agent: other\nDisallow: /mine", "/mine", False),
        (
            "User-agent: newsreader\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: newsreader\nDisallow: /b",
            "/b",
            False,
        ),
        ("user-agent : * # all\r\ndisallow : /a # not this\r\n", "/a", False),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        ("Disallow: /a\nUser-agent: *\nDisallow: /b", "/a", True),
        ("<html>User-agent: *\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ],
)
def test_the_longest_rule_of_ones_own_group_decides(text: str, path: str, allowed: bool) -> None:
    assert read_rules(text, AGENT).allow(f"https://news.example{path}") is allowed


@given(st.text(max_size=300), st.text(max_size=60))
def test_no_file_breaks_the_reader(text: str, path: str) -> None:
    read_rules(f"User-agent: *\nDisallow: {text}", AGENT).allow(f"https://news.example/{path}")


def test_many_wildcards_take_no_time() -> None:
    rules = read_rules("User-agent: *\nDisallow: /" + "*a" * 5000 + "$", AGENT)
    assert rules.allow("https://news.example/" + "a" * 4000 + "b")


def test_a_page_that_the_site_forbids_is_not_asked_for(site: Site, fetching: FetchDesk) -> None:
    site["/robots.txt"] = page(b"User-agent: *\nDisallow: /news/", "text/plain")
    site["/news/1"] = story()
    told, _ = fetching.full("/news/1")
    assert (told.result, told.reason) == ("failed", "the robots.txt of 127.0.0.1 does not allow it")
    assert not site.asked("/news/1")


def test_a_forbidden_page_is_not_reached_through_a_redirect_either(site: Site, fetching: FetchDesk) -> None:
    site["/robots.txt"] = page(b"User-agent: *\nDisallow: /private", "text/plain")
    site["/go"], site["/private"] = redirect(302, "/private"), story()
    assert fetching.full("/go")[0].result == "failed"
    assert not site.asked("/private")


def test_no_robots_txt_means_all_is_allowed(site: Site, fetching: FetchDesk) -> None:
    site["/robots.txt"], site["/1"] = status(404), story()
    assert fetching.full("/1")[0].result == "stored"


def test_a_robots_txt_that_cannot_be_had_means_not_now_and_is_asked_again(site: Site, fetching: FetchDesk) -> None:
    site["/robots.txt"], site["/1"] = [status(500), status(404)], story()
    id_ = fetching.article("/1")
    (told, _) = fetching.fetch(id_, full=True)
    assert "the robots.txt of 127.0.0.1 could not be fetched: HTTP 500" in told.reason  # type: ignore[union-attr]
    assert not site.asked("/1")
    (told, _) = fetching.fetch(id_, full=True)
    assert told.result == "stored"  # type: ignore[union-attr]


def test_it_is_asked_once_a_day_and_by_one_of_many_articles(site: Site, desk: Desk, fetching: FetchDesk) -> None:
    site["/robots.txt"] = page(b"User-agent: *\nDisallow: /private", "text/plain")
    ids = [fetching.article(f"/{n}") for n in range(4)]
    for n in range(4):
        site[f"/{n}"] = story()
    fetching.fetch(*ids, full=True)
    fetching.fetch(*ids, full=True)
    assert len(site.asked("/robots.txt")) == 1
    desk.now += timedelta(hours=25)
    fetching.fetch(*ids, full=True)
    assert len(site.asked("/robots.txt")) == 2
