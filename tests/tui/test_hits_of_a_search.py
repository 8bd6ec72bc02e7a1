"""The words of a search are marked in the article, and n and N go from hit to hit, whichever way one came to it."""

from collections.abc import Awaitable, Callable

import pytest
from paper import Item, Paper, Person
from test_finding import index

Way = Callable[[Person], Awaitable[None]]


async def by_enter(person: Person) -> None:
    await person.press("enter", "enter")


async def by_the_next_pane(person: Person) -> None:
    await person.press("enter", "l")


async def by_reading_on(person: Person) -> None:
    await person.press("enter", "space")
    if person.has_keys != "article":
        await person.press("tab")


async def by_the_mouse(person: Person) -> None:
    await person.press("enter")
    await person.waits(lambda: person.has_keys == "list")
    await person.pilot.click("#list", offset=(30, 0), times=2)


async def in_one_view(person: Person) -> None:
    await person.press("ctrl+t")
    await person.sees("search this view")
    await person.press("enter", "enter")


async def by_a_search_of_before(person: Person) -> None:
    await person.press("enter")
    await person.waits(lambda: person.has_keys == "list")
    await person.press("escape", "slash")
    await person.waits(lambda: person.app.main.search._before._texts)
    await person.press("up")
    await person.sees("1 found")
    await person.press("enter", "enter")


@pytest.mark.parametrize(
    "way", [by_enter, by_the_next_pane, by_reading_on, by_the_mouse, in_one_view, by_a_search_of_before]
)
@pytest.mark.parametrize("width", [140, 100, 60])
async def test_from_hit_to_hit(paper: Paper, way: Way, width: int) -> None:
    paper.publish("BBC", Item("Needles", 0.5, "<p>A needle. " + "hay " * 2000 + "</p><p>One more needle.</p>"))
    index(paper)
    async with paper.open(width, 40 if width > 60 else 20) as person:
        await person.press("slash", *"needle")
        await person.sees("1 found")
        await way(person)
        await person.waits(lambda: person.has_keys == "article" and person.app.main.article.hits)
        await person.press("n")
        await person.sees("hit 1 of ")
        await person.press("N")
        await person.sees_in("article", "One more needle")
        await person.press("escape")
        await person.waits(lambda: not person.app.main.article.hits)
