"""newsreader undo and redo"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Home, Newsreader


def unread(newsreader: "Newsreader") -> int:
    return len(newsreader("list", "is:unread"))


def test_undo_takes_back_and_redo_does_again(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Storm")
    home.add("Surge")
    newsreader("mark", "read", "storm")
    newsreader("mark", "read", "surge")
    assert newsreader("undo") == ["undone: marked 1 article as read"]
    assert unread(newsreader) == 1
    assert newsreader("undo") == ["undone: marked 1 article as read"]
    assert newsreader("undo") == ["nothing to be undone"]
    assert unread(newsreader) == 2
    assert newsreader("redo") == ["redone: marked 1 article as read"]
    assert unread(newsreader) == 1
    newsreader("mark", "starred", "storm")
    assert newsreader("redo") == ["nothing to be redone"]


def test_what_was_changed_since_is_said(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Storm")
    home.add("Surge")
    newsreader("mark", "read", "is:unread")
    home.writer.db.execute("UPDATE articles SET read = 0 WHERE id = 1")
    assert newsreader("undo") == ["undone: marked 2 articles as read; 1 left alone: gone, or changed since"]


def test_the_journal_is_listed_newest_first(home: "Home", newsreader: "Newsreader", rows) -> None:  # type: ignore[no-untyped-def]
    home.add("Storm")
    newsreader("mark", "starred", "storm")
    newsreader("mark", "read", "storm")
    newsreader("undo")
    first, second = newsreader("undo", "--list")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d  marked 1 article as read  \(undone\)", first)
    assert second.endswith("  starred 1 article")
    newest, oldest = rows("undo", "--list")
    assert list(newest) == ["id", "at", "what", "count", "undone"]
    assert (newest["undone"], oldest["undone"], oldest["what"]) == (True, False, "starred 1 article")
