"""What the world does to a store: full disks, read-only folders, other versions, other processes, damage."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from store_builders import BOTH, Desk, entry

from newsreader.store import connect, migrate, schema
from newsreader.store.errors import Busy, CorruptDatabase, DiskFull, Interrupted, NewerDatabase, StoreError
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer


def test_a_full_disk_loses_nothing_and_reading_goes_on(desk: Desk) -> None:
    desk.add("Storm")
    pages = desk.writer.db.execute("PRAGMA page_count").fetchone()[0]
    desk.writer.db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match=r"disk is full.*free some room"):
        desk.add(entry("Too much", body="x" * 1_000_000))
    assert desk.listed() == ["Storm"]
    desk.writer.db.execute("PRAGMA max_page_count = 1000000")
    desk.add("Again")
    assert sorted(desk.listed()) == ["Again", "Storm"]


def test_where_there_is_no_room_even_to_open_it_the_store_is_read(desk: Desk) -> None:
    desk.add("Storm")
    desk.close()
    # No file may grow: the one that connections share cannot be made, as on a disk without a single free page.
    script = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))
reader = Reader(path)
print([h.title for h in reader.headlines(reader.ids(Selection()))], reader.read_only)
try:
    Writer(path).set_flag([1], "read", True)
except Exception as error:
    print(type(error).__name__, error)
"""
    lines = in_a_process(script, desk.path)
    assert lines[0] == "['Storm'] True"
    assert lines[1].startswith("DiskFull the disk is full")
    assert len(lines) == 2


def test_a_newer_database_is_refused_and_left_alone(desk: Desk) -> None:
    desk.writer.db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    for open_it in (Writer, Reader):
        with pytest.raises(NewerDatabase, match="update newsreader"):
            open_it(desk.path)
    assert desk.writer.db.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION + 1


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE things (x)")
    db.commit()
    db.close()
    before = path.read_bytes()
    for open_it in (Writer, Reader):
        with pytest.raises(StoreError, match="belongs to another program"):
            open_it(path)
    assert path.read_bytes() == before


def test_a_migration_makes_a_backup_and_is_one_transaction(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.add("Storm")
    desk.close()
    later = schema.VERSION + 1
    steps = {schema.VERSION: "ALTER TABLE articles ADD COLUMN mood TEXT;\nCREATE TABLE broken (;\n"}
    monkeypatch.setattr(connect, "VERSION", later)
    monkeypatch.setattr(migrate, "VERSION", later)
    monkeypatch.setattr(migrate, "MIGRATIONS", steps)
    with pytest.raises(StoreError):
        Writer(desk.path)
    db = sqlite3.connect(desk.path)
    assert db.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION
    assert "mood" not in [row[1] for row in db.execute("PRAGMA table_info(articles)")]
    db.close()
    steps[schema.VERSION] = "ALTER TABLE articles ADD COLUMN mood TEXT;\n"
    reader = Reader(desk.path)  # a reader brings the schema up to date as well
    assert len(reader.ids(Selection())) == 1
    reader.close()
    backup = sqlite3.connect(desk.path.with_name(f"news.db.before-schema-{later}"))
    assert backup.execute("SELECT title FROM articles").fetchall() == [("Storm",)]
    assert backup.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION
    backup.close()


def test_a_writer_waits_for_another_one_and_gives_up_in_the_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Writer(desk.path)
    other.db.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.05)
    with pytest.raises(Busy, match="another newsreader"):
        desk.add("Storm")
    monkeypatch.setattr(connect, "BUSY_SECONDS", 30)
    waiting = threading.Thread(target=desk.writer.save_state, args=("key", 1))
    waiting.start()
    other.db.execute("COMMIT")
    waiting.join(timeout=30)
    assert desk.reader.load_state("key") == 1
    other.close()


def test_the_file_is_made_as_it_cannot_be_changed_to_later(desk: Desk) -> None:
    pragmas = {"page_size": 8192, "auto_vacuum": 2, "journal_mode": "wal", "user_version": schema.VERSION}
    for name, value in pragmas.items():
        assert desk.writer.db.execute(f"PRAGMA {name}").fetchone()[0] == value, name


def test_nobody_else_can_read_the_file_and_those_beside_it_even_in_an_open_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    desk = Desk(tmp_path / "news.db")
    desk.add("Storm")
    migrate.back_up(desk.writer.db, tmp_path / "backup.db")
    files = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert files == dict.fromkeys(("news.db", "news.db-wal", "news.db-shm", "backup.db"), 0o600)
    desk.close()


def test_a_store_that_others_could_read_is_theirs_no_more_once_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    Desk(path).close()
    path.chmod(0o644)
    desk = Desk(path)
    desk.add("Storm")
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    desk.close()


