"""What the store keeps of stories: which article is in which, what is a copy of what, and how many outlets a story has.

Filing itself, which articles belong together, is the newsdesk's; here are its rows. Of filed articles the store keeps
what they are compared by (language, sketch of the text), so that no body is read twice.
"""

import json
import sqlite3
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from newsreader.model import Markup
from newsreader.store.connect import named_errors, transaction
from newsreader.store.indexed import meta, set_meta
from newsreader.store.rows import as_time

if TYPE_CHECKING:
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer

VERSION = 4
"""Raise it when the newsdesk would file the same articles in another way: then all are filed anew."""

_COUNTED_AT_ONCE = 500
"""Stories that are counted anew in one transaction."""

_FILED_TO = "filed_to"
_VERSION = "stories_version"

# A list of ids as a parameter.
_AMONG = "IN (SELECT value FROM json_each(?))"


class Story(Struct, frozen=True):
    """A story as an article of it sees it."""

    id: int
    articles: int
    outlets: int
    """Feeds that have it; two feeds with the same page count once."""
    voices: int
    """Feeds that have a text of their own: copies of one text count once."""
    first: datetime
    last: datetime
    """The times of its first and its latest article."""
    copy_of: int | None = None
    """The first article with the same text as this one; None where this is it, or the text is its own."""


@dataclass(frozen=True, slots=True)
class Unfiled:
    """An article that is not filed yet, with what the newsdesk looks at."""

    id: int
    feed: int
    title: str
    link: str
    time: int
    """Seconds since 1970; what lists order it by."""
    lang: str
    """As its publisher named it or the indexer guessed it; '' where neither did."""
    feed_lang: str
    markup: Markup
    body: str
    story: int | None
    """Where a filing of before had it."""


@dataclass(frozen=True, slots=True)
class FiledArticle:
    """An article that is filed."""

    id: int
    feed: int
    title: str
    link: str
    time: int
    lang: str
    sketch: tuple[int, ...]
    story: int | None
    copy_of: int | None


@dataclass(frozen=True, slots=True)
class Placing:
    """Where an article belongs from now on."""

    article: int
    story: int | None
    copy_of: int | None
    lang: str
    sketch: tuple[int, ...]


# ── For the newsdesk


def has_unfiled(writer: "Writer") -> bool:
    """Whether there is anything to file. Takes no time where there is not. Raises StoreError."""
    newest = newest_article(writer)
    with named_errors(writer.db):
        return newest > meta(writer.db, _FILED_TO) or meta(writer.db, _VERSION) != VERSION


def newest_article(writer: "Writer") -> int:
    """Return the id of the article that came in last; 0 in an empty store. Raises StoreError."""
    with named_errors(writer.db):
        return int(writer.db.execute("SELECT ifnull(max(id), 0) FROM articles").fetchone()[0])


def unfiled(writer: "Writer") -> list[tuple[int, int]]:
    """Return (time, id) of the articles that are to be filed, in the order of time. Raises StoreError."""
    with named_errors(writer.db):
        if meta(writer.db, _VERSION) != VERSION:
            file_again(writer)
        return writer.db.execute(
            "SELECT a.sort, a.id FROM articles a LEFT JOIN story_articles s ON s.article_id = a.id"
            " WHERE (s.article_id IS NULL AND a.id > ?) OR s.filed = 0 ORDER BY a.sort, a.id",
            (meta(writer.db, _FILED_TO),),
        ).fetchall()


def file_again(writer: "Writer") -> None:
    """Have all articles filed anew; they keep their stories until then, and the stories their ids. Raises StoreError."""
    with transaction(writer.db):
        writer.db.execute("UPDATE story_articles SET filed = 0")
        set_meta(writer.db, _FILED_TO, 0)
        set_meta(writer.db, _VERSION, VERSION)


def to_file(writer: "Writer", ids: Sequence[int]) -> list[Unfiled]:
    """Return the articles of `ids` that still are there. Raises StoreError."""
    with named_errors(writer.db):
        rows = writer.db.execute(
            "SELECT a.id, a.feed_id, a.title, a.link, a.sort, a.lang, f.lang,"
            """ ifnull(iif(b."full" = '', b.markup, 'html'), 'html'),"""
            """ ifnull(substr(iif(b."full" = '', iif(b.body = '', b.summary, b.body), b."full"), 1, 4000), ''), s.story"""
            " FROM articles a JOIN feeds f ON f.id = a.feed_id LEFT JOIN texts b ON b.article_id = a.id"
            f" LEFT JOIN story_articles s ON s.article_id = a.id WHERE a.id {_AMONG} ORDER BY a.sort, a.id",
            (json.dumps(list(ids)),),
        )
        return [Unfiled(*row) for row in rows]


