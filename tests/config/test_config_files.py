"""Writing the config file: in one step, and never over somebody else's change."""

import os
import stat
from pathlib import Path

import pytest

from newsreader.config.edit import EditError, add_feed, set_value
from newsreader.config.files import edit_file, keep_old, write
from newsreader.config.load import ConfigErrors, load


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_an_edit_is_on_disk_and_loads(config_file: Path) -> None:
    config_file.write_text("# mine\n")
    edit_file(config_file, lambda text: add_feed(text, "https://example.com/"))
    assert config_file.read_text().startswith("# mine\n")
    assert load(config_file).feeds[0].url == "https://example.com/"


def test_the_first_edit_makes_the_file_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "config.toml"
    edit_file(path, lambda text: set_value(text, ("reader", "theme"), "print"))
    assert load(path).reader.theme == "print"
    assert mode(path) == 0o600


def test_the_file_keeps_its_mode_and_leaves_nothing_beside_it(config_file: Path) -> None:
    config_file.write_text("")
    config_file.chmod(0o640)
    edit_file(config_file, lambda text: add_feed(text, "a"))
    assert mode(config_file) == 0o640
    assert list(config_file.parent.iterdir()) == [config_file]


def test_a_link_stays_a_link(config_file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "newsreader.toml"
    real.parent.mkdir()
    real.write_text("# mine\n")
    config_file.symlink_to("dotfiles/newsreader.toml")
    edit_file(config_file, lambda text: add_feed(text, "a"))
    assert config_file.is_symlink()
    assert "[[feeds]]" in real.read_text()


def test_a_file_that_was_changed_meanwhile_is_not_written_over(config_file: Path) -> None:
    config_file.write_text("# old\n")

    def slow_edit(text: str) -> str:
        config_file.write_text("# changed in an editor\n")
        return add_feed(text, "a")

    with pytest.raises(EditError, match="was changed meanwhile by another program"):
        edit_file(config_file, slow_edit)
    assert config_file.read_text() == "# changed in an editor\n"


def test_a_file_that_appeared_meanwhile_is_not_written_over(config_file: Path) -> None:
    config_file.write_text("# somebody's\n")
    with pytest.raises(EditError, match="was changed meanwhile"):
        write(config_file, "x = 1\n", None)
    assert config_file.read_text() == "# somebody's\n"


def test_what_would_not_load_is_not_written(config_file: Path) -> None:
    config_file.write_text('[[feeds]]\nurl = "a"\n')
    with pytest.raises(ConfigErrors, match="duplicate"):
        edit_file(config_file, lambda text: add_feed(text, "./a"))
    with pytest.raises(ConfigErrors, match="names a program"):
        edit_file(config_file, lambda text: add_feed(text, "exec:x"))
    assert config_file.read_text() == '[[feeds]]\nurl = "a"\n'


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((EditError, ConfigErrors), match=r"file/config\.toml"):
        edit_file(tmp_path / "file" / "config.toml", lambda text: add_feed(text, "a"))


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    config_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    config_file.write_text("# old\n")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EditError, match="cannot be written: No space left"):
        edit_file(config_file, lambda text: add_feed(text, "a"))
    assert config_file.read_text() == "# old\n"
    assert list(config_file.parent.iterdir()) == [config_file]


def test_old_files_are_kept_each_under_a_name_of_its_own(config_file: Path) -> None:
    for number in range(3):
        config_file.write_text(str(number))
        keep_old(config_file)
    assert {path.name: path.read_text() for path in config_file.parent.iterdir()} == {
        "config.toml.old": "0",
        "config.toml.old2": "1",
        "config.toml.old3": "2",
    }
