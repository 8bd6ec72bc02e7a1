"""The front page: what stands on top, and why."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsreader.model import Feed, Headline, Schedule
from newsreader.newsdesk.digest import to_html, to_markdown, to_text
from newsreader.newsdesk.front_page import Entry, Told, rank

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECTIONS = {1: "World", 2: "World", 3: "Tech", 4: ""}
FEEDS = {
    n: Feed(n, f"https://{n}.example", f"Paper {n}", section, (), True, "", "", 0, "ok", Schedule())
    for n, section in SECTIONS.items()
}


def headline(id_: int, feed: int = 1, hours: float = 1, title: str = "", **facts: object) -> Headline:
    sort = NOW - timedelta(hours=hours)
    held = {"read": False, "starred": False, "muted": False, "words": 300, **facts}
    return Headline(id_, feed, title or f"Title {id_}", "", f"https://x.example/{id_}", sort, None, sort, **held)  # type: ignore[arg-type]


def alone(id_: int, feed: int = 1, hours: float = 1, **facts: object) -> Told:
    return Told((headline(id_, feed, hours, **facts),))


def order(entries: Sequence[Entry]) -> list[int]:
    return [entry.told.articles[0].id for entry in entries]


def test_what_many_outlets_tell_stands_above_what_is_only_new() -> None:
    story = Told((headline(1, 1, 6), headline(2, 3, 5), headline(3, 4, 7)), voices=3, outlets=3, story=1)
    entries = rank([alone(9, hours=0.1), story], FEEDS, NOW)
    assert order(entries) == [1, 9]
    assert entries[0].reasons[:2] == ("3 outlets", "5 h ago")


def test_copies_of_one_text_weigh_as_one_voice() -> None:
    copied = Told((headline(1), headline(2, 3), headline(3, 4)), voices=1, outlets=3, story=1)
    told = Told((headline(4), headline(5, 3)), voices=2, outlets=2, story=4)
    assert order(rank([copied, told], FEEDS, NOW)) == [4, 1]


def test_the_fresher_of_two_stands_first_and_equals_stand_by_id() -> None:
    assert order(rank([alone(1, hours=9), alone(3, 3), alone(2, 3)], FEEDS, NOW))[0] == 2


def test_no_section_fills_the_top() -> None:
    told = [*(alone(n, 1, n / 10) for n in range(1, 6)), alone(9, 3, 4)]
    assert 9 in order(rank(told, FEEDS, NOW))[:3]


def test_what_the_person_reads_and_stars_counts_and_says_so() -> None:
    entries = rank([alone(1, 1), alone(2, 3), alone(3, 4, starred=True)], FEEDS, NOW, {3: 0.9})
    assert set(order(entries)[:2]) == {2, 3}
    assert {reason for entry in entries for reason in entry.reasons} >= {"you starred it", "you often read Paper 3"}


def test_an_empty_day_is_an_empty_page() -> None:
    assert rank([], FEEDS, NOW) == []
    assert "<h1>" in to_html([], FEEDS, NOW, "24h")


HOSTILE = '<script>alert(1)</script> [x](javascript:1) *bold* "quotes" & more'


@pytest.fixture
def entries() -> list[Entry]:
    story = Told((headline(1, title=HOSTILE), headline(2, 3)), voices=2, outlets=2, story=1)
    return rank([story, *(alone(n, n % 4 + 1) for n in range(3, 12))], FEEDS, NOW)


def test_the_digest_in_html_is_well_formed_and_runs_nothing(entries: list[Entry]) -> None:
    page = to_html(entries, FEEDS, NOW, "24h")
    tree = LexborHTMLParser(page)
    assert len(tree.css("article")) == len(entries)
    assert tree.css("script, img, link, iframe") == []
    assert tree.css("h3")[0].text() == HOSTILE
    assert {a.attributes["href"] for a in tree.css("a")} == {f"https://x.example/{n}" for n in (1, *range(3, 12))}
    assert balanced(page)


def balanced(page: str) -> bool:
    """Whether every element that is opened is closed, in order."""
    open_: list[str] = []
    wrong: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag != "meta":
                open_.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if not open_ or open_.pop() != tag:
                wrong.append(tag)

    Reader().feed(page)
    return not open_ and not wrong


def test_a_headline_is_no_markup_in_markdown(entries: list[Entry]) -> None:
    from markdown_it import MarkdownIt

    html = MarkdownIt().render(to_markdown(entries, FEEDS, NOW, "24h"))
    tree = LexborHTMLParser(html)
    assert tree.css("script, em") == []
    assert HOSTILE in [a.text() for a in tree.css("a")]
    assert all(a.attributes["href"].startswith("https://x.example/") for a in tree.css("a"))


def test_the_digest_as_text_names_outlets_reasons_and_sections(entries: list[Entry]) -> None:
    text = to_text(entries, FEEDS, NOW, "24h")
    assert text.index("TOP STORIES") < text.index("WORLD")
    assert "Paper 1 · also Paper 3 · 2 outlets · 1 h ago" in text
    assert all(len(line) <= 78 for line in text.splitlines() if "https://" not in line)
