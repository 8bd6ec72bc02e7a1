import re
import sys
from contextlib import nullcontext
from datetime import timedelta

import pytest
from paper import NOW, Item, Paper, Person

from newsreader.config.changes import adding
from newsreader.config.load import loads, subscriptions
from newsreader.config.schema import Config

IDLE_FETCHER = (sys.executable, "-c", """print('{"event": "done"}')""")
"""A fetcher that finds nothing new."""


def change(paper: Paper, text: str) -> None:
    """Write another config, of another size so that the change is seen whatever the clock's resolution is."""
    paper.paths.config.write_text(text + "\n# changed\n", "utf-8")


async def test_a_changed_config_is_read_while_the_reader_runs(paper: Paper) -> None:
    async with paper.open() as person:
        change(paper, paper.paths.config.read_text().replace('theme = "paper-dark"', 'theme = "paper-light"'))
        await person.waits(lambda: person.app.theme == "paper-light")
        await person.sees("settings read again")


async def test_a_feed_that_is_added_to_the_config_appears(paper: Paper) -> None:
    async with paper.open() as person:
        change(
            paper, paper.paths.config.read_text() + '\n[[feeds]]\nurl = "https://late.example/f"\nname = "Latecomer"\n'
        )
        await person.sees_in("tree", "Latecomer")


