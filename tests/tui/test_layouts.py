import random
from datetime import timedelta

import pytest
from paper import NOW, Paper
from rich.cells import cell_len


def shape(person) -> tuple[bool, ...]:
    """Which panes are in sight."""
    return tuple(bool(widget.display and widget.region.area) for widget in person.app.main.panes.values())


async def test_wide_screens_have_three_columns(paper: Paper) -> None:
    async with paper.open(140, 40) as person:
        tree, rows, article = (widget.region for widget in person.app.main.panes.values())
        assert tree.right < rows.x and rows.right < article.x
        assert tree.y == rows.y == article.y


async def test_medium_screens_have_headlines_over_the_article(paper: Paper) -> None:
    async with paper.open(100, 30) as person:
        tree, rows, article = (widget.region for widget in person.app.main.panes.values())
        assert tree.right < rows.x == article.x
        assert rows.bottom < article.y


async def test_narrow_screens_have_one_pane_that_enter_goes_into_and_escape_out_of(paper: Paper) -> None:
    async with paper.open(60, 20) as person:
        assert shape(person) == (False, True, False)
        await person.press("enter")
        await person.sees("A body")
        assert shape(person) == (False, False, True)
        await person.press("escape", "escape")
        await person.sees("Feeds")
        assert shape(person) == (True, False, False)


async def test_on_narrow_screens_the_number_keys_go_from_the_feeds_to_the_list_of_the_section(paper: Paper) -> None:
    async with paper.open(60, 20) as person:
        await person.press("escape")
        await person.sees("Feeds")
        await person.press("2")
        await person.sees("A tour of the scheduler")
        assert person.has_keys == "list"


@pytest.mark.parametrize("keys", [(), ("enter",), ("escape",)])
async def test_on_narrow_screens_the_help_is_the_last_hint_to_be_left_out(paper: Paper, keys: tuple[str, ...]) -> None:
    async with paper.open(48, 20) as person:
        await person.press(*keys)
        await person.waits(lambda: person.status.endswith("? help"))
        assert "search" not in person.status and "find" not in person.status


async def test_narrow_rows_have_the_outlet_below_the_title(paper: Paper) -> None:
    async with paper.open(60, 20) as person:
        lines = [line.strip() for line in person.pane("list").split("\n")]
        title = next(n for n, line in enumerate(lines) if "Ministers agree" in line)
        assert lines[title + 1].startswith("Guardian")


async def test_forty_by_twelve_still_works(paper: Paper) -> None:
    async with paper.open(40, 12) as person:
        assert "Ministers agree" in person.text
        await person.press("space")
        await person.sees("A body")
        assert all(cell_len(line) == 40 for line in person.lines)


@pytest.mark.parametrize(
    ("layout", "size", "seen"),
    [
        ("single", (160, 40), (False, True, False)),
        ("stacked", (60, 30), (True, True, True)),
        ("columns", (90, 30), (True, True, True)),
    ],
)
async def test_the_layout_can_be_fixed(
    paper: Paper, layout: str, size: tuple[int, int], seen: tuple[bool, ...]
) -> None:
    paper.reader_settings += f'\nlayout = "{layout}"'
    paper.write_config()
    async with paper.open(*size) as person:
        assert shape(person) == seen


