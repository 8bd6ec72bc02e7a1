"""A theme as Textual and Rich want it: the names that app.tcss uses, and a style for each role of text.

Themes of the terminal's own colours stay so on their way: nothing is turned into RGB, and 'default' is what the
terminal has. Quiet text has a colour of its own; the dim attribute, whose contrast nobody knows, is never used.
"""

from rich.style import Style
from textual.theme import Theme as TextualTheme

from newsreader.config.themes import PALETTE, Color, Emphasis, PaletteName, RoleStyle, Theme

_OVER_TEXT: frozenset[PaletteName] = frozenset({"selection", "hit"})
"""Colours that lie behind text."""


def to_textual(theme: Theme) -> TextualTheme:
    """Return `theme` as Textual registers it, under its own name."""
    colors = {name: _css(color) for name, color in theme.palette.items()}
    return TextualTheme(
        name=theme.name,
        primary=colors["accent"],
        secondary=colors["link"],
        accent=colors["accent"],
        warning=colors["warning"],
        error=colors["error"],
        success=colors["unread"],
        foreground=colors["text"],
        background=colors["background"],
        surface=colors["background"],
        panel=colors["panel"],
        dark=theme.dark,
        ansi=theme.ansi,
        variables={
            # Textual's own stylesheet names these two, and makes them itself for all but the terminal's colours.
            "ansi-background": colors["background"],
            "ansi-foreground": colors["text"],
            "quiet": colors["quiet"],
            "rule": colors["rule"],
            "hit": colors["hit"],
            "selection": colors["selection"],
            "panel": colors["panel"],
            "border": colors["rule"],
            "border-blurred": colors["rule"],
            "block-cursor-foreground": colors["text"],
            "block-cursor-background": colors["selection"],
            "input-cursor-foreground": colors["background"],
            "input-cursor-background": colors["text"],
            "input-selection-foreground": colors["text"],
            "input-selection-background": colors["selection"],
            "screen-selection-foreground": colors["text"],
            "screen-selection-background": colors["selection"],
        },
    )


def rich_styles(theme: Theme) -> dict[str, Style]:
    """Return the styles to draw with: one for each colour of the palette, and one for each role.

    A colour is the foreground on the theme's background; 'selection' and 'hit' are backgrounds with text on them.
    """
    styles: dict[str, Style] = {
        name: _style(theme, "text", background=name) if name in _OVER_TEXT else _style(theme, name) for name in PALETTE
    }
    roles = {role: _role_style(theme, role, look) for role, look in theme.roles.items()}
    return {**styles, **roles}


def _role_style(theme: Theme, role: str, look: RoleStyle) -> Style:
    background: PaletteName = (
        "selection" if role == "selected" else "panel" if role.startswith("code") else "background"
    )
    return _style(theme, look.color, look.emphasis, background)


def _style(
    theme: Theme,
    color: PaletteName,
    emphasis: frozenset[Emphasis] = frozenset(),
    background: PaletteName = "background",
) -> Style:
    return Style(
        color=_rich(theme.palette[color]),
        bgcolor=_rich(theme.palette[background]),
        bold="bold" in emphasis or None,
        italic="italic" in emphasis or None,
        underline="underline" in emphasis or None,
    )


def _css(color: Color) -> str:
    """A colour as Textual's CSS names it."""
    return "ansi_default" if color == "default" else color


def _rich(color: Color) -> str:
    """A colour as Rich names it: its plain names are the terminal's own sixteen."""
    return color.removeprefix("ansi_")
