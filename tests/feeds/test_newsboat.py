"""newsboat's urls file: feeds, searches that become views, and what is named and never imported."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.feeds.imported import Found, FoundView, NoList
from newsreader.feeds.newsboat import read_urls, split_line
from newsreader.feeds.newsboat_query import CannotSay, as_query


def test_the_first_tag_is_the_section_and_a_tilde_is_the_name() -> None:
    (feed,) = read_urls(b'https://lwn.example/rss tech "open source" "~LWN" # weekly\n').feeds
    assert feed == Found("https://lwn.example/rss", "LWN", "tech", ("open source",))


def test_comments_empty_lines_and_hidden_feeds() -> None:
    found = read_urls(b"# mine\n\n  \nhttps://a.example/f !\n")
    assert found.feeds == (Found("https://a.example/f"),)


@pytest.mark.parametrize("line", ["exec:~/x.py", "filter:~/x:https://a.example/", "|cat", '"exec:rm -rf x" tag'])
def test_programs_are_named_and_never_imported(line: str) -> None:
    found = read_urls(f"https://a.example/f\n{line}\n".encode())
    assert [feed.url for feed in found.feeds] == ["https://a.example/f"]
    assert "program" in found.unusable[0].why


def test_searches_become_views_and_the_others_are_named_with_what_they_were() -> None:
    found = read_urls(
        b"""https://a.example/f tech
"query:New:unread = \\"yes\\" and tags # \\"tech\\""
"query:Flagged:flags # \\"x\\"" all
"""
    )
    assert found.views == (FoundView("New", "is:unread (section:tech or tag:tech)"),)
    assert [entry.what for entry in found.unusable] == ["the search Flagged"]
    assert 'flags # "x"' in found.unusable[0].why


def test_names_of_searches_are_cleaned_and_a_feed_link_to_a_file_is_refused() -> None:
    found = read_urls('"query:A\u202e\x1b[31mB:title =~ \\"x\\"" \nfeed:file:///etc/passwd\n'.encode())
    assert [view.name for view in found.views] == ["A[31mB"]
    assert not found.feeds


@pytest.mark.parametrize("data", [b"", b"\n\n", b"hello\nworld\n", b"\x00\x01\x02", b"# only\n# comments\n"])
def test_a_file_that_is_no_list_says_so(data: bytes) -> None:
    with pytest.raises(NoList, match="list of addresses"):
        read_urls(data)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('a "b c" d', ["a", "b c", "d"]),
        (r'a "b \"c\" \\"', ["a", r'b "c" \ '.strip()]),
        ("a#b #c", ["a#b"]),
        ('a "#b"', ["a", "#b"]),
        ('""', [""]),
        ('a "open', ["a", "open"]),
    ],
)
def test_lines_are_split_as_newsboat_does(line: str, words: list[str]) -> None:
    assert split_line(line) == words


@pytest.mark.parametrize(
    ("expression", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "is:read"),
        ('unread = "no"', "is:read"),
        ('title =~ "linux"', 'title:"linux"'),
        ('title =~ "linux|bsd"', 'title:"linux" or title:"bsd"'),
        ('author = "A. Writer"', 'author:"A. Writer"'),
        ('content !~ "sport"', '-body:"sport"'),
        ('tags # "x"', "tag:x"),
        ('tags !# "x y"', '-tag:"x y"'),
        ("age < 3", "newer:3d"),
        ("age <= 3", "newer:4d"),
        ("age > 7", "older:8d"),
        ("age between 0:3", "newer:4d"),
        ("age between 2:3", "newer:4d older:2d"),
        ('not (unread = "no" or age > 1)', "-(is:read or older:2d)"),
        ('unread = "yes" and title =~ "a" or age < 1', 'is:unread title:"a" or newer:1d'),
    ],
)
def test_expressions_that_have_a_counterpart(expression: str, query: str) -> None:
    assert as_query(expression) == query


@pytest.mark.parametrize(
    "expression",
    ["", "title", 'title =~ "^a.*b"', 'title = ""', 'flags # "x"', 'guid = "x"', "age ! 3", "(age < 3", "age < 3)", "age < x",
     "(" * 1000, "not " * 1000 + "age < 1", '"a"', "a" * 5000, "\x00", 'age < 3 and', 'unread ="yes" unread = "yes"'],
)  # fmt: skip
def test_expressions_without_one_say_why(expression: str) -> None:
    with pytest.raises(CannotSay, match=r"\w"):
        as_query(expression)


@given(st.text(alphabet='abz "\\#~!|:/.=<>()\n\t', max_size=200))
def test_any_text_is_a_list_or_none(text: str) -> None:
    try:
        found = read_urls(text.encode())
    except NoList:
        return
    assert all(feed.url.startswith(("http://", "https://")) for feed in found.feeds)


@given(
    st.lists(
        st.sampled_from(
            ["unread", "title", "age", "tags", "=", "=~", "#", "<", "and", "or", "not", "(", ")", '"x"', "3"]
        ),
        max_size=15,
    ).map(" ".join)
)
def test_any_expression_is_a_query_that_parses_or_a_reason(expression: str) -> None:
    try:
        assert as_query(expression)
    except CannotSay as error:
        assert str(error)
