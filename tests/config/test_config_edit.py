"""The program's edits of the person's file: what is not changed stays to the byte."""

import tomllib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreader.config.edit import (
    EditError,
    add_feed,
    add_table,
    add_view,
    remove_feed,
    remove_table,
    remove_value,
    set_value,
)

TEXT = """\
# My news
[reader]
theme = "print"   # as on paper

# World
[[feeds]]
url = "https://a.example/" # the first
# interval = "15m"

[[feeds]]   # the second
url = "b"
  [feeds.headers]
  X = "1"

# What the keys are
[keys]
star = "s"
# The end"""


def inserted(before: str, after: str) -> str:
    """The one stretch that `after` has more than `before`; fails where anything else differs."""
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    more = len(after) - len(before)
    assert more >= 0
    assert any(before == after[:at] + after[at + more :] for at in range(max(0, start - more), start + 1)), (
        "more than one stretch was changed"
    )
    return after[start : start + more]


# ── Adding ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_feed_comes_behind_the_others_and_before_the_next_table_s_comment() -> None:
    after = add_feed(TEXT, "https://c.example/", name="C", section=None, tags=("x", "y"))
    new = '\n[[feeds]]\nurl = "https://c.example/"\nname = "C"\ntags = ["x", "y"]\n'
    assert after == TEXT.replace('  X = "1"\n', f'  X = "1"\n{new}')


def test_a_commented_setting_stays_with_its_feed() -> None:
    text = '[[feeds]]\nurl = "a"\n# interval = "15m"\n\n# Keys\n[keys]\n'
    assert add_feed(text, "b") == '[[feeds]]\nurl = "a"\n# interval = "15m"\n\n[[feeds]]\nurl = "b"\n\n# Keys\n[keys]\n'


def test_the_first_feed_comes_at_the_end() -> None:
    assert add_feed("", "a") == '[[feeds]]\nurl = "a"\n'
    assert add_feed("[reader]\n# no end of line", "a") == '[reader]\n# no end of line\n\n[[feeds]]\nurl = "a"\n'
    assert add_view("[reader]\n\n", "V", "is:unread") == '[reader]\n\n[[views]]\nname = "V"\nquery = "is:unread"\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("feeds = []\n", 'feeds = [{url = "c"}]\n'),
        ('feeds = [{url="a"}] # x\n', 'feeds = [{url="a"}, {url = "c"}] # x\n'),
        ('feeds = [\n  {url="a"}, # x\n]\n', 'feeds = [\n  {url="a"}, # x\n  {url = "c"},\n]\n'),
    ],
)
def test_feeds_in_a_list_get_another_element(before: str, after: str) -> None:
    assert add_feed(before, "c") == after


def test_line_ends_and_a_byte_order_mark_stay_as_they_are() -> None:
    after = add_feed('\ufeff[reader]\r\ntheme="x"\r\n', "c")
    assert after == '\ufeff[reader]\r\ntheme="x"\r\n\r\n[[feeds]]\r\nurl = "c"\r\n'
    assert set_value(after, ("reader", "theme"), "y").count("\n") == after.count("\r\n")


# ── Setting ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_value_is_replaced_where_it_stands() -> None:
    assert set_value(TEXT, ("reader", "theme"), "auto") == TEXT.replace('"print"', '"auto"')
    assert set_value(TEXT, ("feeds", 0, "url"), "x") == TEXT.replace('"https://a.example/"', '"x"')
    assert set_value(TEXT, ("feeds", 1, "headers", "X"), "2") == TEXT.replace('"1"', '"2"')


def test_a_new_setting_comes_behind_the_last_of_its_table() -> None:
    after = set_value(TEXT, ("reader", "layout"), "single")
    assert after == TEXT.replace("# as on paper\n", '# as on paper\nlayout = "single"\n')
    after = set_value(TEXT, ("feeds", 1, "name"), "B")
    assert after == TEXT.replace('url = "b"\n', 'url = "b"\nname = "B"\n')
    after = set_value(TEXT, ("feeds", 1, "headers", "Y Z"), "2")
    assert after == TEXT.replace('  X = "1"\n', '  X = "1"\n  "Y Z" = "2"\n')
    assert set_value(TEXT, ("feeds", 0, "headers", "Y"), "2") == TEXT.replace(
        "# the first\n", '# the first\nheaders = {Y = "2"}\n'
    )


