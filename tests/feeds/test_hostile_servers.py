"""Servers that misbehave: each ends with the right word, in its time, and the others come in."""

import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from feed_server import Behaviour, Connection, Request, Site, drip, page, raw, redirect, rss, silent, status, zipped
from refresh_desk import Desk

from newsreader.feeds import http
from newsreader.feeds.unpacking import Unpacker
from newsreader.store.packing import zstd

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
FEED = rss("One")


def outcome(site: Site, desk: Desk, behaviour: Behaviour) -> str:
    """Return what is told of a feed that behaves so, after checking that another one came in beside it."""
    site["/bad"], site["/good"] = behaviour, page(rss("Good"))
    desk.subscribe(f"{site.url}/bad", f"{site.url}/good")
    told = desk.refresh()
    assert told[f"{site.url}/good"].result == "new"
    bad = told[f"{site.url}/bad"]
    return bad.reason if bad.result == "failed" else bad.result


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (status(500), "HTTP 500: error of the server"),
        (status(418), "HTTP 418: a teapot"),
        (status(799), "HTTP 799"),
        (status(204), "HTTP 204: no content"),
        (page(b""), "the document is empty"),
        (page(b"   \n"), "the document is empty"),
        (page(b"<html><p>Hello"), "a web page, not a feed"),
        (page(b"<opml version='2.0'><body/></opml>"), "a list of subscriptions (OPML), not a feed"),
        (page(b"{}"), "JSON, but no JSON Feed"),
        (page(b"\x00\x01\x02"), "not a feed"),
        (raw(b""), "the server closed without an answer"),
        (raw(b"hello\r\n\r\n"), "the answer is no HTTP"),
        (raw(HEAD + b"Content-Length: 5000\r\n\r\n" + FEED), "the answer ended too early"),
        (raw(HEAD + b"Content-Length: 5000\r\n\r\n" + FEED, reset=True), "the connection broke"),
        (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"), "the connection broke"),
        (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel"), "the answer ended too early"),
        (raw(HEAD + b"Content-Encoding: gzip\r\n\r\nno gzip"), "broken compression"),
        (page(b"\x28\xb5\x2f\xfd no zstd", Content_Encoding="zstd"), "broken compression"),
        (page(FEED, Content_Encoding="br"), "compressed in a way that was not asked for"),
        (page(gzip.compress(FEED)[:60], Content_Encoding="gzip"), "broken compression: the document is cut off"),
        (raw(HEAD + b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(1000)) + b"\r\n"), "headers too large"),
        (page(gzip.compress(gzip.compress(FEED)), Content_Encoding="gzip, gzip"), "compressed more than once"),
        (page(gzip.compress(gzip.compress(FEED)), Content_Encoding="gzip"), "not a feed"),
        (status(302), "302 moved, but no address to go to"),
        (redirect(302, "file:///etc/passwd"), "redirected to a file: address, which is not followed"),
        (redirect(302, "gopher://example.org/"), "redirected to a gopher: address, which is not followed"),
        (redirect(301, "http://[broken/"), "301 moved permanently, but no address to go to"),
        (redirect(302, "/bad"), "redirected more than 10 times"),
    ],
)
def test_an_answer_that_is_none_is_told_in_words(site: Site, desk: Desk, behaviour: Behaviour, told: str) -> None:
    assert outcome(site, desk, behaviour).startswith(told)


@pytest.mark.parametrize(
    "behaviour",
    [
        raw(b"HTTP/1.0 200 OK\r\n\r\n" + FEED),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"%x\r\n" % len(FEED) + FEED + b"\r\n0\r\n\r\n"),
        raw(
            b'HTTP/1.1 103 Early Hints\r\nETag: "no"\r\n\r\n' + HEAD + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED
        ),
        raw(b"HTTP/1.1 200 \x1b]0;owned\x07\r\nContent-Type: \x1b[31m\r\n: no name\r\n\r\n" + FEED),
        zipped(FEED),
        page(zlib.compress(FEED), Content_Encoding="deflate"),
        page(zlib.compress(FEED)[2:-4], Content_Encoding="deflate"),
        page(gzip.compress(FEED[:200]) + gzip.compress(FEED[200:]), Content_Encoding="x-gzip"),
        page(gzip.compress(FEED) + b"left over", Content_Encoding="gzip"),
        page(gzip.compress(FEED)[:-8], Content_Encoding="gzip"),
        page(zstd.compress(FEED), Content_Encoding="zstd"),
        page(FEED, content_type="text/html; charset=no-such-thing"),
        page(FEED, content_type=""),
        page(gzip.compress(FEED), content_type="application/gzip"),
    ],
)
def test_odd_answers_that_are_answers_are_read(site: Site, desk: Desk, behaviour: Behaviour) -> None:
    assert outcome(site, desk, behaviour) == "new"


