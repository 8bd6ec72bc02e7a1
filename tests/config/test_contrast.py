"""The contrast of every shipped theme that has colours of its own (WCAG 2.2, relative luminance)."""

from pathlib import Path

import pytest

from newsreader.config.themes import PaletteName, Theme, read_theme
from newsreader.paths import shipped_themes

FILES = sorted(shipped_themes().glob("*.toml"))
TEXT_AND_SIGNS: tuple[PaletteName, ...] = ("text", "quiet", "accent", "link", "unread", "starred", "warning", "error")
WHERE_IT_STANDS: tuple[PaletteName, ...] = ("background", "panel", "selection", "hit")


def luminance(color: str) -> float:
    """WCAG 2.2: 0 for black, 1 for white."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: 1 for none, 21 for black on white."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def rgb_themes() -> list[Theme]:
    return [theme for theme in map(read_theme, FILES) if not theme.ansi]


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", rgb_themes(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", WHERE_IT_STANDS)
def test_everything_that_is_read_stands_out(theme: Theme, ground: PaletteName) -> None:
    for name in TEXT_AND_SIGNS:
        least = 7 if name == "text" and ground != "hit" else 4.5
        assert contrast(theme.palette[name], theme.palette[ground]) >= least, f"{name} on {ground}"


@pytest.mark.parametrize("theme", rgb_themes(), ids=lambda theme: theme.name)
def test_what_differs_in_meaning_differs_to_the_eye(theme: Theme) -> None:
    palette = theme.palette
    assert palette["quiet"] != palette["text"]
    assert palette["accent"] != palette["text"]
    assert len({palette["background"], palette["selection"], palette["hit"]}) == 3
    assert (luminance(palette["background"]) < luminance(palette["text"])) == theme.dark


def test_there_are_themes_for_every_terminal() -> None:
    names = {file.stem for file in FILES}
    assert names >= {
        "paper-light", "paper-dark", "print", "harbour", "contrast-dark", "contrast-light", "ansi-dark", "ansi-light",
    }  # fmt: skip
    assert {theme.dark for theme in rgb_themes()} == {True, False}


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light"])
def test_the_terminal_s_own_colours_keep_its_background(name: str) -> None:
    theme = read_theme(shipped_themes() / f"{name}.toml")
    assert theme.ansi
    assert theme.palette["background"] == theme.palette["panel"] == "default"
    assert not any(color.startswith("#") for color in theme.palette.values())


def test_every_theme_is_in_the_docs() -> None:
    docs = (Path(__file__).parent.parent.parent / "docs" / "themes.md").read_text()
    assert all(f"`{file.stem}`" in docs for file in FILES)
