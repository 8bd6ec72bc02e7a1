"""Stories on the screen: one row for all outlets, unfolding, stepping, the timeline, why, and the foot of an article."""

import re

import pytest
from paper import Item, Paper, Person

from newsreader.store import stories
from newsreader.store.stories import Placing
from newsreader.tui.reading import PREVIEW_SECONDS

GRID = ("Ministers agree on a grid", "North Sea states agree on power grid", "Nine states back the grid, draft shows")


def tell(paper: Paper, *titles: str, copies: tuple[str, ...] = ()) -> None:
    """File articles as one story; all of `copies` have the text of the first of them."""
    ids = {title: row.id for title, row in paper.headlines().items()}
    with paper.writer() as writer:
        first = ids[copies[0]] if copies else None
        placings = [
            Placing(ids[title], ids[titles[0]], first if title in copies[1:] else None, "en", ()) for title in titles
        ]
        stories.save(writer, placings, {})


@pytest.fixture
def covered(tmp_path) -> Paper:  # type: ignore[no-untyped-def]
    """Three outlets tell one story, and each something else."""
    paper = Paper(tmp_path / "paper")
    paper.subscribe(("Guardian", "World"), ("BBC", "World"), ("Reuters", "World"))
    paper.publish("Guardian", Item(GRID[0], 1, body="<p>The Guardian's words.</p>"), Item("Rail strike off", 5))
    paper.publish("BBC", Item(GRID[1], 2, body="<p>The words of the BBC.</p>"), Item("Storm closes passes", 3))
    paper.publish("Reuters", Item(GRID[2], 4, body="<p>The agency's words.</p>"), Item("Old palace found", 6))
    tell(paper, *GRID)
    return paper


def titles(person: Person) -> list[str]:
    """The titles in the list from top to bottom."""
    known = [*GRID, "Rail strike off", "Storm closes passes", "Old palace found"]
    rows = person.app.main.list
    by_id = {row.id: row.title for row in map(rows.headline, rows.ids) if row}
    return [by_id[id_] for id_ in rows.ids if by_id[id_] in known]


@pytest.mark.parametrize("width", [40, 80, 140])
async def test_a_story_is_one_row_that_unfolds_in_place(covered: Paper, width: int) -> None:
    async with covered.open(width, 30) as person:
        await person.sees_in("list", "3 outlets ▸")
        assert titles(person) == [GRID[0], "Storm closes passes", "Rail strike off", "Old palace found"]
        await person.press("x")
        await person.sees_in("list", "3 outlets ▾")
        assert titles(person)[:3] == [GRID[0], GRID[1], GRID[2]]
        assert person.pane("list").count("└") == 2
        assert GRID[0][:12] in person.cursor()
        await person.press("j", "x")
        await person.waits(lambda: len(titles(person)) == 4)
        assert GRID[0][:12] in person.cursor()


async def test_signs_are_of_ascii_where_nothing_else_is_wanted(covered: Paper) -> None:
    covered.reader_settings += '\nicons = "ascii"'
    covered.write_config()
    async with covered.open() as person:
        await person.sees_in("list", "3 outlets +")
        await person.press("x")
        await person.sees_in("list", "3 outlets -")
        assert person.text.isascii()


async def test_copies_of_one_text_fold_without_a_word(covered: Paper) -> None:
    tell(covered, *GRID, copies=GRID)
    async with covered.open() as person:
        await person.sees_in("list", GRID[0])
        assert len(titles(person)) == 4
        assert "outlets" not in person.pane("list")


async def test_what_stands_alone_says_so(covered: Paper) -> None:
    async with covered.open() as person:
        await person.press("j", "x")
        await person.sees("no other outlet tells this")
        await person.press("X", "w")
        await person.sees("no other outlet tells this")


async def test_n_goes_by_rows_and_m_marks_the_one_that_stands_for_the_story(covered: Paper) -> None:
    async with covered.open() as person:
        await person.press("m")
        await person.waits(lambda: covered.is_read(GRID[0]))
        assert not covered.is_read(GRID[1])
        await person.press("n")
        await person.waits(lambda: "Storm closes" in person.cursor())
        await person.press("u")
        await person.waits(lambda: not covered.is_read(GRID[0]))


@pytest.mark.parametrize(("setting", "read"), [("true", [0, 1]), ("false", [0]), ('"all"', [0, 1, 2])])
async def test_copies_become_read_with_it_by_the_setting_and_unread_with_one_undo(
    covered: Paper, setting: str, read: list[int]
) -> None:
    covered.reader_settings += f"\nmark_copies_read = {setting}"
    covered.write_config()
    tell(covered, *GRID, copies=GRID[:2])
    async with covered.open() as person:
        await person.press("x", "m")
        await person.waits(lambda: [n for n in range(3) if covered.is_read(GRID[n])] == read)
        await person.waits(lambda: person.pane("list").count("●") == 6 - len(read))
        await person.waits(lambda: re.search(rf"Unread +{6 - len(read)} ", person.pane("tree")))
        await person.press("u")
        await person.waits(lambda: not any(covered.is_read(title) for title in GRID))
        await person.waits(lambda: person.pane("list").count("●") == 6)


async def test_a_row_that_was_read_stays_and_next_time_an_unread_one_stands_there(covered: Paper) -> None:
    async with covered.open() as person:
        await person.press("m")
        await person.waits(lambda: covered.is_read(GRID[0]))
        person.app.main.viewing.read_again()
        await person.waits(lambda: person.app.main.viewing.listing.complete)
        assert GRID[0][:12] in person.cursor()
        await person.press("0")
        await person.waits(lambda: len(titles(person)) == 4 and titles(person)[0] == GRID[1])


