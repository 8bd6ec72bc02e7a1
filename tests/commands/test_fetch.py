"""`newsreader fetch` and `full_text` as a person meets them: what is printed, what is stored, how they end."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest
from feed_server import Connection, Request, Site, page, silent, status
from program import Program, wait_for

from newsreader.model import Has

SENTENCE = "The council of Norwick voted on Tuesday to bring the old lamps back to the harbour. "
WORDS = 10 * len(SENTENCE.split()) + 1
"""Of the articles that `web` makes."""


def feed(site: Site, *numbers: int, extra: str = "") -> None:
    """Publish articles with these numbers, the first one newest; the page of each is /N."""
    items = "".join(
        f"<item><title>Lamps {n}</title><link>{site.url}/{n}</link><guid>{n}</guid><description>Short.</description>{extra}</item>"
        for n in numbers
    )
    site["/feed"] = page(f"<rss version='2.0'><channel><title>Radio</title>{items}</channel></rss>".encode())
    for n in numbers:
        site.behaviours.setdefault(f"/{n}", [web(f"WORD{n}")])


def whole(body: str) -> str:
    """An item's own text."""
    return f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{body}</content:encoded>"


def web(mark: str, head: str = "") -> Any:
    html = f"<html>{head}<body><article><h1>Lamps</h1><p>{mark} {SENTENCE * 5}</p><p>{SENTENCE * 5}</p></article></body></html>"
    return page(html.encode(), "text/html")


LOCKED = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "isAccessibleForFree": false}</script>'


def fetch(program: Program, *args: str, status: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in program.run("fetch", "--json", *args, status=status).stdout.splitlines()]


def test_the_full_article_as_json_lines(site: Site, program: Program) -> None:
    feed(site, 1)
    program.subscribe(f"{site.url}/feed")
    program.run("refresh", "--quiet")
    told, done = fetch(program, "1", "--full")
    assert told == {"event": "article", "id": 1, "result": "stored", "reason": None, "words": WORDS}
    assert list(done) == ["event", "stored", "kept", "failed", "ms"]
    assert (done["event"], done["stored"]) == ("done", 1)
    assert "WORD1" in program.run("read", "1").stdout
    assert "Lamps 1" in program.run("search", "WORD1").stdout


def test_a_line_an_article_and_why_it_did_not_come(site: Site, program: Program) -> None:
    site["/1"], site["/2"], site["/3"] = web("A"), web("B", LOCKED), status(404)
    feed(site, 3, 2, 1)
    program.subscribe(f"{site.url}/feed")
    program.run("refresh", "--quiet")
    lines = program.run("fetch", "1", "2", "3", "77").stdout.splitlines()
    assert f"stored  Lamps 1  {WORDS} words" in lines
    assert "kept    Lamps 2  the page is for subscribers" in lines
    assert "failed  Lamps 3  HTTP 404: not found" in lines
    assert "failed  there is no article 77" in lines
    assert lines[-1].startswith("1 stored, 1 kept, 2 failed; ")


def test_it_is_status_1_only_if_nothing_came_of_it(site: Site, program: Program) -> None:
    site["/1"], site["/2"], site["/3"] = web("A"), web("B", LOCKED), status(404)
    feed(site, 3, 2, 1)
    program.subscribe(f"{site.url}/feed")
    program.run("refresh", "--quiet")
    program.run("fetch", "3", status=1)
    program.run("fetch", "99", status=1)
    program.run("fetch", "2")
    program.run("fetch", "3", "1")


@pytest.mark.parametrize("args", [(), ("x",), ("0",), ("1", "--enclosure", "none"), ("-1",)])
def test_wrong_use_is_status_2_in_one_line(program: Program, args: tuple[str, ...]) -> None:
    done = program.run("fetch", *args, status=2)
    assert done.stderr.count("\n") == 1


def test_pictures_come_into_the_cache_and_are_named(site: Site, program: Program) -> None:
    site["/p.jpg"] = page(b"\xff\xd8\xff\xe0" + b"x" * 900, "image/jpeg")
    feed(site, 1, extra=whole(f"&lt;p>T&lt;/p>&lt;img src='{site.url}/p.jpg'>"))
    program.subscribe(f"{site.url}/feed")
    program.run("refresh", "--quiet")
    told, _ = fetch(program, "1", "--images")
    assert (told["event"], told["result"], told["type"], told["bytes"]) == ("image", "stored", "image/jpeg", 904)
    assert Path(told["path"]).parent == program.folder / "data" / "cache" / "images"
    assert not site.asked("/1")


def test_it_runs_beside_a_refresh(site: Site, program: Program) -> None:
    feed(site, 1)
    program.subscribe(f"{site.url}/feed")
    program.run("refresh", "--quiet")
    site["/feed"] = silent()
    refresh = program.start("refresh", "--force")
    try:
        wait_for(lambda: len(site.asked("/feed")) == 2)
        assert fetch(program, "1")[0]["result"] == "stored"
    finally:
        refresh.kill()
        refresh.wait()


