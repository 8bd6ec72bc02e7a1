"""The command line as a person or a script meets it: exit statuses, one clear line, options anywhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newsreader import __version__
from newsreader.cli import MODULES, run


def newsreader(*words: str, home: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command with an empty home of its own."""
    env = {
        **os.environ,
        "HOME": str(home),
        "NEWSREADER_DATA_DIR": str(home / "data"),
        "NEWSREADER_CONFIG": str(home / "config.toml"),
    }
    return subprocess.run(
        [sys.executable, "-m", "newsreader", *words],
        capture_output=True,
        text=True,
        env=env,
        stdin=subprocess.DEVNULL,
        timeout=60,
        **options,  # type: ignore[call-overload]
    )


def assert_one_clear_line(done: subprocess.CompletedProcess[str], status: int) -> None:
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stdout == ""


def test_the_version_is_printed(tmp_path: Path) -> None:
    done = newsreader("--version", home=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"newsreader {__version__}\n")


def test_help_names_every_command(tmp_path: Path) -> None:
    done = newsreader("--help", home=tmp_path)
    assert done.returncode == 0
    for name in MODULES:
        assert re.search(rf"^\s+{name}\s", done.stdout, re.M), name


@pytest.mark.parametrize("name", list(MODULES))
def test_every_command_explains_itself(name: str, tmp_path: Path) -> None:
    done = newsreader(name, "--help", home=tmp_path)
    assert done.returncode == 0
    assert "--config" in done.stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["lsit"], "list"),
        (["no-such-thing"], "--help"),
        (["list", "--limt", "3"], "--limit"),
        (["list", "--limit", "many"], "--limit"),
        (["--log-level", "loud", "list"], "loud"),
        (["--config"], "--config"),
        (["list", "colour:red"], "colour"),
        (["list", "(a"], ")"),
        (["mark"], ""),
        (["mark", "red", "x"], "read"),
        (["refresh", "--nonsense"], "--nonsense"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(words: list[str], hint: str, tmp_path: Path) -> None:
    done = newsreader(*words, home=tmp_path)
    assert_one_clear_line(done, 2)
    assert hint in done.stderr


def test_common_options_may_stand_anywhere(tmp_path: Path) -> None:
    config = tmp_path / "other.toml"
    for words in (["--config", str(config), "config", "path"], ["config", "path", f"--config={config}"]):
        done = newsreader(*words, home=tmp_path)
        assert done.returncode == 0
        assert str(config) in done.stdout


def test_a_word_with_a_minus_belongs_to_the_query(tmp_path: Path) -> None:
    done = newsreader("list", "-is:read", "rust", "--limit", "3", "-async", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_a_terminal_the_reader_says_what_works_in_pipes(tmp_path: Path) -> None:
    done = newsreader(home=tmp_path)
    assert_one_clear_line(done, 2)
    assert "newsreader list" in done.stderr


def test_a_broken_config_is_named_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[reader]\nthme = "x"\ntext_width = 7\n', encoding="utf-8")
    done = newsreader("list", home=tmp_path)
    assert done.returncode == 2
    first, second = done.stderr.strip().splitlines()
    assert "config.toml:2" in first and "theme" in first
    assert "config.toml:3" in second and "text_width" in second


def test_a_mistake_of_the_program_is_one_line_and_a_traceback_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("a mistake")

    monkeypatch.setattr("newsreader.commands.feeds.run", broken)
    assert run(["--data-dir", str(tmp_path / "data"), "feeds"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1 and "newsreader.log" in err
    assert "ZeroDivisionError" in (tmp_path / "data" / "newsreader.log").read_text(encoding="utf-8")


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """As in `newsreader theme list | head -0`."""
    env = {
        **os.environ,
        "HOME": str(tmp_path),
        "NEWSREADER_CONFIG": str(tmp_path / "c.toml"),
        "NEWSREADER_DATA_DIR": str(tmp_path),
    }
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "newsreader", "config", "show"],
            stdout=closed,
            stderr=subprocess.PIPE,
            env=env,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (0, b"")


PRINTING = [("feeds",), ("feeds", "--json"), ("config", "show"), ("export", "--format", "toml"), ("--help",)]


def printed_to(target: str, *words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell does whose line ends in `target`."""
    env = {
        **os.environ,
        "HOME": str(home),
        "NEWSREADER_DATA_DIR": str(home / "data"),
        "NEWSREADER_CONFIG": str(home / "c"),
    }
    env.pop("PYTHONUNBUFFERED", None)
    line = f'exec "$@" {target}'
    command = ["sh", "-c", line, "sh", sys.executable, "-m", "newsreader", *words]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=env,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", PRINTING)
def test_output_that_finds_no_room_is_one_line_and_the_work_failed(words: tuple[str, ...], tmp_path: Path) -> None:
    done = printed_to(">/dev/full", *words, home=tmp_path)
    assert_one_clear_line(done, 1)
    assert done.stderr == "newsreader: cannot write the output: No space left on device\n"


@pytest.mark.parametrize("words", PRINTING)
def test_a_closed_output_is_one_line_and_the_work_failed(words: tuple[str, ...], tmp_path: Path) -> None:
    done = printed_to(">&-", *words, home=tmp_path)
    assert_one_clear_line(done, 1)
    assert done.stderr == "newsreader: cannot write the output: stdout is closed\n"


def test_a_refresh_whose_events_find_no_room_says_so(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("<rss version='2.0'><channel><title>T</title></channel></rss>")
    (tmp_path / "c").write_text('[[feeds]]\nurl = "feed.xml"\n')
    assert_one_clear_line(printed_to(">&-", "refresh", "--json", home=tmp_path), 1)


def test_without_any_stream_the_exit_status_says_it(tmp_path: Path) -> None:
    assert printed_to("<&- >&- 2>&-", "nonsense", home=tmp_path).returncode == 2
    assert printed_to("<&- >&- 2>&-", "feeds", home=tmp_path).returncode == 1
