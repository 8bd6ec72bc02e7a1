"""Other programs: the browser, the editor, the clipboard. Started with argument lists, never through a shell."""

import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from newsreader.text import clean_line, clean_text
from newsreader.tui.answers import ProgramFailed
from newsreader.urls import MAX_LINK_BYTES, NotOpenable, checked, openable, without_tracking, without_userinfo

if TYPE_CHECKING:
    from newsreader.config.schema import ReaderSettings
    from newsreader.tui.app import NewsreaderApp

OPENERS = ("open",) if sys.platform == "darwin" else ("xdg-open", "wslview", "termux-open-url", "x-www-browser")
"""What opens a link where neither the config nor $BROWSER says it; the first that is on PATH."""
TEXT_BROWSERS = ("w3m", "lynx", "links", "links2", "elinks", "browsh", "chawan", "cha", "www-browser")
"""They need the terminal: the reader steps aside until they end."""
EDITORS = ("sensible-editor", "editor", "vi", "nano", "emacs")
PAGERS = ("less", "more", "most")
PLAYER = "mpv"
EARLY_SECONDS = 10.0
"""A browser that fails within this time has not opened the link; one that ends later was closed by the person."""
COPY_SECONDS = 5.0
"""A clipboard program that has not taken the text by then hangs."""


class OpeningError(Exception):
    """A program that cannot be started, or a link that must not be opened; one line for a person."""


# ── Links


def shown_link(url: str, settings: "ReaderSettings") -> str:
    """Return a link as it is opened and copied: without a password, and what only tells its site where a reader came from."""
    url = without_userinfo(url)
    return without_tracking(url) if settings.strip_tracking else url


def open_in_browser(
    app: "NewsreaderApp", url: str, settings: "ReaderSettings", environ: Mapping[str, str] = os.environ
) -> str:
    """Open a link in the browser, without waiting for it unless it needs the terminal; returns the link as opened.

    Raises OpeningError for a link that must not be opened (`urls.checked` says which), and where no browser can be started. One that
    starts and fails soon after is told of with ProgramFailed.
    """
    try:
        link = checked(shown_link(url, settings))
    except NotOpenable as error:
        raise OpeningError(f"not opened, {error}: {clean_line(url[:MAX_LINK_BYTES])}") from None
    command = browser_command(link, settings, environ)
    environ = {**environ, "NEWSREADER_URL": link}
    if PurePath(command[0]).name in TEXT_BROWSERS:
        _run_in_terminal(app, command, environ)
    else:
        process = _start(command, environ)
        threading.Thread(target=_watch_browser, args=(app, process, command[0]), daemon=True).start()
    return link


def browser_command(link: str, settings: "ReaderSettings", environ: Mapping[str, str]) -> list[str]:
    """Return the command that opens `link`: of the config, $BROWSER, or what is there. Raises OpeningError."""
    if settings.browser:
        return _filled(settings.browser, "{url}", link)
    path = environ.get("PATH")
    # A list of alternatives, the first that is there: 'firefox:lynx %s'.
    for text in environ.get("BROWSER", "").split(os.pathsep):
        words = _split(text, "$BROWSER")
        if words and shutil.which(words[0], path=path):
            return _filled(words, "%s", link)
    # Without a display xdg-open would start a text browser that has no terminal.
    blind = sys.platform != "darwin" and not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY")
    for opener in (*TEXT_BROWSERS, *OPENERS) if blind else OPENERS:
        if shutil.which(opener, path=path):
            return [opener, link]
    raise OpeningError('no browser found; set browser = ["firefox", "{url}"] under [reader], or $BROWSER')


def _filled(words: Sequence[str], place: str, value: str) -> list[str]:
    """Return `words` with `value` in its place inside of them, or behind them where none names the place."""
    if any(place in word for word in words):
        return [word.replace(place, value) for word in words]
    return [*words, value]


def _start(
    command: Sequence[str], environ: Mapping[str, str] | None = None, *, stdin: int = subprocess.DEVNULL
) -> "subprocess.Popen[bytes]":
    """Start a program that lives for itself: it survives this one, and cannot write on its screen. Raises OpeningError."""
    try:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=environ,
        )
    except (OSError, ValueError) as error:
        raise OpeningError(why_not(command[0], error)) from None


def _run_in_terminal(app: "NewsreaderApp", command: Sequence[str], environ: Mapping[str, str]) -> None:
    try:
        with app.suspend():
            subprocess.run(command, check=False, env=environ)
    except SuspendNotSupported:
        raise OpeningError(f"{command[0]} needs the terminal, which cannot be handed to it here") from None
    except (OSError, ValueError) as error:
        raise OpeningError(why_not(command[0], error)) from None


