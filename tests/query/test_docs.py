"""Every example in docs/queries.md does what the page says."""

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsreader.model import Changes, Enclosure, Entry, FeedUpdate, KeyedEntry, Schedule, Subscription
from newsreader.query.parse import QueryError, parse
from newsreader.query.tree import show
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer

PAGE = (Path(__file__).parent.parent.parent / "docs" / "queries.md").read_text(encoding="utf-8")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=BERLIN)


def table(first_column: str) -> list[list[str]]:
    """The rows of all tables whose head begins with these columns."""
    rows: list[list[str]] = []
    inside = False
    for line in PAGE.splitlines():
        if line.startswith(first_column):
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("|---"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


ARTICLES = table("| n | feed |")
FINDS = [(row[0].strip("`"), row[1].split()) for row in table("| query | finds | |")]
ORDERS = [(row[0].strip("`"), row[1].split()) for row in table("| query | finds in this order |")]
MISTAKES = [(row[0].strip("`"), row[1]) for row in table("| query | says |")]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The ten articles of the page."""
    path = tmp_path_factory.mktemp("docs") / "news.db"
    writer = Writer(path, clock=lambda: NOW)
    feeds = list(dict.fromkeys((row[1], row[2]) for row in ARTICLES))
    tags = {"Tech Wire": ("geeks",)}
    urls = {name: f"https://{name.split()[0].lower()}.example" for name, _ in feeds}
    writer.sync([Subscription(urls[name], name, section, tags.get(name, ())) for name, section in feeds])
    ids = {name: n for n, (name, _) in enumerate(feeds, 1)}
    for n, feed, _, title, author, text, when, state in ARTICLES:
        body = "long " * 3000 if "3,000 words" in text else text
        entry = Entry(
            guid=n,
            link=f"{urls[feed]}/{n}",
            title=title,
            authors=(author,),
            published=datetime.fromisoformat(when).replace(tzinfo=BERLIN),
            body=body,
            markup="text",
            enclosures=(Enclosure("https://a.example/a.mp3", "audio/mpeg"),) if "audio" in state else (),
        )
        digest = hashlib.blake2b(n.encode()).digest()
        changes = Changes(new=(KeyedEntry(n, entry, digest, digest),))
        writer.commit([FeedUpdate(ids[feed], Schedule(), changes)])
        for flag in ("read", "starred", "muted"):
            if re.search(rf"\b{flag}\b", state):
                writer.set_flag([int(n)], flag, True)  # type: ignore[arg-type]
        if "tagged" in state:
            writer.db.execute("INSERT INTO tags VALUES (?, 'later', 'later')", (int(n),))
    while writer.index_some():
        pass
    writer.close()
    reader = Reader(path)
    yield reader
    reader.close()


def test_the_page_has_examples() -> None:
    assert len(ARTICLES) == 10
    assert len(FINDS) > 40
    assert len(ORDERS) >= 3
    assert len(MISTAKES) >= 5


@pytest.mark.parametrize(("query", "numbers"), FINDS)
def test_an_example_finds_what_the_page_says(reader: Reader, query: str, numbers: list[str]) -> None:
    found = reader.ids(Selection(query=parse(query, now=NOW)))
    assert sorted(found) == sorted(map(int, numbers))


@pytest.mark.parametrize(("query", "numbers"), ORDERS)
def test_an_example_is_in_the_order_that_the_page_says(reader: Reader, query: str, numbers: list[str]) -> None:
    assert list(reader.ids(Selection(query=parse(query, now=NOW)))) == list(map(int, numbers))


@pytest.mark.parametrize(("query", "message"), MISTAKES)
def test_a_mistake_is_told_as_the_page_says(query: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query, now=NOW)
    assert str(caught.value) == message


@pytest.mark.parametrize("query", [query for query, _ in (*FINDS, *ORDERS)])
def test_an_example_prints_as_a_query_that_means_the_same(query: str) -> None:
    parsed = parse(query, now=NOW)
    assert parse(show(parsed), now=NOW) == parsed
