import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsreader.config import toml

TABLES = ["[[feeds]]", "[[feeds]] # one", " [[feeds]]", "[feeds]", "[feeds.headers]", "[[views]]", "[[feeds.more]]"]
VALUES = ['url = "https://a.example/"', 'url = "é"', "url = 'plain'", 'url="x"', 'name = "a \\" b"', 'name = "\\u00e9"']
SIGNS = ['name = "tab\there"', 'name = "\x7f"', "# a comment", "", "junk", "[", "]", "x = [", "count = 3", "a.b = 1"]
ARRAYS = ['tags = ["a", "b"]', 'tags = ["a",', '"b"]', "tags = []", "tags = [1]", "feeds = 1", "feeds = []"]
REST = [
    "[reader]",
    '[["feeds"]]',
    'feeds = [{url = "x"}]',
    'text = """',
    '"""',
    "text = '''",
    "'''",
    "day = 2026-11-24",
]
LINES = st.sampled_from([*TABLES, *VALUES, *SIGNS, *ARRAYS, *REST])


def read(loads, text: str) -> object:  # type: ignore[no-untyped-def]
    try:
        return loads(text)
    except tomllib.TOMLDecodeError as error:
        return str(error)


@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n"]), st.booleans())
@example(["x = [", "[[feeds]]", 'url = "x"', "]"], "\n", True)
@example(["[[feeds]]", "[[feeds]]"], "\n", False)
@example(["feeds = []", "[[feeds]]"], "\n", True)
@example(["feeds = [", "]", "[[feeds]]"], "\n", True)
@example(["[[feeds]]", "[[views]]", "[feeds.headers]"], "\n", True)
@example(["[[feeds]]", "[reader]", "[[views]]", "[reader]"], "\n", True)
def test_every_text_is_read_as_tomllib_reads_it(lines: list[str], end: str, ended: bool) -> None:
    text = end.join(lines) + (end if ended else "")
    assert read(toml.loads, text) == read(tomllib.loads, text)


@given(st.text(alphabet='[]feds="\\\n\r \t#.a1,é\x00', max_size=60))
def test_whatever_is_typed_is_read_as_tomllib_reads_it(text: str) -> None:
    assert read(toml.loads, text) == read(tomllib.loads, text)


def test_plain_feeds_are_not_read_by_tomllib(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '[[feeds]]\nurl = "https://a.example/"\nname = "Ä"\ntags = ["a", "b"]\n\n[[feeds]]\nurl = "x"\n'
    expected = tomllib.loads(text)
    monkeypatch.setattr(tomllib, "loads", lambda part: {} if not part.strip() else pytest.fail(part))
    assert toml.loads(text) == expected
