"""`newsreader config` and `newsreader theme`, as a person runs them."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from newsreader.config.load import load
from newsreader.config.schema import Config

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run newsreader with a config and data of its own."""

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        env = {
            **os.environ,
            "HOME": str(tmp_path),
            "NEWSREADER_CONFIG": str(tmp_path / "own" / "config.toml"),
            "NEWSREADER_DATA_DIR": str(tmp_path / "data"),
        }
        return subprocess.run(
            [sys.executable, "-m", "newsreader", *words], capture_output=True, text=True, env=env, check=False
        )

    return run


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "own" / "config.toml"


def test_the_example_is_written_once_and_then_only_by_force(run: Run, config: Path) -> None:
    done = run("config", "init")
    assert (done.returncode, done.stderr) == (0, "")
    assert str(config) in done.stdout
    assert load(config) == Config()
    assert config.stat().st_mode & 0o777 == 0o600

    config.write_text("# mine\n")
    done = run("config", "init")
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert config.read_text() == "# mine\n"

    done = run("config", "init", "--force")
    assert done.returncode == 0
    assert load(config) == Config()
    assert config.with_name("config.toml.old").read_text() == "# mine\n"


def test_the_path_alone_is_on_stdout(run: Run, config: Path) -> None:
    done = run("config", "path")
    assert (done.returncode, done.stdout) == (0, f"{config}\n")
    assert "no file is there yet" in done.stderr
    config.parent.mkdir()
    config.write_text("")
    assert (run("config", "path").stdout, run("config", "path").stderr) == (f"{config}\n", "")


def test_each_mistake_is_a_line_on_stderr_and_the_status_is_2(run: Run, config: Path) -> None:
    config.parent.mkdir()
    config.write_text('[reader]\nthme = "x"\ntext_width = 7\n')
    done = run("config", "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f'newsreader: {config}:2: reader.thme: unknown setting; did you mean "theme"?',
        f"newsreader: {config}:3: reader.text_width: expected a whole number from 40 to 160, not 7",
    ]
    assert run("config", "show").returncode == 2


def test_a_good_file_says_so_and_warnings_do_not_fail(run: Run, config: Path) -> None:
    assert "the defaults are in force" in run("config", "check").stdout
    config.parent.mkdir()
    config.write_text('[[feeds]]\nurl = "https://ada:hunter2@example.com/"\n')
    config.chmod(0o644)
    done = run("config", "check")
    assert done.returncode == 0
    assert "no mistakes, 1 feed" in done.stdout
    assert "chmod 600" in done.stderr


def test_the_settings_in_force_are_toml(run: Run, config: Path) -> None:
    config.parent.mkdir()
    config.write_text('[reader]\ntheme = "print"\n[[feeds]]\nurl = "https://ada:hunter2@example.com/"\n')
    done = run("config", "show")
    shown = tomllib.loads(done.stdout)
    assert shown["reader"]["theme"] == "print"
    assert shown["reader"]["text_width"] == 72
    assert "hunter2" not in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["config"],
        ["config", "chekc"],
        ["config", "check", "--force"],
        ["config", "check", "more"],
        ["theme"],
        ["theme", "show"],
        ["theme", "list", "print"],
        ["theme", "show", "print", "--from", "harbour"],
        ["theme", "new", "../x"],
        ["theme", "new", "auto"],
    ],
)
def test_wrong_use_is_one_line_and_status_2(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_all_themes_are_listed_and_bad_ones_named(run: Run, config: Path) -> None:
    (config.parent / "themes").mkdir(parents=True)
    (config.parent / "themes" / "bad.toml").write_text("dark = 3")
    done = run("theme", "list")
    assert done.returncode == 0
    assert {line.split()[0] for line in done.stdout.splitlines()} >= {"paper-light", "paper-dark", "ansi-dark"}
    assert "bad.toml: dark: expected true or false" in done.stderr


def test_a_theme_is_shown_complete(run: Run) -> None:
    shown = tomllib.loads(run("theme", "show", "harbour").stdout)
    assert shown["palette"]["background"] == "#121a20"
    assert shown["roles"]["headline"] == "text bold"
    done = run("theme", "show", "harbor")
    assert (done.returncode, done.stdout) == (1, "")
    assert 'did you mean "harbour"?' in done.stderr


def test_a_new_theme_is_a_copy_that_can_be_chosen(run: Run, config: Path) -> None:
    done = run("theme", "new", "mine", "--from", "harbour")
    assert done.returncode == 0
    file = config.parent / "themes" / "mine.toml"
    assert file.read_text().startswith("# Cool and dark")
    assert tomllib.loads(file.read_text())["title"] == "mine"
    assert "mine" in run("theme", "list").stdout
    config.write_text('[reader]\ntheme = "mine"\n')
    assert run("config", "check").returncode == 0
    file.write_text("dark = 3")
    assert "mine.toml: dark: expected true or false" in run("config", "check").stderr
    again = run("theme", "new", "mine")
    assert again.returncode == 1
    assert "is there already" in again.stderr
