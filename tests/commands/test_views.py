"""newsreader views"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Home, Newsreader

VIEWS = """
[[views]]
name = "The world"
query = "section:World"
group = "day"

[[views]]
name = "Storms"
query = "storm sort:title"
section = "World"
"""


def test_views_are_listed_with_what_they_hold(home: "Home", newsreader: "Newsreader", rows) -> None:  # type: ignore[no-untyped-def]
    home.config.write_text(home.config.read_text() + VIEWS)
    home.add("Storm")
    home.add("Surge")
    home.add("A storm of compilers", feed=2)
    newsreader("mark", "read", "surge")
    world, storms = rows("views")
    assert world == {
        "name": "The world", "query": "section:World", "section": None, "sort": "date", "group": "day",
        "unread": 1, "total": 2,
    }  # fmt: skip
    assert (storms["section"], storms["sort"], storms["unread"], storms["total"]) == ("World", "title", 2, 2)
    assert newsreader("views") == [
        "view       unread     all  query",
        "The world       1       2  section:World",
        "Storms          2       2  storm sort:title",
    ]


def test_without_views_it_says_how_to_make_one(home: "Home", capfd) -> None:  # type: ignore[no-untyped-def]
    from newsreader.cli import run

    assert run(["views"]) == 0
    assert "[[views]]" in capfd.readouterr().err
