"""newsreader import: a preview, one write, one undo; nothing that runs."""

import io
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsreader.cli import run

if TYPE_CHECKING:
    from conftest import Home, Newsreader

OPML = """<?xml version="1.0"?><opml version="2.0"><body>
<outline text="World"><outline text="The Gazette" type="rss" xmlUrl="https://gazette.example/feed"/>
<outline text="Evil" type="rss" xmlUrl="exec:rm"/></outline>
<outline text="Loose &#27;[31m" xmlUrl="https://loose.example/feed?a=1&b=2"/>
</body></opml>"""


@pytest.fixture
def opml(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.opml"
    file.write_text(OPML)
    return file


def test_what_is_new_comes_in_with_its_section_and_one_undo_takes_it_back(
    home: "Home", newsreader: "Newsreader", opml: Path
) -> None:
    before = home.config.read_text()
    lines = newsreader("import", str(opml), "--yes")
    assert lines[-2:] == ["OPML: 2 new feeds, 1 unusable", "imported 2 feeds from feeds.opml"]
    written = tomllib.loads(home.config.read_text())["feeds"][-2:]
    assert written == [
        {"url": "https://gazette.example/feed", "name": "The Gazette", "section": "World"},
        {"url": "https://loose.example/feed?a=1&b=2", "name": "Loose [31m"},
    ]
    assert home.config.read_text().startswith(before)
    assert newsreader("undo") == ["undone: imported 2 feeds from feeds.opml"]
    assert home.config.read_text() == before


def test_the_second_time_everything_is_known(home: "Home", newsreader: "Newsreader", opml: Path) -> None:
    newsreader("import", str(opml), "--yes")
    once = home.config.read_text()
    lines = newsreader("import", str(opml), "--yes")
    assert lines[-2:] == ["OPML: 0 new feeds, 2 known, 1 unusable", "there is nothing new in it"]
    assert home.config.read_text() == once


def test_a_look_writes_nothing_and_says_everything(home: "Home", newsreader: "Newsreader", opml: Path) -> None:
    before = home.config.read_text()
    (line,) = newsreader("import", str(opml), "--dry-run", "--json")
    plan = json.loads(line)
    assert [feed["name"] for feed in plan["new"]] == ["The Gazette", "Loose [31m"]
    assert [entry["what"] for entry in plan["unusable"]] == ["Evil"]
    assert "program" in plan["unusable"][0]["why"]
    assert home.config.read_text() == before


def test_searches_of_newsboat_become_views(home: "Home", newsreader: "Newsreader", tmp_path: Path) -> None:
    urls = tmp_path / "urls"
    urls.write_text('https://a.example/f tech\n"query:New:unread = \\"yes\\""\n"query:Odd:guid = \\"x\\""\n')
    assert newsreader("import", str(urls), "--yes")[-1] == "imported 1 feed and 1 view from urls"
    assert tomllib.loads(home.config.read_text())["views"][-1] == {"name": "New", "query": "is:unread"}
    assert newsreader("import", str(urls), "--dry-run")[-1] == "newsboat: 0 new feeds, 1 known, 1 unusable"


def test_a_list_comes_from_stdin(newsreader: "Newsreader", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(OPML.encode())))
    assert newsreader("import", "-", "--yes")[-1] == "imported 2 feeds from stdin"


def test_without_a_terminal_nothing_is_subscribed_unasked(
    home: "Home", opml: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = home.config.read_text()
    assert run(("import", str(opml))) == 2
    assert "--yes does it without" in capfd.readouterr().err
    assert home.config.read_text() == before


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\x00\x01\x02" * 50, "binary"),
        (b"<html><body>no</body></html>", "no OPML"),
        (b"just words\n", "neither OPML nor a list of addresses"),
        (b"x" * (17 << 20), "is larger than 16 MB"),
    ],
)
def test_what_is_no_list_ends_with_the_reason(
    home: "Home", tmp_path: Path, capfd: pytest.CaptureFixture[str], content: bytes, why: str
) -> None:
    file = tmp_path / "list"
    file.write_bytes(content)
    before = home.config.read_text()
    assert run(("import", str(file), "--yes")) == 1
    assert why in capfd.readouterr().err
    assert home.config.read_text() == before


@pytest.mark.parametrize("name", ["missing.opml", "."])
def test_what_cannot_be_read_is_named(home: "Home", name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(("import", name, "--yes")) == 1
    assert capfd.readouterr().err.startswith(f"newsreader: {name}: ")


def test_well_known_feeds_come_in_by_section(home: "Home", newsreader: "Newsreader") -> None:
    lines = newsreader("import", "--starters", "science", "--yes")
    assert lines[-1].endswith(" feeds from the starters")
    written = tomllib.loads(home.config.read_text())["feeds"][2:]
    assert {feed["section"] for feed in written} == {"Science"}
    assert newsreader("import", "--starters", "--dry-run")[-1].startswith("Starters: ")


@pytest.mark.parametrize("words", [(), ("x.opml", "--starters"), ("--starters", "Nonsense")])
def test_what_to_import_is_named_once_and_known(
    home: "Home", words: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(("import", *words)) == 2
    assert len(capfd.readouterr().err.splitlines()) == 1
