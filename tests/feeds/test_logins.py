"""Feeds behind passwords and tokens: where the secret comes from, who gets it, and that nobody else does."""

import json
import sys
from base64 import b64decode, b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from feed_server import Behaviour, Connection, Request, Site, page, redirect, rss, status
from refresh_desk import Desk

from newsreader.feeds.credentials import Keyring, Login, NoSecret, Source

HOUR = timedelta(hours=1)


def prints(text: str) -> Source:
    return Source("command", (sys.executable, "-c", f"print({text!r})"))


def basic(source: Source | None) -> Login:
    return Login("Basic", "ada", source)


def only_for(authorization: str) -> Behaviour:
    """A feed for those who bring this header."""

    def behave(connection: Connection, request: Request) -> None:
        known = request.headers.get("authorization") == authorization
        (page(rss("One")) if known else status(401))(connection, request)

    return behave


def test_a_password_program_lets_a_feed_in(site: Site, desk: Desk) -> None:
    site["/feed"] = only_for("Basic YWRhOmjDvG50ZXI6Mg==")
    desk.subscribe(f"{site.url}/feed")
    desk.logins[f"{site.url}/feed"] = basic(prints("hünter:2\nlogin: ada"))
    assert desk.only().result == "new"
    assert b64decode("YWRhOmjDvG50ZXI6Mg==").decode() == "ada:hünter:2"


