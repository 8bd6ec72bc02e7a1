"""Link hints: what a person sees and types."""

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import Item, Paper

from newsreader.tui.hint_letters import ALPHABET, hint_letters
from newsreader.tui.hints import VERBS

BODY = (
    '<p>See <a href="https://one.example/report">the report</a> and <a href="https://two.example/">the reply</a>'
    '(<a href="https://three.example/">here</a>).</p><p>漢字漢字<a href="https://four.example/">漢字</a>.</p>'
)


@pytest.fixture
def linked(paper: Paper, tmp_path: Path) -> Paper:
    """An article with links, and a browser and a clipboard that write down what they got."""
    for name in ("browser", "clipboard"):
        (tmp_path / name).write_text(
            f"#!{sys.executable}\nimport json, os, sys\n"
            f"open({str(tmp_path / name)!r} + '.part', 'w').write(json.dumps([sys.argv[1:], sys.stdin.read()]))\n"
            f"os.replace({str(tmp_path / name)!r} + '.part', {str(tmp_path / name)!r} + '.json')\n"
        )
        (tmp_path / name).chmod(0o755)
    paper.reader_settings += f'\nbrowser = ["{tmp_path}/browser", "{{url}}"]\nclipboard = ["{tmp_path}/clipboard"]'
    paper.write_config()
    paper.publish("Guardian", Item("With links", 0.1, BODY))
    return paper


def got(folder: Path, name: str) -> list | None:
    file = folder / f"{name}.json"
    return json.loads(file.read_text()) if file.exists() else None


async def test_semicolon_puts_letters_before_the_links_and_they_open_them(linked: Paper, tmp_path: Path) -> None:
    async with linked.open() as person:
        await person.press("enter")
        await person.sees_in("article", "See the report")
        await person.press(";")
        await person.sees_in("article", r"Seeathe report \[1\] andsthe reply")
        assert "open link: _" in person.text
        await person.press("s")
        await person.waits(lambda: got(tmp_path, "browser"))
        assert got(tmp_path, "browser")[0] == ["https://two.example/"]
        await person.sees_in("article", "See the report .1. and the reply")
        assert "opened https://two.example/" in person.status
        assert person.has_keys == "article"


async def test_a_letter_covers_the_start_of_a_link_only_where_no_blank_is_before_it(linked: Paper) -> None:
    async with linked.open() as person:
        await person.press("enter", ";")
        await person.sees_in("article", r"\(dere")
        # Half of a wide character is covered, the other half is blank: the rest of the line stays in its place.
        await person.sees_in("article", "漢字漢字g 字")


async def test_the_hints_stand_over_the_article_while_the_list_has_the_keys(linked: Paper, tmp_path: Path) -> None:
    async with linked.open() as person:
        await person.sees_in("article", "See the report")
        assert person.has_keys == "list"
        await person.press(";", "a")
        await person.waits(lambda: got(tmp_path, "browser"))
        assert person.has_keys == "list"


async def test_the_number_of_a_link_opens_it_as_well(linked: Paper, tmp_path: Path) -> None:
    async with linked.open() as person:
        await person.press("enter", ";", "3")
        await person.waits(lambda: got(tmp_path, "browser"))
        assert got(tmp_path, "browser")[0] == ["https://three.example/"]


async def test_a_number_that_may_go_on_waits_for_enter_and_shows_where_it_leads(linked: Paper, tmp_path: Path) -> None:
    many = "".join(f'<p><a href="https://n{n}.example/">link {n}</a></p>' for n in range(1, 13))
    linked.publish("Guardian", Item("Many links", 0.05, many))
    async with linked.open() as person:
        await person.press("enter")
        await person.sees_in("article", "link 1 ")
        await person.press(";", "1")
        await person.sees("open link: 1_  enter: https://n1.example/")
        await person.press("2")
        await person.waits(lambda: got(tmp_path, "browser"))
        assert got(tmp_path, "browser")[0] == ["https://n12.example/"]
        (tmp_path / "browser.json").unlink()
        await person.press(";", "1", "enter")
        await person.waits(lambda: got(tmp_path, "browser"))
        assert got(tmp_path, "browser")[0] == ["https://n1.example/"]