def test_reading_is_not_blocked_by_a_writer(desk: Desk) -> None:
    desk.add("Storm")
    desk.writer.db.execute("BEGIN IMMEDIATE")
    desk.writer.db.execute("UPDATE articles SET read = 1")
    assert desk.listed(unread=True) == ["Storm"]
    desk.writer.db.execute("COMMIT")
    assert desk.listed(unread=True) == []


def test_a_query_that_is_no_longer_wanted_is_stopped(desk: Desk) -> None:
    desk.add(*[f"Article {n}" for n in range(200)])
    began = threading.Event()

    def slow(title: str) -> str:
        began.set()
        time.sleep(0.001)
        return title

    desk.reader.db.create_function("title_key", 1, slow)
    stopper = threading.Thread(target=lambda: (began.wait(10), desk.reader.interrupt()))
    stopper.start()
    with pytest.raises(Interrupted):
        while True:
            desk.reader.ids(Selection(sort="title"))
    stopper.join()
    assert len(desk.reader.ids(Selection())) == 200


def test_a_folder_whose_name_is_no_utf_8_holds_a_store_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9 100%") / "news.db"
    desk = Desk(path)
    desk.add("Storm")
    desk.close()
    desk = Desk(path)
    assert desk.listed() == ["Storm"]
    desk.close()
    path.write_text("no database " * 1000)
    assert "NOT ONE ARTICLE" in mend(path)


# ── Read-only folders


def in_a_process(script: str, path: Path, under: Sequence[str] = ()) -> list[str]:
    """Run a script with `path` and the store's classes at hand; returns the lines that it prints."""
    preamble = (
        "from pathlib import Path\nfrom newsreader.store.queries import Reader\nfrom newsreader.store.writer import Writer\n"
        f"from newsreader.store.selection import Selection\npath = Path({str(path)!r})\n"
    )
    command = [*under, sys.executable, "-c", preamble + script]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return (run.stdout + run.stderr).splitlines()


def without_privileges(script: str, path: Path) -> list[str]:
    """The same without root's right to write anywhere."""
    if os.geteuid() != 0:
        return in_a_process(script, path)
    if shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and there is no setpriv to give that up")
    return in_a_process(script, path, ("setpriv", "--inh-caps=-all", "--bounding-set=-all"))


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "in use"])
def test_a_read_only_folder_can_be_read_and_changes_are_refused_in_one_line(tmp_path: Path, closed: bool) -> None:
    desk = Desk(tmp_path / "data" / "news.db")
    desk.add("Storm")
    desk.index()
    if closed:
        desk.close()
    else:
        desk.writer.checkpoint()
    desk.path.parent.chmod(0o555)
    for file in desk.path.parent.iterdir():
        file.chmod(0o444)
    script = """
reader = Reader(path)
print([h.title for h in reader.headlines(reader.ids(Selection()))], reader.read_only)
try:
    Writer(path).set_flag([1], "read", True)
except Exception as error:
    print(type(error).__name__, error)
"""
    lines = without_privileges(script, desk.path)
    desk.path.parent.chmod(0o755)
    assert lines[0].startswith("['Storm']"), lines
    assert lines[0].endswith("True") or not closed
    assert len(lines) == 2
    assert lines[1].startswith("ReadOnlyStore")
    assert f"{desk.path.parent} is read-only" in lines[1]


@pytest.mark.parametrize("kind", ["a folder", "neither a file nor a folder"])
def test_what_stands_in_the_place_of_the_database_is_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "news.db"
    path.mkdir() if kind == "a folder" else os.mkfifo(path)
    for open_it in (Writer, Reader):
        with pytest.raises(StoreError, match=f"^{path} is {kind}, where the database should be"):
            open_it(path)


def test_a_data_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    script = "try:\n    Reader(path)\nexcept Exception as error:\n    print(type(error).__name__, error)"
    (line,) = without_privileges(script, tmp_path / "data" / "news.db")
    tmp_path.chmod(0o755)
    assert line.startswith("ReadOnlyStore the data folder")


# ── Damage


def damaged_store(tmp_path: Path, articles: int = 400, *, compressed: bool = False) -> Path:
    desk = Desk(tmp_path / "news.db")
    desk.add(*[entry(f"Article {n}", body=f"<p>text {n} " + "words " * 200) for n in range(articles)])
    desk.index()
    while compressed and desk.writer.tidy_some():
        pass
    desk.writer.set_flag(desk.reader.ids(Selection())[:50], "starred", True)
    desk.writer.save_state("place", "here")
    desk.close()
    return desk.path


