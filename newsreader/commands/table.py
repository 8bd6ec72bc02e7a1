"""All subcommands, and the options that each of them has: what help, completion and the man page are made from."""

import argparse
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from newsreader import __version__
from newsreader.commands.common import Command

# The subcommand's name and the module that carries it out, in the order of `newsreader --help`.
MODULES = {
    "refresh": "refresh",
    "fetch": "fetch",
    "list": "list_",
    "search": "search",
    "read": "read",
    "mark": "mark",
    "tag": "tag",
    "undo": "undo",
    "redo": "redo",
    "feeds": "feeds",
    "add": "add",
    "remove": "remove",
    "views": "views",
    "rules": "rules",
    "story": "story",
    "digest": "digest",
    "import": "import_",
    "export": "export",
    "clean": "clean",
    "backup": "backup",
    "restore": "restore",
    "doctor": "doctor",
    "config": "config",
    "theme": "theme",
    "completion": "completion",
}
READER = "reader"
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Argument:
    """An option or a positional argument."""

    names: tuple[str, ...]
    """('--limit',); empty for a positional one."""
    value: str
    """What its value is called: 'N', 'FILE'; '' where it takes none."""
    choices: tuple[str, ...]
    help: str

    @property
    def is_path(self) -> bool:
        """Whether its value names a file or folder."""
        return any(word in self.value for word in ("FILE", "DIR", "FOLDER", "PATH"))


@dataclass(frozen=True, slots=True)
class Subcommand:
    """A subcommand as its parser declares it."""

    name: str
    help: str
    arguments: tuple[Argument, ...]

    @property
    def options(self) -> tuple[Argument, ...]:
        return tuple(argument for argument in self.arguments if argument.names)

    @property
    def positional(self) -> tuple[Argument, ...]:
        return tuple(argument for argument in self.arguments if not argument.names)


def module(name: str) -> Command:
    """Import the module that carries a subcommand out."""
    return cast(Command, importlib.import_module(f"newsreader.commands.{name}"))


def add_common(parser: argparse.ArgumentParser) -> None:
    """Declare the options that every subcommand has."""
    parser.add_argument("--config", metavar="FILE", help="the config file (or NEWSREADER_CONFIG)")
    parser.add_argument("--data-dir", metavar="DIR", help="where articles are kept (or NEWSREADER_DATA_DIR)")
    parser.add_argument("--log-level", choices=LOG_LEVELS, default="warning", help="how much goes into the log file")
    parser.add_argument("--version", action="version", version=f"newsreader {__version__}")


def subcommands() -> Iterator[Subcommand]:
    """Yield every subcommand, in the order of `newsreader --help`."""
    for name, file in MODULES.items():
        command = module(file)
        parser = argparse.ArgumentParser(prog=f"newsreader {name}", add_help=False)
        command.add_arguments(parser)
        yield Subcommand(name, command.HELP, _arguments(parser))


def common() -> tuple[Argument, ...]:
    """Return the options that every subcommand has."""
    parser = argparse.ArgumentParser()
    add_common(parser)
    return _arguments(parser)


def _arguments(parser: argparse.ArgumentParser) -> tuple[Argument, ...]:
    found = []
    for action in parser._actions:
        choices = tuple(map(str, action.choices or ()))
        metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
        takes = not action.option_strings or action.nargs != 0
        found.append(Argument(tuple(action.option_strings), metavar if takes else "", choices, action.help or ""))
    return tuple(found)
