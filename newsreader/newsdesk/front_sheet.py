"""The front page, made up: what stands where. Who makes it is makeup.py, who draws it tui/front_layout.py."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Spot:
    """A story on the page, by the article that stands for it."""

    article: int
    section: str
    outlets: tuple[str, ...]
    """Who tells it on these days, that of the article first."""
    count: int
    """How many outlets tell it, also before these days."""
    voices: int
    """Outlets with a text of their own."""
    newest: datetime
    reasons: tuple[str, ...]
    """Why it stands there, in words."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What stands where. `top` and then the sections are in the order in which they are read."""

    since: datetime
    top: tuple[Spot, ...] = ()
    sections: tuple[tuple[str, tuple[Spot, ...]], ...] = ()
    """(name, its stories); '' for feeds without a section."""
    decks: tuple[str, ...] = ()
    """What the first of `top` are about."""
    articles: int = 0
    """How many came out in the span; those that are not on the page too."""
    told: int = 0
    """How many of them belong to the stories on the page."""
    known: bool = True
    """False: it is still being made."""

    @property
    def spots(self) -> list[Spot]:
        """All stories, in their order."""
        return [*self.top, *(spot for _, spots in self.sections for spot in spots)]
