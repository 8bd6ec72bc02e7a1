"""How a feed logs in: what its table may say, and what nobody gets to see of it."""

from pathlib import Path

import pytest
from config_builders import mistakes

from newsreader.config.load import loads, subscriptions, warnings
from newsreader.config.show import as_toml
from newsreader.feeds.credentials import Login, Source
from newsreader.feeds.plans import login_of

URL = 'url = "https://news.example/feed"'


@pytest.mark.parametrize(
    ("settings", "login"),
    [
        ("", None),
        ('username = "ada"', Login("Basic", "ada")),
        (
            'username = "ada"\npassword_command = ["pass", "lwn"]',
            Login("Basic", "ada", Source("command", ("pass", "lwn"))),
        ),
        ('username = "ada"\npassword_env = "LWN"', Login("Basic", "ada", Source("env", ("LWN",)))),
        ('username = "ada"\npassword_file = "secret"', Login("Basic", "ada", Source("file", ("{folder}/secret",)))),
        ('token_command = ["token"]', Login("Bearer", source=Source("command", ("token",)))),
        ('token_env = "LWN"', Login("Bearer", source=Source("env", ("LWN",)))),
        ('token_file = "/etc/token"', Login("Bearer", source=Source("file", ("/etc/token",)))),
    ],
)
def test_each_way_to_log_in_is_understood(tmp_path: Path, settings: str, login: Login | None) -> None:
    config = loads(f"[[feeds]]\n{URL}\n{settings}", tmp_path / "config.toml")
    found = login_of(config.feeds[0])
    assert str(found) == str(login).replace("{folder}", str(tmp_path))


@pytest.mark.parametrize(
    ("settings", "mistake"),
    [
        (
            'username = "ada"\npassword_env = "A"\npassword_file = "b"',
            "one of password_env and password_file is enough",
        ),
        ('token_env = "A"\ntoken_file = "b"', "one of token_env and token_file is enough"),
        ('password_env = "A"', 'whose password? username = "…" is missing'),
        ('username = "ada"\ntoken_env = "A"', "a user name or a token, not both"),
        ('username = "a:b"', "no user name has a colon"),
        ('token_env = "A"\nheaders = { authorization = "x" }', "it cannot stand here as well"),
    ],
)
def test_contradictions_are_named(tmp_path: Path, settings: str, mistake: str) -> None:
    (found,) = mistakes(tmp_path / "config.toml", f"[[feeds]]\n{URL}\n{settings}\n")
    assert mistake in found


def test_a_file_wants_no_password(tmp_path: Path) -> None:
    (found,) = mistakes(tmp_path / "config.toml", '[[feeds]]\nurl = "feed.xml"\nusername = "ada"\n')
    assert "only feeds on the web want to know who asks" in found


@pytest.mark.parametrize(
    ("url", "warned"),
    [("http://news.example/feed", True), ("https://news.example/feed", False), ("http://127.0.0.1:8080/feed", False)],
)
def test_a_password_over_plain_http_is_warned_of(tmp_path: Path, url: str, warned: bool) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[[feeds]]\nurl = "{url}"\nusername = "ada"\npassword_env = "LWN"\n')
    path.chmod(0o600)
    said = [str(mistake) for mistake in warnings(loads(path.read_text(), path), path)]
    assert bool(said) is warned
    assert all("goes over http, where everybody on the way can read it" in line for line in said)


def test_what_prints_a_secret_is_shown_without_its_arguments(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    config = loads(f'[[feeds]]\n{URL}\nusername = "ada"\npassword_command = ["echo", "hunter2"]', path)
    assert "hunter2" not in as_toml(config)
    assert "hunter2" not in repr(subscriptions(config, path))
