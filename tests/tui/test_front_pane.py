"""The front page on the screen: what stands where, the cursor over it, what opens from it, and what a quiet day looks like."""

import re
from pathlib import Path

import pytest
from paper import Item, Paper, Person
from rich.cells import cell_len

from newsreader.store import stories
from newsreader.store.stories import Placing

GRID = ("Ministers agree on a grid", "North Sea states agree on power grid", "Nine states back the grid, draft shows")
STORM = ("Storm closes two passes", "Alpine passes closed by storm")
DECK = "Nine countries will share the cost of the first shared offshore network."
PAGE = "FRONT PAGE|since yesterday"


def tell(paper: Paper, *titles: str) -> None:
    """File articles as one story."""
    ids = {title: row.id for title, row in paper.headlines().items()}
    with paper.writer() as writer:
        stories.save(writer, [Placing(ids[title], ids[titles[0]], None, "en", ()) for title in titles], {})


@pytest.fixture
def day(tmp_path: Path) -> Paper:
    """A day with two stories and some articles that stand alone, in three sections."""
    paper = Paper(tmp_path / "paper")
    paper.subscribe(("Guardian", "World"), ("BBC", "World"), ("Reuters", "Business"), ("LWN", "Tech"))
    paper.publish(
        "Guardian", Item(GRID[0], 1, body=f"<p>{DECK}</p>" + "<p>More of it.</p>" * 60), Item("Rail strike off", 9)
    )
    paper.publish("BBC", Item(GRID[1], 2), Item(STORM[0], 3), Item("Old palace found", 7))
    paper.publish("Reuters", Item(GRID[2], 4), Item(STORM[1], 5), *(Item(f"Shares rise {n}", 10 + n) for n in range(3)))
    paper.publish("LWN", *(Item(f"A tour of scheduler {n}", 6 + n) for n in range(3)), Item("Older than a day", 30))
    tell(paper, *GRID)
    tell(paper, *STORM)
    with paper.writer() as writer:
        writer.index_some()
    return paper


async def front(person: Person) -> None:
    await person.press("P")
    await person.sees("since yesterday.*articles?")


def on_page(person: Person) -> list[str]:
    """The titles of the page's rows, in the order of the cursor."""
    rows = person.app.main.list
    return [row.title for row in map(rows.headline, rows.ids) if row]


def under_cursor(person: Person) -> str:
    rows = person.app.main.list
    row = rows.headline(rows.article_id)
    return row.title if row else ""


@pytest.mark.parametrize(("width", "height"), [(40, 12), (60, 20), (80, 24), (140, 40)])
async def test_the_story_of_most_outlets_stands_on_top_with_its_deck(day: Paper, width: int, height: int) -> None:
    async with day.open(width, height) as person:
        await front(person)
        lines = person.pane("list").split("\n")
        top = next(n for n, line in enumerate(lines) if GRID[0][:12] in line)
        assert re.search("3 outlets · 1 h", "\n".join(lines[top : top + 2]))
        assert DECK[:20] in "\n".join(lines[top + 1 : top + 4])
        assert all(title not in on_page(person) for title in (*GRID[1:], STORM[1], "Older than a day"))
        assert on_page(person).index(STORM[0]) < 4
        assert all(cell_len(line) == width for line in person.lines)


async def test_all_top_stories_are_in_sight_at_eighty_by_twenty_four(day: Paper) -> None:
    async with day.open(80, 24) as person:
        await front(person)
        seen = person.pane("list")
        assert all(title in seen for title in on_page(person)[:4])
        assert "Guardian, BBC, Reuters" in seen


@pytest.mark.parametrize(("width", "beside"), [(140, True), (80, False)])
async def test_sections_stand_side_by_side_where_there_is_room(day: Paper, width: int, beside: bool) -> None:
    async with day.open(width, 44) as person:
        await front(person)
        assert bool(re.search("(WORLD|BUSINESS) +│ +(BUSINESS|TECH)", person.text)) == beside
        assert re.search("TECH", person.text)


