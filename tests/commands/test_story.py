"""`newsreader story`, and what read and list say of stories."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from program import Program

TITLES = (
    "Nine countries agree on shared North Sea power grid",
    "North Sea power grid: nine countries sign deal in Oslo",
    "Ministers agree on power grid for the North Sea",
    "Storm closes two alpine passes",
)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Four feeds with an article each, refreshed once; three of them tell the same."""
    program = Program(tmp_path)
    for n, title in enumerate(TITLES, 1):
        file = tmp_path / f"{n}.xml"
        file.write_text(
            f'<rss version="2.0"><channel><title>Paper {n}</title><item><title>{title}</title>'
            f"<link>https://{n}.example/a</link><guid>{n}</guid>"
            f"<pubDate>Tue, 24 Nov 2026 0{n}:00:00 GMT</pubDate></item></channel></rss>"
        )
        program.subscribe(str(file), name=f"Paper {n}")
    program.run("refresh", "--quiet")
    return program


def listed(program: Program, *query: str) -> dict[str, dict[str, object]]:
    rows = [json.loads(line) for line in program.run("list", "--json", *query).stdout.splitlines()]
    return {row["feed"]: row for row in rows}


def test_a_story_from_the_refresh_to_its_explanation(program: Program) -> None:
    rows = listed(program)
    assert [rows[f"Paper {n}"]["outlets"] for n in (1, 2, 3, 4)] == [3, 3, 3, 1]
    assert rows["Paper 4"]["story"] is None
    story = rows["Paper 1"]["story"]
    assert isinstance(story, str)
    assert {rows[f"Paper {n}"]["story"] for n in (1, 2, 3)} == {story}
    assert set(listed(program, "outlets>=3")) == {"Paper 1", "Paper 2", "Paper 3"}

    said = program.run("story", story).stdout
    assert said == program.run("story", str(rows["Paper 2"]["id"])).stdout
    assert said.startswith(f"{story}: 3 articles, 3 outlets")
    assert "grid" in said.partition("shared words")[2]
    told = json.loads(program.run("story", story, "--json").stdout)
    assert [article["feed"] for article in told["articles"]] == ["Paper 1", "Paper 2", "Paper 3"]
    assert {"word", "weight", "articles"} == set(told["words"][0])

    page = json.loads(program.run("read", str(rows["Paper 1"]["id"]), "--format", "json").stdout)
    assert [one["feed"] for one in page["also_covered_by"]] == ["Paper 2", "Paper 3"]
    assert "ALSO COVERED BY" in program.run("read", str(rows["Paper 1"]["id"])).stdout


def test_stories_can_be_put_together_anew_and_keep_their_names(program: Program) -> None:
    before = listed(program)
    assert program.run("story", "--rebuild").stdout == "1 story of 3 articles\n"
    assert listed(program) == before
    assert "needs an ID" in program.run("story", status=2).stderr


def test_what_is_no_story_is_said_in_a_line(program: Program) -> None:
    rows = listed(program)
    for id_, said in ((str(rows["Paper 4"]["id"]), "stands alone"), ("999", "no article 999"), ("s999", "no story s999"),
                      ("x", "is no article and no story"), ("²", "is no article and no story")):  # fmt: skip
        assert said in program.run("story", id_, status=1).stderr


def test_the_digest_has_the_story_of_three_outlets_on_top(tmp_path: Path) -> None:
    program = Program(tmp_path)
    now = datetime.now(UTC)
    for n, title in enumerate(TITLES, 1):
        file = tmp_path / f"{n}.xml"
        file.write_text(
            f'<rss version="2.0"><channel><title>Paper {n}</title><item><title>{title}</title><guid>{n}</guid>'
            f"<pubDate>{format_datetime(now - timedelta(hours=n))}</pubDate></item></channel></rss>"
        )
        program.subscribe(str(file), name=f"Paper {n}")
    program.run("refresh", "--quiet")
    top, other = (json.loads(line) for line in program.run("digest", "--format", "json").stdout.splitlines())
    assert (top["outlets"], len(top["articles"]), other["title"]) == (3, 3, TITLES[3])
    assert "3 outlets" in top["reasons"]
    assert program.run("digest", "--limit", "1", "--format", "html").stdout.count("<article>") == 1
    assert "TOP STORIES" in program.run("digest", "--since", "2d").stdout
    assert program.run("digest", "--since", "1m").stdout == "nothing since 1m\n"
    assert "--since" in program.run("digest", "--since", "soon", status=2).stderr
    assert "no section" in program.run("digest", "--sections", "Nowhere", status=1).stderr
    program.run("mark", "read", "storm")
    assert len(program.run("digest", "--unread", "--format", "json").stdout.splitlines()) == 1
