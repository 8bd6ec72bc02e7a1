"""The pictures of an article: which are fetched, how they are told from what is none, and that the cache stays small."""

import os
import struct
from pathlib import Path

import pytest
from feed_server import Behaviour, Site, page, status
from fetch_desk import FetchDesk
from refresh_desk import Desk

from newsreader.feeds.pictures import Picture, media_type
from newsreader.picture_cache import PictureCache

JPEG = b"\xff\xd8\xff\xe0" + b"j" * 2000


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"p" * 500


def pictures(fetching: FetchDesk, body: str) -> dict[str, Picture]:
    """Fetch the pictures of an article with this body; by the path of their address."""
    events = fetching.fetch(fetching.article("/1", body), images=True)
    return {told.url.removeprefix(fetching.site.url): told for told in events if isinstance(told, Picture)}


def test_pictures_come_into_the_cache_once_and_without_a_word_about_the_reader(site: Site, fetching: FetchDesk) -> None:
    site["/a.jpg"], site["/b"] = page(JPEG, "text/plain"), page(png(600, 400), "image/png")
    body = f'<p>One</p><img src="{site.url}/a.jpg"><blockquote><p>Two</p><img src="{site.url}/b"></blockquote>'
    first, second = pictures(fetching, body), pictures(fetching, body)
    assert {url: (told.result, told.type) for url, told in first.items()} == {
        "/a.jpg": ("stored", "image/jpeg"),
        "/b": ("stored", "image/png"),
    }
    assert first["/a.jpg"].path is not None
    assert first["/a.jpg"].path.read_bytes() == JPEG
    assert second["/a.jpg"].reason == "it is there already"
    (request,) = site.asked("/a.jpg")
    assert {"referer", "cookie"}.isdisjoint(request.headers)
    assert request.headers["accept"].startswith("image/")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (page(b"<svg onload='x()'/>", "image/svg+xml"), "no picture of a kind that can be shown"),
        (page(b"<html>Log in", "image/jpeg"), "no picture of a kind that can be shown"),
        (page(png(1, 1), "image/png"), "a picture that only counts readers"),
        (page(b"GIF89a\x01\x00\x01\x00" + b"g" * 30, "image/gif"), "a picture that only counts readers"),
        (page(JPEG + b"x" * (9 << 20), "image/jpeg"), "larger than 8 MiB"),
        (status(404), "HTTP 404: not found"),
    ],
)
def test_what_is_no_picture_is_not_kept(site: Site, fetching: FetchDesk, answer: Behaviour, reason: str) -> None:
    site["/x"] = answer
    told = pictures(fetching, f'<p>Text</p><img src="{site.url}/x"><p>Text</p>')["/x"]
    assert (told.result, told.reason, told.path) == ("failed", reason, None)
    assert not list(fetching.cache.glob("images/*"))


def test_pixels_trackers_and_the_twenty_first_are_not_asked_for(site: Site, fetching: FetchDesk) -> None:
    bodies = [f'<img src="{site.url}/pixel" width=1 height=1>', f'<img src="{site.url}/count.gif" width=200>']
    bodies += [f'<p>Text</p><img src="{site.url}/{n}.jpg" width=600>' for n in range(30)]
    for n in range(30):
        site[f"/{n}.jpg"] = page(JPEG, "image/jpeg")
    assert len(pictures(fetching, "".join(bodies))) == 20
    assert not site.asked("/pixel")
    assert not site.asked("/count.gif")


def test_a_public_feed_cannot_have_pictures_fetched_from_this_machine(
    desk: Desk, site: Site, fetching: FetchDesk
) -> None:
    fetching.feed_url = "http://news.example/feed"
    told = pictures(fetching, f'<p>Text</p><img src="{site.url}/a.jpg">')
    assert told["/a.jpg"].reason.endswith("that is not public (127.0.0.1)")
    assert not site.log


def test_the_cache_lets_go_of_what_was_not_looked_at_the_longest(tmp_path: Path) -> None:
    cache = PictureCache(tmp_path / "images", limit=2500)
    for n, url in enumerate(("a", "b")):
        os.utime(cache.keep(url, b"x" * 1000), (n, n))
    assert cache.find("a")
    cache.keep("c", b"x" * 1000)
    assert cache.find("a")
    assert cache.find("b") is None
    assert cache.find("c")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x20ftypavif", "image/avif"),
        (b"BM", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(data: bytes, kind: str) -> None:
    assert media_type(data) == kind
