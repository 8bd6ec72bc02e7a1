"""The floor of the article view for pictures: they have room on the page, and come without moving the line in sight."""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from typing_extensions import override

from newsreader.articles.lines import Box, Line
from newsreader.tui.page_jumps import PageJumps

if TYPE_CHECKING:
    from newsreader.articles.document import Image
    from newsreader.tui.article_page import Page
    from newsreader.tui.gallery import Gallery


class PagePictures(PageJumps, inherit_bindings=False):
    """Shows the pictures of a gallery; without one their words stand for them."""

    gallery: "Gallery | None" = None

    def show_pictures(self, gallery: "Gallery | None") -> None:
        """Show the pictures of the article, or None; the line in sight stays."""
        self.gallery = gallery
        self.lay_out()

    def picture_changed(self, url: str) -> None:
        """Another thing is known of a picture: draw it, and give it its own room if nobody sees that happen."""
        numbers = self.page.pictures.get(url) if self.page else None
        if self.page is None or not numbers:
            return
        if self._has_other_room(self.page, numbers) and not (self.is_in_use or any(map(self.in_sight, numbers))):
            self.lay_out()
        else:
            self.redraw()

    def _has_other_room(self, page: "Page", numbers: list[int]) -> bool:
        kept = next((span.picture for span in page.line(numbers[0]).spans if span.picture), None)
        return kept is not None and self.box(kept.image, self.measure[1]) != kept.box

    @property
    def is_in_use(self) -> bool:
        """Whether the numbers of lines are in somebody's hand: then nothing is laid out anew without need."""
        return self.text_selection is not None

    @override
    def box(self, image: "Image", width: int) -> Box | None:
        """Return the room that is kept for a picture; None where its words stand for it."""
        return self.gallery.box(image, width, self.size.height) if self.gallery else None

    def with_picture(self, strip: Strip, line: Line, left: int) -> Strip:
        """Lay over a line what of a picture is in it."""
        before = left
        for span in line.spans:
            if span.picture and self.gallery:
                columns, blank = span.picture.box.columns, self.newsreader.ink["text"]
                row = self.gallery.row(span.picture)
                if row is None:
                    words = self.gallery.frame(span.picture, ascii_only=self.newsreader.ascii_only)
                    row = Strip([Segment(words, self.newsreader.ink["image"])], columns)
                parts = [strip.crop(0, before), Strip(row).extend_cell_length(columns, blank)]
                return Strip.join([*parts, strip.crop(before + columns)])
            before += cell_len(span.text)
        return strip
