"""`newsreader config`: the file's example, its place, its mistakes, and the settings in force."""

import argparse

from newsreader.commands.common import WRONG_USE, CommandError, out, out_text, warn
from newsreader.paths import Paths

NAME = "config"
HELP = "the config file: write an example, say where it is, check it, show the settings in force"

ACTIONS = {
    "init": "write the commented example: every setting with its default",
    "path": "print where the file is",
    "check": "look for mistakes: exit status 2 and one line each",
    "show": "print the settings in force as TOML, without secrets",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "\n".join(f"{name:<6} {does}" for name, does in ACTIONS.items())
    parser.add_argument("what", choices=tuple(ACTIONS), metavar="|".join(ACTIONS))
    parser.add_argument(
        "--force", action="store_true", help="init: write over a file that is there; the old one is kept"
    )


def run(args: argparse.Namespace, paths: Paths) -> int:
    """Do what the word after `config` says."""
    if args.force and args.what != "init":
        raise CommandError("--force is for config init", WRONG_USE)
    return {"init": _init, "path": _path, "check": _check, "show": _show}[args.what](args, paths)


def _init(args: argparse.Namespace, paths: Paths) -> int:
    from newsreader.config.edit import EditError
    from newsreader.config.example import example
    from newsreader.config.files import keep_old, write
    from newsreader.config.load import ConfigErrors

    if paths.config.exists() and not args.force:
        raise CommandError(f"{paths.config} is there already; --force writes over it and keeps the old one beside it")
    try:
        if paths.config.exists():
            warn(f"the old file is now {keep_old(paths.config)}")
        write(paths.config, example(), None)
    except (EditError, ConfigErrors) as error:
        raise CommandError(str(error)) from error
    out(f"{paths.config} written: every setting with its default; subscriptions go at its end")
    return 0


def _path(_args: argparse.Namespace, paths: Paths) -> int:
    out(str(paths.config))
    if not paths.config.exists():
        warn("no file is there yet, so all settings have their defaults; newsreader config init writes one")
    return 0


def _check(_args: argparse.Namespace, paths: Paths) -> int:
    from newsreader.commands.stored import load_config
    from newsreader.config.load import warnings
    from newsreader.config.themes import ThemeError, load_theme

    config = load_config(paths)
    for warning in warnings(config, paths.config):
        warn(str(warning))
    try:
        load_theme(config.reader.theme, paths)
    except ThemeError as error:
        warn(str(error))
    count = len(config.feeds)
    state = f"no mistakes, {count} feed{'' if count == 1 else 's'}"
    out(f"{paths.config}: {state if paths.config.exists() else 'no such file; the defaults are in force'}")
    return 0


def _show(_args: argparse.Namespace, paths: Paths) -> int:
    from newsreader.commands.stored import load_config
    from newsreader.config.show import as_toml

    out_text(as_toml(load_config(paths)))
    return 0
