"""Themes on their way to the screen: every shipped one, in colour, in the terminal's own colours, and in none."""

import sys
from pathlib import Path
from typing import get_args

import pytest
from rich.color import ColorType
from textual.color import Color

sys.path.insert(0, str(Path(__file__).parent))

from article_host import NOWHERE, ArticleHost, prose

from newsreader.articles.lines import Role
from newsreader.config.themes import PALETTE, list_themes, load_theme
from newsreader.tui.style import rich_styles, to_textual

THEMES = [theme.name for theme in list_themes(NOWHERE)]
ANSI = [name for name in THEMES if load_theme(name, NOWHERE).ansi]


def test_there_are_themes_of_both_kinds():
    assert len(THEMES) >= 3 and ANSI and len(ANSI) < len(THEMES)


@pytest.mark.parametrize("name", THEMES)
def test_every_role_and_every_colour_has_a_style_and_none_is_dim(name):
    styles = rich_styles(load_theme(name, NOWHERE))
    assert {*PALETTE, *get_args(Role), "selected", "read", "status"} <= styles.keys()
    for style in styles.values():
        assert style.color and style.bgcolor and not style.dim


@pytest.mark.parametrize("name", THEMES)
def test_quiet_text_has_a_colour_of_its_own(name):
    styles = rich_styles(load_theme(name, NOWHERE))
    assert styles["quiet"].color != styles["text"].color


@pytest.mark.parametrize("name", THEMES)
def test_what_lies_behind_text_differs_from_the_page(name):
    styles = rich_styles(load_theme(name, NOWHERE))
    page = styles["text"].bgcolor
    assert {styles["selection"].bgcolor, styles["hit"].bgcolor, styles["selected"].bgcolor}.isdisjoint({page})
    assert styles["selected"].bgcolor == styles["selection"].bgcolor


@pytest.mark.parametrize("name", ANSI)
def test_a_theme_of_the_terminals_own_colours_uses_no_others(name):
    for style in rich_styles(load_theme(name, NOWHERE)).values():
        for color in (style.color, style.bgcolor):
            assert color.type in (ColorType.DEFAULT, ColorType.STANDARD)


@pytest.mark.parametrize("name", THEMES)
async def test_textual_takes_the_theme_and_draws_with_its_colours(name):
    theme = load_theme(name, NOWHERE)
    app = ArticleHost(name)
    async with app.run_test(size=(60, 20)):
        variables = app.get_css_variables()
        for ours, theirs in (
            ("background", "background"),
            ("text", "foreground"),
            ("rule", "rule"),
            ("quiet", "quiet"),
        ):
            color = theme.palette[ours].replace("default", "ansi_default")
            assert Color.parse(variables[theirs]) == Color.parse(color)
        assert app.native_ansi_color == theme.ansi


@pytest.mark.parametrize("name", THEMES)
async def test_the_colours_that_reach_the_terminal_are_the_themes(name):
    theme = load_theme(name, NOWHERE)
    app = ArticleHost(name)
    async with app.run_test(size=(60, 20)) as pilot:
        app.article.show(prose(3))
        await pilot.pause()
        styles = [
            segment.style for strip in app.screen._compositor.render_strips() for segment in strip if segment.style
        ]
    colors = {color for style in styles for color in (style.color, style.bgcolor) if color}
    if theme.ansi:
        assert {color.type for color in colors} <= {ColorType.DEFAULT, ColorType.STANDARD}
    else:
        assert {color.triplet.hex for color in colors} <= {color.lower() for color in theme.palette.values()}
    assert len(colors) >= 3


def test_a_theme_keeps_its_name_and_whether_it_is_dark():
    for name in THEMES:
        theme = load_theme(name, NOWHERE)
        textual = to_textual(theme)
        assert (textual.name, textual.dark, textual.ansi) == (name, theme.dark, theme.ansi)
