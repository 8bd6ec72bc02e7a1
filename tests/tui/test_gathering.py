import json
import sys
from pathlib import Path

import pytest
from paper import Item, Paper


@pytest.fixture
def long(paper: Paper) -> Paper:
    """A list that is longer than any window."""
    paper.publish("BBC", *(Item(f"Item {n:03}", 100 + n) for n in range(400)))
    return paper


def starred(paper: Paper) -> list[str]:
    return sorted(title for title, row in paper.headlines().items() if row.starred)


def read(paper: Paper) -> list[str]:
    return sorted(title for title, row in paper.headlines().items() if row.read)


async def test_v_marks_rows_and_m_is_for_all_of_them(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("v", "v")
        await person.sees("2 marked")
        assert person.pane("list").count("✓") == 2
        assert "Rail strike off" in person.cursor()
        await person.press("m")
        await person.sees("marked 2 articles as read; u undoes it")
        await person.waits(lambda: read(paper) == ["Ministers agree", "Storm closes passes"])
        await person.press("u")
        await person.waits(lambda: not read(paper))
        await person.waits(lambda: person.pane("list").count("●") == 7)


async def test_v_on_a_marked_row_unmarks_it(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("v", "k", "v")
        await person.waits(lambda: "✓" not in person.pane("list") and "marked" not in person.status)


async def test_capital_v_marks_from_one_row_to_another(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("j", "V", "j", "j")
        await person.sees("3 marked")
        await person.press("k")
        await person.sees("2 marked")
        await person.press("V", "G", "s")
        await person.sees("starred 2 articles")
        await person.waits(lambda: starred(paper) == ["Rail strike off", "Storm closes passes"])


async def test_a_range_also_goes_upwards(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("G", "V", "k", "k", "s")
        await person.waits(lambda: len(starred(paper)) == 3)
        assert "Ministers agree" not in starred(paper)


async def test_escape_unmarks_before_it_goes_anywhere(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("v", "V", "j")
        await person.sees("2 marked|3 marked")
        await person.press("escape")
        await person.waits(lambda: "marked" not in person.status and "✓" not in person.pane("list"))
        assert person.has_keys == "list"
        await person.press("escape")
        assert person.has_keys == "tree"


async def test_m_makes_marked_rows_unread_only_if_all_of_them_are_read(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("0")
        await person.sees_in("list", "Old palace found")
        await person.press("m", "v", "v", "m")
        await person.sees("marked 1 article as read")
        await person.press("m")
        await person.sees("marked 2 articles as unread")
        await person.waits(lambda: not read(paper))


async def test_all_rows_of_a_list_are_marked_at_once_and_more_than_fifty_ask(long: Paper) -> None:
    async with long.open() as person:
        await person.press("ctrl+a")
        await person.sees("407 marked")
        await person.press("v")
        await person.sees("406 marked")
        await person.press("s")
        await person.sees(r"Star 406 articles\? \(y/n\)")
        await person.press("n", "s")
        await person.sees("Star 406")
        assert not starred(long)
        await person.press("y")
        await person.sees("starred 406 articles; u undoes it")
        assert len(starred(long)) == 406 and "Ministers agree" not in starred(long)
        await person.press("u")
        await person.sees("undone: starred 406 articles")
        assert not starred(long)


async def test_what_comes_in_after_all_was_marked_is_not_marked(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("ctrl+a")
        await person.sees("7 marked")
        paper.publish("BBC", Item("Came in meanwhile", 0.2))
        await person.sees("1 new")
        await person.press("m")
        await person.waits(lambda: len(read(paper)) == 7)
        assert not paper.is_read("Came in meanwhile")


async def test_marks_are_gone_in_another_list(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("v")
        await person.sees("1 marked")
        await person.press("0")
        await person.waits(lambda: "marked" not in person.status)


async def test_rows_that_a_refresh_changes_stay_marked_and_the_others_are_left_alone(long: Paper) -> None:
    async with long.open() as person:
        await person.press("v", "v")
        await person.sees("2 marked")
        with long.writer() as writer:
            writer.set_flag([row.id for row in long.headlines().values()][100:], "read", True)
        await person.sees_in("tree", r"Unread +100")
        await person.press("s")
        await person.waits(lambda: starred(long) == ["Ministers agree", "Storm closes passes"])


async def test_o_opens_all_marked_rows(paper: Paper) -> None:
    seen = paper.folder / "opened"
    script = f"import sys; open({str(seen)!r}, 'a').write(sys.argv[1] + '\\n')"
    paper.reader_settings += f"\nbrowser = {json.dumps([sys.executable, '-c', script, '{url}'])}"
    paper.write_config()
    links = {row.title: row.link for row in paper.headlines().values()}
    async with paper.open() as person:
        await person.press("v", "v", "O")
        await person.sees("opened 2 links")
        await person.waits(lambda: seen.exists() and len(Path(seen).read_text().split()) == 2)
        assert set(seen.read_text().split()) == {links["Ministers agree"], links["Storm closes passes"]}


async def test_the_marks_are_letters_where_signs_must_be_ascii(paper: Paper) -> None:
    paper.reader_settings += '\nicons = "ascii"'
    paper.write_config()
    async with paper.open(40, 12) as person:
        await person.press("v")
        await person.sees("1 marked")
        assert "o+" in person.pane("list")
        assert "✓" not in person.text


async def test_a_bulk_change_is_stored_whole_when_the_reader_is_quit_in_the_middle_of_it(long: Paper) -> None:
    async with long.open() as person:
        await person.press("ctrl+a")
        await person.sees("407 marked")
        await person.press("m")
        await person.sees("Mark 407 articles as read")
        await person.press("y", "q")
    assert person.app.close(30)
    assert len(read(long)) == 407
    with long.writer() as writer:
        assert [change.count for change in writer.changes()] == [407]


async def test_marks_of_the_command_line_during_a_bulk_are_kept_and_undone_by_themselves(long: Paper) -> None:
    async with long.open() as person:
        await person.press("ctrl+a", "m")
        await person.sees("Mark 407 articles as read")
        with long.writer() as writer:
            writer.set_flag([long.headlines()["Ministers agree"].id], "read", True)
        await person.press("y")
        await person.sees("marked 406 articles as read")
        await person.press("u")
        await person.sees("undone: marked 406 articles as read")
        await person.waits(lambda: read(long) == ["Ministers agree"])
        await person.press("u")
        await person.waits(lambda: not read(long))


async def test_marked_rows_are_written_into_a_folder_each_as_a_file(paper: Paper) -> None:
    folder = paper.folder / "kept"
    async with paper.open() as person:
        await person.press("v", "v", "W")
        await person.sees("write 2 articles into:")
        await person.press("ctrl+u", *str(folder), "enter")
        await person.sees("2 articles written to")
    texts = {file.name: file.read_text() for file in folder.iterdir()}
    assert len(texts) == 2 and any("# Ministers agree" in text for text in texts.values())


async def test_marked_rows_are_piped_as_one_text(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("v", "v", "|")
        await person.sees("pipe to:")
        await person.press(*"grep -c body", "enter")
        await person.sees("(?m)^ *2 *$")


async def test_marked_rows_are_handed_to_a_program_one_by_one(paper: Paper) -> None:
    seen = paper.folder / "shared"
    script = f"import sys; open({str(seen)!r}, 'a').write(sys.argv[1] + '\\n')"
    paper.extra = f"[share]\nMail = {json.dumps([sys.executable, '-c', script, '{title}'])}\n"
    paper.write_config()
    async with paper.open() as person:
        await person.press("v", "v", "S")
        await person.sees("2 articles")
        await person.press("enter")
        await person.waits(lambda: seen.exists() and seen.read_text().count("\n") == 2)
    assert sorted(seen.read_text().split("\n")) == ["", "Ministers agree", "Storm closes passes"]


async def test_all_that_a_search_finds_is_marked_also_what_is_not_listed(long: Paper) -> None:
    with long.writer() as writer:
        writer.index_some(1000)
    async with long.open() as person:
        await person.press("/", *"item", "enter")
        await person.waits(lambda: person.has_keys == "list" and "Item 0" in person.pane("list"))
        # Who has begun to walk through the first results keeps those alone in the list.
        await person.press("j", "ctrl+a")
        await person.sees("400 marked")
        await person.press("s")
        await person.sees("Star 400 articles")
        await person.press("y")
        await person.sees("starred 400 articles")
        await person.press("ctrl+a")
        await person.waits(lambda: "marked" not in person.status)
    assert len(starred(long)) == 400
