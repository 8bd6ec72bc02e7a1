"""e: the files of an article, played with real programs and downloaded by a fetcher."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from paper import NOW, Paper

from newsreader.config.schema import ReaderSettings
from newsreader.model import Changes, Enclosure, Entry, FeedUpdate, KeyedEntry, Schedule, enclosure_state
from newsreader.tui.opening import OpeningError, play, player_command

TALK = Enclosure("https://media.example/talk.mp3?a=1", "audio/mpeg", 24_000_000, 2040, "The talk")
FILM = Enclosure("https://media.example/film.mp4", "video/mp4")


def publish(paper: Paper, title: str, *enclosures: Enclosure) -> None:
    feed_id = paper.feed_id("Guardian")
    entry = Entry(title, "https://example.org/talk", title, published=NOW, body="<p>Listen.</p>", enclosures=enclosures)
    keyed = KeyedEntry(title, entry, title.encode(), title.encode())
    with paper.writer() as writer:
        writer.commit([FeedUpdate(feed_id, Schedule(last_check=NOW), Changes(new=(keyed,)))])


@pytest.fixture
def podcast(paper: Paper, tmp_path: Path) -> Paper:
    """An article with a talk and a film, and a player that writes down what it plays, and plays until it is stopped."""
    player = tmp_path / "player"
    player.write_text(
        f"#!{sys.executable}\nimport json, os, signal, sys, time\n"
        f"path = {str(tmp_path)!r}\n"
        "signal.signal(signal.SIGTERM, lambda *_: (open(path + '/stopped', 'a').write(sys.argv[1] + '\\n'), sys.exit(0)))\n"
        "open(path + '/played', 'a').write(json.dumps(sys.argv[1:]) + '\\n')\n"
        "while not os.path.exists(path + '/over'): time.sleep(0.01)\n"
        "sys.exit(4)\n"
    )
    player.chmod(0o755)
    paper.reader_settings += f'\nplayer = ["{player}", "{{url}}", "--quiet"]'
    paper.write_config()
    publish(paper, "A talk", TALK, FILM)
    return paper


def lines(folder: Path, name: str) -> list[str]:
    file = folder / name
    return file.read_text().split("\n")[:-1] if file.exists() else []


def fetcher(paper: Paper, *events: dict, wait: bool = False, status: int = 0) -> tuple[str, ...]:
    """A fetcher that says these events; if it shall wait, the last one only when the file `go` is there."""
    script = paper.folder / "fetcher.py"
    said = [json.dumps(event) for event in events]
    script.write_text(
        "import sys, time\nfrom pathlib import Path\n"
        f"folder = Path({str(paper.folder)!r})\n"
        "(folder / 'arguments').open('a').write(' '.join(sys.argv[5:]) + '\\n')\n"
        f"for line in {said[:-1]!r}: print(line, flush=True)\n"
        f"while {wait} and not (folder / 'go').exists(): time.sleep(0.01)\n"
        f"print({said[-1]!r}, flush=True)\n"
        f"sys.exit({status})\n"
    )
    return (sys.executable, str(script))


async def test_the_files_are_listed_with_type_length_and_size(podcast: Paper) -> None:
    async with podcast.open() as person:
        await person.press("e")
        await person.sees(r"The talk +audio/mpeg  34 min  24 MB")
        await person.sees(r"media.example/film.mp4 +video/mp4")
        await person.press("escape")
        await person.waits(lambda: "video/mp4" not in person.text.split("ATTACHED")[0])
        assert person.has_keys == "list"


async def test_an_article_without_files_says_so(paper: Paper) -> None:
    async with paper.open() as person:
        await person.press("e")
        await person.sees("this article has no enclosures")
        assert person.has_keys == "list"


async def test_enter_plays_one_and_s_stops_it(podcast: Paper, tmp_path: Path) -> None:
    async with podcast.open() as person:
        await person.press("e", "enter")
        await person.waits(lambda: lines(tmp_path, "played"))
        assert json.loads(lines(tmp_path, "played")[0]) == [TALK.url, "--quiet"]
        await person.sees("playing The talk; e s stops it")
        await person.press("e")
        await person.sees("s stops what is playing")
        await person.press("s")
        await person.waits(lambda: lines(tmp_path, "stopped"))
        await person.sees("stopped")
        await person.press("e", "s")
        await person.sees("nothing is playing")


async def test_another_one_takes_the_place_of_what_plays_and_sound_ends_with_the_reader(
    podcast: Paper, tmp_path: Path
) -> None:
    publish(podcast, "Another talk", Enclosure("https://media.example/two.mp3", "audio/mpeg"))
    async with podcast.open() as person:
        await person.press("j", "e", "enter")
        await person.waits(lambda: len(lines(tmp_path, "played")) == 1)
        await person.press("k", "e", "enter")
        await person.waits(lambda: len(lines(tmp_path, "played")) == 2)
        await person.waits(lambda: len(lines(tmp_path, "stopped")) == 1)
        person.app.quit()
        await person.waits(lambda: len(lines(tmp_path, "stopped")) == 2)


async def test_a_player_that_fails_is_told_of(podcast: Paper, tmp_path: Path) -> None:
    async with podcast.open() as person:
        await person.press("e", "enter")
        await person.waits(lambda: lines(tmp_path, "played"))
        (tmp_path / "over").touch()
        await person.sees("the player ended with status 4")


async def test_y_copies_the_address(podcast: Paper) -> None:
    async with podcast.open() as person:
        await person.press("e", "j", "y")
        await person.sees("copied https://media.example/film.mp4")


def test_without_a_setting_mpv_plays_and_where_it_is_missing_that_is_said(tmp_path: Path) -> None:
    mpv = tmp_path / "mpv"
    environ = {"PATH": str(tmp_path)}
    with pytest.raises(OpeningError, match=r"mpv is not installed; install it, or set player ="):
        player_command(TALK.url, ReaderSettings(), environ)
    mpv.write_text("#!/bin/sh\n")
    mpv.chmod(0o755)
    assert player_command(TALK.url, ReaderSettings(), environ) == ["mpv", TALK.url]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "--script=/tmp/x.lua", "mailto:a@b.example", "ytdl://x", ""])
def test_only_addresses_of_the_web_are_played(url: str) -> None:
    with pytest.raises(OpeningError, match="not played, only http and https addresses are"):
        play(url, ReaderSettings(), {})


async def test_d_downloads_with_progress_and_says_where_the_file_is(podcast: Paper) -> None:
    events = (
        {"event": "progress", "id": 1, "bytes": 8_160_000, "of": 24_000_000},
        {"event": "enclosure", "id": 1, "enclosure": 1, "result": "stored", "reason": None, "path": "/d/talk.mp3"},
    )
    async with podcast.open(fetcher=fetcher(podcast, *events, wait=True)) as person:
        await person.press("e", "d")
        await person.sees("downloading The talk: 34 % of 24 MB, esc stops")
        id_ = podcast.headlines()["A talk"].id
        assert lines(podcast.folder, "arguments") == [f"fetch {id_} --enclosure 1 --json"]
        (podcast.folder / "go").touch()
        await person.sees("downloaded to /d/talk.mp3")
        assert "esc stops" not in person.text


async def test_without_a_known_size_the_bytes_are_said(podcast: Paper) -> None:
    events: Sequence[dict] = ({"event": "progress", "id": 1, "bytes": 1_500_000, "of": None}, {"event": "done"})
    async with podcast.open(fetcher=fetcher(podcast, *events, wait=True)) as person:
        await person.press("e", "d")
        await person.sees("downloading The talk: 1.5 MB, esc stops")


async def test_a_second_download_waits_for_the_first(podcast: Paper) -> None:
    stored = {"event": "enclosure", "id": 1, "result": "stored", "path": "/d/a file"}
    async with podcast.open(fetcher=fetcher(podcast, stored, wait=True)) as person:
        await person.press("e", "d")
        await person.sees("downloading The talk")
        await person.press("e", "j", "d")
        await person.sees("media.example/film.mp4 comes after The talk")
        (podcast.folder / "go").touch()
        await person.waits(lambda: len(lines(podcast.folder, "arguments")) == 2)
        assert "--enclosure 2" in lines(podcast.folder, "arguments")[1]
        await person.waits(lambda: not person.app.main.status.status.work)


async def test_esc_stops_a_download(podcast: Paper) -> None:
    async with podcast.open(fetcher=fetcher(podcast, {"event": "done"}, wait=True)) as person:
        await person.press("e", "d")
        await person.waits(lambda: lines(podcast.folder, "arguments"))
        await person.press("escape")
        await person.sees("stopped: The talk")
        assert person.has_keys == "list"


async def test_why_a_file_did_not_come_is_said(podcast: Paper) -> None:
    failed = {"event": "enclosure", "id": 1, "result": "failed", "reason": "larger than 2 GiB", "path": None}
    async with podcast.open(fetcher=fetcher(podcast, failed, status=1)) as person:
        await person.press("e", "d")
        await person.sees("not downloaded: larger than 2 GiB")


async def test_a_downloaded_file_is_named_so_and_played_from_the_disk(podcast: Paper, tmp_path: Path) -> None:
    file = tmp_path / "talk.mp3"
    file.write_bytes(b"ID3")
    with podcast.writer() as writer:
        kept = {"url": TALK.url, "path": str(file), "validator": "", "done": True}
        writer.save_state(enclosure_state(podcast.headlines()["A talk"].id, 1), kept)
    async with podcast.open() as person:
        await person.press("e")
        await person.sees("The talk +audio/mpeg  34 min  24 MB  downloaded")
        await person.press("d")
        await person.sees(f"it is there already: {file}")
        await person.press("e", "enter")
        await person.waits(lambda: lines(tmp_path, "played"))
        assert json.loads(lines(tmp_path, "played")[0]) == [str(file), "--quiet"]
