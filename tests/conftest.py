"""What all tests share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The public corpus of feeds and pages: NEWSREADER_CORPUS, else ../shared/corpus beside the checkout."""
    folder = Path(os.environ.get("NEWSREADER_CORPUS") or ROOT.parent / "shared" / "corpus")
    if not folder.is_dir():
        pytest.skip(f"no corpus at {folder}; set NEWSREADER_CORPUS")
    return folder
