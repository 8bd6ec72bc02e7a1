"""newsreader read ID --diff"""

import json
from typing import TYPE_CHECKING

from newsreader.model import Changes, Entry, FeedUpdate, KeyedEntry, Schedule

if TYPE_CHECKING:
    from conftest import Home, Newsreader


def update(home: "Home", title: str, body: str) -> None:
    entry = Entry("Story", "https://world.example/Story", title, body=body)
    keyed = KeyedEntry("Story", entry, body.encode(), body.encode())
    home.writer.commit([FeedUpdate(1, Schedule(), Changes(updated=((1, keyed),)))])


def test_what_changed_is_shown_with_signs(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Story", body="<p>The council meets on Monday.</p><p>It will rain.</p>")
    update(home, "Story, corrected", "<p>The council meets on <b>Tuesday</b>.</p><p>It will rain.</p>")
    said = newsreader("read", "1", "--diff")
    assert {"{+Story, corrected+}", "[-Story-]"} <= set(said)
    assert "The council meets on [-Monday.-] {+Tuesday.+}" in said
    assert "It will rain." in said


def test_json_has_the_runs(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Story", body="<p>One two three four.</p>")
    update(home, "Story", "<p>One two three five.</p>")
    (line,) = newsreader("read", "1", "--diff", "--format", "json")
    record = json.loads(line)
    assert record["title"] == []
    (paragraph,) = record["paragraphs"]
    assert paragraph["unchanged"] == 0
    assert [(run["kind"], run["text"].strip()) for run in paragraph["runs"]] == [
        ("same", "One two three"),
        ("deleted", "four."),
        ("inserted", "five."),
    ]


def test_an_article_that_was_never_updated_says_so(home: "Home", newsreader: "Newsreader") -> None:
    home.add("Story")
    assert newsreader("read", "1", "--diff", status=1) == ["newsreader: article 1 was not updated since it came in"]


def test_only_stored_articles_have_changes(home: "Home", newsreader: "Newsreader") -> None:
    assert "give its id" in newsreader("read", "story.html", "--diff", status=2)[0]
    assert "there is no article 7" in newsreader("read", "7", "--diff", status=1)[0]
    assert "text or json" in newsreader("read", "1", "--diff", "--format", "html", status=2)[0]
