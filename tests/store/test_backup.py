"""A backup is whole, private and checked; restoring changes everything or nothing, and keeps what was there."""

import os
import platform
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from store_builders import Desk

from newsreader.config.changes import adding
from newsreader.store import lease, schema
from newsreader.store.backup import back_up, check, restore
from newsreader.store.checkup import damage_of
from newsreader.store.errors import Busy, CorruptDatabase, NewerDatabase, StoreError
from newsreader.store.writer import Writer


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "news.backup"


@pytest.fixture(autouse=True)
def _folder(backup: Path) -> None:
    backup.parent.mkdir()


def test_a_backup_holds_everything_and_is_one_private_file(desk: Desk, backup: Path) -> None:
    one, _ = desk.add("One", "Two")
    desk.writer.set_flag([one], "starred", True)
    held = back_up(desk.path, backup)
    assert (held.articles, held.starred, held.feeds) == (2, 1, 2)
    assert [file.name for file in backup.parent.iterdir()] == [backup.name]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert check(backup) == held


def test_a_backup_is_taken_while_a_writer_is_in_the_middle_of_a_change(desk: Desk, backup: Path) -> None:
    desk.add("One")
    desk.writer.db.execute("BEGIN IMMEDIATE")
    desk.writer.db.execute("DELETE FROM articles")
    assert back_up(desk.path, backup).articles == 1
    desk.writer.db.execute("ROLLBACK")


def test_an_older_backup_is_replaced_and_nothing_else_ever_is(desk: Desk, backup: Path) -> None:
    back_up(desk.path, backup)
    desk.add("One")
    assert back_up(desk.path, backup).articles == 1
    letter = backup.with_name("letter.txt")
    letter.write_text("dear")
    with pytest.raises(StoreError, match="left as it is"):
        back_up(desk.path, letter)
    assert letter.read_text() == "dear"
    for place, why in ((backup.parent, "a folder"), (desk.path, "the database itself")):
        with pytest.raises(StoreError, match=why):
            back_up(desk.path, place)


def test_where_it_cannot_be_written_nothing_is_left(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="could not be written"):
        back_up(desk.path, tmp_path / "missing" / "file")
    with pytest.raises(StoreError, match="does not exist"):
        back_up(tmp_path / "none.db", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_restored_the_articles_are_as_they_were_also_for_those_who_have_the_store_open(
    desk: Desk, backup: Path
) -> None:
    desk.add("One")
    back_up(desk.path, backup)
    (two,) = desk.add("Two")
    before = desk.reader.data_version()
    aside = restore(backup, desk.path)
    assert desk.listed() == ["One"]
    assert desk.reader.data_version() != before
    assert desk.reader.article(two) is None
    assert aside is not None
    assert check(aside).articles == 2


def test_a_restored_store_takes_new_articles_and_gives_its_lease_away(desk: Desk, backup: Path) -> None:
    back_up(desk.path, backup)
    restore(backup, desk.path)
    assert lease.holder(desk.reader, lease.FETCHING) is None
    desk.add("New")
    desk.index()
    assert desk.listed("new") == ["New"]


def test_a_backup_comes_to_a_machine_that_has_no_database_yet(desk: Desk, backup: Path, tmp_path: Path) -> None:
    desk.add("One")
    back_up(desk.path, backup)
    assert restore(backup, tmp_path / "new" / "news.db") is None
    assert check(tmp_path / "new" / "news.db").articles == 1


def test_while_a_refresh_runs_nothing_is_restored(desk: Desk, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(desk.path, backup)
    desk.add("One")
    desk.writer.db.execute(
        "INSERT INTO leases (name, pid, started, host, heartbeat) VALUES (?, 1, ?, ?, strftime('%s', 'now'))",
        (lease.FETCHING, lease.started_at(1), platform.node()),
    )
    with pytest.raises(Busy, match="process 1"):
        restore(backup, desk.path)
    assert desk.listed() == ["One"]


def test_a_damaged_a_foreign_and_a_newer_file_are_refused_and_nothing_changes(desk: Desk, backup: Path) -> None:
    desk.add(*(f"Article {n}" for n in range(300)))
    back_up(desk.path, backup)
    whole = backup.read_bytes()
    desk.add("Later")

    backup.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CorruptDatabase):
        restore(backup, desk.path)
    middle = len(whole) // 2
    backup.write_bytes(whole[:middle] + b"\xff" * 40_000 + whole[middle + 40_000 :])
    with pytest.raises(CorruptDatabase):
        restore(backup, desk.path)
    backup.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="damaged or no backup"):
        restore(backup, desk.path)
    backup.unlink()
    with sqlite3.connect(backup) as other:
        other.execute("CREATE TABLE t (x)")
    with pytest.raises(StoreError, match="no backup of newsreader"):
        restore(backup, desk.path)
    backup.write_bytes(whole)
    with sqlite3.connect(backup) as newer:
        newer.execute("PRAGMA user_version = 9999")
    with pytest.raises(NewerDatabase):
        restore(backup, desk.path)
    assert len(desk.listed()) == 301
    with pytest.raises(StoreError, match="the database itself"):
        restore(desk.path, desk.path)
    with pytest.raises(StoreError, match="not there"):
        restore(backup.with_name("none"), desk.path)


