import re

import pytest
from paper import Item, Paper


async def open_feed(person, name: str) -> None:
    """Put the cursor of the tree on a feed and go into its list."""
    await person.press("h")
    await person.press("g", "g")
    while name not in person.cursor("tree"):
        await person.press("j")
    await person.press("enter")
    await person.waits(lambda: person.app.main.viewing.title == name and person.app.main.viewing.listing.shown)


async def test_opening_an_article_marks_it_as_read_and_its_feed_counts_one_less(paper: Paper) -> None:
    async with paper.open() as person:
        assert "Guardian        3" in person.pane("tree")
        await person.press("enter")
        await person.sees_in("tree", "Guardian        2")
        await person.waits(lambda: paper.is_read("Ministers agree"))
    assert not paper.is_read("Rail strike off")


async def test_what_the_cursor_rests_on_is_shown_but_not_read(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("j")
        await person.sees_in("article", "Storm closes passes")
        assert person.has_keys == "list"
    assert not paper.is_read("Storm closes passes")


async def test_mark_read_never_marks_nothing(paper: Paper) -> None:
    paper.reader_settings += '\nmark_read = "never"'
    paper.write_config()
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "A body")
        await person.press("escape", "j", "enter")
        await person.sees_in("article", "Storm")
    assert not any(row.read for row in paper.headlines().values())


async def test_mark_read_on_select_marks_where_the_cursor_rested_but_never_the_first_row(paper: Paper) -> None:
    paper.reader_settings += '\nmark_read = "on-select"'
    paper.write_config()
    async with paper.open() as person:
        await person.press("j", "j")
        await person.waits(lambda: paper.is_read("Rail strike off"))
    assert not paper.is_read("Ministers agree")
    assert not paper.is_read("Storm closes passes")


async def test_mark_read_on_scroll_end_waits_for_the_end(paper: Paper) -> None:
    paper.reader_settings += '\nmark_read = "on-scroll-end"'
    paper.write_config()
    async with paper.open() as person:
        await open_feed(person, "LWN")
        await person.press("enter")
        await person.sees_in("article", "word word")
        await person.press("j")
        assert not paper.is_read("A tour of the scheduler")
        await person.press("G")
        await person.waits(lambda: paper.is_read("A tour of the scheduler"))


async def test_space_pages_down_and_goes_on_to_the_next_unread_article(paper: Paper) -> None:
    async with paper.open(height=20) as person:
        await open_feed(person, "LWN")
        await person.press("space")
        await person.sees_in("article", "A tour of the scheduler")
        await person.press("space")
        await person.waits(lambda: "A tour of the scheduler" not in person.pane("article"))
        for _ in range(40):
            await person.press("space")
            if "Loose" in person.pane("article"):
                break
        await person.sees_in("article", "Loose words")


async def test_space_reads_through_a_feed_and_on_into_the_next_feed(paper: Paper) -> None:
    async with paper.open() as person:
        await open_feed(person, "Guardian")
        for title in ("Ministers agree", "Rail strike off", "Budget passes", "Storm closes passes", "Old palace found"):
            await person.press("space")
            await person.sees_in("article", title)
            await person.waits(lambda title=title: paper.is_read(title))


