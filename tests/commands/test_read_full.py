"""`read --full`: the page of a stored article is fetched first; `--with-body`: what another process makes a page of."""

import json

from feed_server import Site, page, status
from program import Program

SENTENCE = "The council of Norwick voted on Tuesday to bring the old lamps back to the harbour. "
PAGE = f"<html><body><article><h1>Lamps</h1><p>WHOLE {SENTENCE * 5}</p><p>{SENTENCE * 5}</p></article></body></html>"


def subscribed(site: Site, program: Program) -> None:
    item = f"<item><title>Lamps</title><link>{site.url}/1</link><guid>1</guid><description>Short.</description></item>"
    site["/feed"] = page(f"<rss version='2.0'><channel><title>Radio</title>{item}</channel></rss>".encode())
    site["/1"] = page(PAGE.encode(), "text/html")
    program.subscribe(f"{site.url}/feed")
    program.run("refresh", "--quiet")


def test_full_fetches_the_page_and_prints_it(site: Site, program: Program) -> None:
    subscribed(site, program)
    assert "WHOLE" not in program.run("read", "1").stdout
    done = program.run("read", "1", "--full")
    assert "WHOLE" in done.stdout and not done.stderr
    assert "WHOLE" in program.run("read", "1").stdout, "it is stored"


def test_a_page_that_does_not_come_is_told_and_the_feeds_text_printed(site: Site, program: Program) -> None:
    subscribed(site, program)
    site["/1"] = status(404)
    done = program.run("read", "1", "--full", status=1)
    assert "Short." in done.stdout and "the feed's text: " in done.stderr and "404" in done.stderr


def test_a_page_of_the_web_is_full_by_itself_and_a_feed_cannot_be(site: Site, program: Program) -> None:
    subscribed(site, program)
    assert "WHOLE" in program.run("read", f"{site.url}/1", "--full").stdout
    assert "name an article's id" in program.run("read", f"{site.url}/feed", "--full", status=2).stderr


def test_an_article_that_is_not_there_is_said(program: Program) -> None:
    assert "there is no article 7" in program.run("read", "7", "--full", status=1).stderr


def test_the_body_as_html_stands_beside_the_blocks_when_it_is_asked_for(site: Site, program: Program) -> None:
    subscribed(site, program)
    record = json.loads(program.run("read", f"{site.url}/1", "--format", "json", "--with-body").stdout)
    assert "WHOLE" in record["html"] and record["title"] == "Lamps"
    assert "html" not in json.loads(program.run("read", "1", "--format", "json").stdout)
    assert "--format json" in program.run("read", "1", "--with-body", status=2).stderr
