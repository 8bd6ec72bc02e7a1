"""The programs of [share]: enter hands the article to one."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from newsreader.tui.choice_menu import Choice, ChoiceMenu

HOW_TO = 'none yet. In the config file, under [share]: "Mail to me" = ["my-mailer", "{title}", "{url}"]'


def share_menu(about: str, programs: Mapping[str, Sequence[str]], chosen: Callable[[str], object]) -> ChoiceMenu:
    """Return the menu, which calls `chosen` with a program's name. `about`: the article's title, or how many they are."""
    choices = [Choice(name, " ".join(command), partial(chosen, name)) for name, command in programs.items()]
    return ChoiceMenu("Share", about, choices, empty=HOW_TO)
