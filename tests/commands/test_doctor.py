"""newsreader doctor: every check passes on a sound house, and each is made to fail."""

import json
import os
import pty
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from feed_server import Site, page, rss

from newsreader.cli import run
from newsreader.commands import checkups, terminal_widths
from newsreader.commands.checkups import Finding, Place
from newsreader.paths import find_paths

if TYPE_CHECKING:
    from conftest import Home, Newsreader

TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "en_US.UTF-8"}


@pytest.fixture
def place(home: "Home") -> Place:
    home.add("One")
    while home.writer.index_some():
        pass
    return Place(find_paths(), TERMINAL, datetime.now(UTC), free=10**10, size=(120, 40))


def found(checkup: Callable[[Place], Iterator[Finding]], place: Place, name: str) -> Finding:
    """What a checkup says about one matter."""
    (finding,) = [finding for finding in checkup(place) if finding.name == name]
    assert finding.mend or finding.verdict == "pass"
    return finding


def test_in_a_sound_house_everything_passes(place: Place) -> None:
    findings = [finding for checkup in checkups.CHECKUPS for finding in checkup(place)]
    assert {finding.verdict for finding in findings} == {"pass"}
    assert {
        "version",
        "libraries",
        "config",
        "data",
        "disk",
        "database",
        "index",
        "clock",
        "feed",
        "terminal",
        "colours",
    } == {finding.name for finding in findings}


def test_a_library_that_is_missing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkups, "_LIBRARIES", ("textual", "no-such-library"))
    finding = found(checkups.versions, place, "libraries")
    assert (finding.verdict, finding.says) == ("fail", "missing: no-such-library")


def test_a_sqlite_that_is_too_old(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 8, 0))
    assert found(checkups.versions, place, "sqlite").verdict == "fail"


def test_a_config_with_a_mistake_is_named_with_its_line(place: Place, home: "Home") -> None:
    home.config.write_text("[reader]\ntheem = 1\n")
    finding = found(checkups.config, place, "config")
    assert finding.verdict == "fail"
    assert "theem" in finding.says
    assert list(checkups.programs(place)) == []


def test_a_password_in_a_config_that_others_can_read(place: Place, home: "Home") -> None:
    home.config.write_text('[[feeds]]\nurl = "https://me:secret@a.example/"\n')
    home.config.chmod(0o644)
    warned = [finding for finding in checkups.config(place) if finding.verdict == "warn"]
    assert "chmod 600" in warned[0].says
    assert "secret@" not in "".join(map(str, warned))


def test_a_theme_that_cannot_be_used(place: Place) -> None:
    place.paths.themes.mkdir()
    (place.paths.themes / "mine.toml").write_text("palette = 3")
    assert "mine" in found(checkups.config, place, "theme").says


def test_a_program_that_is_not_there(place: Place, home: "Home") -> None:
    home.config.write_text('[share]\nmail = ["no-such-program", "{url}"]\nlook = ["cat"]\n')
    finding = found(checkups.programs, place, "program")
    assert (finding.verdict, finding.says) == ("warn", "no-such-program is not found")


def test_a_data_folder_that_cannot_be_written_to(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)  # root may write everywhere
    assert found(checkups.folders, place, "data").verdict == "fail"


def test_a_file_in_the_data_folders_place(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    paths = replace(place.paths, data=tmp_path / "file")
    assert found(checkups.folders, replace(place, paths=paths), "data").verdict == "fail"


def test_a_database_that_others_can_read(place: Place) -> None:
    place.paths.database.chmod(0o644)
    assert "mode 0644" in found(checkups.folders, place, "privacy").says


@pytest.mark.parametrize(("free", "verdict"), [(10**8, "warn"), (10**6, "fail"), (10**10, "pass")])
def test_a_disk_without_room(place: Place, free: int, verdict: str) -> None:
    assert found(checkups.folders, replace(place, free=free), "disk").verdict == verdict


def test_a_damaged_database_is_named_and_left_alone(place: Place, home: "Home") -> None:
    for n in range(200):
        home.add(f"Article {n}", body="<p>word</p>" * 200)
    home.writer.close()
    file = place.paths.database
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] + b"\xff" * 200_000 + whole[len(whole) // 2 + 200_000 :])
    damaged = file.read_bytes()
    assert found(checkups.database, place, "database").verdict == "fail"
    assert [finding.name for finding in checkups.database(place)] == ["database"]
    assert file.read_bytes() == damaged


def test_another_programs_database(place: Place, home: "Home", tmp_path: Path) -> None:
    other = replace(place.paths, data=tmp_path / "other")
    other.data.mkdir()
    with sqlite3.connect(other.database) as db:
        db.execute("CREATE TABLE t (x)")
    finding = found(checkups.database, replace(place, paths=other), "database")
    assert "another program" in finding.says


def test_articles_that_no_search_finds_yet(place: Place, home: "Home") -> None:
    home.add("Two")
    assert found(checkups.database, place, "index").says == "1 articles are not searchable yet"


def test_an_index_that_is_broken_and_made_anew(place: Place, home: "Home", newsreader: "Newsreader") -> None:
    home.writer.db.execute("UPDATE search_data SET block = x'00ff00ff' WHERE id > 10")
    assert found(checkups.database, place, "index").verdict == "fail"
    assert newsreader("doctor", "--rebuild-index")[0] == "the index was made anew"
    assert found(checkups.database, place, "index").verdict == "pass"
    assert newsreader("list", "one") != []


@pytest.mark.parametrize("now", [datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC) - timedelta(days=2)])
def test_a_clock_that_is_wrong(place: Place, now: datetime) -> None:
    assert found(checkups.database, replace(place, now=now), "clock").verdict == "fail"