async def test_a_feed_that_leaves_the_config_leaves_the_screen_with_its_list(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("h")
        while "BBC" not in person.cursor("tree"):
            await person.press("j")
        await person.press("enter")
        text = paper.paths.config.read_text()
        start = text.index('[[feeds]]\nurl = "https://bbc')
        change(paper, text[:start] + text[text.index("[[feeds]]", start + 5) :])
        await person.waits(lambda: "BBC" not in person.pane("tree"))
        await person.sees_in("list", "Ministers agree")


async def test_the_articles_of_a_feed_that_leaves_the_config_leave_the_list_and_the_cursor_stays(paper: Paper) -> None:
    async with paper.open() as person:
        await person.sees_in("list", "Storm closes passes")
        await person.press("j", "j")
        before = person.cursor()
        text = paper.paths.config.read_text()
        start = text.index('[[feeds]]\nurl = "https://bbc')
        change(paper, text[:start] + text[text.index("[[feeds]]", start + 5) :])
        await person.waits(lambda: "Storm closes passes" not in person.pane("list"))
        assert "Rail strike off" in before and person.cursor() == before


async def test_the_guide_makes_room_for_the_first_feeds(empty: Paper) -> None:
    with empty.writer() as writer:
        writer.sync(subscriptions(loads("", empty.paths.config), empty.paths.config))
    empty.publish("Guide", Item("Welcome to the guide"))
    async with empty.open() as person:
        await person.sees_in("list", "Welcome to the guide")
        await person.press("enter")
        await person.waits(lambda: empty.is_read("Welcome to the guide"))
        await person.press("escape")
        change(empty, '[[feeds]]\nurl = "https://first.example/f"\nname = "The First"\n')
        await person.sees_in("tree", "The First")
        await person.waits(lambda: "Welcome to the guide" not in person.text)
        empty.publish("The First", Item("The first headline"))
        await person.sees_in("list", "The first headline")


async def test_a_broken_config_leaves_the_last_good_settings_and_says_what_is_wrong(paper: Paper) -> None:
    async with paper.open() as person:
        change(paper, paper.paths.config.read_text().replace("theme =", "thme ="))
        await person.sees("thme")
        assert person.app.theme == "paper-dark"
        await person.press("j")
        assert "Storm" in person.cursor()


async def test_a_mistake_in_the_config_is_told_with_its_line_and_without_the_folder(paper: Paper) -> None:
    async with paper.open() as person:
        change(paper, paper.paths.config.read_text().replace("theme =", "thme ="))
        await person.sees("config.toml:3: .*thme")
        assert person.status.startswith("config.toml:3: ")
        assert str(paper.folder) not in person.status


async def test_that_the_config_is_not_in_force_stays_in_sight_until_it_is(paper: Paper) -> None:
    good = paper.paths.config.read_text()
    async with paper.open() as person:
        change(paper, good.replace("theme =", "thme ="))
        await person.sees("config.toml:3: .*thme")
        await person.press("j", "k")
        await person.sees("config.toml:3: a mistake, settings unchanged")
        change(paper, good)
        await person.waits(lambda: "a mistake" not in person.status)


async def test_keys_from_a_changed_config_work_at_once(paper: Paper) -> None:
    async with paper.open() as person:
        change(paper, paper.paths.config.read_text().replace("[keys]\n", '[keys]\ndown = "f8"\n'))
        await person.sees("settings read again")
        await person.press("f8")
        assert "Storm" in person.cursor()


async def test_comma_where_no_editor_can_run_names_the_file(paper: Paper) -> None:
    paper.reader_settings += f'\neditor = ["{sys.executable}", "-c", "pass"]'
    paper.write_config()
    async with paper.open() as person:
        await person.press("comma")
        await person.sees("config.toml")


async def test_comma_without_a_config_says_where_it_wrote_the_example_and_the_next_time_nothing(
    empty: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", f"{sys.executable} -c pass")
    empty.paths.config.write_text("", "utf-8")
    with empty.writer() as writer:
        writer.sync(subscriptions(Config(), empty.paths.config))
    empty.publish("Guide", Item("Welcome to the guide"))
    app = empty.app()
    empty.paths.config.unlink()
    # A terminal that is none cannot be handed to an editor.
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(200, 30)) as pilot:
        person = Person(app, pilot)
        await person.press("comma")
        await person.sees(f"wrote the example to {re.escape(str(empty.paths.config))}")
        written = empty.paths.config.read_text("utf-8")
        assert loads(written, empty.paths.config) == Config()
        await person.press("j", "comma")
        assert "wrote" not in person.status and empty.paths.config.read_text("utf-8") == written
        app.quit()
    app.close()


async def test_t_previews_themes_and_escape_brings_the_old_one_back(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("T")
        await person.sees("Themes")
        await person.press("j")
        await person.waits(lambda: person.app.theme != "paper-dark")
        await person.press("escape")
        await person.waits(lambda: person.app.theme == "paper-dark")


async def test_a_chosen_theme_is_there_at_the_next_start_and_the_config_is_as_it_was(paper: Paper) -> None:
    before = paper.paths.config.read_bytes()
    async with paper.open() as person:
        await person.press("T")
        await person.sees("Themes")
        await person.press("j", "enter")
        await person.waits(lambda: person.app.theme != "paper-dark")
        chosen = person.app.theme
    async with paper.open() as person:
        assert person.app.theme == chosen
    assert paper.paths.config.read_bytes() == before


async def test_a_theme_written_into_the_config_goes_before_one_chosen_earlier(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("T")
        await person.sees("Themes")
        await person.press("j", "enter")
        await person.waits(lambda: person.app.chosen_theme[0])
    paper.reader_settings = paper.reader_settings.replace("paper-dark", "paper-light")
    paper.write_config()
    async with paper.open() as person:
        assert person.app.theme == "paper-light"


async def test_every_shipped_theme_can_be_shown(paper: Paper) -> None:
    from newsreader.config.themes import list_themes

    async with paper.open() as person:
        for theme in list_themes(paper.paths):
            person.app.use_theme(theme.name)
            await person.sees("Ministers agree")
            assert person.app.theme == theme.name


async def test_u_takes_back_what_the_command_line_did_to_the_config_and_the_screen_follows(paper: Paper) -> None:
    before = paper.paths.config.read_bytes()
    with paper.writer() as writer:
        writer.edit_config(paper.paths.config, adding("feeds", url="https://late.example/f", name="Latecomer"))
    async with paper.open(fetcher=IDLE_FETCHER) as person:
        await person.sees_in("tree", "Latecomer")
        await person.press("u")
        await person.sees("undone: subscribed to Latecomer")
        await person.waits(lambda: "Latecomer" not in person.pane("tree"))
        assert paper.paths.config.read_bytes() == before
        assert len(person.app.config.feeds) == 5
        await person.press("ctrl+r")
        await person.sees("redone: subscribed to Latecomer")
        await person.sees_in("tree", "Latecomer")
        await person.waits(lambda: len(person.app.config.feeds) == 6)
        assert "settings read again" not in person.status


async def test_an_undo_that_the_config_refuses_says_why_and_leaves_the_file(paper: Paper) -> None:
    with paper.writer() as writer:
        writer.edit_config(paper.paths.config, adding("views", name="Long", query="len>20m"))
    paper.paths.config.write_text(paper.paths.config.read_text().replace("len>20m", "len>30m"))
    async with paper.open(width=160) as person:
        await person.press("u")
        await person.sees('not undone: the view "Long" was changed in the config since')
        assert "len>30m" in paper.paths.config.read_text()


async def test_an_undo_in_a_broken_config_says_what_is_wrong_and_works_when_it_is_mended(paper: Paper) -> None:
    with paper.writer() as writer:
        writer.edit_config(paper.paths.config, adding("views", name="Long", query="len>20m"))
    good = paper.paths.config.read_text()
    async with paper.open(width=160) as person:
        paper.paths.config.write_text(good + "\nbroken = \n")
        await person.sees(r"config\.toml:\d+: ")
        await person.press("u")
        await person.sees("not TOML, so it was not changed|Invalid value")
        await person.waits(lambda: "broken" in paper.paths.config.read_text())
        paper.paths.config.write_text(good)
        await person.press("u")
        await person.sees("undone: made the view Long")
        assert "[[views]]" not in paper.paths.config.read_text()


async def test_a_mute_whose_time_has_come_ends_when_the_reader_starts(paper: Paper) -> None:
    ids = [paper.headlines()["Storm closes passes"].id]
    with paper.writer() as writer:
        writer.set_flag(ids, "muted", True, until=NOW - timedelta(hours=1))
    assert "Storm closes passes" not in paper.headlines()
    async with paper.open() as person:
        await person.waits(lambda: "Storm closes passes" in paper.headlines())
        await person.press("0")
        await person.sees_in("list", "Storm closes passes")
