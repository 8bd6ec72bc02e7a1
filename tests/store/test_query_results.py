"""Any query finds in SQLite what an obvious evaluator finds, and what the pure one in query/match.py says."""

import functools
import operator
import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_builders import TECH, WORLD, Desk, entry

from newsreader.model import Article, Enclosure, Feed, Has
from newsreader.query import tree
from newsreader.query.match import Subject, matches
from newsreader.query.parse import parse
from newsreader.query.words import Term, find_hits, fold, terms, url_text
from newsreader.store.queries import Reader
from newsreader.store.search import search
from newsreader.store.selection import Selection

VOCABULARY = (
    "storm Storms stormy surge École ecole écoles sturm Straße strasse a at the of C++ rock-n-roll 新闻 新闻记者 闻 记者 "
    "东京新闻 ニュース 手机 iPhone手机 정부는 정부 Łódź it’s 12:30 हिन्दी"
).split()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """300 articles with every combination of what a query may ask."""
    desk = Desk(tmp_path_factory.mktemp("archive") / "news.db")
    choice = random.Random(7)

    def words(least: int, most: int) -> str:
        return " ".join(choice.choices(VOCABULARY, k=choice.randint(least, most)))

    for n in range(300):
        enclosures = (Enclosure("e", "audio/mpeg"),) if n % 5 == 0 else ()
        made = entry(
            words(1, 4),
            guid=str(n),
            link=f"https://{choice.choice(('storm', 'surge'))}.example/{choice.choice(('news', 'École'))}/{n}?q=storm",
            authors=(choice.choice(("Ada Storm", "Bo Łódź", "新闻社", "")),),
            published=desk.now - timedelta(hours=choice.randint(0, 24 * 40)),
            body=f"<p>{words(0, 6)}</p>" + "<p>filler</p>" * choice.choice((0, 0, 400, 1100)),
            enclosures=enclosures,
            image="i" if n % 7 == 0 else "",
        )
        (id_,) = desk.add(made, feed=choice.choice((WORLD, TECH)))
        for flag in ("read", "starred", "muted"):
            if choice.random() < 0.3:
                desk.writer.set_flag([id_], flag, True)  # type: ignore[arg-type]
        if n % 9 == 0:
            desk.writer.db.execute("INSERT INTO tags VALUES (?, 'Später', 'spater')", (id_,))
    desk.index()
    yield desk
    desk.close()


# ── The obvious evaluator


def holds(
    node: tree.Node, article: Article, feed: Feed, text: str, parts: tuple[str, ...] = ("title", "author", "body")
) -> bool:
    """Whether the query finds the article: read it aloud, and it says so."""
    headline = article.headline
    match node:
        case tree.Everything():
            return True
        case tree.And(nodes):
            return all(holds(held, article, feed, text, parts) for held in nodes)
        case tree.Or(nodes):
            return any(holds(held, article, feed, text, parts) for held in nodes)
        case tree.Not(held):
            return not holds(held, article, feed, text, parts)
        case tree.Field(name, held):
            return holds(held, article, feed, text, (name,))
        case tree.Word() | tree.Phrase():
            given = {"title": headline.title, "author": headline.author, "body": text, "url": url_text(headline.link)}
            return any(shows(node, given[part], part, parts) for part in parts)
        case _:
            return is_so(node, article, feed)


def is_so(node: tree.Node, article: Article, feed: Feed) -> bool:
    headline = article.headline
    match node:
        case tree.Place(name, value, prefix):
            names = {"section": [feed.section], "tag": [*article.tags, *feed.tags]}.get(name)
            if names is None:
                return value == feed.url or is_marked(feed.name, *terms(tree.Word(value, prefix)))
            return any(fold(n).startswith(fold(value)) if prefix else fold(n) == fold(value) for n in names)
        case tree.Is(state):
            return {"read": headline.read, "unread": not headline.read}.get(state, getattr(headline, state, False))
        case tree.Has(what):
            bit = {"image": Has.IMAGE, "audio": Has.AUDIO, "video": Has.VIDEO, "fulltext": Has.FULL_TEXT}[what]
            return bool(headline.has & bit.value)
        case tree.When(start=start, end=end):
            return (not start or headline.sort >= start) and (not end or headline.sort < end)
        case tree.Length(comparison, minutes):
            shown = headline.minutes or 0
            compared = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt}
            return bool(compared[comparison](shown, minutes))
    raise AssertionError(node)