def filed_between(writer: "Writer", first: int, last: int) -> list[FiledArticle]:
    """Return the filed articles from `first` to `last` (seconds since 1970). Raises StoreError."""
    with named_errors(writer.db):
        found = []
        # Both halves of the index: muted articles are in a story like any other.
        for muted, index in ((0, "articles_by_date"), (1, "muted_by_date")):
            found += writer.db.execute(
                "SELECT a.id, a.feed_id, a.title, a.link, a.sort, s.lang, s.sketch, s.story, s.copy_of"
                f" FROM articles a INDEXED BY {index} JOIN story_articles s ON s.article_id = a.id AND s.filed = 1"
                f" WHERE a.muted = {muted} AND a.sort BETWEEN ? AND ?",
                (first, last),
            ).fetchall()
    return [
        FiledArticle(id_, feed, title, link, moment, lang, _unpack(sketch), story, copy_of)
        for id_, feed, title, link, moment, lang, sketch, story, copy_of in found
    ]


def older_headlines(writer: "Writer", before: int, limit: int) -> list[tuple[str, str]]:
    """Return (title, language) of the newest filed articles older than `before`. Raises StoreError."""
    with named_errors(writer.db):
        return writer.db.execute(
            "SELECT a.title, s.lang FROM articles a INDEXED BY articles_by_date"
            " JOIN story_articles s ON s.article_id = a.id AND s.filed = 1"
            " WHERE a.muted = 0 AND a.sort < ? ORDER BY a.sort DESC, a.id DESC LIMIT ?",
            (before, limit),
        ).fetchall()


def save(writer: "Writer", placings: Sequence[Placing], merged: Mapping[int, int]) -> None:
    """File articles, in one transaction. Raises StoreError."""
    db = writer.db
    with transaction(db):
        touched = {placing.story for placing in placings} | set(merged) | set(merged.values())
        touched |= {
            story
            for (story,) in db.execute(
                f"SELECT story FROM story_articles WHERE article_id {_AMONG}",
                (json.dumps([placing.article for placing in placings]),),
            )
        }
        there = {
            id_
            for (id_,) in db.execute(
                f"SELECT id FROM articles WHERE id {_AMONG}", (json.dumps([placing.article for placing in placings]),)
            )
        }
        db.executemany(
            "INSERT OR REPLACE INTO story_articles (article_id, story, copy_of, lang, sketch, filed) VALUES (?, ?, ?, ?, ?, 1)",
            [(p.article, p.story, p.copy_of, p.lang, _pack(p.sketch)) for p in placings if p.article in there],
        )
        db.executemany(
            "UPDATE story_articles SET story = ? WHERE story = ?", [(new, old) for old, new in merged.items()]
        )
        _count(db, touched - {None})


def all_filed(writer: "Writer", newest: int) -> None:
    """Note that all articles up to the id `newest` are filed, and count what lost articles. Raises StoreError.

    Looking through all stories (0.3 s for 200,000) keeps nobody from writing; what shrank is counted in steps.
    """
    with named_errors(writer.db):
        shrunk = [
            row[0]
            for row in writer.db.execute(
                "SELECT id FROM stories s WHERE articles <> (SELECT count(*) FROM story_articles WHERE story = s.id)"
            )
        ]
    for start in range(0, len(shrunk), _COUNTED_AT_ONCE):
        with transaction(writer.db):
            _count(writer.db, shrunk[start : start + _COUNTED_AT_ONCE])
    with transaction(writer.db):
        set_meta(writer.db, _FILED_TO, newest)


def totals(writer: "Writer") -> tuple[int, int]:
    """Return how many stories there are, and how many articles in them. Raises StoreError."""
    with named_errors(writer.db):
        row = writer.db.execute("SELECT count(*), ifnull(sum(articles), 0) FROM stories WHERE articles > 1").fetchone()
        return int(row[0]), int(row[1])


