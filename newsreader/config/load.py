"""The person's TOML file becomes settings, or a list of everything that is wrong with it."""

import re
import stat
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from newsreader.config import keys, toml
from newsreader.config.addresses import local_path, looks_like_host, resolve
from newsreader.config.checks import FEED_FILES, find_mistakes
from newsreader.config.decode import Decoded, decode
from newsreader.config.finding import Finding, KeyPath
from newsreader.config.schema import Config
from newsreader.config.sources import read_file, why_not_toml
from newsreader.model import Subscription
from newsreader.paths import shipped_guide
from newsreader.text import clean_line

# A config of 10,000 feeds has about 1.5 MB; whatever is larger was not meant (--config of a film).
MAX_BYTES = 16 * 1024**2


class Mistake(Struct, frozen=True):
    """Something wrong in the config file; `str()` is one line for a person."""

    file: Path
    line: int | None
    """From 1; None where it is in no single line."""
    key: str
    """'feeds[2].interval', numbers from 0; '' for the file as a whole."""
    message: str

    def __str__(self) -> str:
        place = str(self.file) if self.line is None else f"{self.file}:{self.line}"
        return clean_line(": ".join(part for part in (place, self.key, self.message) if part))


class ConfigErrors(Exception):
    """The config cannot be used; `mistakes` has all that is wrong with it, in the file's order."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def load(path: Path) -> Config:
    """Return the settings in the file at `path`; the defaults where no file is. Raises ConfigErrors with every mistake."""
    text = read(path)
    return Config() if text is None else loads(text, path)


def loads(text: str, path: Path) -> Config:
    """Return the settings in `text`, which stands or will stand in the file at `path`. Raises ConfigErrors."""
    text = text.removeprefix("\ufeff")
    decoded = decode(_tables(text, path))
    checked = find_mistakes(decoded.config, _folder(path), datetime.now().astimezone())
    findings = [*decoded.findings, *_renumbered(decoded, checked)]
    if findings:
        raise ConfigErrors(_placed(findings, text, path))
    return _with_absolute_paths(decoded.config, _folder(path))


def read(path: Path) -> str | None:
    """Return the text of the config file, or None where there is none. Raises ConfigErrors for what cannot be read."""
    try:
        content = read_file(path, MAX_BYTES)
    except FileNotFoundError:
        if path.is_symlink():
            raise _unreadable(path, f"is a link to {path.readlink()}, where nothing is") from None
        return None
    except IsADirectoryError:
        raise _unreadable(path, "is a folder; the config is a file, such as config.toml in it") from None
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror}") from None
    if len(content) > MAX_BYTES:
        raise _unreadable(path, f"is larger than {MAX_BYTES // 1024**2} MiB: this is no config")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8: byte 0x{content[error.start]:02x}; save it as UTF-8"
        raise ConfigErrors([Mistake(path, line, "", message)]) from None


def subscriptions(config: Config, path: Path) -> tuple[Subscription, ...]:
    """Return the feeds of a loaded config in its order, one for each of `config.feeds`, their paths absolute.

    A config without feeds follows the guide that ships with the program. `path` is the config file, in whose folder
    relative paths count.
    """
    folder = _folder(path)
    feeds = tuple(
        Subscription(
            url=resolve(feed.url, folder),
            name=clean_line(feed.name or ""),
            section=clean_line(feed.section or ""),
            tags=tuple(map(clean_line, feed.tags)),
        )
        for feed in config.feeds
    )
    return feeds or (Subscription(str(shipped_guide()), name="Guide"),)


def bindings(config: Config) -> keys.Bindings:
    """Return every action's key sequences: its own, or those of `[keys]`."""
    return keys.bind(config.keys)[0]


def macros(config: Config) -> tuple[keys.BoundMacro, ...]:
    """Return the macros of the config, with their keys."""
    return keys.bound_macros(config.macros)


