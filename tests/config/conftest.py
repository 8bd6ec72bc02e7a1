"""What the tests of the config share."""

from pathlib import Path

import pytest


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    """Where the config is; nothing is there yet."""
    return tmp_path / "config.toml"
