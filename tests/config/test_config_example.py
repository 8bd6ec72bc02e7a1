"""The example, the documentation and what `config show` prints say what the schema says."""

import tomllib
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec import Struct, structs

from newsreader.actions import ACTIONS
from newsreader.config.example import example, tables
from newsreader.config.load import loads
from newsreader.config.schema import (
    NOT_USED_YET,
    Config,
    FeedSettings,
    FetchSettings,
    Macro,
    ReaderSettings,
    Rule,
    View,
)
from newsreader.config.show import as_toml

ROOT = Path(__file__).parent.parent.parent
STRUCTS: dict[str, type[Struct]] = {
    "reader": ReaderSettings,
    "fetch": FetchSettings,
    "feeds": FeedSettings,
    "views": View,
    "rules": Rule,
    "macros": Macro,
}
SETTINGS = [(table, name) for table, kind in STRUCTS.items() for name in kind.__struct_fields__]


def uncommented(text: str) -> str:
    """The example with everything that is a setting in it switched on."""
    return "\n".join(
        line.removeprefix("# ") if line.startswith("# [") or " = " in line.partition("  #")[0] else line
        for line in text.splitlines()
    )


def test_the_files_of_the_tree_are_what_the_schema_makes() -> None:
    assert (ROOT / "config.example.toml").read_text() == example(), "run python -m newsreader.config.example"
    assert (ROOT / "docs" / "config.md").read_text().endswith(tables()), "run python -m newsreader.config.example docs"


def test_the_example_is_the_defaults(config_file: Path) -> None:
    assert loads(example(), config_file) == Config()


OTHER_WAYS_TO_LOG_IN = ("password_env", "password_file", "token_command", "token_env", "token_file")


def everything() -> str:
    """The example with all settings switched on that can stand together."""
    lines = uncommented(example()).splitlines()
    return "\n".join(line for line in lines if not line.startswith(OTHER_WAYS_TO_LOG_IN))


def test_everything_in_the_example_can_be_switched_on(config_file: Path) -> None:
    config = loads(everything(), config_file)
    assert len(config.feeds) == len(config.views) == len(config.rules) == len(config.macros) == len(config.share) == 1
    assert set(config.keys) == {action.id for action in ACTIONS}
    for item in (config.feeds[0], config.views[0], config.rules[0]):
        names = set(item.__struct_fields__) - set(OTHER_WAYS_TO_LOG_IN)
        assert all(getattr(item, name) not in (None, ()) for name in names)


@pytest.mark.parametrize(("table", "name"), SETTINGS)
def test_every_setting_is_in_the_example_with_its_default(table: str, name: str) -> None:
    found = tomllib.loads(uncommented(example()))[table]
    found = found[0] if isinstance(found, list) else found
    assert name in found
    plain = tomllib.loads(example()).get(table, {})
    if table in ("reader", "fetch") and f"{table}.{name}" not in NOT_USED_YET:
        default = getattr(getattr(Config(), table), name)
        assert (name in plain) == (default is not None and default != {})


@pytest.mark.parametrize(("table", "name"), SETTINGS)
def test_every_setting_has_a_line_of_help_and_a_row_in_the_docs(table: str, name: str) -> None:
    shared = table == "feeds" and any(name in STRUCTS[other].__struct_fields__ for other in ("reader", "fetch"))
    section = tables().split(f"### [[{table}]]" if f"### [[{table}]]" in tables() else f"### [{table}]")[1]
    row = next((line for line in section.split("###")[0].splitlines() if line.startswith(f"| `{name}`")), "")
    if shared:
        assert row == ""
        assert f"`{name}` (per feed too)" in tables()
    else:
        assert len([cell for cell in row.split(" | ")[1:3] if len(cell.strip()) > 3]) == 2, row


def test_what_is_not_used_yet_is_a_setting() -> None:
    names = {f"{table}.{name}" for table, name in SETTINGS} | set(Config.__struct_fields__)
    assert names >= NOT_USED_YET


def test_what_is_shared_with_a_feed_has_one_type_in_both() -> None:
    for name in set(FeedSettings.__struct_fields__) & set(FetchSettings.__struct_fields__) - {"headers", "verify"}:
        one, both = (
            next(info for info in structs.fields(cast(Any, kind)) if info.name == name).type
            for kind in (FetchSettings, FeedSettings)
        )
        assert both in (one, one | None), name


# ── config show ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_settings_in_force_can_be_loaded_again(config_file: Path) -> None:
    config = loads(everything(), config_file)
    again = loads(as_toml(config), config_file)
    hidden = structs.replace(config.feeds[0], password_command=None)
    assert structs.replace(again.feeds[0], password_command=None) == hidden
    assert structs.replace(again, keys={}, feeds=()) == structs.replace(config, keys={}, feeds=())
    assert as_toml(again) == as_toml(config)


def test_defaults_are_shown_too_and_every_key() -> None:
    shown = tomllib.loads(as_toml(Config()))
    assert shown["reader"]["theme"] == "auto"
    assert shown["fetch"]["interval"] == "1h"
    assert shown["fetch"]["max_bytes"] == "16MiB"
    assert shown["keys"]["star"] == "s"
    assert "feeds" not in shown


def test_no_secret_is_shown(config_file: Path) -> None:
    text = """
        [fetch]
        headers = { "X-Api-Key" = "hunter2", "Accept-Language" = "en" }
        proxy = "http://ada:hunter2@proxy:3128"
        notify = ["curl", "--header", "Authorization: Bearer hunter2", "--token=hunter2", "--password", "hunter2"]
        [share]
        Mail = ["mailer", "--secret", "hunter2", "{url}"]
        [[feeds]]
        url = "https://ada:hunter2@example.com/feed?token=hunter2&page=2"
        proxy = "socks5://hunter2:hunter2@host:1"
        headers = { Cookie = "hunter2" }
        username = "ada"
        password_command = ["echo", "hunter2"]
        [[feeds]]
        url = "https://token.example/feed"
        token_command = "printf hunter2"
        [[feeds]]
        url = "https://variable.example/feed"
        username = "ada"
        password_env = "FEED_PASSWORD"
    """
    shown = as_toml(loads(text, config_file))
    assert "hunter2" not in shown
    for kept in ("Accept-Language", "https://example.com/feed", "page=2", "FEED_PASSWORD", "curl", "{url}", "echo"):
        assert kept in shown
