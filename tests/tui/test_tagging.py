from paper import Item, Paper, Person

from newsreader.store.queries import Reader


def tags(paper: Paper, title: str) -> tuple[str, ...]:
    return paper.headlines()[title].tags


def give(paper: Paper, tag: str, *titles: str) -> None:
    with paper.writer() as writer:
        writer.add_tag([paper.headlines()[title].id for title in titles], tag)


async def pick(person: Person, *keys: str) -> None:
    """Open the tags and press keys when they are there."""
    await person.press("t")
    await person.sees("type a name|Tags")
    await person.waits(lambda: "one moment" not in person.text)
    await person.press(*keys)


async def test_t_gives_a_new_tag_by_typing_and_u_takes_it_away(paper: Paper) -> None:
    async with paper.open() as person:
        await pick(person, *"later")
        await person.sees("later  a new tag")
        await person.press("enter")
        await person.sees("tagged 1 article with later; u undoes it")
        assert tags(paper, "Ministers agree") == ("later",)
        await person.sees_in("list", "Ministers agree +#later")
        await person.sees_in("article", "Guardian · #later")
        await person.press("u")
        await person.sees("undone: tagged 1 article with later")
        await person.waits(lambda: "#later" not in person.text)
        assert tags(paper, "Ministers agree") == ()


async def test_the_most_used_tags_come_first_and_those_of_the_article_are_ticked(paper: Paper) -> None:
    give(paper, "rare", "Ministers agree")
    give(paper, "often", "Ministers agree", "Loose words", "Budget passes")
    give(paper, "other", "Loose words", "Budget passes")
    async with paper.open() as person:
        await pick(person)
        text = await person.sees("rare")
        rows = [line.strip() for line in text.split("\n") if "[" in line]
        assert [row.split("]")[1].split()[0] for row in rows] == ["often", "other", "rare"]
        assert ["[x]" in row for row in rows] == [True, False, True]
        await person.press("enter")
        await person.sees("took the tag often from 1 article")
        assert tags(paper, "Ministers agree") == ("rare",)


async def test_several_tags_at_once_are_one_change(paper: Paper) -> None:
    give(paper, "old", "Ministers agree")
    async with paper.open() as person:
        await pick(person, *"one")
        await person.press("space", *"two", "space", *"old", "enter")
        await person.sees("u undoes it")
        assert tags(paper, "Ministers agree") == ("one", "two")
        await person.press("u")
        await person.waits(lambda: tags(paper, "Ministers agree") == ("old",))


async def test_a_few_letters_find_a_tag_and_enter_takes_it(paper: Paper) -> None:
    give(paper, "climate-policy", "Loose words")
    give(paper, "press", "Loose words")
    async with paper.open() as person:
        await pick(person, *"clim")
        await person.waits(lambda: "press" not in person.text)
        await person.press("enter")
        await person.waits(lambda: tags(paper, "Ministers agree") == ("climate-policy",))


async def test_another_case_or_accent_is_the_same_tag(paper: Paper) -> None:
    give(paper, "Später", "Loose words")
    async with paper.open() as person:
        await pick(person, *"spater", "enter")
        await person.waits(lambda: tags(paper, "Ministers agree") == ("Später",))


async def test_what_can_be_no_tag_is_told_and_nothing_is_changed(paper: Paper) -> None:
    async with paper.open() as person:
        await pick(person, *"a:b", "enter")
        await person.sees("a tag cannot have a : in it")
        await person.press("escape")
        await person.waits(lambda: "cannot have" not in person.text)
        assert tags(paper, "Ministers agree") == ()
        assert person.has_keys == "list"


async def test_marked_rows_are_tagged_together_and_a_tag_that_some_have_is_given_to_all(paper: Paper) -> None:
    give(paper, "some", "Ministers agree")
    async with paper.open() as person:
        await person.press("v", "v")
        await pick(person)
        await person.sees(r"Tags of 2 articles")
        await person.sees(r"\[-\] some")
        await person.press("enter")
        await person.sees("tagged 1 article with some")
        assert tags(paper, "Storm closes passes") == ("some",)
        await person.press("u")
        await person.waits(lambda: tags(paper, "Storm closes passes") == ())
        assert tags(paper, "Ministers agree") == ("some",)


async def test_the_article_that_is_open_is_tagged_and_stays_where_it_was(paper: Paper) -> None:
    paper.publish("LWN", Item("Long one", 0.5, body="".join(f"<p>Paragraph {n} of many.</p>" for n in range(200))))
    async with paper.open() as person:
        await person.sees_in("list", "Long one")
        await person.press("enter")
        await person.sees_in("article", "Paragraph 3 ")
        await person.press("space", "space")
        await person.waits(lambda: "Paragraph 3 " not in person.pane("article"))
        place = person.app.main.article.position
        await pick(person, *"later", "enter")
        await person.waits(lambda: tags(paper, "Long one") == ("later",))
        await person.waits(lambda: person.app.main.reading.shown.tags == ("later",))
        assert person.app.main.article.position == place
        assert person.has_keys == "article"


async def test_more_than_fifty_are_tagged_after_a_question(paper: Paper) -> None:
    paper.publish("BBC", *(Item(f"Item {n}", 100 + n) for n in range(60)))
    async with paper.open() as person:
        await person.press("ctrl+a")
        await pick(person, *"bulk", "enter")
        await person.sees(r"Tag 67 articles: bulk\? \(y/n\)")
        await person.press("y")
        await person.sees("tagged 67 articles with bulk")
        await person.press("u")
        await person.sees("undone: tagged 67 articles")
        reader = Reader(paper.paths.database)
        assert reader.tag_counts() == {}
        reader.close()


async def test_tags_fit_the_smallest_screen(paper: Paper) -> None:
    async with paper.open(40, 12) as person:
        await pick(person, *"later", "enter")
        await person.sees("#later")
