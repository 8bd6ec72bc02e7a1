"""Theme files: what a good one gives, and what is said about a bad one."""

import os
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreader.articles import lines
from newsreader.config.themes import (
    AUTO,
    MAX_BYTES,
    PALETTE,
    ROLES,
    RoleStyle,
    ThemeError,
    bad_themes,
    find_theme,
    is_theme_name,
    list_themes,
    load_theme,
    parse_theme,
    read_theme,
)
from newsreader.paths import Paths, shipped_themes

GOOD = (shipped_themes() / "print.toml").read_text()


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Paths with an empty folder of the person's own themes."""
    paths = Paths(config=tmp_path / "config.toml", data=tmp_path / "data", cache=tmp_path / "cache")
    paths.themes.mkdir()
    return paths


def own(paths: Paths, name: str, text: str) -> Path:
    file = paths.themes / f"{name}.toml"
    file.write_text(text)
    return file


def test_auto_is_as_the_terminal_is(paths: Paths) -> None:
    assert load_theme(AUTO, paths, dark=True).name == "paper-dark"
    assert load_theme(AUTO, paths, dark=False).name == "paper-light"


def test_a_theme_is_complete(paths: Paths) -> None:
    theme = load_theme("print", paths)
    assert (theme.title, theme.dark) == ("Print", False)
    assert set(theme.palette) == set(PALETTE)
    assert set(theme.roles) == set(ROLES)
    assert theme.roles["headline"] == RoleStyle("text", frozenset({"bold"}))
    assert theme.roles["bullet"] == RoleStyle("text")  # the file's own


def test_every_role_of_an_article_can_be_set() -> None:
    assert set(ROLES) == {*get_args(lines.Role), "selected", "read", "status"}


def test_a_person_s_theme_is_listed_and_goes_before_a_shipped_one(paths: Paths) -> None:
    own(paths, "mine", GOOD.replace("Print", "Mine"))
    own(paths, "harbour", GOOD.replace("Print", "My harbour"))
    titles = [theme.title for theme in list_themes(paths)]
    assert "Mine" in titles
    assert "My harbour" in titles
    assert "Harbour" not in titles
    assert titles == sorted(titles, key=str.lower)
    assert find_theme("harbour", paths).parent == paths.themes


def test_without_own_themes_the_shipped_ones_are_there(tmp_path: Path) -> None:
    paths = Paths(config=tmp_path / "no" / "config.toml", data=tmp_path, cache=tmp_path)
    assert len(list_themes(paths)) >= 8
    assert bad_themes(paths) == []


def test_an_unknown_name_gets_the_nearest_one(paths: Paths) -> None:
    with pytest.raises(ThemeError, match='no theme is called "paper-lihgt"; did you mean "paper-light"\\?'):
        load_theme("paper-lihgt", paths)
    with pytest.raises(ThemeError, match="there are: ansi-dark, ansi-light"):
        load_theme("zzz", paths)