@pytest.mark.parametrize("rest", [b"", b"\0" * 100], ids=["cut off", "zeros"])
def test_a_document_whose_compressed_data_are_broken_is_asked_for_anew_until_it_is_whole(
    site: Site, desk: Desk, rest: bytes
) -> None:
    titles = [f"Article {n} on {n * 7919 % 997}" for n in range(100)]
    whole = rss(*titles)
    broken = page(gzip.compress(whole)[:400] + rest, Content_Encoding="gzip", ETag='"v1"')
    site["/feed"] = [broken, page(gzip.compress(whole), Content_Encoding="gzip", ETag='"v1"')]
    desk.subscribe(f"{site.url}/feed")
    desk.refresh()
    assert len(desk.titles()) < 100
    schedule = desk.feed().schedule
    assert (schedule.error or schedule.note).startswith("broken compression")
    desk.refresh(force=True)
    assert "if-none-match" not in site.asked("/feed")[1].headers
    assert set(titles) <= set(desk.titles())
    assert desk.feed().schedule.etag == '"v1"'


def test_the_servers_own_words_are_never_shown(site: Site, desk: Desk) -> None:
    told = outcome(
        site, desk, raw(b"HTTP/1.1 404 \x1b]52;c;b3duZWQ=\x07[@click=app.quit]\r\nContent-Length: 0\r\n\r\n")
    )
    assert told == "HTTP 404: not found"


def test_a_bomb_is_unpacked_only_up_to_the_limit(site: Site, desk: Desk) -> None:
    desk.asking(max_bytes=1 << 20)
    bomb = gzip.compress(b" " * (200 << 20), 9)
    assert outcome(site, desk, page(bomb, Content_Encoding="gzip")) == "larger than 1 MiB"


def test_a_bomb_without_a_label_is_unpacked_only_up_to_the_limit(site: Site, desk: Desk) -> None:
    desk.asking(max_bytes=1 << 20)
    assert outcome(site, desk, page(gzip.compress(b" " * (50 << 20), 9))) == "larger than 1 MiB when unpacked"


def test_an_endless_answer_ends_at_the_limit(site: Site, desk: Desk) -> None:
    desk.asking(max_bytes=1 << 20)
    assert outcome(site, desk, drip(HEAD + b"\r\n", b"x" * 100_000, seconds=0.001)) == "larger than 1 MiB"


@pytest.mark.parametrize(
    "behaviour",
    [
        drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        drip(b"HTTP/1.1 200 ", b"a"),
        drip(HEAD + b"\r\n", b"<"),
        silent(),
        silent(b"HTTP/1.1 200 OK\r\n"),
        silent(HEAD + b"Content-Length: 10\r\n\r\n"),
    ],
)
def test_a_slow_answer_ends_at_the_deadline(site: Site, desk: Desk, behaviour: Behaviour) -> None:
    desk.asking(timeout=timedelta(seconds=1))
    assert outcome(site, desk, behaviour) == "not done within 1 s"


def test_an_answer_that_stalls_ends_before_the_deadline(
    site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "STALL_SECONDS", 1)
    desk.asking(timeout=timedelta(seconds=30))
    assert outcome(site, desk, silent(HEAD + b"Content-Length: 10\r\n\r\n<")) == "nothing came for too long"


def test_redirects_share_one_deadline(site: Site, desk: Desk) -> None:
    def slow(connection: Connection, request: Request) -> None:
        import time

        time.sleep(0.4)
        redirect(302, "/bad")(connection, request)

    desk.asking(timeout=timedelta(seconds=1))
    assert outcome(site, desk, slow) == "not done within 1 s"
    assert len(site.asked("/bad")) <= 4


def test_a_connection_that_is_refused_is_told_as_such(site: Site, desk: Desk) -> None:
    desk.subscribe("http://127.0.0.1:9/feed")
    assert desk.only().reason == "connection refused"


# ── Where redirects may lead ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/",
        "http://[::1]:{port}/good",
        "http://2130706434/",
        "http://0x7f000002/",
    ],
)
def test_a_public_host_may_not_send_us_to_private_addresses(site: Site, public_desk: Desk, target: str) -> None:
    desk = public_desk
    site["/feed"] = redirect(302, target.format(port=site.port))
    desk.subscribe(f"http://news.example:{site.port}/feed")
    told = desk.only()
    assert told.reason.startswith("redirected to an address that is not public (")
    assert len(site.log) == 1


