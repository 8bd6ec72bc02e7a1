import re

from paper import Item, Paper, Person


def titles(person: Person) -> list[str]:
    """The titles in the list, from the top."""
    known = [row.title for row in person.app.main.list._rows.values()]
    found = [(person.pane("list").find(title), title) for title in known]
    return [title for place, title in sorted(found) if place >= 0]


async def choose(person: Person, line: str) -> None:
    """Open the menu and take the line with these words."""
    await person.press("\\")
    await person.sees("Sort and group")
    names = [entry.name for entry in person.app.screen.query("OrderMenu").first()._lines]
    await person.press("g", *(["j"] * names.index(line)), "enter")


async def test_the_menu_sorts_the_list_and_the_cursor_stays_on_its_article(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("0", "j")
        before = person.cursor()
        await choose(person, "by title")
        await person.waits(lambda: titles(person)[:2] == ["A tour of the scheduler", "Budget passes"])
        assert re.sub(r"^\W*\S+ \S+", "", person.cursor())[-12:] == before[-12:]
        assert "TODAY" not in person.pane("list")
        await choose(person, "by title")
        await person.waits(lambda: titles(person)[0] == "Storm closes passes")


async def test_headings_of_feeds_have_their_counts(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("0")
        await choose(person, "headings: feeds")
        await person.sees_in("list", r"Guardian +3\b")
        await person.sees_in("list", r"LWN +1\b")
        assert titles(person) == [
            *("Ministers agree", "Rail strike off", "Budget passes", "Storm closes passes"),
            *("Old palace found", "A tour of the scheduler", "Loose words"),
        ]


async def test_the_order_of_a_view_is_remembered_and_is_its_own(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("0")
        await choose(person, "by title")
        await person.waits(lambda: titles(person)[0] == "A tour of the scheduler")
        await person.press("1")
        await person.waits(lambda: titles(person)[0] == "Ministers agree")
        assert "TODAY" in person.pane("list")
        await person.press("0")
        await person.waits(lambda: titles(person)[0] == "A tour of the scheduler")
    async with paper.open() as person:
        await person.waits(lambda: titles(person)[:1] == ["A tour of the scheduler"])


async def test_the_config_says_how_lists_stand(paper: Paper) -> None:
    paper.reader_settings += '\nreverse = true\ngroup = "none"'
    paper.write_config()
    async with paper.open() as person:
        assert titles(person)[0] == "Old palace found"
        assert "TODAY" not in person.pane("list")


async def test_enter_folds_nothing_but_z_does_and_enter_unfolds_again(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("0")
        await choose(person, "headings: feeds")
        await person.sees_in("list", r"Guardian +3\b")
        await person.press("g", "g", "j")
        await person.press("Z")
        await person.sees_in("list", r"▸ Guardian +3\b")
        assert "Rail strike off" not in person.pane("list")
        await person.press("j")
        assert "Storm closes passes" in person.cursor()
        await person.press("k", "enter")
        await person.sees_in("list", "Rail strike off")
        assert "Ministers agree" in person.cursor()


async def test_the_next_unread_article_lies_beyond_a_folded_group(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("0")
        await choose(person, "headings: feeds")
        await person.sees_in("list", r"BBC +2\b")
        while "Storm" not in person.cursor():
            await person.press("j")
        await person.press("Z", "k", "n")
        await person.waits(lambda: "A tour of the scheduler" in person.cursor())
        assert "▸ BBC" in person.pane("list")


async def test_what_is_folded_stays_folded_when_news_come_in(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("0")
        await choose(person, "headings: feeds")
        await person.sees_in("list", r"Guardian +3\b")
        await person.press("Z")
        await person.sees_in("list", "▸ Guardian")
        paper.publish("LWN", Item("News of the kernel", 0.1))
        await person.sees("1 new")
        await person.press("g", "g")
        await person.sees_in("list", "News of the kernel")
        assert "▸ Guardian" in person.pane("list")


async def test_z_in_the_tree_folds_the_section_of_a_feed(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h")
        while "BBC" not in person.cursor("tree"):
            await person.press("j")
        await person.press("Z")
        await person.waits(lambda: "BBC" not in person.pane("tree"))
        assert "World" in person.cursor("tree")


async def test_results_of_a_search_are_sorted_by_the_search_itself(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("/", *"strike", "enter")
        await person.waits(lambda: person.has_keys == "list")
        await person.press("\\")
        await person.sees("sort:date")
