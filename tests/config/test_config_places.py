"""Finding lines and values in TOML text: checked against what tomllib reads from the same text."""

import tomllib
from collections.abc import Iterator
from typing import Any

import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreader.config.finding import KeyPath
from newsreader.config.places import find_places

ODD = '''# top
title.a."b.c" = 1
[reader]   # x
theme = "a"   # c
"we ird" = """x
# not a comment, "" not an end
""" # hi
'lit' = \'\'\'it's ''quoted''\'\'\'
empty = ""
arr = [ 1, [2,3], {a=1, b = [ "x, y" ]}, # c ]
  4,
]
d = 1979-05-27 07:32:00   # date
ends_in_quotes = """a"""""

[[feeds]]
url = "a"
[feeds.headers]
X-A = 'b # c'
[[feeds]]
 url = 'b'
 [ feeds . headers ]
x.y = -3.5e2
[[feeds.more]]
k = true
[[feeds.more]]
[e]'''


def values(node: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every path in a TOML document with its value."""
    if path:
        yield path, node
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in items:
        yield from values(value, (*path, name))


def check(text: str) -> None:
    """Each path has a line, and the place of each value that is written as one holds TOML that means it."""
    places = find_places(text)
    headers = {block.start for block in places.blocks[1:]}
    for path, value in values(tomllib.loads(text)):
        assert places.line(path) is not None
        place = places.keys.get(path)
        if place and place.start not in headers and (piece := text[slice(*place.value)]):
            assert tomllib.loads(f"x = {piece}") == {"x": value}, path


def test_every_value_of_an_odd_file_is_found() -> None:
    check(ODD)
    check(ODD.replace("\n", "\r\n"))


def test_lines_are_those_of_keys_elements_and_headers() -> None:
    places = find_places(ODD)
    lines = ODD.split("\n")
    for path, start in {
        ("reader",): "[reader]",
        ("reader", "theme"): "theme",
        ("reader", "arr", 3): "  4",
        ("feeds", 0): "[[feeds]]",
        ("feeds", 1, "url"): " url",
        ("feeds", 1, "headers"): " [ feeds . headers ]",
        ("feeds", 1, "headers", "x", "y"): "x.y",
        ("title", "a", "b.c"): "title",
    }.items():
        line = places.line(path)
        assert line is not None
        assert lines[line - 1].startswith(start)
    assert places.line(("feeds", 1, "more", 1)) == len(lines) - 1


def test_what_is_missing_has_the_line_of_what_it_would_stand_in() -> None:
    places = find_places("\n[reader]\n\n[[feeds]]\nurl = 1\n")
    assert places.line(("reader", "theme")) == 2
    assert places.line(("feeds", 0, "name")) == 4
    assert places.line(("views",)) is None


NAMES = st.one_of(st.sampled_from(["a", "b", "url", "x-y_1"]), st.text(max_size=5))
SCALARS = st.one_of(
    st.booleans(), st.integers(-99, 99), st.floats(allow_nan=False), st.text(max_size=12), st.dates(), st.datetimes()
)
TREES = st.recursive(SCALARS, lambda v: st.one_of(st.lists(v, max_size=3), st.dictionaries(NAMES, v, max_size=3)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAMES, TREES, max_size=4), st.sampled_from(["tomlkit", "tomli_w"]))
def test_every_value_of_any_file_is_found(tables: dict[str, Any], writer: str) -> None:
    import tomli_w

    text = tomlkit.dumps(tables) if writer == "tomlkit" else tomli_w.dumps(tables)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:  # tomlkit writes some control characters raw
        return
    check(text)