async def test_a_feed_shows_all_of_its_articles_and_unfolds_what_others_tell(covered: Paper) -> None:
    async with covered.open() as person:
        await person.press("1", "J")
        await person.waits(lambda: person.app.main.viewing.view.kind == "feed")
        await person.waits(lambda: len(titles(person)) == 2)
        at = titles(person).index(next(title for title in titles(person) if title in GRID))
        await person.press(*["g", "g"], *["j"] * at, "x")
        await person.waits(lambda: len(titles(person)) == 4)
        assert sum(name in person.pane("list") for name in ("Guardian", "BBC", "Reuters")) == 2


async def test_the_menu_gives_each_article_a_row_of_its_own_and_that_stays(covered: Paper) -> None:
    async with covered.open() as person:
        await person.press("\\", "G")
        await person.sees("one row for what several outlets tell")
        await person.press("enter")
        await person.waits(lambda: len(titles(person)) == 6)
        assert "3 outlets" in person.pane("list")
    async with covered.open() as person:
        await person.waits(lambda: len(titles(person)) == 6)


async def test_a_setting_gives_each_article_a_row_of_its_own(covered: Paper) -> None:
    covered.reader_settings += "\ngroup_stories = false"
    covered.extra = '[[views]]\nname = "Folded"\nquery = "grid or strike"\ngroup_stories = true\n'
    covered.write_config()
    async with covered.open() as person:
        await person.waits(lambda: len(titles(person)) == 6)


async def test_in_the_article_one_steps_from_outlet_to_outlet(covered: Paper) -> None:
    async with covered.open() as person:
        await person.press("enter")
        await person.sees_in("article", "The Guardian's words.")
        await person.press("]")
        await person.sees("the last of 3 outlets")
        await person.press("[")
        await person.sees_in("article", "The words of the BBC.")
        await person.sees("2 of 3 outlets")
        await person.press("[")
        await person.sees_in("article", "The agency's words.")
        await person.sees("1 of 3 outlets")
        await person.press("[")
        await person.sees("the first of 3 outlets")
        await person.press("<")
        await person.sees_in("article", "The words of the BBC.")


async def test_the_way_back_shows_the_outlet_that_was_read_and_stays_there(covered: Paper) -> None:
    async with covered.open() as person:
        await person.press("enter", "[")
        await person.sees_in("article", "The words of the BBC.")
        await person.press("space")
        await person.sees_in("article", "Storm closes passes")
        await person.press("<")
        await person.sees_in("article", "The words of the BBC.")
        await person.waits(lambda: GRID[0][:12] in person.cursor())
        await person.pilot.pause(2 * PREVIEW_SECONDS)
        assert "The words of the BBC." in person.pane("article")


async def test_when_all_rows_are_read_it_says_that_other_outlets_are_not(covered: Paper) -> None:
    async with covered.open() as person:
        await person.press("n", "m", "n", "m", "n", "m", "g", "g", "m", "n")
        await person.sees("every row is read; what other outlets tell of these stories is not")
    assert not covered.is_read(GRID[1])


@pytest.mark.parametrize("width", [40, 80, 140])
async def test_the_timeline_tells_who_told_it_when_and_opens_a_piece(covered: Paper, width: int) -> None:
    async with covered.open(width, 30) as person:
        await person.press("X")
        await person.sees("Timeline")
        shown = person.text.split("Timeline")[1]
        at = [shown.index(name) for name in ("Reuters", "BBC", "Guardian")]
        assert at == sorted(at)
        await person.press("g", "enter")
        await person.sees_in("article", "The agency's words.")


async def test_the_timeline_says_what_was_new(covered: Paper) -> None:
    async with covered.open() as person:
        await person.press("X")
        await person.sees("the first")
        assert "the latest; new: Ministers" in person.text
        assert "new: North, Sea, agree, power" in person.text
        await person.press("escape")
        await person.waits(lambda: "Timeline" not in person.text)


async def test_why_says_which_words_make_it_one_story(covered: Paper) -> None:
    async with covered.open() as person:
        await person.press("w")
        await person.sees("Why these are one story")
        assert "grid: in 3 of 3" in person.text


async def test_other_outlets_stand_at_the_foot_of_the_article_and_open(covered: Paper) -> None:
    async with covered.open(140, 40) as person:
        await person.press("enter")
        await person.sees_in("article", "ALSO COVERED BY")
        assert "Reuters" in person.pane("article")
        await person.press("tab", "enter")
        await person.sees_in("article", "The agency's words.")
        await person.press("<")
        await person.sees_in("article", "The Guardian's words.")


async def test_what_else_is_worth_reading_stands_at_the_foot_with_its_reasons(covered: Paper) -> None:
    covered.publish(
        "BBC", Item("The offshore cable that nobody wanted", 90, body="<p>An offshore cable by Norwick.</p>")
    )
    covered.publish("Guardian", Item("Offshore cable arrives", 0.5, body="<p>The offshore cable reached Norwick.</p>"))
    with covered.writer() as writer:
        while writer.index_some():
            pass
    async with covered.open(140, 40) as person:
        await person.press("g", "g", "enter")
        await person.sees_in("article", "ALSO WORTH READING")
        assert "The offshore cable that" in person.pane("article")
        assert "cable" in person.pane("article").split("nobody wanted")[1].lower()
