"""newsreader read"""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from feed_server import Site, page, redirect, status
from forbidden import FORBIDDEN, HOSTILE
from rich.cells import cell_len

if TYPE_CHECKING:
    from conftest import Home, Newsreader

PAGES = Path(__file__).parent.parent / "articles" / "pages"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Paper</title>
<item><title>First</title><link>https://paper.example/1</link>
<description>&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>Second</title><link>https://paper.example/2</link><description>Three.</description></item></channel></rss>"""
WEB_PAGE = """<!doctype html><html><head><title>A page</title></head><body><article><h1>A page</h1>
<p>It has a paragraph that is long enough, with commas, and words, to be the article of this page.</p>
<p>And it has a <a href="/more">second one</a>, which is as long as the first, or nearly so, for good measure.</p>
</article></body></html>"""
KEYS = (
    "id url feed section kicker title deck authors place published updated source credit lead_image words minutes lang blocks links"
    " enclosures also_covered_by also_worth_reading"
).split()


def record(newsreader: "Newsreader", target: str) -> dict:
    (line,) = newsreader("read", target, "--format", "json")
    found: dict = json.loads(line)
    return found


def test_a_stored_article_is_set_with_its_feed_and_section(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Storm surge", body="<p>The sea <em>rose</em>.</p>", authors=("Ada Writer",))
    lines = newsreader("read", "1")
    assert lines[:2] == ["World · World Daily", ""]
    assert "Storm surge" in lines and "By Ada Writer" in lines and "The sea rose." in lines
    found = record(newsreader, "1")
    assert (found["id"], found["feed"], found["section"], found["title"]) == (1, "World Daily", "World", "Storm surge")
    assert set(KEYS) <= set(found)


def test_every_format_can_be_had(home: "Home", newsreader: "Newsreader") -> None:
    home.add("A *title*", body="<p>Text <b>bold</b>.</p>")
    assert "# A \\*title\\*" in newsreader("read", "1", "--format", "markdown")
    assert "<h1>A *title*</h1>" in newsreader("read", "1", "--format", "html")
    assert record(newsreader, "1")["blocks"][0]["text"] == "Text bold."


def test_no_line_is_wider_than_asked_for(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Wide", body="<p>" + "漢字 and words " * 40 + "https://x.example/" + "a" * 100 + "</p>")
    for width in (20, 55, 200):
        assert max(map(cell_len, newsreader("read", "1", "--width", str(width)))) <= width


def test_a_text_copied_from_a_page_is_the_article_alone(newsreader: "Newsreader") -> None:
    found = record(newsreader, str(PAGES / "german-weekly.txt"))
    assert found["title"] == "Das Dorf, das seinen Strom verschenkt" and found["source"] == "dpa/mar"
    text = "\n".join(newsreader("read", str(PAGES / "german-weekly.txt")))
    assert "Impressum" not in text and "Anmelden" not in text


def test_a_saved_page_a_markdown_file_and_a_feed_are_known_by_themselves(
    tmp_path: Path, newsreader: "Newsreader"
) -> None:
    (tmp_path / "page.html").write_text(WEB_PAGE, encoding="utf-8")
    (tmp_path / "note.md").write_text("---\ntitle: Note\n---\n\nSome *text*.", encoding="utf-8")
    (tmp_path / "feed").write_text(FEED, encoding="utf-8")
    assert record(newsreader, str(tmp_path / "page.html"))["title"] == "A page"
    assert record(newsreader, str(tmp_path / "note.md"))["blocks"][0]["text"] == "Some text."
    both = [json.loads(line) for line in newsreader("read", str(tmp_path / "feed"), "--format", "json")]
    assert [(one["title"], one["feed"]) for one in both] == [("First", "The Paper"), ("Second", "The Paper")]
    text = newsreader("read", str(tmp_path / "feed"))
    assert text.index("First") < text.index("One two.") < text.index("Second") < text.index("Three.")


def test_stdin_is_read(newsreader: "Newsreader", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(WEB_PAGE.encode())))
    assert record(newsreader, "-")["title"] == "A page"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


def test_a_page_on_the_web_is_fetched_through_its_redirects(newsreader: "Newsreader", site: Site) -> None:
    site["/old"] = redirect(301, "/new/page.html")
    site["/new/page.html"] = page(WEB_PAGE.encode(), "text/html; charset=utf-8")
    found = record(newsreader, f"{site.url}/old")
    assert found["title"] == "A page" and found["url"] == f"{site.url}/new/page.html"
    assert found["links"] == [{"n": 1, "text": "second one", "url": f"{site.url}/more"}]


def test_a_feed_on_the_web_gives_its_articles(newsreader: "Newsreader", site: Site) -> None:
    site["/feed"] = page(FEED.encode())
    assert len(newsreader("read", f"{site.url}/feed", "--format", "json")) == 2


def test_what_the_server_says_is_told_in_our_words(newsreader: "Newsreader", site: Site) -> None:
    site["/gone"] = status(410, b"\x1b]0;owned\x07")
    (line,) = newsreader("read", f"{site.url}/gone", status=1)
    assert line.endswith("HTTP 410: gone")


@pytest.mark.parametrize(
    ("target", "ends", "words"),
    [
        ("77", 1, "no article 77"),
        ("99999999999999999999999", 1, "no article"),
        ("./nowhere.txt", 1, "no file nowhere.txt"),
        (".", 2, "a folder"),
        ("http://127.0.0.1:1/x", 1, "127.0.0.1:1"),
        ("http://", 1, "malformed"),
        ("https://user:secret@127.0.0.1:1/", 1, "127.0.0.1"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(newsreader: "Newsreader", target: str, ends: int, words: str) -> None:
    (line,) = newsreader("read", target, status=ends)
    assert words in line and "secret" not in line


def test_what_is_no_text_is_said(newsreader: "Newsreader", tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (tmp_path / "empty").write_bytes(b"")
    (line,) = newsreader("read", str(tmp_path / "picture.png"), status=1)
    assert "neither a feed nor a text" in line
    (line,) = newsreader("read", str(tmp_path / "empty"), status=1)
    assert "empty" in line


@pytest.mark.parametrize("words", [("--width", "5"), ("--width", "x"), ("--format", "pdf"), ("--nonsense",)])
def test_wrong_use_is_status_two(newsreader: "Newsreader", words: tuple[str, ...]) -> None:
    assert len(newsreader("read", "1", *words, status=2)) == 1


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_nothing_hostile_reaches_stdout(home: "Home", newsreader: "Newsreader", form: str) -> None:
    for n, text in enumerate(HOSTILE, 1):
        home.add(
            f"t{n} {text}"[:60].encode("utf-8", "replace").decode(),
            body=f"<p>{text}</p><a href='{text}'>{text}</a>".encode("utf-8", "replace").decode(),
        )
        assert not FORBIDDEN.search("\n".join(newsreader("read", str(n), "--format", form)))
