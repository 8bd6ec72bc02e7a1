"""Bodies of real and odd feeds: each becomes a page that is safe and fits."""

from pathlib import Path

import pytest
from forbidden import FORBIDDEN
from rich.cells import cell_len

from newsreader.articles.build import from_entry
from newsreader.articles.layout import lay_out
from newsreader.articles.plain import plain_text
from newsreader.articles.words import block_text
from newsreader.feeds.parse import NotAFeed, parse

MOST = 400
"""Files of a folder: every n-th of the larger ones."""


@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["feedparser", "feedvalidator", "node-feedparser", "rust-rss", "miniflux"])
def test_every_body_of_the_corpus_becomes_a_page(corpus: Path, folder: str) -> None:
    files = sorted(
        path for path in (corpus / folder).rglob("*") if path.suffix in (".xml", ".json", ".rss", ".atom", ".feed")
    )
    pages = 0
    for path in files[:: max(len(files) // MOST, 1)]:
        try:
            feed = parse(path.read_bytes(), "https://x.example/feed")
        except (NotAFeed, ValueError):
            continue
        for entry in feed.entries[:20]:
            page = from_entry(entry)
            lines = [line.text for _, lines in lay_out(page, 60) for line in lines]
            assert all(cell_len(line) <= 60 and not FORBIDDEN.search(line) for line in lines), path
            indexed = plain_text(entry.body or entry.summary, entry.markup).text
            if len(indexed) > 100:  # what can be found can also be read
                shown = " ".join([page.title, page.deck, *map(block_text, page.blocks), str(page.lead_image)])
                words = [word for word in indexed.split() if word.isalpha()][:50]
                assert sum(word in shown for word in words) >= 0.6 * len(words), (path, indexed[:200])
            pages += 1
    assert pages
