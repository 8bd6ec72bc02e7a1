"""Pictures in the languages of terminals: half blocks, Kitty, iTerm2 and Sixel.

For iTerm2 and Sixel every line of cells is a picture of its own, drawn from where the cursor is and leaving it there: so
lines scroll, and what is half in sight is right, without anybody knowing where on the screen they are.
"""

import base64
import re
from io import BytesIO

from PIL import Image

from newsreader.tui.picture_jobs import Colors, Drawing, Job

_CHUNK = 4096
"""Bytes that Kitty takes at a time."""
_SIXEL_COLORS = 128
_BAND = 6
"""Rows of pixels that a Sixel character holds."""
_RUN = re.compile(rb"(.)\1{3,254}", re.DOTALL)


def encode(picture: Image.Image, size: tuple[int, int], job: Job) -> Drawing:
    """Return a picture, of its own `size`, as what the job wants. It is made smaller to fit its room, never larger."""
    fitted = fit(size, (job.columns * job.cell[0], job.lines * job.cell[1]))
    columns = min(-(-fitted[0] // job.cell[0]), job.columns)
    lines = min(-(-fitted[1] // job.cell[1]), job.lines)
    if job.protocol == "blocks":
        pixels = half_blocks(picture, columns, lines, job.colors)
        return Drawing(job.number, size=size, columns=columns, lines=lines, pixels=pixels)
    whole = _filling(picture, fitted, (columns * job.cell[0], lines * job.cell[1]))
    if job.protocol == "kitty":
        sent, delete = kitty(whole, job.number, columns, lines, in_tmux=job.in_tmux)
        return Drawing(job.number, size=size, columns=columns, lines=lines, picture=sent, delete=delete)
    rows = sixel_rows(whole, job.cell[1]) if job.protocol == "sixel" else iterm2_rows(whole, columns, job.cell[1])
    return Drawing(job.number, size=size, columns=columns, lines=lines, rows=tuple(rows))


def fit(size: tuple[int, int], room: tuple[int, int]) -> tuple[int, int]:
    """Return the largest size of these proportions that fits into `room`, at most `size` itself; at least 1 by 1."""
    scale = min(room[0] / size[0], room[1] / size[1], 1.0)
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _filling(picture: Image.Image, fitted: tuple[int, int], whole: tuple[int, int]) -> Image.Image:
    """A picture that fills whole cells: stretched where nobody would see it, else with a white edge."""
    if whole[0] * 8 <= fitted[0] * 9 and whole[1] * 8 <= fitted[1] * 9:
        return picture.resize(whole, Image.Resampling.LANCZOS, reducing_gap=2.0)
    filled = Image.new("RGB", whole, "white")
    filled.paste(picture.resize(fitted, Image.Resampling.LANCZOS, reducing_gap=2.0))
    return filled


# ── Half blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────


def half_blocks(picture: Image.Image, columns: int, lines: int, colors: Colors) -> bytes:
    """Return two rows of pixels for each line of cells."""
    small = picture.resize((columns, lines * 2), Image.Resampling.BOX, reducing_gap=3.0)
    if colors == "true":
        return small.tobytes()
    palette = _palette(colors)
    if colors == "256":
        # In pixels as large as these a full mixture of colours looks like noise, and the nearest ones alone turn to grey.
        near = small.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
        small = Image.blend(small, near, 0.5)
    return small.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).tobytes()


def _palette(colors: Colors) -> Image.Image:
    """The colours of xterm; pictures do not use the first sixteen where there are more, for every theme has others."""
    ramp = (0, 95, 135, 175, 215, 255)
    sixteen = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]  # fmt: skip
    cube = [(r, g, b) for r in ramp for g in ramp for b in ramp]
    greys = [(8 + 10 * n,) * 3 for n in range(24)]
    entries = sixteen if colors == "16" else [(0, 0, 0)] * 16 + cube + greys
    entries += entries[-1:] * (256 - len(entries))
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for entry in entries for value in entry])
    return palette


# ── Kitty ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def kitty(picture: Image.Image, number: int, columns: int, lines: int, *, in_tmux: bool) -> tuple[str, str]:
    """Return what brings a picture to the terminal with a place for Unicode placeholders, and what deletes both.

    https://sw.kovidgoyal.net/kitty/graphics-protocol/#unicode-placeholders
    """
    file = BytesIO()
    picture.save(file, "PNG")
    data = base64.standard_b64encode(file.getvalue()).decode("ascii")
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    first = f"a=T,U=1,q=2,f=100,i={number},c={columns},r={lines},"
    commands = [
        f"\x1b_G{'' if n else first}m={int(n < len(chunks) - 1)};{chunk}\x1b\\" for n, chunk in enumerate(chunks)
    ]
    delete = f"\x1b_Ga=d,d=I,q=2,i={number}\x1b\\"
    if in_tmux:
        return "".join(map(_through_tmux, commands)), _through_tmux(delete)
    return "".join(commands), delete


def _through_tmux(sequence: str) -> str:
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"


# ── iTerm2 ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def iterm2_rows(picture: Image.Image, columns: int, height: int) -> list[str]:
    """Return each line of cells as an inline image of iTerm2 (https://iterm2.com/documentation-images.html)."""
    rows = []
    for top in range(0, picture.height, height):
        file = BytesIO()
        picture.crop((0, top, picture.width, top + height)).save(file, "JPEG", quality=85)
        data = file.getvalue()
        text = base64.standard_b64encode(data).decode("ascii")
        how = f"inline=1;size={len(data)};width={columns};height=1;preserveAspectRatio=0;doNotMoveCursor=1"
        rows.append(f"\x1b]1337;File={how}:{text}\x07")
    return rows


# ── Sixel ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def sixel_rows(picture: Image.Image, height: int) -> list[str]:
    """Return each line of cells as a Sixel image (VT330/340 Programmer Reference Manual, volume 2, chapter 14)."""
    flat = picture.quantize(_SIXEL_COLORS, Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
    palette = flat.getpalette() or []
    pixels, width = flat.tobytes(), flat.width
    rows = []
    for top in range(0, flat.height, height):
        lines = [pixels[at * width : (at + 1) * width] for at in range(top, min(top + height, flat.height))]
        used = sorted(set(b"".join(lines)))
        colors = "".join(
            f"#{color};2;" + ";".join(str(round(part / 2.55)) for part in palette[color * 3 : color * 3 + 3])
            for color in used
        )
        bands = "-".join(_band(lines[at : at + _BAND]) for at in range(0, len(lines), _BAND))
        rows.append(f'\x1bP0;1;0q"1;1;{width};{len(lines)}{colors}{bands}\x1b\\')
    return rows


def _band(lines: list[bytes]) -> str:
    """Up to six rows of pixels: for each colour in them the Sixel characters, drawn over each other."""
    width = len(lines[0])
    parts = []
    for color in sorted(set(b"".join(lines))):
        # All pixels of a row at once: each byte is the row's bit where the pixel has the colour.
        bits = 0
        for n, line in enumerate(lines):
            table = bytearray(256)
            table[color] = 1 << n
            bits |= int.from_bytes(line.translate(table), "big")
        signs = bits.to_bytes(width, "big").translate(_SIGNS).rstrip(b"?")
        parts.append(f"#{color}" + _RUN.sub(_shortened, signs).decode("ascii"))
    return "$".join(parts)


_SIGNS = bytes(min(63 + value, 255) for value in range(256))


def _shortened(run: re.Match[bytes]) -> bytes:
    return b"!%d%b" % (len(run[0]), run[1])
