"""`newsreader completion`: what a shell needs to complete commands, options and their values."""

import argparse
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from newsreader.commands.common import out_text
from newsreader.paths import Paths

if TYPE_CHECKING:
    from newsreader.commands.table import Argument

NAME = "completion"
HELP = "print the completion for a shell: bash, zsh or fish"

EPILOG = """\
bash  eval "$(newsreader completion bash)"            in ~/.bashrc
zsh   newsreader completion zsh > FOLDER/_newsreader  in a folder of $fpath
fish  newsreader completion fish > ~/.config/fish/completions/newsreader.fish"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="which shell")


def run(args: argparse.Namespace, _paths: Paths) -> int:
    """Print the script."""
    out_text("\n".join({"bash": bash, "zsh": zsh, "fish": fish}[args.shell]()))
    return 0


def bash() -> Iterator[str]:
    """Yield the lines of the completion for bash, also an old one (macOS has 3.2)."""
    from newsreader.commands.table import common, subcommands

    commands, shared = list(subcommands()), common()
    yield "# newsreader completion for bash"
    # Read line by line: names may hold blanks, and what the shell would expand.
    yield "_newsreader_files() {"
    yield "  local file"
    yield '  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$1")'
    yield "}"
    yield "_newsreader() {"
    yield '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="" n'
    yield f'  local commands="{" ".join(command.name for command in commands)}"'
    yield "  for ((n = 1; n < COMP_CWORD; n++)); do"
    yield '    case " $commands " in *" ${COMP_WORDS[n]} "*) command="${COMP_WORDS[n]}"; break ;; esac'
    yield "  done"
    yield "  COMPREPLY=()"

    def values(options: "Sequence[Argument]") -> Iterator[str]:
        for option in options:
            if option.choices:
                yield f'    {"|".join(option.names)}) COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$word")); return ;;'
            elif option.is_path:
                yield f'    {"|".join(option.names)}) _newsreader_files "$word"; return ;;'
            elif option.value:
                yield f"    {'|'.join(option.names)}) return ;;"

    yield '  case "$before" in'
    yield from values([option for option in shared if option.value])
    yield "  esac"
    yield '  case "$command" in'
    yield f'    "") COMPREPLY=($(compgen -W "$commands {_words(shared)}" -- "$word")); _newsreader_files "$word" ;;'
    for command in commands:
        yield f"    {command.name})"
        own = [line.replace("    ", "        ", 1) for line in values(command.options)]
        if own:
            yield '      case "$before" in'
            yield from own
            yield "      esac"
        words = " ".join(
            [
                *(choice for argument in command.positional for choice in argument.choices),
                _words(command.options),
                _words(shared),
            ]
        )
        files = '; _newsreader_files "$word"' if any(argument.is_path for argument in command.positional) else ""
        yield f'      COMPREPLY=($(compgen -W "{words}" -- "$word")){files} ;;'
    yield "  esac"
    yield "}"
    yield "complete -o filenames -F _newsreader newsreader"


def zsh() -> Iterator[str]:
    """Yield the lines of the completion for zsh."""
    from newsreader.commands.table import common, subcommands

    commands, shared = list(subcommands()), common()

    def action(argument: "Argument") -> str:
        if argument.choices:
            return f"({' '.join(argument.choices)})"
        return "_files" if argument.is_path else " "

    def spec(argument: "Argument") -> str:
        name = argument.value.lower() or "value"
        if not argument.names:
            return _quoted(f"*:{_zsh(name)}:{action(argument)}")
        value = f":{_zsh(name)}:{action(argument)}" if argument.value else ""
        return " ".join(_quoted(f"{option}[{_zsh(argument.help)}]{value}") for option in argument.names)

    yield "#compdef newsreader"
    yield "_newsreader() {"
    yield "  local -a commands"
    yield "  commands=("
    for command in commands:
        yield f"    {_quoted(f'{command.name}:{_zsh(command.help)}')}"
    yield "  )"
    yield "  local curcontext=$curcontext state line"
    yield f"  _arguments -C {' '.join(map(spec, shared))} '1: :->command' '*:: :->rest'"
    yield "  case $state in"
    yield "    command) _describe command commands; _files ;;"
    yield "    rest)"
    yield "      case $line[1] in"
    for command in commands:
        yield f"        {command.name}) _arguments {' '.join(map(spec, (*command.arguments, *shared)))} ;;"
    yield "      esac ;;"
    yield "  esac"
    yield "}"
    yield '_newsreader "$@"'


def fish() -> Iterator[str]:
    """Yield the lines of the completion for fish."""
    from newsreader.commands.table import common, subcommands

    commands = list(subcommands())

    def spec(argument: "Argument", condition: str) -> str:
        names = (f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in argument.names)
        words = ["complete -c newsreader", condition, *names]
        if argument.choices:
            words.append(f"-xa {_quoted(' '.join(argument.choices))}")
        elif argument.value and argument.names:
            words.append("-r" if argument.is_path else "-x")
        return " ".join([*words, f"-d {_quoted(argument.help)}"])

    yield "# newsreader completion for fish"
    for option in common():
        yield spec(option, "")
    for command in commands:
        yield f"complete -c newsreader -n __fish_use_subcommand -a {command.name} -d {_quoted(command.help)}"
    for command in commands:
        condition = f"-n {_quoted(f'__fish_seen_subcommand_from {command.name}')}"
        if not any(argument.is_path or not (argument.names or argument.choices) for argument in command.arguments):
            yield f"complete -c newsreader {condition} -f"
        for argument in command.arguments:
            if argument.names or argument.choices:
                yield spec(argument, condition)


def _words(options: "Sequence[Argument]") -> str:
    return " ".join(name for option in options for name in option.names)


def _quoted(text: str) -> str:
    """A word in single quotes, as all three shells read it."""
    return "'" + text.replace("'", "'\\''") + "'"


def _zsh(text: str) -> str:
    """Text inside of a description, where brackets, colons and backslashes mean something."""
    return re.sub(r"([\[\]:\\])", r"\\\1", text)
