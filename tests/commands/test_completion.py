"""What shells complete, and the man page."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from newsreader.cli import run
from newsreader.commands.manual import manual
from newsreader.commands.table import MODULES, subcommands

FINDS = """
{script}
COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_newsreader; printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def script(capfd: pytest.CaptureFixture[str]) -> str:
    assert run(("completion", "bash")) == 0
    return capfd.readouterr().out


def completed(script: str, *words: str) -> list[str]:
    """What bash offers for the last of the words."""
    quoted = " ".join(f"'{word}'" for word in words)
    code = FINDS.format(script=script, words=quoted)
    done = subprocess.run(["bash", "--norc", "-c", code], capture_output=True, text=True, timeout=20, check=True)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("newsreader", "ref"), ["refresh"]),
        (("newsreader", "un"), ["undo"]),
        (("newsreader", "refresh", "--fo"), ["--force"]),
        (("newsreader", "read", "--format", "m"), ["markdown"]),
        (("newsreader", "--log-level", "d"), ["debug"]),
        (("newsreader", "--log-level", "debug", "mark", "uns"), ["unstarred"]),
        (("newsreader", "config", "in"), ["init"]),
        (("newsreader", "list", "--limit", ""), []),
        (("newsreader", "search", "--j"), ["--json"]),
    ],
)
def test_bash_completes_commands_options_and_their_values(
    script: str, words: tuple[str, ...], offered: list[str]
) -> None:
    assert completed(script, *words) == offered


def test_files_are_completed_where_files_are_wanted(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "feeds.opml").touch()
    monkeypatch.chdir(tmp_path)
    assert completed(script, "newsreader", "import", "fee") == ["feeds.opml"]


def test_names_of_files_are_offered_whole_and_nothing_in_them_is_expanded(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["a b.opml", "a$(touch PWN).opml", "a*.opml"]
    for name in names:
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    assert sorted(completed(script, "newsreader", "import", "a")) == sorted(names)
    assert sorted(completed(script, "newsreader", "--config", "a")) == sorted(names)
    assert {*names} <= {*completed(script, "newsreader", "a")}
    assert not (tmp_path / "PWN").exists()


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_take_the_script(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(("completion", shell)) == 0
    text = capfd.readouterr().out
    assert all(name in text for name in MODULES)
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed: its script was not run")
    subprocess.run([shell, "-n"], input=text, text=True, timeout=20, check=True)


def test_the_man_page_tells_of_every_command_and_option() -> None:
    page = "\n".join(manual())
    for command in subcommands():
        assert f".SS newsreader {command.name}" in page
        for option in command.options:
            assert option.names[0].replace("-", r"\-") in page


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_the_man_page_is_set_without_a_complaint() -> None:
    page = "\n".join(manual())
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww"], input=page, capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stderr == ""
    # Bold is a letter, a backspace and the letter again.
    assert "newsreader refresh" in re.sub(r".\x08", "", done.stdout)


def test_a_pager_that_is_left_early_is_no_error_of_the_man_page() -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m newsreader.commands.manual | true"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