def mend(path: Path) -> str:
    """Open the store until it opens; returns what was said about it."""
    with pytest.raises(CorruptDatabase) as caught:
        Writer(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_file_that_is_no_database_is_moved_aside(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    path.write_text("this is no database " * 1000)
    said = mend(path)
    aside = next(tmp_path.glob("news.db.damaged-*"))
    assert str(aside) in said
    assert aside.read_text().startswith("this is no database")
    desk = Desk(path)
    desk.add("Storm")
    assert desk.listed() == ["Storm"]
    desk.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["news.db", aside.name]


@pytest.mark.parametrize("garbage", [b"\x00", b"\xff", b"Zz"], ids=repr)
@pytest.mark.parametrize("near", [b"Article 120", b"text 250 words", b"https://world.example/Article-37"], ids=repr)
def test_what_can_be_read_of_a_damaged_file_is_saved(tmp_path: Path, near: bytes, garbage: bytes) -> None:
    path = damaged_store(tmp_path)
    content = bytearray(path.read_bytes())
    # Torn writes: every page that holds these words is garbage, of the table and of the indexes.
    at = content.find(near)
    while at >= 0:
        page = at // 8192 * 8192
        content[page : page + 8192] = (garbage * 8192)[:8192]
        at = content.find(near)
    path.write_bytes(bytes(content))
    reader = None
    try:
        reader = Reader(path)
        for id_ in range(1, 401):
            reader.article(id_)
        reader.ids(Selection(sort="title"))
        pytest.fail("garbage was read as if nothing were amiss")
    except CorruptDatabase as error:
        said = str(error)
    finally:
        if reader is not None:
            reader.close()
    if "start it again" in said:  # found by a query: the next start mends
        said = mend(path)
    assert "could be saved" in said
    desk = Desk(path, BOTH)
    saved = desk.listed()
    assert len(saved) > 250
    article = desk.reader.article(desk.reader.ids(Selection())[0])
    assert article is not None
    desk.index()
    for title in saved[:5]:
        assert title in desk.found(f'"{title}"')
    assert desk.writer.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    desk.close()


def test_compressed_texts_are_saved_too_even_where_the_rest_of_the_article_is_lost(tmp_path: Path) -> None:
    path = damaged_store(tmp_path, compressed=True)
    db = sqlite3.connect(path)
    (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'bodies'").fetchone()
    db.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * 8192)
        file.write(b"Zz" * 4096)
    with pytest.raises(CorruptDatabase), contextlib.closing(Reader(path)) as reader:
        reader.article(1)
    assert "400 articles could be saved" in mend(path)
    desk = Desk(path)
    articles = [desk.reader.article(id_) for id_ in desk.reader.ids(Selection())]
    assert sum("words" in article.body for article in articles if article is not None) == 400
    desk.close()


def test_a_store_cut_off_in_the_middle_is_mended(tmp_path: Path) -> None:
    path = damaged_store(tmp_path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    try:
        reader = Reader(path)
        for id_ in range(1, 401):
            reader.article(id_)
        pytest.fail("half a database was read as if nothing were amiss")
    except CorruptDatabase as error:
        said = str(error)
    if "start it again" in said:
        said = mend(path)
    desk = Desk(path)
    desk.add("Afterwards")
    assert "Afterwards" in desk.listed()
    assert desk.writer.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    desk.close()


def test_a_file_that_lost_its_tail_loses_only_what_stood_there(tmp_path: Path) -> None:
    path = damaged_store(tmp_path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 5 * 8192)
    with pytest.raises(CorruptDatabase) as caught:
        Reader(path)
    assert "400 articles could be saved" in str(caught.value)
    desk = Desk(path)
    assert len(desk.listed()) == 400
    articles = [desk.reader.article(id_) for id_ in desk.reader.ids(Selection())]
    assert sum("words" in article.body for article in articles if article is not None) > 350
    assert len(desk.listed("is:starred")) == 50
    desk.close()


def test_only_one_process_mends(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    path.write_text("no database " * 1000)
    path.with_name("news.db.rescued").touch()
    with pytest.raises(Busy, match="being mended"):
        Writer(path)
    os.utime(path.with_name("news.db.rescued"), (0, 0))  # left by a process that died long ago
    said = mend(path)
    assert "NOT ONE ARTICLE" in said
    assert str(next(tmp_path.glob("news.db.damaged-*"))) in said


def test_several_processes_may_make_the_store_at_once(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom store_builders import Desk\n"
        "desk = Desk(Path(sys.argv[1]))\ndesk.add(sys.argv[2])\nprint(len(desk.reader.feeds()))\n"
    )
    path = tmp_path / "new" / "news.db"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path), f"Article {n}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=Path(__file__).parent,
        )
        for n in range(6)
    ]
    assert [process.communicate(timeout=60)[0] for process in processes] == ["2\n"] * 6
    desk = Desk(path)
    assert len(desk.listed()) == 6
    desk.close()
