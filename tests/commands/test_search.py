"""newsreader search"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Home, Newsreader


def test_the_best_comes_first_with_the_text_around_the_hit(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Other news", body="<p>" + "before " * 50 + "a Stőrm came " + "after " * 50 + "</p>", hours=1)
    home.add("Storm", body="<p>wind</p>", hours=9)
    storm, storms_text, other, others_text = newsreader("search", "storm")
    assert storm.endswith("World Daily  Storm")
    assert storms_text.strip() == "wind"
    assert other.endswith("World Daily  Other news")
    assert "a Stőrm came" in others_text
    assert others_text.startswith("   …before")


def test_json_has_the_row_and_a_snippet(home: "Home", rows) -> None:  # type: ignore[no-untyped-def]
    home.add("Storm", body="<p>wind &amp; rain</p>")
    home.add("Storm without a text", hours=2)
    first, second = rows("search", "storm")
    assert (first["title"], first["snippet"], first["outlets"]) == ("Storm", "wind & rain", 1)
    assert second["snippet"] is None


def test_limit_and_order(home: "Home", rows) -> None:  # type: ignore[no-untyped-def]
    for n in range(60):
        home.add(f"Storm {n:02}", hours=n)
    assert len(rows("search", "storm")) == 50
    assert len(rows("search", "storm", "--limit", "55")) == 55
    assert [row["title"] for row in rows("search", "storm sort:title", "--limit", "2")] == ["Storm 00", "Storm 01"]


def test_cjk_is_found_by_two_characters(home: "Home", rows) -> None:  # type: ignore[no-untyped-def]
    home.add("北京", body="今天有新闻。")
    (row,) = rows("search", "新闻")
    assert row["snippet"] == "今天有新闻。"


def test_nothing_found_prints_nothing(newsreader: "Newsreader") -> None:
    assert newsreader("search", "nowhere") == []


def test_without_a_query_it_is_wrong_use(newsreader: "Newsreader") -> None:
    (line,) = newsreader("search", status=2)
    assert line.startswith("newsreader: search needs a QUERY")
