"""Enclosures become files: their names, going on after a break, what is refused, and what no server can make us write."""

import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from feed_server import Behaviour, Connection, Request, Site, page, redirect, status
from fetch_desk import FetchDesk
from hypothesis import given
from hypothesis import strategies as st
from refresh_desk import Desk

from newsreader.feeds import download
from newsreader.feeds.download import Downloaded, Progress
from newsreader.feeds.fetch import Wanted
from newsreader.feeds.file_names import MAX_BYTES, extension_of, stem_of
from newsreader.model import Enclosure

DATA = bytes(range(256)) * 4096
"""A mebibyte in which every place is known by what is around it."""


def in_ranges(
    data: bytes = DATA, etag: str = '"v1"', *, breaks_at: int | None = None, most: int | None = None, **headers: str
) -> Behaviour:
    """A server of files that knows ranges; `breaks_at` breaks the first answer off there, `most` is the longest part it sends."""

    def behave(connection: Connection, request: Request) -> None:
        asked = request.headers.get("range")
        start = int(asked.split("=")[1].rstrip("-")) if asked and request.headers.get("if-range") == etag else 0
        end = min(len(data), start + most) if most and asked else len(data)
        fields = {"Content-Length": str(end - start), "Content-Type": "audio/mpeg", **({"ETag": etag} if etag else {})}
        if start:
            fields["Content-Range"] = f"bytes {start}-{end - 1}/{len(data)}"
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        connection.send(f"HTTP/1.1 {206 if start else 200} Whatever\r\n{lines}\r\n".encode("latin-1"))
        if breaks_at is not None and not start:
            connection.send(data[:breaks_at])
            connection.close()
        else:
            connection.send(data[start:end])

    return behave


class Radio:
    """An article with one enclosure at `site`/episode."""

    def __init__(self, fetching: FetchDesk) -> None:
        self.fetching, self.folder = fetching, fetching.downloads
        enclosure = Enclosure(f"{fetching.site.url}/episode", "audio/mpeg")
        self.id = fetching.article("/1", title="Lamps: Épisode 1/2", enclosures=(enclosure,))

    def get(self) -> Downloaded:
        events = self.fetching.fetch(self.id, enclosure=1)
        return next(event for event in events if isinstance(event, Downloaded))

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.is_dir() else []


@pytest.fixture
def radio(fetching: FetchDesk) -> Radio:
    return Radio(fetching)


NAME = "Norwick-Radio_2026-11-24_Lamps-Episode-1-2"


def test_a_file_comes_under_a_name_of_our_own_and_cannot_be_run(site: Site, radio: Radio) -> None:
    site["/episode"] = in_ranges(Content_Disposition='attachment; filename="../../evil.sh"')
    told = radio.get()
    assert (told.result, told.path, told.bytes) == ("stored", radio.folder / f"{NAME}.mp3", len(DATA))
    assert told.path.read_bytes() == DATA
    assert not stat.S_IMODE(told.path.stat().st_mode) & 0o111
    assert radio.files() == [f"{NAME}.mp3"]


def test_progress_is_told_up_to_the_last_byte(site: Site, radio: Radio) -> None:
    site["/episode"] = in_ranges()
    told = [event for event in radio.fetching.fetch(radio.id, enclosure=1) if isinstance(event, Progress)]
    assert told[-1] == Progress(radio.id, len(DATA), len(DATA))
    assert [event.bytes for event in told] == sorted(event.bytes for event in told)


def test_a_second_wish_for_the_same_file_asks_nobody(site: Site, radio: Radio) -> None:
    site["/episode"] = in_ranges()
    first, second = radio.get(), radio.get()
    assert (second.result, second.path, second.reason) == ("stored", first.path, "it is there already")
    assert len(site.asked("/episode")) == 1


def test_another_file_of_that_name_is_left_alone(site: Site, radio: Radio) -> None:
    site["/episode"] = in_ranges()
    radio.folder.mkdir()
    (radio.folder / f"{NAME}.mp3").write_bytes(b"mine")
    (radio.folder / f"{NAME}.part").symlink_to(radio.folder / "elsewhere")
    told = radio.get()
    assert told.path == radio.folder / f"{NAME} (2).mp3"
    assert (radio.folder / f"{NAME}.mp3").read_bytes() == b"mine"
    assert not (radio.folder / "elsewhere").exists()


# ── Going on ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_broken_download_goes_on_where_it_stopped(site: Site, radio: Radio) -> None:
    site["/episode"] = in_ranges(breaks_at=300_000)
    told = radio.get()
    assert (told.result, told.reason) == ("failed", "the answer ended too early; the next time goes on from here")
    assert radio.files() == [f"{NAME}.part"]
    told = radio.get()
    assert told.result == "stored"
    assert told.path is not None
    assert told.path.read_bytes() == DATA
    second = site.asked("/episode")[1].headers
    assert (second["range"], second["if-range"]) == (f"bytes={told.bytes - len(DATA) + 300_000}-", '"v1"')
    assert radio.files() == [f"{NAME}.mp3"]


