"""The article pane: an article in a readable measure, with its links, hits and selection."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.selection import Selection
from textual.strip import Strip
from typing_extensions import override

from newsreader.tui import cells
from newsreader.tui.article_places import Piece
from newsreader.tui.messages import HeadlineOpened, LinkFocused, LinkOpened
from newsreader.tui.page_hits import FIND_SECONDS
from newsreader.tui.page_pictures import PagePictures

if TYPE_CHECKING:  # all of this is first needed when there is an article, after the first picture
    from newsreader.articles.document import Document
    from newsreader.tui.article_lines import Label, Overlay, Pen
    from newsreader.tui.article_page import Page, Target
    from newsreader.tui.gallery import Gallery

NO_ARTICLE = "No article is open. Choose a headline."
_HERE = Style(bold=True, underline=True)


class ArticleView(PagePictures, inherit_bindings=False):
    """Shows one article. The screen calls its methods; it posts what was done with the mouse and what has the focus."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._words = NO_ARTICLE
        self._target: Target | None = None
        """The link that has the focus."""
        self._pen: Pen | None = None
        self._strips: dict[int, Strip] = {}
        self._labels: Mapping[int, Sequence[Label]] = {}
        self._labels_lost: Callable[[], object] | None = None

    # ── What is shown

    def show(self, document: "Document", position: tuple[int, int] = (0, 0), gallery: "Gallery | None" = None) -> None:
        """Show an article from `position` on, (block, character); (0, 0) is its top. `gallery` has its pictures."""
        self._forget()
        self.gallery = gallery
        self.open_document(document, position)

    def add_at_foot(self, document: "Document") -> None:
        """Show the same article with more at its foot; the line in sight stays, and whoever has hold of lines keeps them."""
        self._document = document
        if not self.is_in_use:
            self.lay_out()

    def clear(self, words: str = "") -> None:
        """Show no article, and say why."""
        self._forget()
        self._words = words or NO_ARTICLE
        self.gallery = None
        self.close_document()
        self.redraw()

    def _forget(self) -> None:
        self.forget_hits()
        self.forget_jumps()
        self._lose_labels()
        self._focus_target(None)
        self.drop_selection()

    def retheme(self) -> None:
        """Draw everything in the colours of another theme."""
        self._pen = None
        self.redraw()

    @override
    def redraw(self) -> None:
        """Draw everything again."""
        self._strips.clear()
        self.refresh()

    @override
    def page_laid_out(self, page: "Page") -> None:
        """Find the hits and the focused link again; a selection would stand elsewhere."""
        super().page_laid_out(page)
        if self._target:
            self._focus_target(page.same_target(self._target))
        self.drop_selection()
        self._lose_labels()

    # ── Links

    @property
    def focused_link(self) -> str:
        """Where the focused link leads; '' for none."""
        return self._target.url if self._target else ""

    @property
    def about_focus(self) -> str:
        """What the focused link leads to, in words: an address, or what is said at a place of this article."""
        if self.focused_jump and self.page:
            from newsreader.articles.places import words_at

            return words_at(self.page.document.blocks, self.focused_jump)
        return self.focused_link

    @property
    def focused_article(self) -> int:
        """Id of the related article that is focused; 0 for none."""
        return self._target.article if self._target else 0

    @property
    def focused_jump(self) -> int:
        """The place in this article that the focused link leads to; 0 for none."""
        return self._target.jump if self._target else 0

    @override
    def jumped_to(self, line: int | None) -> None:
        """In a footnote the way back has the focus, so that enter goes there."""
        targets = self.page.targets_of_note(line) if self.page and line is not None else []
        self._focus_target(next((target for target in targets if target.jump), None))

    def next_link(self) -> bool:
        """Focus the next link, or the first from here on where none in sight is; False, and no focus, behind the last."""
        return self._step(1)

    def previous_link(self) -> bool:
        """Focus the previous link, or the last up to here where none in sight is; False, and no focus, before the first."""
        return self._step(-1)

    def _step(self, by: int) -> bool:
        if self.page is None:
            return False
        self.grow_for(FIND_SECONDS)
        at, targets = self._target, self.page.targets
        if at and any(self.in_sight(piece.line) for piece in at.pieces):
            found = targets.index(at) + by
        else:
            found = self.page.target_from(self.top if by > 0 else self.top + self.size.height - 1, by)
        if not 0 <= found < len(targets):
            self._focus_target(None)
            return False
        self._focus_target(targets[found])
        self.reveal(targets[found].pieces[0].line)
        return True

    def _focus_target(self, target: "Target | None") -> None:
        if target is not self._target:
            self._target = target
            self.redraw()
            self.post_message(LinkFocused(self.focused_link))

    # ── Labels at links

    def show_labels(self, labels: "Mapping[int, Sequence[Label]]", lost: Callable[[], object]) -> None:
        """Draw letters at links, by line; `lost` is called when the lines are laid out anew, or others are shown."""
        self._labels, self._labels_lost = labels, lost
        self.redraw()

    def hide_labels(self) -> None:
        """Draw no letters any more."""
        self._labels, self._labels_lost = {}, None
        self.redraw()

    def _lose_labels(self) -> None:
        if lost := self._labels_lost:
            self.hide_labels()
            lost()

    @property
    @override
    def is_in_use(self) -> bool:
        """Also while letters stand at links: laid out anew they would be gone, and what is typed then would be keys."""
        return bool(self._labels) or super().is_in_use

    # ── The mouse

    def on_click(self, event: events.Click) -> None:
        """Open the link under the mouse; a double click selects the word, a third one the paragraph."""
        from newsreader.tui.article_text import block_around, word_at

        event.prevent_default()
        line, cell = event.y + self.top, event.x - self.measure[0]
        if self.page is None or line not in self.page.numbers:
            return
        if event.chain == 1 and self.text_selection is None:
            span = self.page.span_at(line, cell)
            if span and span.jump:
                event.stop()
                self.jump(span.jump)
            elif span and span.article:
                event.stop()
                self.post_message(HeadlineOpened(span.article))
            elif span and (url := self.page.url(span)):
                event.stop()
                self.post_message(LinkOpened(url))
        elif event.chain == 2 and (word := word_at(self.page.line(line), cell)):
            self._select(Piece(line, *word), Piece(line, *word))
        elif event.chain == 3 and (block := block_around(self.page, line)):
            self._select(*block)

    # Offsets of a selection count the characters of a line from the pane's left edge.

    def _select(self, first: Piece, last: Piece) -> None:
        left = self.measure[0]
        start, end = Offset(left + first.start, first.line), Offset(left + last.end, last.line)
        self.screen.selections = {self: Selection(start, end)}

    @property
    def selected_text(self) -> str:
        """What is selected with the mouse; '' for nothing."""
        selection = self.text_selection
        found = self.get_selection(selection) if selection else None
        return found[0] if found else ""

    @override
    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text without margins and bars, broken only where the article breaks it."""
        from newsreader.tui.article_text import between

        if self.page is None or not self.page.numbers:
            return None
        left, numbers = self.measure[0], self.page.numbers
        start, end = selection
        first = (start.y, max(start.x - left, 0)) if start and start.y >= numbers[0] else (numbers[0], 0)
        last = (numbers[-1], len(self.page.line(numbers[-1]).text))
        until = (end.y, max(end.x - left, 0)) if end and end.y <= numbers[-1] else last
        return between(self.page, first, until), "\n"

    @override
    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.redraw()

    def drop_selection(self) -> bool:
        """Select nothing any more; returns whether anything was selected."""
        if not (self.is_attached and self.text_selection):
            return False
        self.screen.clear_selection()
        return True

    # ── Drawing

    @override
    def render_line(self, y: int) -> Strip:
        """Draw one line of what is in sight."""
        if not self.size.width:
            return Strip([])
        if self.page is None:
            strip = self._empty_line(y)
        else:
            number = y + self.top
            if number not in self._strips:
                self._strips[number] = self._draw(self.page, number)
            strip = self._strips[number]
        return Strip([*strip, Segment(self._thumb(y), self.newsreader.ink["rule"])], self.size.width)

    def _draw(self, page: "Page", number: int) -> Strip:
        ink, room = self.newsreader.ink, self.size.width - 1
        if number not in page.numbers:
            return Strip.blank(room, ink["text"])
        if self._pen is None:
            from newsreader.tui.article_lines import Pen

            self._pen = Pen(ink)
        line, (left, width) = page.line(number), self.measure
        strip = self._pen.strip(
            line,
            [page.url(span) for span in line.spans],
            left=left,
            width=room,
            panel=width if number in page.code else 0,
            over=self._overlays(page, number, left),
        )
        if labels := self._labels.get(number):
            from newsreader.tui.article_lines import labelled

            strip = labelled(strip, line.text, left, labels, ink["hit"] + _HERE, ink["quiet"])
        if any(span.picture for span in line.spans):
            return self.with_picture(strip, line, left)
        return strip.apply_offsets(0, number)

    def _overlays(self, page: "Page", number: int, left: int) -> "list[Overlay]":
        """What lies over a line: hits, the focused link, the selection."""
        ink = self.newsreader.ink
        over: list[Overlay] = []
        for piece, is_current in self.hits_in(number):
            over.append((piece.start, piece.end, ink["hit"] + _HERE if is_current else ink["hit"]))
        if target := self._target:
            over += [(piece.start, piece.end, ink["selected"]) for piece in target.pieces if piece.line == number]
        selection = self.text_selection
        if selection and (span := selection.get_span(number)):
            start, end = span
            length = len(page.line(number).text)
            over.append((max(start - left, 0), length if end < 0 else max(end - left, 0), ink["selection"]))
        return over

    def _empty_line(self, y: int) -> Strip:
        left, width = self.measure
        lines = cells.wrap(self._words, width, 6)
        words = lines[y - 1] if 0 < y <= len(lines) else ""
        ink, room = self.newsreader.ink, self.size.width - 1
        return Strip([Segment(" " * left, ink["text"]), Segment(words, ink["quiet"])]).adjust_cell_length(
            room, ink["text"]
        )

    def _thumb(self, y: int) -> str:
        """A mark beside the lines that stand where the window stands in the whole article."""
        page, height = self.page, self.size.height
        if page is None or len(page.numbers) <= height:
            return " "
        if page.done:
            count, above = len(page.numbers), self.scroll_offset.y
        else:
            # How long the rest is can only be guessed, from what is laid out.
            blocks = len(page.document.blocks) + 2
            count = len(page.numbers) * blocks // page.blocks
            above = (count - height) * (page.place(self.top).block + 1) // blocks
        size = max(1, height * height // count)
        start = round((height - size) * above / (count - height))
        return ("|" if self.newsreader.ascii_only else "▕") if start <= y < start + size else " "
