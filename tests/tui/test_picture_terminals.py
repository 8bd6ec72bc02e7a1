"""The reader in terminals that answer what they can show, in some that answer late, and in some that do not answer."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from images import as_bytes, halves
from paper import Item, Paper

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
from terminal import Terminal

from newsreader.picture_cache import PictureCache
from newsreader.tui.terminal_answers import CELL_QUESTION, KITTY_QUESTION, LAST_QUESTION, NAME_QUESTION
from newsreader.tui.terminal_query import WAIT_SECONDS

PHOTO, CHART = "https://images.example/photo.jpg", "https://images.example/chart.png"
KITTY = {
    KITTY_QUESTION.encode(): b"\x1b_Gi=31;OK\x1b\\",
    NAME_QUESTION.encode(): b"\x1bP>|kitty(0.39.1)\x1b\\",
    CELL_QUESTION.encode(): b"\x1b[6;20;10t",
    LAST_QUESTION.encode(): b"\x1b[?62;c",
}
ITERM2 = {NAME_QUESTION.encode(): b"\x1bP>|iTerm2 3.5.2\x1b\\", LAST_QUESTION.encode(): b"\x1b[?62;4c"}
SIXEL = {CELL_QUESTION.encode(): b"\x1b[6;20;10t", LAST_QUESTION.encode(): b"\x1b[?62;4;22c"}
PLAIN = {LAST_QUESTION.encode(): b"\x1b[?1;2c"}


@pytest.fixture
def illustrated(paper: Paper) -> Paper:
    """The newest article has two pictures, and both are in the cache."""
    text = "".join(f"<p>Paragraph {n} of the harbour's story. {'Words flow on. ' * 30}</p>" for n in range(12))
    photo = f'<figure><img src="{PHOTO}" alt="Lamps"><figcaption>Lamps in the harbour.</figcaption></figure>'
    paper.publish("Guardian", Item("Harbour at night", 0.1, body=f'{photo}{text}<img src="{CHART}" alt="A chart">'))
    cache = PictureCache(paper.folder / "data" / "cache" / "images")
    cache.keep(PHOTO, as_bytes(halves(1200, 800), "JPEG"))
    cache.keep(CHART, as_bytes(halves(300, 500)))
    return paper


@contextmanager
def reading(paper: Paper, answers: Mapping[bytes, bytes], **more: object) -> Iterator[Terminal]:
    environ = {"TMUX": "", "TERM_PROGRAM": "", "STY": "", "NO_COLOR": "", **more.pop("env", {})}
    command = [sys.executable, "-m", "newsreader", "--config", str(paper.paths.config)]
    command += ["--data-dir", str(paper.paths.data)]
    with Terminal(command, 100, 40, environ, answers=answers, **more) as opened:
        yield opened


def open_article(opened: Terminal) -> None:
    opened.wait("Harbour at night.*\n(?:.*\n)*.*Paragraph 1")
    opened.settle()
    opened.type("\r")
    opened.wait(lambda text: "Harbour at night" in text)
    opened.settle()


def wait_for(opened: Terminal, seen: bytes, start: int = 0) -> int:
    """Read until the program has written `seen`, since `start`; returns where."""
    end = time.monotonic() + 20
    while (found := opened.output.find(seen, start)) < 0:
        assert time.monotonic() < end, f"{seen!r} was not written; the screen:\n{opened.text}"
        opened.read(0.2)
    return found


def left(opened: Terminal) -> None:
    opened.type("q")
    assert opened.wait_end()[0] == 0
    assert opened.output.rstrip().endswith(b"\x1b[?1004l") or b"\x1b[?1049l" in opened.output


def test_kitty_keeps_a_picture_that_scrolls_as_text_and_is_deleted_at_the_end(illustrated: Paper) -> None:
    with reading(illustrated, KITTY) as opened:
        open_article(opened)
        opened.type("i")
        opened.wait("\U0010eeee")
        opened.settle()
        (first,) = re.findall(rb"\x1b_Ga=T,U=1,q=2,f=100,i=(\d+),", opened.output)
        rows = opened.text.count("\n"), sum("\U0010eeee" in line for line in opened.screen.display)
        opened.type("j" * 8)
        opened.wait(lambda text: sum("\U0010eeee" in line for line in text.split("\n")) < rows[1])
        assert len(re.findall(rb"\x1b_Ga=T", opened.output)) == 1, "it is sent once"
        opened.type("i")
        opened.wait(lambda text: "\U0010eeee" not in text)
        wait_for(opened, b"\x1b_Ga=d,d=I,q=2,i=" + first)
        opened.type("i")
        opened.wait("\U0010eeee")
        numbers = re.findall(rb"\x1b_Ga=T,U=1,q=2,f=100,i=(\d+),", opened.output)
        left(opened)
        deleted = opened.output.find(b"\x1b_Ga=d,d=I,q=2,i=" + numbers[-1])
        assert 0 < deleted < opened.output.find(b"\x1b[?1049l")


def test_kitty_gets_the_picture_again_after_a_pause(illustrated: Paper) -> None:
    with reading(illustrated, KITTY) as opened:
        open_article(opened)
        opened.type("i")
        opened.wait("\U0010eeee")
        opened.settle(0.2)
        before = len(opened.output)
        opened.type("\x1a")
        wait_for(opened, b"\x1b_Ga=d,d=I,q=2,i=", before)
        wait_for(opened, b"\x1b[?1049l", before)
        opened.settle(0.3)
        before = len(opened.output)
        os.kill(opened.pid, signal.SIGCONT)
        wait_for(opened, b"\x1b_Ga=T,U=1,q=2,f=100,i=", before)
        left(opened)


@pytest.mark.skipif(not (shutil.which("tmux") and shutil.which("tic")), reason="needs tmux and tic")
def test_in_tmux_kitty_is_reached_where_tmux_lets_it(illustrated: Paper, tmp_path: Path) -> None:
    entry = subprocess.run(["infocmp", "xterm-256color"], capture_output=True, text=True, check=True).stdout
    (tmp_path / "kitty.ti").write_text(entry.replace("xterm-256color|", "xterm-kitty|", 1))
    subprocess.run(["tic", "-o", str(tmp_path / "terminfo"), str(tmp_path / "kitty.ti")], check=True)
    config = tmp_path / "tmux.conf"
    config.write_text("set -g allow-passthrough on\nset -g status off\nset -g default-terminal tmux-256color\n")
    server = ["tmux", "-S", str(tmp_path / "socket"), "-f", str(config)]
    inside = (
        f"exec {sys.executable} -m newsreader --config {illustrated.paths.config} --data-dir {illustrated.paths.data}"
    )
    environ = {"TMUX": "", "TERM": "xterm-kitty", "TERM_PROGRAM": "", "NO_COLOR": ""}
    environ["TERMINFO_DIRS"] = f"{tmp_path / 'terminfo'}:"
    with Terminal([*server, "new-session", inside], 100, 40, environ, cell=(10, 20)) as opened:
        try:
            open_article(opened)
            opened.type("i")
            opened.wait("\U0010eeee")
            (number,) = re.findall(rb"\x1b_Ga=T,U=1,q=2,f=100,i=(\d+),", opened.output)
            opened.type("i")
            wait_for(opened, b"\x1b_Ga=d,d=I,q=2,i=" + number)
        finally:
            subprocess.run([*server, "kill-server"], capture_output=True)


@pytest.mark.parametrize(
    ("answers", "cell", "start"),
    [(SIXEL, (0, 0), rb'\x1bP0;1;0q"1;1;\d+;20#'), (ITERM2, (10, 20), rb"\x1b\]1337;File=inline=1;size=\d+;width=\d+;height=1;")],
    ids=["sixel", "iterm2"],
)  # fmt: skip
def test_pictures_of_pixels_are_drawn_line_by_line_from_where_the_line_is(
    illustrated: Paper, answers: Mapping[bytes, bytes], cell: tuple[int, int], start: bytes
) -> None:
    with reading(illustrated, answers, cell=cell) as opened:
        open_article(opened)
        opened.type("i")
        wait_for(opened, b"\x1b7\x1b[")
        opened.settle(0.3)
        rows = re.findall(rb"\x1b7\x1b\[(\d+)D" + start, opened.output)
        assert len(rows) >= 5 and len(set(rows)) == 1
        before = len(opened.output)
        opened.type("j")
        opened.settle(0.3)
        after = re.findall(rb"\x1b7\x1b\[(\d+)D" + start, opened.output[before:])
        assert len(after) >= len(set(rows)) and set(after) == set(rows), (
            "the line that is scrolled away is drawn no more"
        )
        before = len(opened.output)
        opened.type("?")
        opened.wait("Moving")
        opened.settle(0.3)
        assert not re.search(start, opened.output[before:]), "what an overlay covers is not drawn over it"
        opened.type("\x1b")
        opened.wait("Paragraph 0")
        left(opened)


@pytest.mark.parametrize(
    ("answers", "env"),
    [(PLAIN, {}), ({}, {}), ({}, {"TERM_PROGRAM": "Apple_Terminal"}), ({}, {"TERM": "screen-256color", "STY": "1.x"})],
    ids=["plain", "silent", "apple", "screen"],
)
def test_other_terminals_get_half_blocks(
    illustrated: Paper, answers: Mapping[bytes, bytes], env: dict[str, str]
) -> None:
    with reading(illustrated, answers, env=env) as opened:
        open_article(opened)
        opened.type("i")
        opened.wait("▀▀▀▀▀▀▀▀")
        if "TERM_PROGRAM" in env or "STY" in env:
            assert LAST_QUESTION.encode() not in opened.output and KITTY_QUESTION.encode() not in opened.output
        left(opened)


def test_a_terminal_that_does_not_answer_is_waited_for_no_longer_than_50_ms() -> None:
    assert WAIT_SECONDS == 0.05


def test_keys_that_are_typed_before_the_screen_is_there_are_not_lost(illustrated: Paper) -> None:
    with reading(illustrated, {}) as opened:
        wait_for(opened, LAST_QUESTION.encode())
        opened.type("\r")
        opened.wait("Paragraph 1")
        left(opened)


def test_keys_between_the_answers_are_not_lost_either(illustrated: Paper) -> None:
    with reading(illustrated, {}) as opened:
        wait_for(opened, LAST_QUESTION.encode())
        opened.type("\x1b[6;20;10t\r\x1b[?62;4c")
        opened.wait("Paragraph 1")
        opened.type("i")
        wait_for(opened, b'\x1bP0;1;0q"')
        left(opened)


def test_answers_that_come_late_are_no_keys(illustrated: Paper) -> None:
    """Taken for keys, they would open the help with '?', fold, star and go to sections."""
    with reading(illustrated, {}) as opened:
        open_article(opened)
        before = opened.text
        for piece in ("\x1b_Gi=31;", "OK\x1b\\\x1bP>|ki", "tty(0.39)\x1b", "\\\x1b[6;2", "0;10t", "\x1b[?62;4", ";22c"):
            opened.type(piece)
            opened.settle(0.15)
        assert opened.text == before
        opened.type("?")
        opened.wait("Moving")
        opened.type("\x1b")
        opened.wait("Paragraph 0")
        left(opened)


def test_escape_is_a_key_also_while_answers_may_come(illustrated: Paper) -> None:
    with reading(illustrated, {}) as opened:
        open_article(opened)
        opened.type("?")
        opened.wait("Moving")
        opened.type("\x1b")
        opened.wait("Paragraph 0")
        left(opened)


@pytest.mark.parametrize(
    ("settings", "env"),
    [('images = "never"', {}), ('icons = "ascii"', {}), ("", {"NO_COLOR": "1"})],
    ids=["never", "ascii", "no colour"],
)
def test_where_no_picture_can_be_shown_nothing_is_asked(illustrated: Paper, settings: str, env: dict[str, str]) -> None:
    illustrated.reader_settings += f"\n{settings}"
    illustrated.write_config()
    with reading(illustrated, KITTY, env=env) as opened:
        open_article(opened)
        assert KITTY_QUESTION.encode() not in opened.output
        before = opened.text.count("Lamps in the harbour.")
        opened.type("i")
        opened.wait("NO_COLOR|never|ASCII")
        assert opened.text.count("Lamps in the harbour.") == before
        left(opened)


def test_the_terminal_is_as_it_was_when_the_config_is_bad(illustrated: Paper) -> None:
    illustrated.reader_settings = 'theme = "papier"'
    illustrated.write_config()
    with reading(illustrated, KITTY) as opened:
        import termios

        before = termios.tcgetattr(opened._fd)
        assert opened.wait_end()[0] == 2
        assert before[3] & termios.ECHO and termios.tcgetattr(opened._fd)[3] & termios.ECHO


def test_nothing_of_pillow_is_imported_before_a_picture_is_drawn(illustrated: Paper) -> None:
    code = (
        "import sys; from newsreader.commands.reader import run; import newsreader.tui.app, newsreader.tui.terminal_driver,"
        " newsreader.tui.picturing; print([name for name in sys.modules if name.partition('.')[0] == 'PIL'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env={**os.environ})
    assert done.stdout == "[]\n", done.stderr