def test_a_part_that_a_killed_process_left_is_begun_anew_under_its_name(site: Site, radio: Radio) -> None:
    site["/episode"] = [in_ranges(breaks_at=300_000), in_ranges(etag="", breaks_at=300_000), in_ranges(etag="")]
    radio.get()
    (part,) = radio.folder.iterdir()
    left = part.read_bytes()
    radio.get()
    assert radio.files() == []
    part.write_bytes(left)  # as if the process had been killed over it
    told = radio.get()
    assert told.path is not None
    assert told.path.read_bytes() == DATA
    assert radio.files() == [f"{NAME}.mp3"]


def test_a_file_that_changed_meanwhile_comes_anew(site: Site, radio: Radio) -> None:
    other = DATA[::-1]
    site["/episode"] = [in_ranges(breaks_at=300_000), in_ranges(other, '"v2"')]
    radio.get()
    told = radio.get()
    assert told.path is not None
    assert told.path.read_bytes() == other


@pytest.mark.parametrize("etag", ["", 'W/"v1"'])
def test_without_a_strong_validator_a_part_is_not_added_to(site: Site, radio: Radio, etag: str) -> None:
    site["/episode"] = [in_ranges(etag=etag, breaks_at=300_000), in_ranges(etag=etag)]
    assert radio.get().reason == "the answer ended too early"
    assert radio.files() == []
    told = radio.get()
    assert told.path is not None
    assert told.path.read_bytes() == DATA
    assert "range" not in site.asked("/episode")[1].headers


def test_a_server_that_sends_small_parts_is_asked_until_the_file_is_whole(site: Site, radio: Radio) -> None:
    site["/episode"] = [in_ranges(breaks_at=300_000), in_ranges(most=400_000)]
    radio.get()
    told = radio.get()
    assert told.path is not None
    assert told.path.read_bytes() == DATA


def test_a_server_that_sends_another_part_than_asked_gives_the_whole_file_anew(site: Site, radio: Radio) -> None:
    def wrong(connection: Connection, request: Request) -> None:
        if "range" in request.headers:
            status(206, DATA[5:], Content_Range=f"bytes 5-{len(DATA) - 1}/{len(DATA)}")(connection, request)
        else:
            in_ranges()(connection, request)

    site["/episode"] = [in_ranges(breaks_at=300_000), wrong]
    radio.get()
    told = radio.get()
    assert told.path is not None
    assert told.path.read_bytes() == DATA


def test_a_part_that_is_all_there_is_finished_by_416(site: Site, radio: Radio) -> None:
    whole = len(DATA)

    def short(connection: Connection, _request: Request) -> None:
        connection.send(f'HTTP/1.1 200 X\r\nContent-Length: {whole + 1}\r\nETag: "v1"\r\n\r\n'.encode() + DATA)
        connection.close()

    site["/episode"] = [short, status(416, Content_Range=f"bytes */{whole}")]
    assert radio.get().result == "failed"
    told = radio.get()
    assert (told.result, told.bytes) == ("stored", whole)


def test_asked_to_stop_it_leaves_the_part_and_goes_on_the_next_time(site: Site, radio: Radio) -> None:
    def slowly(connection: Connection, request: Request) -> None:
        if "range" in request.headers:
            in_ranges()(connection, request)
        else:
            connection.send(
                f'HTTP/1.1 200 X\r\nContent-Length: {len(DATA)}\r\nETag: "v1"\r\n\r\n'.encode() + DATA[:400_000]
            )
            connection.socket.recv(1)

    site["/episode"] = slowly
    events: list[object] = []
    stop_when: Callable[[object], bool] = lambda event: isinstance(event, Progress)  # noqa: E731
    radio.fetching.carry_out(events, (radio.id,), Wanted(enclosure=1), stop_when)  # type: ignore[arg-type]
    assert Downloaded(radio.id, 1, "failed", reason="stopped") in events
    assert radio.files() == [f"{NAME}.part"]
    told = radio.get()
    assert told.path is not None
    assert told.path.read_bytes() == DATA


def test_a_part_that_somebody_swapped_for_a_link_is_not_written_to(site: Site, radio: Radio, tmp_path: Path) -> None:
    site["/episode"] = in_ranges(breaks_at=300_000)
    radio.get()
    precious = tmp_path / "precious"
    precious.write_bytes(b"keep")
    part = radio.folder / f"{NAME}.part"
    part.unlink()
    part.symlink_to(precious)
    site["/episode"] = in_ranges()
    assert radio.get().result == "stored"
    assert precious.read_bytes() == b"keep"


