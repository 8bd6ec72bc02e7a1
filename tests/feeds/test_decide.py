"""Identity and history: what a document changes about what is known, case by case and as properties."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from newsreader.feeds.decide import decide, normal_link
from newsreader.feeds.hashes import hash_entry
from newsreader.model import Changes, Entry, KnownArticle

LONG = (
    "A text that is long enough to be told from another one, which is what telling by the text alone needs to be sure. "
)


class Feed:
    """What a store would do with the changes, and no more: rows that are never deleted."""

    def __init__(self) -> None:
        self.rows: dict[int, KnownArticle] = {}
        self.titles: dict[int, str] = {}

    def receive(self, *entries: Entry, site: str = "") -> Changes:
        changes = decide([hash_entry(entry) for entry in entries], list(self.rows.values()), site=site)
        for keyed in changes.new:
            id_ = len(self.rows) + 1
            assert keyed.key not in {row.guid for row in self.rows.values()}, "a key that is taken"
            self.rows[id_] = KnownArticle(id_, keyed.key, keyed.entry.link, keyed.entry_hash, keyed.text_hash)
            self.titles[id_] = keyed.entry.title
        for id_, keyed in changes.updated:
            self.rows[id_] = KnownArticle(id_, keyed.key, keyed.entry.link, keyed.entry_hash, keyed.text_hash)
            self.titles[id_] = keyed.entry.title
        assert len({row.guid for row in self.rows.values()}) == len(self.rows)
        return changes


def entry(name: str, *, guid: str | None = None, link: str | None = None, body: str | None = None) -> Entry:
    return Entry(
        guid=name if guid is None else guid,
        link=f"https://news.example/{name}" if link is None else link,
        title=name,
        body=LONG + name if body is None else body,
    )


@pytest.fixture
def feed() -> Feed:
    return Feed()


def counts(changes: Changes) -> tuple[int, int, int]:
    return len(changes.new), len(changes.updated), changes.same


def test_the_same_document_twice_changes_nothing(feed: Feed) -> None:
    assert counts(feed.receive(entry("a"), entry("b"))) == (2, 0, 0)
    assert counts(feed.receive(entry("a"), entry("b"))) == (0, 0, 2)


def test_a_changed_text_is_an_update_of_the_same_article(feed: Feed) -> None:
    feed.receive(entry("a"))
    assert counts(feed.receive(entry("a", body="Corrected."))) == (0, 1, 0)


def test_an_empty_and_a_shrunken_document_change_nothing(feed: Feed) -> None:
    feed.receive(entry("a"), entry("b"))
    assert counts(feed.receive()) == (0, 0, 0)
    assert counts(feed.receive(entry("b"))) == (0, 0, 1)
    assert counts(feed.receive(entry("a"), entry("b"))) == (0, 0, 2)


def test_guids_that_went_from_http_to_https_are_the_same_articles(feed: Feed) -> None:
    old = [entry(n, guid=f"http://news.example/{n}", link=f"http://news.example/{n}") for n in "abc"]
    feed.receive(*old)
    new = [entry(n, guid=f"https://www.news.example/{n}/", link=f"https://www.news.example/{n}/") for n in "abc"]
    assert counts(feed.receive(*new)) == (0, 3, 0)
    assert counts(feed.receive(*new)) == (0, 0, 3)


def test_guids_that_are_new_on_every_fetch_make_no_new_articles(feed: Feed) -> None:
    feed.receive(entry("a", guid="1"), entry("b", guid="2"))
    for fetch in range(3):
        changes = feed.receive(entry("a", guid=f"a{fetch}"), entry("b", guid=f"b{fetch}"))
        assert counts(changes) == (0, 2, 0)


def test_a_path_that_moved_is_recognised_by_the_text(feed: Feed) -> None:
    feed.receive(*(entry(n, guid=f"/old/{n}", link=f"https://news.example/old/{n}") for n in "abc"))
    moved = [entry(n, guid=f"/new/{n}", link=f"https://news.example/new/{n}") for n in "abc"]
    assert counts(feed.receive(*moved)) == (0, 3, 0)


def test_an_article_rewritten_under_a_new_guid_is_recognised_by_its_link(feed: Feed) -> None:
    feed.receive(entry("a", guid="https://news.example/a#0"), entry("b"))
    changes = feed.receive(
        structs.replace(entry("a", guid="https://news.example/a#1", body="Much more is known."), title="A, updated"),
        entry("b"),
    )
    assert counts(changes) == (0, 1, 1)


def test_entries_that_all_link_to_the_front_page_are_not_one_article(feed: Feed) -> None:
    home = "https://news.example/"
    feed.receive(entry("a", link=home), site=home)
    assert counts(feed.receive(entry("b", link=home), site=home)) == (1, 0, 0)


def test_short_posts_of_one_wording_are_two_articles(feed: Feed) -> None:
    feed.receive(Entry(guid="1", link="https://news.example/monday", title="Open thread", body="Discuss."))
    changes = feed.receive(Entry(guid="2", link="https://news.example/tuesday", title="Open thread", body="Discuss."))
    assert counts(changes) == (1, 0, 0)


def test_an_article_that_the_document_still_names_is_nobody_elses(feed: Feed) -> None:
    feed.receive(entry("a"))
    copy = entry("a", guid="copy")
    assert counts(feed.receive(copy, entry("a"))) == (1, 0, 1)


def test_an_entry_without_a_guid_is_known_by_its_link(feed: Feed) -> None:
    feed.receive(entry("a", guid=""))
    assert counts(feed.receive(entry("a", guid="", link="http://www.news.example/a/?utm_source=rss"))) == (0, 1, 0)


def test_an_entry_without_guid_and_link_is_known_by_its_text(feed: Feed) -> None:
    first = Entry(guid="", link="", title="A", body="Text")
    feed.receive(first)
    assert counts(feed.receive(first, Entry(guid="", link="", title="B", body="Text"))) == (1, 0, 1)


def test_a_guid_that_all_items_share_keeps_them_apart(feed: Feed) -> None:
    week = [entry(n, guid="1") for n in "abc"]
    assert counts(feed.receive(*week)) == (3, 0, 0)
    assert counts(feed.receive(*week)) == (0, 0, 3)
    assert counts(feed.receive(entry("d", guid="1"), *week)) == (1, 0, 3)
    assert counts(feed.receive(entry("d", guid="1"), entry("c", guid="1"))) == (0, 0, 2)
    assert counts(feed.receive(entry("b", guid="1"))) == (0, 0, 1)
    assert sorted(feed.titles.values()) == ["a", "b", "c", "d"]


def test_items_without_guids_that_share_one_link_are_kept_apart(feed: Feed) -> None:
    items = [entry(n, guid="", link="https://news.example/status") for n in "abc"]
    assert counts(feed.receive(*items)) == (3, 0, 0)
    assert counts(feed.receive(*reversed(items))) == (0, 0, 3)
    assert counts(feed.receive(entry("d", guid="", link="https://news.example/status"), *items)) == (1, 0, 3)


def test_an_item_that_stands_twice_in_a_document_is_one_article(feed: Feed) -> None:
    assert counts(feed.receive(entry("a"), entry("b"), entry("a"))) == (2, 0, 0)
    assert counts(feed.receive(entry("a"), entry("a"), entry("b"))) == (0, 0, 2)


def test_entries_behind_fragments_of_one_page_are_kept_apart(feed: Feed) -> None:
    changes = feed.receive(*(entry(n, guid="", link=f"https://news.example/releases#{n}") for n in "abc"))
    assert counts(changes) == (3, 0, 0)


def test_a_guid_of_a_megabyte_is_a_key_of_bounded_length(feed: Feed) -> None:
    long = "x" * 1_000_000
    changes = feed.receive(entry("a", guid=long + "a"), entry("b", guid=long + "b"))
    assert len(changes.new) == 2
    assert max(len(keyed.key) for keyed in changes.new) <= 500


@pytest.mark.parametrize(
    ("link", "other"),
    [
        ("http://a.example/x", "https://a.example/x"),
        ("https://www.a.example/x", "https://a.example/x/"),
        ("https://A.example/x", "https://a.example/x"),
        ("https://a.example/x?utm_campaign=z&id=1", "https://a.example/x?id=1"),
    ],
)
def test_links_that_mean_the_same_page_are_normalised_to_one(link: str, other: str) -> None:
    assert normal_link(link) == normal_link(other)


@pytest.mark.parametrize(
    "link", ["https://a.example/X", "https://a.example/x#1", "https://a.example/x?id=1", "https://b.example/x", "urn:x"]
)
def test_links_that_may_mean_another_page_are_kept_apart(link: str) -> None:
    assert normal_link(link) != normal_link("https://a.example/x")


# ── Properties ────────────────────────────────────────────────────────────────────────────────────────────────────────

few = st.sampled_from(["", "1", "2", "https://a.example/1", "http://a.example/1"])
entries = st.builds(
    Entry, guid=few, link=few, title=st.sampled_from("abc"), body=st.sampled_from(["", "x", LONG, LONG * 2])
)
documents = st.lists(entries, max_size=8)


@given(documents)
def test_a_document_that_comes_again_brings_nothing_new(document: Sequence[Entry]) -> None:
    feed = Feed()
    feed.receive(*document)
    again = feed.receive(*document)
    assert not again.new
    assert counts(feed.receive(*document)) == counts(again)


@given(documents, st.randoms(use_true_random=False))
def test_the_order_of_a_document_brings_nothing_new(document: list[Entry], random: object) -> None:
    feed = Feed()
    feed.receive(*document)
    shuffled = list(document)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert not feed.receive(*shuffled).new


@given(st.lists(documents, max_size=5))
@settings(max_examples=200)
def test_keys_stay_unique_and_no_article_takes_two_entries(history: list[list[Entry]]) -> None:
    feed = Feed()
    for document in history:
        changes = feed.receive(*document)  # asserts that keys are unique
        touched = [id_ for id_, _ in changes.updated]
        assert len(touched) == len(set(touched))
        assert len(changes.new) + len(changes.updated) + changes.same <= len(document)


@given(st.lists(documents, min_size=1, max_size=4))
def test_every_text_that_ever_came_is_known(history: list[list[Entry]]) -> None:
    """Nothing is lost: an entry of the last document is an article, new or known."""
    feed = Feed()
    for document in history:
        feed.receive(*document)
    assert {hash_entry(entry).text_hash for entry in history[-1]} <= {row.text_hash for row in feed.rows.values()}


@given(entries, entries)
def test_hashes_tell_what_changed(one: Entry, other: Entry) -> None:
    first, second = hash_entry(one), hash_entry(other)
    assert (first.entry_hash == second.entry_hash) == (one == other)
    assert (first.text_hash == second.text_hash) == ((one.title, one.body) == (other.title, other.body))


def test_hashes_of_an_entry_never_change_or_all_articles_would_look_changed() -> None:
    hashed = hash_entry(Entry(guid="1", link="https://a.example", title="A", body="Text", categories=("x",)))
    assert hashed.text_hash.hex() == "87208c287fe20512079bc0c159bf9e74"
    assert hashed.entry_hash.hex() == "86188e126120d7b309304534ed06fb59"
