"""The article pane: a Document in a readable measure, laid out block by block, with its links, hits and selection."""

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer
from typing_extensions import override

from newsreader.query.words import Term
from newsreader.tui import cells
from newsreader.tui.article_hits import Hits, Matcher, searched, typed
from newsreader.tui.article_lines import Overlay, Pen, blank_strip
from newsreader.tui.article_page import Page, Place, Target
from newsreader.tui.article_text import between, word_at
from newsreader.tui.messages import LinkFocused, LinkOpened, ScrolledToEnd

if TYPE_CHECKING:
    from newsreader.articles.document import Document
    from newsreader.tui.app import NewsreaderApp

SLICE_SECONDS = 0.008
PAUSE_SECONDS = 0.01
"""How long the rest of an article is laid out at a time, and the pause for keys between: half a frame each."""
FIND_SECONDS = 0.25
"""How long a find may lay out an article that is not laid out yet; hits in what is left are added in slices."""
OVERLAP = 2
"""Lines of the last page that a page down leaves in sight."""
NO_ARTICLE = "No article is open. Choose a headline."


class ArticleView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one article. The screen calls its methods; it posts what the person did with the mouse, and what is focused."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._document: Document | None = None
        self._words = NO_ARTICLE
        self._page: Page | None = None
        self._width = 0
        """Of the pane, when the page was laid out."""
        self._anchor = Place(-1, 0)
        self._placing = False
        self._to_end = False
        self._told_end = False
        self._rest: Timer | None = None
        self._hits: Hits | None = None
        self._focused: int | None = None
        self._pen: Pen | None = None
        self._strips: dict[int, Strip] = {}

    @property
    def newsreader(self) -> "NewsreaderApp":
        """The app, with what is its own."""
        return cast("NewsreaderApp", self.app)

    # ── What is shown

    def show(self, document: "Document", position: tuple[int, int] = (0, 0)) -> None:
        """Show an article from `position` on, (block, character); (0, 0) is its top."""
        self._forget()
        self._document = document
        self._anchor = Place(-1, 0) if position == (0, 0) else Place(*position)
        self._lay_out()

    def clear(self, words: str = "") -> None:
        """Show no article, and say why."""
        self._forget()
        self._words = words or NO_ARTICLE
        self._document = self._page = None
        self._set_height(0)
        self._changed()

    def retheme(self) -> None:
        """Draw everything in the colours of another theme."""
        self._pen = None
        self._changed()

    @property
    def position(self) -> tuple[int, int]:
        """Where the person is: (block, character) of the first line in sight; (0, 0) in the article's head."""
        return (self._anchor.block, self._anchor.char) if self._anchor.block >= 0 else (0, 0)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self._page is None or (self._page.done and self.scroll_offset.y >= self.max_scroll_y)

    def _forget(self) -> None:
        if self._rest:
            self._rest.stop()
        self._hits = self._rest = None
        self._to_end = self._told_end = False
        self._focus_target(None)
        self._drop_selection()

    # ── Layout

    @property
    def _measure(self) -> tuple[int, int]:
        """(left margin, cells of text): the text is centred in a wide pane, and the last column is the thumb's."""
        room = self.size.width - 1
        margin = 3 if room >= 50 else 2 if room >= 40 else 1 if room >= 30 else 0
        width = max(min(self.newsreader.config.reader.text_width, room - 2 * margin), 1)
        return max(margin, (room - width) // 2), width

    def _lay_out(self) -> None:
        """Lay out what is in sight; the rest follows in slices, with pauses in which keys are taken."""
        document = self._document
        if document is None or not self.size:
            return
        from newsreader.articles.layout import lay_out

        app, now = self.newsreader, self.newsreader.now()
        _, width = self._measure
        blocks = lay_out(
            document, width, ascii=app.ascii_only, now=now, zone=now.tzinfo, time_format=app.config.reader.time_format
        )
        page = self._page = Page(document, blocks, [] if document.blocks else self._missing_body(width))
        self._width = self.size.width
        page.grow(lambda: page.shows(self._anchor) and len(page.lines) >= page.line_of(self._anchor) + self.size.height)
        if self._hits:
            self._hits.again(page)
        self._drop_selection()
        self._grown()
        self._scroll(page.line_of(self._anchor), keep_anchor=True)
        self._changed()
        self._continue()

    def _missing_body(self, width: int) -> list[str]:
        words = "The feed sends no text with this article."
        keys = self.newsreader.bindings.get("open-link", ())
        if keys and self._document and self._document.url:
            words += f" {' '.join(keys[0])} opens its page in the browser."
        return cells.wrap(words, width, 4)

    def _continue(self) -> None:
        """Lay out the rest later, if there is one."""
        if self._rest:
            self._rest.stop()
        done = self._page is None or self._page.done
        self._rest = None if done else self.set_timer(PAUSE_SECONDS, self._lay_out_more)

    def _lay_out_more(self) -> None:
        self._grow_for(SLICE_SECONDS)
        if self._to_end:
            self._scroll(self.max_scroll_y)
        self._continue()

    def _grow_for(self, seconds: float) -> None:
        if self._page and not self._page.done:
            deadline = perf_counter() + seconds
            self._page.grow(lambda: perf_counter() > deadline)
            self._grown()

    def _grow_to(self, line: int) -> None:
        """Lay out at least up to `line`."""
        page = self._page
        if page and not page.done and len(page.lines) < line:
            page.grow(lambda: len(page.lines) >= line)
            self._grown()

    def _grown(self) -> None:
        if self._page:
            self._set_height(len(self._page.lines))
            if self._hits:
                self._hits.look(self._page)
            self._look_for_end()

    def _set_height(self, lines: int) -> None:
        self.virtual_size = Size(self.size.width, lines)

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
        """Scroll down by what is in sight but some lines; False at the end."""
        if self.at_end:
            return False
        self._scroll_by(self._page_lines)
        return True

    def page_up(self) -> None:
        """Scroll up by what is in sight but some lines."""
        self._scroll_by(-self._page_lines)

    def to_top(self) -> None:
        """Go to the headline."""
        self._to_end = False
        self._scroll(0)

    def to_end(self) -> None:
        """Go to the last line; while the article is being laid out, along with it."""
        self._to_end = self._page is not None and not self._page.done
        self._scroll(self.max_scroll_y)

    @property
    def _page_lines(self) -> int:
        height = self.size.height
        return max(height - (OVERLAP if height > 4 * OVERLAP else 1), 1)

    def _scroll_by(self, lines: int) -> None:
        self._to_end = False
        to = self.scroll_offset.y + lines
        self._grow_to(to + self.size.height)
        self._scroll(to)

    def _scroll(self, y: int, *, keep_anchor: bool = False) -> None:
        self._placing = keep_anchor
        self.scroll_to(y=y, animate=False)
        self._placing = False
        self._look_for_end()

    def _reveal(self, line: int) -> None:
        """Bring a line into sight, with some lines above it."""
        if not self._in_sight(line):
            self._scroll(line - self.size.height // 3)

    def _in_sight(self, line: int) -> bool:
        return self.scroll_offset.y <= line < self.scroll_offset.y + self.size.height

    @override
    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep in mind which words are at the top, by whatever the article was scrolled."""
        super().watch_scroll_y(old_value, new_value)
        if self._page and not self._placing:
            self._anchor = self._page.place(self.scroll_offset.y)
            self._look_for_end()

    def _look_for_end(self) -> None:
        if self._page and self.size and not self._told_end and self.at_end:
            self._told_end = True
            self.post_message(ScrolledToEnd())

    # ── Hits

    @property
    def hits(self) -> bool:
        """Whether hits are marked."""
        return bool(self._hits and self._hits.all)

    @property
    def hit_number(self) -> tuple[int, int]:
        """(n, m): the person is at the n-th of m hits; (0, 0) for none."""
        return (self._hits.current + 1, len(self._hits.all)) if self._hits and self._hits.all else (0, 0)

    def find(self, text: str) -> int:
        """Mark where `text` occurs, also inside words, and go to the first hit from here on; returns how many there are."""
        return self._mark(typed(text))

    def mark(self, terms: Sequence[Term]) -> int:
        """Mark the words of a search, without going anywhere; returns how many hits there are."""
        return self._mark(searched(terms), go=False)

    def clear_hits(self) -> None:
        """Mark nothing any more."""
        self._hits = None
        self._changed()

    def next_hit(self) -> bool:
        """Go to the next hit, behind the last to the first; False where nothing is marked."""
        return self._go_to_hit(1)

    def previous_hit(self) -> bool:
        """Go to the previous hit, before the first to the last; False where nothing is marked."""
        return self._go_to_hit(-1)

    def _mark(self, matcher: Matcher, *, go: bool = True) -> int:
        if self._page is None:
            return 0
        self._grow_for(FIND_SECONDS)
        self._hits = Hits(matcher)
        self._hits.look(self._page)
        self._hits.current = self._hits.from_line(self.scroll_offset.y)
        if go:
            self._go_to_hit(0)
        self._changed()
        return len(self._hits.all)

    def _go_to_hit(self, by: int) -> bool:
        hits = self._hits
        if hits is None or not hits.all:
            return False
        hits.current = (hits.current + by) % len(hits.all)
        self._reveal(hits.all[hits.current][0].line)
        self._changed()
        return True

    # ── Links

    @property
    def focused_link(self) -> str:
        """Where the focused link leads; '' for none."""
        target = self._target
        return target.url if target else ""

    @property
    def focused_article(self) -> int:
        """Id of the related article that is focused; 0 for none."""
        target = self._target
        return target.article if target else 0

    def next_link(self) -> bool:
        """Focus the next link: after the focused one, or the first in sight; False, and no focus, behind the last."""
        return self._step(1)

    def previous_link(self) -> bool:
        """Focus the previous link: before the focused one, or the last in sight; False, and no focus, before the first."""
        return self._step(-1)

    @property
    def _target(self) -> Target | None:
        if self._page is None or self._focused is None or self._focused >= len(self._page.targets):
            return None
        return self._page.targets[self._focused]

    def _step(self, by: int) -> bool:
        if self._page is None:
            return False
        self._grow_for(FIND_SECONDS)
        targets = self._page.targets
        at = self._target
        if at and self._focused is not None and any(self._in_sight(piece.line) for piece in at.pieces):
            found = self._focused + by
        else:
            top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
            order = range(len(targets)) if by > 0 else range(len(targets) - 1, -1, -1)
            ahead = (
                n
                for n in order
                if (targets[n].pieces[-1].line >= top if by > 0 else targets[n].pieces[0].line < bottom)
            )
            found = next(ahead, -1)
        if not 0 <= found < len(targets):
            self._focus_target(None)
            return False
        self._focus_target(found)
        self._reveal(targets[found].pieces[0].line)
        return True

    def _focus_target(self, number: int | None) -> None:
        if number != self._focused:
            self._focused = number
            self._changed()
            self.post_message(LinkFocused(self.focused_link))

    def on_click(self, event: events.Click) -> None:
        """Open the link under the mouse; a double click selects the word, a third one the paragraph."""
        event.prevent_default()
        if self._page is None:
            return
        line, cell = event.y + self.scroll_offset.y, event.x - self._measure[0]
        if event.chain == 2:
            self._select_word(line, cell)
        elif event.chain == 3:
            self._select_block(line)
        elif event.chain == 1 and self.text_selection is None:
            span = self._page.span_at(line, cell)
            if span and (url := self._page.url(span)):
                event.stop()
                self.post_message(LinkOpened(url))

    # ── Selection: offsets count the characters of a line from the pane's left edge

    @property
    def selected_text(self) -> str:
        """What is selected with the mouse; '' for nothing."""
        selection = self.text_selection
        found = self.get_selection(selection) if selection else None
        return found[0] if found else ""

    @override
    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text, without margins and bars, broken only where the article breaks it."""
        page = self._page
        if page is None or not page.lines:
            return None
        left = self._measure[0]
        last = len(page.lines) - 1
        start, end = selection
        first = (start.y, max(start.x - left, 0)) if start else (0, 0)
        stop = (end.y, max(end.x - left, 0)) if end and end.y <= last else (last, len(page.lines[last].text))
        return between(page, first, stop), "\n"

    @override
    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self._changed()

    def _drop_selection(self) -> None:
        if self.is_attached and self.text_selection:
            self.screen.clear_selection()

    def _select_word(self, number: int, cell: int) -> None:
        if self._page and 0 <= number < len(self._page.lines) and cell >= 0:
            line = self._page.lines[number]
            word = word_at(line, _char_at(line.text, cell))
            if word:
                left = self._measure[0]
                self._select(Offset(left + word.start, number), Offset(left + word.end, number))

    def _select_block(self, number: int) -> None:
        if self._page and 0 <= number < len(self._page.lines):
            lines = self._page.lines
            first = last = number
            while first > 0 and lines[first - 1].block == lines[number].block and lines[first - 1].spans:
                first -= 1
            while last + 1 < len(lines) and lines[last + 1].block == lines[number].block and lines[last + 1].spans:
                last += 1
            left = self._measure[0]
            self._select(Offset(left, first), Offset(left + len(lines[last].text), last))

    def _select(self, start: Offset, end: Offset) -> None:
        self.screen.selections = {self: Selection(start, end)}

    # ── Drawing

    def on_resize(self) -> None:
        """The words at the top stay there."""
        if self._document and (self._page is None or self._width != self.size.width):
            self._lay_out()
        elif self._page:
            self._grow_to(self.scroll_offset.y + self.size.height)
            self._scroll(self._page.line_of(self._anchor), keep_anchor=True)
        self._changed()

    def _changed(self) -> None:
        self._strips.clear()
        self.refresh()

    @override
    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in sight."""
        ink, width = self.newsreader.ink, max(self.size.width - 1, 0)
        if self._page is None:
            strip = self._empty_line(y)
        else:
            number = y + self.scroll_offset.y
            if (cached := self._strips.get(number)) is None:
                cached = self._strips[number] = self._draw(self._page, number)
            strip = cached
        thumb = Segment(self._thumb(y), ink["rule"])
        return Strip([*strip, thumb], width + 1) if self.size.width else Strip([])

    def _draw(self, page: Page, number: int) -> Strip:
        ink, room = self.newsreader.ink, self.size.width - 1
        if number >= len(page.lines):
            return Strip.blank(room, ink["text"])
        if self._pen is None:
            self._pen = Pen(ink)
        left, width = self._measure
        line = page.lines[number]
        strip = self._pen.strip(
            line,
            [page.url(span) for span in line.spans],
            left=left,
            width=room,
            panel=width if number in page.code else 0,
            over=self._overlays(page, number, left),
        )
        return strip.apply_offsets(0, number)

    def _overlays(self, page: Page, number: int, left: int) -> list[Overlay]:
        """What lies over a line: hits, the focused link, the selection."""
        ink = self.newsreader.ink
        over: list[Overlay] = []
        if self._hits:
            here = ink["hit"] + ink["headline"].without_color
            over += [
                (piece.start, piece.end, here if hit == self._hits.current else ink["hit"])
                for piece, hit in self._hits.by_line.get(number, ())
            ]
        if target := self._target:
            over += [(piece.start, piece.end, ink["selected"]) for piece in target.pieces if piece.line == number]
        selection = self.text_selection
        if selection and (span := selection.get_span(number)):
            start, end = span
            length = len(page.lines[number].text)
            over.append((max(start - left, 0), length if end < 0 else max(end - left, 0), ink["selection"]))
        return over

    def _empty_line(self, y: int) -> Strip:
        left, width = self._measure
        lines = cells.wrap(self._words, width, 6)
        words = lines[y - 1] if 0 < y <= len(lines) else ""
        return blank_strip(words, self.newsreader.ink, "quiet", left=left, width=self.size.width - 1)

    def _thumb(self, y: int) -> str:
        """A mark beside the lines that stand where the window stands in the whole article."""
        height, count = self.size.height, len(self._page.lines) if self._page else 0
        if count <= height:
            return " "
        size = max(1, height * height // count)
        start = round((height - size) * self.scroll_offset.y / (count - height))
        return ("|" if self.newsreader.ascii_only else "▕") if start <= y < start + size else " "


def _char_at(text: str, cell: int) -> int:
    """The number of the character at a cell."""
    for number, character in enumerate(text):
        cell -= cell_len(character)
        if cell < 0:
            return number
    return len(text)