async def test_z_gives_the_article_the_whole_screen_and_takes_it_back(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("z")
        await person.waits(lambda: shape(person) == (False, False, True))
        await person.sees("Ministers agree")
        assert person.app.main.article.region.width == 140
        await person.press("escape")
        await person.waits(lambda: shape(person) == (True, True, True))


async def test_a_terminal_that_is_too_small_says_so_and_recovers(paper: Paper) -> None:
    async with paper.open(100, 30) as person:
        await person.pilot.resize_terminal(20, 5)
        await person.sees("needs")
        await person.pilot.resize_terminal(100, 30)
        await person.sees("Ministers agree")


async def test_a_storm_of_resizes_keeps_the_cursor_in_sight_and_the_lines_in_shape(paper: Paper) -> None:
    sizes = random.Random(7)
    async with paper.open() as person:
        await person.press("j", "j")
        row = person.cursor().split("  ")[-1]
        for _ in range(60):
            width, height = sizes.randint(1, 220), sizes.randint(1, 60)
            await person.pilot.resize_terminal(width, height)
        for width, height in ((140, 40), (80, 24), (60, 20), (40, 12), (200, 50)):
            await person.pilot.resize_terminal(width, height)
            await person.sees(row.split()[0])
            assert len(person.lines) == height
            assert all(cell_len(line) == width for line in person.lines)


async def test_ascii_icons_leave_nothing_but_ascii_on_the_screen(paper: Paper) -> None:
    paper.reader_settings += '\nicons = "ascii"'
    paper.write_config()
    async with paper.open() as person:
        await person.press("s", "j")
        await person.sees_in("article", "Storm closes")
        assert person.text.isascii()


async def test_headings_name_the_days(paper: Paper) -> None:
    async with paper.open() as person:
        pane = person.pane("list")
        assert pane.index("TODAY") < pane.index("YESTERDAY") < pane.index("SATURDAY 21 NOVEMBER")


async def test_the_time_is_written_as_the_person_wants_it(paper: Paper) -> None:
    paper.reader_settings += '\ntime_format = "12h"'
    paper.write_config()
    async with paper.open() as person:
        moment = (NOW - timedelta(hours=1)).astimezone()
        assert f"{moment:%I:%M %p}".lower() in person.pane("list")


async def test_the_border_between_tree_and_list_can_be_dragged(paper: Paper) -> None:
    async with paper.open() as person:
        before = person.app.main.tree_pane.region.width
        await person.pilot.mouse_down("#frame", offset=(before, 10))
        await person.pilot.hover("#list", offset=(8, 5))
        await person.pilot.mouse_up("#list", offset=(8, 5))
        await person.waits(lambda: person.app.main.tree_pane.region.width > before)


async def test_a_click_selects_and_a_double_click_opens(paper: Paper) -> None:
    async with paper.open() as person:
        lines = person.pane("list").split("\n")
        y = next(n for n, line in enumerate(lines) if "Rail strike" in line)
        await person.pilot.click("#list", offset=(4, y))
        await person.waits(lambda: "Rail strike" in person.cursor())
        assert person.has_keys == "list"
        await person.pilot.click("#list", offset=(4, y), times=2)
        await person.waits(lambda: person.has_keys == "article")
        await person.sees_in("article", "Rail strike off")


async def test_a_click_on_a_title_opens_it(paper: Paper) -> None:
    async with paper.open() as person:
        y = next(n for n, line in enumerate(person.pane("list").split("\n")) if "Rail strike" in line)
        await person.pilot.click("#list", offset=(25, y))
        await person.waits(lambda: person.has_keys == "article")


async def test_a_click_on_a_section_of_the_bar_shows_it(paper: Paper) -> None:
    async with paper.open() as person:
        await person.pilot.click("#sections", offset=(person.lines[0].index("2 Tech"), 0))
        await person.sees_in("list", "A tour of the scheduler")
        await person.waits(lambda: "Ministers" not in person.pane("list"))


async def test_the_wheel_scrolls_what_is_under_it_and_leaves_the_cursor(paper: Paper) -> None:
    from textual import events

    async with paper.open(100, 20) as person:
        before = person.cursor()
        widget = person.app.main.list
        for _ in range(3):
            widget.post_message(events.MouseScrollDown(widget, 1, 1, 0, 1, 0, False, False, False))
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        assert person.cursor() == before


async def test_at_midnight_the_days_get_other_names(paper: Paper) -> None:
    clock = [NOW]
    async with paper.open(now=lambda: clock[0]) as person:
        assert "TODAY" in person.pane("list")
        clock[0] = NOW + timedelta(days=1)
        await person.waits(lambda: "TODAY" not in person.pane("list"))
        assert "YESTERDAY" in person.pane("list")
        await person.sees_in("tree", "Today  ")


async def test_plus_and_minus_give_the_pane_more_room_and_less_and_the_next_start_remembers(paper: Paper) -> None:
    async with paper.open(140, 40) as person:
        panes = person.app.main.panes
        tree, rows = panes["tree"].size.width, panes["list"].size.width
        await person.press("-", "-")
        await person.waits(lambda: panes["list"].size.width == rows - 4)
        await person.press("h", "+")
        await person.waits(lambda: panes["tree"].size.width == tree + 2)
        await person.press("l", "l", "+")
        await person.waits(lambda: panes["list"].size.width == rows - 6)
    async with paper.open(140, 40) as person:
        panes = person.app.main.panes
        assert (panes["tree"].size.width, panes["list"].size.width) == (tree + 2, rows - 6)


async def test_headlines_over_the_article_grow_by_lines(paper: Paper) -> None:
    async with paper.open(100, 30) as person:
        rows = person.app.main.panes["list"]
        height = rows.size.height
        await person.press("+", "+", "-")
        await person.waits(lambda: rows.size.height == height + 1)


async def test_where_there_is_one_pane_there_are_no_widths(paper: Paper) -> None:
    async with paper.open(60, 20) as person:
        await person.press("+")
        await person.sees("there is one pane")