async def test_enter_opens_the_story_in_the_place_of_the_page_and_escape_comes_back(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await front(person)
        assert not person.app.main.article_visible
        await person.press("j", "enter")
        title = under_cursor(person)
        await person.waits(lambda: person.has_keys == "article" and title in person.pane("article"))
        assert not re.search(PAGE, person.text)
        await person.press("escape")
        await person.sees(PAGE)
        assert under_cursor(person) == title and person.has_keys == "list"
        await person.waits(lambda: day.is_read(title))


async def test_on_narrow_screens_enter_goes_in_and_escape_out(day: Paper) -> None:
    async with day.open(40, 12) as person:
        await front(person)
        await person.press("enter")
        await person.sees_in("article", DECK[:15])
        await person.press("escape")
        await person.sees("since yesterday")
        await person.press("escape")
        await person.sees("› Front page")


async def test_the_cursor_goes_through_all_stories_and_stays_in_sight(day: Paper) -> None:
    async with day.open(80, 24) as person:
        await front(person)
        for title in on_page(person):
            assert under_cursor(person) == title
            assert title[:18] in person.pane("list")
            await person.press("j")
        assert "That is all since yesterday" in person.pane("list")
        await person.press("g", "g")
        await person.sees("FRONT PAGE")


async def test_left_and_right_cross_the_columns_before_they_leave_the_page(day: Paper) -> None:
    async with day.open(140, 40) as person:
        await front(person)
        await person.press("j", "j", "j", "j")
        left = under_cursor(person)
        await person.press("l")
        right = under_cursor(person)
        assert left != right and person.has_keys == "list"
        await person.press("h")
        assert under_cursor(person) == left
        await person.press("h")
        assert person.has_keys == "tree"


async def test_a_click_opens_the_story_under_it(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await front(person)
        y = next(n for n, line in enumerate(person.lines) if STORM[0] in line)
        await person.pilot.click(offset=(40, y))
        await person.waits(lambda: person.has_keys == "article" and STORM[0] in person.pane("article"))
        await person.pilot.pause()
        assert under_cursor(person) == STORM[0] and person.app.main.reading.shown.title == STORM[0]


async def test_outlets_unfold_below_the_story(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await front(person)
        await person.press("x")
        await person.sees_in("list", f"└ BBC +{GRID[1]}")
        await person.press("j")
        assert under_cursor(person) in GRID[1:]
        await person.press("x")
        await person.waits(lambda: "└" not in person.pane("list"))


async def test_w_says_why_a_story_is_here(day: Paper) -> None:
    async with day.open(100, 40) as person:
        await front(person)
        await person.press("w")
        await person.sees("Why this is here")
        assert re.search("Number 1 of the stories since yesterday", person.text)
        assert re.search("• 3 outlets", person.text) and re.search("• 1 h ago", person.text)
        assert "Told by Guardian, BBC, Reuters." in person.text


async def test_rows_are_marked_read_and_starred_as_in_lists(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await front(person)
        await person.press("s", "m")
        await person.sees_in("list", f"★ +{GRID[0]}")
        await person.waits(lambda: day.is_read(GRID[0]) and day.headlines()[GRID[0]].starred)
        await person.press("v")
        await person.sees_in("list", "✓")


async def test_a_marks_what_stands_on_the_page_and_nothing_else(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await front(person)
        shown = on_page(person)
        await person.press("A")
        await person.waits(lambda: all(day.is_read(title) for title in shown))
        assert not day.is_read(GRID[1]) and not day.is_read("Older than a day")


async def test_space_reads_from_story_to_story(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await front(person)
        first, second = on_page(person)[:2]
        await person.press("space")
        await person.waits(lambda: first in person.pane("article") and person.has_keys == "article")
        while second not in person.pane("article"):
            await person.press("space")
            await person.pilot.pause(0.01)
        await person.waits(lambda: day.is_read(second))


async def test_what_comes_in_does_not_move_the_page_until_the_person_goes_to_the_top(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await front(person)
        await person.press("j")
        before = on_page(person)
        day.publish("LWN", Item("Just in", 0.1))
        await person.sees("1 new ↑")
        assert on_page(person) == before
        await person.press("g", "g")
        await person.waits(lambda: "Just in" in on_page(person))


async def test_another_view_has_its_panes_back(day: Paper) -> None:
    async with day.open(140, 40) as person:
        await front(person)
        await person.press("0")
        await person.sees("TODAY")
        assert person.app.main.article_visible and person.app.main.list.region.width < 80
        await person.sees_in("article", DECK[:20])


async def test_a_search_from_the_page_comes_back_to_it(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await front(person)
        await person.press("j", "/", *"palace", "enter")
        await person.waits(lambda: on_page(person) == ["Old palace found"])
        await person.press("escape")
        await person.sees(PAGE)
        assert under_cursor(person) == on_page(person)[1]


async def test_the_next_start_opens_the_page_where_the_person_was(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await front(person)
        await person.press("j", "j")
        title = under_cursor(person)
    async with day.open(100, 30) as person:
        await person.waits(lambda: re.search("since yesterday", person.text) and under_cursor(person) == title)
        assert "FRONT PAGE" in person.text


async def test_the_first_row_of_the_tree_and_the_palette_lead_to_it(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await person.press("h", "g", "g")
        await person.sees(PAGE)
        assert person.has_keys == "tree"
        await person.press("0")
        await person.waits(lambda: not re.search(PAGE, person.text))
        await person.press(":", *"front page", "enter")
        await person.sees(PAGE)


async def test_a_day_without_news_says_so(day: Paper) -> None:
    day.reader_settings += '\nfront_page = "10m"'
    day.write_config()
    async with day.open(100, 30) as person:
        await person.press("P")
        await person.sees("Nothing new since then")
        assert re.search(r"since today \d\d:\d\d · 0 articles", person.text) and "R looks for news" in person.text
        await person.press("j", "k", "x", "w", "enter", "G", "ctrl+d", "l")
        await person.sees("Nothing new since then")


async def test_a_quiet_day_ends_with_its_last_story(day: Paper) -> None:
    day.reader_settings += '\nfront_page = "190m"'
    day.write_config()
    async with day.open(100, 30) as person:
        await front_any(person)
        assert on_page(person) == [GRID[0], STORM[0]]
        assert re.search("That is all since today", person.text)
        assert DECK[:30] in person.text and "A body." in person.text


async def front_any(person: Person) -> None:
    await person.press("P")
    await person.sees(r"since \w+ .*articles?")


async def test_only_unread_stories_when_u_is_pressed(day: Paper) -> None:
    async with day.open(100, 30) as person:
        await front(person)
        await person.press("j", "m")
        title = under_cursor(person)
        await person.waits(lambda: day.is_read(title))
        await person.press("U")
        await person.waits(lambda: title not in on_page(person))
        await person.sees("only unread")


async def test_signs_and_lines_are_ascii_where_nothing_else_is_wanted(day: Paper) -> None:
    day.reader_settings += '\nicons = "ascii"'
    day.write_config()
    async with day.open(140, 40) as person:
        await front(person)
        await person.press("x", "j", "s")
        await person.sees_in("list", "- BBC")
        assert person.text.isascii()


async def test_the_cursor_can_be_seen_without_colours(day: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with day.open(100, 30) as person:
        await front(person)
        await person.press("j")
        title = under_cursor(person)
        pane = person.app.main.list
        lit = [
            segment.text
            for y in range(pane.size.height)
            for segment in pane.render_line(y)
            if segment.style and segment.style.reverse
        ]
        assert title in "".join(lit) and GRID[0] not in "".join(lit)


async def test_a_storm_of_resizes_leaves_the_page_in_shape(day: Paper) -> None:
    async with day.open(140, 40) as person:
        await front(person)
        await person.press("j", "j", "j", "j", "j", "j")
        title = under_cursor(person)
        for size in ((40, 12), (31, 9), (100, 24), (220, 60), (72, 8), (80, 24), (100, 30)):
            await person.pilot.resize_terminal(*size)
            await person.waits(lambda size=size: len(person.lines) == size[1])
            assert all(cell_len(line) == size[0] for line in person.lines)
            assert under_cursor(person) == title
        await person.sees_in("list", re.escape(title))


async def test_the_page_can_leave_out_what_the_person_reads(day: Paper) -> None:
    async with day.open(100, 40) as person:
        await front(person)
        await person.press("w")
        await person.sees("front_page_habits = false ends it")
    day.reader_settings += "\nfront_page_habits = false"
    day.write_config()
    async with day.open(100, 40) as person:
        await person.sees("since yesterday")
        await person.press("w")
        await person.sees("does not count")
