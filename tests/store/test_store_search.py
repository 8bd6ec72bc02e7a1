"""The index follows the articles, and search finds what is there now, best first."""

import time

import pytest
from store_builders import TECH, Desk, entry

from newsreader.articles.plain import plain_text
from newsreader.query.tree import Word
from newsreader.query.words import terms
from newsreader.store import index
from newsreader.store.search import cut_snippet, search, snippets
from newsreader.store.selection import Selection
from newsreader.store.writer import Writer


def check_index(desk: Desk) -> None:
    """FTS5's own check of its structures; raises where they contradict each other."""
    for table in ("search", "heads"):
        desk.writer.db.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")


def test_what_came_in_is_listed_at_once_and_found_when_indexed(desk: Desk) -> None:
    desk.add("Storm")
    assert desk.listed() == ["Storm"]
    assert desk.found("storm") == []
    assert desk.reader.unindexed() == 1
    assert desk.writer.index_some() == 0
    assert desk.found("storm") == ["Storm"]
    assert desk.reader.unindexed() == 0


def test_title_author_and_body_are_searched(desk: Desk) -> None:
    desk.add(
        entry("Storm", authors=("Ada Nowak",), body="<p>Wind &amp; rain in <b>Łódź</b></p>", summary="In short: wet"),
        entry("Calm"),
    )
    desk.index()
    for text in (
        "storm",
        "nowak",
        "rain",
        "LODZ",
        "short",
        "title:storm",
        "author:ada",
        "body:wind",
        "url:world.example",
    ):
        assert "Storm" in desk.found(text), text
    for text in ("title:rain", "author:storm", "body:storm", "b", "title:nowak", "url:calm title:storm"):
        assert desk.found(text) == [], text


def test_the_index_brings_words_language_and_what_an_article_holds(desk: Desk) -> None:
    body = "<p>The government said on Monday that it would not change the law for the time being.</p><img src=x.jpg>"
    (id_,) = desk.add(entry("Law", body=body))
    desk.index()
    headline = desk.reader.headlines([id_])[0]
    assert (headline.words, headline.lang, headline.minutes) == (16, "en", 1)
    assert desk.found("has:image law") == ["Law"]
    assert desk.found("has:audio law") == []


