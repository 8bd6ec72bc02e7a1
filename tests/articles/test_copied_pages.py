"""Texts copied from web pages of houses with different habits: the article alone, and every dropped line named by a rule."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.articles.build import from_text
from newsreader.articles.layout import lay_out
from newsreader.articles.page_furniture import furniture_rule, is_tail
from newsreader.articles.render import to_json
from newsreader.articles.textpage import read_lines
from newsreader.articles.words import block_text
from newsreader.text import clean_text

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
FIELDS = ("kicker", "title", "deck", "authors", "place", "published", "updated", "source", "credit")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_copied_page_gives_the_article_alone(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    found = to_json(from_text(page.read_text(encoding="utf-8")))
    assert {field: found[field] for field in FIELDS} == {field: expected[field] for field in FIELDS}
    photo = found["lead_image"]
    assert (photo and {key: photo[key] for key in ("caption", "credit")}) == expected["lead_image"]
    assert [_said(block) for block in found["blocks"]] == expected["blocks"]


def _said(block: dict) -> list[str]:
    if "text" in block:
        return [block["kind"], block["text"]]
    if block["kind"] == "image":
        return [block["kind"], block["caption"], block["credit"]]
    return [block["kind"], *(item[0]["text"] for item in block["items"])]


@pytest.mark.corpus
def test_the_page_of_a_broadcaster_comes_out_perfect(corpus: Path) -> None:
    text = clean_text((corpus / "articles" / "000_69450b87a34d9490.txt").read_text(encoding="utf-8"))
    page = from_text(text)
    assert page.kicker == ""
    assert page.title == "Russia and China proclaim 'no limits' partnership to stand up to US"
    assert page.lead_image is not None
    assert page.lead_image.caption.startswith("Members of delegations") and page.lead_image.caption.endswith(
        "Feb 4, 2022."
    )
    assert page.lead_image.credit == "Sputnik/Mikhail Klimentyev/Kremlin via REUTERS"
    assert page.place == "MOSCOW"
    assert page.published is not None and page.published.isoformat() == "2022-02-04"
    assert page.source == "Reuters/nh"
    # The paragraphs are the lines between the photo and the source, whole and in order.
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    body = lines[
        next(n for n, line in enumerate(lines) if line.startswith("MOSCOW:")) : lines.index("Source: Reuters/nh")
    ]
    body[0] = body[0].removeprefix("MOSCOW: ")
    assert [block_text(block) for block in page.blocks] == body


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_line_is_in_the_article_or_named_by_a_rule(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    document, dropped = read_lines(text)
    assert all(line.rule for line in dropped)
    said = [document.title, document.kicker, document.deck, *document.authors, *map(block_text, document.blocks)]
    accounted = " ".join(_words("\n".join([*said, *(line.text for line in dropped)])))
    lost = [line for line in text.split("\n") if " ".join(_words(line)) not in accounted]
    assert lost == []


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def test_a_plain_text_that_is_no_page_keeps_its_paragraphs() -> None:
    page = from_text(
        "A note to myself.\n\nBuy bread, milk and two kinds of cheese before the shop closes on Saturday.\n\nThen sleep."
    )
    text = " ".join([page.title, page.deck, *map(block_text, page.blocks)])
    for words in ("note to myself", "Buy bread", "Then sleep"):
        assert words in text


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "Teilen",
        "Lire aussi : Le retour",
        "Accept all cookies",
        "© 2026 The Paper",
        "5 min read",
        "Hamburger Menu",
        "広告",
    ],
)
def test_furniture_is_known_in_several_languages(line: str) -> None:
    assert furniture_rule(line) or is_tail(line)


@pytest.mark.parametrize(
    "line",
    [
        "Russia and China proclaim 'no limits' partnership",
        "He said the menu was too long.",
        "The cookie crumbles in the north",
        "Share prices fell on Monday after the bank raised its rate.",
        "Search for survivors goes on",
        "Comments by the minister caused a stir.",
        "Home is where the heart is",
        "The award went to a film about a lighthouse keeper, to nobody's surprise.",
    ],
)
def test_sentences_and_headlines_are_not_furniture(line: str) -> None:
    assert furniture_rule(line) == "" and not is_tail(line)


@given(st.text(max_size=600))
@settings(max_examples=150, deadline=None)
def test_any_text_becomes_a_page(text: str) -> None:
    for _, lines in lay_out(from_text(text), 40):
        assert all("\n" not in line.text for line in lines)


@given(
    st.lists(
        st.sampled_from([line for page in PAGES for line in page.read_text(encoding="utf-8").split("\n")]), max_size=40
    )
)
@settings(max_examples=150, deadline=None)
def test_no_line_of_a_shuffled_page_is_shown_twice(lines: list[str]) -> None:
    distinct = [f"{line} {n}." if line else "" for n, line in enumerate(lines)]
    page = from_text("\n\n".join(distinct))
    shown = "\n".join([page.title, page.kicker, page.deck, *map(block_text, page.blocks)])
    for n in range(len(distinct)):
        assert len(re.findall(rf" {n}\.$", shown, re.MULTILINE)) <= 1