def test_a_public_host_may_not_send_us_to_a_name_that_leads_to_a_private_address(site: Site, public_desk: Desk) -> None:
    desk = public_desk
    desk.resolve = lambda host: ("127.0.0.2",) if host == "inside.example" else ("127.0.0.1",)
    site["/feed"] = redirect(302, f"http://inside.example:{site.port}/secret")
    desk.subscribe(f"http://news.example:{site.port}/feed")
    assert desk.only().reason == "redirected to an address that is not public (127.0.0.2)"


def test_a_connection_that_is_open_already_is_no_way_around_that(site: Site, public_desk: Desk) -> None:
    desk = public_desk
    desk.reach = lambda ip: "private"
    site["/lan"] = page(rss("Lan"))
    site["/feed"] = redirect(302, f"http://lan.example:{site.port}/lan")
    desk.subscribe(f"http://lan.example:{site.port}/lan", f"http://news.example:{site.port}/feed")
    # The one address is private for the LAN's feed, which the person configured, and public when the other host is dialled.
    dialled: list[str] = []
    desk.reach = lambda ip: "public" if dialled.append(ip) or len(dialled) == 3 else "private"
    told = desk.refresh()
    assert told[f"http://lan.example:{site.port}/lan"].result == "new"


def test_a_feed_in_the_local_network_may_redirect_within_it(site: Site, public_desk: Desk) -> None:
    desk = public_desk
    desk.reach = lambda ip: "private"
    site["/feed"] = redirect(302, f"http://other.example:{site.port}/new")
    site["/new"] = page(rss("One"))
    desk.subscribe(f"http://nas.example:{site.port}/feed")
    assert desk.only().result == "new"


def test_a_public_host_may_send_us_to_another_public_host(site: Site, public_desk: Desk) -> None:
    site["/feed"] = redirect(307, f"http://other.example:{site.port}/new")
    site["/new"] = page(rss("One"))
    public_desk.subscribe(f"http://news.example:{site.port}/feed")
    assert public_desk.only().result == "new"


# ── Secrets ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_credentials_and_headers_stay_with_the_feeds_own_origin(site: Site, public_desk: Desk) -> None:
    desk = public_desk
    desk.asking(headers={"X-Token": "secret", "Authorization": "Bearer secret"})
    site["/feed"] = redirect(302, "/same")
    site["/same"] = redirect(302, f"http://other.example:{site.port}/new")
    site["/new"] = page(rss("One"))
    desk.subscribe(f"http://news.example:{site.port}/feed")
    assert desk.only().result == "new"
    assert site.asked("/feed")[0].headers["x-token"] == "secret"
    assert site.asked("/same")[0].headers["authorization"] == "Bearer secret"
    assert not {"x-token", "authorization"} & set(site.asked("/new")[0].headers)


def test_an_address_with_a_secret_is_no_name_while_its_document_has_none(site: Site, desk: Desk) -> None:
    secret = site.url.replace("//", "//eve:hunter2@") + "/feed?token=s3cret"
    site["/feed?token=s3cret"] = [status(404), page(rss("One", title="Named at last"))]
    desk.subscribe(secret)
    told = desk.only()
    assert told.name == site.url + "/feed?token=***"
    assert desk.feed().name == told.name
    told = desk.only(force=True)
    assert told.name == "Named at last"


def test_a_password_in_the_address_goes_to_its_origin_and_is_shown_nowhere(site: Site, desk: Desk) -> None:
    other = Site()
    try:
        site["/feed"] = redirect(302, f"{other.url}/new")
        other["/new"] = page(rss("One"))
        desk.subscribe(f"http://ada:p%40ss@127.0.0.1:{site.port}/feed")
        (told,) = desk.refresh().values()
        assert site.asked("/feed")[0].headers["authorization"] == "Basic YWRhOnBAc3M="
        assert "authorization" not in other.asked("/new")[0].headers
        assert "p%40ss" not in repr(desk.events)
        assert told.result == "new"
    finally:
        other.close()


def test_credentials_in_a_redirect_are_not_used(site: Site, desk: Desk) -> None:
    site["/feed"] = redirect(302, f"http://eve:secret@127.0.0.1:{site.port}/new")
    site["/new"] = page(rss("One"))
    desk.subscribe(f"{site.url}/feed")
    assert desk.only().result == "new"
    assert "authorization" not in site.asked("/new")[0].headers


