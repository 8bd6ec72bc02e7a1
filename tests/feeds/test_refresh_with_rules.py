"""Rules see what came in before it is stored, so that a muted article never shows."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from feed_server import Site, page, rss
from refresh_desk import Desk

from newsreader.cli import run
from newsreader.config.schema import Rule
from newsreader.config.spans import Span, Until
from newsreader.feeds.plan import Plan, World
from newsreader.feeds.refresh import Refresh
from newsreader.newsdesk.rules import Rules
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection


def refresh(desk: Desk, *rules: Rule) -> None:
    world = World(clock=lambda: desk.now, jitter=lambda: 0.0, reach=desk.reach, gap=desk.gap)
    plans = [Plan(feed, desk.terms, desk.interval) for feed in desk.writer.feeds()]
    Refresh(desk.writer, plans, lambda _event: None, world=world, rules=Rules(rules, desk.now)).run()


def test_what_a_rule_mutes_is_never_listed_and_comes_back_when_the_mute_ends(site: Site, desk: Desk) -> None:
    site["/feed"] = page(rss("Football", "Storm"))
    desk.subscribe(f"{site.url}/feed")
    watching = Reader(desk.writer.path)
    refresh(desk, Rule(name="R", when="football feed:news", do="mute", until=Until(span=Span(days=1))))
    assert desk.titles() == ["Storm"]
    assert watching.newer_than(Selection(), 0).tolist() == [1]
    assert watching.rule_log()["R"].matched == 1
    watching.close()
    desk.now += timedelta(days=1)
    assert desk.writer.unmute_expired() == 1
    assert desk.titles() == ["Football", "Storm"]


def test_marks_and_tags_of_rules_come_with_the_article(site: Site, desk: Desk) -> None:
    site["/feed"] = [page(rss("Storm", "Calm")), page(rss("Storm", "Calm", "Late", head="<!-- -->"))]
    desk.subscribe(f"{site.url}/feed")
    rule = Rule(name="R", when="title:(storm or late)", do=("read", "star", "tag:Sea"))
    refresh(desk, rule)
    rows = {row.title: row for row in desk.headlines()}
    assert (rows["Storm"].read, rows["Storm"].starred) == (True, True)
    assert (rows["Calm"].read, rows["Calm"].starred) == (False, False)
    reader = Reader(desk.writer.path)
    assert reader.tags([rows["Storm"].id, rows["Calm"].id]) == {rows["Storm"].id: ("Sea",)}
    assert desk.writer.changes() == []
    # What was there already is left alone, whatever the person did with it since.
    desk.writer.set_flag([rows["Storm"].id], "read", False)
    desk.now += timedelta(hours=2)
    refresh(desk, rule)
    rows = {row.title: row for row in desk.headlines()}
    assert (rows["Storm"].read, rows["Late"].read) == (False, True)
    assert reader.rule_log()["R"].matched == 2
    reader.close()


CONFIG = """
[[feeds]]
url = "{url}"
name = "News"

[[rules]]
name = "Hand on"
when = "storm"
do = "run"
run = [{python}, "-c", {code}, {file}]

[[rules]]
name = "Fails"
when = "storm"
do = ["star", "run"]
run = ["/nowhere/at-all"]
"""


def test_programs_get_the_article_after_the_commit_and_a_failure_stops_nothing(
    site: Site, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    site["/feed"] = page(rss("Storm", "Calm"))
    config, file = tmp_path / "config.toml", tmp_path / "got.jsonl"
    code = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read())"
    config.write_text(
        CONFIG.format(
            url=f"{site.url}/feed", python=json.dumps(sys.executable), code=json.dumps(code), file=json.dumps(str(file))
        )
    )
    words = ["--config", str(config), "--data-dir", str(tmp_path / "data"), "refresh"]
    assert run(words) == 0
    (got,) = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (got["title"], got["feed"], got["id"]) == ("Storm", "News", 2)
    assert 'the rule "Fails" failed: /nowhere/at-all cannot be started' in capfd.readouterr().err
    reader = Reader(tmp_path / "data" / "news.db")
    assert reader.starred_count() == 1
    log = reader.rule_log()
    assert (log["Hand on"].error, log["Hand on"].matched) == ("", 1)
    assert "cannot be started" in log["Fails"].error
    reader.close()
    assert run([*words, "--force"]) == 0
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1
