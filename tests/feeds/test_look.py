"""A look at an address before it is subscribed to."""

import time
from pathlib import Path

import pytest
from feed_server import Site, page, redirect, rss, status
from hypothesis import given
from hypothesis import strategies as st
from refresh_desk import Desk

from newsreader.feeds.alternates import alternates
from newsreader.feeds.known_sites import SITES, known_feeds
from newsreader.feeds.known_sites import Site as KnownSite
from newsreader.feeds.look import Look, look_at
from newsreader.feeds.plan import World

PAGE = """<!doctype html><html><head><title>Site</title>
<!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->
<LINK REL='Alternate' TYPE='application/rss+xml; charset=utf-8' TITLE='Main &amp; more' HREF='/feed?a=1&amp;b=2'>
<link rel="alternate stylesheet" type="text/css" href="/x.css">
<link rel=alternate type=application/atom+xml href=comments.atom>
<link rel="alternate" type="application/feed+json" href="https://other.example/feed.json" title="JSON">
<link rel="alternate" type="application/json" href="/wp-json/1">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<link rel="alternate" type="application/rss+xml" href="/feed?a=1&amp;b=2" title="again">
</head><body>Hello</body></html>"""


def look(desk: Desk, url: str, *, harder: bool = False) -> Look:
    world = World(clock=lambda: desk.now, reach=desk.reach, resolve=desk.resolve, gap=desk.gap)
    return look_at(url, desk.terms, desk.writer, world, harder=harder)


def names(*links: tuple[str, str]) -> bytes:
    """A page that names feeds: their address and title."""
    return "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{href}" title="{title}">' for href, title in links
    ).encode()


def test_a_feed_is_shown_with_its_newest_entries(site: Site, desk: Desk) -> None:
    site["/feed"] = page(rss(*(f"Item {n}" for n in range(8)), title="The News"))
    seen = look(desk, f"{site.url}/feed")
    assert seen.feed is not None
    assert (seen.feed.title, seen.feed.format, seen.error, seen.url) == ("The News", "rss20", "", f"{site.url}/feed")
    assert [entry.title for entry in seen.newest()] == [f"Item {n}" for n in range(5)]
    assert desk.writer.feeds() == []


def test_a_page_names_its_feeds(site: Site, desk: Desk) -> None:
    site["/"] = page(PAGE.encode(), "text/html")
    seen = look(desk, f"{site.url}/")
    assert (seen.feed, seen.error) == (None, "a web page, not a feed")
    assert [(found.url, found.title, found.kind) for found in seen.alternates] == [
        (f"{site.url}/feed?a=1&b=2", "Main & more", "RSS"),
        (f"{site.url}/comments.atom", "", "Atom"),
        ("https://other.example/feed.json", "JSON", "JSON Feed"),
    ]


def test_a_page_leads_to_its_feed_and_names_the_one_of_its_comments(site: Site, desk: Desk) -> None:
    site["/"] = page(names(("/comments/feed", "Comments"), ("/feed", "The News")), "text/html")
    site["/feed"] = page(rss("One", title="The News"))
    seen = look(desk, f"{site.url}/")
    assert seen.feed is not None
    assert seen.url == f"{site.url}/feed"
    assert [other.title for other in seen.alternates] == ["Comments"]


def test_the_feed_of_a_page_that_fails_says_so(site: Site, desk: Desk) -> None:
    site["/"] = page(names(("/feed", "The News")), "text/html")
    site["/feed"] = status(500)
    seen = look(desk, f"{site.url}/")
    assert seen.feed is None
    assert seen.error.startswith(f"its feed {site.url}/feed: ")
    assert "500" in seen.error


def test_a_page_of_the_web_leads_to_no_private_address(site: Site, desk: Desk) -> None:
    site["/"] = page(names((f"http://127.0.0.2:{site.port}/secret", "News")), "text/html")
    site["/secret"] = page(rss("One"))
    desk.reach = lambda address: "private" if address == "127.0.0.2" else "public"
    seen = look(desk, f"{site.url}/")
    assert seen.feed is None
    assert not site.asked("/secret")


