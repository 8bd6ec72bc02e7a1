"""Why the config file refused a change, in words for the form that it was made with."""

import re
from typing import TYPE_CHECKING

from newsreader.config.load import ConfigErrors

if TYPE_CHECKING:
    from newsreader.config.changes import Edit
    from newsreader.store.errors import ConfigRefused

_SETTING = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")


def refusal(error: "ConfigRefused", edit: "Edit") -> tuple[str, str]:
    """Return why, and the setting that it is about: '' where it stands in none of the tables that were to be changed."""
    mistakes = error.__cause__.mistakes if isinstance(error.__cause__, ConfigErrors) else ()
    for mistake in mistakes:
        at = _SETTING.match(mistake.key)
        if at and any(step.array == at[1] and step.number in (None, int(at[2])) for step in edit.steps):
            return mistake.message, at[3] or ""
    return str(error), ""
