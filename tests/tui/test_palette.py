"""The command palette: finding by letters, choosing, leaving, hostile names."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from forbidden import FORBIDDEN, HOSTILE
from host import Host
from paper import Paper
from textual import events
from textual.pilot import Pilot

from newsreader.tui.messages import ActionChosen, FeedChosen
from newsreader.tui.palette import Entry, Palette

ENTRIES = [
    Entry("Star", "star, or take the star away", "s", ActionChosen("star")),
    Entry("Start over", "", "", ActionChosen("top")),
    Entry("Quit", "quit", "q", ActionChosen("quit")),
    Entry("Guardian", "feed · World", "", FeedChosen(1)),
    Entry("Le Monde", "feed · World", "", FeedChosen(2)),
]


@asynccontextmanager
async def opened(
    entries: Sequence[Entry] = ENTRIES, size: tuple[int, int] = (100, 24)
) -> AsyncIterator[tuple[Host, Palette, Pilot]]:
    app = Host()
    async with app.run_test(size=size) as pilot:
        palette = Palette(entries)
        palette.show_on(app.main)
        await pilot.pause()
        yield app, palette, pilot


async def test_at_first_everything_is_listed_with_its_keys() -> None:
    async with opened() as (app, palette, _):
        assert palette.shown == [entry.title for entry in ENTRIES]
        assert re.search(r"› Star +star, or take the star away +s *$", app.text, re.MULTILINE)


async def test_letters_find_names_and_the_words_beside_them() -> None:
    async with opened() as (_, palette, pilot):
        await pilot.press(*"sta")
        assert palette.shown == ["Star", "Start over"]
        await pilot.press("ctrl+u", *"world")
        assert palette.shown == ["Guardian", "Le Monde"]
        await pilot.press(*" mon")
        assert palette.shown == ["Le Monde"]


async def test_taking_letters_back_brings_entries_back() -> None:
    async with opened() as (_, palette, pilot):
        await pilot.press(*"starx")
        assert palette.shown == []
        await pilot.press("backspace")
        assert palette.shown == ["Star", "Start over"]
        await pilot.press("ctrl+u")
        assert len(palette.shown) == len(ENTRIES)


async def test_enter_chooses_what_the_cursor_is_on_and_closes() -> None:
    async with opened() as (app, _, pilot):
        await pilot.press(*"sta", "down", "enter")
        await pilot.pause()
        assert [message.action_id for message in app.got(ActionChosen)] == ["top"]
        assert not app.main.query(Palette)


async def test_the_cursor_stays_within_the_list() -> None:
    async with opened() as (app, _, pilot):
        await pilot.press("up", "down", "down", "down", "down", "down", "down", "enter")
        assert [message.feed_id for message in app.got(FeedChosen)] == [2]


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
async def test_escape_closes_and_chooses_nothing(key: str) -> None:
    async with opened() as (app, _, pilot):
        await pilot.press("s", key)
        await pilot.pause()
        assert not app.main.query(Palette)
        assert not app.main.got


async def test_a_click_chooses() -> None:
    async with opened() as (app, _, pilot):
        row = next(number for number, line in enumerate(app.text.splitlines()) if "Quit" in line)
        await pilot.click(offset=(5, row))
        await pilot.pause()
        assert [message.action_id for message in app.got(ActionChosen)] == ["quit"]


async def test_where_nothing_fits_enter_does_nothing() -> None:
    async with opened() as (app, _, pilot):
        await pilot.press(*"zzz", "enter")
        assert "nothing is called so" in app.text
        assert not app.main.got


async def test_letters_that_were_found_are_marked() -> None:
    async with opened() as (app, _, pilot):
        await pilot.press(*"mond")
        await pilot.press("down")
        row = next(number for number, line in enumerate(app.text.splitlines()) if "Le Monde" in line)
        strip = app.screen._compositor.render_strips()[row]
        assert any(segment.text == "Mond" for segment in strip)


@pytest.mark.parametrize("size", [(40, 12), (20, 6), (200, 50)])
async def test_it_fits_every_terminal(size: tuple[int, int]) -> None:
    async with opened(size=size) as (app, palette, pilot):
        await pilot.press("s")
        assert palette.region.height <= size[1]
        assert "Star" in app.text
        assert app.text.splitlines()[-1].strip().startswith(": s")


async def test_typing_on_in_ten_thousand_entries_finds_what_typing_it_at_once_finds() -> None:
    entries = [
        Entry(f"The {n} times of {n * 7919 % 10007}", f"feed · {n % 20}", "", FeedChosen(n)) for n in range(10_000)
    ]
    async with opened(entries) as (_, palette, _):
        for text in ("t", "ti", "times", "times 987", "times 9876"):
            palette.filter(text)
        step_by_step = palette.shown
        palette.filter("")
        palette.filter("times 9876")
        assert palette.shown == step_by_step
        assert sorted(palette.shown[:2]) == ["The 6149 times of 9876", "The 9876 times of 3339"]


@pytest.mark.parametrize("title", HOSTILE)
async def test_hostile_names_are_clean_text(title: str) -> None:
    entries = [Entry(title, title, title, FeedChosen(1)), *ENTRIES]
    async with opened(entries) as (app, _, pilot):
        app.post_message(events.Paste(title))
        await pilot.pause()
        assert not FORBIDDEN.search(app.text)
        if title == "[@click=app.quit]x[/]":
            assert app.text.count("[@click=app.quit]x[/]") >= 2, "markup is text"
        await pilot.press("enter")
        assert app.is_running


# ── On the main screen


async def test_it_leads_to_feeds_and_gives_the_keys_back(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("colon", *"lwn", "enter")
        await person.sees_in("list", "A tour of the scheduler")
        assert person.has_keys == "list"
        assert "Ministers" not in person.pane("list")


async def test_keys_typed_ahead_of_it_are_for_it(paper: Paper) -> None:
    async with paper.open() as person:
        for key in ("colon", *"quitR"):
            person.app.post_message(events.Key(key, ":" if key == "colon" else key))
        await person.sees(r": quitR")
        assert person.app.is_running
        await person.press("escape")
        await person.waits(lambda: person.has_keys)


async def test_an_action_is_carried_out_in_the_pane_from_before(paper: Paper) -> None:
    async with paper.open() as person:
        title = "Ministers agree"
        await person.waits(lambda: title in person.cursor())
        await person.press("colon", *"read or un", "enter")
        await person.waits(lambda: paper.is_read(title))


async def test_keys_are_spelled_as_the_help_spells_them(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("colon", *"page down")
        await person.sees("pgdn")
        assert "pagedown" not in person.text
