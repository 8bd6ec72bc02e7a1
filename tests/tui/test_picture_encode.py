"""Pictures in the languages of terminals, read again as a terminal would."""

import base64
import re
from io import BytesIO
from pathlib import Path

import pytest
from images import BLUE, GREEN, RED, as_bytes, halves, near, written
from PIL import Image
from rich.console import Console

from newsreader.tui.picture_encode import fit
from newsreader.tui.picture_jobs import Drawing, Job
from newsreader.tui.picture_lines import DIACRITICS, frame, rows_of
from newsreader.tui.picture_worker import draw

CELL = (9, 17)


def drawn(
    folder: Path, picture: Image.Image, protocol: str, columns: int = 20, lines: int = 10, **more: object
) -> Drawing:
    path = written(folder, as_bytes(picture))
    drawing = draw(Job(7 << 24 | 40, str(path), columns, lines, CELL, protocol, **more))
    assert not drawing.error
    return drawing


@pytest.mark.parametrize(
    ("size", "room", "fitted"),
    [
        ((1600, 1000), (400, 400), (400, 250)),
        ((1000, 1600), (400, 400), (250, 400)),
        ((100, 50), (400, 400), (100, 50)),
        ((10_000, 1), (400, 400), (400, 1)),
        ((1, 10_000), (400, 400), (1, 400)),
    ],
)
def test_a_picture_keeps_its_proportions_and_is_never_made_larger(
    size: tuple[int, int], room: tuple[int, int], fitted: tuple[int, int]
) -> None:
    assert fit(size, room) == fitted


def test_a_low_picture_is_not_stretched_to_whole_cells(tmp_path: Path) -> None:
    drawing = drawn(tmp_path, halves(180, 20), "sixel")
    assert drawing.lines == 2
    second = from_sixel(drawing.rows[1])
    assert near(second.getpixel((90, 1)), BLUE) and near(second.getpixel((90, 10)), (255, 255, 255))


def test_half_blocks_have_two_pixels_in_a_cell(tmp_path: Path) -> None:
    drawing = drawn(tmp_path, halves(400, 340), "blocks", lines=5)
    console = Console(color_system="truecolor", force_terminal=True)
    rows = rows_of(drawing, console)
    assert len(rows) == drawing.lines == 5 and {row.cell_length for row in rows} == {drawing.columns}
    assert {row.text for row in rows} == {"▀" * drawing.columns}
    first, middle, last = (row._segments[0].style for row in (rows[0], rows[2], rows[4]))
    assert near(first.color.triplet, RED) and near(first.bgcolor.triplet, RED)
    assert near(middle.color.triplet, RED) and near(middle.bgcolor.triplet, BLUE), "the border is inside a cell"
    assert near(last.color.triplet, BLUE) and near(last.bgcolor.triplet, BLUE)


@pytest.mark.parametrize(("colors", "numbers"), [("256", range(16, 256)), ("16", range(16))])
def test_with_fewer_colours_half_blocks_use_those_of_the_terminal(tmp_path: Path, colors: str, numbers: range) -> None:
    drawing = drawn(tmp_path, halves(300, 200), "blocks", colors=colors)
    assert len(drawing.pixels) == drawing.columns * drawing.lines * 2
    assert set(drawing.pixels) <= set(numbers)
    console = Console(color_system="256" if colors == "256" else "standard", force_terminal=True)
    shown = "".join(row.render(console) for row in rows_of(drawing, console))
    assert "38;2" not in shown and "48;2" not in shown


# ── Kitty

_COMMAND = re.compile(r"\x1b_G(?P<how>[^;\x1b]*)(?:;(?P<data>[^\x1b]*))?\x1b\\")