async def test_space_says_when_everything_is_read(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("A")
        await person.waits(lambda: all(row.read for row in paper.headlines().values()))
        await person.press("h", "space")
        await person.sees("everything is read")


async def test_n_goes_to_the_next_unread_row_and_over_the_read_ones(paper: Paper) -> None:
    with paper.writer() as writer:
        writer.set_flag([paper.headlines()["Rail strike off"].id], "read", True)
    async with paper.open() as person:
        await open_feed(person, "Guardian")
        await person.press("n")
        assert "Budget passes" in person.cursor()
        await person.press("N")
        assert "Ministers agree" in person.cursor()


async def test_n_crosses_into_the_next_feed_with_unread_articles(paper: Paper) -> None:
    async with paper.open() as person:
        await open_feed(person, "Guardian")
        await person.press("G", "n")
        await person.waits(lambda: "Storm closes passes" in person.cursor())


async def test_capital_j_and_k_go_from_feed_to_feed(paper: Paper) -> None:
    async with paper.open() as person:
        await open_feed(person, "Guardian")
        await person.press("J")
        await person.waits(lambda: "Storm closes passes" in person.cursor())
        await person.press("J")
        await person.waits(lambda: "A tour of the scheduler" in person.cursor())
        await person.press("K")
        await person.waits(lambda: "Storm closes passes" in person.cursor())


async def test_the_place_in_an_article_is_found_again(paper: Paper) -> None:
    async with paper.open(height=20) as person:
        await open_feed(person, "LWN")
        await person.press("enter")
        await person.sees_in("article", "A tour of the scheduler")
        await person.press("space", "space")
        before = person.pane("article")
        assert "A tour" not in before
    async with paper.open(height=20) as person:
        await person.waits(lambda: person.pane("article") == before)
        assert person.has_keys == "article"


async def test_the_next_start_opens_where_the_last_one_ended(paper: Paper) -> None:
    async with paper.open() as person:
        await open_feed(person, "Guardian")
        await person.press("j")
    async with paper.open() as person:
        assert "Rail strike off" in person.cursor()
        assert "› Guardian" in person.pane("tree")
        assert person.has_keys == "list"


async def test_a_list_of_thousands_scrolls_to_its_end_and_back(paper: Paper) -> None:
    paper.publish("BBC", *(Item(f"Item {n:04}", 100 + n / 60) for n in range(3000)))
    async with paper.open() as person:
        await person.press("0", "G")
        await person.waits(lambda: "Item 2999" in person.cursor())
        await person.press("ctrl+u", "pageup")
        await person.waits(lambda: "Item 29" in person.cursor() and "Item 2999" not in person.cursor())
        await person.press("g", "g")
        await person.waits(lambda: "Ministers agree" in person.cursor())


async def test_n_finds_an_unread_row_far_below_the_rows_at_hand(paper: Paper) -> None:
    paper.publish("BBC", *(Item(f"Item {n:04}", 100 + n / 60) for n in range(1500)))
    rows = paper.headlines()
    with paper.writer() as writer:
        writer.set_flag([row.id for title, row in rows.items() if title != "Item 1400"], "read", True)
    async with paper.open() as person:
        await person.press("0")
        await person.waits(lambda: person.app.main.viewing.listing.complete)
        await person.press("n")
        await person.waits(lambda: "Item 1400" in person.cursor())


@pytest.mark.parametrize("width", [140, 100, 60])
async def test_reading_with_space_alone_works_in_every_layout(paper: Paper, width: int) -> None:
    async with paper.open(width, 24) as person:
        for title in ("Ministers agree", "Storm closes passes", "Rail strike off"):
            await person.press("space")
            await person.sees_in("article", title)


async def test_space_in_the_tree_shows_an_article_to_its_end_before_it_goes_on(paper: Paper) -> None:
    async with paper.open(height=20) as person:
        await person.press("h")
        while "LWN" not in person.cursor("tree"):
            await person.press("j")
        await person.sees_in("article", "A tour of the scheduler")
        article = person.app.main.article
        await person.press("space")
        await person.waits(lambda: paper.is_read("A tour of the scheduler"))
        assert person.has_keys == "tree"
        tops = []
        for _ in range(40):
            tops.append(article.top)
            await person.press("space")
            if "Loose" in person.pane("article"):
                break
        assert len(set(tops)) > 4
        await person.sees_in("article", "Loose words")
        assert person.has_keys == "tree"


async def test_the_list_and_the_page_give_an_article_the_same_reading_time(paper: Paper) -> None:
    # The page leaves out what does not belong to the article, the index counts every word.
    body = "<p>" + "word " * 280 + "</p><ul>" + "<li><a href=/s>Share on Facebook</a></li>" * 12 + "</ul>"
    paper.publish("Loose", Item("A page with everything on it", 0.1, body=body))
    with paper.writer() as writer:
        while writer.index_some():
            pass
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "A page with everything on it")
        [in_list] = re.findall(r"(\d+) min", next(line for line in person.pane("list").split("\n") if " min" in line))
        await person.sees_in("article", rf"\b{in_list} min")


async def test_an_article_that_is_gone_at_the_next_start_leaves_the_headlines_in_sight(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "A body")
        await person.press("z")
        await person.waits(lambda: person.app.main.arranging.zen)
    with paper.writer() as writer:
        writer.db.execute("DELETE FROM articles WHERE title = 'Ministers agree'")
    async with paper.open() as person:
        await person.sees("Storm closes passes")
        await person.waits(lambda: not person.app.main.arranging.zen and person.has_keys == "list")
    async with paper.open() as person:
        await person.sees("Storm closes passes")


async def test_zen_without_an_article_is_none_at_the_next_start(paper: Paper) -> None:
    with paper.writer() as writer:
        writer.save_state("screen", {"zen": True, "pane": "article", "article": 0})
    async with paper.open() as person:
        await person.sees("Storm closes passes")
        assert person.has_keys == "list"
