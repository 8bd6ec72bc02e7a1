from paper import Item, Paper


def index(paper: Paper) -> None:
    with paper.writer() as writer:
        while writer.index_some():
            pass


async def test_results_come_as_one_types_and_enter_keeps_them(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"stor")
        await person.sees_in("list", "Storm closes passes")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        await person.press("m", "enter")
        assert person.has_keys == "list"


async def test_escape_goes_back_to_the_list_and_the_row_from_before(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("j", "j")
        before = person.cursor()
        await person.press("slash", *"palace")
        await person.sees_in("list", "Old palace found")
        await person.press("escape")
        await person.waits(lambda: person.cursor() == before and person.has_keys == "list")


async def test_a_search_without_results_names_the_key_back_as_the_help_does(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"zebra")
        await person.sees_in("list", "esc goes back")


async def test_escape_leaves_kept_results(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"palace", "enter")
        await person.sees_in("list", "Old palace found")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        await person.press("escape")
        await person.sees_in("list", "Ministers agree")


async def test_keys_in_the_bar_belong_to_the_bar(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"qAms")
        assert person.app.is_running
        await person.sees_in("list", "Nothing found")
    assert not any(row.read or row.starred for row in paper.headlines().values())


async def test_more_results_than_the_first_page_follow_behind_it(paper: Paper) -> None:
    paper.publish("BBC", *(Item(f"Item {n} of many", 10 + n) for n in range(120)))
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"many")
        await person.sees("120 found")
        await person.press("enter", "G")
        await person.waits(lambda: person.app.main.list.cursor == 119 and "of many" in person.cursor())


async def test_hits_stand_in_a_snippet_and_are_marked_in_the_article(paper: Paper) -> None:
    paper.publish(
        "BBC", Item("Plain title", 0.5, "<p>" + "filler " * 300 + "the zeppelin landed " + "more " * 300 + "</p>")
    )
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *"zeppelin", "enter")
        await person.sees_in("list", "zeppelin landed")
        await person.press("enter")
        await person.sees_in("article", "Plain title")
        await person.press("n")
        await person.sees_in("article", "zeppelin landed")


async def test_slash_in_the_article_finds_there_and_two_of_them_search(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "A body")
        await person.press("slash", *"body")
        await person.sees("1 hit")
        await person.press("escape", "slash", "slash", *"palace")
        await person.sees_in("list", "Old palace found")


async def test_n_goes_from_hit_to_hit_until_escape(paper: Paper) -> None:
    paper.publish("BBC", Item("Two needles", 0.5, "<p>needle " + "hay " * 2000 + "needle end</p>"))
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "Two needles")
        await person.press("slash", *"needle", "enter", "n", "n")
        await person.sees_in("article", "needle end")
        await person.press("escape", "n")
        await person.waits(lambda: "Two needles" not in person.pane("article"))


async def test_a_query_that_cannot_be_understood_is_named(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("slash", *"is:nonsense", "space")
        await person.sees("is:nonsense is no state|nonsense.*unread|unknown")
        await person.press("escape")
        await person.sees_in("list", "Ministers agree")


async def test_the_palette_goes_to_a_feed(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("colon", *"lwn", "enter")
        await person.sees_in("list", "A tour of the scheduler")
        await person.waits(lambda: "› LWN" in person.pane("tree") and person.has_keys == "list")


async def test_the_palette_carries_out_an_action(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("ctrl+p", *"star, or", "enter")
        await person.waits(lambda: paper.headlines()["Ministers agree"].starred)


async def test_the_help_names_the_keys_and_goes_away(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("question_mark")
        await person.sees("half a page down")
        await person.press("escape")
        await person.sees("Ministers agree")
        assert person.has_keys == "list"


async def test_enter_behind_a_search_that_makes_no_sense_says_why_and_leaves_it_to_be_corrected(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("slash", *'storm "closes', "enter")
        await person.sees("the quote at 7 is not closed")
        await person.press("quotation_mark", "enter")
        await person.waits(lambda: person.has_keys == "list" and "not closed" not in person.text)


async def test_on_a_narrow_screen_results_are_seen_while_they_are_typed_for_also_from_the_tree(paper: Paper) -> None:
    index(paper)
    async with paper.open(60, 20) as person:
        await person.press("escape")
        await person.sees("Feeds")
        await person.press("slash", *"palace")
        await person.sees("Old palace found")
        await person.press("escape")
        await person.sees("Feeds")
        assert person.has_keys == "tree"
