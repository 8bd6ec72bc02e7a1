import os
import tomllib

from paper import Paper, Person

from newsreader.config import changes
from newsreader.model import Headline
from newsreader.store.queries import Reader
from newsreader.store.selection import Selection


def feeds(paper: Paper) -> dict[str, dict[str, object]]:
    """The config's feeds by name."""
    tables = tomllib.loads(paper.paths.config.read_text("utf-8")).get("feeds", [])
    return {feed.get("name", feed["url"]): feed for feed in tables}


def views(paper: Paper) -> list[dict[str, object]]:
    return tomllib.loads(paper.paths.config.read_text("utf-8")).get("views", [])


def append(paper: Paper, text: str) -> None:
    paper.paths.config.write_text(paper.paths.config.read_text("utf-8") + text, "utf-8")


async def to_row(person: Person, name: str) -> None:
    """Put the tree's cursor on a row."""
    await person.press("h", "g", "g")
    while name not in person.cursor("tree"):
        await person.press("j")


async def form(person: Person, *keys: str) -> None:
    await person.press("E")
    await person.sees("Name")
    await person.press(*keys)


async def test_e_renames_a_feed_from_the_tree_comments_stay_and_u_takes_it_back(paper: Paper) -> None:
    paper.paths.config.write_text("# mine, all of it\n" + paper.paths.config.read_text("utf-8"), "utf-8")
    before = paper.paths.config.read_bytes()
    async with paper.open() as person:
        await to_row(person, "Guardian")
        await form(person, "ctrl+u", *"Daily", "enter")
        await person.sees("renamed the feed Guardian to Daily; u undoes it")
        await person.sees_in("tree", "Daily")
        assert feeds(paper)["Daily"]["section"] == "World"
        assert paper.paths.config.read_text("utf-8").startswith("# mine, all of it")
        await person.press("u")
        await person.sees_in("tree", "Guardian")
        assert paper.paths.config.read_bytes() == before


async def test_e_on_a_row_of_the_list_edits_its_feed(paper: Paper) -> None:
    async with paper.open() as person:
        await form(person, "tab", "ctrl+u", *"Politics", "tab", *"daily uk", "enter")
        await person.sees("edited the feed Guardian")
        await person.sees_in("tree", "Politics")
        assert feeds(paper)["Guardian"]["section"] == "Politics"
        assert feeds(paper)["Guardian"]["tags"] == ["daily", "uk"]


async def test_settings_of_a_feed_are_chosen_and_taken_away_again(paper: Paper) -> None:
    async with paper.open() as person:
        await form(person, "tab", "tab", "tab", *"6h", "tab", "right", "tab", "right", "enter")
        await person.sees("edited the feed Guardian")
        guardian = feeds(paper)["Guardian"]
        assert (guardian["interval"], guardian["full_text"], guardian["images"]) == ("6h", True, "never")
        await form(person, "tab", "tab", "tab", "ctrl+u", "tab", "left", "enter")
        await person.waits(lambda: "full_text" not in feeds(paper)["Guardian"])
        assert "interval" not in feeds(paper)["Guardian"] and feeds(paper)["Guardian"]["images"] == "never"


async def test_how_many_articles_stay_is_a_number_in_the_file(paper: Paper) -> None:
    text = paper.paths.config.read_text("utf-8")
    paper.paths.config.write_text(text.replace('name = "Guardian"', 'name = "Guardian"\nkeep = 500'), "utf-8")
    async with paper.open() as person:
        await form(person, "up", "up")
        await person.sees("Keep +500")
        await person.press("ctrl+u", *"200", "enter")
        await person.waits(lambda: feeds(paper)["Guardian"]["keep"] == 200)
        await form(person, "up", "up", "ctrl+u", *"30 articles", "enter")
        await person.waits(lambda: feeds(paper)["Guardian"]["keep"] == 30)
        await form(person, "up", "up", "ctrl+u", *"90d", "enter")
        await person.waits(lambda: feeds(paper)["Guardian"]["keep"] == "90d")