def test_kitty_gets_the_picture_in_pieces_with_a_place_for_placeholders(tmp_path: Path) -> None:
    noise = Image.effect_noise((180, 170), 90).convert("RGB")
    drawing = drawn(tmp_path, noise, "kitty")
    commands = list(_COMMAND.finditer(drawing.picture))
    assert "".join(command[0] for command in commands) == drawing.picture
    first = dict(part.split("=") for part in commands[0]["how"].split(","))
    assert first == {
        "a": "T", "U": "1", "q": "2", "f": "100", "i": str(drawing.number),
        "c": str(drawing.columns), "r": str(drawing.lines), "m": "1",
    }  # fmt: skip
    assert [command["how"] for command in commands[1:]] == ["m=1"] * (len(commands) - 2) + ["m=0"]
    assert all(len(command["data"]) <= 4096 for command in commands)
    sent = Image.open(BytesIO(base64.b64decode("".join(command["data"] for command in commands))))
    assert sent.size == (180, 170)
    assert drawing.delete == f"\x1b_Ga=d,d=I,q=2,i={drawing.number}\x1b\\"


def test_in_tmux_each_command_for_kitty_is_passed_through(tmp_path: Path) -> None:
    plain, wrapped = (drawn(tmp_path, halves(90, 85), "kitty", in_tmux=in_tmux) for in_tmux in (False, True))
    passed = re.findall(r"\x1bPtmux;((?:\x1b\x1b|[^\x1b])*)\x1b\\", wrapped.picture)
    assert "".join(passed).replace("\x1b\x1b", "\x1b") == plain.picture
    assert wrapped.delete == "\x1bPtmux;" + plain.delete.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def test_every_cell_of_a_placeholder_says_which_it_is(tmp_path: Path) -> None:
    drawing = drawn(tmp_path, halves(90, 85), "kitty")
    rows = rows_of(drawing, Console(color_system="256"))
    assert (drawing.columns, drawing.lines, len(rows)) == (10, 5, 5)
    for line, row in enumerate(rows):
        (segment,) = row
        assert row.cell_length == 10
        assert segment.style.color.number == 40
        cells = re.findall("\U0010eeee(.)(.)(.)", segment.text)
        places = [tuple(map(DIACRITICS.index, cell)) for cell in cells]
        assert places == [(line, column, 7) for column in range(10)]


def test_placeholders_survive_what_cleans_foreign_text() -> None:
    from newsreader.text import clean_text

    text = "".join(f"\U0010eeee{one}{other}{one}" for one, other in zip(DIACRITICS, reversed(DIACRITICS), strict=True))
    assert len(DIACRITICS) > 160
    assert clean_text(text) == text


# ── Sixel and iTerm2


