"""`newsreader theme`: which themes there are, what one looks like, and a copy to start one's own from."""

import argparse
from typing import TYPE_CHECKING

from newsreader.commands.common import WORK_FAILED, WRONG_USE, CommandError, out, out_text, warn
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.config.themes import Theme

NAME = "theme"
HELP = "themes: list them, show one as TOML, copy one to make your own"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = (
        "list       every theme: its name, its kind, its title\n"
        "show NAME  the theme as TOML, complete with its roles\n"
        "new NAME   a copy in your own themes folder, beside the config file"
    )
    parser.add_argument("what", choices=("list", "show", "new"), metavar="list|show|new")
    parser.add_argument("name", nargs="?", metavar="NAME")
    parser.add_argument("--from", dest="origin", metavar="THEME", help="new: the theme to copy (paper-light)")


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Do what the word after `theme` says."""
    from newsreader.config.themes import ThemeError

    if args.what == "list" and args.name:
        raise CommandError(f"theme list takes no name; see newsreader theme show {args.name}", WRONG_USE)
    if args.what != "list" and not args.name:
        raise CommandError(f"which theme? newsreader theme {args.what} NAME", WRONG_USE)
    if args.origin and args.what != "new":
        raise CommandError("--from is for theme new", WRONG_USE)
    try:
        if args.what == "list":
            return _list(paths)
        if args.what == "show":
            return _show(args.name, paths)
        return _new(args.name, args.origin, paths)
    except ThemeError as error:
        raise CommandError(str(error), WORK_FAILED) from error


def _list(paths: Paths) -> int:
    from newsreader.config.themes import bad_themes, find_theme, list_themes

    themes = list_themes(paths)
    column = max(len(theme.name) for theme in themes)
    for theme in themes:
        own = "  (your own)" if find_theme(theme.name, paths).parent == paths.themes else ""
        out(f"{theme.name.ljust(column)}  {_kind(theme):<11}  {theme.title}{own}")
    for error in bad_themes(paths):
        warn(str(error))
    return 0


def _kind(theme: "Theme") -> str:
    shade = "dark" if theme.dark else "light"
    return f"{shade}, ansi" if theme.ansi else shade


def _show(name: str, paths: Paths) -> int:
    import tomli_w

    from newsreader.config.themes import load_theme

    theme = load_theme(name, paths)
    roles = {role: " ".join([style.color, *sorted(style.emphasis)]) for role, style in theme.roles.items()}
    tables = {"title": theme.title, "dark": theme.dark, "palette": dict(theme.palette), "roles": roles}
    out_text(tomli_w.dumps(tables))
    return 0


def _new(name: str, origin: str | None, paths: Paths) -> int:
    from newsreader.config.edit import EditError, set_value
    from newsreader.config.files import write
    from newsreader.config.themes import DEFAULT_LIGHT, find_theme, is_theme_name, read_theme

    if not is_theme_name(name):
        raise CommandError(
            f"{name!r} cannot be a theme's name: small letters, digits, - and _, and not auto", WRONG_USE
        )
    file = paths.themes / f"{name}.toml"
    if file.exists():
        raise CommandError(f"{file} is there already")
    source = find_theme(origin or DEFAULT_LIGHT, paths)
    read_theme(source)
    try:
        write(file, set_value(source.read_text("utf-8"), ("title",), name), None)
    except EditError as error:
        raise CommandError(str(error)) from error
    out(f'{file} written, a copy of {source.stem}; theme = "{name}" in [reader] uses it')
    return 0
