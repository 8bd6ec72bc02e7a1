"""Opening and copying, with real programs: scripts that write down how they were called."""

import json
import stat
import sys
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from forbidden import HOSTILE
from host import Host
from textual.app import SuspendNotSupported

from newsreader.config.schema import ReaderSettings
from newsreader.config.spans import Argv
from newsreader.tui.answers import ProgramFailed
from newsreader.tui.opening import OpeningError, browser_command, copy, editor_command, open_in_browser, shown_link

URL = "https://example.org/a?b=c&d=e"


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Path]:
    """Makes a program that writes its arguments, its input and a variable into NAME.json."""

    def make(name: str = "browser", status: int = 0) -> Path:
        file = tmp_path / name
        file.write_text(
            f"#!{sys.executable}\n"
            "import json, os, sys\n"
            f"out = {str(tmp_path / (name + '.json'))!r}\n"
            "said = [sys.argv[1:], sys.stdin.read(), os.environ.get('NEWSREADER_URL')]\n"
            "open(out + '.part', 'w').write(json.dumps(said))\n"
            "os.replace(out + '.part', out)\n"
            f"sys.exit({status})\n"
        )
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return file

    return make


def called(program: Path) -> list | None:
    """[arguments, input, NEWSREADER_URL] of the call, once it happened."""
    file = program.with_name(program.name + ".json")
    return json.loads(file.read_text()) if file.exists() else None


async def until(pilot, condition: Callable[[], object]) -> object:
    for _ in range(1000):
        if value := condition():
            return value
        await pilot.pause(0.01)
    raise AssertionError("never came")


# ── Which command


def test_the_browser_of_the_config_gets_the_link_where_it_wants_it() -> None:
    settings = ReaderSettings(browser=Argv(("my browser", "--url={url}", "-new")))
    assert browser_command(URL, settings, {"BROWSER": "other"}) == ["my browser", f"--url={URL}", "-new"]


def test_without_a_place_the_link_comes_last() -> None:
    assert browser_command(URL, ReaderSettings(browser=Argv(("b", "-x"))), {}) == ["b", "-x", URL]


def test_the_first_program_of_the_environment_that_is_there_is_taken(
    tmp_path: Path, program: Callable[..., Path]
) -> None:
    program("second")
    environ = {"BROWSER": 'first:second "two words" %s:third', "PATH": str(tmp_path), "DISPLAY": ":0"}
    assert browser_command(URL, ReaderSettings(), environ) == ["second", "two words", URL]


@pytest.mark.skipif(sys.platform == "darwin", reason="there the opener is called open")
def test_else_what_the_system_opens_links_with(tmp_path: Path, program: Callable[..., Path]) -> None:
    program("xdg-open")
    environ = {"PATH": str(tmp_path), "DISPLAY": ":0"}
    assert browser_command(URL, ReaderSettings(), environ) == ["xdg-open", URL]


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac has a display")
def test_without_a_display_a_browser_for_the_terminal_is_better(tmp_path: Path, program: Callable[..., Path]) -> None:
    program("xdg-open"), program("w3m")
    assert browser_command(URL, ReaderSettings(), {"PATH": str(tmp_path)}) == ["w3m", URL]
    assert browser_command(URL, ReaderSettings(), {"PATH": str(tmp_path), "DISPLAY": ":0"}) == ["xdg-open", URL]


def test_no_browser_at_all_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OpeningError, match=r"no browser found; set browser ="):
        browser_command(URL, ReaderSettings(), {"PATH": str(tmp_path)})


def test_an_open_quote_in_the_environment_is_said() -> None:
    with pytest.raises(OpeningError, match=r"\$BROWSER cannot be understood: no closing quotation"):
        browser_command(URL, ReaderSettings(), {"BROWSER": "'firefox"})


def test_the_editor_is_that_of_the_config_then_visual_then_editor(tmp_path: Path) -> None:
    file = tmp_path / "a file.toml"
    environ = {"VISUAL": "code --wait", "EDITOR": "ed"}
    settings = ReaderSettings(editor=Argv(("nano", "+1", "{file}")))
    assert editor_command(settings, file, environ) == ["nano", "+1", str(file)]
    assert editor_command(ReaderSettings(), file, environ) == ["code", "--wait", str(file)]
    assert editor_command(ReaderSettings(), file, {"EDITOR": "ed"}) == ["ed", str(file)]