async def test_more_links_than_letters_take_two_and_the_first_narrows_what_is_shown(linked: Paper, tmp_path) -> None:
    many = "<p>" + " ".join(f'<a href="https://n{n}.example/">w{n}</a>' for n in range(40)) + "</p>"
    linked.publish("Guardian", Item("Many links", 0.05, many))
    async with linked.open() as person:
        await person.press("enter")
        await person.sees_in("article", "w39")
        await person.press(";")
        await person.sees_in("article", r"aaw23 .*as24 ")
        await person.press("a")
        await person.sees("open link: a_")
        await person.waits(lambda: not re.search(r"sw0", person.pane("article")))
        await person.press("backspace", "a", "s")
        await person.waits(lambda: got(tmp_path, "browser"))
        letters = hint_letters(40)
        assert got(tmp_path, "browser")[0] == [f"https://n{letters.index('as')}.example/"]


async def test_y_and_a_hint_copy_the_link(linked: Paper, tmp_path: Path) -> None:
    async with linked.open() as person:
        await person.press("enter", ";", "y")
        await person.sees("copy link: _")
        await person.press("a")
        await person.waits(lambda: got(tmp_path, "clipboard"))
        assert got(tmp_path, "clipboard") == [[], "https://one.example/report"]
        await person.sees("copied https://one.example/report")
        assert got(tmp_path, "browser") is None


async def test_esc_leaves_the_hints(linked: Paper) -> None:
    async with linked.open() as person:
        await person.press("enter", ";")
        await person.sees_in("article", "Seeathe report")
        await person.press("escape")
        await person.sees_in("article", "See the report")
        assert "open link" not in person.text
        assert person.has_keys == "article"


async def test_letters_and_numbers_that_no_link_has_are_said(linked: Paper) -> None:
    async with linked.open() as person:
        await person.press("enter", ";", "m")
        await person.sees("no link has the letters m")
        await person.press("9")
        await person.sees("there is no link 9")
        await person.press("0")
        await person.sees("there is no link 0")


async def test_a_link_that_is_no_web_address_is_shown_and_not_opened(linked: Paper, tmp_path: Path) -> None:
    linked.publish("Guardian", Item("Odd", 0.05, '<p>An <a href="ftp://old.example/file">old file</a>.</p>'))
    async with linked.open() as person:
        await person.press("enter", ";", "a")
        await person.sees("not opened, only http, https and mailto links are: ftp://old.example/file")
        assert got(tmp_path, "browser") is None


async def test_where_no_link_is_in_sight_a_number_still_opens_one(linked: Paper, tmp_path: Path) -> None:
    body = BODY + "".join(f"<p>Paragraph {n}.</p>" for n in range(90))
    linked.publish("Guardian", Item("Long", 0.05, body))
    async with linked.open(height=30) as person:
        await person.press("enter")
        await person.sees_in("article", "See the report")
        await person.press("space", ";")
        await person.sees("open link: _   no link is in sight, a number opens one; y copies")
        await person.press("2")
        await person.waits(lambda: got(tmp_path, "browser"))
        assert got(tmp_path, "browser")[0] == ["https://two.example/"]


async def test_where_one_pane_is_shown_the_list_has_no_hints(linked: Paper) -> None:
    async with linked.open(width=60) as person:
        await person.press(";")
        await person.sees("no article is in sight")


async def test_another_width_of_the_terminal_takes_the_hints_away(linked: Paper) -> None:
    async with linked.open() as person:
        await person.press("enter", ";")
        await person.sees_in("article", "Seeathe report")
        await person.pilot.resize_terminal(110, 40)
        await person.sees_in("article", "See the report")
        await person.waits(lambda: "open link" not in person.text)
        assert person.has_keys == "article"


@given(st.integers(0, 3000))
def test_the_letters_are_different_and_none_begins_another(count: int) -> None:
    letters = hint_letters(count)
    assert len(letters) == len(set(letters)) == count
    assert [len(text) for text in letters] == sorted(len(text) for text in letters)
    beginnings = {text[:length] for text in letters for length in range(1, len(text))}
    assert not beginnings & set(letters)


def test_the_keys_of_the_hints_are_no_letters_of_links() -> None:
    assert not VERBS.keys() & set(ALPHABET)
