"""Changes of the person's file that can be turned round."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.config import changes
from newsreader.config.changes import Conflict, Edit, adding, apply, changing, pack, removing, together, unpack
from newsreader.config.edit import EditError

TEXT = """\
# My news
[reader]
theme = "print"   # as on paper

# World
[[feeds]]
url = "https://a.example/" # the first
# interval = "15m"
name = "A"

[keys]
star = "s"

[[feeds]]   # the second
url = "b"
  [feeds.headers]
  X = "1"

# the last
[[feeds]]
url = "c"

[[views]]
name = "Long"
query = "len>10m"
"""
INLINE = 'feeds = [{url = "https://a.example/", name = "A"}, {url = "b"},\n  {url = "c"}]\n'


def feeds(text: str) -> list[str]:
    return [feed["url"] for feed in tomllib.loads(text.removeprefix("\ufeff")).get("feeds", [])]


def made(text: str, edit: Edit) -> tuple[str, Edit]:
    """The text after a change, and the change that takes it back as it comes out of the journal."""
    new, done = apply(text, edit)
    return new, changes.unpack(changes.pack(done)).inverse()


@pytest.mark.parametrize(
    "text", ["", TEXT, TEXT.replace("\n", "\r\n"), f"\ufeff{TEXT}", INLINE, INLINE.replace("},\n", "}, # here\n")]
)
def test_taken_back_at_once_a_change_leaves_the_file_as_it_was_to_the_byte(text: str) -> None:
    edits = [adding("feeds", url="new", name="N", tags=("x", "y"), section=None)]
    for url in feeds(text):
        edits += [removing(text, "feeds", url), changing(text, "feeds", url, name="Other", section="S", tags=("t",))]
    for edit in edits:
        new, back = made(text, edit)
        assert new != text
        old, again = made(new, back)
        assert old == text
        assert made(old, again)[0] == new


@pytest.mark.parametrize("text", [TEXT, INLINE])
def test_in_a_file_that_was_changed_elsewhere_a_removed_table_comes_back_at_its_place(text: str) -> None:
    for url in ("https://a.example/", "b", "c"):
        new, back = made(text, removing(text, "feeds", url))
        old, _ = apply(f"{new}\n[share]\nMail = ['mail']\n", back)
        assert feeds(old) == ["https://a.example/", "b", "c"]
        assert tomllib.loads(old)["feeds"] == tomllib.loads(text)["feeds"]
        assert "Mail" in old


def test_comments_stay_where_a_table_comes_back() -> None:
    new, back = made(TEXT, removing(TEXT, "feeds", "https://a.example/"))
    old, _ = apply(f"{new}# mine\n", back)
    assert "# mine" in old
    assert "# My news" in old
    assert '# the last\n[[feeds]]\nurl = "c"' in old


def test_a_table_that_was_changed_since_is_left_alone() -> None:
    new, back = made(TEXT, adding("views", name="Short", query="len<2m"))
    with pytest.raises(Conflict, match='the view "Short" was changed in the config since'):
        apply(new.replace("len<2m", "len<3m"), back)
    with pytest.raises(Conflict, match='the view "Short" is not in the config any more'):
        apply(TEXT + "# mine", back)
    new, back = made(TEXT, removing(TEXT, "feeds", "c"))
    with pytest.raises(Conflict, match='there is a feed "c" in the config already'):
        apply(f'{new}[[feeds]]\nurl = "c"\n', back)


def test_settings_are_changed_added_and_taken_away() -> None:
    new, _ = apply(TEXT, changing(TEXT, "feeds", "https://a.example/", name=None, section="World", tags=("x",)))
    feed = tomllib.loads(new)["feeds"][0]
    assert feed == {"url": "https://a.example/", "section": "World", "tags": ["x"]}
    assert "# the first" in new


def test_a_view_is_renamed_but_not_to_the_name_of_another() -> None:
    text, _ = apply(TEXT, adding("views", name="Short", query="len<2m"))
    new, back = made(text, changing(text, "views", "Short", name="Brief"))
    assert [view["name"] for view in tomllib.loads(new)["views"]] == ["Long", "Brief"]
    assert apply(f"{new}# mine\n", back)[0] == f"{text}# mine\n"
    with pytest.raises(Conflict, match="already"):
        apply(text, changing(text, "views", "Short", name="Long"))


def test_what_is_not_there_is_named_with_what_is_near() -> None:
    with pytest.raises(EditError, match='the config has no view "long"; did you mean "Long"'):
        removing(TEXT, "views", "long")
    with pytest.raises(EditError, match="not TOML"):
        removing("x = ", "views", "long")


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (adding("feeds", url="u", name="Guardian"), "subscribed to Guardian"),
        (adding("feeds", url="u"), "subscribed to u"),
        (removing(TEXT, "feeds", "https://a.example/"), "unsubscribed from A"),
        (changing(TEXT, "feeds", "https://a.example/", section="S"), "edited the feed A"),
        (adding("views", name="V", query="q"), "made the view V"),
        (changing(TEXT, "views", "Long", name="V"), "renamed the view Long to V"),
        (removing(TEXT, "views", "Long"), "deleted the view Long"),
    ],
)
def test_a_change_says_what_it_is(edit: Edit, words: str) -> None:
    assert str(edit) == words


def test_a_feed_is_found_by_its_resolved_address(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    text = '[[feeds]]\nurl = "HTTPS://Example.org:443"\n[[feeds]]\nurl = "pages"\n'
    assert changes.written_url(text, "https://example.org/", config) == "HTTPS://Example.org:443"
    assert changes.written_url(text, str(tmp_path / "pages"), config) == "pages"
    with pytest.raises(EditError, match="no feed with the address"):
        changes.written_url(text, "https://other.example/", config)


VALUES = st.fixed_dictionaries(
    {"name": st.text(min_size=1, max_size=20), "query": st.text(max_size=20)},
    optional={"section": st.text(min_size=1, max_size=9), "sort": st.sampled_from(["date", "title"])},
)


@given(st.lists(VALUES, max_size=4, unique_by=lambda view: view["name"]), st.data())
def test_any_change_is_taken_back_in_a_file_with_more_in_it(views: list[dict[str, Any]], data: st.DataObject) -> None:
    text = "# mine\n"
    for view in views:
        text, _ = apply(text, adding("views", **view))
    kinds = ["add", "remove", "change"] if views else ["add"]
    match data.draw(st.sampled_from(kinds)):
        case "add":
            other = data.draw(VALUES.filter(lambda view: view["name"] not in {v["name"] for v in views}))
            edit = adding("views", **other)
        case "remove":
            edit = removing(text, "views", data.draw(st.sampled_from(views))["name"])
        case _:
            edit = changing(
                text, "views", data.draw(st.sampled_from(views))["name"], query=data.draw(st.text(max_size=9))
            )
    new, back = made(text, edit)
    assert made(new, back)[0] == text
    old, _ = apply(f"{new}# more\n", back)
    assert tomllib.loads(old).get("views", []) == tomllib.loads(text).get("views", [])


# ── Several tables together ───────────────────────────────────────────────────────────────────────────────────────────

FEEDS = """# my news
[reader]
theme = "paper"

