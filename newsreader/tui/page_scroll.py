"""What the article view stands on: a Document laid out around the place where the person is, and scrolled."""

from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, cast

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.timer import Timer
from typing_extensions import override

from newsreader.tui import cells
from newsreader.tui.article_places import Place
from newsreader.tui.messages import ScrolledToEnd

if TYPE_CHECKING:
    from newsreader.articles.document import Document, Image
    from newsreader.articles.lines import Box
    from newsreader.tui.app import NewsreaderApp
    from newsreader.tui.article_page import Page

SLICE_SECONDS = 0.008
PAUSE_SECONDS = 0.01
"""How long the rest of an article is laid out at a time, and the pause for keys between: half a frame each."""
AHEAD = 20_000
"""Lines above and below what is in sight that are laid out in advance: all of an article, two hours of reading of a book."""
OVERLAP = 2
"""Lines of the last page that a page down leaves in sight."""
_TOP = Place(-1, 0)
# (width of the pane, margin at both sides): a narrow pane has no room for white space.
_MARGINS = ((51, 3), (41, 2), (31, 1))


class PageScroll(ScrollView, can_focus=True, inherit_bindings=False):
    """Lays out what is in sight at once and the rest in slices. The place at the top stays there in every width."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """The lines that are laid out. More of them move no other widget: Textual would lay out the whole screen again."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.page: Page | None = None
        self._document: Document | None = None
        self._anchor = _TOP
        self._keeps_anchor = False
        self._is_growing = False
        self._told_end = False
        self._rest: Timer | None = None
        self._settled = Size(0, 0)
        """The size for which everything is in place; while the pane has another one, Textual may scroll by itself."""

    @property
    def newsreader(self) -> "NewsreaderApp":
        """The app, with what is its own."""
        return cast("NewsreaderApp", self.app)

    # ── For the view that stands on this

    @property
    def ahead(self) -> int:
        """How many lines above and below what is in sight are to be laid out."""
        return AHEAD

    def page_laid_out(self, page: "Page") -> None:
        """A page was laid out anew, as far as it is in sight: its lines have other numbers than before."""

    def has_work(self, _: "Page") -> bool:
        """Whether there is something to do with the page beside laying it out."""
        return False

    def work(self, page: "Page", seconds: float) -> None:
        """Do some of that, for no longer than a slice of time."""

    def box(self, _image: "Image", _width: int) -> "Box | None":
        """Return the room for a picture on a page of `width` cells; None where its words stand for it."""
        return None

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
        self._told_end = False
        self._anchor = _TOP
        self._set_height(0)

    @property
    def document(self) -> "Document | None":
        """The document that is shown, also while the pane is out of sight."""
        return self._document

    @property
    def position(self) -> tuple[int, int]:
        """Where the person is: (block, character) of the first line in sight; (0, 0) in the article's head."""
        return (self._anchor.block, self._anchor.char) if self._anchor.block >= 0 else (0, 0)

    @property
    def top(self) -> int:
        """The number of the first line in sight."""
        return self.scroll_offset.y + (self.page.numbers.start if self.page else 0)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self.page is None or (self.page.has_end and self.scroll_offset.y >= self.max_scroll_y)

    # ── Layout

    @property
    def measure(self) -> tuple[int, int]:
        """(left margin, cells of text): the text is centred in a wide pane, and the last column is the thumb's."""
        room = max(self.size.width - 1, 1)
        margin = next((margin for width, margin in _MARGINS if room + 1 >= width), 0)
        width = min(self.newsreader.config.reader.text_width, room - 2 * margin)
        return max(margin, (room - width) // 2), width

    def lay_out(self) -> None:
        """Lay out what is in sight, and a slice more; the rest follows in slices, with pauses in which keys are taken."""
        document, anchor, height = self._document, self._anchor, self.size.height
        if document is None or not self.size:
            return
        self._settled = self.size
        page = self.page = self._new_page(document, anchor.block)
        page.grow_down(lambda: page.numbers.stop > 0 and page.numbers.stop >= page.line_of(anchor) + height)
        page.grow_up(lambda: page.numbers.stop - height >= page.numbers.start)
        self._lay_out_around(page, page.line_of(anchor), SLICE_SECONDS)
        self.page_laid_out(page)
        self._set_height(len(page.numbers))
        self.scroll_to_line(page.line_of(anchor), keep_anchor=True)
        self.redraw()
        self.go_on()

    def lay_out_at(self, place: Place) -> None:
        """Lay out what is around another place, and go there."""
        self._anchor = place
        self.lay_out()

    def _new_page(self, document: "Document", block: int) -> "Page":
        from newsreader.articles.layout import lay_out_part
        from newsreader.tui.article_page import Page

        app, now, width = self.newsreader, self.newsreader.now(), self.measure[1]
        lay_out = partial(
            lay_out_part,
            document,
            width=width,
            ascii=app.ascii_only,
            now=now,
            zone=now.tzinfo,
            time_format=app.config.reader.time_format,
            colors=True,
            boxes=self.box,
        )
        return Page(document, lay_out, [] if document.blocks else self._missing_body(document, width), block)

    def _missing_body(self, document: "Document", width: int) -> list[str]:
        words = "The feed sends no text with this article."
        keys = self.newsreader.bindings.get("open-link", ())
        if keys and document.url:
            words += f" {' '.join(keys[0])} opens its page in the browser."
        return cells.wrap(words, width, 4)

    def _lay_out_around(self, page: "Page", line: int, seconds: float) -> None:
        deadline, ahead = perf_counter() + seconds, self.ahead
        page.grow_down(lambda: perf_counter() > deadline or page.numbers.stop > line + ahead)
        page.grow_up(lambda: perf_counter() > deadline or page.numbers.start < line - ahead)

    def grow_for(self, seconds: float) -> None:
        """Lay out more of the page, for some time."""
        if self.page and not self.page.done:
            before = self.page.numbers
            self._lay_out_around(self.page, self.top, seconds)
            self._grown(self.page, before)

    def _grow_to(self, page: "Page", first: int, end: int) -> None:
        """Lay out at least the lines from `first` up to `end`, not included."""
        before = page.numbers
        page.grow_down(lambda: page.numbers.stop >= end)
        page.grow_up(lambda: page.numbers.start <= first)
        self._grown(page, before)

    def _grown(self, page: "Page", before: range) -> None:
        if page.numbers == before:
            return
        self._set_height(len(page.numbers))
        if added := before.start - page.numbers.start:
            self._is_growing = True
            self._scroll(self.scroll_y + added, keep_anchor=True)
            self._is_growing = False
        self._look_for_end()

    def go_on(self) -> None:
        """Do what is left in slices, if anything is."""
        page = self.page
        if page is None or self._rest:
            return
        below = not page.has_end and page.numbers.stop <= self.top + self.ahead
        above = not page.has_top and page.numbers.start >= self.top - self.ahead
        if below or above or self.has_work(page):
            self._rest = self.set_timer(PAUSE_SECONDS, self._do_slice)

    def _do_slice(self) -> None:
        self._rest = None
        self.grow_for(SLICE_SECONDS)
        if self.page:
            self.work(self.page, SLICE_SECONDS)
        self.go_on()
        if self._rest is None:
            self.redraw()  # the mark at the edge, which tells how much there is

    def _set_height(self, lines: int) -> None:
        self.virtual_size = Size(self.size.width, lines)

    def on_resize(self) -> None:
        """What is at the top stays there."""
        if self.page is None or self._settled.width != self.size.width:
            self.lay_out()
        else:
            self._settled = self.size
            top, height = self.page.line_of(self._anchor), self.size.height
            self._grow_to(self.page, top, top + height)
            self._grow_to(self.page, self.page.numbers.stop - height, top)
            self.scroll_to_line(top, keep_anchor=True)
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
        self._go_to_part(-1)

    def to_end(self) -> None:
        """Go to the last line."""
        self._go_to_part(len(self._document.blocks) if self._document else 0)

    def _go_to_part(self, block: int) -> None:
        """Go to the head (-1) or the foot, and lay out from there what is in sight, if it is not."""
        if self.page is None:
            return
        if not (self.page.has_top if block < 0 else self.page.has_end):
            self.lay_out_at(Place(block, 0))
        numbers = self.page.numbers
        self.scroll_to_line(numbers.start if block < 0 else numbers.stop)
        self._anchor = self.page.place(self.top)

    def scroll_to_line(self, line: int, *, keep_anchor: bool = False) -> None:
        """Bring a line to the top, as far as there are lines below. `keep_anchor`: the person did not move."""
        self._scroll(line - (self.page.numbers.start if self.page else 0), keep_anchor=keep_anchor)
        self._look_for_end()

    def _scroll(self, y: float, *, keep_anchor: bool) -> None:
        self._keeps_anchor = keep_anchor
        self.scroll_to(y=y, animate=False)
        self._keeps_anchor = False

    def reveal(self, line: int) -> None:
        """Bring a line into sight, with some lines above it."""
        if not self.in_sight(line):
            self.scroll_to_line(line - self.size.height // 3)

    def in_sight(self, line: int) -> bool:
        """Whether a line is in the window."""
        return self.top <= line < self.top + self.size.height

    @override
    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep in mind what is at the top, by whatever the article was scrolled: a key, the wheel, a selection."""
        if self._is_growing:
            return  # the same lines are in sight, under other numbers of Textual's
        super().watch_scroll_y(old_value, new_value)
        if self.page and not self._keeps_anchor and self._settled == self.size:
            self._anchor = self.page.place(self.top)
            self._look_for_end()
            self.go_on()

    @property
    def _page_lines(self) -> int:
        height = self.size.height
        return max(height - (OVERLAP if height > 4 * OVERLAP else 1), 1)

    def _scroll_by(self, lines: int) -> None:
        if self.page:
            line = self.top + lines
            self._grow_to(self.page, line, line + self.size.height)
            self.scroll_to_line(line)

    def _look_for_end(self) -> None:
        if self.page and self.size and not self._told_end and self.at_end:
            self._told_end = True
            self.post_message(ScrolledToEnd())
