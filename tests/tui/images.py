"""Pictures for tests."""

from io import BytesIO
from pathlib import Path

import pytest

pytest.importorskip("PIL", reason="pictures need Pillow: newsreader[images]")
from PIL import Image

RED, BLUE, GREEN, WHITE = (200, 30, 40), (20, 60, 190), (30, 150, 60), (255, 255, 255)


def halves(
    width: int, height: int, upper: tuple[int, int, int] = RED, lower: tuple[int, int, int] = BLUE
) -> Image.Image:
    """A picture in two colours, one above the other."""
    picture = Image.new("RGB", (width, height), lower)
    picture.paste(upper, (0, 0, width, height // 2))
    return picture


def as_bytes(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def written(folder: Path, data: bytes) -> Path:
    path = folder / "picture"
    path.write_bytes(data)
    return path


def near(first: tuple[int, ...], second: tuple[int, ...], by: int = 24) -> bool:
    return all(abs(one - other) <= by for one, other in zip(first, second, strict=True))