def test_an_updated_article_is_found_by_its_new_words_and_no_longer_by_its_old_ones(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm", body="old words", authors=("Ada",)))
    desk.index()
    desk.update(id_, entry("Storm", body="between", authors=("Bo",)))
    desk.update(id_, entry("Calm", guid="Storm", body="new words", authors=("Cy",)))
    assert desk.found("old") == ["Calm"]  # until the index has followed
    assert desk.reader.unindexed() == 1
    desk.index()
    for gone in ("storm", "old", "ada", "between", "bo", "url:storm"):
        assert desk.found(gone) == [], gone
    for there in ("calm", "new", "cy", "words"):
        assert desk.found(there) == ["Calm"], there
    check_index(desk)


def test_an_article_updated_before_it_was_indexed_needs_no_unlearning(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm", body="old"))
    desk.update(id_, entry("Storm", body="new"))
    desk.index()
    assert (desk.found("old"), desk.found("new")) == ([], ["Storm"])
    check_index(desk)


def test_the_full_article_is_searched_once_it_was_fetched(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm", body="teaser"))
    desk.index()
    desk.writer.save_full(id_, "<p>the whole truth</p>")
    desk.index()
    assert (desk.found("truth"), desk.found("teaser")) == (["Storm"], [])
    desk.update(id_, entry("Storm", body="another teaser"))
    desk.index()
    assert (desk.found("truth"), desk.found("another")) == (["Storm"], [])
    check_index(desk)


def test_another_way_of_making_words_builds_the_index_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (id_,) = desk.add(entry("Storm", body="wind"))
    desk.index()
    desk.update(id_, entry("Storm", body="rain"))
    monkeypatch.setattr(index, "VERSION", index.VERSION + 1)
    desk.index()
    assert (desk.found("wind"), desk.found("rain")) == ([], ["Storm"])
    assert desk.reader.unindexed() == 0
    check_index(desk)


def test_a_rebuilt_index_finds_the_same(desk: Desk) -> None:
    desk.add("Storm", "Calm")
    desk.index()
    desk.writer.rebuild_index()
    assert desk.found("storm") == []
    desk.index()
    assert desk.found("storm") == ["Storm"]


def test_indexing_goes_in_steps_and_stops_at_its_deadline(desk: Desk) -> None:
    desk.add(*[f"Storm {n}" for n in range(30)])
    assert desk.writer.index_some(limit=10) == 20
    assert desk.writer.index_some(limit=10, deadline=time.monotonic() - 1) == 20
    assert desk.writer.index_some(limit=100) == 0


def test_two_who_index_at_once_index_everything_once(desk: Desk) -> None:
    desk.add(*[f"Storm {n}" for n in range(20)])
    other = Writer(desk.path)

    def overtaken(body: str, markup: object) -> object:
        other.index_some(limit=5)  # while this process makes words, another one writes its own
        return plain_text(body, markup)  # type: ignore[arg-type]

    index.index_some(desk.writer.db, overtaken, limit=10)  # type: ignore[arg-type]
    desk.index()
    other.close()
    assert len(desk.found("storm")) == 20
    count = "SELECT count(*) FROM search WHERE search MATCH 'storm'"
    assert desk.writer.db.execute(count).fetchone()[0] == 20
    check_index(desk)


def test_an_article_changed_while_its_words_are_made_is_indexed_as_it_is_now(desk: Desk) -> None:
    (id_,) = desk.add(entry("Storm", body="old"))
    other = Desk(desk.path)
    changed = []

    def overtaken(body: str, markup: object) -> object:
        if not changed:
            changed.append(other.update(id_, entry("Storm", body="new")))
        return plain_text(body, markup)  # type: ignore[arg-type]

    index.index_some(desk.writer.db, overtaken)  # type: ignore[arg-type]
    desk.index()
    other.close()
    assert (desk.found("old"), desk.found("new")) == ([], ["Storm"])
    check_index(desk)


def test_a_tombstone_is_passed_over(desk: Desk) -> None:
    gone, _ = desk.add("Gone", "Storm")
    desk.writer.db.execute("DELETE FROM bodies WHERE article_id = ?", (gone,))
    desk.index()
    assert desk.found("storm") == ["Storm"]
    assert desk.reader.unindexed() == 0
    article = desk.reader.article(gone)
    assert article is not None
    assert article.body == ""


# ── Ranking


def test_title_counts_more_than_author_and_author_more_than_body(desk: Desk) -> None:
    filler = "some more words in here to make it as long as the others are"
    desk.add(
        entry("One", body=f"storm {filler}"),
        entry("Two", authors=("Storm",), body=filler),
        entry("Storm", body=filler),
    )
    desk.index()
    assert desk.found("storm") == ["Storm", "Two", "One"]


def test_of_equals_the_fresher_one_comes_first(desk: Desk) -> None:
    desk.add(
        entry("Storm", guid="a", body="older", published=desk.ago(days=2)),
        entry("Storm", guid="b", body="newer", published=desk.ago(days=1)),
        entry("Storm", guid="c", body="oldest", published=desk.ago(days=3)),
    )
    desk.index()
    hits = search(desk.reader, desk.query("storm"), Selection())
    assert [desk.reader.article(hit.id).body for hit in hits] == ["newer", "older", "oldest"]  # type: ignore[union-attr]
    assert len({hit.score for hit in hits}) == 1
    assert hits[0].score > 0


def test_the_first_page_ranks_the_newest_matches_and_the_full_ranking_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add("Storm")  # the best match, and the first to come in
    desk.add(*[entry(f"No {n}", body="storm and much else " * 5) for n in range(5)])
    desk.index()
    monkeypatch.setattr("newsreader.store.search.NEWEST", 3)
    assert desk.found("storm") == ["No 0", "No 1", "No 2"]
    assert desk.found("storm", full=True)[0] == "Storm"
    assert len(desk.found("storm", full=True)) == 6
    # The same where more than one look-up answers the query.
    assert desk.found("storm or is:starred") == ["No 0", "No 1", "No 2"]
    assert desk.found("storm or is:starred", full=True)[0] == "Storm"


def test_a_limit_gives_the_best(desk: Desk) -> None:
    desk.add(entry("Storm storm storm"), entry("Storm and calm and more"))
    desk.index()
    hits = search(desk.reader, desk.query("storm"), Selection(), limit=1)
    assert desk.reader.headlines([hit.id for hit in hits])[0].title == "Storm storm storm"


def test_a_search_stays_within_the_list(desk: Desk) -> None:
    a, _ = desk.add("Storm A", "Storm B")
    desk.add("Storm T", feed=TECH)
    desk.index()
    desk.writer.set_flag([a], "read", True)
    query = desk.query("storm")

    def within(**facts: object) -> set[str]:
        hits = search(desk.reader, query, Selection(**facts))  # type: ignore[arg-type]
        return {headline.title for headline in desk.reader.headlines([hit.id for hit in hits])}

    assert within() == {"Storm A", "Storm B", "Storm T"}
    assert within(feeds=(desk.feed_id(),)) == {"Storm A", "Storm B"}
    assert within(unread=True) == {"Storm B", "Storm T"}
    assert within(unread=True, keep=frozenset({a})) == {"Storm A", "Storm B", "Storm T"}
    assert within(since=desk.now) == {"Storm A", "Storm B", "Storm T"}
    desk.writer.set_flag([a], "muted", True)
    assert within() == {"Storm B", "Storm T"}


def test_without_words_a_search_is_the_list(desk: Desk) -> None:
    desk.add(entry("Old", published=desk.ago(days=2)), entry("New", published=desk.ago(days=1)))
    assert desk.found("is:unread") == desk.found("") == ["New", "Old"]


def test_relevance_can_be_the_order_of_a_list(desk: Desk) -> None:
    desk.add(entry("Of storm and rain"), entry("Storm", published=desk.ago(days=1)))
    desk.index()
    assert desk.listed("storm") == ["Of storm and rain", "Storm"]
    assert desk.listed("storm sort:relevance") == ["Storm", "Of storm and rain"]
    assert desk.listed("sort:relevance") == ["Of storm and rain", "Storm"]


# ── What is still being typed


def test_one_and_two_letters_find_beginnings_in_titles_and_authors_alone(desk: Desk) -> None:
    desk.add(entry("Storm", body="x"), entry("Calm", authors=("Stan",)), entry("Other", body="storm"))
    desk.index()
    assert sorted(desk.found("s", typing=True)) == sorted(desk.found("st", typing=True)) == ["Calm", "Storm"]
    assert sorted(desk.found("sto", typing=True)) == ["Other", "Storm"]
    assert desk.found("body:s", typing=True) == []
    assert desk.found("title:st", typing=True) == ["Storm"]


def test_a_finished_word_of_two_letters_is_found_whole_and_everywhere(desk: Desk) -> None:
    desk.add(entry("EU summit"), entry("Europe", body="the EU said"), entry("Euro"))
    desk.index()
    assert sorted(desk.found("eu ", typing=True)) == sorted(desk.found("eu")) == ["EU summit", "Europe"]


# ── CJK


def test_cjk_is_found_by_two_characters_and_by_one(desk: Desk) -> None:
    desk.add(
        entry("北京新闻", body="<p>记者今天用iPhone手机报道</p>"),
        entry("東京ニュース", body="台風が接近"),
        entry("서울 소식", body="정부는 오늘 발표했다"),
    )
    desk.index()
    for text in ("新闻", "北京新闻", "闻", "新", "iphone", "手机", "用iPhone手", "报道", "title:京新", "北京 手机"):
        assert desk.found(text) == ["北京新闻"], text
    for text in ("闻新", "title:手机", "新手", "机报道今"):
        assert desk.found(text) == [], text
    assert sorted(desk.found("京")) == sorted(["北京新闻", "東京ニュース"])
    assert desk.found("台風") == desk.found("接近") == desk.found("ース") == ["東京ニュース"]
    assert desk.found("정부") == desk.found("서울") == ["서울 소식"]
    assert desk.found("手", typing=True) == desk.found("手机", typing=True) == ["北京新闻"]


# ── Snippets


def test_a_snippet_shows_the_text_around_the_hit(desk: Desk) -> None:
    body = "<p>" + "before " * 60 + "the <b>École</b> stood " + "after " * 60 + "</p>"
    (id_,) = desk.add(entry("Storm", body=body))
    desk.index()
    (snippet,) = snippets(desk.reader, [id_], terms(desk.query("ecole"))).values()
    assert snippet.startswith("…before")
    assert snippet.endswith("after…")
    assert "the École stood" in snippet
    assert len(snippet) < 180


ZEBRA = terms(Word("zebra"))


def test_a_snippet_without_a_hit_in_the_body_is_its_beginning() -> None:
    text = "First line\nsecond   line " + "and so on " * 40
    snippet = cut_snippet(text, ZEBRA)
    assert snippet.startswith("First line second line and so on")
    assert snippet.endswith("…")


def test_a_snippet_of_cjk_shows_the_hit(desk: Desk) -> None:
    (id_,) = desk.add(entry("北京", body="字" * 500 + "新闻记者" + "字" * 500))
    (snippet,) = snippets(desk.reader, [id_], terms(desk.query("新闻"))).values()
    assert "新闻记者" in snippet
    assert len(snippet) < 180
    assert snippets(desk.reader, [999], ()) == {}


def test_a_short_text_is_shown_whole() -> None:
    assert cut_snippet("all of it", ()) == "all of it"
    assert cut_snippet("", ()) == ""


def test_the_words_of_an_article_without_a_body_are_those_of_its_summary(desk: Desk) -> None:
    (id_,) = desk.add(entry("Law", body="", summary="word " * 450))
    desk.index()
    assert desk.reader.headlines([id_])[0].minutes == 2


def test_the_front_matter_of_a_markdown_file_takes_no_time_to_read(desk: Desk) -> None:
    front = "---\ntitle: Law\ndate: 2026-11-01\n---\n"
    (id_,) = desk.add(entry("Law", body=front + "word " * 10, markup="markdown"))
    desk.index()
    assert desk.reader.headlines([id_])[0].words == 10
