"""Theme files: TOML with a palette of colours and, where a theme wants it, roles. A bad one is one clear message.

Shipped themes stand in themes/; the person's own are in a folder of that name beside the config file, and go before.
"""

import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, cast, get_args

from newsreader.config.finding import nearest
from newsreader.config.sources import read_file, why_not_toml
from newsreader.paths import Paths, shipped_themes
from newsreader.text import clean_line

# A theme has about 2 KB.
MAX_BYTES = 256 * 1024
AUTO = "auto"
DEFAULT_LIGHT = "paper-light"
DEFAULT_DARK = "paper-dark"

PaletteName = Literal[
    "background", "panel", "text", "quiet", "rule", "accent", "link", "unread", "starred", "warning", "error",
    "selection", "hit",
]  # fmt: skip
PALETTE: tuple[PaletteName, ...] = get_args(PaletteName)
Emphasis = Literal["bold", "italic", "underline"]
EMPHASES: frozenset[Emphasis] = frozenset(get_args(Emphasis))
Color: TypeAlias = str
"""'#rrggbb', 'default' (what the terminal has), or one of the terminal's own sixteen: 'ansi_red', 'ansi_bright_red'."""

_SIXTEEN = "black red green yellow blue magenta cyan white".split()
ANSI = frozenset({"default", *(f"ansi_{c}" for c in _SIXTEEN), *(f"ansi_bright_{c}" for c in _SIXTEEN)})
_RGB = re.compile(r"#[0-9a-fA-F]{6}")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class RoleStyle:
    """How text of one role looks."""

    color: PaletteName
    emphasis: frozenset[Emphasis] = frozenset()


