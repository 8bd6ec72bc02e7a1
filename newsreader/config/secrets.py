"""Secrets in the person's file: which settings hold one, and how they look without."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from newsreader.config.finding import KeyPath
from newsreader.config.schema import Config, FeedSettings
from newsreader.urls import redacted

HIDDEN = "***"

_SECRET_NAME = re.compile(
    r"(?i)authori[sz]|(?:^|[-_])(?:auth|sig|key|apikey|pwd|pass)(?:$|[-_])|cookie|token|secret|passw"
)
# Settings whose arguments are best kept away from eyes: ["echo", "hunter2"] prints a password as well as ["pass", "show"].
_PRINTS_A_SECRET = frozenset({"password_command", "token_command"})


def find_secrets(config: Config) -> Iterator[KeyPath]:
    """Yield the places of the settings that hold a secret in plain text; commands that print one do not."""
    yield from _in_settings(("fetch",), "", config.fetch.proxy, config.fetch.headers)
    for number, feed in enumerate(config.feeds):
        yield from _in_settings(("feeds", number), feed.url, feed.proxy, feed.headers)


def bare_login(feed: FeedSettings) -> str | None:
    """Return the setting of a feed that logs in over plain http to another machine; None where none does."""
    parts = urlsplit(feed.url)
    host = parts.hostname or ""
    if parts.scheme != "http" or host == "localhost" or host.endswith(".localhost") or host.startswith("127."):
        return None
    settings = ("username", "token_command", "token_env", "token_file")
    return next((name for name in settings if getattr(feed, name)), "url" if parts.password else None)


def without_secrets(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table of plain settings (show.py) in which secrets are hidden, at any depth."""
    return {name: _hidden(name, value) for name, value in settings.items()}


def _in_settings(path: KeyPath, url: str, proxy: str | None, headers: Mapping[str, str]) -> Iterator[KeyPath]:
    if _is_secret_address(url):
        yield (*path, "url")
    if proxy and _is_secret_address(proxy):
        yield (*path, "proxy")
    for name in headers:
        if _SECRET_NAME.search(name):
            yield (*path, "headers", name)


def _is_secret_address(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.password) or any(value and _SECRET_NAME.search(name) for name, value in parse_qsl(parts.query))


def _hidden(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        if name == "headers":
            return {key: HIDDEN if _SECRET_NAME.search(key) else text for key, text in value.items()}
        return without_secrets(value)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [without_secrets(item) for item in value]
    if name in _PRINTS_A_SECRET:
        return [value[0], HIDDEN] if len(value) > 1 else value
    if name in ("url", "proxy"):
        return redacted(value) if "://" in value else value
    if isinstance(value, list):
        return _hidden_arguments(value)
    return value


def _hidden_arguments(argv: list[Any]) -> list[Any]:
    """Hide what a command is told as a secret: '--token=x', '--password', 'x', 'Authorization: Bearer x'."""
    shown: list[Any] = []
    hide_next = False
    for item in argv:
        name, mark, _ = re.split(r"([=:]|$)", item, maxsplit=1) if isinstance(item, str) else ("", "", "")
        secret = bool(_SECRET_NAME.search(name))
        shown.append(HIDDEN if hide_next else f"{name}{mark}{HIDDEN}" if secret and mark else item)
        hide_next = secret and not mark and item.startswith("-")
    return shown
