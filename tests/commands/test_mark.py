"""newsreader mark"""

from typing import TYPE_CHECKING

import pytest

from newsreader.store import writer
from newsreader.store.errors import ReadOnlyStore

if TYPE_CHECKING:
    from conftest import Home, Newsreader


def listed(newsreader: "Newsreader", query: str) -> list[str]:
    return [line.rpartition("  ")[2] for line in newsreader("list", query)]


def test_what_matches_is_marked_and_counted(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Storm", hours=1)
    home.add("Surge", hours=2)
    home.add("Compiler", feed=2)
    assert newsreader("mark", "read", "section:World") == ["marked 2 articles as read"]
    assert listed(newsreader, "is:unread") == ["Compiler"]
    assert newsreader("mark", "unread", "storm") == ["marked 1 article as unread"]
    assert newsreader("mark", "starred", "is:unread", "-compiler") == ["starred 1 article"]
    assert listed(newsreader, "is:starred") == ["Storm"]
    assert newsreader("mark", "unstarred", "is:starred") == ["took the star from 1 article"]


def test_what_is_so_already_is_said(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Storm")
    assert newsreader("mark", "unread", "storm") == ["nothing to change: all 1 are unread already"]
    assert newsreader("mark", "read", "nowhere") == ["nothing matches"]
    assert newsreader("undo", "--list") == []


def test_without_a_query_nothing_is_marked(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Storm")
    (line,) = newsreader("mark", "read", status=2)
    assert "mark needs a QUERY" in line
    assert listed(newsreader, "is:unread") == ["Storm"]


def test_an_unknown_state_or_a_bad_query_is_wrong_use(newsreader: "Newsreader") -> None:
    assert "invalid choice: 'red'" in newsreader("mark", "red", "is:unread", status=2)[0]
    assert "unknown field foo: at 1" in newsreader("mark", "read", "foo:x", status=2)[0]


@pytest.mark.parametrize("words", [("mark", "read", "storm"), ("tag", "+sea", "storm")], ids=" ".join)
def test_where_nothing_can_be_changed_one_line_says_so(
    home: "Home", newsreader: "Newsreader", monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    home.add("Storm")

    def refuse(_path: object) -> None:
        raise ReadOnlyStore("the data folder is read-only")

    monkeypatch.setattr(writer, "open_writer", refuse)
    assert newsreader(*words, status=1) == ["newsreader: the data folder is read-only"]


def test_a_number_that_finds_nothing_is_told_with_the_query_of_its_article(
    home: "Home", newsreader: "Newsreader"
) -> None:
    home.add("Storm")
    home.add("Surge at sea", hours=2)
    (said,) = newsreader("mark", "read", "2")
    assert said == 'nothing matches; 2 was looked for as a word: for article 2 the QUERY is title:"Surge at sea"'
    assert newsreader("mark", "read", said.rpartition("QUERY is ")[2]) != []
    assert newsreader("mark", "read", "99999999999999999999") == ["nothing matches"]