# ── What is refused ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (status(404), "HTTP 404: not found"),
        (page(b"<html>Please log in", "text/html"), "the server sent a web page instead of the file"),
        (page(b"", "audio/mpeg"), "the file is empty"),
        (status(200, b"x", Content_Encoding="gzip"), "the server sent it compressed, which was not asked for"),
        (redirect(302, "file:///etc/passwd"), "redirected to a file: address, which is not followed"),
    ],
)
def test_what_is_no_file_leaves_nothing_behind(site: Site, radio: Radio, answer: Behaviour, reason: str) -> None:
    site["/episode"] = answer
    told = radio.get()
    assert (told.result, told.reason) == ("failed", reason)
    assert radio.files() == []


def test_a_file_that_is_too_large_is_refused_by_its_length_or_broken_off(
    site: Site, radio: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download.Shelf, "__init__", _with_limit(100_000))
    site["/episode"] = in_ranges()
    assert radio.get().reason == "larger than 97.7 KiB"
    assert radio.files() == []

    def endless(connection: Connection, _request: Request) -> None:
        connection.send(b"HTTP/1.1 200 X\r\nContent-Type: audio/mpeg\r\nConnection: close\r\n\r\n" + DATA)
        connection.close()

    site["/episode"] = endless
    assert radio.get().reason.startswith("larger than ")
    assert all((radio.folder / name).stat().st_size <= 100_000 for name in radio.files())


def _with_limit(limit: int) -> Callable[..., None]:
    made = download.Shelf.__init__
    return lambda self, *values: made(self, *values, limit)


def test_a_disk_without_room_is_said_before_anything_is_written(
    site: Site, radio: Radio, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 10 << 20})
    monkeypatch.setattr(download.shutil, "disk_usage", lambda _folder: usage)
    site["/episode"] = in_ranges()
    assert radio.get().reason == "no room: 1 MiB are to come, and the disk has 10 MiB left"
    assert radio.files() == []


def test_a_folder_that_cannot_be_made_is_said(site: Site, radio: Radio) -> None:
    site["/episode"] = in_ranges()
    radio.folder.write_text("a file in the way")
    told = radio.get()
    assert told.result == "failed"
    assert "file exists" in told.reason


def test_a_number_that_the_article_does_not_have(radio: Radio) -> None:
    (told, _) = radio.fetching.fetch(radio.id, enclosure=2)
    assert told.reason == "the article has no enclosure 2, but 1"  # type: ignore[union-attr]
    other = radio.fetching.article("/2")
    (told, _) = radio.fetching.fetch(other, enclosure=1)
    assert told.reason == "the article has no enclosures"  # type: ignore[union-attr]


def test_a_public_feed_cannot_have_a_file_fetched_from_this_machine(
    desk: Desk, site: Site, fetching: FetchDesk
) -> None:
    site["/episode"] = in_ranges()
    fetching.feed_url = "http://news.example/feed"
    told = Radio(fetching).get()
    assert told.reason == "leads to an address that is not public (127.0.0.1)"
    assert not site.log


# ── Names ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

DAY = datetime(2026, 11, 24, tzinfo=UTC)


@given(st.text(max_size=300), st.text(max_size=300), st.integers(1, 99), st.one_of(st.none(), st.just(DAY)))
def test_whatever_is_in_a_title_the_name_is_a_plain_one(
    feed: str, title: str, number: int, day: datetime | None
) -> None:
    name = f"{stem_of(feed, day, title, 2**62, number)} (999).{extension_of('audio/mpeg', '', '')}"
    assert name.isascii()
    assert len(name) <= MAX_BYTES
    assert not set(name) & set("/\\:*?\"<>|'`$&;~\n\x00")
    assert name[0].isalnum()
    assert ".." not in name


def test_titles_in_other_scripts_get_a_name_too() -> None:
    assert stem_of("新聞", DAY, "港の灯り", 7) == "2026-11-24_article-7"
    assert stem_of("", None, "../../etc/passwd", 7) == "etc-passwd"
    assert stem_of("Straßenfunk", DAY, "Größe & Øl", 7) == "Strassenfunk_2026-11-24_Grosse-Ol"


@pytest.mark.parametrize(
    ("sent", "declared", "url", "extension"),
    [
        ("audio/mpeg", "", "https://a.example/x", "mp3"),
        ("Audio/X-M4A; charset=binary", "audio/mpeg", "https://a.example/x.mp3", "m4a"),
        ("application/octet-stream", "video/mp4", "https://a.example/x", "mp4"),
        ("", "", "https://a.example/x.OGG?a=b.exe", "ogg"),
        ("application/x-sh", "application/x-executable", "https://a.example/x.sh", "bin"),
        ("text/html", "", "https://a.example/x.desktop", "bin"),
        ("", "", "http://[", "bin"),
    ],
)
def test_an_extension_is_one_of_a_medium(sent: str, declared: str, url: str, extension: str) -> None:
    assert extension_of(sent, declared, url) == extension
