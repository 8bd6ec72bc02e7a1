"""The architecture is tested: who imports whom, and what a process loads at its start."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEVER_ON_THE_SCREEN = ("feedparser", "lxml", "pycurl", "tomlkit", "tomli_w", "newsreader.feeds")
NEVER_ON_THE_COMMAND_LINE = ("textual", "feedparser", "lxml", "pycurl", "tomlkit")


def loaded_modules(code: str, tmp_path: Path) -> set[str]:
    """The names in sys.modules after `code` ran in a fresh interpreter with an empty home."""
    program = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    env = {
        "HOME": str(tmp_path),
        "NEWSREADER_DATA_DIR": str(tmp_path / "data"),
        "NEWSREADER_CONFIG": str(tmp_path / "c.toml"),
    }
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=env, check=True)
    return set(done.stdout.split())


def offenders(modules: set[str], forbidden: tuple[str, ...]) -> list[str]:
    return sorted(m for m in modules if any(m == name or m.startswith(f"{name}.") for name in forbidden))


def test_folders_import_downwards_only() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


def test_the_screen_starts_without_parsers_and_network_libraries(tmp_path: Path) -> None:
    code = "import newsreader.commands.reader, newsreader.tui.app, newsreader.tui.main_screen"
    modules = loaded_modules(code, tmp_path)
    assert "textual.app" in modules
    assert offenders(modules, NEVER_ON_THE_SCREEN) == []


@pytest.mark.parametrize("words", [["list"], ["config", "path"], ["feeds"], ["undo", "--list"]])
def test_a_command_loads_nothing_of_the_screen_or_of_parsers(words: list[str], tmp_path: Path) -> None:
    modules = loaded_modules(f"from newsreader.cli import run\nrun({words!r})", tmp_path)
    assert offenders(modules, NEVER_ON_THE_COMMAND_LINE) == []


def test_asking_for_the_version_loads_next_to_nothing(tmp_path: Path) -> None:
    code = "from newsreader.cli import run\ntry: run(['--version'])\nexcept SystemExit: pass"
    assert offenders(loaded_modules(code, tmp_path), (*NEVER_ON_THE_COMMAND_LINE, "sqlite3", "msgspec", "rich")) == []
