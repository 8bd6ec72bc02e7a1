"""What a tag may be called."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.query.parse import parse
from newsreader.query.tags import LONGEST, BadTag, same_tag, tag_name
from newsreader.query.tree import Place


@pytest.mark.parametrize(
    ("typed", "name"),
    [("later", "later"), (" #later ", "later"), ("Später", "Später"), ("c++", "c++"), ("新闻", "新闻")],
)
def test_a_word_is_a_tag(typed: str, name: str) -> None:
    assert tag_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "a letter or a digit"),
        ("###", "a letter or a digit"),
        ("🎉", "a letter or a digit"),
        ("to read", "write to-read"),
        ('a"b', 'cannot have a "'),
        ("a:b", "cannot have a :"),
        ("-later", "cannot begin with -"),
        ("x" * (LONGEST + 1), "at most"),
    ],
)
def test_what_is_no_tag_is_refused_in_words(typed: str, why: str) -> None:
    with pytest.raises(BadTag) as refused:
        tag_name(typed)
    assert why in str(refused.value)


@given(st.text(max_size=80))
def test_any_tag_can_be_typed_behind_its_field(text: str) -> None:
    try:
        name = tag_name(text)
    except BadTag as refused:
        assert "\n" not in str(refused)
        return
    assert tag_name(name) == name
    node = parse(f"tag:{name}", now=datetime.now(UTC)).node
    assert isinstance(node, Place)
    assert same_tag(node.value, name)
