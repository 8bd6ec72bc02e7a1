"""Edits of the config file are changes like any other: undone, done again, and refused in words where they cannot be."""

from pathlib import Path

import pytest
from store_builders import BOTH, Desk

from newsreader.config.changes import adding, changing, removing
from newsreader.store.errors import ConfigRefused
from newsreader.store.parts import ConfigEdit, Flagging
from newsreader.store.writer import Writer

TEXT = """\
# mine
[[feeds]]
url = "https://world.example/rss"  # the world
name = "World Daily"
section = "World"

[[feeds]]
url = "https://tech.example/rss"
name = "Tech Wire"
section = "Tech"
tags = ["Geeks"]
"""
VIEW = adding("views", name="Long", query="len>10m")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def names(desk: Desk) -> list[str]:
    return [feed.name for feed in desk.reader.feeds()]


def test_unsubscribing_is_undone_to_the_byte_and_the_feeds_follow(desk: Desk, config: Path) -> None:
    change = desk.writer.edit_config(config, removing(TEXT, "feeds", BOTH[0].url))
    assert (change.what, change.count, change.config) == ("unsubscribed from World Daily", 0, True)
    assert names(desk) == ["Tech Wire"]
    undone = desk.writer.undo()
    assert undone is not None
    assert (undone.change.config, undone.refused, undone.restored) == (True, "", 0)
    assert config.read_text(encoding="utf-8") == TEXT
    assert names(desk) == ["World Daily", "Tech Wire"]
    assert desk.writer.redo() is not None
    assert names(desk) == ["Tech Wire"]


def test_an_edit_is_undone_in_the_file_as_it_is_now_across_restarts(desk: Desk, config: Path) -> None:
    desk.writer.edit_config(config, VIEW)
    config.write_text(f"# a line more\n{config.read_text(encoding='utf-8')}", encoding="utf-8")
    other = Writer(desk.path)
    assert other.undo() is not None
    other.close()
    assert config.read_text(encoding="utf-8") == f"# a line more\n{TEXT}"


def test_a_table_that_was_changed_since_is_refused_and_the_next_undo_goes_on(desk: Desk, config: Path) -> None:
    (a,) = desk.add("A")
    desk.writer.set_flag([a], "read", True)
    desk.writer.edit_config(config, VIEW)
    changed = config.read_text(encoding="utf-8").replace("len>10m", "len>20m")
    config.write_text(changed, encoding="utf-8")
    undone = desk.writer.undo()
    assert undone is not None
    assert undone.refused == 'the view "Long" was changed in the config since'
    assert config.read_text(encoding="utf-8") == changed
    undone = desk.writer.undo()
    assert undone is not None
    assert undone.change.what == "marked 1 article as read"
    redone = desk.writer.redo()
    assert redone is not None
    assert redone.change.what == "marked 1 article as read"
    assert desk.writer.redo() is None


def test_a_file_with_a_mistake_is_refused_for_now(desk: Desk, config: Path) -> None:
    desk.writer.edit_config(config, VIEW)
    good = config.read_text(encoding="utf-8")
    for bad in (f"{good}[reader]\nthme = 1\n", f"{good}[["):
        config.write_text(bad, encoding="utf-8")
        with pytest.raises(ConfigRefused):
            desk.writer.undo()
        assert config.read_text(encoding="utf-8") == bad
    config.write_text(good, encoding="utf-8")
    assert desk.writer.undo() is not None
    assert config.read_text(encoding="utf-8") == TEXT


def test_what_would_not_load_is_not_written(desk: Desk, config: Path) -> None:
    with pytest.raises(ConfigRefused, match="unred"):
        desk.writer.edit_config(config, adding("views", name="Bad", query="is:unred"))
    assert config.read_text(encoding="utf-8") == TEXT
    assert desk.writer.changes() == []


def test_a_feed_that_would_be_there_twice_is_not_subscribed_to_again_by_undo(desk: Desk, config: Path) -> None:
    desk.writer.edit_config(config, removing(TEXT, "feeds", BOTH[0].url))
    with config.open("a", encoding="utf-8") as file:
        file.write('\n[[feeds]]\nurl = "HTTPS://World.example:443/rss"\n')
    undone = desk.writer.undo()
    assert undone is not None
    assert "duplicate" in undone.refused


def test_an_edit_and_marks_are_undone_together(desk: Desk, config: Path) -> None:
    a, _ = desk.add("A", "B")
    edit = changing(TEXT, "feeds", BOTH[0].url, section="Elsewhere")
    change = desk.writer.change([Flagging([a], "muted", True), ConfigEdit(config, edit)], "moved and muted")
    assert change is not None
    assert (change.what, change.count, change.config) == ("moved and muted", 1, True)
    assert desk.listed() == ["B"]
    undone = desk.writer.undo()
    assert undone is not None
    assert undone.ids == (a,)
    assert desk.listed() == ["A", "B"]
    assert config.read_text(encoding="utf-8") == TEXT


def test_where_the_file_cannot_be_written_nothing_is_changed(desk: Desk, config: Path) -> None:
    a, _ = desk.add("A", "B")
    config.unlink()
    config.mkdir()
    with pytest.raises(ConfigRefused, match="is a folder"):
        desk.writer.change([Flagging([a], "muted", True), ConfigEdit(config, VIEW)])
    assert desk.listed() == ["A", "B"]
    assert desk.writer.changes() == []


def test_a_config_that_is_not_there_yet_is_made(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.toml"
    desk.writer.edit_config(file, adding("feeds", url="https://world.example/rss"))
    assert file.read_text(encoding="utf-8") == '[[feeds]]\nurl = "https://world.example/rss"\n'
    assert file.stat().st_mode & 0o077 == 0


def test_an_edit_of_another_config_file_is_refused_and_the_rest_of_the_change_undone(
    desk: Desk, config: Path, tmp_path: Path
) -> None:
    (a,) = desk.add("One")
    desk.writer.change([Flagging([a], "muted", True), ConfigEdit(config, VIEW)])
    edited = config.read_text()
    copy = tmp_path / "copy.toml"
    copy.write_text(edited)
    undone = desk.writer.undo(copy)
    assert undone is not None
    assert str(config) in undone.refused
    assert undone.restored == 1
    assert config.read_text() == copy.read_text() == edited


def test_a_link_to_the_config_file_is_no_other_file(desk: Desk, config: Path, tmp_path: Path) -> None:
    before = config.read_text()
    desk.writer.edit_config(config, VIEW)
    link = tmp_path / "link.toml"
    link.symlink_to(config)
    undone = desk.writer.undo(link)
    assert undone is not None
    assert not undone.refused
    assert config.read_text() == before