def from_sixel(row: str) -> Image.Image:
    """Draw a Sixel image as a terminal does."""
    found = re.fullmatch(r'\x1bP0;1;0q"1;1;(\d+);(\d+)(.*)\x1b\\', row, re.DOTALL)
    assert found
    width, height = int(found[1]), int(found[2])
    picture, palette, color, x, band = Image.new("RGB", (width, height)), {}, 0, 0, 0
    for part in re.finditer(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([?-~])|(\$)|(-)", found[3]):
        if part[1]:
            color = int(part[1])
            if part[2]:
                palette[color] = tuple(round(int(part[n]) * 2.55) for n in (2, 3, 4))
        elif part[8] or part[9]:
            x, band = 0, band + bool(part[9])
        else:
            end = x + int(part[5] or 1)
            for bit in range(6):
                if (ord(part[6] or part[7]) - 63) >> bit & 1:
                    assert end <= width and band * 6 + bit < height, "nothing is drawn beyond its line of cells"
                    picture.paste(palette[color], (x, band * 6 + bit, end, band * 6 + bit + 1))
            x = end
    return picture


def test_sixel_rows_are_the_picture_line_by_line(tmp_path: Path) -> None:
    source = halves(90, 102, RED, GREEN)
    drawing = drawn(tmp_path, source, "sixel")
    assert (drawing.columns, drawing.lines, len(drawing.rows)) == (10, 6, 6)
    rows = [from_sixel(row) for row in drawing.rows]
    assert {row.size for row in rows} == {(90, 17)}
    for y in range(102):
        assert near(rows[y // 17].getpixel((45, y % 17)), source.getpixel((45, y))), y


def test_iterm2_rows_are_images_of_one_line(tmp_path: Path) -> None:
    drawing = drawn(tmp_path, halves(90, 102), "iterm2")
    assert len(drawing.rows) == 6
    for number, row in enumerate(drawing.rows):
        found = re.fullmatch(r"\x1b\]1337;File=([^:]*):([A-Za-z0-9+/=]+)\x07", row)
        assert found
        how = dict(part.split("=") for part in found[1].split(";"))
        data = base64.b64decode(found[2])
        assert how == {
            "inline": "1", "size": str(len(data)), "width": "10", "height": "1",
            "preserveAspectRatio": "0", "doNotMoveCursor": "1",
        }  # fmt: skip
        part = Image.open(BytesIO(data))
        assert part.size == (90, 17)
        assert near(part.getpixel((40, 8)), RED if number < 3 else BLUE)


@pytest.mark.parametrize("protocol", ["sixel", "iterm2"])
def test_a_row_of_pixels_is_drawn_over_blanks_and_leaves_the_cursor(tmp_path: Path, protocol: str) -> None:
    drawing = drawn(tmp_path, halves(90, 102), protocol)
    for row, pixels in zip(rows_of(drawing, Console()), drawing.rows, strict=True):
        assert row.cell_length == 10
        assert row.render(Console()) == " " * 10 + "\x1b7\x1b[10D" + pixels + "\x1b8"


@pytest.mark.parametrize(
    "drawing",
    [
        Drawing(1, columns=2, lines=1, rows=("\x1b]52;c;aGk=\x07",)),
        Drawing(1, columns=2, lines=1, rows=('\x1bP0;1;0q"1;1;9;9#0\x1b\\\x1b[2J',)),
        Drawing(1, columns=2, lines=1, picture="\x1b_Ga=T;AAAA\x1b\\\x1b]0;title\x07"),
        Drawing(1, columns=2, lines=1, picture="\x1bPtmux;\x1b\x1b]52;c;aGk=\x07\x1b\\"),
        Drawing(1, columns=2, lines=1, delete="rm"),
    ],
)
def test_what_draws_pictures_can_make_the_terminal_do_nothing_else(drawing: Drawing) -> None:
    with pytest.raises(ValueError, match="more than pixels"):
        rows_of(drawing, Console())


def test_the_filter_lets_rows_of_pixels_through_and_nothing_that_was_made_of_them() -> None:
    from rich.segment import Segment
    from textual.color import Color

    from newsreader.tui.clean_filter import CleanFilter, Drawn

    row = Drawn("\x1b7\x1b[2D\x1bP0;1;0q#0\x1b\\\x1b8")
    whole, part, joined, foreign = CleanFilter().apply(
        [Segment(row), Segment(row[:12]), Segment(row + "x"), Segment(str(row.lower()))], Color(0, 0, 0)
    )
    assert whole.text is row
    assert all("\x1b" not in segment.text for segment in (part, joined, foreign))


# ── The frame


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("size", [(40, 8), (12, 4), (5, 2), (1, 1), (8, 3), (60, 20)])
def test_a_frame_fills_its_box(size: tuple[int, int], ascii_only: bool) -> None:
    from rich.cells import cell_len

    from newsreader.articles.lines import Box

    lines = frame(Box(*size), "A harbour 漢字 at night with many lamps", "HTTP 404: not found", ascii_only)
    assert len(lines) == size[1]
    assert {cell_len(line) for line in lines} == {size[0]}
    assert not ascii_only or all(set(line) <= set("+-|") | set(line) - set("┌─│") for line in lines)
    if size[0] >= 40:
        assert "A harbour" in "\n".join(lines) and "HTTP 404: not found" in "\n".join(lines)
