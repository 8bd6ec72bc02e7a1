"""The reader as a process: in a real terminal, in none, in odd ones; what it imports and what it leaves behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from paper import Paper

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
sys.path.insert(0, str(Path(__file__).parents[1]))
from forbidden import FORBIDDEN
from terminal import Terminal

NEWSREADER = [sys.executable, "-m", "newsreader"]
# What the screen must not import before anything was asked of it: these belong to the fetcher and to editing.
NOT_AT_START = ("feedparser", "lxml", "pycurl", "tomlkit", "newsreader.feeds", "selectolax", "markdown_it", "PIL")


def command(paper: Paper, *arguments: str) -> list[str]:
    return [*NEWSREADER, "--config", str(paper.paths.config), "--data-dir", str(paper.paths.data), *arguments]


@contextmanager
def terminal(command: list[str], columns: int = 120, lines: int = 40, **env: str) -> Iterator[Terminal]:
    with Terminal(command, columns, lines, env) as opened:
        yield opened


def run(command: list[str], **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **env}, timeout=30)


def test_without_a_terminal_one_line_names_the_commands_for_pipes(paper: Paper) -> None:
    done = run(command(paper))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "newsreader list" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_dumb_terminal_is_told_so_in_one_line(paper: Paper, term: str) -> None:
    with terminal(command(paper), TERM=term) as opened:
        status, _ = opened.wait_end()
        assert status == 2
        assert "TERM" in opened.text
        assert len([line for line in opened.screen.display if line.strip()]) <= 2


def test_mistakes_in_the_config_end_the_start_with_a_line_each(paper: Paper) -> None:
    paper.paths.config.write_text('[reader]\nthme = "x"\nlayout = "round"\n')
    with terminal(command(paper), columns=200) as opened:
        status, _ = opened.wait_end()
        assert status == 2
        assert "config.toml:2" in opened.text and "config.toml:3" in opened.text
        assert "Traceback" not in opened.text


def test_a_theme_that_is_not_there_is_one_clear_line(paper: Paper) -> None:
    paper.paths.config.write_text('[reader]\ntheme = "papier"\n')
    with terminal(command(paper), columns=200) as opened:
        status, _ = opened.wait_end()
        assert status == 2
        assert "papier" in opened.text and "Traceback" not in opened.text


def test_q_leaves_the_terminal_as_it_was(paper: Paper) -> None:
    with terminal(command(paper)) as opened:
        opened.wait("Ministers agree")
        opened.type("q")
        status, _ = opened.wait_end()
        assert status == 0
        assert b"\x1b[?1049l" in opened.output
        assert "Ministers agree" not in opened.output.rpartition(b"\x1b[?1049l")[2].decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_reader_in_order(paper: Paper, number: int) -> None:
    with terminal(command(paper)) as opened:
        opened.wait("Ministers agree")
        opened.settle(0.3)
        opened.type("j")
        opened.settle(0.1)
        os.kill(opened.pid, number)
        status, _ = opened.wait_end()
        assert status == 0
    with terminal(command(paper)) as opened:
        opened.wait("Ministers agree")


def test_no_color_shows_the_cursor_without_colours(paper: Paper) -> None:
    with terminal(command(paper), NO_COLOR="1") as opened:
        opened.wait("Ministers agree")
        opened.settle(0.3)
        cells = [cell for row in opened.screen.buffer.values() for cell in row.values()]
        assert {cell.fg for cell in cells} | {cell.bg for cell in cells} == {"default"}
        assert any(cell.reverse for cell in cells)


def test_the_terminals_own_colours_are_used_by_the_ansi_themes(paper: Paper) -> None:
    paper.reader_settings = 'refresh = "never"\ntheme = "ansi-dark"'
    paper.write_config()
    with terminal(command(paper)) as opened:
        opened.wait("Ministers agree")
        opened.settle(0.3)
        assert b"38;2;" not in opened.output and b"48;2;" not in opened.output


def test_a_terminal_of_another_encoding_gets_ascii_signs(paper: Paper) -> None:
    # There is always a C locale; with these two switched off Python takes it by its word.
    with terminal(command(paper), LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as opened:
        opened.wait("Ministers agree")
        opened.settle(0.3)
        assert opened.output.isascii()


def test_stderr_may_go_elsewhere(paper: Paper) -> None:
    shell = " ".join(command(paper)) + " 2>/dev/null"
    with terminal(["sh", "-c", shell]) as opened:
        opened.wait("Ministers agree")
        opened.type("q")
        assert opened.wait_end()[0] == 0


def test_nothing_forbidden_is_written_whatever_the_titles_are(paper: Paper) -> None:
    from test_hostile_screen import hostile, raw_publish

    raw_publish(paper, hostile())
    with terminal(command(paper)) as opened:
        opened.wait("BBC")
        for _ in range(12):
            opened.type("j")
            opened.settle(0.05)
        # Textual's own: the shape of the mouse pointer.
        written = opened.output.decode("utf-8", "replace").replace("\x1b]22;default\x07", "")
        assert not FORBIDDEN.search(written.replace("\x1b", "").replace("\r", ""))
        for sequence in ("\x1b]52", "\x1b]0;", "\x1b]2;", "\x1b[2J\x1b[H"):
            assert sequence not in written


def test_the_screen_starts_without_the_fetcher_and_its_libraries(paper: Paper, tmp_path: Path) -> None:
    listing = tmp_path / "modules"
    program = (
        "import sys\n"
        "from newsreader.tui.app import NewsreaderApp\n"
        "shown = NewsreaderApp.first_picture_shown\n"
        "def first_picture_shown(self):\n"
        f"    open({str(listing)!r}, 'w').write(' '.join(sys.modules))\n"
        "    shown(self)\n"
        "NewsreaderApp.first_picture_shown = first_picture_shown\n"
        f"sys.argv = {['newsreader', *command(paper)[3:]]!r}\n"
        "from newsreader.__main__ import main\n"
        "sys.exit(main())\n"
    )
    with terminal([sys.executable, "-c", program]) as opened:
        opened.wait("Ministers agree")
        opened.wait(lambda _: listing.exists() and listing.stat().st_size > 0)
        opened.type("q")
        opened.wait_end()
    modules = listing.read_text().split()
    assert "newsreader.tui.main_screen" in modules
    assert not [name for name in modules if name.startswith(NOT_AT_START)]


def test_a_path_is_opened_for_a_look_and_leaves_nothing_behind(paper: Paper, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        f"<html><title>A page to look at</title><article><h1>A page to look at</h1><p>{'Text. ' * 60}</p></article>"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    before = paper.paths.config.read_bytes()
    with terminal(command(paper, str(page)), TMPDIR=str(temporary)) as opened:
        opened.wait("A page to look at")
        assert list(temporary.iterdir())
        opened.type("q")
        assert opened.wait_end()[0] == 0
    assert not list(temporary.iterdir())
    assert paper.paths.config.read_bytes() == before
    assert "A page to look at" not in paper.headlines()


def test_a_path_that_is_not_there_is_one_clear_line(paper: Paper) -> None:
    with terminal(command(paper, "/nowhere/at/all")) as opened:
        assert opened.wait_end()[0] == 2
        assert "no such file" in opened.text


def test_a_data_folder_that_cannot_be_written_to_is_read_and_says_so(paper: Paper) -> None:
    if os.geteuid() == 0:
        pytest.skip("for root every folder can be written to")
    paper.paths.data.chmod(0o500)
    try:
        with terminal(command(paper)) as opened:
            opened.wait("Ministers agree")
            opened.wait("read-only")
    finally:
        paper.paths.data.chmod(0o700)


def test_a_newer_database_is_refused_with_one_clear_line(paper: Paper) -> None:
    import sqlite3

    db = sqlite3.connect(paper.paths.database)
    db.execute("PRAGMA user_version = 999")
    db.close()
    with terminal(command(paper), columns=200) as opened:
        assert opened.wait_end()[0] == 1
        assert "newer" in opened.text and "Traceback" not in opened.text


def test_a_mistake_of_the_program_is_told_in_words_and_logged(paper: Paper) -> None:
    program = (
        "import sys\n"
        "from newsreader.tui.moving import Moving\n"
        "def to_end(self, pane): raise RuntimeError('the test broke it')\n"
        "Moving.to_end = to_end\n"
        f"sys.argv = {['newsreader', *command(paper)[3:]]!r}\n"
        "from newsreader.__main__ import main\n"
        "sys.exit(main())\n"
    )
    with terminal([sys.executable, "-c", program], columns=200) as opened:
        opened.wait("Ministers agree")
        opened.settle(0.3)
        opened.type("G")
        assert opened.wait_end()[0] == 1
        assert "a mistake in newsreader ended it" in opened.text
        assert "Traceback" not in opened.text
    assert "the test broke it" in paper.paths.log.read_text()


def test_suspending_and_coming_back_draws_the_screen_again(paper: Paper) -> None:
    with terminal(["sh", "-mc", " ".join(command(paper)) + "; fg; exit 7"]) as opened:
        opened.wait("Ministers agree")
        opened.settle(0.2)
        opened.type("\x1a")
        opened.wait(lambda _: opened.output.count(b"\x1b[?1049h") == 2)
        opened.wait("Ministers agree")
        opened.type("q")
        assert opened.wait_end()[0] == 7
