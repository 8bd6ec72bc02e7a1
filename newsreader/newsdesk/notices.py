"""Notifications of new articles, for rules with `notify`: by a program of the person's, or by the terminal. Pure."""

import re
from collections.abc import Mapping, Sequence

from newsreader.text import clean_line

LONGEST = 200
"""Characters; what tells of news in the corner of a screen has room for no more."""


def filled(argv: Sequence[str], values: Mapping[str, str]) -> list[str]:
    """Return a program's arguments with {title}, {url} and {feed} in their places, each within its one argument.

    A title that begins with '-' gets a blank before it, lest the program takes it for an option.
    """
    places = {f"{{{name}}}": clean_line(value) for name, value in values.items()}
    pattern = re.compile("|".join(map(re.escape, places)))

    def value(found: re.Match[str]) -> str:
        text = places[found[0]]
        return f" {text}" if text.startswith("-") and not found.start() else text

    return [pattern.sub(value, part) for part in argv]


def sequence(text: str, environ: Mapping[str, str]) -> str:
    """Return what makes a terminal notify: OSC 777 where only that is understood (urxvt, foot), else OSC 9.

    Within tmux it is wrapped, which lets it through with `allow-passthrough on`.
    """
    # A text that begins with a number and ';' is a command in some terminals (ConEmu's OSC 9;4 is a progress bar).
    text = clean_line(text)[:LONGEST].replace(";", ",")
    term = environ.get("TERM", "")
    osc = f"\x1b]777;notify;newsreader;{text}\x1b\\" if term.startswith(("rxvt", "foot")) else f"\x1b]9;{text}\x1b\\"
    if environ.get("TMUX"):
        return f"\x1bPtmux;{osc.replace(chr(0x1B), chr(0x1B) * 2)}\x1b\\"
    return osc
