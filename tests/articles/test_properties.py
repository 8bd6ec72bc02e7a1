"""Whatever HTML or Markdown comes: nothing that a terminal obeys, no line too wide, the words that are kept in their order."""

import json
import re
from pathlib import Path

import pytest
from forbidden import FORBIDDEN, HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.articles.build import from_html, from_markdown, from_page
from newsreader.articles.document import Document
from newsreader.articles.furniture import sort_out
from newsreader.articles.html import read_html
from newsreader.articles.layout import MIN_WIDTH, lay_out
from newsreader.articles.plain import plain_text
from newsreader.articles.render import to_html, to_json, to_markdown, to_text
from newsreader.articles.runs import runs_of
from newsreader.articles.tree import parse_html
from newsreader.articles.words import block_text
from newsreader.text import clean_line

TAGS = (
    "p div span b i em strong a h1 h2 h3 ul ol li dl dt dd blockquote pre code table tr td th thead tbody caption figure figcaption img"
    " br hr q sub sup small del ins mark details summary section article header footer aside iframe video audio script style math"
    " mfrac mi mn ruby rt rp svg template select option form input noscript picture source abbr kbd cite nav body html head title"
).split()
ATTRIBUTES = st.sampled_from(
    [
        "",
        ' href="https://x.example/a"',
        ' href="javascript:alert(1)"',
        ' href="#fn1"',
        ' id="fn1"',
        ' name="fn1" href="#fn2" id="fn2"',
        ' src="/p.png" alt="a picture"',
        ' width="1" height="1" src="/t.gif"',
        ' class="footnotes"',
        ' class="pullquote"',
        ' class="language-py"',
        ' dir="rtl"',
        ' colspan="3" rowspan="2"',
        ' start="-4"',
        ' type="i"',
        " hidden",
        ' style="display:none"',
        ' aria-hidden="true"',
        ' src="https://www.youtube.com/embed/x"',
        ' title="t" datetime="2026-01-01"',
        ' class="wp-caption-text"',
    ]
)
texts = st.one_of(
    st.text(st.characters(codec=None), max_size=30),
    st.sampled_from(
        [
            *HOSTILE,
            "漢字かな",
            "👩‍👩‍👧‍👦",
            "❤️" * 3,
            "e\u0301\u0327",
            "مرحبا",
            "word " * 12,
            "x" * 90,
            "&#27;[2J",
            "&#x9d;",
            "&lt;b&gt;",
            "a\tb\r\nc",
        ]
    ),
)
tags = st.builds(
    lambda name, attributes, close: f"</{name}>" if close else f"<{name}{attributes}>",
    st.sampled_from(TAGS),
    ATTRIBUTES,
    st.booleans(),
)
soup = st.lists(
    st.one_of(texts, tags, st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "<", ">", '"', "&", "<?xml?>"])),
    max_size=40,
).map("".join)


def check(page: Document, width: int) -> None:
    for _, lines in lay_out(page, width):
        for line in lines:
            assert cell_len(line.text) <= max(width, MIN_WIDTH), line
            assert not FORBIDDEN.search(line.text) and "\n" not in line.text and "\t" not in line.text
            assert all(0 <= span.link <= len(page.links) for span in line.spans)
    runs = [run for block in page.blocks for run in runs_of(block)]
    places = [run.place for run in runs if run.place]
    assert sorted(places) == list(range(1, len(places) + 1)) and {run.jump for run in runs} - {0} == set(places)
    for text in (to_text(page, width), to_markdown(page), to_html(page)):
        assert not FORBIDDEN.search(text)
    assert not FORBIDDEN.search(json.dumps(to_json(page), ensure_ascii=False))
    assert [link["n"] for link in to_json(page)["links"]] == list(range(1, len(page.links) + 1))


@given(soup, st.integers(1, 130))
@settings(max_examples=400, deadline=None)
def test_any_html_is_safe_and_fits(html: str, width: int) -> None:
    check(from_html(html, base="https://x.example/dir/"), width)


@given(soup, st.integers(20, 100))
@settings(max_examples=150, deadline=None)
def test_any_page_is_safe_and_fits(html: str, width: int) -> None:
    check(from_page(html, "https://x.example/"), width)


@given(
    st.lists(
        st.one_of(
            texts,
            st.sampled_from(
                [
                    "\n",
                    "\n\n",
                    "# ",
                    "> ",
                    "- ",
                    "1. ",
                    "```",
                    "|",
                    "---",
                    "**",
                    "[a](b)",
                    "![c](d)",
                    "[^1]",
                    "[^1]: ",
                    "    ",
                    "\n: ",
                ]
            ),
        ),
        max_size=40,
    ).map("".join),
    st.integers(20, 100),
)
@settings(max_examples=150, deadline=None)
def test_any_markdown_is_safe_and_fits(text: str, width: int) -> None:
    check(from_markdown(text), width)


@given(soup)
@settings(max_examples=200, deadline=None)
def test_any_html_gives_clean_text_for_the_index(html: str) -> None:
    plain = plain_text(html, "html")
    assert not FORBIDDEN.search(plain.text)
    assert plain.words >= 0


PLACES = (
    "p div span b em strong a h2 li ul ol blockquote td tr table section q small del details article dd dt dl figure"
    " figcaption"
).split()
numbered = st.recursive(
    st.just("*"),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{' '.join(parts)}</{name}>", st.sampled_from(PLACES), st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


@given(numbered)
@settings(max_examples=300, deadline=None)
def test_what_is_kept_stands_in_the_order_of_the_source(html: str) -> None:
    """The order is the browser's: it puts text that stands in a table and in no cell before the table."""
    for n in range(html.count("*")):
        html = html.replace("*", f"word{n}", 1)
    source = re.findall(r"word\d+", parse_html(html).body.text(deep=True))
    page = from_html(html)
    shown = re.findall(r"word\d+", "\n".join([page.title, *map(block_text, page.blocks)]))
    assert shown == [word for word in source if word in set(shown)]


@given(numbered)
@settings(max_examples=300, deadline=None)
def test_every_word_is_kept_or_dropped_by_a_named_rule(html: str) -> None:
    for n in range(html.count("*")):
        html = html.replace("*", f"word{n}", 1)
    page = from_html(html)
    said = "\n".join([page.title, str(page.lead_image), page.place, *map(block_text, page.blocks)])
    dropped = sort_out(read_html(html)[0])[1]
    assert all(one.rule for one in dropped)
    said += "\n".join(block_text(one.block) for one in dropped)
    assert set(re.findall(r"word\d+", html)) == set(re.findall(r"word\d+", said))


@pytest.mark.corpus
def test_naughty_strings_are_harmless_wherever_they_stand(corpus: Path) -> None:
    for string in json.loads((corpus / "naughty-strings" / "blns.json").read_text(encoding="utf-8")):
        check(from_html(f"<h2>{string}</h2><p>{string}</p><a href='{string}'>{string}</a><pre>{string}</pre>"), 60)
        line = clean_line(string)
        check(Document(title=line, deck=line, authors=(line,), kicker=line, source=line, url=line), 60)
