"""Foreign pictures are opened here, within limits: what is larger, broken, or of another kind is refused in words.

Only the first frame is read, and nothing of what is said about the picture but which side is up. What is transparent is
white: pictures with nothing behind them are drawn for paper.
"""

import warnings
from pathlib import Path

from PIL import Image, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MAX_BYTES = 16 << 20
MAX_PIXELS = 50_000_000
_UPRIGHT = 1
_ORIENTATION = 0x0112
_TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}  # fmt: skip


class BadPicture(Exception):
    """A file that no picture can be made of; the message says why, for a person."""


def decode(path: Path, largest: tuple[int, int]) -> tuple[Image.Image, tuple[int, int]]:
    """Return a picture in RGB, upright, and its own size in pixels.

    A JPEG that is much larger than `largest` is read at a fraction of its size, but never smaller than that.
    Raises BadPicture.
    """
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadPicture(f"larger than {MAX_BYTES >> 20} MiB")
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as opened:
                return _read(opened, largest)
    except BadPicture:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise BadPicture("more pixels than a picture of the news has") from None
    except UnidentifiedImageError:
        raise BadPicture("no picture of a kind that can be shown") from None
    except FileNotFoundError:
        raise BadPicture("it is no longer in the cache") from None
    except MemoryError:
        raise BadPicture("takes too much memory") from None
    except Exception:  # the border to decoders of foreign bytes, which raise whatever they like
        raise BadPicture("damaged, or cut off") from None


def _read(opened: Image.Image, largest: tuple[int, int]) -> tuple[Image.Image, tuple[int, int]]:
    width, height = opened.size
    if width * height > MAX_PIXELS:
        raise BadPicture(f"{width:,} by {height:,} pixels are more than a picture of the news has")
    turned = _TURNED.get(_orientation(opened))
    opened.draft("RGB", (max(largest), max(largest)))
    opened.load()
    picture = _on_white(opened)
    if turned is not None:
        picture = picture.transpose(turned)
    is_lying = turned in (
        Image.Transpose.TRANSPOSE, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270,
    )  # fmt: skip
    return picture, (height, width) if is_lying else (width, height)


def _orientation(opened: Image.Image) -> int:
    try:
        found = opened.getexif().get(_ORIENTATION, _UPRIGHT)
    except Exception:  # the data are as foreign as the picture, which can do without them
        return _UPRIGHT
    return found if isinstance(found, int) else _UPRIGHT


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith(("I", "F")):  # sixteen bits and more, of which the upper eight are seen
        return picture.convert("F").point(lambda value: value / 256).convert("L").convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        above = picture.convert("RGBA")
        paper = Image.new("RGBA", above.size, "white")
        return Image.alpha_composite(paper, above).convert("RGB")
    return picture.convert("RGB")
