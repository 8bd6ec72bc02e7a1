"""The search bar: what is typed, what is said of it, which keys it leaves alone, hostile text in it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from forbidden import FORBIDDEN, HOSTILE
from host import Host
from paper import Paper
from textual import events
from textual.app import App
from textual.pilot import Pilot

from newsreader.tui.line_input import LONGEST
from newsreader.tui.messages import SearchAccepted, SearchChanged, SearchClosed, SearchMoved
from newsreader.tui.search_bar import SearchBar


class Opened:
    """A bar in a small app."""

    def __init__(self, app: Host, bar: SearchBar, pilot: Pilot) -> None:
        self.app, self.bar, self.pilot = app, bar, pilot

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)

    @property
    def last(self) -> SearchChanged:
        return self.app.got(SearchChanged)[-1]


@asynccontextmanager
async def opened(mode: str = "search", text: str = "", width: int = 100) -> AsyncIterator[Opened]:
    app = Host()
    async with app.run_test(size=(width, 10)) as pilot:
        bar = SearchBar(id="search")
        await app.main.mount(bar)
        bar.open(mode, text)
        await pilot.pause()
        yield Opened(app, bar, pilot)


async def test_it_is_out_of_sight_until_it_is_opened() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await app.main.mount(SearchBar())
        await pilot.pause()
        assert "search" not in app.text


async def test_what_is_typed_is_told_as_it_is_typed() -> None:
    async with opened() as it:
        await it.type("storm")
        assert [message.text for message in it.app.got(SearchChanged)] == ["s", "st", "sto", "stor", "storm"]


async def test_letters_that_are_keys_elsewhere_are_letters_here() -> None:
    async with opened() as it:
        await it.type("jkq?:/ ")
        assert it.bar.text == "jkq?:/ "


@pytest.mark.parametrize("key", ["enter", "tab"])
async def test_enter_accepts_what_was_typed(key: str) -> None:
    async with opened() as it:
        await it.type("storm")
        await it.pilot.press(key)
        [message] = it.app.got(SearchAccepted)
        assert (message.text, message.everywhere) == ("storm", True)


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_escape_says_that_the_search_is_over(key: str) -> None:
    async with opened() as it:
        await it.type("storm")
        await it.pilot.press(key)
        assert it.app.got(SearchClosed)
        assert not it.app.got(SearchAccepted)


async def test_the_arrows_move_in_the_results() -> None:
    async with opened() as it:
        await it.type("a")
        await it.pilot.press("down", "down", "up")
        assert [message.by for message in it.app.got(SearchMoved)] == [1, 1, -1]
        assert it.bar.text == "a"


async def test_ctrl_t_switches_between_all_and_this_view_and_searches_again() -> None:
    async with opened() as it:
        await it.type("storm")
        assert "search all: storm" in it.app.text
        await it.pilot.press("ctrl+t")
        assert "search this view: storm" in it.app.text
        assert "ctrl+t all" in it.app.text
        assert (it.last.text, it.last.everywhere) == ("storm", False)
        await it.pilot.press("ctrl+t")
        assert it.last.everywhere


async def test_in_the_article_there_is_no_scope_and_there_are_no_results_to_move_in() -> None:
    async with opened("find") as it:
        await it.type("storm")
        await it.pilot.press("ctrl+t", "down")
        assert "find in article: storm" in it.app.text
        assert it.last.everywhere
        assert not it.app.got(SearchMoved)


async def test_keys_for_editing_edit() -> None:
    async with opened() as it:
        await it.type("storm")
        await it.pilot.press("home", "x", "delete", "end", "backspace", "left", "y")
        assert it.bar.text == "xtoyr"
        await it.pilot.press("ctrl+u")
        assert it.bar.text == "r"


async def test_a_search_that_goes_on_is_selected_to_be_typed_over() -> None:
    async with opened(text="storm") as it:
        assert it.bar.text == "storm"
        assert not it.app.got(SearchChanged), "nothing was typed yet"
        await it.type("x")
        assert it.bar.text == "x"


async def test_the_count_stands_beside_the_text() -> None:
    async with opened() as it:
        it.bar.say("1,204 found")
        await it.pilot.pause()
        line = next(line for line in it.app.text.splitlines() if "search all" in line)
        assert "1,204 found" in line


async def test_an_error_stands_below_and_goes_when_there_is_none() -> None:
    async with opened() as it:
        it.bar.say("unknown field foo: at 1", error=True)
        await it.pilot.pause()
        lines = it.app.text.splitlines()
        at = next(number for number, line in enumerate(lines) if "search all" in line)
        assert lines[at + 1].strip() == "unknown field foo: at 1"
        it.bar.say("3 found")
        await it.pilot.pause()
        assert "unknown" not in it.app.text
        assert it.bar.said == "3 found"


async def test_on_a_narrow_terminal_a_long_error_has_as_many_lines_as_it_needs() -> None:
    async with opened(width=40) as it:
        error = "unknown field foo: at 9; to search for it as text, write it in quotes"
        it.bar.say(error, error=True)
        await it.pilot.pause()
        assert it.bar.said == error
        assert " ".join(line.strip() for line in it.app.text.splitlines() if line.strip()).endswith(error)


async def test_a_narrow_terminal_has_room_to_type() -> None:
    async with opened(width=40) as it:
        it.bar.say("1,204 found")
        await it.type("ministers of the north sea")
        assert "north sea" in it.app.text


async def test_when_something_else_is_clicked_what_was_found_stays() -> None:
    async with opened() as it:
        await it.type("storm")
        other = SearchBar()
        await it.app.main.mount(other)
        other.open("search")
        await it.pilot.pause()
        assert [message.text for message in it.app.got(SearchAccepted)] == ["storm"]


async def test_a_terminal_without_the_focus_changes_nothing() -> None:
    async with opened() as it:
        await it.type("storm")
        it.app.post_message(events.AppBlur())
        await it.pilot.pause()
        it.app.post_message(events.AppFocus())
        await it.pilot.pause()
        await it.type("s")
        assert not it.app.got(SearchAccepted)
        assert it.bar.text == "storms"


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_can_be_pasted_and_is_clean(text: str) -> None:
    async with opened() as it:
        it.app.post_message(events.Paste(text))
        await it.pilot.pause()
        it.bar.say(text, error=True)
        await it.pilot.pause()
        assert not FORBIDDEN.search(it.bar.text)
        assert not FORBIDDEN.search(it.app.text)
        assert "\n" not in it.bar.text
        if "[/]" in text:
            assert "[/]" in it.bar.text, "markup is text"
            assert it.app.text.count("[/]") == 2


async def test_lines_that_are_pasted_become_one_and_bounded() -> None:
    async with opened() as it:
        it.app.post_message(events.Paste("\nstorm\n  warning\r\n"))
        await it.pilot.pause()
        assert it.bar.text == "storm warning"
        it.app.post_message(events.Paste("x" * 1_000_000))
        await it.pilot.pause()
        assert len(it.bar.text) <= LONGEST


async def test_nothing_selected_leaves_the_clipboard_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr(App, "copy_to_clipboard", lambda _, text: copied.append(text))
    async with opened() as it:
        await it.type("storm")
        await it.pilot.press("ctrl+x")
        assert copied == []
        await it.pilot.press("shift+home", "ctrl+x")
        assert copied == ["storm"]
        assert it.bar.text == ""


# ── On the main screen


async def test_keys_typed_ahead_of_the_bar_are_not_lost(paper: Paper) -> None:
    async with paper.open() as person:
        for key in ("slash", *"minqR"):
            person.app.post_message(events.Key(key, "/" if key == "slash" else key))
        await person.waits(lambda: person.app.main.search.text == "minqR")
        assert person.app.is_running