def test_without_any_setting_an_editor_that_is_there(tmp_path: Path, program: Callable[..., Path]) -> None:
    vi = program("vi")
    assert editor_command(ReaderSettings(), tmp_path / "c", {"PATH": str(tmp_path)}) == [str(vi), str(tmp_path / "c")]
    vi.unlink()
    with pytest.raises(OpeningError, match="no editor found; set editor ="):
        editor_command(ReaderSettings(), tmp_path / "c", {"PATH": str(tmp_path)})


# ── Opening


async def test_the_browser_is_started_with_the_link_as_one_argument(program: Callable[..., Path]) -> None:
    browser, app = program(), Host()
    url = "https://example.org/$(touch x)`id`;'\"?q=a&utm_source=feed|cat"
    async with app.run_test() as pilot:
        shown = open_in_browser(app, url.replace(" ", "%20"), ReaderSettings(browser=Argv((str(browser), "{url}"))))
        arguments, standard_input, variable = await until(pilot, lambda: called(browser))
    assert arguments == [shown] == [variable]
    assert standard_input == ""
    assert "$(touch%20x)" in shown


async def test_what_tells_where_a_reader_came_from_is_stripped_unless_the_person_wants_it(
    program: Callable[..., Path],
) -> None:
    browser, app = program(), Host()
    url = "https://example.org/a?utm_source=x&b=c"
    async with app.run_test():
        settings = ReaderSettings(browser=Argv((str(browser),)))
        assert open_in_browser(app, url, settings) == "https://example.org/a?b=c"
        kept = ReaderSettings(browser=Argv((str(browser),)), strip_tracking=False)
        assert open_in_browser(app, url, kept) == url == shown_link(url, kept)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "java\nscript:alert(1)", "\x01javascript:x", "file:///etc/passwd", "data:text/html,x",
     "-oProxyCommand=x", "--version", "https://", "https://-x/", "smb://host/x", "/etc/passwd", *HOSTILE],
)  # fmt: skip
async def test_nothing_but_web_and_mail_links_reaches_a_program(url: str, program: Callable[..., Path]) -> None:
    browser, app = program(), Host()
    async with app.run_test():
        with pytest.raises(OpeningError, match=r"^not opened, ") as caught:
            open_in_browser(app, url, ReaderSettings(browser=Argv((str(browser), "{url}"))))
    assert str(caught.value).isprintable() or not any(ord(c) < 32 for c in str(caught.value))
    assert called(browser) is None


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://e.example/x", "only http, https and mailto links are"),
        ("https://e.example:99999/", "its port is no number from 0 to 65535"),
        ("https://e.example/" + "x" * 3000, "it is longer than 2048 bytes"),
        ("https://two hosts.example/", "its host has a blank inside"),
        ("https://", "it names no host"),
        ("mailto:?subject=x", "it names nobody to write to"),
        ("https://e.example/\x1bx", "it has control characters inside"),
        ("https://[::1/", "its host cannot be understood"),
        ("--version", "a program would take it for an option"),
    ],
)
async def test_the_reason_why_a_link_is_not_opened_is_the_true_one(url: str, why: str) -> None:
    app = Host()
    async with app.run_test():
        with pytest.raises(OpeningError) as caught:
            open_in_browser(app, url, ReaderSettings(browser=Argv(("true",))))
    assert str(caught.value).startswith(f"not opened, {why}: ")


async def test_the_password_of_an_address_does_not_reach_a_program(program: Callable[..., Path]) -> None:
    browser, app = program(), Host()
    async with app.run_test() as pilot:
        open_in_browser(app, "https://me:s3cret@e.example/feed", ReaderSettings(browser=Argv((str(browser),))))
        [arguments, _, variable] = await until(pilot, lambda: called(browser))
    assert arguments == ["https://e.example/feed"] and variable == "https://e.example/feed"