def warnings(config: Config, path: Path) -> tuple[Mistake, ...]:
    """Return what a person should know about a config that is otherwise right: readable secrets, paths that look like hosts."""
    from newsreader.config.secrets import bare_login, find_secrets

    findings = []
    if (secrets := list(find_secrets(config))) and (mode := _mode(path)) & (stat.S_IRGRP | stat.S_IROTH):
        remedy = f"this holds a secret, and others can read the file (mode {mode:04o}): chmod 600 {path}"
        findings.append(Finding(secrets[0], remedy))
    for number, feed in enumerate(config.feeds):
        if looks_like_host(feed.url) and not Path(resolve(feed.url, _folder(path))).exists():
            message = f'"{feed.url}" is read as a file beside the config; an address starts with https://'
            findings.append(Finding(("feeds", number, "url"), message))
        if (setting := bare_login(feed)) is not None:
            message = "goes over http, where everybody on the way can read it; is there an https address?"
            findings.append(Finding(("feeds", number, setting), message))
    return tuple(_placed(findings, read(path) or "", path)) if findings else ()


def _with_absolute_paths(config: Config, folder: Path) -> Config:
    """The settings that name files and folders, from the home folder (~) or from the config's."""

    def absolute(file: str | None) -> str | None:
        return local_path(file, folder) if file else None

    if config.fetch.ca_file:
        fetch = structs.replace(config.fetch, ca_file=absolute(config.fetch.ca_file))
        config = structs.replace(config, fetch=fetch)
    if config.reader.downloads:
        reader = structs.replace(config.reader, downloads=absolute(config.reader.downloads))
        config = structs.replace(config, reader=reader)
    if any(getattr(feed, name) for feed in config.feeds for name in FEED_FILES):
        feeds = tuple(
            structs.replace(feed, **{name: absolute(getattr(feed, name)) for name in FEED_FILES})
            for feed in config.feeds
        )
        config = structs.replace(config, feeds=feeds)
    return config


def _folder(path: Path) -> Path:
    return path.absolute().parent


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0


def _renumbered(decoded: Decoded, findings: Iterable[Finding]) -> Iterable[Finding]:
    """Findings in what is left of an array, with the numbers that its elements have in the file."""
    for finding in findings:
        yield Finding(_in_file(finding.path, decoded), finding.message, finding.see and _in_file(finding.see, decoded))


def _in_file(path: KeyPath, decoded: Decoded) -> KeyPath:
    kept = decoded.kept.get(str(path[0]))
    return (path[0], kept[path[1]], *path[2:]) if kept and len(path) > 1 and isinstance(path[1], int) else path


def _placed(findings: Iterable[Finding], text: str, path: Path) -> list[Mistake]:
    # Only a file with something wrong in it needs this.
    from newsreader.config.places import find_places

    places = find_places(text.removeprefix("\ufeff"))
    mistakes = []
    for finding in findings:
        where = f" ({_dotted(finding.see)}, line {places.line(finding.see)})" if finding.see else ""
        mistakes.append(Mistake(path, places.line(finding.path), _dotted(finding.path), finding.message + where))
    return sorted(mistakes, key=lambda mistake: mistake.line or 0)


def _dotted(path: KeyPath) -> str:
    """A key path for the eye: feeds[2].headers."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def _unreadable(path: Path, message: str) -> ConfigErrors:
    return ConfigErrors([Mistake(path, None, "", message)])


# What tomllib says, and what it means for somebody who writes a config.
_HINTS = {
    "Invalid value": 'texts stand in quotes: theme = "auto"',
    "Cannot overwrite a value": "this name is in its table already",
    "Expected '=' after a key": "a setting is written name = value",
    "Illegal character": "a text in quotes must end on its line",
    "Unescaped '\\'": r"a backslash is written \\, or the text stands in 'single quotes'",
    "Unclosed array": "a list must end with ]",
}


def _tables(text: str, path: Path) -> dict[str, Any]:
    try:
        return toml.loads(text)
    except RecursionError:
        raise _unreadable(path, "lists or tables are nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError, and what int() and date() say
        raise ConfigErrors([_not_toml(why_not_toml(error), text, path)]) from None


def _not_toml(message: str, text: str, path: Path) -> Mistake:
    """Make a Mistake of tomllib's message, in which line and column stand in words."""
    match = re.search(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    what = message[: match.start()] if match else message
    hint = next((f" ({hint})" for start, hint in _HINTS.items() if what.startswith(start)), "")
    if match and match[1]:
        return Mistake(path, int(match[1]), "", f"not TOML: {what}, at column {match[2]}{hint}")
    last = text.count("\n") + 1 if match else None
    return Mistake(path, last, "", f"not TOML: {what}{', at the end' if match else ''}{hint}")
