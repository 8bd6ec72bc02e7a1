"""Typing a search on the main screen: completion, searches of before, the count, and esc that leaves everything as it was."""

import pytest
from paper import Item, Paper
from test_finding import index

from newsreader.tui.search_aids import MOST_SEARCHES, SEARCHES_KEY


def tagged(paper: Paper, title: str, tag: str) -> None:
    with paper.writer() as writer:
        writer.add_tag([paper.headlines()[title].id], tag)


# ── Completion


async def test_fields_are_offered_and_tab_takes_one(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("slash", *"fe")
        await person.sees("tab +feed:")
        await person.press("tab")
        assert person.app.main.search.text == "feed:"


async def test_a_feeds_name_with_blanks_is_completed_in_quotes_and_finds_its_articles(paper: Paper) -> None:
    paper.subscribe(("Morning Post", "World"))
    paper.publish("Morning Post", Item("Only in the Post", 0.5))
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"feed:po")
        await person.sees('"Morning Post"')
        await person.press("tab")
        assert person.app.main.search.text == 'feed:"Morning Post"'
        await person.sees_in("list", "Only in the Post")
        await person.sees("1 found")
        await person.press("enter")
        await person.waits(lambda: person.has_keys == "list")


async def test_behind_a_field_that_tab_put_in_its_values_are_offered_at_once(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("slash", *"sec", "tab")
        await person.sees("tab +World +Tech")
        await person.press("tab", "tab")
        await person.sees("section:Tech")


async def test_tab_again_takes_the_next_one_and_shift_tab_the_one_before(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("slash", *"is:", "tab")
        bar = person.app.main.search
        assert bar.text == "is:unread"
        await person.press("tab")
        assert bar.text == "is:read"
        await person.press("shift+tab", "shift+tab")
        assert bar.text == "is:muted"
        await person.press("space")
        assert bar.text == "is:muted "
        assert not bar.choices


async def test_an_articles_tags_and_a_feeds_sections_are_offered(paper: Paper) -> None:
    index(paper)
    tagged(paper, "Old palace found", "later")
    async with paper.open() as person:
        await person.press("slash", *"tag:")
        await person.sees("later")
        await person.press("tab")
        await person.sees_in("list", "Old palace found")
        assert person.app.main.search.text == "tag:later"
        await person.press("ctrl+u", *"section:w", "tab")
        assert person.app.main.search.text == "section:World"


async def test_where_nothing_is_offered_tab_goes_to_the_results(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"palace", "tab")
        await person.waits(lambda: person.has_keys == "list")
        await person.sees_in("list", "Old palace found")


async def test_what_is_completed_is_at_the_cursor(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("slash", *" storm", "home", *"au")
        await person.sees("author:")
        await person.press("tab")
        assert person.app.main.search.text == "author: storm"
        await person.press("end")
        await person.waits(lambda: not person.app.main.search.choices)


async def test_nothing_is_offered_while_one_finds_in_an_article(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "A body")
        await person.press("slash", *"fe")
        assert not person.app.main.search.choices


@pytest.mark.parametrize(("width", "height"), [(40, 12), (60, 20), (140, 40)])
async def test_the_offer_is_one_line_at_every_size(paper: Paper, width: int, height: int) -> None:
    async with paper.open(width, height) as person:
        await person.press("slash")
        await person.sees("tab +title:")
        lines = [line for line in person.lines if "title:" in line]
        assert len(lines) == 1
        for _ in range(14):
            await person.press("tab")
            taken = person.app.main.search.text
            await person.sees(lambda text, taken=taken: text.count(taken) >= 2)


# ── Searches of before


async def searched(person, *texts: str) -> None:
    for text in texts:
        await person.press("slash", *text, "enter")
        await person.waits(lambda text=text: person.app.main.finding.words == text)
        await person.press("escape")
        await person.waits(lambda: person.app.main.viewing.view.kind != "search")


async def test_in_an_empty_bar_up_brings_back_what_was_searched_also_after_a_restart(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await searched(person, "storm", "palace")
    async with paper.open() as person:
        bar = person.app.main.search
        await person.press("slash")
        await person.waits(lambda: bar._before._texts)
        await person.press("up")
        assert bar.text == "palace"
        await person.sees_in("list", "Old palace found")
        await person.press("up")
        assert bar.text == "storm"
        await person.press("up")
        assert bar.text == "storm", "there is nothing older"
        await person.press("down", "down")
        assert bar.text == ""


async def test_once_something_is_typed_up_and_down_move_in_the_results(paper: Paper) -> None:
    paper.publish("BBC", *(Item(f"Item {n} of many", 10 + n) for n in range(5)))
    index(paper)
    async with paper.open() as person:
        await searched(person, "storm")
        await person.press("slash", *"many")
        await person.sees("5 found")
        await person.press("down", "down", "up")
        assert person.app.main.search.text == "many"
        assert person.app.main.list.cursor == 1


async def test_a_search_of_before_that_is_changed_is_ones_own(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await searched(person, "storm", "palace")
        await person.press("slash")
        await person.waits(lambda: len(person.app.main.search._before._texts) == 2)
        await person.press("up", "x", "up")
        assert person.app.main.search.text == "palacex"


async def test_so_many_searches_are_remembered_each_once_the_newest_first(paper: Paper) -> None:
    index(paper)
    with paper.writer() as writer:
        writer.save_state(SEARCHES_KEY, [f"old {n}" for n in range(MOST_SEARCHES)])
    async with paper.open() as person:
        await searched(person, "old 50", "new")
    with paper.writer() as writer:
        kept = writer.load_state(SEARCHES_KEY)
    assert kept[:3] == ["new", "old 50", "old 0"]
    assert len(kept) == len(set(kept)) == MOST_SEARCHES


# ── How much, and back


async def test_the_count_is_exact_however_many_there_are(paper: Paper) -> None:
    paper.publish("BBC", *(Item(f"Item {n} of many", 10 + n / 100) for n in range(2100)))
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"many")
        await person.sees("2,100 found")
        await person.waits(lambda: len(person.app.main.list.ids) == 2000)
        await person.sees("2,100 found, best 2,000 listed")


async def test_an_order_in_the_search_is_the_order_of_the_results(paper: Paper) -> None:
    paper.publish("BBC", Item("Zebra of many", 1), Item("Ant of many", 2), Item("Mole of many many", 3))
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"many sort:title", "enter")
        await person.waits(lambda: person.cursor().count("Ant of many"))
        rows = person.pane("list")
        assert rows.index("Ant of") < rows.index("Mole of") < rows.index("Zebra of")


async def test_escape_leaves_the_list_the_cursor_and_the_window_as_they_were(paper: Paper) -> None:
    paper.publish("BBC", *(Item(f"Item {n} of many", 10 + n) for n in range(200)))
    index(paper)
    async with paper.open() as person:
        await person.waits(lambda: len(person.app.main.list.ids) > 200)
        await person.press(*("j",) * 60, "m", *("k",) * 10)
        await person.waits(lambda: person.app.main.list.cursor == 50)
        before = person.pane("list")
        assert "Item 0" not in before
        await person.press("slash", *"palace")
        await person.sees_in("list", "Old palace found")
        await person.press("escape")
        await person.waits(lambda: person.pane("list") == before)
        assert person.has_keys == "list"
        assert len(person.app.main.list.ids) > 200


async def test_a_bar_that_is_emptied_shows_the_list_from_before(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        before = person.pane("list")
        await person.press("slash", *"palace")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        await person.press("ctrl+u")
        await person.waits(lambda: "Ministers agree" in person.pane("list"))
        await person.press(*"storm")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        await person.press("escape")
        await person.waits(lambda: person.pane("list") == before)


async def test_a_search_from_an_article_goes_back_into_it(paper: Paper) -> None:
    paper.publish("BBC", Item("A long one", 0.1, "".join(f"<p>Paragraph {n}.</p>" for n in range(100))))
    index(paper)
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "A long one")
        await person.press("space")
        await person.waits(lambda: "A long one" not in person.pane("article"))
        before = person.pane("article")
        await person.press("slash", "slash", *"palace")
        await person.sees_in("list", "Old palace found")
        await person.press("escape")
        await person.waits(lambda: person.has_keys == "article" and person.pane("article") == before)


async def test_what_is_unfinished_at_the_cursor_is_no_mistake_and_what_is_finished_is_one(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"is:unr palace")
        await person.sees("did you mean is:unread")
        await person.press("home", *("right",) * 6, "e")
        await person.waits(lambda: "did you mean" not in person.text)
        await person.press("a", "d")
        await person.sees_in("list", "Old palace found")
