"""Stories: what belongs together, what does not, and that it hardly matters when it came in."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from story_corpus import bcubed, dense, file_all, sparse

from newsreader.newsdesk import copies
from newsreader.newsdesk.stories import WINDOW, Newsdesk, Piece
from newsreader.newsdesk.story_clusters import CROWD
from newsreader.newsdesk.word_weights import Weights

NOON = 1_795_000_000
HOUR = 3600
WIRE = (
    "The ministers of nine countries agreed early on Tuesday to build a shared grid in the North Sea. "
    "The first cables are to be laid within three years, officials said after the meeting. "
    "Environmental groups welcomed the plan but asked for protected zones along the coast. "
    "The cost is put at forty billion, half of which private investors are to carry."
)


def piece(id_: int, title: str, feed: int | None = None, hours: float = 0, **facts: object) -> Piece:
    """A piece of a feed of its own, unless one is named."""
    feed = 1000 + id_ if feed is None else feed
    return Piece(id_, feed, title, NOON + int(hours * HOUR), **facts)  # type: ignore[arg-type]


def groups(*pieces: Piece, at_once: int = 100) -> list[list[int]]:
    """The stories that the pieces make, as ids."""
    stories: dict[int, list[int]] = {}
    for id_, story in file_all(pieces, at_once).items():
        if story is not None:
            stories.setdefault(story, []).append(id_)
    return sorted(sorted(ids) for ids in stories.values())


SUMMIT = (
    piece(1, "Nine countries agree on shared North Sea power grid"),
    piece(2, "North Sea power grid: nine countries sign deal in Oslo"),
    piece(3, "Ministers agree on power grid for the North Sea"),
)


def test_reports_of_one_event_under_other_headlines_are_one_story() -> None:
    assert groups(*SUMMIT, piece(4, "Storm closes two alpine passes")) == [[1, 2, 3]]


def test_articles_that_share_everyday_words_alone_are_no_story() -> None:
    assert groups(
        piece(1, "Here is what you need to know this week"),
        piece(2, "All you need to know about the new report"),
        piece(3, "Why this is the best time of the year to look back"),
        piece(4, "What we look for at this time of the year"),
    ) == []  # fmt: skip


def test_another_event_with_the_same_name_in_it_stays_apart() -> None:
    found = groups(*SUMMIT, piece(4, "Oslo marathon won by Kenyan runner"), piece(5, "Kenyan wins marathon in Oslo"))
    assert found == [[1, 2, 3], [4, 5]]


def test_the_same_words_weeks_later_are_another_story() -> None:
    first = piece(1, "Volcano erupts near Grindavik again")
    later = piece(2, "Volcano erupts again near Grindavik", hours=WINDOW / HOUR + 1)
    assert groups(first, later) == []


def test_a_story_goes_on_from_piece_to_piece_longer_than_the_window() -> None:
    days = [piece(n, f"Grindavik volcano: lava reaches {place} town", hours=n * 48) for n, place in enumerate(
        ("harbour", "church", "school", "bridge"), 1)]  # fmt: skip
    assert groups(*days, at_once=1) == [[1, 2, 3, 4]]


@pytest.mark.parametrize(
    "title",
    ["Letters", "Live", "Morning briefing", "Letters: 24 November", "Today's news in pictures", "Presseschau",
     "Tuesday's weather", "TV tonight"],
)  # fmt: skip
def test_columns_never_fold_with_those_of_other_outlets(title: str) -> None:
    assert groups(*(piece(n, title) for n in range(1, 5))) == []


def test_a_title_that_a_feed_gives_every_day_is_a_columns() -> None:
    days = [piece(n, "Parliament sketch by the window", feed=1, hours=24 * n) for n in range(3)]
    assert groups(*days, piece(9, "Parliament sketch by the window", feed=2, hours=24), at_once=2) == []


def test_titles_that_differ_in_numbers_alone_are_a_columns() -> None:
    pieces = [piece(n, f"Lottery draw {n} of the northern region", feed=n % 4) for n in range(1, 40)]
    assert groups(*pieces) == []


def test_ten_thousand_titles_of_one_pattern_are_filed_in_time() -> None:
    pieces = [piece(n, f"Item {n} about widgets from factory {n % 500}", feed=n % 500) for n in range(1, 10_001)]
    assert len(file_all(pieces, 500)) == 10_000


def test_the_pieces_of_one_feed_alone_are_no_story() -> None:
    assert groups(*(Piece(p.id, 1, p.title, p.time) for p in SUMMIT)) == []


def test_the_pieces_of_one_feed_join_what_other_outlets_have() -> None:
    own = Piece(1, 1, SUMMIT[0].title, NOON), Piece(2, 1, SUMMIT[1].title, NOON)
    assert groups(*own, SUMMIT[2]) == [[1, 2, 3]]


def test_an_update_of_a_feeds_own_piece_is_one_with_it() -> None:
    first = piece(1, "Ministers meet in Oslo", feed=1, sketch=copies.sketch(WIRE))
    update = piece(
        2, "Grid deal reached", feed=1, hours=2, sketch=copies.sketch(f"New first line of the day here. {WIRE}")
    )
    assert groups(first, update) == [[1, 2]]


def test_one_text_under_two_headlines_is_a_copy_and_coverage_is_not() -> None:
    desk = Newsdesk(Weights())
    wire = copies.sketch(WIRE)
    shorter = copies.sketch("OSLO (Agency). " + WIRE.rpartition(". ")[0])
    own = copies.sketch("We were in the harbour of Oslo that night. This is a second sentence that is ours alone.")
    desk.file([
        piece(1, "Nine countries agree on shared North Sea power grid", sketch=wire),
        piece(2, "Was lange währt: Strom aus dem Meer", sketch=shorter),
        piece(3, "North Sea power grid: nine countries sign deal", sketch=own),
    ])  # fmt: skip
    assert [desk.pieces[n].copy_of for n in (1, 2, 3)] == [None, 1, None]
    assert {desk.pieces[n].story for n in (1, 2, 3)} == {1}


def test_what_a_feed_puts_under_each_of_its_texts_makes_no_copies() -> None:
    line = copies.sketch("This article first appeared in the evening edition of our paper.")
    assert groups(*(piece(n, f"{word} {word}er", feed=1, sketch=line) for n, word in enumerate("abcdefgh"))) == []


def test_a_standing_line_under_short_news_makes_no_copies() -> None:
    def brief(id_: int, title: str, news: str, feed: int) -> Piece:
        foot = "This article was first published by the Norland Press Agency. Subscribe to our newsletter for more news like this."
        return piece(id_, title, feed=feed, sketch=copies.sketch(f"{news} {foot}"))

    assert (
        groups(
            brief(1, "Fishing quotas are cut", "The ministers cut quotas by a third.", 1),
            brief(2, "Cyclist wins in the rain", "She won by two seconds on Sunday.", 1),
            brief(3, "Goalkeeper joins the club", "He signed until the year after next.", 2),
        )
        == []
    )
    link = copies.sketch("submitted by /u/abc [link] [comments]")
    assert (
        groups(piece(1, "Why is the sky blue", feed=1, sketch=link), piece(2, "My new garden", feed=2, sketch=link))
        == []
    )


def test_the_same_page_in_two_feeds_is_one() -> None:
    page = "https://paper.example/world/1"
    assert groups(piece(1, "Something", link=page), piece(2, "Another headline", link=page)) == [[1, 2]]


def test_languages_are_not_mixed_whatever_names_they_share() -> None:
    german = [
        piece(1, "Selenskyj trifft Macron in Paris zu Gesprächen", lang="de"),
        piece(2, "Selenskyj und Macron: Gespräche in Paris", lang="de"),
    ]
    english = [
        piece(3, "Selenskyj meets Macron in Paris", lang="en"),
        piece(4, "Macron receives Selenskyj in Paris", lang="en"),
    ]
    unknown = piece(5, "Selenskyj Macron Paris")
    for story in groups(*german, *english, unknown):
        assert not ({1, 2} & set(story) and {3, 4} & set(story))
    assert [1, 2] in [[n for n in story if n != 5] for story in groups(*german, *english, unknown)]


def test_chinese_headlines_fold_by_pairs_of_characters() -> None:
    assert groups(
        piece(1, "北海九国同意共建电网", lang="zh"),
        piece(2, "九国签署北海共建电网协议", lang="zh"),
        piece(3, "阿尔卑斯山口因暴风雪关闭", lang="zh"),
    ) == [[1, 2]]  # fmt: skip


def test_a_story_keeps_its_id_when_more_of_it_comes_in_and_when_two_become_one() -> None:
    desk = Newsdesk(Weights())
    desk.file(SUMMIT[:2])
    before = desk.pieces[1].story
    filed = desk.file([SUMMIT[2], piece(7, "Nine countries sign North Sea grid deal")])
    assert {desk.pieces[n].story for n in (1, 2, 3, 7)} == {before}
    assert {p.id for p in filed.pieces} == {3, 7}
    assert filed.merged == {}


def test_what_was_filed_before_gives_the_same_when_it_is_filed_anew() -> None:
    desk = Newsdesk(Weights())
    desk.file(SUMMIT)
    kept = dict(desk.pieces)
    again = Newsdesk(Weights())
    again.file(list(kept.values()))
    assert again.pieces == kept


WORDS = "grid sea storm alps volcano oslo minister lava strike rail union budget vote harbour whale museum 40 7".split()
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
PIECES = st.lists(
    st.tuples(TITLES, st.integers(1, 5), st.integers(0, 200), st.sampled_from(["", "en", "de", "zh"])), max_size=24
).map(lambda rows: [piece(n, t, feed=f, hours=h, lang=lang) for n, (t, f, h, lang) in enumerate(rows, 1)])


@settings(max_examples=60, deadline=None)
@given(PIECES, st.integers(1, 30), st.sampled_from((0, CROWD)))
def test_whatever_comes_in_no_story_has_one_article_two_languages_or_one_feed(
    pieces: list[Piece], at_once: int, crowd: int
) -> None:
    desk = Newsdesk(Weights())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newsreader.newsdesk.stories.CROWD", crowd)
        for start in range(0, len(pieces), at_once):
            desk.file(pieces[start : start + at_once])
    stories: dict[int, list[Piece]] = {}
    for one in desk.pieces.values():
        if one.story is not None:
            stories.setdefault(one.story, []).append(one)
    for held in stories.values():
        assert len(held) > 1
        assert len({one.lang for one in held if one.lang}) <= 1
        assert len({one.feed for one in held}) > 1 or any(one.copy_of for one in held)


@settings(max_examples=40, deadline=None)
@given(PIECES, st.randoms(use_true_random=False))
def test_the_same_pieces_filed_at_once_are_the_same_stories_in_any_order(
    pieces: list[Piece], rng: random.Random
) -> None:
    shuffled = pieces[:]
    rng.shuffle(shuffled)
    assert file_all(pieces) == file_all(shuffled)


@pytest.mark.corpus
def test_headlines_of_38_stories_reach_the_scores_of_the_docs(corpus: Path) -> None:
    headlines = dense(corpus)
    precision, _, f1 = bcubed(headlines, file_all([one.piece for one in headlines]))
    assert precision >= 0.97
    assert f1 >= 0.85
    few = sparse(corpus, 0)
    precision, _, f1 = bcubed(few, file_all([one.piece for one in few]))
    assert precision >= 0.95
    assert f1 >= 0.75


@pytest.mark.corpus
def test_stories_of_a_crowd_grow_with_hardly_worse_scores(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.newsdesk.stories.CROWD", 0)
    headlines = dense(corpus)
    precision, _, f1 = bcubed(headlines, file_all([one.piece for one in headlines], 500))
    assert precision >= 0.97
    assert f1 >= 0.84


@pytest.mark.corpus
def test_the_order_of_arrival_hardly_matters(corpus: Path) -> None:
    pieces = [one.piece for one in sparse(corpus, 1)]
    at_once = file_all(pieces)
    rng = random.Random(3)
    rng.shuffle(pieces)
    one_by_one = file_all(pieces, 10)
    together = [(a.id, b.id) for n, a in enumerate(pieces) for b in pieces[:n]]
    same = [(at_once[a] == at_once[b] is not None, one_by_one[a] == one_by_one[b] is not None) for a, b in together]
    either = [pair for pair in same if any(pair)]
    assert sum(all(pair) for pair in either) >= 0.95 * len(either)
