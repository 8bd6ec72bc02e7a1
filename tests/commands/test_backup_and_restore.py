"""newsreader backup and restore"""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsreader.cli import run

if TYPE_CHECKING:
    from conftest import Home, Newsreader


def test_what_was_changed_since_the_backup_is_as_it_was_and_is_kept_beside(
    home: "Home", newsreader: "Newsreader", tmp_path: Path
) -> None:
    file = tmp_path / "news.backup"
    unread = newsreader("list", "is:unread")
    (line,) = newsreader("backup", str(file))
    assert line.startswith(f"{file}: ")
    assert " articles of 2 feeds" in line
    newsreader("mark", "read", "is:unread")
    lines = newsreader("restore", str(file), "--yes")
    assert lines[0].startswith(f"{file}: ")
    assert lines[1].startswith("now there are ")
    assert lines[2].startswith("restored; what was there before is kept as ")
    assert newsreader("list", "is:unread") == unread
    newsreader("restore", lines[2].rpartition(" ")[2], "--yes")
    assert newsreader("list", "is:unread") == []


def test_nothing_is_restored_unasked_and_no_other_file_is_taken(
    home: "Home", newsreader: "Newsreader", tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "news.backup"
    newsreader("backup", str(file))
    assert run(("restore", str(file))) == 2
    assert "--yes does it without" in capfd.readouterr().err
    assert run(("restore", str(home.config), "--yes")) == 1
    assert "no backup of newsreader" in capfd.readouterr().err
    assert run(("backup", str(home.config))) == 1
    assert "left as it is" in capfd.readouterr().err


def test_doctor_and_backup_count_the_same_articles(home: "Home", newsreader: "Newsreader", tmp_path: Path) -> None:
    home.add("Shown")
    home.add("Muted")
    home.writer.set_flag([2], "muted", True)
    home.add("Left behind", feed=2)
    home.config.write_text(home.config.read_text().rpartition("[[feeds]]")[0])
    (line,) = newsreader("backup", str(tmp_path / "news.backup"))
    assert ": 3 articles of " in line
    assert any("whole: 3 articles, " in line for line in newsreader("doctor"))
