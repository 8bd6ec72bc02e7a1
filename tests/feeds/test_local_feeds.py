"""Feeds on this machine: files, folders of pages, and what can be wrong with them."""

import gzip
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from feed_server import rss
from refresh_desk import Desk

from newsreader.config.addresses import resolve
from newsreader.feeds import local

PAGE = "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
PARAGRAPH = "<p>" + "This paragraph is long enough for anybody to see that it belongs to an article. " * 5 + "</p>"


def write(path: Path, content: str | bytes) -> Path:
    """Write a file so that a later look sees that it was touched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def html(title: str) -> str:
    return PAGE.format(title=title, body=PARAGRAPH * 3)


def test_a_feed_file_is_a_feed(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "news.xml", rss("Two", "One"))
    desk.subscribe(str(path))
    told = desk.only()
    assert (told.result, told.new, told.name) == ("new", 2, "News")
    assert desk.titles() == ["Two", "One"]
    assert desk.only().result == "unchanged"


def test_a_changed_feed_file_brings_what_is_new_in_it(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "news.xml", rss("One"))
    desk.subscribe(str(path))
    desk.refresh()
    write(path, rss("Two", "One"))
    assert desk.only().new == 1


def test_names_that_are_no_utf_8_are_files_like_others_and_stay_apart(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    write(folder / "good.html", html("Good"))
    for name in (b"caf\xe9.html", b"caf\xe8.html", b"untitled-\xff.txt", b"\xfe/deep.html", b"broken-\xe9.xml"):
        text = b"A text. " * 40 if name.endswith(b"txt") else html(ascii(name)[2:-1])
        write(folder / os.fsdecode(name), text)
    other = write(tmp_path / "other.xml", rss("Elsewhere"))
    desk.subscribe(str(folder), str(other))
    told = desk.refresh()
    assert told[str(folder)].new == 5
    assert "broken-\\xe9.xml" in told[str(folder)].reason
    assert told[str(other)].new == 1
    assert {"Good", "caf\\xe9.html", "caf\\xe8.html"} <= set(desk.titles())
    assert desk.refresh()[str(folder)].updated == 0


def test_a_folder_of_pages_texts_and_feeds_is_one_feed(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "Saved pages"
    write(folder / "page.html", html("A page"))
    write(folder / "note.md", "# A note\n\nSome *words*.")
    write(folder / "text.txt", "A text as it was copied\n\n" + "It goes on for a while, in sentences. " * 10)
    write(folder / "feed.xml", rss("From a feed", title="Outlet"))
    write(folder / "deep" / "er" / "page.htm", html("A deeper page"))
    write(folder / "picture.png", b"\x89PNG")
    desk.subscribe(str(folder))
    told = desk.only()
    assert (told.name, told.new, told.reason) == ("Saved pages", 5, "")
    assert set(desk.titles()) >= {"A page", "A note", "From a feed", "A deeper page"}


def test_a_changed_page_is_an_updated_article_and_the_others_are_not_read_again(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    write(folder / "a.html", html("Alpha"))
    write(folder / "b.html", html("Beta"))
    desk.subscribe(str(folder))
    desk.refresh()
    write(folder / "a.html", html("Alpha, corrected"))
    told = desk.only()
    assert (told.result, told.new, told.updated) == ("new", 0, 1)
    assert sorted(desk.titles()) == ["Alpha, corrected", "Beta"]


def test_a_page_that_was_removed_stays_an_article(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    removed = write(folder / "a.html", html("Alpha"))
    write(folder / "b.html", html("Beta"))
    desk.subscribe(str(folder))
    desk.refresh()
    removed.unlink()
    assert desk.only().result == "unchanged"
    assert len(desk.titles()) == 2


def test_the_same_id_in_two_files_of_a_folder_is_two_articles(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    write(folder / "a.xml", rss("One"))
    write(folder / "b.xml", rss("One"))
    desk.subscribe(str(folder))
    assert desk.only().new == 2


def test_a_folder_whose_path_is_no_utf_8_is_a_feed(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / os.fsdecode(b"caf\xe9")
    write(home / "pages" / "page.html", html("A page"))
    desk.subscribe(resolve("pages", home))
    assert desk.only().new == 1
    assert desk.titles() == ["A page"]
    assert desk.feed().url == f"{tmp_path}/caf\\xe9/pages"


def test_links_to_files_are_followed_within_the_folder_alone(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    secret = write(tmp_path / "secret.txt", "A password. " * 40)
    write(folder / "shelf" / ".kept.html", html("Kept"))
    (folder / "inside.html").symlink_to(Path("shelf") / ".kept.html")
    (folder / "outside.txt").symlink_to(secret)
    (folder / "around.txt").symlink_to(Path("..") / "secret.txt")
    (tmp_path / "link").symlink_to(folder)
    desk.subscribe(str(tmp_path / "link"))
    told = desk.only()
    assert desk.titles() == ["Kept"]
    assert "around.txt: a link that leads out of the folder; outside.txt: a link that leads out" in told.reason


def test_what_cannot_be_read_in_a_folder_is_noted_and_the_rest_comes_in(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    write(folder / "good.html", html("Good"))
    write(folder / "broken.xml", "no feed at all")
    write(folder / "empty.html", "")
    write(folder / "binary.txt", b"\x00\x01\x02" * 100)
    (folder / "loop.html").symlink_to(folder / "loop.html")
    (folder / "circle").symlink_to(folder)
    write(folder / ".hidden.html", html("Hidden"))
    write(folder / ".hidden" / "page.html", html("Hidden too"))
    write(folder / "page_files" / "frame.html", html("A frame"))
    os.mkfifo(folder / "pipe.html")
    desk.subscribe(str(folder))
    told = desk.only()
    assert desk.titles() == ["Good"]
    assert told.result == "new"
    assert "loop.html: a link that leads to itself" in told.reason
    assert "and 1 more" in told.reason
    assert desk.feed().schedule.note == told.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_noted_until_it_can_be_read(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    locked = write(folder / "locked.html", html("Locked"))
    write(folder / "open.html", html("Open"))
    locked.chmod(0)
    desk.subscribe(str(folder))
    assert "locked.html: may not be read" in desk.only().reason
    locked.chmod(0o600)
    assert desk.only().new == 1


def test_a_file_that_is_too_large_is_noted(desk: Desk, tmp_path: Path) -> None:
    desk.asking(max_bytes=2000)
    folder = tmp_path / "saved"
    write(folder / "large.html", html("Large") * 10)
    write(folder / "small.md", "# Small\n\nText")
    desk.subscribe(str(folder))
    told = desk.only()
    assert told.new == 1
    assert "large.html: larger than" in told.reason


def test_a_path_where_nothing_is_is_a_failure_until_something_is(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "later.xml"
    desk.subscribe(str(path))
    assert desk.only().reason == "no such file or folder"
    assert desk.feed().status == "failing"
    write(path, rss("One"))
    assert desk.only().new == 1
    assert desk.feed().status == "ok"


def test_a_broken_feed_file_is_a_failure_and_deletes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = write(
        tmp_path / "news.json",
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "One"}]}',
    )
    desk.subscribe(str(path))
    desk.refresh()
    write(path, "{")
    assert desk.only().result == "failed"
    assert desk.titles() == ["One"]


def test_an_empty_folder_is_a_feed_without_articles(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    desk.subscribe(str(tmp_path / "empty"))
    assert desk.only().result == "unchanged"


def test_a_page_without_a_date_has_its_files(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "saved" / "note.md", "# Note\n\nText")
    when = datetime(2020, 5, 17, 10, tzinfo=UTC)
    os.utime(path, (when.timestamp(), when.timestamp()))
    desk.subscribe(str(path.parent))
    desk.refresh()
    reader_titles = desk.titles()
    assert reader_titles == ["Note"]
    assert desk.published() == [when]


def test_a_zipped_feed_file_is_read(desk: Desk, tmp_path: Path) -> None:
    desk.subscribe(str(write(tmp_path / "news.xml.gz", gzip.compress(rss("One")))))
    assert desk.only().new == 1


def test_files_are_due_at_every_refresh(desk: Desk, tmp_path: Path) -> None:
    desk.subscribe(str(write(tmp_path / "news.xml", rss("One"))))
    desk.refresh()
    assert desk.feed().schedule.next_check is None
    assert desk.only(after=timedelta(seconds=1)).result == "unchanged"


def test_the_order_of_files_is_that_of_their_names(tmp_path: Path) -> None:
    for name in ("b.html", "a/z.html", "a.html", "c.xml"):
        write(tmp_path / "saved" / name, "x")
    look = local.look(tmp_path / "saved")
    assert [file.name for file in look.changed] == ["a.html", "a/z.html", "b.html", "c.xml"]
    again = local.look(tmp_path / "saved", look.mark)
    assert (again.mark, again.changed) == (look.mark, ())


def test_a_file_that_was_moved_in_is_seen_though_it_is_old(tmp_path: Path) -> None:
    write(tmp_path / "saved" / "a.html", "x")
    look = local.look(tmp_path / "saved")
    old = write(tmp_path / "old.html", "y")
    os.utime(old, (1, 1))
    old.rename(tmp_path / "saved" / "old.html")
    assert "old.html" in [file.name for file in local.look(tmp_path / "saved", look.mark).changed]


def test_a_single_page_is_a_feed_of_one_article(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "page.html", html("A page"))
    os.utime(path, (1_500_000_000, 1_500_000_000))
    desk.subscribe(str(path))
    assert desk.only().name == "A page"
    assert desk.published() == [datetime.fromtimestamp(1_500_000_000, UTC)]
    write(path, html("A page, corrected"))
    assert desk.only().updated == 1
