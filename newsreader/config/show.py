"""The settings in force as plain tables and as TOML: what `newsreader config show` prints. Secrets are hidden."""

from typing import Any

from msgspec import Struct

from newsreader.config.keys import in_words
from newsreader.config.load import bindings
from newsreader.config.schema import Config
from newsreader.config.secrets import without_secrets
from newsreader.config.spans import Keep, Size, Span, Until


def as_toml(config: Config) -> str:
    """Return all settings as TOML: defaults too, except where a default is to have none; every action with its keys."""
    import tomli_w

    tables = without_secrets(plain(config))
    tables["keys"] = {action: in_words(sequences) for action, sequences in bindings(config).items()}
    return tomli_w.dumps({name: table for name, table in tables.items() if table})


def plain(value: Any) -> Any:
    """Return a setting as TOML has it: texts, numbers, lists, tables. In a feed, view or rule only what it sets."""
    if isinstance(value, Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        return {name: plain(item) for name, item in fields.items() if item is not None and item not in ((), {})}
    if isinstance(value, Keep):
        return value.count or str(value)
    if isinstance(value, Until):
        return value.toml()
    if isinstance(value, Span | Size):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value