def test_a_missing_table_is_made() -> None:
    assert set_value(TEXT, ("fetch", "hosts"), 4) == TEXT + "\n\n[fetch]\nhosts = 4\n"
    assert set_value("", ("keys", "star"), ["s", "*"]) == '[keys]\nstar = ["s", "*"]\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('reader = {theme="a"} # x', 'reader = {theme="a",layout = "c"} # x'),
        ('reader.theme="a"\n[keys]\n', 'reader.theme="a"\nreader.layout = "c"\n[keys]\n'),
        ("[reader.x]\na = 1\n", '[reader.x]\na = 1\n\n[reader]\nlayout = "c"\n'),
    ],
)
def test_a_table_is_extended_in_its_own_way_of_writing(before: str, after: str) -> None:
    assert set_value(before, ("reader", "layout"), "c") == after


def test_a_table_is_not_replaced_by_a_value() -> None:
    with pytest.raises(EditError, match="change it in an editor"):
        set_value(TEXT, ("reader",), "x")
    with pytest.raises(EditError):
        set_value(TEXT, ("feeds", 7, "name"), "x")


# ── Removing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_feed_goes_with_what_is_inside_it_and_leaves_the_comment_above() -> None:
    assert remove_feed(TEXT, "https://a.example/") == TEXT.replace(
        '[[feeds]]\nurl = "https://a.example/" # the first\n# interval = "15m"\n\n', "\n"
    )
    assert remove_feed(TEXT, "b") == TEXT.replace(
        '[[feeds]]   # the second\nurl = "b"\n  [feeds.headers]\n  X = "1"\n\n', ""
    )


def test_a_feed_that_is_added_and_removed_leaves_the_file_as_it_was() -> None:
    assert remove_feed(add_feed(TEXT, "c", name="C"), "c") == TEXT


def test_a_feed_that_is_not_there_cannot_go() -> None:
    with pytest.raises(EditError, match='no \\[\\[feeds\\]\\] has url = "x"'):
        remove_feed(TEXT, "x")
    with pytest.raises(EditError):
        remove_table(TEXT, "views", 0)


def test_the_last_element_of_a_list_goes_too() -> None:
    assert remove_table('feeds = [{url="a"}, {url="b"}]', "feeds", 0) == 'feeds = [{url="b"}]'
    assert remove_table('feeds = [{url="a"}]', "feeds", 0) == "feeds = []"
    assert remove_table('[[feeds]]\nurl = "a"\n', "feeds", 0) == ""


def test_a_setting_goes_with_its_line() -> None:
    assert remove_value(TEXT, ("reader", "theme")) == TEXT.replace('theme = "print"   # as on paper\n', "")
    assert remove_value('reader = {theme="a", layout="b"}', ("reader", "layout")) == 'reader = {theme="a" }'
    with pytest.raises(EditError):
        remove_value(TEXT, ("reader", "layout"))


def test_a_file_that_is_no_toml_is_not_touched() -> None:
    with pytest.raises(EditError, match="is not TOML"):
        add_feed("[reader", "a")


# ── Any file ──────────────────────────────────────────────────────────────────────────────────────────────────────────

NOISE = st.sampled_from(["", "\n", "# a comment\n", "  # indented\n", "\n\n# Title\n"])
WORD = st.text(alphabet='ab "\\#é\n[]{}=\t\x1b', max_size=6)
KEY = st.sampled_from(["theme", '"theme"', "'layout'", "text_width", "x.y", '"a b"'])


