"""What the article view stands on: a Document laid out for the width at hand, in slices, and scrolled; places are kept."""

from time import perf_counter
from typing import TYPE_CHECKING, cast

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.timer import Timer
from typing_extensions import override

from newsreader.tui import cells
from newsreader.tui.article_places import Place
from newsreader.tui.messages import ScrolledToEnd

if TYPE_CHECKING:
    from newsreader.articles.document import Document
    from newsreader.tui.app import NewsreaderApp
    from newsreader.tui.article_page import Page

SLICE_SECONDS = 0.008
PAUSE_SECONDS = 0.01
"""How long the rest of an article is laid out at a time, and the pause for keys between: half a frame each."""
OVERLAP = 2
"""Lines of the last page that a page down leaves in sight."""
_TOP = Place(-1, 0)
# (width of the pane, margin at both sides): a narrow pane has no room for white space.
_MARGINS = ((51, 3), (41, 2), (31, 1))


class PageScroll(ScrollView, can_focus=True, inherit_bindings=False):
    """Lays out what is in sight at once and the rest in slices. The place at the top stays there in every width."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.page: Page | None = None
        self._document: Document | None = None
        self._anchor = _TOP
        self._keeps_anchor = False
        self._goes_to_end = False
        self._told_end = False
        self._rest: Timer | None = None
        self._settled = Size(0, 0)
        """The size for which everything is in place; while the pane has another one, Textual may scroll by itself."""

    @property
    def newsreader(self) -> "NewsreaderApp":
        """The app, with what is its own."""
        return cast("NewsreaderApp", self.app)

    # ── For the view that stands on this

    def page_laid_out(self, page: "Page") -> None:
        """A page was laid out anew, as far as it is in sight: its lines have other numbers than before."""

    def page_grown(self, page: "Page") -> None:
        """More of the page was laid out."""

    def redraw(self) -> None:
        """Draw everything again."""
        self.refresh()

    # ── What is shown

    def open_document(self, document: "Document", position: tuple[int, int]) -> None:
        """Show a document from `position` on, (block, character); (0, 0) is its top."""
        self.close_document()
        self._document = document
        self._anchor = _TOP if position == (0, 0) else Place(*position)
        self.lay_out()

    def close_document(self) -> None:
        """Show no document."""
        if self._rest:
            self._rest.stop()
        self._document = self.page = self._rest = None
        self._goes_to_end = self._told_end = False
        self._anchor = _TOP
        self._set_height(0)

    @property
    def position(self) -> tuple[int, int]:
        """Where the person is: (block, character) of the first line in sight; (0, 0) in the article's head."""
        return (self._anchor.block, self._anchor.char) if self._anchor.block >= 0 else (0, 0)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self.page is None or (self.page.done and self.scroll_offset.y >= self.max_scroll_y)

    # ── Layout

    @property
    def measure(self) -> tuple[int, int]:
        """(left margin, cells of text): the text is centred in a wide pane, and the last column is the thumb's."""
        room = max(self.size.width - 1, 1)
        margin = next((margin for width, margin in _MARGINS if room + 1 >= width), 0)
        width = min(self.newsreader.config.reader.text_width, room - 2 * margin)
        return max(margin, (room - width) // 2), width

    def lay_out(self) -> None:
        """Lay out what is in sight; the rest follows in slices, with pauses in which keys are taken."""
        document = self._document
        if document is None or not self.size:
            return
        from newsreader.articles.layout import lay_out
        from newsreader.tui.article_page import Page

        app, now = self.newsreader, self.newsreader.now()
        width, anchor = self.measure[1], self._anchor
        blocks = lay_out(
            document, width, ascii=app.ascii_only, now=now, zone=now.tzinfo, time_format=app.config.reader.time_format
        )
        page = self.page = Page(document, blocks, [] if document.blocks else self._missing_body(document, width))
        self._settled, self._goes_to_end = self.size, False
        page.grow(lambda: page.shows(anchor) and len(page.lines) >= page.line_of(anchor) + self.size.height)
        self.page_laid_out(page)
        self._set_height(len(page.lines))
        self.scroll_to_line(page.line_of(anchor), keep_anchor=True)
        self.redraw()
        self._continue()

    def grow_for(self, seconds: float) -> None:
        """Lay out more of the page, for some time."""
        page, deadline = self.page, perf_counter() + seconds
        if page and not page.done:
            page.grow(lambda: perf_counter() > deadline)
            self._grown(page)

    def _grow_to(self, line: int) -> None:
        page = self.page
        if page and not page.done and len(page.lines) < line:
            page.grow(lambda: len(page.lines) >= line)
            self._grown(page)

    def _grown(self, page: "Page") -> None:
        self._set_height(len(page.lines))
        self.page_grown(page)
        self._look_for_end()

    def _continue(self) -> None:
        if self._rest:
            self._rest.stop()
        done = self.page is None or self.page.done
        self._rest = None if done else self.set_timer(PAUSE_SECONDS, self._lay_out_more)

    def _lay_out_more(self) -> None:
        self.grow_for(SLICE_SECONDS)
        if self._goes_to_end:
            self.to_end()
        self._continue()

    def _missing_body(self, document: "Document", width: int) -> list[str]:
        words = "The feed sends no text with this article."
        keys = self.newsreader.bindings.get("open-link", ())
        if keys and document.url:
            words += f" {' '.join(keys[0])} opens its page in the browser."
        return cells.wrap(words, width, 4)

    def _set_height(self, lines: int) -> None:
        self.virtual_size = Size(self.size.width, lines)

    def on_resize(self) -> None:
        """What is at the top stays there."""
        if self.page is None or self._settled.width != self.size.width:
            self.lay_out()
        else:
            self._settled = self.size
            self._grow_to(self.scroll_offset.y + self.size.height)
            self.scroll_to_line(self.page.line_of(self._anchor), keep_anchor=True)
        self.redraw()

    # ── Moving

    def line_down(self) -> None:
        """Scroll down by a line."""
        self._scroll_by(1)

    def line_up(self) -> None:
        """Scroll up by a line."""
        self._scroll_by(-1)

    def half_page_down(self) -> None:
        """Scroll down by half of what is in sight."""
        self._scroll_by(max(self.size.height // 2, 1))

    def half_page_up(self) -> None:
        """Scroll up by half of what is in sight."""
        self._scroll_by(-max(self.size.height // 2, 1))

    def page_down(self) -> bool:
        """Scroll down by what is in sight but for some lines; False at the end."""
        if self.at_end:
            return False
        self._scroll_by(self._page_lines)
        return True

    def page_up(self) -> None:
        """Scroll up by what is in sight but for some lines."""
        self._scroll_by(-self._page_lines)

    def to_top(self) -> None:
        """Go to the headline."""
        self._goes_to_end = False
        self.scroll_to_line(0)

    def to_end(self) -> None:
        """Go to the last line; while the article is being laid out, along with it."""
        self._goes_to_end = self.page is not None and not self.page.done
        self.scroll_to_line(self.max_scroll_y)

    def scroll_to_line(self, line: int, *, keep_anchor: bool = False) -> None:
        """Bring a line to the top, as far as there are lines below. `keep_anchor`: the person did not move."""
        self._keeps_anchor = keep_anchor
        self.scroll_to(y=line, animate=False)
        self._keeps_anchor = False
        self._look_for_end()

    def reveal(self, line: int) -> None:
        """Bring a line into sight, with some lines above it."""
        if not self.in_sight(line):
            self._goes_to_end = False
            self.scroll_to_line(line - self.size.height // 3)

    def in_sight(self, line: int) -> bool:
        """Whether a line is in the window."""
        return self.scroll_offset.y <= line < self.scroll_offset.y + self.size.height

    @override
    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep in mind what is at the top, by whatever the article was scrolled: a key, the wheel, a selection."""
        super().watch_scroll_y(old_value, new_value)
        if self.page and not self._keeps_anchor and self._settled == self.size:
            self._anchor = self.page.place(self.scroll_offset.y)
            self._look_for_end()

    @property
    def _page_lines(self) -> int:
        height = self.size.height
        return max(height - (OVERLAP if height > 4 * OVERLAP else 1), 1)

    def _scroll_by(self, lines: int) -> None:
        self._goes_to_end = False
        line = self.scroll_offset.y + lines
        self._grow_to(line + self.size.height)
        self.scroll_to_line(line)

    def _look_for_end(self) -> None:
        if self.page and self.size and not self._told_end and self.at_end:
            self._told_end = True
            self.post_message(ScrolledToEnd())
