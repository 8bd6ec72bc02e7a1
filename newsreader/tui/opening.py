"""Other programs: the browser, the editor, the clipboard. Started with argument lists, never through a shell."""

import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.text import clean_line
from newsreader.urls import openable, without_tracking

if TYPE_CHECKING:
    from textual.app import App

    from newsreader.config.schema import ReaderSettings

OPENERS = ("open",) if sys.platform == "darwin" else ("xdg-open", "gio open", "wslview", "x-www-browser")
"""What opens a link where neither the config nor $BROWSER says it; the first that is on PATH."""
EDITORS = ("sensible-editor", "editor", "vi", "nano", "emacs")
COPY_SECONDS = 2.0
"""A clipboard program that has not taken the text by then hangs."""


class OpeningError(Exception):
    """A program that cannot be started, or a link that must not be opened; one line for a person."""


# ── Links


def shown_link(url: str, settings: "ReaderSettings") -> str:
    """Return a link as it is opened and copied: without what only tells its site where a reader came from."""
    return without_tracking(url) if settings.strip_tracking else url


def open_in_browser(url: str, settings: "ReaderSettings", environ: Mapping[str, str] = os.environ) -> str:
    """Open a link in the browser, without waiting for it; returns the link that was opened.

    Raises OpeningError for a link that is no http, https or mailto, and where no browser can be started.
    """
    link = openable(shown_link(url, settings))
    if link is None:
        raise OpeningError(f"not opened, only http, https and mailto links are: {clean_line(url)}")
    _start(_browser_command(link, settings, environ), {**environ, "NEWSREADER_URL": link})
    return link


def _browser_command(link: str, settings: "ReaderSettings", environ: Mapping[str, str]) -> list[str]:
    if settings.browser:
        return _filled(settings.browser, "{url}", link)
    # A list of alternatives, the first that is there: 'firefox:lynx %s'.
    for text in environ.get("BROWSER", "").split(os.pathsep):
        words = _split(text, "$BROWSER")
        if words and shutil.which(words[0], path=environ.get("PATH")):
            return _filled(words, "%s", link)
    for opener in OPENERS:
        words = opener.split()
        if shutil.which(words[0], path=environ.get("PATH")):
            return [*words, link]
    raise OpeningError('no browser found; set browser = ["firefox", "{url}"] under [reader], or $BROWSER')


def _filled(words: Sequence[str], place: str, value: str) -> list[str]:
    """Return `words` with `value` in its place inside of them, or behind them where none names the place."""
    if any(place in word for word in words):
        return [word.replace(place, value) for word in words]
    return [*words, value]


def _start(command: Sequence[str], environ: Mapping[str, str]) -> None:
    """Start a program that lives for itself: it survives this one, and cannot write on its screen."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=dict(environ),
        )
    except (OSError, ValueError) as error:
        raise OpeningError(_why_not(command[0], error)) from None
    # Somebody must ask how it ended, or a zombie stays for as long as the reader runs.
    threading.Thread(target=process.wait, daemon=True).start()


# ── The clipboard


def copy(app: "App[object]", text: str, settings: "ReaderSettings") -> None:
    """Copy what the person sees, as one line: with the program of the config, else by way of the terminal (OSC 52).

    Raises OpeningError if that program fails.
    """
    text = clean_line(text)
    if not settings.clipboard:
        app.copy_to_clipboard(text)
        return
    name = settings.clipboard[0]
    try:
        # Its output goes nowhere: programs such as xclip leave a child behind that keeps a pipe open for ever.
        subprocess.run(
            settings.clipboard,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=COPY_SECONDS,
            check=True,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise OpeningError(f"{name} did not take the text within {COPY_SECONDS:.0f} s") from None
    except subprocess.CalledProcessError as error:
        raise OpeningError(f"{name} could not copy: it ended with status {error.returncode}") from None
    except (OSError, ValueError) as error:
        raise OpeningError(_why_not(name, error)) from None


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


def _why_not(name: str, error: Exception) -> str:
    reason = "there is no such program" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", None)
    return clean_line(f"{name} cannot be started: {reason or error}")
