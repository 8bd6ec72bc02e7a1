"""What lies in the folder where the reader is started is never run, whatever it calls itself."""

import os
import subprocess
from pathlib import Path

import pytest

from newsreader.paths import own_process
from newsreader.tui.picture_workshop import _CODE

MODULES = ("msgspec", "select", "asyncio", "newsreader", "lxml", "selectolax", "PIL", "pycurl", "json")
ENDS = {
    "a command": ("import sys; from newsreader.__main__ import main; sys.exit(main())", ("--version",)),
    "the parser": ("import newsreader.feeds.worker", ()),
    "the pictures": (_CODE.partition(";")[0], ()),
}


@pytest.mark.parametrize("child", ENDS)
def test_a_child_imports_nothing_of_the_current_folder(tmp_path: Path, child: str) -> None:
    for name in MODULES:
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write('{name}')")
    code, arguments = ENDS[child]
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        own_process(code, *arguments), cwd=tmp_path, env=environ, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()
