"""newsreader tag"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Home, Newsreader


def listed(newsreader: "Newsreader", query: str) -> list[str]:
    return [line.rpartition("  ")[2] for line in newsreader("list", query)]


def test_what_matches_is_tagged_and_undone(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Storm", hours=1)
    home.add("Surge", hours=2)
    home.add("Compiler", feed=2)
    assert newsreader("tag", "+later", "+sea", "section:World") == ["tagged 2 articles with later, sea"]
    assert listed(newsreader, "tag:later") == ["Storm", "Surge"]
    assert newsreader("tag", "-later", "storm") == ["took the tag later from 1 article"]
    assert newsreader("tag") == ["2  sea", "1  later"]
    assert newsreader("undo") == ["undone: took the tag later from 1 article"]
    assert listed(newsreader, "tag:later tag:sea") == ["Storm", "Surge"]


def test_a_query_may_begin_with_a_minus_too(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Storm")
    assert newsreader("tag", "+later", "-is:read") == ["tagged 1 article with later"]
    assert newsreader("tag", "+later", "-is:read") == ["nothing to change: all 1 are so already"]
    assert newsreader("tag", "+later", "nowhere") == ["nothing matches"]


def test_tags_are_listed_as_json(home: "Home", rows) -> None:  # type: ignore[no-untyped-def]
    home.add("Storm")
    home.writer.add_tag([1], "Später")
    assert rows("tag") == [{"tag": "Später", "articles": 1}]


def test_wrong_use_is_said(home: "Home", newsreader: "Newsreader") -> None:
    assert "did you mean +later?" in newsreader("tag", "later", "storm", status=2)[0]
    assert "needs a QUERY" in newsreader("tag", "+later", status=2)[0]
    assert "write to-read" in newsreader("tag", "+to read", "storm", status=2)[0]


def test_a_number_that_finds_nothing_is_told_with_the_query_of_its_article(
    home: "Home", newsreader: "Newsreader"
) -> None:
    home.add("Storm")
    home.add("Surge at sea", hours=2)
    (said,) = newsreader("tag", "+later", "2")
    assert said == 'nothing matches; 2 was looked for as a word: for article 2 the QUERY is title:"Surge at sea"'
    assert newsreader("tag", "+later", said.rpartition("QUERY is ")[2]) != []
    assert newsreader("tag", "+later", "99999999999999999999") == ["nothing matches"]
