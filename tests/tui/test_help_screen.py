"""The help screen: the person's own keys, those of the pane first, in columns where there is room, searched with '/'."""

import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from forbidden import FORBIDDEN, HOSTILE
from host import Host
from paper import Paper
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from newsreader.actions import ACTIONS, GROUPS
from newsreader.config.keys import bind
from newsreader.key_table import PANES, Row, groups
from newsreader.tui.help_screen import HelpScreen, lay_out


@asynccontextmanager
async def opened(
    pane: str = "list", size: tuple[int, int] = (140, 60), keys: Mapping[str, str] = {}
) -> AsyncIterator[tuple[Host, Pilot]]:
    app = Host()
    async with app.run_test(size=size) as pilot:
        HelpScreen(bind(keys)[0], pane).show_on(app.main)
        while "Keys" not in app.text:
            await pilot.pause(0.01)
        yield app, pilot


def is_open(app: Host) -> bool:
    return bool(app.main.query(HelpScreen))


@pytest.mark.parametrize("pane", PANES)
async def test_the_keys_of_the_pane_come_first(pane: str) -> None:
    async with opened(pane) as (app, _):
        assert f"In the {PANES[pane]}" in app.text.splitlines()[2]


async def test_all_groups_are_on_a_large_screen() -> None:
    async with opened(size=(140, 90)) as (app, _):
        assert all(group in app.text for group in GROUPS)


async def test_a_person_sees_their_own_keys() -> None:
    async with opened(size=(140, 80), keys={"zen": "f9"}) as (app, _):
        assert "f9" in app.text


@pytest.mark.parametrize("key", ["escape", "q", "?", "ctrl+c"])
async def test_it_closes(key: str) -> None:
    async with opened() as (app, pilot):
        await pilot.press(key)
        await pilot.pause()
        assert not is_open(app)


async def test_it_scrolls_to_its_end_and_back() -> None:
    async with opened(size=(60, 16)) as (app, pilot):
        first = app.text
        await pilot.press("j")
        assert app.text != first
        await pilot.press("G")
        assert "drag" in app.text
        await pilot.press("j", "space")
        assert "drag" in app.text
        await pilot.press("g")
        assert app.text == first


async def test_a_slash_searches_in_it_and_escape_leaves_one_layer_at_a_time() -> None:
    async with opened() as (app, pilot):
        await pilot.press("/", *"undo")
        assert "undo the last change" in app.text
        assert "open the article" not in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert is_open(app)
        assert "open the article" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert not is_open(app)


async def test_enter_keeps_what_was_found_and_gives_the_keys_back() -> None:
    async with opened() as (app, pilot):
        await pilot.press("/", *"qquit", "enter")
        assert "No key has these words" in app.text
        await pilot.press("q")
        await pilot.pause()
        assert not is_open(app)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_can_be_searched_for(text: str) -> None:
    async with opened() as (app, pilot):
        await pilot.press("/")
        app.post_message(events.Paste(text))
        await pilot.pause()
        assert not FORBIDDEN.search(app.text)
        assert is_open(app)


@pytest.mark.parametrize("width", [10, 38, 60, 109, 110, 138, 198])
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(width: int) -> None:
    bindings, _ = bind({})
    lines = lay_out(groups(bindings), width)
    assert max(sum(cell_len(text) for text, _ in words) for words in lines) <= max(width, 14)
    if width >= 60:
        text = " ".join(" ".join(text for text, _ in words) for words in lines)
        for action in ACTIONS:
            if not action.id.startswith("section-"):
                assert all(word in text for word in action.help.split()), action.id


def test_two_columns_are_about_as_long() -> None:
    blocks = [(f"group {n}", [Row("k", "word")] * 5) for n in range(6)]
    assert len(lay_out(blocks, 120)) == 3 * 7
    assert len(lay_out(blocks, 80)) == 6 * 7


# ── On the main screen


async def test_it_covers_the_screen_and_gives_the_keys_back(paper: Paper) -> None:
    async with paper.open(100, 30) as person:
        await person.press("?")
        await person.sees("In the headline list")
        assert "Ministers" not in person.text
        await person.press("?")
        await person.sees("Ministers agree")
        assert person.has_keys == "list"


async def test_keys_typed_ahead_of_it_are_for_it(paper: Paper) -> None:
    async with paper.open() as person:
        for character in "?/undoR":
            person.app.post_message(events.Key(character, character))
        await person.sees("search help: undoR")
        assert not person.app.main.refreshing.running


def test_what_is_opened_later_is_not_loaded_at_the_start() -> None:
    program = "import sys, newsreader.tui.app; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    later = {"help_screen", "palette", "theme_picker", "opening", "pick_list", "fuzzy"}
    assert not {f"newsreader.tui.{name}" for name in later} & set(done.stdout.split())
