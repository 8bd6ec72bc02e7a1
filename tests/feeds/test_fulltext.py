"""The full article behind a summary: when it is stored, when the feed's text stays, and what may be asked on the way."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from feed_server import Site, page, redirect, status
from fetch_desk import SENTENCE, FetchDesk, story, web
from refresh_desk import Desk

from newsreader.articles.build import build
from newsreader.articles.render import to_text
from newsreader.feeds.fulltext import is_next_page
from newsreader.model import Has


def text_of(fetching: FetchDesk, id_: int) -> str:
    return to_text(build(fetching.stored(id_)), 80)


def test_the_page_becomes_the_article_without_its_furniture(site: Site, fetching: FetchDesk) -> None:
    site["/1"] = story("BEGIN", "END")
    told, article = fetching.full("/1")
    assert told.result == "stored"
    assert told.words == len(f"BEGIN END {SENTENCE * 16}".split())
    text = text_of(fetching, 1)
    assert "BEGIN" in text
    assert "END" in text
    assert "imprint" not in text
    assert article.headline.has & Has.FULL_TEXT.value


def test_the_stored_text_is_what_search_finds(site: Site, desk: Desk, fetching: FetchDesk) -> None:
    site["/1"] = story("wonderfully")
    id_ = fetching.article("/1")
    desk.writer.index_some()
    fetching.fetch(id_, full=True)
    assert desk.writer.index_some() == 0
    found = "SELECT rowid FROM search WHERE search MATCH 'wonderfully'"
    assert desk.writer.db.execute(found).fetchall() == [(id_,)]


def test_pictures_code_tables_and_captions_survive(site: Site, fetching: FetchDesk) -> None:
    inside = (
        f"<p>{SENTENCE * 4}</p><figure><img src='/harbour.jpg' width=640><figcaption>The harbour at dusk</figcaption></figure>"
        f"<p>{SENTENCE * 4}</p><pre><code>lamp = on</code></pre><table><tr><th>Year</th><th>Lamps</th></tr><tr><td>1950</td>"
        f"<td>40</td></tr></table><p>{SENTENCE * 4}</p>"
    )
    site["/1"] = web(
        f"<html><title>Lamps return</title><body><article><h1>Lamps return</h1>{inside}</article></body></html>"
    )
    _, article = fetching.full("/1")
    assert f'src="{site.url}/harbour.jpg"' in article.full
    for kept in ("The harbour at dusk", "lamp = on", "1950"):
        assert kept in article.full


# ── When the feed's text stays ────────────────────────────────────────────────────────────────────────────────────────

FOR_SUBSCRIBERS = '<script type="application/ld+json">' + json.dumps(
    {"@type": "NewsArticle", "headline": "Lamps return", "isAccessibleForFree": "False"}
) + "</script>"  # fmt: skip


@pytest.mark.parametrize(
    ("html", "why"),
    [
        (f"<title>x</title>{FOR_SUBSCRIBERS}<body><article><p>{SENTENCE * 30}</p></article>", "subscribers"),
        (f"<body><article><p>{SENTENCE * 3}</p></article><div class='paywall-box'>Offer</div>", "subscribers"),
        (f"<body><article><p>{SENTENCE * 3}</p></article><p>Subscribe now to continue reading.</p>", "subscribers"),
        (f"<body><article><p>{SENTENCE * 3}</p></article><p>Cet article est réservé aux abonnés.</p>", "subscribers"),
        (f"<meta property='article:content_tier' content='locked'><body><article><p>{SENTENCE * 9}</p>", "subscribers"),
        ("<body><h1>Before you continue</h1><p>We use cookies and data. Accept all cookies?</p>", "consent"),
        ("<body><form>Sign in <input name=u><input type=password name=p></form>", "login"),
        ("<title>Just a moment...</title><body><p>Checking your browser before you go on.</p>", "proof"),
        ("<body><div id=app></div><script>go()</script>", "no article"),
        ("<body><article><p>Brief.</p></article>", "less than the feed (1 words, 3 there)"),
    ],
)
def test_what_stands_in_the_way_keeps_the_feeds_text_and_is_named(
    site: Site, fetching: FetchDesk, html: str, why: str
) -> None:
    site["/1"] = web(f"<html>{html}</html>")
    told, article = fetching.full("/1", "<p>The feed's words.</p>")
    assert told.result == "kept"
    assert why in told.reason
    assert not article.full
    assert "The feed's words." in text_of(fetching, 1)


def test_a_long_article_beside_a_cookie_banner_and_a_hidden_offer_is_stored(site: Site, fetching: FetchDesk) -> None:
    boxes = "<div class='paywall hidden'></div><div class=cookie>We use cookies. Accept cookies?</div><p>Already a subscriber?</p>"
    site["/1"] = story(paragraphs=12, foot=boxes)
    assert fetching.full("/1")[0].result == "stored"


def test_a_feed_that_gives_more_than_the_page_keeps_its_text(site: Site, fetching: FetchDesk) -> None:
    site["/1"] = story(paragraphs=3)
    told, article = fetching.full("/1", f"<p>{SENTENCE * 40}</p>")
    assert told.result == "kept"
    assert not article.full


def test_a_link_that_ends_at_the_front_page_is_not_the_article(site: Site, fetching: FetchDesk) -> None:
    site["/gone"], site["/"] = redirect(301, "/"), story(paragraphs=30)
    told, _ = fetching.full("/gone")
    assert (told.result, told.reason) == ("kept", "the address leads to the site's front page")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (status(404), "HTTP 404: not found"),
        (status(500), "HTTP 500: error of the server"),
        (page(b"%PDF-1.4", "application/pdf"), "no web page (application/pdf)"),
        (page(b"\x00\x01\x02" * 99, "text/html"), "neither a feed nor a text"),
        (page(b"", "text/html"), "the document is empty"),
    ],
)
def test_what_is_no_page_fails_in_words(site: Site, fetching: FetchDesk, answer: object, reason: str) -> None:
    site["/1"] = answer  # type: ignore[assignment]
    told, article = fetching.full("/1")
    assert (told.result, told.reason) == ("failed", reason)
    assert not article.full


@pytest.mark.parametrize("link", ["", "mailto:a@example.org", "file:///etc/passwd", "http://", "http://[::1"])
def test_a_link_that_is_no_web_address_is_not_asked(fetching: FetchDesk, link: str) -> None:
    told, _ = fetching.full(link)
    assert told.result == "failed"
    assert told.reason


# ── Articles of several pages ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_pages_of_an_article_are_joined_in_order(site: Site, fetching: FetchDesk) -> None:
    site["/story.html"] = story("PAGE-A", head="<link rel=next href='/story-2.html'>")
    site["/story-2.html"] = story("PAGE-B", foot="<a rel='nofollow next' href='story-3.html'>on</a>")
    site["/story-3.html"] = story("PAGE-C", head="<link rel=next href='/other-story.html'>")
    told, article = fetching.full("/story.html")
    assert told.result == "stored"
    assert article.full.index("PAGE-A") < article.full.index("PAGE-B") < article.full.index("PAGE-C")
    assert not site.asked("/other-story.html")


def test_at_most_ten_pages_are_asked_for_and_none_twice(site: Site, fetching: FetchDesk) -> None:
    site["/s"] = story(head="<link rel=next href='/s?page=2'>")
    for n in range(2, 15):
        site[f"/s?page={n}"] = story(head=f"<link rel=next href='/s?page={n + 1}'>")
    fetching.full("/s")
    assert len([request for request in site.log if request.path.startswith("/s")]) == 10
    site["/t"] = story(head="<link rel=next href='/t?page=2'>")
    site["/t?page=2"] = story(head="<link rel=next href='/t?page=2'>")
    fetching.full("/t")
    assert len(site.asked("/t?page=2")) == 1


def test_a_page_that_is_missing_in_the_middle_is_named_in_the_text(site: Site, fetching: FetchDesk) -> None:
    site["/s"] = story("PAGE-A", head="<link rel=next href='/s/2'>")
    told, article = fetching.full("/s")
    assert told.result == "stored"
    assert told.reason == "Page 2 is missing here: HTTP 404: not found"
    assert "Page 2 is missing here" in article.full


@pytest.mark.parametrize(
    ("first", "following", "is_one"),
    [
        ("https://a.example/s", "https://a.example/s/2", True),
        ("https://a.example/s/", "https://a.example/s/page/2/", True),
        ("https://a.example/s/page/1", "https://a.example/s/page/2", True),
        ("https://a.example/s.html", "https://a.example/s-2.html", True),
        ("https://a.example/s.html", "https://a.example/s,seite-2.html", True),
        ("https://a.example/s", "https://a.example/s?page=2", True),
        ("https://a.example/s?id=7", "https://a.example/s?id=7&page=2", True),
        ("https://a.example/s?page=1", "https://a.example/s?page=2", True),
        ("https://a.example/s?id=7", "https://a.example/s?id=8", False),
        ("https://a.example/?p=7", "https://a.example/?p=8", False),
        ("https://a.example/", "https://a.example/?page=2", False),
        ("https://a.example/news/1", "https://a.example/news/2", False),
        ("https://a.example/news/1", "https://a.example/news/12", False),
        ("https://a.example/s", "https://a.example/s-two", False),
        ("https://a.example/s", "https://b.example/s/2", False),
        ("https://a.example/s", "https://a.example/s", False),
        ("https://a.example/s", "javascript:2", False),
        ("https://a.example/s", "http://[", False),
    ],
)
def test_a_next_page_is_told_from_the_next_article(first: str, following: str, is_one: bool) -> None:
    assert is_next_page(first, following) is is_one


# ── Manners and safety ────────────────────────────────────────────────────────────────────────────────────────────────


def test_headers_and_password_of_a_feed_go_to_its_own_origin_alone(desk: Desk, site: Site, fetching: FetchDesk) -> None:
    other = Site()
    try:
        other["/1"], site["/1"] = story(), story()
        desk.asking(headers={"X-Token": "secret"})
        fetching.feed_url = f"{site.url.replace('//', '//ada:word@')}/feed"
        fetching.full(f"{other.url}/1")
        fetching.full("/1")
        assert {"x-token", "authorization", "cookie", "referer"}.isdisjoint(other.asked("/1")[0].headers)
        assert site.asked("/1")[0].headers["x-token"] == "secret"
        assert "authorization" in site.asked("/1")[0].headers
        assert "authorization" not in site.asked("/robots.txt")[0].headers
    finally:
        other.close()


def test_a_public_feed_cannot_send_us_to_this_machine(desk: Desk, site: Site, fetching: FetchDesk) -> None:
    site["/admin"] = story()
    desk.resolve = lambda host: ("127.0.0.1",) if host == "inside.example" else ()
    fetching.feed_url = "http://news.example/feed"
    for link in (f"{site.url}/admin", f"http://inside.example:{site.port}/admin"):
        told, _ = fetching.full(link)
        assert (told.result, told.reason.endswith("that is not public (127.0.0.1)")) == ("failed", True), told
    assert not site.log


def test_a_public_page_cannot_redirect_to_this_machine(public_desk: Desk, site: Site, fetching: FetchDesk) -> None:
    public_desk.reach = lambda ip: "public" if ip == "127.0.0.1" else "private"
    fetching.feed_url = f"http://news.example:{site.port}/feed"
    site["/1"] = redirect(302, f"http://10.0.0.1:{site.port}/inside")
    told, _ = fetching.full(f"http://news.example:{site.port}/1")
    assert told.result == "failed"
    assert "not public (10.0.0.1)" in told.reason


def test_requests_to_a_host_keep_their_distance_also_from_those_of_other_processes(
    public_desk: Desk, site: Site, fetching: FetchDesk
) -> None:
    public_desk.gap = 0.3
    fetching.feed_url = f"http://news.example:{site.port}/feed"
    ids = [fetching.article(f"http://news.example:{site.port}/{n}") for n in range(3)]
    for n in range(3):
        site[f"/{n}"] = story()
    fetching.fetch(*ids, full=True)
    times = [request.at for request in site.log]
    assert len(times) == 4  # and robots.txt
    assert all(later - earlier >= 0.29 for earlier, later in pairwise(times))
    assert site.most_at_once == 1
    assert public_desk.writer.host_state("news.example").last_request is not None


def test_a_host_that_asked_for_rest_is_left_alone_by_everybody(
    public_desk: Desk, site: Site, fetching: FetchDesk
) -> None:
    fetching.feed_url = f"http://news.example:{site.port}/feed"
    site["/robots.txt"] = status(404)
    site["/0"] = status(429, Retry_After="600")
    ids = [fetching.article(f"http://news.example:{site.port}/{n}") for n in range(3)]
    fetching.fetch(*ids, full=True)
    asked = len(site.log)
    assert not site.asked("/1") or not site.asked("/0")
    told = fetching.fetch(*ids, full=True)[0]
    assert told.reason.startswith("news.example asked to wait until ")  # type: ignore[union-attr]
    assert len(site.log) == asked
    site["/0"] = story()
    public_desk.now += timedelta(minutes=11)
    assert fetching.fetch(ids[0], full=True)[0].result == "stored"  # type: ignore[union-attr]


def test_a_page_nested_beyond_reason_is_read_beside_the_others(site: Site, fetching: FetchDesk) -> None:
    deep = "<div>" * 200_000 + "deep" + "<font>" * 3000
    site["/deep"], site["/1"] = web(f"<html><body>{deep}"), story()
    ids = [fetching.article("/deep"), fetching.article("/1")]
    told = {event.article_id: event for event in fetching.fetch(*ids, full=True)[:-1]}  # type: ignore[union-attr]
    assert told[ids[1]].result == "stored"  # type: ignore[union-attr]
    assert told[ids[0]].result == "stored"  # type: ignore[union-attr]


def test_hostile_characters_of_a_page_are_not_stored(site: Site, fetching: FetchDesk) -> None:
    site["/1"] = story("one\x1b]0;x\x07&#x1b;[2J&#x202e;\x9b&#157;two")
    _, article = fetching.full("/1")
    assert "two" in article.full
    assert not {"\x1b", "\x07", "\u202e", "\x9b", "\x9d"} & set(article.full)
