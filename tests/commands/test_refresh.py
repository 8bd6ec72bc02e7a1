"""`newsreader refresh` as a process: what it prints, how it ends, and that nothing can make it lose or break anything."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from feed_server import Behaviour, Connection, Request, Site, conditional, page, rss, silent, status
from program import Program, wait_for


def test_the_events_as_json(site: Site, program: Program) -> None:
    site["/a"], site["/b"] = conditional(rss("Two", "One")), status(500)
    program.subscribe(f"{site.url}/a", f"{site.url}/b")
    start, *between, done = program.events()
    assert start == {"event": "start", "feeds": 2}
    assert list(done) == ["event", "new", "updated", "unchanged", "skipped", "failed", "ms"]
    assert (done["event"], done["new"], done["failed"], done["skipped"]) == ("done", 2, 1, 0)
    feeds = {event["url"]: event for event in between if event["event"] == "feed"}
    assert list(feeds[f"{site.url}/a"]) == ["event", "name", "url", "result", "new", "updated", "reason", "ms", "bytes"]
    told = feeds[f"{site.url}/a"]
    assert (told["name"], told["result"], told["new"], told["reason"]) == ("News", "new", 2, None)
    assert told["bytes"] > 100
    assert feeds[f"{site.url}/b"]["reason"] == "HTTP 500: error of the server"
    assert [event for event in between if event["event"] == "progress"][-1] == {"event": "progress", "done": 2, "of": 2}


def test_a_line_a_feed_and_a_sum(site: Site, program: Program) -> None:
    site["/a"], site["/b"] = conditional(rss("Two", "One")), status(404)
    program.subscribe(f"{site.url}/a", name="Alpha")
    program.subscribe(f"{site.url}/b", name="Beta")
    lines = program.run("refresh").stdout.splitlines()
    assert "new        Alpha  2 new" in lines
    assert "failed     Beta  HTTP 404: not found" in lines
    assert lines[-1].startswith("2 new, 1 failed; ")
    lines = program.run("refresh").stdout.splitlines()
    assert any(line.startswith("skipped    Alpha  not due until ") for line in lines)
    assert lines[-1].startswith("2 skipped; ")
    assert "unchanged  Alpha" in program.run("refresh", "--force").stdout.splitlines()


def test_quiet_prints_nothing(site: Site, program: Program) -> None:
    site["/a"] = page(rss("One"))
    program.subscribe(f"{site.url}/a")
    done = program.run("refresh", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")
    assert program.query("SELECT title FROM articles") == [("One",)]


def test_without_feeds_it_says_how_to_add_some_and_brings_the_guide(program: Program) -> None:
    done = program.run("refresh")
    assert "there are no feeds yet" in done.stderr
    assert str(program.folder / "config.toml") in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert program.query("SELECT count(*) > 0 FROM articles") == [(1,)]


def test_all_feeds_failed_is_status_1(site: Site, program: Program) -> None:
    program.subscribe(f"{site.url}/a", f"{site.url}/b")
    program.run("refresh", status=1)


def test_one_feed_by_its_name(site: Site, program: Program) -> None:
    site["/a"], site["/b"] = page(rss("A")), page(rss("B"))
    program.subscribe(f"{site.url}/a", name="Alpha")
    program.subscribe(f"{site.url}/b", name="Beta")
    assert program.events("--feed", "beta")[-1]["new"] == 1
    assert [request.path for request in site.log] == ["/b"]


def test_a_name_that_no_feed_has_names_the_nearest(site: Site, program: Program) -> None:
    program.subscribe(f"{site.url}/a", name="Guardian")
    done = program.run("refresh", "--feed", "Gardian", status=1)
    assert done.stderr == "newsreader: no feed is called 'Gardian'; did you mean 'Guardian'?\n"


def test_hostile_text_never_reaches_the_terminal(site: Site, program: Program) -> None:
    site["/a"] = page(rss("x", title="\x9b31m&#x202e;[@click=app.quit]x[/]&#xad;"))
    program.subscribe(f"{site.url}/a")
    printed = program.run("refresh").stdout
    assert "[@click=app.quit]x[/]" in printed
    assert not {"\x1b", "\x9b", "\u202e", "\xad"} & set(printed)


def test_a_second_run_says_who_is_running_and_succeeds(site: Site, program: Program) -> None:
    site["/slow"] = silent()
    program.subscribe(f"{site.url}/slow")
    first = program.start("refresh", "--json")
    try:
        wait_for(lambda: site.log)
        second = program.run("refresh")
        assert second.stdout == ""
        assert f"a refresh is running already (process {first.pid} on " in second.stderr
    finally:
        first.kill()
        first.wait()


def test_a_run_that_was_killed_does_not_stop_the_next_one(site: Site, program: Program) -> None:
    site["/slow"] = [silent(), page(rss("One"))]
    program.subscribe(f"{site.url}/slow")
    first = program.start("refresh")
    wait_for(lambda: site.log)
    first.kill()
    first.wait()
    assert program.events("--force")[-1]["new"] == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_writes_what_it_has_and_goes(site: Site, program: Program, number: signal.Signals) -> None:
    for n in range(5):
        site[f"/{n}"] = page(rss(f"Item {n}"))
    site["/slow"] = silent()
    program.subscribe(*(f"{site.url}/{n}" for n in range(5)), f"{site.url}/slow")
    run = program.start("refresh", "--json")
    assert run.stdout is not None
    events: list[dict[str, Any]] = []
    while not any(event["event"] == "progress" and event["done"] == 5 for event in events):
        events.append(json.loads(run.stdout.readline()))
    began = time.monotonic()
    run.send_signal(number)
    rest, errors = run.communicate(timeout=10)
    assert time.monotonic() - began < 5
    assert run.returncode == 128 + number
    assert errors == ""
    assert json.loads(rest.splitlines()[-1])["event"] == "done"
    assert program.query("SELECT count(*) FROM articles") == [(5,)]
    assert program.query("SELECT count(*) FROM leases") == [(0,)]


def test_a_listener_that_goes_away_ends_it_quietly(site: Site, program: Program) -> None:
    for n in range(3):
        site[f"/{n}"] = page(rss(f"Item {n}"))
    site["/slow"] = silent()
    program.subscribe(*(f"{site.url}/{n}" for n in range(3)), f"{site.url}/slow")
    run = program.start("refresh", "--json")
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.readline()
    run.stdout.close()
    assert run.wait(20) == 0
    assert run.stderr.read() == ""


def test_a_config_with_a_mistake_is_status_2(program: Program) -> None:
    (program.folder / "config.toml").write_text("[fetch]\ninterval = 3\n")
    done = program.run("refresh", status=2)
    assert "config.toml:2" in done.stderr


def test_it_imports_neither_the_screen_nor_a_parser(site: Site, program: Program) -> None:
    site["/a"] = page(rss("One"))
    program.subscribe(f"{site.url}/a")
    code = (
        "import sys; from newsreader.cli import run; status = run(sys.argv[1:]); "
        "print(sorted({'textual', 'rich', 'feedparser', 'lxml', 'asyncio', 'ssl'} & set(sys.modules)), status)"
    )
    argv = [sys.executable, "-c", code, *program.argv("refresh", "--quiet")[3:]]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "[] 0"


def test_what_came_in_is_searchable_afterwards(site: Site, program: Program) -> None:
    site["/a"] = page(rss("Whale sighted off Lisbon"))
    program.subscribe(f"{site.url}/a")
    program.run("refresh")
    assert "Whale" in program.run("search", "whale").stdout


def test_a_look_at_files_and_addresses_fills_a_folder_of_its_own(site: Site, program: Program) -> None:
    text = "<p>" + "A sentence that is part of the article. " * 30 + "</p>"
    site["/feed"] = page(rss("From the feed"))
    site["/page"] = page(
        f"<html><title>A web page</title><body><article><h1>A web page</h1>{text * 3}".encode(), "text/html"
    )
    saved = program.folder / "saved"
    saved.mkdir()
    (saved / "note.md").write_text("# A note\n\nText.")
    targets = [f"{site.url}/feed", f"{site.url}/page", str(saved / "note.md")]
    events = program.events("--preview", *targets)
    assert events[-1]["new"] == 3
    titles = {title for (title,) in program.query("SELECT title FROM articles")}
    assert titles == {"From the feed", "A web page", "A note"}


def test_a_look_at_nothing_says_so(program: Program) -> None:
    done = program.run("refresh", "--json", "--preview", "no-such-file.xml", status=1)
    assert done.stderr == "newsreader: no-such-file.xml: no such file or folder\n"


# ── Killed at any moment ──────────────────────────────────────────────────────────────────────────────────────────────

FEEDS, ITEMS, KILLS = 24, 10, 20


def slowly(answer: Behaviour) -> Behaviour:
    """An answer that takes a moment, so that a kill can come at any stage of the run."""

    def behave(connection: Connection, request: Request) -> None:
        time.sleep(random.random() * 0.02)
        answer(connection, request)

    return behave


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_and_the_next_run_completes(site: Site, program: Program) -> None:
    rng = random.Random(20261124)
    program.subscribe(*(f"{site.url}/{n}" for n in range(FEEDS)))

    def publish(generation: int) -> None:
        """Every feed has some new items on top, and an ETag that says which generation it is of."""
        for n in range(FEEDS):
            items = [f"Item {g} {i} of {n}" for g in range(generation, 0, -1) for i in range(ITEMS)]
            site[f"/{n}"] = slowly(conditional(rss(*items), etag=f'"{generation}"'))

    publish(1)
    began = time.monotonic()
    program.run("refresh", "--quiet")
    whole = time.monotonic() - began
    program.run("mark", "starred", "title:item")
    seen: set[tuple[str, str]] = set()
    kills, generation = 0, 1
    while kills < KILLS:
        generation += 1
        publish(generation)
        run = program.start("refresh", "--force", "--quiet")
        time.sleep(rng.uniform(0.05, whole))
        kills += run.poll() is None
        run.kill()
        run.wait()
        assert program.query("PRAGMA integrity_check") == [("ok",)]
        assert program.query("PRAGMA foreign_key_check") == []
        program.query("INSERT INTO search (search, rank) VALUES ('integrity-check', 0)")
        articles = set(program.query("SELECT f.url, a.guid FROM articles a JOIN feeds f ON f.id = a.feed_id"))
        assert articles >= seen, "an article that was there is gone"
        seen = articles
        assert program.query("SELECT count(*) FROM articles WHERE starred = 1") == [(FEEDS * ITEMS,)]
        # Validators are never ahead of the articles: a feed whose etag is stored has all that came with it.
        rows = program.query("SELECT f.etag, count(*) FROM feeds f JOIN articles a ON a.feed_id = f.id GROUP BY f.id")
        assert all(count >= int(etag.strip('"')) * ITEMS for etag, count in rows)
    done = program.events("--force")[-1]
    assert done["failed"] == 0
    expected = FEEDS * ITEMS * generation
    assert program.query("SELECT count(*), count(DISTINCT feed_id || guid) FROM articles") == [(expected, expected)]
    assert program.query("SELECT count(*) FROM search WHERE search MATCH 'item'") == [(expected,)]
    assert not leftover_workers()


def leftover_workers() -> list[str]:
    """Command lines of parser workers that outlived the run that started them."""
    deadline = time.monotonic() + 15
    while True:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            if "newsreader.feeds.worker" in line and parent == 1:
                found.append(line)
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)
