"""f: the full article comes in, and the feed's own text comes back."""

import http.server
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from paper import Item, Paper

FULL = "<p>The whole story of the lamps.</p><p>And its end.</p>"


def fetcher(paper: Paper, *, result: str = "stored", reason: str = "", wait: bool = False) -> tuple[str, ...]:
    """A fetcher that stores FULL for the article that it is asked for, when the file `go` is there if it shall wait."""
    script = paper.folder / "fetcher.py"
    script.write_text(
        "import json, sys, time\nfrom pathlib import Path\n"
        f"folder = Path({str(paper.folder)!r})\n"
        "(folder / 'arguments').open('a').write(' '.join(sys.argv[5:]) + '\\n')\n"
        f"while {wait} and not (folder / 'go').exists(): time.sleep(0.01)\n"
        "id_ = int(sys.argv[6])\n"
        f"if {result!r} == 'stored':\n"
        "    from newsreader.store.writer import Writer\n"
        f"    writer = Writer(Path({str(paper.paths.database)!r})); writer.save_full(id_, {FULL!r}); writer.close()\n"
        f"print(json.dumps({{'event': 'article', 'id': id_, 'result': {result!r}, 'reason': {reason!r} or None, 'words': 9}}))\n"
        "print(json.dumps({'event': 'done'}))\n"
        f"sys.exit({result!r} == 'failed')\n"
    )
    return (sys.executable, str(script))


def arguments(paper: Paper) -> list[str]:
    file = paper.folder / "arguments"
    return file.read_text().split("\n")[:-1] if file.exists() else []


@pytest.fixture
def short(paper: Paper) -> Paper:
    paper.publish("Guardian", Item("Lamps lit again", 0.1, "<p>Only a summary.</p>"))
    return paper


async def test_f_fetches_the_full_article_and_f_again_shows_the_feeds_text(short: Paper) -> None:
    async with short.open(fetcher=fetcher(short)) as person:
        await person.press("enter")
        await person.sees_in("article", "Only a summary")
        await person.press("f")
        await person.sees_in("article", "The whole story of the lamps")
        await person.sees("the full article: 9 words")
        assert arguments(short) == [f"fetch {short.headlines()['Lamps lit again'].id} --full --json"]
        assert person.has_keys == "article"
        await person.press("f")
        await person.sees_in("article", "Only a summary")
        assert "the feed's own text; f: the full article" in person.status
        await person.press("f")
        await person.sees_in("article", "The whole story of the lamps")
        assert len(arguments(short)) == 1


async def test_a_full_article_of_before_is_shown_at_once_and_f_goes_to_the_feeds_text(short: Paper) -> None:
    with short.writer() as writer:
        writer.save_full(short.headlines()["Lamps lit again"].id, FULL)
    async with short.open() as person:
        await person.press("enter")
        await person.sees_in("article", "The whole story")
        await person.press("f")
        await person.sees_in("article", "Only a summary")


async def test_while_it_is_fetched_the_status_line_says_so_and_reading_goes_on(short: Paper) -> None:
    async with short.open(fetcher=fetcher(short, wait=True)) as person:
        await person.press("f")
        await person.sees("fetching the full article, esc stops")
        await person.press("j")
        await person.sees_in("article", "Ministers agree")
        await person.press("f")
        await person.sees("fetching 2 full articles, esc stops")
        (short.folder / "go").touch()
        await person.waits(lambda: len(arguments(short)) == 2)
        await person.sees_in("article", "The whole story")
        await person.waits(lambda: "fetching" not in person.text)
        await person.press("k")
        await person.sees_in("article", "Lamps lit again")
        await person.sees_in("article", "The whole story")


async def test_esc_stops_it_and_the_feeds_text_stays(short: Paper) -> None:
    async with short.open(fetcher=fetcher(short, wait=True)) as person:
        await person.press("enter")
        await person.sees_in("article", "Only a summary")
        await person.press("f")
        await person.waits(lambda: arguments(short))
        await person.press("escape")
        await person.sees("stopped; the feed's text stays")
        assert person.has_keys == "article"
        assert "fetching" not in person.text
        await person.press("escape")
        assert person.has_keys == "list"


async def test_why_the_feeds_text_stays_is_said(short: Paper) -> None:
    kept = fetcher(short, result="kept", reason="the page is behind a paywall")
    async with short.open(fetcher=kept) as person:
        await person.press("enter", "f")
        await person.sees("the feed's text stays: the page is behind a paywall")
        await person.sees_in("article", "Only a summary")


async def test_a_failure_is_said_with_its_reason(short: Paper) -> None:
    failed = fetcher(short, result="failed", reason="no page there\x1b[31m (404)")
    async with short.open(fetcher=failed) as person:
        await person.press("f")
        await person.sees(r"no full article: no page there\[31m \(404\)")


async def test_a_fetcher_that_breaks_is_said(short: Paper, tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text(
        "import sys\nprint('not json')\nprint('newsreader: the disk is full', file=sys.stderr)\nsys.exit(1)"
    )
    async with short.open(fetcher=(sys.executable, str(script))) as person:
        await person.press("f")
        await person.sees("no full article: the disk is full")
    async with short.open(fetcher=("/nowhere/at/all",)) as person:
        await person.press("f")
        await person.sees("no full article: the fetcher could not be started")


async def test_an_article_without_a_page_is_not_fetched(paper: Paper) -> None:
    paper.publish("Guardian", Item("Local", 0.1, link="/home/ada/page.html"))
    async with paper.open() as person:
        await person.press("f")
        await person.sees("this article has no page on the web")


async def test_what_is_piped_is_the_text_that_is_shown(short: Paper) -> None:
    with short.writer() as writer:
        writer.save_full(short.headlines()["Lamps lit again"].id, FULL)
    async with short.open() as person:
        await person.press("enter")
        await person.sees_in("article", "The whole story")
        await person.press("f", "|", *"grep summary", "enter")
        await person.sees("grep has ended well")


# ── With the fetcher itself


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web site on loopback with one article."""
    folder = tmp_path / "site"
    folder.mkdir()
    text = "".join(
        f"<p>Paragraph {n} of the whole story, with the words that a summary leaves out.</p>" for n in range(9)
    )
    (folder / "lamps.html").write_text(f"<html><title>Lamps</title><article><h1>Lamps</h1>{text}</article></html>")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=folder)

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def test_the_page_is_fetched_and_read_by_the_fetcher(tmp_path: Path, site: str) -> None:
    paper = Paper(tmp_path / "paper")
    paper.url = lambda name: f"{site}/feed.xml"
    paper.subscribe(("Harbour", ""))
    paper.publish("Harbour", Item("Lamps", 0.2, "<p>A summary.</p>", f"{site}/lamps.html"))
    paper.publish("Harbour", Item("Gone", 0.1, "<p>A summary.</p>", f"{site}/gone.html"))
    async with paper.open(fetcher=(sys.executable, "-m", "newsreader")) as person:
        await person.press("f")
        await person.sees("no full article: .*404", timeout=20)
        await person.press("j", "f")
        await person.sees_in("article", "Paragraph 3 of the whole story", timeout=20)
