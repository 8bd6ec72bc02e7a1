"""Foreign pictures: which become one, which are refused, and that none of them does harm."""

import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from images import BLUE, RED, WHITE, as_bytes, halves, near, written
from PIL import Image

from newsreader.tui.picture_decode import BadPicture, decode
from newsreader.tui.picture_size import size_of

ROOM = (300, 300)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_the_kinds_of_the_web_are_read(tmp_path: Path, kind: str, mode: str) -> None:
    if (kind, mode) in (("JPEG", "P"), ("AVIF", "P")):
        pytest.skip("this kind has no such pictures")
    path = written(tmp_path, as_bytes(halves(120, 80).convert(mode, palette=Image.Palette.ADAPTIVE), kind))
    picture, size = decode(path, ROOM)
    assert (picture.mode, size) == ("RGB", (120, 80))
    assert size_of(path) == (120, 80)
    if mode != "L":
        assert near(picture.getpixel((60, 10)), RED) and near(picture.getpixel((60, 70)), BLUE)


@pytest.mark.parametrize("mode", ["CMYK", "I;16", "1", "LA", "RGBA"])
def test_odd_modes_become_colours(tmp_path: Path, mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    source = Image.new("I;16", (40, 30), 50_000) if mode == "I;16" else halves(40, 30).convert(mode)
    picture, _ = decode(written(tmp_path, as_bytes(source, kind)), ROOM)
    assert picture.mode == "RGB"
    if mode == "I;16":
        assert near(picture.getpixel((5, 5)), (195, 195, 195))


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    picture, _ = decode(written(tmp_path, as_bytes(Image.new("RGBA", (20, 20), (0, 0, 0, 0)))), ROOM)
    assert picture.getpixel((3, 3)) == WHITE


def test_exif_says_which_side_is_up_and_nothing_else(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "\x1b]0;title\x07"
    picture, size = decode(written(tmp_path, as_bytes(halves(100, 60), "JPEG", exif=exif)), ROOM)
    assert size == (60, 100) and picture.size == (60, 100)
    assert near(picture.getpixel((50, 50)), RED) and near(picture.getpixel((10, 50)), BLUE), "turned to the right"


def test_exif_that_makes_no_sense_is_passed_over(tmp_path: Path) -> None:
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff" + b"\x01\x12" * 60
    picture, _ = decode(written(tmp_path, as_bytes(halves(100, 60), "JPEG", exif=exif)), ROOM)
    assert picture.size == (100, 60)


def test_of_moving_pictures_the_first_frame_is_shown(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (30, 20), color) for color in (RED, BLUE)] * 500
    data = as_bytes(frames[0], "GIF", save_all=True, append_images=frames[1:])
    picture, _ = decode(written(tmp_path, data), ROOM)
    assert near(picture.getpixel((5, 5)), RED)


def png_that_says(width: int, height: int) -> bytes:
    """A small file of so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width // 8 + 2) * min(height, 1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    whole = as_bytes(halves(20, 20))
    data = b"Comment\0\0" + zlib.compress(b"x" * (80 << 20))
    text = struct.pack(">I", len(data)) + b"zTXt" + data + struct.pack(">I", zlib.crc32(b"zTXt" + data))
    return whole[:33] + text + whole[33:]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(png_that_says(60_000, 60_000), "pixels", id="more pixels"),
        pytest.param(png_that_says(8_000, 8_000), "pixels", id="many pixels"),
        pytest.param(png_that_says(1 << 31, 1), ".", id="a line of two billion"),
        pytest.param(
            b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\x80\0\0" + b"\xff" * 30, ".", id="a gif of four billion"
        ),
        pytest.param(as_bytes(halves(400, 300), "JPEG")[:900], "cut off", id="half a jpeg"),
        pytest.param(as_bytes(halves(400, 300))[:150], "cut off", id="half a png"),
        pytest.param(b"", "no picture", id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture", id="svg"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no picture", id="postscript"),
        pytest.param(as_bytes(halves(20, 20), "BMP"), "no picture", id="bmp"),
        pytest.param(as_bytes(halves(20, 20), "TIFF"), "no picture", id="tiff"),
        pytest.param(as_bytes(halves(20, 20), "ICO"), "no picture", id="ico"),
        pytest.param(text_bomb(), "cut off", id="a text of 80 MB"),
        pytest.param(b"\xff\xd8\xff" + b"\xff" * 5000, "no picture", id="markers"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "no picture", id="zeros"),
        pytest.param(as_bytes(halves(30, 20)) + b"x" * (17 << 20), "larger than 16 MiB", id="too long"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(BadPicture, match=words):
        decode(written(tmp_path, data), ROOM)


def test_a_file_that_has_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadPicture, match="no longer in the cache"):
        decode(tmp_path / "gone", ROOM)
    assert size_of(tmp_path / "gone") is None


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "AVIF"]),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(0, 4000),
)
def test_a_damaged_picture_is_a_picture_or_a_word(
    tmp_path_factory: pytest.TempPathFactory, kind: str, changes: list[tuple[int, int]], length: int
) -> None:
    data = bytearray(as_bytes(halves(60, 40), kind))
    for at, value in changes:
        data[at % len(data)] = value
    path = written(tmp_path_factory.mktemp("damaged"), bytes(data[: max(length, 8)]))
    size_of(path)
    try:
        picture, size = decode(path, ROOM)
    except BadPicture as error:
        assert str(error).isprintable()
    else:
        assert picture.mode == "RGB" and min(size) > 0
