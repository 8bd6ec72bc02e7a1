"""The headline list: ids of all its articles, rows of those near the window, headings between groups of them."""

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from msgspec import structs
from rich.segment import Segment
from textual.strip import Strip
from typing_extensions import override

from newsreader.model import Grouping, Headline
from newsreader.store.selection import Listed, Run
from newsreader.tui.cells import wrap
from newsreader.tui.groups import Groups
from newsreader.tui.list_rows import RowLook, Snippet, day_text, draw_heading, draw_headline, snippet_indent
from newsreader.tui.messages import HeadlineOpened, HeadlineSelected, RowsWanted, SnippetsWanted
from newsreader.tui.row_marks import RowMarks
from newsreader.tui.rows_pane import RowsPane
from newsreader.tui.unfolding import Stories

AHEAD = 100
"""Rows that are asked for before and behind the window, so that holding a key down never meets a row that is not there."""
KEPT_ROWS = 2_000
"""Rows that stay in memory, about 1 KB each."""


@dataclass(frozen=True, slots=True)
class Place:
    """A list and where in it the person is, to be shown again as it was."""

    stories: Stories
    groups: Groups
    group: Grouping
    complete: bool
    cursor: int
    top: int
    skip: int


class ListPane(RowsPane):
    """Shows headlines. Rows that it lacks it asks for with RowsWanted and draws when `put_rows` brings them."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(id="list")
        self._now = now
        self.stories = Stories()
        self.groups = Groups(array("q"))
        self.group: Grouping = "none"
        """What its headings are."""
        self.complete = False
        """Whether all articles are known, and so how many stand under each heading."""
        self.outlets: Mapping[int, str] = {}
        """The feeds' names by id."""
        self.look = RowLook(width=1, shape="line")
        self.snippets: dict[int, Snippet] | None = None
        """For the results of a search: the words around the hits by id, as far as they are known."""
        self.marks = RowMarks()
        self.range_from: int | None = None
        """The article where a range of marked rows begins that ends at the cursor."""
        self._range_row = 0
        self._rows: dict[int, Headline] = {}
        self._doubted: set[int] = set()
        """Those of them that the store may have otherwise by now: they are shown, and read again before they are near."""
        self._drawn: dict[int, list[Strip]] = {}
        self._wanted: tuple[int, int] | None = None
        self._empty: Sequence[str] = ()

    # ── What is shown

    def show(
        self,
        listed: Listed,
        headlines: Iterable[Headline],
        *,
        keep: int | None = None,
        found: bool = False,
        group: Grouping = "none",
        complete: bool = True,
    ) -> None:
        """Show other articles. The cursor goes to the article `keep` where it is among them, else to the top.

        `found`: they are the results of a search, with snippets. `complete`: they are all of the list.
        """
        if found or self.snippets is not None:
            self.snippets = {} if found else None
            self._drawn.clear()
        stays = keep == self.article_id
        self.stories.read(listed)
        keep = self.stories.row_for(keep)
        heading = self._group_key(self.cursor) if stays and self.groups.is_folded(self.cursor) else None
        line = self._cursor_line() if stays else None
        folded = self.groups.folded if group == self.group else ()
        self._make_rows(folded)
        self.group, self.complete = group, complete
        self._wanted = None
        self._add(headlines)
        self.viewport.count = len(self.ids)
        at = index_of(self.ids, keep) if heading is None else self.groups.first_row(heading)
        line = line if at is not None else None
        self.cursor = at or 0
        if line is not None:
            self._put_cursor_on_line(line)
        elif at is None:
            self.viewport.top = self.viewport.skip = 0
        self.reveal_cursor()

    @property
    def place(self) -> Place:
        """What is shown, and where the person is in it."""
        window = self.viewport
        return Place(self.stories.copy(), self.groups, self.group, self.complete, self.cursor, window.top, window.skip)

    def go_back(self, place: Place) -> None:
        """Show a list from before, to the line as it was then."""
        self.snippets = None
        self._drawn.clear()
        self._wanted = None
        self.groups, self.group, self.complete = place.groups, place.group, place.complete
        self.stories = place.stories.copy()
        self.viewport.count = len(self.ids)
        self.cursor, self.viewport.top, self.viewport.skip = place.cursor, place.top, place.skip
        self.rows_changed()

    def put_rows(self, headlines: Iterable[Headline]) -> None:
        """Take rows that were wanted, or that were read again."""
        line = self._cursor_line()
        self._wanted = None
        self._add(headlines)
        if line is not None:
            # Rows above that were one line while they were not known may have become two.
            self._put_cursor_on_line(line)
        self.rows_changed()

    def patch(self, ids: Collection[int], *, read: bool | None = None, starred: bool | None = None) -> None:
        """Change the state of articles as shown, where their rows are known."""
        changed = set()
        for id_ in self.known_of(ids):
            if row := self._rows.get(id_):
                self._rows[id_] = structs.replace(
                    row,
                    read=row.read if read is None else read,
                    starred=row.starred if starred is None else starred,
                )
                self._drawn.pop(id_, None)
                changed.add(id_)
        visible = {row for row, _ in self.visible_lines() if self.ids[row] in changed}
        self.refresh_rows(*visible)

    def say_empty(self, *paragraphs: str) -> None:
        """What to show while there are no articles: what that means and what to do."""
        self._empty = paragraphs
        if not self.ids:
            self.rows_changed()

    def set_look(self, look: RowLook, outlets: Mapping[int, str]) -> None:
        """Draw rows in another shape, or with other names of outlets."""
        if look != self.look or outlets != self.outlets:
            self.look, self.outlets = look, outlets
            self.redraw()

    def redraw(self) -> None:
        """Draw all rows again: another day has begun, other colours, other words around the hits."""
        self._drawn.clear()
        self.rows_changed()

    @override
    def retheme(self) -> None:
        """Draw everything in the colours of another theme."""
        self.redraw()

    # ── What is under the cursor

    @property
    def ids(self) -> "array[int]":
        """The rows: ids of articles, and a negative number for the heading of a group that is folded."""
        return self.groups.rows

    @property
    def article_id(self) -> int | None:
        """The article under the cursor; None where there is none, or a folded group."""
        id_ = self.ids[self.cursor] if self.cursor < len(self.ids) else -1
        return id_ if id_ >= 0 else None

    def headline(self, article_id: int | None) -> Headline | None:
        """Return the row of an article, where it is known."""
        return self._rows.get(article_id) if article_id is not None else None

    def known_of(self, ids: Collection[int]) -> list[int]:
        """Return those of some articles whose rows are known; of many at once no more is looked at than is known."""
        fewer, others = (ids, self._rows) if len(ids) <= len(self._rows) else (self._rows, frozenset(ids))
        return [id_ for id_ in fewer if id_ in others]

    def doubt_rows(self) -> list[int]:
        """The store was changed: return what to read again at once, which is the window, what lies near it, and the cursor's row.

        The other rows are asked for as soon as they come near.
        """
        self._doubted = set(self._rows)
        visible = self.visible_lines()
        if not visible:
            return []
        low, high = self._near(visible[0][0], visible[-1][0])
        return [id_ for id_ in dict.fromkeys((*self.ids[low:high], self.ids[self.cursor])) if id_ >= 0]

    def known(self, first: int, last: int) -> Iterable[tuple[int, Headline]]:
        """Yield (index, row) for the rows from `first` up to `last`, not included, as long as they are known for sure.

        What is folded away is passed over.
        """
        step = 1 if last >= first else -1
        for index in range(first, last, step):
            row = self._rows.get(self.ids[index])
            if row is not None and row.id not in self._doubted:
                yield index, row
            elif self.ids[index] >= 0:
                return

    def _add(self, headlines: Iterable[Headline]) -> None:
        for headline in headlines:
            self._rows.pop(headline.id, None)
            self._rows[headline.id] = headline
            self._doubted.discard(headline.id)
            self._drawn.pop(headline.id, None)
        excess = len(self._rows) - KEPT_ROWS
        for id_ in list(self._rows)[: max(excess, 0)]:
            del self._rows[id_]
            self._doubted.discard(id_)
            self._drawn.pop(id_, None)

    # ── Rows

    @override
    def row_lines(self, row: int) -> Sequence[Strip]:
        """Draw one row, under the heading of its group if it begins one."""
        id_ = self.ids[row]
        run = self.groups.heading_at(row)
        if run is None:
            return self._article_lines(id_)
        count = run.count if self.complete else None
        heading = draw_heading(self._heading(run), count, self.look, self.ink, folded=id_ < 0)
        return [heading] if id_ < 0 else [heading, *self._article_lines(id_)]

    def _article_lines(self, article_id: int) -> Sequence[Strip]:
        headline = self._rows.get(article_id)
        if headline is None:
            return (Strip.blank(self.row_width, self.ink["quiet"]),)
        lines = self._drawn.get(article_id)
        if lines is None:
            outlet, part = self.outlets.get(headline.feed_id, ""), self.stories.part(article_id)
            lines = self._drawn[article_id] = draw_headline(
                headline, outlet, self.look, self.ink, self._snippet(article_id), part
            )
        return lines

    def _snippet(self, article_id: int) -> Snippet | None:
        return None if self.snippets is None else self.snippets.get(article_id, Snippet())

    def add_snippets(self, snippets: Mapping[int, Snippet]) -> None:
        """Show the words around the hits of more rows."""
        if self.snippets is not None:
            self.snippets.update(snippets)
            for id_ in snippets:
                self._drawn.pop(id_, None)
            self.rows_changed()

    def _want_snippets(self, ids: list[int]) -> None:
        if self.snippets is not None:
            missing = [id_ for id_ in ids if id_ not in self.snippets]
            self.snippets.update(dict.fromkeys(missing, Snippet()))
            if missing:
                self.post_message(SnippetsWanted(missing))

    # ── Marked rows

    @property
    def articles(self) -> "array[int]":
        """All articles of the list, in its order, also those that are folded away."""
        return self.groups.all

    def range_ids(self) -> Sequence[int]:
        """Return the articles from where the range begins up to the cursor."""
        return [self.ids[row] for row in self._range() if self.ids[row] >= 0]

    def _range(self) -> range:
        start = self._range_row
        if not (start < len(self.ids) and self.ids[start] == self.range_from):
            # The list was read anew since.
            found = index_of(self.ids, self.range_from)
            if found is None:
                return range(0)
            start = self._range_row = found
        return range(min(start, self.cursor), max(start, self.cursor) + 1)

    @override
    def with_signs(self, strip: Strip, row: int, line: int) -> Strip:
        """A marked row has a sign before its time."""
        if (
            self.ids[row] < 0
            or line != self.heading_lines(row)
            or not (self.ids[row] in self.marks or (self.range_from is not None and row in self._range()))
        ):
            return strip
        sign = Segment("+" if self.ascii_only else "✓", self.ink["accent"])
        return Strip([*strip.crop(0, 2), sign, *strip.crop(3)], strip.cell_length)

    @property
    def snippet_width(self) -> int:
        """Cells of a snippet."""
        return max(self.row_width - snippet_indent(self.look) - 2, 10)

    @override
    def heading_lines(self, row: int) -> int:
        """A heading is one line; that of a folded group is all that there is of its row."""
        return 1 if self.groups.heading_at(row) and not self.groups.is_folded(row) else 0

    def _heading(self, run: Run) -> str:
        """The name of a day in capitals, the name of a feed as it is."""
        if self.group == "day":
            return day_text(date.fromordinal(run.key), self._now().date())
        return self.outlets.get(run.key, "")

    # ── Stories

    def unfold_story(self, row: int, story: Iterable[int]) -> bool:
        """Show the articles of a story below its row; False where each has a row of its own already."""
        more = self.stories.unfold(row, story)
        if more:
            self._story_changed(row, more)
        return bool(more)

    def fold_story(self) -> bool:
        """Fold the story that the cursor is in to its row; False where it is in none that is unfolded."""
        folded = self.stories.fold(self.article_id)
        if folded:
            self._story_changed(*folded)
        return folded is not None

    def fold_stories(self) -> None:
        """Fold all of them: another list is about to be shown."""
        for id_ in self.stories.fold_all():
            self._drawn.pop(id_, None)

    def row_of(self, article_id: int | None) -> int | None:
        """Return the row of an article, or of the one that stands for it; None where it is not in the list."""
        return index_of(self.ids, self.stories.row_for(article_id))

    def _make_rows(self, folded: Collection[int]) -> None:
        """Make the rows of the list, with the stories that are unfolded. `folded`: keys of groups."""
        rows = self.stories.rows
        self.groups = Groups(rows.ids, rows.runs, folded)

    def _story_changed(self, row: int, below: Iterable[int]) -> None:
        """A story was folded or unfolded: the cursor stands on its row."""
        for id_ in (row, *below):
            self._drawn.pop(id_, None)
        here = self.article_id
        line = self._cursor_line() if here == row else None
        self._make_rows(self.groups.folded)
        self.viewport.count = len(self.ids)
        self.cursor = index_of(self.ids, row) or 0
        if line is not None:
            self._put_cursor_on_line(line)
        self.reveal_cursor()
        if here != row:
            self.cursor_moved()

    # ── Groups

    def fold(self) -> bool:
        """Fold the group under the cursor to its heading, or unfold it; returns whether there is one."""
        key = self._group_key(self.cursor)
        if key is None:
            return False
        line, folded = self._cursor_line(), self.groups.is_folded(self.cursor)
        self.groups = self.groups.fold(key, not folded)
        self.viewport.count = len(self.ids)
        self.cursor = self.groups.first_row(key) or 0
        if line is not None:
            self._put_cursor_on_line(line)
        self.reveal_cursor()
        self.cursor_moved()
        return True

    def unfold(self) -> bool:
        """Unfold the group whose heading the cursor stands on; returns whether it stands on one."""
        return self.groups.is_folded(self.cursor) and self.fold()

    def _group_key(self, row: int) -> int | None:
        number = self.groups.group_of(row)
        return None if number is None or not self.ids else self.groups.runs[number].key

    @override
    def empty_lines(self) -> Sequence[Strip]:
        """The words of the empty state, a little below the top."""
        room = max(self.row_width - 4, 8)
        lines = [Strip.blank(self.row_width, self.ink["quiet"])]
        for number, paragraph in enumerate(self._empty):
            style = self.ink["text" if number == 0 else "quiet"]
            lines += [
                Strip([Segment(f"  {line}", style)]).adjust_cell_length(self.row_width, style)
                for line in (*wrap(paragraph, room, 8), "")
            ]
        return lines

    @override
    def rows_shown(self, first: int, last: int) -> None:
        """Ask for the rows near the window that are not known, and for the snippets of those in it."""
        self._want_snippets([self.ids[row] for row in range(first, last + 1)])
        missing = [
            row
            for row in range(*self._near(first, last))
            if (id_ := self.ids[row]) >= 0 and (id_ not in self._rows or id_ in self._doubted)
        ]
        # While half of what lies ahead is known there is no hurry: larger bites, fewer questions.
        if not missing or not (first - AHEAD // 2 <= missing[-1] and missing[0] <= last + AHEAD // 2):
            return
        wanted = (missing[0], missing[-1] + 1)
        if wanted != self._wanted:
            self._wanted = wanted
            self.post_message(RowsWanted(*wanted))

    def _near(self, first: int, last: int) -> tuple[int, int]:
        """Return the rows from which up to which are to be known while those from `first` to `last` are in the window."""
        return max(first - AHEAD, 0), min(last + 1 + AHEAD, len(self.ids))

    @override
    def cursor_moved(self) -> None:
        """Say that it is another row, and which article that is, if it is one."""
        self.post_message(HeadlineSelected(self.article_id))

    @override
    def row_clicked(self, row: int, line: int, x: int, *, double: bool) -> None:
        """A click on a heading folds and unfolds; one on the title opens, one beside it selects, two anywhere open."""
        if self.groups.is_folded(row) or line < self.heading_lines(row):
            self.fold()
            return
        title_from = 9 + (self.look.outlet_width + 2 if self.look.outlet_width and self.look.shape != "stack" else 0)
        if double or x >= title_from:
            self.post_message(HeadlineOpened(self.ids[row]))

    @override
    def may_stand(self, row: int) -> bool:
        """On every headline, and on what is folded."""
        return True

    # ── The cursor's place in the window

    def _cursor_line(self) -> int | None:
        """The line of the window on which the cursor's row begins, if it is in the window."""
        if self._visible is None:
            return None
        return next((y - line for y, (row, line) in enumerate(self._visible) if row == self.cursor), None)

    def _put_cursor_on_line(self, line: int) -> None:
        self.viewport.top, self.viewport.skip = self.cursor, 0
        self.viewport.scroll(-line, self.row_height)


def index_of(ids: "array[int]", article_id: int | None) -> int | None:
    """Return where an article stands in `ids`, None where it does not. A million ids take some 10 ms."""
    if article_id is None:
        return None
    try:
        return ids.index(article_id)
    except ValueError:
        return None
