"""newsreader clean, and the cleaning after a refresh"""

from typing import TYPE_CHECKING

from feed_server import Site, page, rss
from program import Program

if TYPE_CHECKING:
    from conftest import Home, Newsreader

DAY = 24


def test_without_keep_everything_stays_and_is_told_so(home: "Home", newsreader: "Newsreader", capfd: object) -> None:
    home.add("Old", hours=400 * DAY)
    from newsreader.cli import run

    assert run(["clean"]) == 0
    assert "now it is for ever" in capfd.readouterr().err  # type: ignore[attr-defined]
    assert len(newsreader("list")) == 1


def test_a_dry_run_counts_and_takes_nothing(home: "Home", newsreader: "Newsreader") -> None:
    for n in range(3):
        home.add(f"Old {n}", hours=(100 + n) * DAY)
    home.add("New")
    home.add("Old wire", feed=2, hours=100 * DAY)
    home.writer.set_flag([1], "starred", True)
    assert newsreader("clean", "--keep", "90d", "--dry-run") == [
        "3 articles would go (World Daily 2, Tech Wire 1)",
        "kept although they are old: 1 starred",
    ]
    assert len(newsreader("list")) == 5


def test_what_is_old_goes_and_the_sum_is_told(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Old", hours=100 * DAY)
    home.add("New")
    said = newsreader("clean", "--keep", "90d")
    assert said[0] == "1 article to go (World Daily 1)"
    assert said[1].startswith("1 article taken; the database is ")
    assert len(newsreader("list")) == 1


def test_the_config_says_what_is_kept_of_each_feed(home: "Home", newsreader: "Newsreader") -> None:
    for feed in (1, 2):
        for n in range(3):
            home.add(f"{feed} {n}", feed=feed, hours=(100 + n) * DAY)
    text = home.config.read_text().replace('name = "Tech Wire"', 'name = "Tech Wire"\nkeep = 2')
    home.config.write_text(f'[fetch]\nkeep = "90d"\n{text}')
    newsreader("clean")
    assert len(newsreader("list")) == 2


def test_what_an_unsubscribed_feed_left_goes_but_for_stars(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Plain", feed=2)
    home.add("Starred", feed=2)
    home.writer.set_flag([2], "starred", True)
    home.config.write_text(home.config.read_text().rpartition("[[feeds]]")[0])
    assert newsreader("clean")[:2] == [
        "1 article to go (Tech Wire, unsubscribed 1)",
        "kept although they are old: 1 starred",
    ]
    assert len(newsreader("list", "is:starred")) == 1


def test_the_guide_is_there_whole_when_the_last_feed_goes_after_a_cleaning(program: Program, site: Site) -> None:
    site["/feed"] = [page(rss("One"))]
    program.run("refresh", "--quiet")
    whole = program.query("SELECT title FROM articles")
    assert len(whole) > 1
    program.feeds.append('[fetch]\nkeep = "1d"\n')
    program.subscribe(f"{site.url}/feed")
    program.run("refresh", "--quiet")
    program.run("clean", "--keep", "1d")
    program.feeds.pop()
    program.subscribe()
    program.run("refresh", "--quiet", "--force")
    assert program.query("SELECT title FROM articles WHERE title <> 'One'") == whole


def test_a_span_that_is_none_is_wrong_use(newsreader: "Newsreader") -> None:
    (said,) = newsreader("clean", "--keep", "soon", status=2)
    assert "'soon' is not \"forever\", a span of time" in said


def test_a_refresh_takes_what_is_too_many_and_it_does_not_come_back(program: Program, site: Site) -> None:
    site["/feed"] = [page(rss("Four", "Three", "Two", "One")), page(rss("Five", "Four", "Three", "Two", "One"))]
    program.feeds.append("[fetch]\nkeep = 2\n")
    program.subscribe(f"{site.url}/feed")
    for titles in ([("Four",), ("Three",)], [("Five",), ("Four",)]):
        program.run("refresh", "--quiet", "--force")
        assert program.query("SELECT title FROM articles ORDER BY id DESC") == titles
    done = program.events("--force")[-1]
    assert (done["new"], done["updated"]) == (0, 0)
