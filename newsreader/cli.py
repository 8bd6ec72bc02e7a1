"""The command line: which subcommand is meant, its options, and what its failure means for the exit status.

argparse alone at import; a command's module imports what it needs when it runs.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, cast

from newsreader.commands.common import WORK_FAILED, WRONG_USE, Command, CommandError, drop_output, flush
from newsreader.commands.table import MODULES, READER, add_common, module
from newsreader.paths import find_paths

EXAMPLES = """\
examples:
  newsreader                              open the reader; ? shows its keys
  newsreader add https://example.org      subscribe: a preview first
  newsreader import feeds.opml            the feeds of another reader
  newsreader list is:unread newer:2d      what is new
  newsreader search 'north sea grid'      in everything that is stored
  newsreader read saved-page.html         one article, set for reading"""
_WITH_VALUE = ("--config", "--data-dir", "--log-level")


def run(argv: Sequence[str]) -> int:
    """Carry out the command line `argv` (without the program's name); returns the exit status: 0, 1 or 2."""
    _open_streams()
    try:
        return _run(list(argv))
    except CommandError as error:
        for line in str(error).splitlines() or [""]:
            _complain(line)
        return error.status
    except BrokenPipeError:
        # Whoever read our output has had enough.
        drop_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except (
        Exception
    ) as error:  # the process's border: a mistake of ours is told in words, its traceback goes into the log
        _complain(f"a mistake in newsreader ended it: {error!r}; {_logged(list(argv))}")
        return WORK_FAILED


def _run(argv: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        # Results are UTF-8 wherever they go; what a terminal of another encoding cannot show must not end the program.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    common, rest = _split_common(argv)
    name = rest[0] if rest and rest[0] in MODULES else None
    if name is None and rest and not rest[0].startswith("-") and not _is_target(rest[0]):
        raise CommandError(_no_such_command(rest[0]), WRONG_USE)
    if name is None and not any(word in ("-h", "--help") for word in rest):
        command = module(READER)
        parser = _parser("newsreader", command)
        args = parser.parse_args(rest)
    elif name is None:
        _overview().print_help()
        flush()
        return 0
    else:
        command = module(MODULES[name])
        parser = _parser(f"newsreader {name}", command)
        args = _parse(parser, rest[1:])
    args.command, args.log_level = name, common.log_level
    status = command.run(args, find_paths(common.config, common.data_dir))
    flush()
    return status


def _split_common(argv: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Take the options that every command has out of `argv`, wherever they stand."""
    parser = _Parser(prog="newsreader", add_help=False, allow_abbrev=False)
    add_common(parser)
    common: list[str] = []
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in _WITH_VALUE:
            common += [word, *([value] if (value := next(words, None)) is not None else [])]
        elif word == "--version" or word.startswith(tuple(f"{option}=" for option in _WITH_VALUE)):
            common.append(word)
        else:
            rest.append(word)
    return parser.parse_args(common), rest


def _parse(parser: argparse.ArgumentParser, words: list[str]) -> argparse.Namespace:
    """Parse a subcommand's words; for commands that take a QUERY, words such as -is:read that are no options belong to it."""
    known = {option for action in parser._actions for option in action.option_strings}
    takes_query = any(action.dest == "query" for action in parser._actions)
    if not takes_query:
        return parser.parse_args(words)
    options: list[str] = []
    query: list[str] = []
    rest = iter(words)
    for word in rest:
        option = word.partition("=")[0]
        if word == "--":
            query += rest
        elif option in known:
            options.append(word)
            if "=" not in word and _takes_value(parser, option) and (value := next(rest, None)) is not None:
                options.append(value)
        elif word.startswith("--"):
            import difflib

            near = difflib.get_close_matches(option, sorted(known), 1)
            raise CommandError(f"unknown option {word}" + (f"; did you mean {near[0]}?" if near else ""), WRONG_USE)
        else:
            query.append(word)
    return parser.parse_args([*options, "--", *query])


def _takes_value(parser: argparse.ArgumentParser, option: str) -> bool:
    return any(option in action.option_strings and action.nargs != 0 for action in parser._actions)


def _is_target(word: str) -> bool:
    """Whether an argument that is no subcommand is a PATH or URL to look at."""
    return "/" in word or ":" in word or Path(word).exists()


def _no_such_command(word: str) -> str:
    import difflib

    near = difflib.get_close_matches(word, MODULES, 1)
    hint = f"did you mean 'newsreader {near[0]}'?" if near else "see newsreader --help"
    return f"{word!r} is no command, and no such file is here; {hint}"


def _parser(prog: str, command: Command) -> argparse.ArgumentParser:
    parser = _Parser(prog=prog, description=command.HELP, allow_abbrev=False)
    command.add_arguments(parser)
    common = parser.add_argument_group("common options")
    add_common(cast(argparse.ArgumentParser, common))
    return parser


def _overview() -> argparse.ArgumentParser:
    """The parser behind `newsreader --help`: every command with its line."""
    parser = _Parser(
        prog="newsreader",
        usage="newsreader [options] [COMMAND … | PATH… | URL…]",
        description="A newspaper in the terminal. Without a command it opens the reader; with PATHs or URLs it opens them for a look.",
        epilog=EXAMPLES + "\n\nExit status: 0 done, 1 the work failed, 2 wrong use or a mistake in the config file. "
        "See also: newsreader COMMAND --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_common(parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, file in MODULES.items():
        commands.add_parser(name, help=module(file).HELP, add_help=False)
    return parser


class _Parser(argparse.ArgumentParser):
    """An ArgumentParser whose mistakes are one line on stderr and exit status 2."""

    def error(self, message: str) -> NoReturn:
        raise CommandError(f"{message} (see {self.prog} --help)", WRONG_USE)


def _logged(argv: list[str]) -> str:
    """Append the traceback of the exception that is being handled to the log; returns where it is."""
    import traceback
    from datetime import UTC, datetime

    common, _ = _split_common(argv)
    log = find_paths(common.config, common.data_dir).log
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="replace") as file:
            file.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} ERROR newsreader.cli: {traceback.format_exc()}")
    except OSError as error:
        return f"the log {log} cannot be written to ({error.strerror})"
    return f"{log} says what happened"


def _open_streams() -> None:
    """Stand something in for the standard streams that the caller closed, which Python has as None.

    Else the next file that is opened, perhaps the database, would get their numbers. What is written to a closed stdout
    fails as it should; there is nobody who could be told that stderr is closed.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _complain(line: str) -> None:
    from newsreader.text import clean_line

    sys.stderr.write(f"newsreader: {clean_line(line)}\n")
