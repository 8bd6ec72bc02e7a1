"""Newspapers for the tests of the screen."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from paper import Item, Paper


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder of a short name: what the screen says of files in it has to fit, whoever runs the tests and where."""
    with tempfile.TemporaryDirectory(prefix="nr", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


@pytest.fixture
def empty(tmp_path: Path) -> Paper:
    """No feeds, no articles."""
    paper = Paper(tmp_path / "paper")
    paper.write_config()
    return paper


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """Four feeds in two sections and none, some articles, one broken feed."""
    paper = Paper(tmp_path / "paper")
    paper.subscribe(("Guardian", "World"), ("BBC", "World"), ("LWN", "Tech"), ("Planet", "Tech"), ("Loose", ""))
    paper.publish("Guardian", Item("Ministers agree", 1), Item("Rail strike off", 2), Item("Budget passes", 30))
    paper.publish("BBC", Item("Storm closes passes", 1.5), Item("Old palace found", 60))
    paper.publish("LWN", Item("A tour of the scheduler", 3, body="<p>" + "word " * 1200 + "</p>"))
    paper.publish("Loose", Item("Loose words", 5))
    paper.publish("Planet", error="HTTP 500")
    return paper