@pytest.mark.parametrize("piece", ["<link", "<base", "<!--", "<link rel=alternate "])
def test_a_page_of_beginnings_costs_no_time(piece: str) -> None:
    start = time.process_time()
    alternates(piece * (500_000 // len(piece)), "https://a.example/")
    assert time.process_time() - start < 3  # a bound against what grows with the square, not a speed


def test_pages_that_name_each_other_are_not_followed_round(site: Site, desk: Desk) -> None:
    site["/a"] = page(names(("/b", "B")), "text/html")
    site["/b"] = page(names(("/a", "A")), "text/html")
    assert look(desk, f"{site.url}/a").feed is None
    assert len(site.asked("/a")) == len(site.asked("/b")) == 1


def test_paths_that_a_page_does_not_name_are_asked_only_where_a_person_wants_it(site: Site, desk: Desk) -> None:
    site["/blog"] = page(b"<p>no feed here</p>", "text/html")
    site["/blog/feed.xml"] = page(rss("One", title="Hidden"))
    assert look(desk, f"{site.url}/blog").feed is None
    assert not site.asked("/blog/feed.xml")
    assert look(desk, f"{site.url}/blog", harder=True).url == f"{site.url}/blog/feed.xml"
    site["/blog/feed.xml"] = status(404)
    assert look(desk, f"{site.url}/blog", harder=True).error.endswith("in the usual places there is none")


@pytest.mark.parametrize(
    ("url", "first", "count"),
    [
        (
            "https://www.youtube.com/channel/UCabc-1/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCabc-1",
            1,
        ),
        ("https://youtube.com/playlist?list=PL1", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1", 1),
        ("https://www.youtube.com/watch?v=x&list=PL1", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL1", 1),
        ("https://old.reddit.com/r/linux/", "https://www.reddit.com/r/linux/.rss", 2),
        ("https://github.com/o/r", "https://github.com/o/r/releases.atom", 3),
        ("https://github.com/o", "https://github.com/o.atom", 1),
        ("https://bsky.app/profile/a.example", "https://bsky.app/profile/a.example/rss", 1),
        ("https://news.substack.com/p/x", "https://news.substack.com/feed", 1),
        ("https://blog.wordpress.com", "https://blog.wordpress.com/feed/", 1),
        ("https://vimeo.com/someone", "https://vimeo.com/someone/videos/rss", 1),
    ],
)
def test_well_known_sites_have_their_feeds_in_known_places(url: str, first: str, count: int) -> None:
    feeds = known_feeds(url)
    assert (feeds[0].url, len(feeds)) == (first, count)


@pytest.mark.parametrize(
    "url",
    ["https://www.youtube.com/watch?v=x", "https://www.youtube.com/@name", "https://github.com/o/r/releases.atom",
     "https://evil-github.com/o/r", "https://github.com.evil.example/o/r", "https://www.youtube.com/playlist?list=%0d%0aX",
     "https://example.org/r/linux", "http://[", "https://www.reddit.com/r/linux/.rss"],
)  # fmt: skip
def test_other_pages_are_looked_at_as_they_are(url: str) -> None:
    assert known_feeds(url) == ()


@given(st.sampled_from(SITES), st.text(max_size=40))
def test_no_path_makes_an_address_elsewhere(site: KnownSite, path: str) -> None:
    host = f"x{site.host}" if site.host.startswith(".") else site.host
    for found in known_feeds(f"https://{host}/{path}"):
        assert found.url.startswith("https://")
        assert found.url.isprintable()


def test_where_it_moved_for_good_is_what_is_subscribed_to(site: Site, desk: Desk) -> None:
    site["/old"], site["/moved"], site["/new"] = redirect(301, "/new"), redirect(302, "/new"), page(rss("One"))
    assert look(desk, f"{site.url}/old").url == f"{site.url}/new"
    assert look(desk, f"{site.url}/moved").url == f"{site.url}/moved"


def test_what_went_wrong_is_said(site: Site, desk: Desk) -> None:
    site["/gone"], site["/junk"] = status(410), page(b"\x00\x01\x02", "application/octet-stream")
    assert "410" in look(desk, f"{site.url}/gone").error
    assert look(desk, f"{site.url}/junk").error
    assert look(desk, "http://127.0.0.1:1/").error


def test_files_and_folders_are_looked_at(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(rss("One", "Two", title="Local"))
    seen = look(desk, str(tmp_path / "feed.xml"))
    assert seen.feed is not None
    assert (seen.feed.title, len(seen.feed.entries)) == ("Local", 2)
    assert look(desk, str(tmp_path / "nowhere")).error == "no such file or folder"
    folder = look(desk, str(tmp_path))
    assert folder.feed is not None
    assert {entry.title for entry in folder.feed.entries} == {"One", "Two"}


def test_base_counts_for_what_is_relative() -> None:
    text = '<base href="https://cdn.example/a/"><link rel=alternate type=application/rss+xml href=feed>'
    assert [found.url for found in alternates(text, "https://site.example/")] == ["https://cdn.example/a/feed"]


@given(st.text(), st.sampled_from(["https://a.example/", "", "http://[::1"]))
def test_any_text_is_looked_through(text: str, url: str) -> None:
    alternates(f'<link rel="alternate" type="application/rss+xml" href="{text}">{text}', url)


@pytest.mark.parametrize("piece", ["<link ", "<!--", "<base href='", '<link rel="', "a='" * 3])
def test_hostile_pages_take_no_time(piece: str) -> None:
    assert alternates(piece * 100_000, "https://a.example/") == ()
