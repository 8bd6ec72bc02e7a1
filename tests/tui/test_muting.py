import tomllib

import pytest
from paper import Paper, Person

from newsreader.store.queries import Reader
from newsreader.tui.muting import proposal


def rules(paper: Paper) -> list[dict[str, object]]:
    return tomllib.loads(paper.paths.config.read_text("utf-8")).get("rules", [])


def muted(paper: Paper) -> set[str]:
    """The titles that lists do not show."""
    reader = Reader(paper.paths.database)
    titles = {row.title for row in reader.headlines(list(range(1, 500)))}
    reader.close()
    return titles - set(paper.headlines())


def index(paper: Paper) -> None:
    with paper.writer() as writer:
        writer.index_some()


async def choose(person: Person, *keys: str) -> None:
    await person.press("M")
    await person.sees("left and right change it|enter mutes")
    await person.press(*keys)


async def test_a_feed_is_muted_for_a_week_with_what_is_stored_and_one_u_takes_all_of_it_back(paper: Paper) -> None:
    before = paper.paths.config.read_bytes()
    async with paper.open() as person:
        await choose(person)
        await person.sees(r"this feed +Guardian")
        await person.press("enter")
        await person.sees("muted “Guardian” for a week: 3 articles hidden; u undoes it")
        await person.waits(lambda: "Guardian" not in person.pane("list"))
        assert muted(paper) == {"Ministers agree", "Rail strike off", "Budget passes"}
        (rule,) = rules(paper)
        assert rule["do"] == "mute" and "until" in rule
        await person.waits(lambda: len(person.app.config.rules) == 1)
        await person.press("u")
        await person.sees("undone: muted “Guardian” for a week")
        await person.sees_in("list", "Ministers agree")
        assert not muted(paper) and paper.paths.config.read_bytes() == before
        await person.press("ctrl+r")
        await person.waits(lambda: "Guardian" not in person.pane("list"))


async def test_for_good_has_no_end(paper: Paper) -> None:
    async with paper.open() as person:
        await choose(person, "right", "right")
        await person.sees(r"\[good\]")
        await person.press("enter")
        await person.sees("muted “Guardian” for good")
        assert "until" not in rules(paper)[0]


async def test_words_are_proposed_from_the_title_and_can_be_changed(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await choose(person, "j", "left", "enter")
        await person.sees("mute for a day: ministers agree|mute for a day: agree")
        await person.press("ctrl+u", *"strike", "enter")
        await person.sees("muted “strike” for a day: 1 article hidden")
        await person.waits(lambda: "Rail strike off" not in person.pane("list"))
        assert muted(paper) == {"Rail strike off"}
        assert rules(paper)[0]["when"] == "strike"


async def test_what_is_muted_leaves_the_results_of_a_search_too(paper: Paper) -> None:
    index(paper)
    async with paper.open() as person:
        await person.press("/", *"passes", "enter")
        await person.waits(lambda: person.has_keys == "list" and "Budget passes" in person.pane("list"))
        await choose(person, "G", "enter")
        await person.waits(lambda: person.pane("list").count("passes") == 1)
        await person.press("u")
        await person.waits(lambda: person.pane("list").count("passes") == 2)


async def test_a_query_that_is_none_is_told_and_mutes_nothing(paper: Paper) -> None:
    async with paper.open() as person:
        await choose(person, "j", "enter")
        await person.sees("mute for a week:")
        await person.press("ctrl+u", *"(strike", "enter")
        await person.sees(r"[(]")
        await person.waits(lambda: person.app.main.status.notice)
        assert not muted(paper) and not rules(paper)


async def test_this_article_alone_makes_no_rule(paper: Paper) -> None:
    async with paper.open() as person:
        await choose(person, "G", "enter")
        await person.sees("muted 1 article for a week; u undoes it")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
        assert not rules(paper)


async def test_marked_rows_offer_their_feeds_and_are_muted_together(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("v", "v")
        await choose(person)
        await person.sees("this feed +Guardian")
        await person.sees("this feed +BBC")
        await person.press("G", "enter")
        await person.sees("muted 2 articles for a week")
        await person.waits(lambda: muted(paper) == {"Ministers agree", "Storm closes passes"})
        await person.waits(lambda: not person.app.main.gathering.count)


async def test_what_is_starred_is_never_hidden_by_a_mute(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("s")
        await choose(person, "enter")
        await person.sees("2 articles hidden")
        assert "Ministers agree" not in muted(paper)


async def test_escape_mutes_nothing(paper: Paper) -> None:
    async with paper.open() as person:
        await choose(person, "escape")
        await person.waits(lambda: "enter mutes" not in person.text)
        assert not muted(paper) and person.has_keys == "list"


async def test_a_config_that_is_broken_just_now_is_told_and_nothing_is_hidden(paper: Paper) -> None:
    async with paper.open(160) as person:
        paper.paths.config.write_text(paper.paths.config.read_text() + "\nbroken = \n")
        await person.sees(r"config\.toml:\d+: ")
        await choose(person, "enter")
        await person.sees("the config is not TOML, so it was not changed")
        assert not muted(paper)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Rail strike off", "rail strike"),
        ("How the Voyager probe left the Solar System", "voyager solar system"),
        ("Ab cd", "ab cd"),
        ("", ""),
        ("日本語の見出し", "日本語の見出し"),
    ],
)
def test_the_words_that_are_proposed_say_what_an_article_is_about(title: str, words: str) -> None:
    assert proposal(title) == words


async def test_the_menu_fits_the_smallest_screen(paper: Paper) -> None:
    async with paper.open(40, 12) as person:
        await person.press("M")
        await person.sees(r"\[a week\]")
        await person.press("enter")
        await person.waits(lambda: len(muted(paper)) == 3)
