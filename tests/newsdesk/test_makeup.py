"""Making the front page up: which stories stand on top, which in their sections, and what the one on top is about."""

from datetime import UTC, datetime, timedelta

import pytest

from newsreader.model import Article, Headline
from newsreader.newsdesk.front_page import Entry, Told
from newsreader.newsdesk.makeup import IN_SECTION, TOP, deck_of, make_up

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def headline(id_: int) -> Headline:
    sort = NOW - timedelta(hours=id_)
    return Headline(id_, 1, f"Title {id_}", "", "", sort, None, sort, False, False, False, 300)


def entry(id_: int, section: str) -> Entry:
    return Entry(Told((headline(id_),)), section, 1.0, ())


def ids(entries: object) -> list[int]:
    return [one.told.articles[0].id for one in entries]  # type: ignore[attr-defined]


def test_the_weightiest_stand_on_top_whatever_their_section() -> None:
    top, sections = make_up([entry(n, "World") for n in range(6)], ["World"])
    assert ids(top) == [0, 1, 2, 3][:TOP]
    assert [(name, ids(held)) for name, held in sections] == [("World", [4, 5])]


def test_sections_stand_in_the_order_of_the_config_those_without_one_last_and_empty_ones_nowhere() -> None:
    entries = [entry(n, "World") for n in range(TOP)]
    entries += [entry(10, ""), entry(11, "Tech"), entry(12, "World")]
    _, sections = make_up(entries, ["Tech", "", "Sport", "World"])
    assert [name for name, _ in sections] == ["Tech", "World", ""]


def test_a_section_has_no_more_than_its_weightiest() -> None:
    _, sections = make_up([entry(n, "World") for n in range(50)], ["World"])
    assert ids(sections[0][1]) == list(range(TOP, TOP + IN_SECTION))


@pytest.mark.parametrize("count", range(TOP + 1))
def test_a_quiet_day_has_no_sections(count: int) -> None:
    top, sections = make_up([entry(n, "World") for n in range(count)], ["World"])
    assert len(top) == count and not sections


def article(body: str) -> Article:
    return Article(headline(1), body, "html", "", "", "", "")


def test_what_a_story_is_about_are_its_first_words_that_say_something() -> None:
    says = "Nine countries will share the cost of the first shared offshore network."
    assert deck_of(article(f"<p>OSLO</p><p>{says}</p><p>More of it follows here.</p>")) == says
    assert deck_of(article("<p>Short.</p>")) == "Short."
    assert deck_of(article("")) == ""


def test_the_deck_of_a_long_paragraph_is_no_longer_than_a_page_can_show() -> None:
    assert len(deck_of(article("<p>" + "word " * 500 + "</p>"))) <= 300
