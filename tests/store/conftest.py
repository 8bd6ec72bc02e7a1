"""A store in a temporary folder, and short ways to fill it and to look at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_builders import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "data" / "news.db")
    yield desk
    desk.close()
