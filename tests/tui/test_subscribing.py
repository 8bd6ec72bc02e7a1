import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from paper import Paper

sys.path.insert(0, str(Path(__file__).parent.parent))

from feed_server import Site, page, rss, silent, status

REAL = (sys.executable, "-m", "newsreader")
"""The program itself as the child that looks and fetches."""
PAGE = b"""<html><head><title>Two feeds</title>
<link rel="alternate" type="application/rss+xml" title="News in short" href="/short.xml">
<link rel="alternate" type="application/rss+xml" title="News at length" href="/long.xml">
</head><body>Hello.</body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site["/robots.txt"] = status(404)
    yield site
    site.close()


def feeds(paper: Paper) -> list[dict[str, object]]:
    return tomllib.loads(paper.paths.config.read_text("utf-8")).get("feeds", [])


async def test_a_looks_at_an_address_writes_it_into_the_config_and_fetches_it_at_once(paper: Paper, site: Site) -> None:
    site["/feed.xml"] = page(rss("First item", "Second item", title="Harbour News"))
    paper.paths.config.write_text("# my feeds\n" + paper.paths.config.read_text("utf-8"), "utf-8")
    before = paper.paths.config.read_bytes()
    async with paper.open(fetcher=REAL) as person:
        await person.press("a")
        await person.sees("add a feed:")
        await person.press(*f"{site.url}/feed.xml", "enter")
        await person.sees("Add this feed", timeout=30)
        text = await person.sees("Harbour News")
        assert "RSS 2.0" in text and "2 articles" in text and "Second item" in text
        await person.press("tab", "ctrl+u", *"Coast", "tab", *"daily", "enter")
        await person.sees("subscribed to Harbour News")
        await person.sees_in("tree", "Coast", timeout=30)
        await person.sees_in("tree", "Harbour News +2", timeout=30)
        added = feeds(paper)[-1]
        assert added == {"url": f"{site.url}/feed.xml", "section": "Coast", "tags": ["daily"]}
        assert paper.paths.config.read_text("utf-8").startswith("# my feeds")
        await person.waits(lambda: not person.app.main.refreshing.running, timeout=30)
        await person.press("u")
        await person.waits(lambda: "Harbour News" not in person.pane("tree"))
        assert paper.paths.config.read_bytes() == before
        await person.press("ctrl+r")
        await person.sees_in("tree", "Harbour News +2")


async def test_a_name_of_ones_own_is_kept(paper: Paper, site: Site) -> None:
    site["/feed.xml"] = page(rss("First item", title="Harbour News"))
    async with paper.open(fetcher=REAL) as person:
        await person.press("a", *f"{site.url}/feed.xml", "enter")
        await person.sees("Add this feed", timeout=30)
        await person.press("ctrl+u", *"Port", "enter")
        await person.sees("subscribed to Port")
        assert feeds(paper)[-1]["name"] == "Port"


async def test_a_page_with_several_feeds_lets_one_choose(paper: Paper, site: Site) -> None:
    site["/"] = page(PAGE, "text/html")
    site["/short.xml"] = page(rss("Short item", title="News in short"))
    site["/long.xml"] = page(rss("Long item", title="News at length"))
    async with paper.open(fetcher=REAL) as person:
        await person.press("a", *f"{site.url}/", "enter")
        await person.sees("News at length", timeout=30)
        await person.press("j", "enter")
        await person.sees("Long item", timeout=30)
        await person.press("enter")
        await person.sees("subscribed to News at length")
        assert feeds(paper)[-1]["url"] == f"{site.url}/long.xml"


async def test_a_feed_that_is_known_is_told_and_shown(paper: Paper, site: Site) -> None:
    site["/feed.xml"] = page(rss("First item", title="Harbour News"))
    paper.paths.config.write_text(
        paper.paths.config.read_text("utf-8") + f'\n[[feeds]]\nurl = "{site.url}/feed.xml"\nname = "Port"\n', "utf-8"
    )
    before = paper.paths.config.read_bytes()
    async with paper.open(fetcher=REAL) as person:
        await person.press("a", *f"{site.url}/feed.xml", "enter")
        await person.sees("Port: subscribed to already", timeout=30)
        await person.sees_in("tree", "› ?Port|› +Port")
        assert paper.paths.config.read_bytes() == before


async def test_an_address_without_a_feed_says_why_and_can_be_corrected(paper: Paper, site: Site) -> None:
    site["/nothing"] = status(404)
    site["/feed.xml"] = page(rss("First item", title="Harbour News"))
    async with paper.open(fetcher=REAL) as person:
        await person.press("a", *f"{site.url}/nothing", "enter")
        await person.sees("No feed there", timeout=30)
        await person.sees("404")
        await person.press(*(["backspace"] * len("nothing")), *"feed.xml", "enter")
        await person.sees("Add this feed", timeout=30)
        await person.press("escape")
        await person.waits(lambda: "Add this feed" not in person.text)
        assert len(feeds(paper)) == 5 and person.has_keys == "list"


async def test_what_is_no_address_at_all_says_so(paper: Paper) -> None:
    async with paper.open(fetcher=REAL) as person:
        await person.press("a", *"--yes", "enter")
        await person.sees("No feed there", timeout=30)
        assert len(feeds(paper)) == 5


async def test_escape_stops_a_look_that_takes_long(paper: Paper, site: Site) -> None:
    site["/slow.xml"] = silent()
    async with paper.open(fetcher=REAL) as person:
        await person.press("a", *f"{site.url}/slow.xml", "enter")
        await person.sees("looking at ")
        await person.waits(lambda: site.asked("/slow.xml"), timeout=30)
        await person.press("a")
        await person.sees("still looking at")
        await person.press("escape")
        await person.sees("stopped: nothing was added", timeout=30)


async def test_the_address_may_be_pasted(paper: Paper) -> None:
    from textual.events import Paste

    async with paper.open() as person:
        await person.press("a")
        await person.sees("add a feed:")
        person.app.screen.focused.post_message(Paste("  https://news.example/feed.xml\n"))
        await person.sees("add a feed: https://news.example/feed.xml")


async def test_the_preview_fits_the_smallest_screen(paper: Paper, site: Site) -> None:
    site["/feed.xml"] = page(rss("First item", "Second item", title="Harbour News"))
    async with paper.open(40, 12, fetcher=REAL) as person:
        await person.press("a", *f"{site.url}/feed.xml", "enter")
        await person.sees("Harbour News", timeout=30)
        await person.press("tab", *"Coast", "enter")
        await person.waits(lambda: len(feeds(paper)) == 6)
        assert feeds(paper)[-1]["section"].endswith("Coast")


async def test_the_first_feed_takes_the_guides_place(empty: Paper, site: Site) -> None:
    site["/feed.xml"] = page(rss("First item", title="Harbour News"))
    async with empty.open(fetcher=REAL) as person:
        await person.press("a", *f"{site.url}/feed.xml", "enter")
        await person.sees("Add this feed", timeout=30)
        await person.press("enter")
        await person.sees_in("tree", "Harbour News", timeout=30)
        await person.sees_in("list", "First item", timeout=30)
