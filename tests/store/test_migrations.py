"""Databases of earlier versions are brought up to this one, with all that is in them."""

import sqlite3
from pathlib import Path

from store_builders import BOTH, NOON, Desk

from newsreader.store import schema
from newsreader.store.journal import pack

SCHEMA_1 = (Path(__file__).parent / "schema_1.sql").read_text(encoding="utf-8")
SCHEMA_4 = (Path(__file__).parent / "schema_4.sql").read_text(encoding="utf-8")
SCHEMA_2 = (Path(__file__).parent / "schema_2.sql").read_text(encoding="utf-8")


def database_of_version_1(path: Path) -> None:
    """Two articles, one of them read; reading it can be undone, starring it can be done again."""
    path.parent.mkdir()
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(SCHEMA_1)
    db.execute(f"INSERT INTO feeds (id, url, place) VALUES (1, '{BOTH[0].url}', 0)")
    db.executemany(
        "INSERT INTO articles (id, feed_id, sort, read, first_seen, title, author, link, guid, entry_hash, text_hash)"
        " VALUES (?, 1, ?, ?, ?, ?, '', '', ?, x'', x'')",
        [(n, n, read, n, title, title) for n, read, title in ((1, 1, "A"), (2, 0, "B"))],
    )
    db.execute("INSERT INTO tags VALUES (2, 'Später', 'spater')")
    insert = "INSERT INTO changes (at, what, field, value, count, ids, undone) VALUES (?, ?, ?, 1, 1, ?, ?)"
    db.execute(insert, (NOON.timestamp(), "marked 1 article as read", "read", pack([1]), 0))
    db.execute(insert, (NOON.timestamp(), "starred 1 article", "starred", pack([1]), 1))
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")
    db.close()


def database_of_version_2(path: Path) -> None:
    """An article with a text and a star, whose text was replaced once."""
    path.parent.mkdir()
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(SCHEMA_2)
    db.execute(f"INSERT INTO feeds (id, url, place) VALUES (1, '{BOTH[0].url}', 0)")
    db.execute(
        "INSERT INTO articles (id, feed_id, sort, starred, first_seen, title, author, link, guid, entry_hash, text_hash)"
        " VALUES (7, 1, 1, 1, 1, 'A', '', '', 'a', x'01', x'02')"
    )
    db.execute("INSERT INTO bodies (article_id, markup, body) VALUES (7, 'html', '<p>New.</p>')")
    db.execute("INSERT INTO previous VALUES (7, 1, 'A', 'html', '<p>Old.</p>')")
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute("PRAGMA user_version = 2")
    db.close()


def database_of_version_4(path: Path, articles: int = 1) -> None:
    """Articles that are in the index already, and none of them compressed."""
    path.parent.mkdir()
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(SCHEMA_4)
    db.execute(f"INSERT INTO feeds (id, url, place) VALUES (1, '{BOTH[0].url}', 0)")
    for id_ in range(1, articles + 1):
        db.execute(
            "INSERT INTO articles (id, feed_id, sort, first_seen, title, author, link, guid, entry_hash, text_hash)"
            f" VALUES ({id_}, 1, 1, 1, 'Storm', '', '', 'a{id_}', x'', x'')"
        )
        body = f"{'wind and rain ' * 30}{id_}"
        db.execute("INSERT INTO bodies (article_id, markup, body) VALUES (?, 'text', ?)", (id_, body))
        db.execute("INSERT INTO search (rowid, title, author, body) VALUES (?, 'Storm', '', ?)", (id_, body))
        db.execute("INSERT INTO heads (rowid, title, author, url) VALUES (?, 'Storm', '', '')", (id_,))
    db.execute("INSERT INTO meta VALUES ('indexed_to', ?), ('index_version', 1)", (articles,))
    db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    db.execute("PRAGMA user_version = 4")
    db.close()


def test_texts_of_a_database_of_version_4_are_compressed_in_steps_and_not_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "data" / "news.db"
    database_of_version_4(path, articles=600)
    desk = Desk(path)
    try:
        count = "SELECT count(*) FROM packed"
        assert desk.writer.db.execute(count).fetchone() == (0,)
        assert desk.writer.tidy_some()
        assert 0 < desk.writer.db.execute(count).fetchone()[0] < 600
        while desk.writer.tidy_some():
            pass
        assert desk.writer.db.execute(count).fetchone() == (600,)
        article = desk.reader.article(599)
        assert article is not None
        assert article.body == f"{'wind and rain ' * 30}599"
        assert desk.found("599") == ["Storm"]
        assert desk.writer.db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        desk.close()


def test_a_database_of_version_2_keeps_its_articles_and_counts_fetching_from_now_on(tmp_path: Path) -> None:
    path = tmp_path / "data" / "news.db"
    database_of_version_2(path)
    desk = Desk(path)
    try:
        assert desk.listed(starred=True) == ["A"]
        assert desk.writer.db.execute("SELECT body FROM previous").fetchall() == [("<p>Old.</p>",)]
        assert desk.reader.history() == {}
        assert desk.add("B") == [8]
        assert desk.reader.history()[1][-1].new == 1
    finally:
        desk.close()


def test_a_database_of_version_1_keeps_articles_tags_and_journal(tmp_path: Path) -> None:
    path = tmp_path / "data" / "news.db"
    database_of_version_1(path)
    desk = Desk(path)
    try:
        assert desk.listed() == ["B", "A"]
        assert desk.listed("tag:spater") == ["B"]
        assert [(change.what, change.undone) for change in desk.writer.changes()] == [
            ("starred 1 article", True),
            ("marked 1 article as read", False),
        ]
        assert desk.writer.redo() is not None
        assert desk.listed(starred=True) == ["A"]
        desk.writer.undo()
        assert desk.writer.undo() is not None
        assert desk.listed(unread=True) == ["B", "A"]
        backup = sqlite3.connect(path.with_name(f"news.db.before-schema-{schema.VERSION}"))
        assert backup.execute("PRAGMA user_version").fetchone() == (1,)
        backup.close()
    finally:
        desk.close()


def test_a_migrated_database_has_the_same_tables_as_a_new_one(tmp_path: Path) -> None:
    old, second, fourth = (tmp_path / name / "news.db" for name in ("old", "second", "fourth"))
    database_of_version_1(old)
    database_of_version_2(second)
    database_of_version_4(fourth)
    shapes = []
    for desk in (Desk(old), Desk(second), Desk(fourth), Desk(tmp_path / "new" / "news.db")):
        tables = [
            row[0]
            for row in desk.writer.db.execute(
                "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY 1"
            )
        ]
        shapes.append({table: desk.writer.db.execute(f"PRAGMA table_info({table})").fetchall() for table in tables})
        desk.close()
    assert shapes[0] == shapes[1] == shapes[2] == shapes[3]