# What each role is where a theme says nothing: one accent; bold for headlines alone, and for what must be found at once.
ROLES: Mapping[str, str] = {
    # Of articles (articles/lines.py)
    "text": "text",
    "quiet": "quiet",
    "kicker": "accent",
    "headline": "text bold",
    "deck": "text italic",
    "byline": "quiet",
    "caption": "quiet italic",
    "heading": "text bold",
    "quote": "text italic",
    "code": "text",
    "code-keyword": "accent bold",
    "code-name": "link",
    "code-string": "unread",
    "code-number": "starred",
    "code-comment": "quiet italic",
    "table-head": "text bold",
    "rule": "rule",
    "bullet": "accent",
    "link": "link underline",
    "link-number": "quiet",
    "source": "quiet",
    "section": "accent bold",
    "image": "quiet",
    "embed": "link",
    # Of the screen around them
    "selected": "text bold",
    "read": "quiet",
    "status": "quiet",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, complete: every colour of the palette and every role has a value."""

    name: str
    """The file's, without .toml: what `theme = "…"` says."""
    title: str
    dark: bool
    palette: Mapping[PaletteName, Color]
    roles: Mapping[str, RoleStyle]

    @property
    def ansi(self) -> bool:
        """Whether it uses the terminal's own colours instead of its own."""
        return not self.palette["background"].startswith("#")


class ThemeError(Exception):
    """A theme that is not there or cannot be used; one line that names the file, the key and what is wrong."""


def load_theme(name: str, paths: Paths, *, dark: bool = True) -> Theme:
    """Return the theme called `name`; 'auto' is the default one for a terminal that is `dark` or not. Raises ThemeError."""
    if name == AUTO:
        name = DEFAULT_DARK if dark else DEFAULT_LIGHT
    return read_theme(find_theme(name, paths))


def list_themes(paths: Paths) -> list[Theme]:
    """Return all themes that can be used, by title: the shipped ones and the person's."""
    return sorted((theme for theme in _all(paths) if isinstance(theme, Theme)), key=lambda theme: theme.title.lower())


def bad_themes(paths: Paths) -> list[ThemeError]:
    """Return what is wrong with the theme files that cannot be used."""
    return [error for error in _all(paths) if isinstance(error, ThemeError)]


def theme_names(own: Path) -> frozenset[str]:
    """Return the names of all theme files, good or bad: the shipped ones, and the person's in the folder `own`."""
    files = [file.stem for folder in (own, shipped_themes()) for file in folder.glob("*.toml") if not file.is_dir()]
    return frozenset(filter(is_theme_name, files))


def is_theme_name(name: str) -> bool:
    """Whether a theme can be called so: small ASCII letters, digits, - and _, and not 'auto'."""
    return bool(_NAME.fullmatch(name)) and name != AUTO


def find_theme(name: str, paths: Paths) -> Path:
    """Return the file of the theme called `name`, the person's own before a shipped one. Raises ThemeError."""
    if is_theme_name(name):
        for folder in (paths.themes, shipped_themes()):
            file = folder / f"{name}.toml"
            if os.path.lexists(file) and not file.is_dir():
                return file
    names = theme_names(paths.themes)
    hint = nearest(name, names) or f"; there are: {', '.join(sorted(names))}"
    raise ThemeError(clean_line(f'no theme is called "{name}"{hint}'))


def read_theme(file: Path) -> Theme:
    """Return the theme in `file`. Raises ThemeError."""
    try:
        return parse_theme(file.stem, tomllib.loads(_text(file)))
    except _BadTheme as error:
        reason = str(error)
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        reason = "is not UTF-8"
    except RecursionError:
        reason = "lists or tables are nested too deeply"
    except ValueError as error:
        reason = f"not TOML: {why_not_toml(error)}"
    raise ThemeError(clean_line(f"{file}: {reason}"))


def parse_theme(name: str, tables: Mapping[str, Any]) -> Theme:
    """Return the theme that a file's `tables` describe. Raises ValueError that names the key and what is wrong."""
    _known("", tables, ("title", "dark", "palette", "roles"))
    title, dark = tables.get("title", name), tables.get("dark")
    if not isinstance(title, str) or not title.strip():
        raise _BadTheme("title: expected a text")
    if not isinstance(dark, bool):
        raise _BadTheme("dark: expected true or false")
    colors = _table(tables, "palette")
    roles = _table(tables, "roles")
    _known("palette.", colors, PALETTE)
    _known("roles.", roles, ROLES)
    if missing := [color for color in PALETTE if color not in colors]:
        raise _BadTheme(f"palette: {', '.join(missing)} missing")
    return Theme(
        name=name,
        title=clean_line(title),
        dark=dark,
        palette={color: _color(color, colors[color]) for color in PALETTE},
        roles={role: _role(role, words) for role, words in {**ROLES, **roles}.items()},
    )


class _BadTheme(ValueError):
    """What is wrong, from the key on."""


def _text(file: Path) -> str:
    content = read_file(file, MAX_BYTES)
    if len(content) > MAX_BYTES:
        raise _BadTheme(f"is larger than {MAX_BYTES // 1024} KiB: this is no theme")
    return content.decode()


def _all(paths: Paths) -> Iterator[Theme | ThemeError]:
    for name in sorted(theme_names(paths.themes)):
        try:
            yield read_theme(find_theme(name, paths))
        except ThemeError as error:
            yield error


def _known(prefix: str, table: Mapping[str, Any], names: Collection[str]) -> None:
    for name in table:
        if name not in names:
            hint = nearest(name, names) or f"; there are: {', '.join(names)}"
            raise _BadTheme(f"{prefix}{name}: unknown name{hint}")


def _table(tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise _BadTheme(f"{name}: expected a table: [{name}], and its names below")
    return table


def _color(name: str, value: object) -> Color:
    if isinstance(value, str) and (_RGB.fullmatch(value) or value in ANSI):
        return value.lower()
    raise _BadTheme(
        f'palette.{name}: {value!r} is no colour; write "#rrggbb", "default" or "ansi_red", "ansi_bright_red" …'
    )


def _role(name: str, value: object) -> RoleStyle:
    words = value.split() if isinstance(value, str) else []
    if not words or words[0] not in PALETTE:
        hint = nearest(words[0], PALETTE) if words else ""
        raise _BadTheme(f"roles.{name}: expected a colour of the palette, and bold, italic or underline after it{hint}")
    if wrong := [word for word in words[1:] if word not in EMPHASES]:
        raise _BadTheme(f"roles.{name}: {wrong[0]!r} is neither bold nor italic nor underline")
    return RoleStyle(words[0], frozenset(cast(list[Emphasis], words[1:])))
