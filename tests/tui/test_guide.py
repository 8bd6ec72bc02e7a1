"""The guide that is there before any feeds are: what it tells people to write must work."""

import re
from pathlib import Path

import pytest

from newsreader.config.load import bindings, loads
from newsreader.paths import shipped_guide

PAGES = sorted(shipped_guide().glob("*.md"))
EXAMPLES = [
    pytest.param(example, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, example in enumerate(re.findall(r"^```toml\n(.*?)^```", page.read_text("utf-8"), re.M | re.S), 1)
]


def test_the_guide_has_examples_of_the_config() -> None:
    assert len(EXAMPLES) >= 2


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_of_the_config_in_the_guide_can_be_used_as_it_stands(example: str, tmp_path: Path) -> None:
    assert bindings(loads(example, tmp_path / "config.toml"))