def test_a_backup_of_an_older_version_is_brought_up_to_date_on_the_way(tmp_path: Path, backup: Path) -> None:
    with sqlite3.connect(backup) as old:
        for pragma in schema.BEFORE_TABLES:
            old.execute(pragma)
        old.executescript((Path(__file__).parent / "schema_1.sql").read_text())
        old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        old.execute("PRAGMA user_version = 1")
    database = tmp_path / "news.db"
    restore(backup, database)
    Writer(database).close()
    assert check(database).articles == 0
    with sqlite3.connect(backup) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
    assert sorted(file.name for file in tmp_path.iterdir() if "restoring" in file.name) == []


def test_a_pipe_is_refused_and_a_link_to_an_older_backup_stays_one(desk: Desk, backup: Path) -> None:
    pipe = backup.with_name("pipe")
    os.mkfifo(pipe)
    with pytest.raises(StoreError, match="no file"):
        back_up(desk.path, pipe)
    with pytest.raises(StoreError, match="no file"):
        back_up(pipe, backup)
    with pytest.raises(StoreError, match="no file"):
        damage_of(pipe)
    back_up(desk.path, backup)
    link = backup.with_name("link")
    link.symlink_to(backup)
    desk.add("One")
    back_up(desk.path, link)
    assert link.is_symlink()
    assert check(backup).articles == 1


def damage(file: Path) -> None:
    """Overwrite pages in the middle, as a failing disk does."""
    whole = bytearray(file.read_bytes())
    middle = len(whole) // 2 // 8192 * 8192
    whole[middle : middle + 40_960] = b"\xff" * 40_960
    file.write_bytes(whole)


@pytest.mark.parametrize("harm", [damage, lambda file: file.write_bytes(b"no database" * 5000)])
def test_a_backup_takes_the_place_of_a_damaged_database(
    tmp_path: Path, backup: Path, harm: Callable[[Path], object]
) -> None:
    desk = Desk(tmp_path / "news.db")
    desk.add(*(f"Article {n}" for n in range(300)))
    back_up(desk.path, backup)
    desk.close()
    harm(desk.path)
    aside = restore(backup, desk.path)
    assert check(desk.path).articles == 300
    assert aside is not None
    assert [file for file in tmp_path.iterdir() if file.name.startswith("news.db.")]


def test_a_backup_never_leads_to_a_change_of_a_config_file(desk: Desk, backup: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    (one,) = desk.add("One")
    desk.writer.set_flag([one], "starred", True)
    desk.writer.edit_config(config, adding("views", name="New", query="is:unread"))
    back_up(desk.path, backup)
    restore(backup, desk.path)
    written = config.read_text()
    undone = desk.writer.undo()
    assert undone is not None
    assert undone.change.what == "starred 1 article"
    assert config.read_text() == written


def test_what_was_tagged_is_no_damage_and_a_true_null_is(desk: Desk, backup: Path) -> None:
    ids = desk.add(*(f"Article {n}" for n in range(20)))
    desk.writer.add_tag(ids, "foo")
    assert back_up(desk.path, backup).articles == 20
    assert damage_of(desk.path) == ""
    with sqlite3.connect(backup) as other:
        other.execute("CREATE TABLE t (x INTEGER)")
        other.execute("INSERT INTO t VALUES (NULL)")
        other.execute("PRAGMA writable_schema = ON")
        other.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE t (x INTEGER NOT NULL)' WHERE name = 't'")
    with pytest.raises(CorruptDatabase, match=r"NULL value in t\.x"):
        check(backup)