async def test_what_the_config_refuses_is_told_in_the_form_and_can_be_corrected(paper: Paper) -> None:
    before = paper.paths.config.read_bytes()
    async with paper.open() as person:
        await form(person, "tab", "tab", "tab", *"soon", "enter")
        await person.sees("Interval: expected")
        await person.waits(lambda: "one moment" not in person.text)
        assert paper.paths.config.read_bytes() == before
        await person.press("ctrl+u", *"2h", "enter")
        await person.sees("edited the feed Guardian")
        assert feeds(paper)["Guardian"]["interval"] == "2h"


async def test_escape_in_a_form_changes_nothing(paper: Paper) -> None:
    before = paper.paths.config.read_bytes()
    async with paper.open() as person:
        await form(person, *"abc", "escape")
        await person.waits(lambda: "Interval" not in person.text)
        assert paper.paths.config.read_bytes() == before and person.has_keys == "list"


async def test_a_section_is_renamed_with_all_that_stands_in_it_as_one_change(paper: Paper) -> None:
    append(paper, '\n[[views]]\nname = "Long"\nquery = "len>20m"\nsection = "World"\n')
    before = paper.paths.config.read_bytes()
    async with paper.open() as person:
        await to_row(person, "World")
        await form(person, "ctrl+u", *"Planet Earth", "enter")
        await person.sees("renamed the section World to Planet Earth")
        await person.sees_in("tree", "Planet Earth")
        assert {feeds(paper)[name]["section"] for name in ("Guardian", "BBC")} == {"Planet Earth"}
        assert views(paper)[0]["section"] == "Planet Earth"
        await person.press("u")
        await person.sees("undone: renamed the section World")
        assert paper.paths.config.read_bytes() == before


async def test_a_view_is_edited_and_deleted_and_both_can_be_undone(paper: Paper) -> None:
    append(paper, '\n[[views]]\nname = "Long"\nquery = "len>20m"\n')
    before = paper.paths.config.read_bytes()
    async with paper.open() as person:
        await to_row(person, "Long")
        await form(person, "tab", "ctrl+u", *"len>30m", "tab", "tab", "right", "enter")
        await person.sees("edited the view Long")
        assert views(paper) == [{"name": "Long", "query": "len>30m", "sort": "date"}]
        await form(person, "ctrl+u", *"Longer", "enter")
        await person.sees("renamed the view Long to Longer")
        await person.sees_in("tree", "Longer")
        await to_row(person, "Longer")
        await person.press("D")
        await person.sees(r"Delete the view Longer\? \(y/n\)")
        await person.press("y")
        await person.sees("deleted the view Longer")
        await person.waits(lambda: "Longer" not in person.pane("tree"))
        await person.press("u", "u", "u")
        await person.sees_in("tree", "Long")
        await person.waits(lambda: paper.paths.config.read_bytes() == before)


async def test_a_wrong_query_of_a_view_is_told_in_the_form(paper: Paper) -> None:
    append(paper, '\n[[views]]\nname = "Long"\nquery = "len>20m"\n')
    async with paper.open() as person:
        await to_row(person, "Long")
        await form(person, "tab", "ctrl+u", *"(a", "enter")
        await person.sees("Query: the parenthesis")
        await person.waits(lambda: "one moment" not in person.text)
        assert views(paper)[0]["query"] == "len>20m"


async def test_d_unsubscribes_after_a_question_and_u_brings_feed_and_state_back(paper: Paper) -> None:
    with paper.writer() as writer:
        writer.set_flag([paper.headlines()["Rail strike off"].id], "read", True)
        writer.set_flag([paper.headlines()["Budget passes"].id], "starred", True)
    before = paper.paths.config.read_bytes()
    async with paper.open() as person:
        await to_row(person, "Guardian")
        await person.press("D")
        await person.sees(r"Unsubscribe from Guardian\?")
        await person.press("n", "D", "y")
        await person.sees("unsubscribed from Guardian; u undoes it")
        await person.waits(lambda: "Guardian" not in person.pane("tree"))
        assert "Guardian" not in feeds(paper)
        await person.press("u")
        await person.sees("undone: unsubscribed from Guardian")
        await person.sees_in("tree", "Guardian")
        assert paper.paths.config.read_bytes() == before
        rows = paper.headlines()
        assert rows["Rail strike off"].read and rows["Budget passes"].starred and not rows["Ministers agree"].read


