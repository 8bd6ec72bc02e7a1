"""The theme picker: the screen follows the cursor; esc brings back what was."""

from dataclasses import replace
from pathlib import Path

import pytest
from forbidden import FORBIDDEN, HOSTILE
from host import Host
from paper import Paper

from newsreader.config.themes import list_themes
from newsreader.paths import Paths, shipped_themes
from newsreader.tui.messages import ThemeChosen, ThemePreviewed
from newsreader.tui.theme_picker import ThemePicker

NOWHERE = Path("/nonexistent")
THEMES = list_themes(Paths(NOWHERE / "c.toml", NOWHERE, NOWHERE))


async def test_the_cursor_starts_at_the_theme_in_force() -> None:
    app, current = Host(), THEMES[2]
    async with app.run_test() as pilot:
        ThemePicker(THEMES, current.name).show_on(app.main)
        await pilot.pause()
        [line] = [line for line in app.text.splitlines() if line.startswith("›")]
        assert current.title in line
        assert "in force" in line
        assert not app.main.got


async def test_every_step_previews_and_enter_chooses() -> None:
    app = Host()
    async with app.run_test() as pilot:
        ThemePicker(THEMES, THEMES[0].name).show_on(app.main)
        await pilot.press("j", "down", "k", "enter")
        await pilot.pause()
        assert [message.name for message in app.got(ThemePreviewed)] == [THEMES[n].name for n in (1, 2, 1)]
        assert [message.name for message in app.got(ThemeChosen)] == [THEMES[1].name]
        assert not app.main.query(ThemePicker)


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+c"])
async def test_leaving_shows_the_old_theme_again_and_chooses_none(key: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        ThemePicker(THEMES, THEMES[0].name).show_on(app.main)
        await pilot.press("j", key)
        await pilot.pause()
        assert app.got(ThemePreviewed)[-1].name == THEMES[0].name
        assert not app.got(ThemeChosen)
        assert not app.main.query(ThemePicker)


async def test_without_themes_nothing_breaks() -> None:
    app = Host()
    async with app.run_test() as pilot:
        ThemePicker([], "paper-dark").show_on(app.main)
        await pilot.press("j", "enter")
        assert "there are no themes" in app.text


@pytest.mark.parametrize("title", HOSTILE)
async def test_hostile_titles_are_clean_text(title: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        ThemePicker([replace(THEMES[0], title=title), THEMES[1]], THEMES[1].name).show_on(app.main)
        await pilot.press("k", "enter")
        assert not FORBIDDEN.search(app.text)
        assert app.is_running


# ── On the main screen


async def test_the_whole_screen_shows_the_theme_under_the_cursor(paper: Paper) -> None:
    async with paper.open() as person:
        before = dict(person.app.ink)
        await person.press("T", "j")
        await person.waits(lambda: person.app.ink != before)
        await person.press("escape")
        await person.waits(lambda: person.app.ink == before)
        await person.press("T", "j", "enter")
        await person.waits(lambda: person.app.ink != before)
        chosen = person.app.theme
        # Leaving it another time brings back what was chosen, not what the config says.
        await person.press("T", "k", "escape")
        await person.waits(lambda: person.app.theme == chosen)


async def test_a_theme_that_was_taken_away_meanwhile_is_said(paper: Paper) -> None:
    async with paper.open() as person:
        own = paper.paths.themes / "aaa.toml"
        own.parent.mkdir(parents=True, exist_ok=True)
        shipped = next(shipped_themes().glob("harbour.toml")).read_text("utf-8")
        own.write_text(shipped.replace("Harbour", "AAA first"), "utf-8")
        await person.press("T")
        await person.sees("AAA first")
        own.unlink()
        await person.press("home", "enter")
        await person.sees('no theme is called "aaa"')