@functools.cache
def is_marked(text: str, term: Term) -> bool:
    return bool(find_hits(text, (term,)))


def shows(node: tree.Word | tree.Phrase, given: str, part: str, parts: tuple[str, ...]) -> bool:
    """Whether the word or phrase would be marked in this part; short beginnings count in titles and authors alone."""
    (term,) = terms(node)
    short = term.prefix and len(term.pieces[-1]) <= 2
    if short and (len(term.pieces) > 1 or parts == ("body",)):
        (term,) = terms(tree.Phrase(node.text))
    elif short and part == "body":
        return False
    return is_marked(given, term)


def subject(article: Article, feed: Feed, text: str) -> Subject:
    headline = article.headline
    return Subject(
        title=headline.title,
        author=headline.author,
        text=text,
        link=headline.link,
        time=headline.sort,
        feed=feed.name,
        feed_url=feed.url,
        section=feed.section,
        tags=(*article.tags, *feed.tags),
        read=headline.read,
        starred=headline.starred,
        muted=headline.muted,
        has=headline.has,
        words=headline.words,
    )


# ── Any query

WORDS = st.sampled_from(
    "storm STORM école ecole strasse sturm the a at st sto e éc 新闻 新 闻 闻记 新闻记者 京新 手机 iphone手机 ース 정부 부 lodz it's "
    "12:30 rock-n-roll rock-n c हिन्दी हि nowhere".split()
)
TEXTS = st.one_of(
    WORDS,
    WORDS.map(lambda word: f"{word}*"),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
)
TEXT_TREES = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' or '.join(parts)})"),
        inner.map(lambda part: f"-{part}"),
    ),
    max_leaves=4,
)
FACTS = st.sampled_from(
    "is:unread is:read is:starred is:muted has:image has:audio has:video has:fulltext len<2m len<=2m len=2m len>=6m len>5m len<1m "
    "newer:3d newer:12h older:1w older:30d after:2026-11-20 before:2026-11-10 date:today date:yesterday date:2026-11 "
    'feed:world feed:"World_Daily" feed:wor* feed:wire feed:nowhere feed:https://tech.example/rss section:World section:tech '
    "section:te* section:nowhere tag:geeks tag:später tag:spa* tag:nothing".split()
)
LEAVES = st.one_of(
    TEXTS,
    FACTS,
    st.builds("{}:({})".format, st.sampled_from(("title", "author", "body", "url")), TEXT_TREES),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: f"({' or '.join(parts)})"),
        inner.map(lambda part: f"-{part}"),
    ),
    max_leaves=8,
)


@functools.cache
def articles(desk: Desk) -> list[tuple[Article, Feed, str, Subject]]:
    feeds = {feed.id: feed for feed in desk.reader.feeds()}
    found = []
    for id_ in range(1, desk.reader.last_id() + 1):
        article, text = desk.reader.article(id_), desk.reader.plain_text(id_)
        assert article is not None
        feed = feeds[article.headline.feed_id]
        found.append((article, feed, text, subject(article, feed, text)))
    return found


@settings(max_examples=100, deadline=None)
@given(QUERIES)
def test_any_query_finds_what_it_says(archive: Desk, text: str) -> None:
    query = parse(text, now=archive.now)
    asked = [held for held in articles(archive) if "is:muted" in text or not held[0].headline.muted]
    expected = {article.headline.id for article, feed, plain, _ in asked if holds(query.node, article, feed, plain)}
    assert {article.headline.id for article, _, _, judged in asked if matches(query.node, judged)} == expected
    listed = archive.reader.ids(Selection(query=query))
    assert set(listed) == expected
    assert archive.reader.count(Selection(query=query)) == len(expected)
    assert {hit.id for hit in search(archive.reader, query, Selection(), limit=None, full=True)} == expected
    assert list(archive.reader.ids(Selection(query=query), limit=10)) == list(listed)[:10]


def test_the_archive_is_worth_asking(archive: Desk) -> None:
    """Each fact splits the archive: a query about it that finds all or nothing would prove little."""
    reader: Reader = archive.reader
    for text in (
        "is:read",
        "is:starred",
        "has:image",
        "has:audio",
        "len<2m",
        "len>5m",
        "newer:3d",
        "feed:world",
        "tag:geeks",
        "tag:später",
        "新闻",
        "ecole",
        "st*",
    ):
        found = reader.count(Selection(query=parse(text, now=archive.now)))
        assert 0 < found < 250, text