def found(paper: Paper, text: str) -> list[Headline]:
    from paper import NOW

    from newsreader.query.parse import parse

    reader = Reader(paper.paths.database)
    rows = reader.headlines(reader.ids(Selection(query=parse(text, now=NOW))))
    reader.close()
    return rows


async def test_which_keys_answer_a_question_is_told_on_narrow_screens_too(paper: Paper) -> None:
    async with paper.open(40, 20) as person:
        await person.press("D")
        await person.sees(r"Unsubscribe from Guardian\?.*… \(y/n\)")


async def test_starred_and_tagged_articles_of_a_feed_that_is_gone_can_be_found(paper: Paper) -> None:
    with paper.writer() as writer:
        writer.set_flag([paper.headlines()["Budget passes"].id], "starred", True)
        writer.add_tag([paper.headlines()["Rail strike off"].id], "later")
    async with paper.open() as person:
        await person.press("D")
        await person.sees(r"Unsubscribe from Guardian\?")
        await person.press("y")
        await person.sees("unsubscribed from Guardian")
        await person.waits(lambda: "Ministers agree" not in person.pane("list"))
    assert [row.title for row in found(paper, "is:starred")] == ["Budget passes"]
    assert [row.title for row in found(paper, "tag:later")] == ["Rail strike off"]


async def test_d_on_a_section_asks_what_becomes_of_its_feeds(paper: Paper) -> None:
    before = paper.paths.config.read_bytes()
    async with paper.open() as person:
        await to_row(person, "World")
        await person.press("D")
        await person.sees("take the feeds out of it")
        await person.press("enter")
        await person.sees("took 2 feeds out of the section World")
        await person.waits(lambda: "World" not in person.pane("tree"))
        assert "section" not in feeds(paper)["Guardian"] and "BBC" in person.pane("tree")
        await person.press("u")
        await person.sees_in("tree", "World")
        assert paper.paths.config.read_bytes() == before
        await to_row(person, "World")
        await person.press("D")
        await person.sees("unsubscribe from all of them")
        await person.press("j", "enter")
        await person.sees("unsubscribed from the section World with 2 feeds")
        assert set(feeds(paper)) == {"LWN", "Planet", "Loose"}
        await person.press("u")
        await person.sees("undone: unsubscribed from the section World")
        assert paper.paths.config.read_bytes() == before


async def test_built_in_lists_are_neither_edited_nor_deleted(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h", "E")
        await person.sees("this list is built in")
        await person.press("D")
        await person.sees("it cannot be deleted")


async def test_a_config_behind_a_link_is_changed_and_stays_a_link(paper: Paper) -> None:
    real = paper.folder / "dotfiles.toml"
    paper.paths.config.rename(real)
    paper.paths.config.symlink_to(real)
    async with paper.open() as person:
        await form(person, "ctrl+u", *"New", "enter")
        await person.sees("renamed the feed Guardian to New")
    assert paper.paths.config.is_symlink() and 'name = "New"' in real.read_text("utf-8")


async def test_a_folder_that_cannot_be_written_to_is_told_and_nothing_is_lost(paper: Paper, monkeypatch) -> None:
    from newsreader.config import files

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, os.strerror(13))

    before = paper.paths.config.read_bytes()
    async with paper.open(160) as person:
        # Tests may run as root, whom no mode of a folder stops.
        monkeypatch.setattr(files.tempfile, "mkstemp", refuse)
        await form(person, "ctrl+u", *"New", "enter")
        await person.sees("cannot be written: Permission denied")
        assert paper.paths.config.read_bytes() == before