def test_a_variable_a_file_and_no_password_at_all_will_do(site: Site, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from a file\n")
    file.chmod(0o600)
    desk.environ["LWN"] = "from the environment"
    for name, source in (("env", Source("env", ("LWN",))), ("file", Source("file", (str(file),))), ("none", None)):
        site[f"/{name}"] = page(rss(name))
        desk.subscribe(f"{site.url}/{name}")
        desk.logins[f"{site.url}/{name}"] = basic(source)
    desk.refresh()
    sent = [b64decode(site.asked(f"/{n}")[0].headers["authorization"][6:]) for n in ("env", "file", "none")]
    assert sent == [b"ada:from the environment", b"ada:from a file", b"ada:"]


def test_a_token_goes_as_a_bearer_token(site: Site, desk: Desk) -> None:
    site["/feed"] = only_for("Bearer abc.DEF-1==")
    desk.subscribe(f"{site.url}/feed")
    desk.logins[f"{site.url}/feed"] = Login("Bearer", source=prints("abc.DEF-1=="))
    assert desk.only().result == "new"


def test_one_program_runs_once_for_all_feeds_that_name_it(site: Site, desk: Desk, tmp_path: Path) -> None:
    log = tmp_path / "runs"
    program = Source("command", ("sh", "-c", f"echo run >> {log}; echo secret"))
    for n in range(5):
        site[f"/{n}"] = page(rss(str(n)))
        desk.logins[f"{site.url}/{n}"] = basic(program)
    desk.subscribe(*desk.logins)
    assert {told.result for told in desk.refresh().values()} == {"new"}
    assert log.read_text() == "run\n"


def test_other_feeds_come_in_while_a_program_thinks(site: Site, desk: Desk, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    site["/slow"], site["/feed"] = page(rss("Slow")), page(rss("One"))
    desk.subscribe(f"{site.url}/slow", f"{site.url}/feed")
    waits = f"while ! test -e {gate}; do sleep 0.01; done; echo secret"
    desk.logins[f"{site.url}/slow"] = basic(Source("command", ("sh", "-c", waits)))

    def opens(connection: Connection, request: Request) -> None:
        gate.touch()  # the program ends only after the other feed was asked
        page(rss("One"))(connection, request)

    site["/feed"] = opens
    assert {told.result for told in desk.refresh().values()} == {"new"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source("command", ("sh", "-c", "echo s3cret >&2; exit 3")), "sh ended with status 3"),
        (Source("command", ("sh", "-c", "kill -9 $$")), "sh ended with signal 9"),
        (Source("command", ("/nowhere/pass",)), "/nowhere/pass cannot be started: No such file or directory"),
        (Source("command", ("sh", "-c", "sleep 60")), "sh took longer than 0.3 s and was ended"),
        (Source("command", ("true",)), "what true prints has nothing in its first line"),
        (Source("command", ("printf", r"\377")), "what printf prints has a password that is no UTF-8"),
        (Source("command", ("printf", r"a\033b")), "the password has control characters in it"),
        (Source("env", ("NOWHERE",)), "the environment has no NOWHERE"),
        (Source("file", ("/nowhere/secret",)), "/nowhere/secret cannot be read: No such file or directory"),
        (Source("file", ("/dev/null",)), "/dev/null is no file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_has_no_secret_is_told_in_words_and_the_server_is_not_asked(
    site: Site, desk: Desk, source: Source, words: str
) -> None:
    desk.patience = 0.3
    site["/feed"], site["/other"] = page(rss("One")), page(rss("Two"))
    desk.subscribe(f"{site.url}/feed", f"{site.url}/other")
    desk.logins[f"{site.url}/feed"] = basic(source)
    told = desk.refresh()
    assert told[f"{site.url}/feed"].reason == f"cannot log in: {words}"
    assert told[f"{site.url}/other"].result == "new"
    assert desk.feed(f"{site.url}/feed").schedule.failures == 1
    assert not site.asked("/feed")
    assert "s3cret" not in repr(desk.events)


def test_a_file_that_others_may_read_is_refused(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret")
    file.chmod(0o640)
    with pytest.raises(NoSecret, match=f"others may read {file}: chmod 600 it"):
        Keyring().ask(basic(Source("file", (str(file),)))).result()


def test_a_token_with_a_line_in_it_makes_no_header(desk: Desk) -> None:
    keyring = Keyring({"TOKEN": "abc\r\nX-Evil: 1"})
    with pytest.raises(NoSecret, match="characters that none can have"):
        keyring.ask(Login("Bearer", source=Source("env", ("TOKEN",)))).result()


def test_a_refused_password_is_told_as_such(site: Site, desk: Desk) -> None:
    site["/basic"] = site["/bearer"] = status(401)
    desk.subscribe(f"{site.url}/basic", f"{site.url}/bearer")
    desk.logins[f"{site.url}/basic"] = basic(prints("wrong"))
    desk.logins[f"{site.url}/bearer"] = Login("Bearer", source=prints("wrong"))
    told = desk.refresh()
    assert told[f"{site.url}/basic"].reason == "user name or password was not accepted"
    assert told[f"{site.url}/bearer"].reason == "the token was not accepted"


def test_a_login_goes_to_no_other_host_not_even_to_one_that_the_feed_has_moved_to(
    site: Site, public_desk: Desk
) -> None:
    desk = public_desk
    there, elsewhere = f"http://news.example:{site.port}/feed", f"http://other.example:{site.port}/new"
    site["/feed"], site["/new"] = redirect(301, elsewhere), page(rss("One"))
    desk.subscribe(there)
    desk.logins[there] = basic(prints("secret"))
    desk.asking(headers={"X-Token": "secret"})
    for _ in range(6):
        assert desk.only(after=13 * HOUR).result in ("new", "unchanged")
    assert len(site.asked("/new")) > len(site.asked("/feed"))  # in the end the new address is asked at once
    assert all("authorization" in request.headers for request in site.asked("/feed"))
    assert not any({"authorization", "x-token"} & set(request.headers) for request in site.asked("/new"))


def test_a_feed_without_a_password_that_ends_the_run_does_not_leave_the_offline_ones_waiting(
    site: Site, public_desk: Desk, tmp_path: Path
) -> None:
    """The last feed to end is not one that was asked; those that nobody answered for are settled all the same."""
    desk = public_desk
    desk.resolve = lambda host: () if host.replace(".", "").isdigit() else ("127.0.0.9",)
    desk.patience = 1.0
    desk.subscribe("http://nobody.example:9/feed", f"{site.url}/locked")
    desk.logins[f"{site.url}/locked"] = basic(Source("command", ("sleep", "60")))
    told = desk.refresh()
    assert {outcome.result for outcome in told.values()} == {"failed"}


def test_a_program_that_still_runs_ends_with_the_keyring() -> None:
    keyring = Keyring()
    answer = keyring.ask(basic(Source("command", ("sleep", "60"))))
    while not keyring._programs:
        assert not answer.done()
    keyring.close()
    assert isinstance(answer.exception(timeout=10), NoSecret)


def test_nothing_of_a_secret_is_in_the_store(site: Site, desk: Desk) -> None:
    site["/feed"] = only_for("Bearer tok-s3cret")
    desk.subscribe(f"{site.url}/feed")
    desk.logins[f"{site.url}/feed"] = Login("Bearer", source=prints("tok-s3cret"))
    desk.refresh()
    desk.writer.checkpoint()
    held = b"".join(file.read_bytes() for file in desk.folder.iterdir() if file.is_file())
    assert b"One" in held
    assert b"s3cret" not in held
    assert "s3cret" not in json.dumps(repr(desk.events))


@pytest.mark.parametrize(
    "script", ["setsid sleep 60 & echo pw", "echo pw; exec sleep 0.1", "printf pw", "yes pw | head -c 300000"]
)
def test_an_agent_that_a_program_leaves_behind_keeps_nobody_waiting(script: str) -> None:
    keyring = Keyring(seconds=20)
    login = basic(Source("command", ("sh", "-c", script)))
    assert keyring.ask(login).result(timeout=10) == f"Basic {b64encode(b'ada:pw').decode()}"
    keyring.close()


def test_a_program_with_an_agent_that_takes_too_long_is_given_up() -> None:
    keyring = Keyring(seconds=0.2)
    with pytest.raises(NoSecret, match="took longer"):
        keyring.ask(basic(Source("command", ("sh", "-c", "setsid sleep 60 & sleep 60")))).result(timeout=10)
    keyring.close()
