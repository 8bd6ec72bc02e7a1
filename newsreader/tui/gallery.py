"""The pictures of the article that is shown: how far each of them is, its room on the page, and what is drawn there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from textual.strip import Strip

from newsreader.articles.document import Image
from newsreader.articles.lines import Box, PictureLine
from newsreader.tui.picture_boxes import box_of
from newsreader.tui.picture_jobs import Drawing
from newsreader.tui.picture_lines import frame
from newsreader.tui.picture_size import size_of
from newsreader.tui.picture_studio import Studio

WAITING, COMING = "it is being fetched", "it is being drawn"


@dataclass(slots=True)
class Shown:
    """One picture of the article."""

    url: str
    state: Literal["waiting", "there", "failed"] = "waiting"
    words: str = WAITING
    """What stands in its frame: how far it is, or why it is not there."""
    path: Path | None = None
    size: tuple[int, int] | None = None
    """In pixels, once its file is there."""
    wanted: tuple[Box, tuple[int, int]] | None = None
    """The room, and the size of its cells, for which it was ordered last."""
    number: int = 0
    """Of the drawing that was ordered."""
    drawing: Drawing | None = None
    rows: list[Strip] = field(default_factory=list)


class Gallery:
    """Knows the pictures by their addresses. Others have no room on the page: their words stand for them."""

    def __init__(self, urls: Iterable[str], studio: Studio) -> None:
        self._shown = {url: Shown(url) for url in urls}
        self._studio = studio

    # ── How far they are

    def fetched(self, url: str, path: Path) -> None:
        """The file of a picture is there."""
        if shown := self._shown.get(url):
            shown.state, shown.path, shown.words, shown.size = "there", path, COMING, size_of(path)

    def failed(self, url: str, words: str) -> None:
        """A picture is not to be had."""
        if shown := self._shown.get(url):
            shown.state, shown.words = "failed", words

    @property
    def missing(self) -> list[str]:
        """The addresses of pictures that nobody knows anything of yet."""
        return [url for url, shown in self._shown.items() if shown.state == "waiting"]

    def drawn(self, drawing: Drawing, rows: list[Strip]) -> str:
        """Take what a picture became; returns its address, '' where nobody waits for it any more."""
        shown = next((shown for shown in self._shown.values() if shown.number == drawing.number), None)
        if shown is None:
            return ""
        if drawing.error:
            self.failed(shown.url, drawing.error)
        else:
            shown.size, shown.drawing, shown.rows = drawing.size, drawing, rows
        return shown.url

    def close(self) -> None:
        """Another article is shown."""
        self._studio.forget()
        for shown in self._shown.values():
            self._studio.drop(shown.number)

    # ── On the page

    def box(self, image: Image, width: int, height: int) -> Box | None:
        """Return the room for a picture on a page of `width` cells, in a pane of `height` lines."""
        shown = self._shown.get(image.url)
        if shown is None:
            return None
        declared = (image.width, image.height) if image.width and image.height else None
        return box_of(shown.size or declared, width, height, self._studio.cell)

    def row(self, line: PictureLine) -> Strip | None:
        """Return what of a picture is in a line, without cells below the picture; None where it is not drawn yet.

        A picture that comes into sight for the first time, or has other room than before, is ordered now.
        """
        shown = self._shown.get(line.image.url)
        if shown is None or shown.state != "there" or shown.path is None:
            return None
        wanted = (line.box, self._studio.cell)
        if shown.wanted != wanted:
            self._studio.drop(shown.number)
            shown.wanted, shown.drawing, shown.rows = wanted, None, []
            shown.number = self._studio.order(shown.path, *wanted)
        if shown.drawing is None:
            return None
        self._studio.show(shown.drawing)
        return shown.rows[line.number] if line.number < len(shown.rows) else Strip([])

    def frame(self, line: PictureLine, *, ascii_only: bool) -> str:
        """Return what stands in a line in place of the picture."""
        alt = line.image.alt if line.image.alt != line.image.caption else ""
        shown = self._shown.get(line.image.url)
        return frame(line.box, alt, shown.words if shown else "", ascii_only)[line.number]
