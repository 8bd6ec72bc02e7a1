from paper import Item, Paper


async def test_back_and_forth_through_what_was_read(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "Ministers agree")
        await person.press("space")
        await person.sees_in("article", "Storm closes passes")
        await person.press("<")
        await person.sees_in("article", "Ministers agree")
        assert "Ministers agree" in person.cursor()
        await person.press("<")
        await person.sees("nothing was read before this")
        await person.press(">")
        await person.sees_in("article", "Storm closes passes")
        await person.press(">")
        await person.sees("this was read last")


async def test_it_leads_back_into_the_view_and_shows_there_what_was_read(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("enter")
        await person.sees_in("article", "Ministers agree")
        await person.press("2", "enter")
        await person.sees_in("article", "A tour of the scheduler")
        await person.press("<")
        await person.sees_in("article", "Ministers agree")
        await person.sees_in("list", "Storm closes passes")
        assert "Ministers agree" in person.cursor()
        assert "›" in next(line for line in person.pane("tree").split("\n") if "Unread" in line)


async def test_it_leads_deep_into_a_long_list(paper: Paper) -> None:
    paper.publish("LWN", *(Item(f"Item {n}", 100 + n) for n in range(400)))
    async with paper.open() as person:
        await person.press("G")
        await person.waits(lambda: "Item 399" in person.cursor())
        await person.press("enter")
        await person.sees_in("article", "Item 399")
        await person.press("1", "enter")
        await person.sees_in("article", "Ministers agree")
        await person.press("<")
        await person.waits(lambda: "Item 399" in person.cursor())
        await person.sees_in("article", "Item 399")


async def test_an_article_deep_in_another_list_is_open_again_when_one_comes_from_the_list(paper: Paper) -> None:
    paper.publish("LWN", *(Item(f"Item {n}", 100 + n) for n in range(400)))
    async with paper.open() as person:
        await person.press("G")
        await person.waits(lambda: "Item 399" in person.cursor())
        await person.press("enter", "escape", "1")
        await person.waits(lambda: "Ministers agree" in person.cursor())
        await person.press("enter", "escape")
        await person.sees_in("article", "Ministers agree")
        reading = person.app.main.reading
        take, shown = reading.article_read, []
        reading.article_read = lambda answer: (shown.append(answer.headline.title), take(answer))
        await person.press("<")
        await person.waits(lambda: "Item 399" in person.cursor())
        await person.sees_in("article", "Item 399")
        assert shown == ["Item 399"]
        await person.press("<")
        await person.sees("nothing was read before this")


async def test_what_was_marked_unread_meanwhile_stays_so(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("enter", "n", "m")
        await person.waits(lambda: not paper.is_read("Storm closes passes") and paper.is_read("Ministers agree"))
        await person.press("<", "<", ">")
        await person.sees_in("article", "Storm closes passes")
        assert not paper.is_read("Storm closes passes")


async def test_before_anything_was_read_it_says_so(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("<")
        await person.sees("nothing was read yet")


async def test_from_a_row_that_is_only_looked_at_it_goes_to_what_was_read_last(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("enter", "escape", "j", "j")
        await person.sees_in("article", "Rail strike off")
        await person.press("<")
        await person.sees_in("article", "Ministers agree")
        assert "Ministers agree" in person.cursor()