async def test_a_browser_that_is_not_there_is_said(tmp_path: Path) -> None:
    app, missing = Host(), str(tmp_path / "missing")
    async with app.run_test():
        with pytest.raises(OpeningError, match="missing cannot be started: there is no such program"):
            open_in_browser(app, URL, ReaderSettings(browser=Argv((missing,))))


async def test_a_browser_that_fails_is_told_of(program: Callable[..., Path]) -> None:
    browser, app = program(status=3), Host()
    async with app.run_test() as pilot:
        open_in_browser(app, URL, ReaderSettings(browser=Argv((str(browser),))))
        [message] = await until(pilot, lambda: app.got(ProgramFailed))
    assert message.why == f"not opened: {browser} ended with status 3"


async def test_a_browser_in_the_terminal_gets_it_and_is_waited_for(
    program: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, app, suspended = program("w3m"), Host(), []

    @contextmanager
    def suspend():
        suspended.append("in")
        yield
        suspended.append("out")

    monkeypatch.setattr(app, "suspend", suspend)
    monkeypatch.setattr("sys.stdin", None)
    async with app.run_test():
        settings = ReaderSettings(browser=Argv(("sh", "-c", "exit 7")))
        open_in_browser(app, URL, settings)
        assert suspended == []
        with Path("/dev/null").open() as nothing:
            monkeypatch.setattr("subprocess.run", _with_stdin(nothing))
            open_in_browser(app, URL, ReaderSettings(browser=Argv((str(browser),))))
    assert suspended == ["in", "out"]
    assert called(browser)[0] == [URL]


def _with_stdin(file):
    """subprocess.run whose programs do not read what pytest has as its input."""
    import subprocess

    real = subprocess.run
    return lambda command, **options: real(command, stdin=file, **options)


async def test_a_terminal_that_cannot_be_handed_over_is_said(program: Callable[..., Path]) -> None:
    app = Host()
    async with app.run_test():  # a pilot's terminal is none
        with pytest.raises(SuspendNotSupported), app.suspend():
            pass
        with pytest.raises(OpeningError, match="needs the terminal"):
            open_in_browser(app, URL, ReaderSettings(browser=Argv((str(program("lynx")),))))


# ── Copying


async def test_the_terminal_copies_one_clean_line(monkeypatch: pytest.MonkeyPatch) -> None:
    app, copied = Host(), []
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test():
        copy(app, "a \x1b]52;c;eA==\x07title\nhttps://example.org\n", ReaderSettings())
    assert copied == ["a ]52;c;eA==title https://example.org"]


async def test_a_selection_keeps_its_lines_but_has_no_newline_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    app, copied = Host(), []
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test():
        copy(app, "if x:\n    y = \x9b31m1\n", ReaderSettings(), lines=True)
    assert copied == ["if x:\n    y = 31m1"]


async def test_the_program_of_the_config_gets_the_text_on_its_input(program: Callable[..., Path]) -> None:
    clipboard, app = program("clip"), Host()
    async with app.run_test() as pilot:
        copy(app, "日本 title\nlink", ReaderSettings(clipboard=Argv((str(clipboard), "-x"))))
        arguments, text, _ = await until(pilot, lambda: called(clipboard))
    assert (arguments, text) == (["-x"], "日本 title link")


async def test_a_clipboard_program_that_fails_is_told_of(program: Callable[..., Path]) -> None:
    app = Host()
    async with app.run_test() as pilot:
        copy(app, "x", ReaderSettings(clipboard=Argv(("sh", "-c", "exit 4"))))
        [message] = await until(pilot, lambda: app.got(ProgramFailed))
        assert message.why == "not copied: sh ended with status 4"
        with pytest.raises(OpeningError, match="there is no such program"):
            copy(app, "x", ReaderSettings(clipboard=Argv((str(program("gone")) + "-not",))))


async def test_a_clipboard_program_that_hangs_does_not_hold_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.tui.opening.COPY_SECONDS", 0.2)
    app = Host()
    async with app.run_test() as pilot:
        copy(app, "x", ReaderSettings(clipboard=Argv(("sleep", "60"))))
        assert not app.got(ProgramFailed), "copy came back before the program did"
        [message] = await until(pilot, lambda: app.got(ProgramFailed))
    assert "did not take the text" in message.why
