"""The man page, newsreader(1), made from the subcommands: `python -m newsreader.commands.manual > newsreader.1`."""

import signal
import sys
from collections.abc import Iterator

from newsreader import __version__
from newsreader.commands.table import Argument, common, subcommands

_FILES = (
    ("config.toml in the config folder", "subscriptions and settings; newsreader config path says where"),
    ("news.db in the data folder", "articles and everything that is read, starred or tagged"),
    ("newsreader.log in the data folder", "what went wrong"),
)
_STATUS = (("0", "done"), ("1", "the work failed"), ("2", "wrong use, or a mistake in the config file"))
_ENVIRONMENT = (
    ("NEWSREADER_CONFIG", "the config file"),
    ("NEWSREADER_DATA_DIR", "the data folder"),
    ("NO_COLOR", "no colours"),
    ("BROWSER, EDITOR, VISUAL", "what opens links, and the config file"),
)


def manual() -> Iterator[str]:
    """Yield the lines of the page as roff (man(7))."""
    yield f'.TH NEWSREADER 1 "" "newsreader {__version__}" "User Commands"'
    yield from (".SH NAME", r"newsreader \- a newspaper in the terminal", ".SH SYNOPSIS")
    yield from (
        ".B newsreader",
        r"[\fIOPTIONS\fR] [\fICOMMAND\fR ... | \fIPATH\fR ... | \fIURL\fR ...]",
        ".SH DESCRIPTION",
    )
    yield "Without a command it opens the reader. With PATHs or URLs it opens them for a look, without subscribing."
    yield "Inside, ? shows the keys and : every action."
    yield ".SH OPTIONS"
    yield from _arguments(common())
    yield ".SH COMMANDS"
    for command in subcommands():
        words = " ".join(argument.value or "|".join(argument.choices) for argument in command.positional)
        yield f".SS newsreader {command.name} {_plain(words)}".rstrip()
        yield _sentence(command.help)
        yield from _arguments(command.arguments)
    for title, rows in (("EXIT STATUS", _STATUS), ("ENVIRONMENT", _ENVIRONMENT), ("FILES", _FILES)):
        yield f".SH {title}"
        for name, text in rows:
            yield from (".TP", rf"\fB{_plain(name)}\fR", _plain(text))


def _arguments(arguments: tuple[Argument, ...]) -> Iterator[str]:
    for argument in arguments:
        value = "|".join(argument.choices) or argument.value
        names = ", ".join(rf"\fB{_plain(name)}\fR" for name in argument.names)
        yield ".TP"
        yield f"{names} {_italic(value)}".strip()
        yield _plain(argument.help or value)


def _italic(value: str) -> str:
    return rf"\fI{_plain(value)}\fR" if value else ""


def _sentence(text: str) -> str:
    return f"{_plain(text[:1].upper() + text[1:])}."


def _plain(text: str) -> str:
    r"""Text in which nothing is a request: '\' and '-' escaped, no line begins with '.' or an apostrophe."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("…", "...")
    return rf"\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a pager that is left early is no error
    sys.stdout.writelines(f"{line}\n" for line in manual())
