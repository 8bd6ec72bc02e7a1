"""newsreader list"""

import os
import pty
import re
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from newsreader.commands.rows import cells, fitted

if TYPE_CHECKING:
    from conftest import Home, Newsreader

from datetime import UTC, datetime

NOW = datetime.now(UTC).replace(microsecond=0)
KEYS = (
    "id feed section title url author published updated comments read starred muted tags words minutes lang story outlets"
).split()


def test_articles_come_newest_first_in_a_tidy_line_each(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Old storm", hours=30)
    home.add("New compiler", feed=2, hours=1)
    first, second = newsreader("list")
    assert re.fullmatch(r"2  \d{4}-\d\d-\d\d \d\d:\d\d  Tech Wire    New compiler", first)
    assert re.fullmatch(r"1  \d{4}-\d\d-\d\d \d\d:\d\d  World Daily  Old storm", second)


def test_a_query_may_be_written_in_several_words_and_with_a_minus(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Storm surge")
    home.add("Storm", hours=2)
    home.add("Compiler", feed=2)
    home.writer.set_flag([2], "read", True)

    def titles(*words: str) -> list[str]:
        return [line.rpartition("  ")[2] for line in newsreader("list", *words)]

    assert titles("storm", "-surge") == ["Storm"]
    assert titles("-is:read", "section:World") == ["Storm surge"]
    assert titles("-storm") == ["Compiler"]
    assert titles("--limit", "1") == titles("--limit=1") == ["Compiler"]
    assert titles("storm", "--limit", "1", "sort:title") == ["Storm"]
    assert titles('"storm surge"') == ["Storm surge"]


def test_nothing_found_prints_nothing_and_is_no_failure(newsreader: "Newsreader") -> None:
    assert newsreader("list", "nowhere") == []
    assert newsreader("list") == []


def test_what_was_not_indexed_yet_is_found_all_the_same(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Storm", body="<p>wind</p>")
    assert len(newsreader("list", "wind")) == 1


def test_the_keys_of_json(home: "Home", rows) -> None:  # type: ignore[no-untyped-def]
    home.add(
        "Storm",
        hours=2,
        authors=("Ada Nowak", "Bo"),
        body="word " * 1000,
        comments="https://world.example/c",
        updated=NOW,
        lang="pl",
    )
    home.add("", feed=2, guid="bare", link="", published=None)
    home.writer.index_some()
    home.writer.set_flag([1], "starred", True)
    bare, storm = rows("list")
    assert list(storm) == list(bare) == KEYS
    assert storm == {
        "id": 1,
        "feed": "World Daily",
        "section": "World",
        "title": "Storm",
        "url": "https://world.example/Storm",
        "author": "Ada Nowak, Bo",
        "published": f"{storm['published']}",
        "updated": NOW.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "comments": "https://world.example/c",
        "read": False,
        "starred": True,
        "muted": False,
        "tags": [],
        "words": 1000,
        "minutes": 5,
        "lang": "pl",
        "story": None,
        "outlets": 1,
    }
    published = datetime.strptime(str(storm["published"]), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert abs(published - (NOW - timedelta(hours=2))) < timedelta(minutes=1)
    absent = ("title", "url", "author", "published", "updated", "comments", "lang")
    assert [bare[key] for key in absent] == [None] * len(absent)
    assert (bare["words"], bare["minutes"]) == (0, 0)


def test_own_tags_are_listed(home: "Home", rows) -> None:  # type: ignore[no-untyped-def]
    home.add("Storm")
    home.writer.db.execute("INSERT INTO tags VALUES (1, 'Später', 'spater')")
    assert rows("list", "tag:SPÄTER")[0]["tags"] == ["Später"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["auther:x"], "newsreader: unknown field auther: at 1; did you mean author:?"),
        (["outlets>=many"], "newsreader: outlets>= needs a number, such as outlets>=3"),
        (["--limit", "0"], "newsreader: argument --limit: '0' is no number of articles"),
        (["--limt", "3"], "newsreader: unknown option --limt; did you mean --limit?"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(newsreader: "Newsreader", words: list[str], said: str) -> None:
    (line,) = newsreader("list", *words, status=2)
    assert line.startswith(said)


def test_a_terminal_gets_lines_as_wide_as_it_is(home: "Home") -> None:
    home.add("A headline that is much wider than forty columns, 新闻 and all of that")
    parent, child = pty.openpty()
    environment = {**os.environ, "COLUMNS": "40", "TERM": "dumb"}
    process = subprocess.Popen(
        [sys.executable, "-m", "newsreader", "list"], stdout=child, stdin=child, env=environment, close_fds=True
    )
    os.close(child)
    said = b""
    while chunk := _read(parent):
        said += chunk
    process.wait(timeout=30)
    os.close(parent)
    (line,) = said.decode().splitlines()
    assert line.endswith("…")
    assert cells(line) <= 40


def _read(file: int) -> bytes:
    try:
        return os.read(file, 4096)
    except OSError:  # Linux says so when the other end is closed
        return b""


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("abc", 5, "abc  "), ("abcdef", 5, "abcd…"), ("新闻记者", 5, "新闻…"), ("新闻记者", 6, "新闻… "), ("é", 1, "é")],
)
def test_text_is_fitted_by_cells(text: str, width: int, shown: str) -> None:
    assert fitted(text, width) == shown