def _watch_browser(app: "NewsreaderApp", process: "subprocess.Popen[bytes]", name: str) -> None:
    """Say that a browser failed. Waits for its end in any case, or a zombie stays for as long as the reader runs."""
    try:
        status = process.wait(EARLY_SECONDS)
    except subprocess.TimeoutExpired:
        process.wait()
    else:
        _tell(app, f"not opened: {name} ended with status {status}" if status else "")


def _tell(app: "NewsreaderApp", why: str) -> None:
    if why:
        app.main.post_message(ProgramFailed(clean_line(why)))


# ── The clipboard


def copy(app: "NewsreaderApp", text: str, settings: "ReaderSettings", *, lines: bool = False) -> None:
    """Copy what the person sees: with the program of the config, else by way of the terminal (OSC 52).

    As one line; a selection (`lines`) keeps its own, for code would be none without them, but has no newline at its end.
    Raises OpeningError if that program cannot be started; if it fails later, ProgramFailed tells of it.
    """
    text = clean_text(text).strip("\n") if lines else clean_line(text)
    if not settings.clipboard:
        app.copy_to_clipboard(text)
        return
    process = _start(settings.clipboard, stdin=subprocess.PIPE)
    task = (app, process, settings.clipboard[0], text.encode("utf-8", "replace"))
    threading.Thread(target=_feed_clipboard, args=task, daemon=True).start()


def _feed_clipboard(app: "NewsreaderApp", process: "subprocess.Popen[bytes]", name: str, text: bytes) -> None:
    try:
        process.communicate(text, COPY_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        _tell(app, f"not copied: {name} did not take the text within {COPY_SECONDS:.0f} s")
    else:
        _tell(app, f"not copied: {name} ended with status {process.returncode}" if process.returncode else "")


# ── The pager


def run_pager(app: "NewsreaderApp", text: bytes, settings: "ReaderSettings", environ: Mapping[str, str]) -> None:
    """Let a pager show a text in the terminal until the person leaves it. Raises OpeningError."""
    try:
        with app.suspend():
            subprocess.run(pager_command(settings, environ), input=text, check=False, env=environ)
    except SuspendNotSupported:
        raise OpeningError("the pager needs the terminal, which cannot be handed to it here") from None
    except (OSError, ValueError) as error:
        raise OpeningError(f"the pager cannot be started: {error}") from None


def pager_command(settings: "ReaderSettings", environ: Mapping[str, str]) -> list[str]:
    """Return the command that shows a text from its stdin: of the config, $PAGER, or what is there. Raises OpeningError."""
    if settings.pager:
        return list(settings.pager)
    if words := _split(environ.get("PAGER", ""), "$PAGER"):
        return words
    for pager in PAGERS:
        if shutil.which(pager, path=environ.get("PATH")):
            return [pager]
    raise OpeningError('no pager found; set pager = ["less"] under [reader], or $PAGER')


# ── The player


def play(target: str, settings: "ReaderSettings", environ: Mapping[str, str] = os.environ) -> "subprocess.Popen[bytes]":
    """Start the player with an address, or with the absolute path of a file. Raises OpeningError."""
    if not PurePath(target).is_absolute():
        link = openable(target)
        if link is None or link.lower().startswith("mailto:"):
            raise OpeningError(f"not played, only http and https addresses are: {clean_line(target)}")
        target = link
    return _start(player_command(target, settings, environ), {**environ, "NEWSREADER_URL": target})


def player_command(target: str, settings: "ReaderSettings", environ: Mapping[str, str]) -> list[str]:
    """Return the command that plays `target`: of the config, else mpv. Raises OpeningError."""
    if settings.player:
        return _filled(settings.player, "{url}", target)
    if shutil.which(PLAYER, path=environ.get("PATH")):
        return [PLAYER, target]
    raise OpeningError(f'{PLAYER} is not installed; install it, or set player = ["vlc", "{{url}}"] under [reader]')


# ── The editor


def editor_command(settings: "ReaderSettings", file: Path, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command that edits `file`: of the config, $VISUAL, $EDITOR, or an editor that is there. Raises OpeningError."""
    if settings.editor:
        return _filled(settings.editor, "{file}", str(file))
    for name in ("VISUAL", "EDITOR"):
        if words := _split(environ.get(name, ""), f"${name}"):
            return [*words, str(file)]
    for editor in EDITORS:
        if path := shutil.which(editor, path=environ.get("PATH")):
            return [path, str(file)]
    raise OpeningError('no editor found; set editor = ["nano", "{file}"] under [reader], or $EDITOR')


def _split(text: str, name: str) -> list[str]:
    """The words of a command in the environment. Raises OpeningError for an open quote."""
    try:
        return shlex.split(text)
    except ValueError as error:
        raise OpeningError(f"{name} cannot be understood: {str(error).lower()}") from None


def why_not(name: str, error: Exception) -> str:
    """Return why a program cannot be started, for a person."""
    reason = "there is no such program" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", None)
    return clean_line(f"{name} cannot be started: {reason or error}")