@st.composite
def files(draw: st.DrawFn) -> str:
    """A config as people write them: odd spacing, comments anywhere, tables in any order, some inline."""
    import tomlkit

    def value() -> str:
        item = draw(st.one_of(WORD, st.integers(0, 99), st.booleans(), st.lists(st.integers(0, 9), max_size=2)))
        text = tomlkit.item(item).as_string()
        return draw(
            st.sampled_from([text, f"[ {text},\n # in a list\n {text} ]", f"{{ k = {text} }}", f"'''\n{'x'}'''"])
        )

    def pairs(own: str = "") -> str:
        lines = [own]
        for key in draw(st.lists(KEY, max_size=3, unique_by=lambda k: k.strip("\"'"))):
            equals, indent = draw(st.sampled_from([" = ", "=", "  =\t"])), draw(st.sampled_from(["", "  ", "\t"]))
            lines.append(f"{indent}{key}{equals}{value()}{draw(st.sampled_from(['', ' # why']))}\n{draw(NOISE)}")
        return "".join(lines)

    parts = [draw(NOISE)]
    if draw(st.booleans()):
        parts.append(draw(st.sampled_from(['reader.icons = "ascii"\n', 'share = { a = ["b"] }\n'])))
    tables = draw(st.permutations(["reader", "fetch", "feeds", "keys", "feeds", "feeds", "feeds.headers", "views"]))
    seen: set[str] = set()
    for name in tables[: draw(st.integers(0, len(tables)))]:
        if name == "feeds":
            parts.append(f"[[feeds]]{draw(st.sampled_from(['', '  # a feed']))}\n" + pairs(f"url = 'u{len(seen)}'\n"))
            seen = (seen - {"feeds.headers"}) | {"feeds", f"#{len(parts)}"}
        elif name == "views":
            parts.append("[[views]]\n" + pairs())
        elif name not in seen and (name != "feeds.headers" or "feeds" in seen):
            seen.add(name)
            parts.append(f"[{name}]\n" + pairs())
        parts.append(draw(NOISE))
    text = "".join(parts)
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"]))).removesuffix(
        draw(st.sampled_from(["", "\n"]))
    )


def parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


ANY = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@ANY
@given(files(), WORD)
def test_adding_a_feed_to_any_file_only_inserts_lines(text: str, name: str) -> None:
    before = parsed(text)
    if before is None:
        return
    after = add_feed(text, "new", name=name)
    inserted(text, after)
    feeds = [*before.get("feeds", []), {"url": "new", "name": name}]
    assert tomllib.loads(after) == {**before, "feeds": feeds}
    assert tomllib.loads(remove_table(after, "feeds", len(feeds) - 1)) == before


@ANY
@given(files(), st.sampled_from(["theme", "icons", "new key"]), WORD)
def test_setting_a_value_in_any_file_changes_that_alone(text: str, key: str, value: str) -> None:
    before = parsed(text)
    if before is None:
        return
    known = isinstance(before.get("reader"), dict) and key in before["reader"]
    try:
        after = set_value(text, ("reader", key), value)
    except EditError:
        assert known
        assert isinstance(before["reader"][key], dict)  # a table is not replaced by a value
        return
    if not known:
        inserted(text, after)
    assert tomllib.loads(after) == {**before, "reader": {**before.get("reader", {}), key: value}}


@ANY
@given(files(), st.data())
def test_removing_a_feed_from_any_file_leaves_the_others(text: str, data: st.DataObject) -> None:
    before = parsed(text)
    if not before or not before.get("feeds"):
        return
    number = data.draw(st.integers(0, len(before["feeds"]) - 1))
    after = remove_table(text, "feeds", number)
    rest = before["feeds"][:number] + before["feeds"][number + 1 :]
    expected = {**before, "feeds": rest} if rest else {k: v for k, v in before.items() if k != "feeds"}
    assert tomllib.loads(after) == expected
    lines = iter(text.splitlines())
    assert all(line in lines for line in after.splitlines())  # nothing new, and the old order


@ANY
@given(
    st.dictionaries(
        st.text(min_size=1, max_size=4), st.one_of(WORD, st.booleans(), st.integers(), st.lists(WORD)), max_size=4
    )
)
def test_any_values_can_be_written(values: dict[str, Any]) -> None:
    assert tomllib.loads(add_table("", "views", values)) == {"views": [values]}
