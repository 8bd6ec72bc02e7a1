"""d: what changed in an updated article."""

import pytest
from paper import NOW, Paper
from rich.cells import cell_len

from newsreader.articles.changes import changes
from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule
from newsreader.tui.changes_view import set_paragraph


def update(paper: Paper, title: str, body: str) -> None:
    row = paper.headlines()[title]
    entry = Entry(title, row.link, title, published=row.published, body=body)
    keyed = KeyedEntry(title, entry, body.encode(), body.encode())
    with paper.writer() as writer:
        writer.commit([FeedUpdate(row.feed_id, Schedule(last_check=NOW), Changes(updated=((row.id, keyed),)))])


@pytest.mark.parametrize(("width", "height"), [(140, 40), (60, 20), (40, 12)])
async def test_d_shows_what_changed_and_esc_leaves(paper: Paper, width: int, height: int) -> None:
    update(paper, "Ministers agree", "<p>A body. And more.</p>")
    async with paper.open(width, height) as person:
        await person.sees("Ministers agree")
        await person.press("g", "d")
        await person.sees(r"A body. \{\+And more.\+\}")
        assert "Changed" in person.text
        await person.press("escape")
        await person.waits(lambda: "{+" not in person.text)


async def test_an_article_that_was_never_updated_says_so(paper: Paper) -> None:
    async with paper.open() as person:
        await person.sees("Ministers agree")
        await person.press("d")
        await person.sees("this article was not updated since it came in")


def test_lines_are_never_wider_than_the_room_and_lose_nothing() -> None:
    (paragraph,) = changes("The old lamps of 東京 are gone now " * 5, "The new lamps of 東京 are back now " * 5)
    lines = set_paragraph(paragraph, 20)
    assert all(cell_len("".join(text for text, _ in line)) <= 20 for line in lines)
    assert {role for line in lines for _, role in line} == {"text", "error", "accent"}
