"""newsreader add and remove"""

import json
import os
import pty
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from feed_server import Site, page, rss, status

from newsreader.cli import run

if TYPE_CHECKING:
    from conftest import Home, Newsreader


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    site["/feed"] = page(rss("Second", "First", title="The News"))
    yield site
    site.close()


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, answer: str, *words: str) -> str:
    """Run a command whose person types `answer`; returns what the terminal showed."""
    outer, inner = pty.openpty()
    os.write(outer, f"{answer}\n".encode())
    with os.fdopen(os.dup(inner)) as stdin, os.fdopen(inner, "w") as stdout:
        monkeypatch.setattr("sys.stdin", stdin)
        monkeypatch.setattr("sys.stdout", stdout)
        assert run(words) == 0
        monkeypatch.undo()
    shown = b""
    with suppress(OSError):  # how a terminal ends whose other side was closed
        while piece := os.read(outer, 65536):
            shown += piece
    os.close(outer)
    return shown.decode()


def test_a_feed_is_previewed_and_subscribed_to(home: "Home", newsreader: "Newsreader", site: Site) -> None:
    before = home.config.read_text()
    lines = newsreader("add", f"{site.url}/feed", "--section", "World", "--tag", "x", "--tag", "y", "--yes")
    assert lines[:2] == ["The News", f"RSS 2.0, 2 articles, {site.url}/feed"]
    assert [line.strip() for line in lines[3:5]] == ["Second", "First"]
    assert lines[-5:] == [
        "+[[feeds]]", f'+url = "{site.url}/feed"', '+section = "World"', '+tags = ["x", "y"]', "subscribed to The News",
    ]  # fmt: skip
    assert [json.loads(line)["url"] for line in newsreader("feeds", "--json")][-1] == f"{site.url}/feed"
    assert newsreader("undo") == ["undone: subscribed to The News"]
    assert home.config.read_text() == before
    assert newsreader("redo") == ["redone: subscribed to The News"]
    assert len(newsreader("feeds", "--json")) == 3