# ── TLS ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def secure_site(tmp_path: Path) -> Iterator[tuple[Site, Path]]:
    """A server whose certificate, for 'localhost', only its own file vouches for."""
    import subprocess

    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost"]
    try:
        subprocess.run([*command, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no openssl command to make a certificate with")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site = Site()
    serve = site._serve

    def serve_tls(sock: object) -> None:
        with suppress(ssl.SSLError, OSError):
            serve(context.wrap_socket(sock, server_side=True))  # type: ignore[arg-type]

    site._serve = serve_tls  # type: ignore[method-assign]
    site["/feed"] = page(rss("One"))
    yield site, certificate
    site.close()


def test_an_unknown_certificate_is_refused_and_told(secure_site: tuple[Site, Path], desk: Desk) -> None:
    site, _ = secure_site
    desk.subscribe(f"https://localhost:{site.port}/feed")
    assert desk.only().reason == "the certificate is self-signed"
    assert not site.log


def test_a_certificate_that_the_person_vouches_for_is_accepted(secure_site: tuple[Site, Path], desk: Desk) -> None:
    site, certificate = secure_site
    desk.asking(ca_file=str(certificate))
    desk.subscribe(f"https://localhost:{site.port}/feed")
    assert desk.only().result == "new"


def test_a_certificate_for_another_name_is_refused(secure_site: tuple[Site, Path], desk: Desk) -> None:
    site, certificate = secure_site
    desk.asking(ca_file=str(certificate))
    desk.subscribe(f"https://127.0.0.1:{site.port}/feed")
    assert desk.only().reason == "the certificate is for another name"


def test_verify_false_accepts_any(secure_site: tuple[Site, Path], desk: Desk) -> None:
    site, _ = secure_site
    desk.asking(verify=False)
    desk.subscribe(f"https://127.0.0.1:{site.port}/feed")
    assert desk.only().result == "new"


def test_a_server_that_does_not_speak_tls_is_told(site: Site, desk: Desk) -> None:
    def answer_in_plain_text(sock: socket.socket) -> None:
        with sock:
            sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    site._serve = answer_in_plain_text  # type: ignore[method-assign]
    desk.subscribe(f"https://localhost:{site.port}/feed")
    assert desk.only().reason == "TLS failed"


# ── Proxies ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_proxy_of_the_feed_is_used(site: Site, desk: Desk) -> None:
    site["http://news.example/feed"] = page(rss("One"))
    desk.asking(proxy=site.url)
    desk.subscribe("http://news.example/feed")
    assert desk.only().result == "new"
    assert site.log[0].line == "GET http://news.example/feed HTTP/1.1"


def test_many_hostile_servers_at_once_leave_the_good_ones_alone(site: Site, desk: Desk) -> None:
    desk.asking(timeout=timedelta(seconds=2), max_bytes=1 << 20)
    bad = [
        drip(HEAD + b"\r\n", b"<"),
        silent(),
        raw(b""),
        page(gzip.compress(b" " * (20 << 20))),
        status(500),
        redirect(302, "/0"),
    ]
    for n, behaviour in enumerate(bad):
        site[f"/{n}"] = behaviour
    for n in range(20):
        site[f"/good{n}"] = page(rss(f"Good {n}"))
    desk.subscribe(*(f"{site.url}/{n}" for n in range(len(bad))), *(f"{site.url}/good{n}" for n in range(20)))
    told = desk.refresh()
    assert sum(event.new for event in told.values()) == 20
    assert threading.active_count() < 100


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd"])
@pytest.mark.parametrize("size", [1, 7, 5000])
def test_what_comes_in_pieces_is_unpacked_whole_and_never_to_more_than_is_allowed(coding: str, size: int) -> None:
    text = b"".join(b"%d, " % (n * n) for n in range(5000))
    compress = {"gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstd.compress}[coding]
    packed = compress(text)
    pieces = [packed[n : n + size] for n in range(0, len(packed), size)]
    unpacker = Unpacker(coding)
    assert b"".join([unpacker.unpack(piece, 1 << 20) for piece in pieces]) == text
    assert unpacker.is_whole
    unpacker = Unpacker(coding)
    for piece in pieces[:-1]:
        unpacker.unpack(piece, 1 << 20)
    assert not unpacker.is_whole
    assert len(Unpacker(coding).unpack(packed, 100)) <= 100