@pytest.mark.parametrize("name", ["../print", "/etc/passwd", "", "Print", "print.toml", "a\0b", "auto", ".hidden"])
def test_a_name_cannot_lead_out_of_the_folder(paths: Paths, name: str) -> None:
    assert not is_theme_name(name)
    with pytest.raises(ThemeError):
        find_theme(name, paths)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('title = "Print"', "title = 3"), "title: expected a text"),
        (("dark = false", 'dark = "no"'), "dark: expected true or false"),
        (("dark = false", ""), "dark: expected true or false"),
        (("dark = false", "drak = false"), 'drak: unknown name; did you mean "dark"?'),
        (('accent = "#b01020"\n', ""), "palette: accent missing"),
        (('accent = "#b01020"', 'accent = "red"'), "palette.accent: 'red' is no colour"),
        (('accent = "#b01020"', 'accent = "#b0102"'), "palette.accent: '#b0102' is no colour"),
        (('accent = "#b01020"', "accent = 3"), "palette.accent: 3 is no colour"),
        (('accent = "#b01020"', 'acent = "#b01020"'), 'palette.acent: unknown name; did you mean "accent"?'),
        (("[roles]", "[rolls]"), 'rolls: unknown name; did you mean "roles"?'),
        (('kicker = "accent bold"', 'kickr = "accent"'), 'roles.kickr: unknown name; did you mean "kicker"?'),
        (('kicker = "accent bold"', 'kicker = "acent bold"'), "roles.kicker: expected a colour of the palette"),
        (('kicker = "accent bold"', 'kicker = "accent blod"'), "roles.kicker: 'blod' is neither bold nor italic"),
        (('kicker = "accent bold"', 'kicker = ""'), "roles.kicker: expected a colour of the palette"),
        (("[palette]", "[palette"), "not TOML"),
    ],
)
def test_a_bad_theme_is_one_line_and_leaves_the_others(paths: Paths, change: tuple[str, str], said: str) -> None:
    assert change[0] in GOOD
    file = own(paths, "bad", GOOD.replace(*change))
    with pytest.raises(ThemeError) as raised:
        load_theme("bad", paths)
    assert str(raised.value).startswith(f"{file}: ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert [str(error) for error in bad_themes(paths)] == [str(raised.value)]
    assert "bad" not in [theme.name for theme in list_themes(paths)]
    assert len(list_themes(paths)) >= 8


def test_palette_and_roles_must_be_tables(paths: Paths) -> None:
    own(paths, "bad", "dark = true\npalette = 3\n")
    with pytest.raises(ThemeError, match=r"palette: expected a table: \[palette\]"):
        load_theme("bad", paths)


def test_what_is_no_readable_text_is_a_bad_theme(paths: Paths) -> None:
    (paths.themes / "bytes.toml").write_bytes(b"\xff\xfe")
    (paths.themes / "deep.toml").write_text("a = " + "[" * 5000)
    with pytest.raises(ThemeError, match="is not UTF-8"):
        load_theme("bytes", paths)
    with pytest.raises(ThemeError, match=r"deep\.toml: lists or tables are nested too deeply"):
        load_theme("deep", paths)
    (paths.themes / "folder.toml").mkdir()
    assert [str(error).partition(": ")[0] for error in bad_themes(paths)] == [
        str(paths.themes / "bytes.toml"),
        str(paths.themes / "deep.toml"),
    ]


def test_a_title_cannot_act_on_the_terminal(paths: Paths) -> None:
    own(paths, "mine", GOOD.replace('"Print"', '"\\u001b]0;x\\u0007Mine"'))
    assert load_theme("mine", paths).title == "]0;xMine"


VALUES = st.one_of(
    st.text(max_size=8), st.sampled_from(["#112233", "default", "ansi_red", "text bold"]), st.integers(), st.booleans()
)
TABLES = st.dictionaries(st.sampled_from([*PALETTE, *ROLES, "x"]), VALUES)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["title", "dark", "palette", "roles", "x"]),
        st.one_of(VALUES, TABLES, st.just(dict.fromkeys(PALETTE, "#000000"))),
    )
)
def test_any_tables_are_a_theme_or_a_reason(tables: dict[str, object]) -> None:
    try:
        theme = parse_theme("any", tables)
    except ValueError as error:
        assert str(error)
    else:
        assert set(theme.palette) == set(PALETTE)


def test_shipped_themes_say_at_their_head_what_they_are() -> None:
    for file in shipped_themes().glob("*.toml"):
        assert file.read_text().startswith("# "), file
        assert read_theme(file).title


def test_what_is_called_like_a_theme_and_is_no_file_is_told_of_at_once(paths: Paths) -> None:
    os.mkfifo(paths.themes / "pipe.toml")
    (paths.themes / "lost.toml").symlink_to("nowhere")
    own(paths, "film", "#" * (MAX_BYTES + 1))
    said = [str(error).removeprefix(f"{paths.themes}/") for error in bad_themes(paths)]
    assert said == [
        "film.toml: is larger than 256 KiB: this is no theme",
        "lost.toml: cannot be read: No such file or directory",
        "pipe.toml: cannot be read: this is a pipe or a device, not a file",
    ]


def test_a_number_that_is_too_long_is_told_in_words(paths: Paths) -> None:
    file = own(paths, "long", "dark = " + "9" * 100_000)
    with pytest.raises(ThemeError) as caught:
        read_theme(file)
    assert str(caught.value) == f"{file}: not TOML: a number of more than 4300 digits"