# the first
[[feeds]]
url = "https://a.example/"  # every day
section = "World"

[[feeds]]
url = "https://b.example/"
section = "World"
  [feeds.headers]
  X = "1"

[keys]
star = "s"
"""


def test_feeds_that_come_together_stand_behind_the_others_and_go_together() -> None:
    edit = together(adding("feeds", url=f"https://h{n}.example/") for n in range(3))
    new, done = apply(FEEDS, edit)
    assert [feed["url"][8:9] for feed in tomllib.loads(new)["feeds"]] == ["a", "b", "h", "h", "h"]
    assert str(edit) == "subscribed to 3 feeds"
    assert apply(new, done.inverse())[0] == FEEDS
    assert apply(f"{new}\n[fetch]\n", done.inverse())[0] == f"{FEEDS}\n[fetch]\n"


def test_a_section_is_renamed_in_all_its_feeds_and_back() -> None:
    edit = together(changing(FEEDS, "feeds", f"https://{name}.example/", section="Abroad") for name in ("a", "b"))
    new, done = apply(FEEDS, edit)
    assert new == FEEDS.replace('"World"', '"Abroad"')
    assert str(edit) == "edited 2 feeds"
    assert apply(new, unpack(pack(done)).inverse())[0] == FEEDS


def test_feeds_that_go_together_come_back_where_they_stood() -> None:
    edit = together(removing(FEEDS, "feeds", f"https://{name}.example/") for name in ("a", "b"))
    new, done = apply(FEEDS, edit)
    assert "feeds" not in tomllib.loads(new)
    assert "# the first" in new
    assert apply(new, done.inverse())[0] == FEEDS
    changed = new.replace("paper", "ansi-dark")
    assert tomllib.loads(apply(changed, done.inverse())[0])["feeds"] == tomllib.loads(FEEDS)["feeds"]


def test_where_one_of_several_cannot_be_changed_none_is() -> None:
    edit = together([adding("feeds", url="https://new.example/"), adding("feeds", url="https://a.example/")])
    with pytest.raises(Conflict, match="already"):
        apply(FEEDS, edit)
    with pytest.raises(Conflict, match="already"):
        apply(FEEDS, together(adding("feeds", url="https://new.example/") for _ in range(2)))


def test_a_journal_that_held_one_table_alone_is_read() -> None:
    old = '{"array": "views", "before": null, "after": "{name = \\"x\\", query = \\"y\\"}", "number": null, "patch": null}'
    assert unpack(old) == adding("views", name="x", query="y")


def many(count: int) -> str:
    return "".join(f'[[feeds]]\nurl = "u{n}"\nname = "N{n}"\nsection = "World"\n\n' for n in range(count))


def changed_since(text: str) -> str:
    return f'{text}\n[reader]\ntheme = "print"\n'


@pytest.mark.parametrize("section", ["Abroad", None])
def test_a_section_of_many_feeds_takes_no_more_readings_of_the_file_than_one_of_three(
    section: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings: list[str] = []
    loads = tomllib.loads

    def counted(text: str) -> dict[str, Any]:
        readings.append(text)
        return loads(text)

    def change(count: int) -> list[int]:
        text, took = many(count), []
        for edit in (
            changes.changing_all(text, "feeds", lambda _: True, section=section),
            changes.removing_all(text, "feeds", lambda table: table["url"] != "u1"),
        ):
            monkeypatch.setattr(tomllib, "loads", counted)
            readings.clear()
            new, done = apply(text, edit)
            old, _ = apply(changed_since(new), done.inverse())
            took.append(len(readings))
            monkeypatch.undo()
            assert loads(old)["feeds"] == loads(text)["feeds"]
        return took

    assert change(60) == change(3)


@given(st.integers(1, 8), st.data())
def test_tables_that_went_together_come_back_in_their_order_into_a_file_that_was_changed(
    count: int, data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.integers(0, count - 1), min_size=1))
    inline = "feeds = [" + ", ".join(f'{{url = "u{n}"}}' for n in range(count)) + "]\n"
    text = data.draw(st.sampled_from([many(count), many(count).replace("\n\n", "\n# a note\n\n"), inline]))
    new, done = apply(text, changes.removing_all(text, "feeds", lambda table: int(table["url"][1:]) in gone))
    old, _ = apply(changed_since(new), unpack(pack(done)).inverse())
    assert tomllib.loads(old)["feeds"] == tomllib.loads(text)["feeds"]


TABLE = st.fixed_dictionaries(
    {}, optional={"name": st.sampled_from("ab"), "section": st.sampled_from("xy"), "tags": st.just(["t"])}
)


@given(st.lists(st.tuples(TABLE, TABLE), min_size=1, max_size=5), st.booleans(), st.sampled_from(["", "\n"]))
def test_tables_that_change_together_are_what_they_would_be_one_by_one(
    pairs: list[tuple[dict[str, Any], dict[str, Any]]], inline: bool, end: str
) -> None:
    tables = [{"url": f"u{n}", **before} for n, (before, _) in enumerate(pairs)]
    if inline:
        text = f"feeds = {changes.toml_value(tables)}\n"
    else:
        blocks = (
            "\n".join(["[[feeds]]", *(f"{k} = {changes.toml_value(v)} # {k}" for k, v in one.items())])
            for one in tables
        )
        text = "\n\n".join(blocks) + end
    settings = [{"name": None, "section": None, "tags": None} | after for _, after in pairs]
    edits = [changing(text, "feeds", f"u{n}", **new) for n, new in enumerate(settings)]
    one_by_one = text
    for edit in edits:
        one_by_one = apply(one_by_one, edit)[0]
    at_once, done = apply(text, together(edits))
    assert tomllib.loads(at_once) == tomllib.loads(one_by_one)
    assert tomllib.loads(at_once)["feeds"] == [{"url": f"u{n}", **after} for n, (_, after) in enumerate(pairs)]
    assert apply(at_once, unpack(pack(done)).inverse())[0] == text