def _count(db: sqlite3.Connection, stories: Collection[int | None]) -> None:
    """Count the articles and outlets of stories anew; those with fewer than two articles are none."""
    listed = json.dumps(sorted(story for story in stories if story is not None))
    members: dict[int, list[tuple[int, int, int, str, int | None]]] = {}
    for story, *member in db.execute(
        "SELECT s.story, a.id, a.feed_id, a.sort, a.link, s.copy_of FROM story_articles s"
        f" JOIN articles a ON a.id = s.article_id WHERE s.story {_AMONG} ORDER BY a.id",
        (listed,),
    ):
        members.setdefault(story, []).append(tuple(member))
    db.execute(f"DELETE FROM stories WHERE id {_AMONG}", (listed,))
    db.executemany(
        "INSERT INTO stories (id, first, last, articles, outlets, voices) VALUES (?, ?, ?, ?, ?, ?)",
        [_counted(story, held) for story, held in members.items()],
    )


def _counted(story: int, members: Sequence[tuple[int, int, int, str, int | None]]) -> tuple[int, ...]:
    feed_of = {id_: feed for id_, feed, *_ in members}
    # Two feeds of one outlet often have the same page: that is one outlet's one piece.
    by_link: dict[object, int] = {}
    for id_, feed, _, link, _ in members:
        by_link.setdefault(link or id_, feed)
    voices = {feed_of.get(id_ if copy_of is None else copy_of, feed) for id_, feed, _, _, copy_of in members}
    times = [moment for _, _, moment, _, _ in members]
    return (story, min(times), max(times), len(members), len(set(by_link.values())), len(voices))


def _pack(sketch: tuple[int, ...]) -> bytes:
    return array("L" if array("L").itemsize == 4 else "I", sketch).tobytes()


def _unpack(data: bytes) -> tuple[int, ...]:
    held = array("L" if array("L").itemsize == 4 else "I")
    held.frombytes(data)
    return tuple(held)


# ── For those who show stories


def stories_of(reader: "Reader", ids: Iterable[int]) -> dict[int, Story]:
    """Return the stories that articles are in, by article; those that stand alone are missing. Raises StoreError."""
    with named_errors(reader.db):
        rows = reader.db.execute(
            "SELECT s.article_id, t.id, t.articles, t.outlets, t.voices, t.first, t.last, s.copy_of"
            " FROM story_articles s JOIN stories t ON t.id = s.story"
            f" WHERE s.article_id {_AMONG} AND t.articles > 1",
            (json.dumps(list(ids)),),
        )
        return {
            article: Story(id_, articles, outlets, voices, as_time(first), as_time(last), copy_of)
            for article, id_, articles, outlets, voices, first, last, copy_of in rows
        }


def articles_of(reader: "Reader", story: int) -> "array[int]":
    """Return the ids of a story's articles, the first ones first; muted ones and those of feeds that are no longer
    subscribed are left out, unless starred. Raises StoreError."""
    with named_errors(reader.db):
        rows = reader.db.execute(
            "SELECT a.id FROM story_articles s JOIN articles a ON a.id = s.article_id JOIN feeds f ON f.id = a.feed_id"
            " WHERE s.story = ? AND a.muted = 0 AND (f.subscribed = 1 OR a.starred = 1) ORDER BY a.sort, a.id",
            (story,),
        )
        return array("q", [row[0] for row in rows])


def told_with(reader: "Reader | Writer", ids: Iterable[int]) -> "array[int]":
    """Return the ids of all other articles of the stories that those of `ids` are in. Raises StoreError."""
    with named_errors(reader.db):
        rows = reader.db.execute(
            "WITH asked (id) AS (SELECT value FROM json_each(?))"
            " SELECT article_id FROM story_articles WHERE article_id NOT IN asked AND story IN"
            "  (SELECT s.story FROM story_articles s JOIN asked ON asked.id = s.article_id WHERE s.story IS NOT NULL)"
            " ORDER BY article_id",
            (json.dumps(list(ids)),),
        )
        return array("q", [row[0] for row in rows])


def copies_of(reader: "Reader | Writer", ids: Iterable[int]) -> "array[int]":
    """Return the ids of the articles with the same text as those of `ids`, without these. Raises StoreError."""
    asked = list(ids)
    with named_errors(reader.db):
        rows = reader.db.execute(
            "WITH asked (id) AS (SELECT value FROM json_each(?)),"
            " roots (root, story) AS (SELECT DISTINCT ifnull(s.copy_of, s.article_id), s.story"
            "  FROM story_articles s JOIN asked ON asked.id = s.article_id WHERE s.story IS NOT NULL)"
            " SELECT s.article_id FROM roots JOIN story_articles s ON s.story = roots.story"
            " WHERE ifnull(s.copy_of, s.article_id) = roots.root AND s.article_id NOT IN asked ORDER BY s.article_id",
            (json.dumps(asked),),
        )
        return array("q", [row[0] for row in rows])
