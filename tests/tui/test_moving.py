from paper import NOW, Item, Paper
from textual.geometry import Offset
from textual.selection import Selection

from newsreader.config.load import load, subscriptions
from newsreader.model import FeedUpdate, Schedule


async def test_the_first_picture_shows_tree_list_and_status(paper: Paper) -> None:
    async with paper.open() as person:
        assert "Guardian" in person.pane("tree")
        assert "Ministers agree" in person.pane("list")
        assert "help" in person.status


async def test_down_and_up_move_the_cursor_by_a_row(paper: Paper) -> None:
    async with paper.open() as person:
        assert "Ministers agree" in person.cursor()
        await person.press("j", "down")
        assert "Rail strike off" in person.cursor()
        await person.press("k", "up")
        assert "Ministers agree" in person.cursor()


async def test_the_end_and_the_top(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("G")
        await person.waits(lambda: "Old palace found" in person.cursor())
        await person.press("g", "g")
        assert "Ministers agree" in person.cursor()


async def test_g_alone_goes_to_the_top_after_a_moment(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("j", "g")
        assert "Ministers agree" not in person.cursor()
        await person.waits(lambda: "Ministers agree" in person.cursor())


async def test_the_keys_go_from_pane_to_pane(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h")
        assert person.has_keys == "tree"
        await person.press("right", "l")
        assert person.has_keys == "article"
        await person.press("left", "h", "tab")
        assert person.has_keys == "list"
        await person.press("shift+tab")
        assert person.has_keys == "tree"


async def test_tab_goes_through_the_links_of_the_article_and_out_behind_the_last(paper: Paper) -> None:
    paper.publish("Guardian", Item("With a link", 0.1, '<p>See <a href="https://a.example/x">this</a>.</p>'))
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "See this")
        seen = []
        while person.has_keys == "article":
            await person.press("tab")
            seen.append(person.status)
        assert any("https://a.example/x" in status for status in seen)
        assert person.has_keys == "tree"


async def test_the_list_follows_the_cursor_of_the_tree(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h")
        while "BBC" not in person.cursor("tree"):
            await person.press("j")
        await person.sees_in("list", "Old palace found")
        assert "Ministers agree" not in person.pane("list")


async def test_the_cursor_of_the_tree_steps_over_gaps(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h", "G")
        rows = []
        for _ in range(12):
            rows.append(person.cursor("tree"))
            await person.press("k")
        assert "" not in rows
        assert "Front page" in rows[-1]


async def test_enter_folds_and_unfolds_a_section(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h")
        while "World" not in person.cursor("tree"):
            await person.press("j")
        await person.press("enter")
        await person.waits(lambda: "BBC" not in person.pane("tree"))
        assert "▸ World" in person.pane("tree")
        await person.press("enter")
        await person.sees_in("tree", "BBC")


async def test_enter_on_a_feed_goes_to_its_list_and_enter_there_into_the_article(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h")
        while "LWN" not in person.cursor("tree"):
            await person.press("j")
        await person.press("enter")
        assert person.has_keys == "list"
        await person.sees_in("list", "A tour of the scheduler")
        await person.press("enter")
        assert person.has_keys == "article"
        await person.sees_in("article", "word word")


async def test_escape_unselects_before_it_leaves_the_article(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "A body")
        article = person.app.main.article
        article.screen.selections = {article: Selection(Offset(0, 0), Offset(20, 4))}
        assert article.selected_text
        await person.press("escape")
        assert person.has_keys == "article" and not article.selected_text
        await person.press("escape")
        assert person.has_keys == "list"


async def test_escape_leaves_one_layer_at_a_time(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("enter")
        assert person.has_keys == "article"
        await person.press("escape")
        assert person.has_keys == "list"
        await person.press("escape")
        assert person.has_keys == "tree"
        await person.press("escape")
        await person.sees("q quits")


async def test_number_keys_switch_sections_and_0_shows_all(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("2")
        await person.sees_in("list", "A tour of the scheduler")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        await person.press("0")
        await person.sees_in("list", "Ministers agree")
        await person.press("9")
        await person.sees("there is no section 9")


async def test_ctrl_c_never_quits(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("ctrl+c")
        await person.sees("q quits")
        assert person.app.is_running


async def test_q_quits(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("q")
        await person.pilot.pause()
    assert not person.app.is_running


async def test_changed_keys_are_obeyed_and_the_old_ones_are_not(paper: Paper) -> None:
    paper.keys = 'down = "f8"'
    paper.write_config()
    async with paper.open() as person:
        await person.press("j")
        assert "Ministers agree" in person.cursor()
        await person.press("f8")
        assert "Storm closes passes" in person.cursor()


async def test_a_section_under_the_cursor_has_the_sign_of_the_list_shown_as_feeds_have(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h")
        while "World" not in person.cursor("tree"):
            await person.press("j")
        await person.sees_in("tree", "›▾ World")
        await person.press("j")
        await person.sees_in("tree", " ▾ World")
        await person.sees_in("tree", "› Guardian")


async def test_a_file_that_never_loaded_has_its_own_name_in_the_tree_and_its_whole_place_in_the_list(
    empty: Paper,
) -> None:
    place = empty.folder / "a folder" / "world news.xml"
    empty.paths.config.write_text(f"[[feeds]]\nurl = '{place}'\n", "utf-8")
    with empty.writer() as writer:
        writer.sync(subscriptions(load(empty.paths.config), empty.paths.config))
        schedule = Schedule(last_check=NOW, next_check=NOW, failures=1, error="no such file")
        writer.commit([FeedUpdate(empty.feed_id(str(place)), schedule, None)])
    async with empty.open() as person:
        await person.press("h", "G")
        assert "! world news.xml" in person.cursor("tree")
        await person.sees_in("list", "cannot be read: no such file")
        await person.waits(lambda: str(place).replace(" ", "") in said(person))


def said(person) -> str:
    """What the list says, without the blanks and ends of lines, which may stand anywhere in a long address."""
    return "".join(person.pane("list").split())


async def test_the_line_at_the_bottom_says_that_enter_folds_a_section(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("1", "h")
        await person.waits(lambda: "World" in person.cursor("tree"))
        await person.sees(r"enter fold")
        await person.press("j")
        await person.sees(r"enter open")