def test_without_a_terminal_nothing_is_done_unasked(
    home: "Home", site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    before = home.config.read_text()
    for words in (("add", f"{site.url}/feed"), ("remove", "Tech Wire")):
        assert run(words) == 2
        assert "no terminal to ask on; --yes does it without" in capfd.readouterr().err
    assert home.config.read_text() == before


def test_what_is_subscribed_to_is_said(newsreader: "Newsreader", site: Site) -> None:
    (line,) = newsreader("add", "HTTPS://World.example:443/rss", "--yes", status=1)
    assert "World Daily is this feed" in line
    assert "no such file" in newsreader("add", "./nowhere.xml", "--yes", status=1)[-1]
    assert "neither http(s) nor a file" in newsreader("add", "gopher://x/", "--yes", status=2)[-1]


def test_a_page_lists_its_feeds(newsreader: "Newsreader", site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}" title="F{n}">' for n in (1, 2))
    site["/"] = page(f"<html><head>{links}</head><body>x</body></html>".encode(), "text/html")
    assert run(["add", f"{site.url}/"]) == 1
    out, err = capfd.readouterr()
    assert out.splitlines() == [f"  1  RSS        {site.url}/1  F1", f"  2  RSS        {site.url}/2  F2"]
    assert "these feeds: choose one, newsreader add" in err


def test_of_the_feeds_of_a_page_a_person_chooses_one(
    home: "Home", newsreader: "Newsreader", site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}" title="F{n}">' for n in (1, 2))
    site["/"] = page(f"<html><head>{links}</head><body>x</body></html>".encode(), "text/html")
    site["/2"] = page(rss("First", title="The Second"))
    shown = on_a_terminal(monkeypatch, "2\ny", "add", f"{site.url}/")
    assert "subscribed to The Second" in shown
    assert f'url = "{site.url}/2"' in home.config.read_text()


def test_a_page_leads_to_its_only_feed(newsreader: "Newsreader", site: Site) -> None:
    links = (
        '<link rel="alternate" type="application/rss+xml" href="/feed" title="News">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed" title="Comments on News">'
    )
    site["/"] = page(f"<html><head>{links}</head><body>x</body></html>".encode(), "text/html")
    lines = newsreader("add", f"{site.url}/", "--yes")
    assert lines[0] == "The News"
    assert f"also there: {site.url}/comments/feed  Comments on News" in lines
    assert lines[-1] == "subscribed to The News"


def test_an_address_is_known_without_its_beginning(newsreader: "Newsreader", site: Site) -> None:
    assert newsreader("add", f"127.0.0.1:{site.port}/feed", "--preview")[0] == "The News"


def test_what_asks_for_a_password_says_where_one_is_given(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    site["/secret"] = status(401)
    assert run(["add", f"{site.url}/secret"]) == 1
    assert "docs/config.md" in capfd.readouterr().err


def test_a_page_without_a_feed_says_what_else_can_be_tried(
    newsreader: "Newsreader", site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    site["/blog"] = page(b"<html><body>x</body></html>", "text/html")
    assert run(["add", f"{site.url}/blog"]) == 1
    assert "--look-harder" in capfd.readouterr().err
    assert newsreader("add", f"{site.url}/blog", "--look-harder", "--yes")[0] == "The News"


def test_a_preview_is_one_object(newsreader: "Newsreader", site: Site) -> None:
    (line,) = newsreader("add", f"{site.url}/feed", "--preview", "--json")
    seen = json.loads(line)
    assert (seen["title"], seen["kind"], seen["known"], seen["articles"]) == ("The News", "RSS 2.0", None, 2)
    assert seen["newest"][0] == {"title": "Second", "published": None, "url": "https://news.example/Second"}


def test_a_feed_goes_and_comes_back_with_its_comments(home: "Home", newsreader: "Newsreader") -> None:
    text = home.config.read_text().replace('name = "Tech Wire"', 'name = "Tech Wire"  # mine')
    home.config.write_text(text)
    home.add("Compiler", feed=2)
    lines = newsreader("remove", "tech wire", "--yes")
    assert '-name = "Tech Wire"  # mine' in lines
    assert lines[-1] == "unsubscribed from Tech Wire"
    assert newsreader("list") == []
    assert newsreader("undo") == ["undone: unsubscribed from Tech Wire"]
    assert home.config.read_text() == text
    assert len(newsreader("list")) == 1


def test_a_name_that_is_none_is_said_with_the_nearest(newsreader: "Newsreader") -> None:
    assert "did you mean 'Tech Wire'?" in newsreader("remove", "Tech Wir", status=1)[0]


def test_a_conflict_is_said(home: "Home", newsreader: "Newsreader") -> None:
    newsreader("remove", "Tech Wire", "--yes")
    with home.config.open("a") as file:
        file.write('\n[[feeds]]\nurl = "https://tech.example/rss"\n')
    (line,) = newsreader("undo")
    assert line.startswith("not undone: unsubscribed from Tech Wire; the config was left as it is: there is a feed")
    assert newsreader("undo") == ["nothing to be undone"]


def test_on_a_terminal_it_asks(home: "Home", monkeypatch: pytest.MonkeyPatch) -> None:
    before = home.config.read_text()
    paths = ("--config", str(home.config), "--data-dir", str(home.data))
    shown = on_a_terminal(monkeypatch, "n", *paths, "remove", "Tech Wire")
    assert "Unsubscribe from Tech Wire? Its articles stay. (y/n)" in shown
    assert "nothing was changed" in shown
    assert home.config.read_text() == before
    assert "unsubscribed from Tech Wire" in on_a_terminal(monkeypatch, "y", *paths, "remove", "Tech Wire")
    assert "Tech Wire" not in home.config.read_text()


def test_the_config_is_made_where_there_is_none(tmp_path: Path, site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "new" / "config.toml"
    words = ["--config", str(config), "--data-dir", str(tmp_path / "data"), "add", f"{site.url}/feed", "--yes"]
    assert run([*words, "--name", "News"]) == 0
    assert config.read_text() == f'[[feeds]]\nurl = "{site.url}/feed"\nname = "News"\n'


def test_a_file_and_a_folder_are_called_so(newsreader: "Newsreader", tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "feed.xml").write_bytes(rss("One"))
    kinds = {}
    for path in (folder, folder / "feed.xml"):
        kinds[path.name] = json.loads(newsreader("add", str(path), "--preview", "--json")[0])["kind"]
    assert kinds == {"saved": "a folder", "feed.xml": "a file"}
