"""Jumps inside an article: to a footnote, to a section, and back to where one came from."""

from newsreader.tui.article_places import Place
from newsreader.tui.page_hits import PageHits


class PageJumps(PageHits, inherit_bindings=False):
    """Follows the links of an article that lead to a place in itself, and remembers where the person was before."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._came_from: list[Place] = []

    def jump(self, place: int) -> bool:
        """Bring a place of the article (Run.place) into sight; False where it has no such place.

        A jump to what was in sight before the last jump is the way back, and shows it as it was.
        """
        before = self._anchor
        line = self._line_with(place)
        if self.page is None or line is None:
            return False
        if self._came_from and self._would_show(self._came_from[-1], line):
            return self.jump_back()
        self._came_from.append(before)
        self.scroll_to_line(line)
        self._anchor = self.page.place(self.top)
        self.jumped_to(line)
        return True

    def jump_back(self) -> bool:
        """Go back to where the last jump came from; False where there was none."""
        if self.page is None or not self._came_from:
            return False
        self._go_to(self._came_from.pop())
        self.jumped_to(None)
        return True

    def jumped_to(self, line: int | None) -> None:
        """The person jumped to a line; None: back."""

    def forget_jumps(self) -> None:
        """Another article is shown."""
        self._came_from.clear()

    def _line_with(self, place: int) -> int | None:
        """The number of the line where a place begins; what is around it is laid out."""
        from newsreader.articles.places import block_with

        if self.page is None or not place:
            return None
        line = self.page.line_with(place)
        if line is None and (block := block_with(self.page.document.blocks, place)) is not None:
            self.lay_out_at(Place(block, 0))
            line = self.page.line_with(place)
        return line

    def _would_show(self, place: Place, line: int) -> bool:
        """Whether a line would be in sight with `place` at the top."""
        if self.page is None or not self.page.has(place):
            return False
        top = self.page.line_of(place)
        return top <= line < top + self.size.height

    def _go_to(self, place: Place) -> None:
        if self.page and not self.page.has(place):
            self.lay_out_at(place)
        if self.page:
            self.scroll_to_line(self.page.line_of(place))
            self._anchor = place
