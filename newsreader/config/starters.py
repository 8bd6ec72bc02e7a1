"""The well-known feeds that are offered to somebody who has none yet: data that ships with the program."""

import tomllib
from dataclasses import dataclass

from newsreader.paths import PACKAGE


@dataclass(frozen=True, slots=True)
class Starter:
    """A feed to begin with."""

    section: str
    name: str
    url: str
    site: str
    lang: str
    """BCP 47: 'en', 'pt'."""


def starters() -> tuple[Starter, ...]:
    """Return them in the order of the file, section by section."""
    with (PACKAGE / "starter_feeds.toml").open("rb") as file:
        return tuple(Starter(**feed) for feed in tomllib.load(file)["feeds"])
