"""Whatever is pasted or typed into the search bar: results or a mistake with a place, and the screen goes on."""

import random
from pathlib import Path

import pytest
from forbidden import FORBIDDEN
from paper import Paper, Person
from test_finding import index
from textual import events

PIECES = [
    *'( ) - or and not " title: title:( feed: is: is:un len< len<5m outlets>=2 sort: sort:title date: newer:2d tag:x* *'.split(),
    *("storm", "palace", "st", "新", "🎉", "'", "NEAR(", "{a}", "^", ";--", "%", "\\", " ", "  "),
]


async def settle(person: Person) -> None:
    """Wait until the search has answered, whatever it says."""
    app = person.app
    await person.waits(lambda: not app.store.busy and (app.main.finding._asked is None or app.main.search.said))


def paste(person: Person, text: str) -> None:
    person.app.post_message(events.Key("ctrl+u", None))
    person.app.post_message(events.Paste(text))


async def can_go_on(person: Person) -> None:
    """The screen answers: enter keeps results or names the mistake, esc goes back, a plain search finds."""
    await person.press("enter")
    await person.pilot.pause()
    assert not FORBIDDEN.search(person.text)
    for _ in range(3):
        if person.app.main.search.is_open or person.app.main.viewing.view.kind == "search":
            await person.press("escape")
    assert person.app.main.viewing.view.kind != "search"
    await person.press("slash", "ctrl+u", *"palace")
    await person.sees("1 found")
    await person.press("ctrl+u")


async def test_naughty_strings_pasted_one_after_the_other(paper: Paper, corpus: Path) -> None:
    strings = (corpus / "naughty-strings" / "blns.txt").read_text(encoding="utf-8").splitlines()
    index(paper)
    async with paper.open(100, 30) as person:
        await person.press("slash")
        for number, text in enumerate(strings):
            paste(person, text)
            if number % 10 == 0:
                await person.pilot.pause()
                assert not FORBIDDEN.search(person.app.main.search.text)
            if number % 100 == 0:
                await settle(person)
                await can_go_on(person)
        await settle(person)
        await can_go_on(person)


@pytest.mark.parametrize("seed", range(3))
async def test_soups_of_tokens_typed_with_tab_and_arrows_between(paper: Paper, seed: int) -> None:
    index(paper)
    choice = random.Random(seed)
    async with paper.open(100, 30) as person:
        await person.press("slash")
        for _ in range(4):
            await person.press("ctrl+u")
            for piece in choice.choices(PIECES, k=4):
                await person.press(*piece)
                # Tab where nothing is offered goes to the results.
                if person.app.main.search.choices and choice.random() < 0.5:
                    await person.press(choice.choice(("tab", "shift+tab")))
                await person.press(choice.choice(("left", "right", "up", "down", "home", "end", "ctrl+t")))
            await settle(person)
        await person.press("ctrl+u")
        await can_go_on(person)


@pytest.mark.parametrize("piece", ["storm ", "(", '"', "-", "title:(", "is:read or ", "feed:x ", "新", "x"])
async def test_a_hundred_kilobytes_are_cut_and_answered(paper: Paper, piece: str) -> None:
    index(paper)
    async with paper.open(60, 20) as person:
        await person.press("slash")
        paste(person, piece * (100_000 // len(piece.encode())))
        await person.pilot.pause()
        assert 0 < len(person.app.main.search.text) <= 2000
        await settle(person)
        await can_go_on(person)