def test_a_clock_that_is_wrong_before_anything_was_fetched(place: Place, home: "Home") -> None:
    home.writer.db.execute("UPDATE feeds SET last_check = NULL")
    assert found(checkups.database, replace(place, now=datetime(2001, 1, 1, tzinfo=UTC)), "clock").verdict == "fail"


def test_feeds_that_fail(place: Place, home: "Home") -> None:
    home.writer.db.execute("UPDATE feeds SET failures = 3, error = 'not found (404)' WHERE id = 1")
    finding = found(checkups.database, place, "feed")
    assert (finding.verdict, finding.says) == ("warn", "World Daily: not found (404)")


@pytest.mark.parametrize(
    ("environ", "size", "name", "verdict"),
    [
        ({"TERM": "dumb"}, (80, 24), "terminal", "fail"),
        ({"TERM": ""}, (80, 24), "terminal", "fail"),
        ({}, None, "terminal", "warn"),
        ({}, (30, 24), "size", "fail"),
        ({}, (80, 8), "size", "fail"),
        ({"LANG": "C"}, (80, 24), "letters", "warn"),
        ({"COLORTERM": "", "TERM": "xterm"}, (80, 24), "colours", "warn"),
        ({"NO_COLOR": "1"}, (80, 24), "colours", "pass"),
    ],
)
def test_terminals_that_are_not_enough(
    place: Place, environ: dict[str, str], size: tuple[int, int] | None, name: str, verdict: str
) -> None:
    place = replace(place, environ=TERMINAL | environ, size=size)
    assert found(checkups.terminal, place, name).verdict == verdict


def test_the_command_prints_every_finding_and_fails_where_one_does(
    place: Place, home: "Home", newsreader: "Newsreader"
) -> None:
    lines = [json.loads(line) for line in newsreader("doctor", "--json")]
    assert {"name", "verdict", "says", "mend"} == set(lines[0])
    assert any(line.startswith("ok    database") for line in newsreader("doctor"))
    home.config.write_text("nonsense")
    assert run(("doctor",)) == 1


def test_a_check_that_breaks_hides_nothing(
    place: Place, newsreader: "Newsreader", monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Place) -> Iterator[Finding]:
        raise RuntimeError("oops")

    monkeypatch.setattr("newsreader.commands.doctor.CHECKUPS", (broken, checkups.versions))
    assert run(("doctor",)) == 1
    shown = capfd.readouterr().out
    assert "oops" in shown
    assert "newsreader 0" in shown


def test_the_network_is_asked_only_where_the_person_allows_it(place: Place, newsreader: "Newsreader") -> None:
    site = Site()
    site["/feed"] = page(rss("First"))
    try:
        newsreader("doctor")
        assert not site.asked("/feed")
        assert newsreader("doctor", "--network", f"{site.url}/feed")[-1].endswith("answers")
        assert site.asked("/feed")
    finally:
        site.close()
    assert run(("doctor", "--network", f"{site.url}/feed")) == 1


def test_widths_are_measured_by_where_the_cursor_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    outer, inner = pty.openpty()
    samples = ["a", "漢", "❤️"]
    cells = {"a": 1, "漢": 2, "❤️": 1}

    def answer() -> None:
        said = b""
        for n, _ in enumerate(samples):
            while said.count(b"\x1b[6n") <= n:
                said += os.read(outer, 4096)
            sample = re.findall(r"\r([^\r\x1b]*)\x1b\[6n", said.decode(errors="ignore"))[n]
            os.write(outer, f"\x1b[1;{cells[sample] + 1}R".encode())

    terminal = threading.Thread(target=answer)
    terminal.start()
    with os.fdopen(os.dup(inner)) as stdin, os.fdopen(inner, "w") as stdout:
        monkeypatch.setattr("sys.stdin", stdin)
        monkeypatch.setattr("sys.stdout", stdout)
        assert terminal_widths.measured(samples) == cells
        terminal.join(10)
        monkeypatch.undo()
    os.close(outer)
