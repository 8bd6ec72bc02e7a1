import sqlite3
from pathlib import Path

import pytest
from paper import Item, Paper

from newsreader.tui.views import ALL


async def test_m_toggles_read_and_unread(paper: Paper) -> None:
    async with paper.open() as person:
        assert "●" in person.cursor()
        await person.press("m")
        assert "●" not in person.cursor()
        await person.waits(lambda: paper.is_read("Ministers agree"))
        await person.press("m")
        assert "●" in person.cursor()
        await person.waits(lambda: not paper.is_read("Ministers agree"))


async def test_m_in_the_tree_says_that_it_does_nothing_there_and_what_does(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h", "m")
        await person.sees("nothing to do in the feed tree; A marks all")


async def test_s_stars_and_takes_the_star_away(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("s")
        assert "★" in person.cursor()
        await person.sees_in("tree", r"Starred +1")
        await person.waits(lambda: paper.headlines()["Ministers agree"].starred)
        await person.press("s")
        assert "★" not in person.cursor()


async def test_s_in_the_article_stars_the_article_that_is_open(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "A body")
        await person.press("s")
        await person.waits(lambda: paper.headlines()["Ministers agree"].starred)


async def test_capital_a_marks_the_whole_list_and_u_brings_it_back(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("1")
        await person.sees_in("list", "Old palace found")
        await person.press("A")
        await person.sees("marked 5 articles in World as read")
        await person.waits(lambda: "●" not in person.pane("list"))
        assert not paper.is_read("A tour of the scheduler")
        await person.press("u")
        await person.sees("undone: marked 5 articles in World as read")
        await person.waits(lambda: person.pane("list").count("●") == 5)
        await person.press("ctrl+r")
        await person.sees("redone: marked 5 articles in World as read")
        await person.waits(lambda: "●" not in person.pane("list"))


async def test_marking_more_than_fifty_asks_first(paper: Paper) -> None:
    paper.publish("BBC", *(Item(f"Item {n}", 100 + n) for n in range(60)))
    async with paper.open() as person:
        await person.press("A")
        await person.sees(r"Mark 67 articles in Unread as read\? \(y/n\)")
        await person.press("n")
        await person.waits(lambda: "Mark 67" not in person.status)
        assert not any(row.read for row in paper.headlines().values())
        await person.press("A")
        await person.sees("Mark 67")
        await person.press("y")
        await person.waits(lambda: all(row.read for row in paper.headlines().values()))


async def test_capital_a_leaves_what_came_after_the_list_was_opened(paper: Paper) -> None:
    async with paper.open() as person:
        paper.publish("BBC", Item("Came in meanwhile", 0.2))
        await person.press("A")
        await person.sees("marked 7 articles")
        await person.waits(lambda: paper.is_read("Ministers agree"))
    assert not paper.is_read("Came in meanwhile")


async def test_undo_with_nothing_done_says_so(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("u")
        await person.sees("nothing to undo")
        await person.press("ctrl+r")
        await person.sees("nothing to redo")


async def test_a_row_that_is_read_stays_under_only_unread_until_the_view_is_left(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("m")
        await person.waits(lambda: paper.is_read("Ministers agree"))
        assert "Ministers agree" in person.pane("list")
        await person.press("h", "j")
        await person.sees_in("tree", "› Starred")
        await person.press("k")
        await person.sees_in("list", "Storm closes passes")
        assert "Ministers agree" not in person.pane("list")


async def test_u_shows_only_unread_and_says_so(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("0")
        await person.sees_in("list", "Old palace found")
        await person.press("m", "U")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        await person.sees("only unread")
        await person.press("U")
        await person.sees_in("list", "Ministers agree")


async def test_l_hides_feeds_without_unread_articles(paper: Paper) -> None:
    with paper.writer() as writer:
        writer.set_flag([paper.headlines()["Loose words"].id], "read", True)
    async with paper.open() as person:
        assert "Loose" in person.pane("tree")
        await person.press("L")
        await person.waits(lambda: "Loose" not in person.pane("tree"))
        assert "Guardian" in person.pane("tree")
        await person.press("L")
        await person.sees_in("tree", "Loose")


async def test_a_failed_write_brings_the_old_state_back_and_says_why(paper: Paper) -> None:
    async with paper.open() as person:
        # A trigger stands for a full disk: the statement fails in the middle of the transaction.
        db = sqlite3.connect(paper.paths.database)
        db.execute("CREATE TRIGGER no BEFORE UPDATE OF read ON articles BEGIN SELECT RAISE(ABORT, 'no room'); END")
        db.commit()
        db.close()
        await person.press("m")
        await person.sees("no room")
        await person.waits(lambda: "●" in person.cursor())
        assert "Guardian        3" in person.pane("tree")


@pytest.mark.skipif(not hasattr(Path, "chmod"), reason="no permissions here")
async def test_changes_of_another_process_appear_within_two_seconds(paper: Paper) -> None:
    async with paper.open() as person:
        with paper.writer() as writer:
            writer.set_flag([paper.headlines()["Ministers agree"].id], "read", True)
        await person.sees_in("tree", r"Guardian +2", timeout=3)
        await person.waits(lambda: "●" not in person.cursor())


async def test_what_comes_in_waits_behind_n_new_and_joins_at_the_top(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("j")
        paper.publish("BBC", Item("Came in meanwhile", 0.1))
        await person.sees("1 new ↑", timeout=3)
        assert "Storm closes passes" in person.cursor()
        assert "Came in meanwhile" not in person.pane("list")
        await person.press("g", "g")
        await person.waits(lambda: "Came in meanwhile" in person.cursor())
        assert "new ↑" not in person.status


async def test_a_list_that_is_on_its_way_has_nothing_new(paper: Paper) -> None:
    async with paper.open() as person:
        viewing = person.app.main.viewing
        said: list[int] = []
        viewing.new_counted = lambda answer: said.append(answer.count)
        viewing.open(ALL)
        viewing.look_again()  # as a refresh does, or a change of another process
        await person.waits(lambda: viewing.listing.complete)
        viewing.look_again()
        await person.waits(lambda: said)
        assert not any(said)


async def test_a_list_that_is_opened_before_the_first_picture_is_as_any_other(paper: Paper) -> None:
    async with paper.open() as person:
        viewing = person.app.main.viewing
        take, newest = viewing.ids_read, []
        viewing.ids_read = lambda answer: (newest.append(answer.watermark), take(answer))
        viewing.open(ALL)
        viewing.go_on()  # the picture of the list from before is on the screen
        await person.waits(lambda: viewing.listing.complete)
        await person.press("A")
        await person.sees("as read|nothing unread")
        assert newest
        assert all(newest)


async def test_what_comes_into_an_empty_list_is_shown_at_once(paper: Paper) -> None:
    paper.subscribe(("Fresh", "Tech"))
    async with paper.open() as person:
        await person.press("h", "G")
        while "Fresh" not in person.cursor("tree"):
            await person.press("k")
        await person.sees_in("list", "not fetched yet")
        paper.publish("Fresh", Item("The first one", 0.1))
        await person.sees_in("list", "The first one", timeout=3)


async def test_capital_a_in_the_tree_marks_the_row_under_the_cursor(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h")
        while "Guardian" not in person.cursor("tree"):
            await person.press("j")
        await person.press("A")
        await person.sees("marked 3 articles in Guardian as read")
        await person.waits(lambda: paper.is_read("Budget passes"))
    assert not paper.is_read("Storm closes passes")


async def test_capital_a_in_the_tree_marks_the_row_under_the_cursor_also_where_another_list_is_shown(
    paper: Paper,
) -> None:
    async with paper.open() as person:
        await person.press("h")
        while "Guardian" not in person.cursor("tree"):
            await person.press("j")
        await person.press("0")
        await person.sees_in("list", "A tour of the scheduler")
        assert person.has_keys == "tree" and "Guardian" in person.cursor("tree")
        await person.press("A")
        await person.sees("marked 3 articles in Guardian as read")
        await person.waits(lambda: paper.is_read("Budget passes"))
    assert not paper.is_read("A tour of the scheduler")


async def test_several_quick_u_take_back_one_change_each(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("s", "j", "s", "j", "s")
        await person.waits(lambda: sum(row.starred for row in paper.headlines().values()) == 3)
        await person.press("u", "u", "u")
        await person.waits(lambda: not any(row.starred for row in paper.headlines().values()))
        await person.waits(lambda: "★" not in person.pane("list"))
        await person.press("ctrl+r", "ctrl+r")
        await person.waits(lambda: sum(row.starred for row in paper.headlines().values()) == 2)
        await person.waits(lambda: person.pane("list").count("★") == 2)


async def test_capital_a_pressed_before_the_list_is_there_waits_for_it(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("1", "A")
        await person.sees("marked 5 articles in World as read")
        await person.waits(lambda: not paper.is_read("Loose words") and paper.is_read("Old palace found"))


async def test_u_brings_rows_far_from_the_window_back_too(paper: Paper) -> None:
    paper.publish("LWN", *(Item(f"Item {n:03}", 100 + n) for n in range(400)))
    async with paper.open() as person:
        rows = person.app.main.list
        # Rows of two windows are at hand: those at the end and those at the top.
        await person.press("G")
        await person.waits(lambda: "Item 399" in person.cursor())
        await person.press("g", "g")
        await person.waits(lambda: "Ministers agree" in person.cursor())
        await person.press("A")
        await person.sees("Mark [24]07 articles")
        await person.press("y")
        await person.sees("marked 407 articles")
        await person.waits(lambda: "●" not in person.pane("list"))
        await person.press("u")
        await person.sees("undone")
        for row in range(0, 407, 20):
            rows.move_to(row)
            await person.waits(lambda: "●" in person.cursor())
            near = [headline for _, headline in rows.known(max(row - 15, 0), min(row + 15, 407))]
            assert all(not headline.read for headline in near)


async def test_n_finds_what_became_unread_out_of_sight(paper: Paper) -> None:
    paper.publish("LWN", *(Item(f"Item {n:03}", 100 + n) for n in range(200)))
    async with paper.open() as person:
        await person.press("A")
        await person.sees("Mark [24]07 articles")
        await person.press("y")
        await person.sees("marked 207 articles")
        await person.waits(lambda: "●" not in person.pane("list"))
        with paper.writer() as writer:
            writer.set_flag([paper.headlines()["Item 080"].id], "read", False)
        await person.sees_in("tree", r"LWN +1\b", timeout=3)
        await person.press("n")
        await person.waits(lambda: "Item 080" in person.cursor())


async def test_a_question_that_comes_while_one_is_asked_waits_for_its_own_answer(paper: Paper) -> None:
    async with paper.open() as person:
        done: list[str] = []
        keying = person.app.main.keying
        keying.ask("Do the first?", lambda: done.append("first"))
        keying.ask("Do the second?", lambda: done.append("second"))
        await person.sees(r"Do the first\? \(y/n\)")
        await person.press("n")
        await person.sees(r"Do the second\? \(y/n\)")
        assert not done
        await person.press("y")
        assert done == ["second"]
        assert not keying.asks
