"""Which feeds the reader follows: the config's, and where it has none the guide that ships with the program."""

from pathlib import Path

from newsreader.config.load import subscriptions
from newsreader.config.schema import Config
from newsreader.model import Subscription
from newsreader.paths import shipped_guide


def subscribed(config: Config, path: Path) -> tuple[Subscription, ...]:
    """Return the feeds of a loaded config; without any, the guide as a local feed. Nothing is written into the config."""
    return subscriptions(config, path) or (Subscription(str(shipped_guide()), name="Guide"),)
