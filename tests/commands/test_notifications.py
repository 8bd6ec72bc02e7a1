"""Rules that notify: by a program from cron, as an event for the reader, and left alone where nobody listens."""

import json
from pathlib import Path

from feed_server import Site, page, rss
from program import Program


def subscribed(program: Program, site: Site, titles: int = 1, notify: str = "") -> None:
    site["/feed"] = page(rss(*(f"Lamp {n}" for n in range(titles)), "Other"))
    program.feeds.append(f"[fetch]\n{notify}\n")
    program.feeds.append('[[rules]]\nname = "Lamps"\nwhen = "title:lamp"\ndo = ["notify", "star"]\n')
    program.subscribe(f"{site.url}/feed", name="News")


def test_a_program_tells_of_each_article_and_in_the_end_of_how_many_more(
    program: Program, site: Site, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    command = ["sh", "-c", f'echo "$1|$2" >> {said}', "sh", "{feed}", "{title}"]
    subscribed(program, site, 7, f"notify = {json.dumps(command)}")
    program.run("refresh", "--quiet")
    lines = said.read_text().splitlines()
    assert lines == [*(f"News|Lamp {n}" for n in range(5)), "newsreader|and 2 more articles"]
    program.run("refresh", "--quiet", "--force")
    assert len(said.read_text().splitlines()) == 6


def test_a_program_that_fails_is_told_once_and_the_refresh_is_none_the_worse(program: Program, site: Site) -> None:
    subscribed(program, site, 3, 'notify = ["false"]')
    done = program.run("refresh")
    assert done.stderr.count('the rule "Lamps" could not notify: false ended with status 1') == 1
    assert "4 new" in done.stdout


def test_the_reader_gets_an_event(program: Program, site: Site) -> None:
    subscribed(program, site)
    (told,) = [event for event in program.events() if event["event"] == "notify"]
    assert (told["feed"], told["title"]) == ("News", "Lamp 0")


def test_where_nobody_listens_it_is_kept_for_the_next_who_does(program: Program, site: Site) -> None:
    subscribed(program, site)
    program.run("refresh", "--quiet")
    assert [event["title"] for event in program.events("--force") if event["event"] == "notify"] == ["Lamp 0"]
    assert not [event for event in program.events("--force") if event["event"] == "notify"]