async def test_the_form_works_on_the_smallest_screen(paper: Paper) -> None:
    async with paper.open(40, 12) as person:
        await form(person, "tab", "tab", "tab", "tab", "tab", "tab")
        await person.sees("Keep")
        await person.press(*"30d", "enter")
        await person.waits(lambda: feeds(paper)["Guardian"].get("keep") == "30d")


async def test_a_mistake_is_told_by_the_line_of_the_form_that_it_is_in_where_the_cursor_goes(paper: Paper) -> None:
    for size in ((100, 30), (60, 20), (40, 12)):
        async with paper.open(*size) as person:
            await form(person, "tab", "tab", "tab", *"Gazette", "tab", "tab", "enter")
            text = await person.sees("Interval: expected a")
            await person.waits(lambda person=person: "as for all ›" in person.text or "Gazette" in person.text)
            assert "config.toml" not in text
            if size != (40, 12):
                assert '"1h"' in text and 'not "Gazette"' in " ".join(text.split())
            await person.press("ctrl+u", *"1h", "enter")
            await person.waits(lambda: feeds(paper)["Guardian"].get("interval") == "1h")
            await person.press("u")
            await person.waits(lambda: "interval" not in feeds(paper)["Guardian"])


async def test_a_change_that_ends_meanwhile_leaves_an_open_form_and_what_is_typed_there(paper: Paper) -> None:
    async with paper.open() as person:
        await form(person, "ctrl+u", *"Morning")
        person.app.main.editing.change(lambda text: changes.changing(text, "feeds", paper.url("BBC"), name="News"))
        await person.sees_in("tree", "News")
        assert "Morning" in person.text
        person.app.main.editing.change(lambda text: changes.changing(text, "feeds", paper.url("BBC"), keep="x"))
        await person.waits(lambda: not person.app.main.editing.store.busy)
        assert "Morning" in person.text and "expected" not in person.text
        await person.press("enter")
        await person.sees("renamed the feed Guardian to Morning")


async def test_a_feed_whose_address_is_changed_keeps_its_articles_and_marks_and_undo_brings_the_address_back(
    paper: Paper,
) -> None:
    before, id_ = paper.paths.config.read_bytes(), paper.feed_id("Guardian")
    with paper.writer() as writer:
        writer.set_flag([paper.headlines()["Budget passes"].id], "starred", True)
    async with paper.open() as person:
        await form(person, "up")
        await person.sees("Address +https://guardian.example/feed.xml")
        await person.press("ctrl+u", "enter")
        await person.sees("Address: expected")
        await person.press(*"https://new.example/rss", "enter")
        await person.waits(lambda: feeds(paper)["Guardian"]["url"] == "https://new.example/rss")
        await person.waits(lambda: "Interval" not in person.text and not person.app.main.editing.store.busy)
        assert "Budget passes" in person.pane("list") and paper.feed_id("Guardian") == id_
        assert paper.headlines()["Budget passes"].starred
        await person.press("u")
        await person.waits(lambda: paper.paths.config.read_bytes() == before)
        await person.waits(lambda: not person.app.main.editing.store.busy)
        assert paper.feed_id("Guardian") == id_
        assert paper.headlines()["Budget passes"].starred


async def test_a_change_of_several_things_is_no_renaming_alone(paper: Paper) -> None:
    async with paper.open() as person:
        await form(person, "ctrl+u", *"Daily", "tab", "ctrl+u", *"Home", "enter")
        await person.sees("edited the feed Guardian; u undoes it")


async def test_an_address_that_holds_a_secret_is_shown_by_no_form(paper: Paper) -> None:
    text = paper.paths.config.read_text("utf-8")
    paper.paths.config.write_text(text.replace("https://guardian", "https://me:hidden@guardian"), "utf-8")
    async with paper.open() as person:
        await to_row(person, "Guardian")
        await form(person)
        await person.sees("Keep")
        assert "hidden" not in person.text and "Address" not in person.text