def test_a_download_that_is_stopped_leaves_a_part_and_the_next_one_completes_it(site: Site, program: Program) -> None:
    data = bytes(range(256)) * 2000

    def slow(connection: Connection, request: Request) -> None:
        if "range" in request.headers:
            start = int(request.headers["range"].removeprefix("bytes=").rstrip("-"))
            where = f"Content-Range: bytes {start}-{len(data) - 1}/{len(data)}"
            connection.send(
                f"HTTP/1.1 206 X\r\n{where}\r\nContent-Length: {len(data) - start}\r\n\r\n".encode() + data[start:]
            )
        else:
            connection.send(
                f'HTTP/1.1 200 X\r\nETag: "1"\r\nContent-Length: {len(data)}\r\n\r\n'.encode() + data[:200_000]
            )
            connection.socket.recv(1)

    site["/file"] = slow
    feed(site, 1, extra=f"<enclosure url='{site.url}/file' type='audio/mpeg' length='1'/>")
    program.feeds.append('[reader]\ndownloads = "mine"')
    program.subscribe(f"{site.url}/feed")
    program.run("refresh", "--quiet")
    run = program.start("fetch", "1", "--enclosure", "1", "--json")
    assert run.stdout is not None
    assert json.loads(run.stdout.readline())["event"] == "progress"
    run.send_signal(signal.SIGTERM)
    rest, errors = run.communicate(timeout=20)
    assert (run.returncode, errors) == (128 + signal.SIGTERM, "")
    assert json.loads(rest.splitlines()[-2])["reason"] == "stopped"
    (part,) = (program.folder / "mine").iterdir()
    assert part.suffix == ".part"
    *_, told, done = fetch(program, "1", "--enclosure", "1")
    assert done["stored"] == 1
    assert Path(told["path"]).read_bytes() == data
    assert [file.suffix for file in (program.folder / "mine").iterdir()] == [".mp3"]


# ── full_text ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def wanting(site: Site, program: Program) -> None:
    program.feeds.append(f"[[feeds]]\nurl = {json.dumps(site.url + '/feed')}\nfull_text = true\n")
    program.subscribe()
    (program.folder / "config.toml").write_text("\n".join(program.feeds))


def full_ones(program: Program) -> set[str]:
    rows = program.query(f"SELECT guid FROM articles WHERE has & {Has.FULL_TEXT.value}")
    return {guid for (guid,) in rows}


def test_a_feed_that_wants_it_gets_the_pages_of_its_new_articles(site: Site, program: Program) -> None:
    feed(site, 2, 1)
    wanting(site, program)
    program.subscribe(f"{site.url}/other")
    lines = program.run("refresh").stdout.splitlines()
    assert lines[-1] == "full text: 2 fetched"
    assert full_ones(program) == {"1", "2"}
    assert "Lamps 2" in program.run("search", "WORD2").stdout


def test_what_was_there_before_the_setting_is_left_alone(site: Site, program: Program) -> None:
    feed(site, 1)
    program.subscribe(f"{site.url}/feed")
    program.run("refresh", "--quiet")
    program.feeds.clear()
    wanting(site, program)
    feed(site, 2, 1)
    program.run("refresh", "--force", "--quiet")
    assert full_ones(program) == {"2"}
    assert not site.asked("/1")


def test_of_many_new_articles_the_newest_twenty_come_and_the_rest_the_next_time(site: Site, program: Program) -> None:
    feed(site, *range(45, 0, -1))
    wanting(site, program)
    program.run("refresh", "--quiet")
    assert full_ones(program) == {str(n) for n in range(26, 46)}
    program.run("refresh", "--quiet")
    assert full_ones(program) == {str(n) for n in range(6, 46)}
    program.run("refresh", "--quiet")
    asked = len(site.log)
    program.run("refresh", "--quiet")
    assert full_ones(program) == {str(n) for n in range(1, 46)}
    assert len(site.log) == asked


def test_a_wall_is_tried_once_and_a_server_in_trouble_three_times(site: Site, program: Program) -> None:
    site["/1"], site["/2"] = web("A", LOCKED), status(500)
    feed(site, 2, 1)
    wanting(site, program)
    for _ in range(5):
        program.run("refresh", "--quiet")
    assert len(site.asked("/1")) == 1
    assert len(site.asked("/2")) == 3
    assert "Short." in program.run("read", "1").stdout


def test_an_article_that_the_feed_gives_whole_is_not_asked_for(site: Site, program: Program) -> None:
    feed(site, 1, extra=whole(SENTENCE * 60))
    wanting(site, program)
    program.run("refresh", "--quiet")
    assert not site.asked("/1")


def test_stopped_in_the_middle_it_goes_on_the_next_time(site: Site, program: Program) -> None:
    site["/1"] = [silent(), web("LATER")]
    feed(site, 1)
    wanting(site, program)
    run = program.start("refresh", "--json")
    wait_for(lambda: site.asked("/1"))
    run.send_signal(signal.SIGTERM)
    rest, errors = run.communicate(timeout=20)
    assert (run.returncode, errors) == (128 + signal.SIGTERM, "")
    assert json.loads(rest.splitlines()[-1])["reason"] == "stopped"
    program.run("refresh", "--quiet")
    assert full_ones(program) == {"1"}
