import pytest
from paper import Item, Paper

from newsreader.newsdesk import views
from newsreader.tui import saved_views

VIEWS = """
[[views]]
name = "Strikes"
query = "title:strike or title:storm"

[[views]]
name = "Kernel"
query = "section:Tech is:unread"
section = "Tech"

[[views]]
name = "By name"
query = "newer:1d sort:title"
"""


def with_views(paper: Paper, views: str = VIEWS) -> Paper:
    paper.extra = views
    paper.write_config()
    with paper.writer() as writer:
        writer.index_some()
    return paper


def row(text: str, name: str) -> str:
    """The line of the tree with this name."""
    return next((line for line in text.split("\n") if name in line), "")


async def test_views_stand_in_the_tree_with_their_counts(paper: Paper) -> None:
    async with with_views(paper).open() as person:
        await person.sees_in("tree", r"Strikes +2")
        await person.sees_in("tree", r"Kernel +1")
        lines = [line.strip(" ›▾!") for line in person.pane("tree").split("\n")]
        names = [line.split("  ")[0] for line in lines if line]
        assert names == [
            *("Front page", "Today", "Unread", "Starred", "Strikes", "By name"),
            *("World", "Guardian", "BBC", "Tech", "Kernel", "LWN", "Planet", "Loose"),
        ]


async def test_a_view_lists_its_articles_in_its_order_and_counts_what_is_read(paper: Paper) -> None:
    async with with_views(paper).open() as person:
        await person.press("h")
        while "Strikes" not in person.cursor("tree"):
            await person.press("j")
        await person.sees_in("list", "Rail strike off")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        await person.press("enter", "m")
        await person.waits(lambda: row(person.pane("tree"), "Strikes").split()[-1] == "1")
        while "By name" not in person.cursor("tree"):
            await person.press("h", "j")
        await person.waits(lambda: "A tour" in person.cursor())
        assert "TODAY" not in person.pane("list")


async def test_what_is_read_in_a_view_of_unread_ones_stays_until_it_is_left(paper: Paper) -> None:
    async with with_views(paper).open() as person:
        await person.press("h")
        while "Kernel" not in person.cursor("tree"):
            await person.press("j")
        await person.press("enter", "enter", "escape")
        await person.waits(lambda: paper.is_read("A tour of the scheduler"))
        paper.publish("LWN", Item("News of the kernel", 0.1))
        with paper.writer() as writer:
            writer.index_some()
        await person.sees("1 new")
        await person.press("g", "g")
        await person.sees_in("list", "News of the kernel")
        assert "A tour of the scheduler" in person.pane("list")
        await person.press("0")
        await person.press(":", *"kernel", "enter")
        await person.waits(lambda: "A tour" not in person.pane("list") and "News of" in person.pane("list"))


async def test_the_next_start_opens_the_view_again_and_one_that_is_gone_gives_way(paper: Paper) -> None:
    async with with_views(paper).open() as person:
        await person.press(":", *"strikes", "enter")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
    async with paper.open() as person:
        assert "›" in row(person.pane("tree"), "Strikes")
        assert "Ministers agree" not in person.pane("list")
    with_views(paper, "")
    async with paper.open() as person:
        assert "›" in row(person.pane("tree"), "Unread")


async def test_a_view_that_matches_nothing_says_what_it_asks_for(paper: Paper) -> None:
    with_views(paper, '[[views]]\nname = "None"\nquery = "is:starred"')
    async with paper.open() as person:
        await person.press(":", *"none view", "enter")
        await person.sees_in("list", "No articles match this view now")
        assert "is:starred" in person.pane("list")


async def test_a_change_of_the_config_changes_the_view_that_is_shown_and_keeps_the_row(paper: Paper) -> None:
    async with with_views(paper).open() as person:
        await person.press(":", *"strikes", "enter")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        await person.press("j")
        assert "Rail strike off" in person.cursor()
        with_views(paper, VIEWS.replace("title:storm", "title:ministers"))
        await person.sees_in("list", "Ministers agree")
        await person.sees_in("tree", r"Strikes +2")
        assert "Rail strike off" in person.cursor()
        assert "Storm" not in person.pane("list")


async def test_a_view_with_another_name_is_the_same_view(paper: Paper) -> None:
    async with with_views(paper).open() as person:
        await person.press(":", *"strikes", "enter")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        await person.press("U")
        await person.sees("only unread")
        with_views(paper, VIEWS.replace('"Strikes"', '"Unrest"'))
        await person.sees_in("tree", r"Unrest +2")
        assert "›" in row(person.pane("tree"), "Unrest")
        await person.sees("only unread")
        with_views(paper, "")
        await person.sees("the view Unrest is no longer there")
        await person.sees_in("list", "Ministers agree")


async def test_a_search_within_a_view_asks_for_both(paper: Paper) -> None:
    async with with_views(paper).open() as person:
        await person.press(":", *"strikes", "enter")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        await person.press("/", "ctrl+t", *"title:storm or title:minis", "enter")
        await person.waits(lambda: person.has_keys == "list" and "Storm" in person.pane("list"))
        assert "Ministers agree" not in person.pane("list")


async def test_capital_a_marks_a_view_as_it_was_when_opened(paper: Paper) -> None:
    async with with_views(paper).open() as person:
        await person.press("h")
        while "Strikes" not in person.cursor("tree"):
            await person.press("j")
        await person.sees_in("tree", r"Strikes +2")
        await person.press("A")
        await person.waits(lambda: paper.is_read("Rail strike off") and paper.is_read("Storm closes passes"))
        assert not paper.is_read("Ministers agree")
        await person.waits(lambda: row(person.pane("tree"), "Strikes").split()[-1] == "Strikes")


async def test_a_count_that_failed_is_made_again_with_the_next_change(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no count")

    async with with_views(paper).open() as person:
        await person.sees_in("tree", r"Strikes +2")
        with monkeypatch.context() as broken:
            broken.setattr(views, "resolve", fails)
            broken.setattr(saved_views, "RESTS", 0)
            person.app.main.saved.count_again()
            await person.sees("RuntimeError: no count")
        await person.press("j")
        person.app.main.saved._rests.clear()
        await person.press("m")
        await person.sees_in("tree", r"Strikes +1")
