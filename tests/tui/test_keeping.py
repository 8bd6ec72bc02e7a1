"""ctrl+s: a search becomes a view of the config, and u takes it back."""

import tomllib

import pytest
from paper import Item, Paper
from test_finding import index


def views(paper: Paper) -> list[dict[str, str]]:
    return tomllib.loads(paper.paths.config.read_text("utf-8")).get("views", [])


async def keep(person, *, query: str = "storm", name: str = "", section: str = "") -> None:
    """Search, and answer the questions of ctrl+s; '' leaves what is proposed."""
    await person.press("slash", *query)
    await person.sees("found")
    await person.press("ctrl+s")
    await person.sees("keep as the view: ")
    if name:
        await person.press("end", "ctrl+u", *name)
    await person.press("enter")
    await person.sees("in the section: ")
    await person.press(*section, "enter")


async def test_a_search_is_kept_under_its_words_and_stands_in_the_tree(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await keep(person, query="storm is:unread")
        await person.sees("kept as the view Storm; u takes it back")
        await person.sees_in("tree", "Storm")
        assert person.has_keys == "list"
        await person.sees_in("list", "Storm closes passes")
    assert views(paper) == [{"name": "Storm", "query": "storm is:unread"}]


async def test_it_gets_the_name_and_the_section_that_are_typed(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await keep(person, name="Bad weather", section="World")
        await person.sees_in("tree", "Bad weather")
    assert views(paper) == [{"name": "Bad weather", "query": "storm", "section": "World"}]


async def test_u_takes_the_view_back(paper: Paper) -> None:
    index(paper)
    before = paper.paths.config.read_text("utf-8")
    async with paper.open() as person:
        await keep(person)
        await person.sees_in("tree", "Storm")
        await person.press("u")
        await person.waits(lambda: not views(paper))
        await person.waits(lambda: "Storm" not in person.pane("tree"))
    assert paper.paths.config.read_text("utf-8") == before


async def test_a_search_in_one_view_keeps_what_that_view_asks_for(paper: Paper) -> None:
    paper.publish("BBC", Item("Storm at BBC", 0.5))
    index(paper)
    async with paper.open() as person:
        await person.press("1")
        await person.sees_in("list", "Storm at BBC")
        await person.press("slash", *"storm or palace", "ctrl+t")
        await person.sees("search this view")
        await person.press("ctrl+s", "enter")
        await person.sees("in the section: World")
        await person.press("enter")
        await person.sees("kept as the view Storm palace")
    [view] = views(paper)
    assert (view["query"], view["section"]) == ("section:World (storm or palace)", "World")


async def test_kept_results_can_become_a_view_too(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"storm", "enter")
        await person.sees_in("list", "Storm closes passes")
        await person.waits(lambda: person.has_keys == "list")
        await person.press("ctrl+s", "enter")
        await person.sees("in the section: ")
        await person.press("enter")
        await person.waits(lambda: views(paper))


async def test_without_a_search_it_says_how(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("ctrl+s")
        await person.sees("there is no search to keep: / begins one")


@pytest.mark.parametrize(
    ("query", "says"),
    [("", "type a search first"), ("storm or", "'or' at 7 needs something"), ("is:odd", "is: knows no")],
)
async def test_what_makes_no_sense_is_not_kept(paper: Paper, query: str, says: str) -> None:
    async with paper.open() as person:
        await person.press("slash", *query, "ctrl+s")
        await person.sees(says)
        assert person.app.main.search.is_open
    assert not views(paper)


async def test_a_name_that_is_taken_is_asked_for_again_with_another_proposed(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await keep(person)
        await person.sees_in("tree", "Storm")
        await person.press("escape", "slash", *"palace")
        await person.sees("1 found")
        await person.press("ctrl+s")
        await person.sees("keep as the view: Palace")
        await person.press("end", "ctrl+u", *"Storm", "enter")
        await person.sees("that name is taken; keep as the view: Storm 2")
        await person.press("enter", "enter")
        await person.waits(lambda: [view["name"] for view in views(paper)] == ["Storm", "Storm 2"])


async def test_escape_keeps_nothing_and_leaves_the_results(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"storm")
        await person.sees("found")
        await person.press("ctrl+s")
        await person.sees("keep as the view")
        await person.press("escape")
        await person.waits(lambda: person.has_keys == "list")
        await person.sees_in("list", "Storm closes passes")
    assert not views(paper)


async def test_a_config_that_cannot_be_written_is_said(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        paper.paths.config.write_text("views = 3\n", "utf-8")
        await keep(person)
        await person.sees("not changed|views")
        assert "kept as" not in person.text
