"""A look at an address before it is subscribed to."""

from pathlib import Path

import pytest
from feed_server import Site, page, redirect, rss, status
from hypothesis import given
from hypothesis import strategies as st
from refresh_desk import Desk

from newsreader.feeds.alternates import alternates
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


def look(desk: Desk, url: str) -> Look:
    world = World(clock=lambda: desk.now, reach=desk.reach, resolve=desk.resolve, gap=desk.gap)
    return look_at(url, desk.terms, desk.writer, world)


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
