"""What one change of the person's is made of; several parts are done, undone and done again together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from newsreader.model import Flag

if TYPE_CHECKING:
    from newsreader.config.changes import Edit


@dataclass(frozen=True, slots=True)
class Flagging:
    """A flag is set or cleared."""

    ids: Sequence[int]
    flag: Flag
    value: bool
    until: datetime | None = None
    """When a mute ends (Writer.unmute_expired); None: never."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """A tag is given or taken away."""

    ids: Sequence[int]
    tag: str
    """A name as query/tags.py makes them."""
    value: bool


@dataclass(frozen=True, slots=True)
class ConfigEdit:
    """A table of the person's config file is added, changed or taken away (config/changes.py). One a change."""

    file: Path
    edit: "Edit"


Part: TypeAlias = Flagging | Tagging | ConfigEdit
