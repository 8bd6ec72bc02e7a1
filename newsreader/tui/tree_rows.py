"""The rows of the feed tree: which there are, and how one is drawn."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from newsreader.model import Feed, FeedStatus
from newsreader.text import clean_line
from newsreader.tui.cells import fill
from newsreader.tui.views import SMART, feed_view, saved_view, section_view

RowKind = Literal["smart", "view", "section", "feed", "gap"]

# A sign for every state that is not 'fine': colour alone tells nothing to many people and on many terminals.
STATUS_SIGNS: dict[FeedStatus, tuple[str, str]] = {
    "failing": ("!", "!"),
    "gone": ("×", "x"),
    "paused": ("‖", "="),
    "offline": ("⌁", "-"),
    "quiet": ("·", "."),
}
_FOLDED, _UNFOLDED, _CURRENT = ("▸", "+"), ("▾", "-"), ("›", ">")


class TreeRow(NamedTuple):
    """One row, without its count, which changes at every key. A gap is an empty line that the cursor steps over."""

    kind: RowKind
    key: str = ""
    """The view that it opens (views.View.key)."""
    label: str = ""
    folded: bool | None = None
    """For sections; None for what cannot be folded."""
    status: FeedStatus = "ok"
    feed_id: int = 0


Counts = Callable[[TreeRow], int]
"""How many unread articles the list of a row has; of the starred row all."""
_GAP = TreeRow("gap")


def feed_row(feed: Feed) -> TreeRow:
    """Return the row of a feed."""
    return TreeRow("feed", feed_view(feed.id).key, feed.name, status=feed.status, feed_id=feed.id)


def _view_row(name: str) -> TreeRow:
    return TreeRow("view", saved_view(name).key, name)


def tree_rows(
    feeds: Mapping[str, Sequence[TreeRow]],
    count: Counts,
    *,
    views: Mapping[str, Sequence[str]] | None = None,
    folded: Collection[str] = (),
    hide_read: bool = False,
    keep: str = "",
) -> list[TreeRow]:
    """Return the tree: smart rows and saved views, the sections with their views and feeds, then the feeds without one.

    `feeds`: the rows of the feeds of each section in the config's order, `views`: the names of the saved ones; '' are
    those without a section, and views of a section that has no feeds stand with them. With `hide_read` feeds and
    sections without unread articles are left out, but the row `keep`, where the person is.
    """
    views = views or {}
    homeless = [name for section, names in views.items() if section not in feeds or not section for name in names]
    rows = [TreeRow("smart", kind, label) for kind, label in SMART.items()]
    rows += map(_view_row, homeless)
    sections: list[TreeRow] = []
    for name, members in feeds.items():
        if not name:
            continue
        shown = [row for row in members if count(row) or row.key == keep] if hide_read else members
        own = [_view_row(view) for view in views.get(name, ())]
        section = TreeRow("section", section_view(name).key, name, folded=name in folded)
        if shown or own or not hide_read or section.key == keep or count(section):
            sections.append(section)
            if name not in folded:
                sections += own
                sections += shown
    loose = feeds.get("", ())
    singles = [row for row in loose if count(row) or row.key == keep] if hide_read else loose
    for part in (sections, singles):
        if part:
            rows.append(_GAP)
            rows += part
    return rows


def draw_row(
    row: TreeRow,
    count: int,
    width: int,
    styles: Mapping[str, Style],
    *,
    current: bool = False,
    selected: Style | None = None,
    ascii_only: bool = False,
) -> Strip:
    """Draw one row in `width` cells. `current`: its list is the one shown; `selected`: the cursor's style, if it is here."""
    if row.kind == "gap":
        return Strip([Segment(" " * width, styles["text"])], width)
    sign, sign_style = _sign(row, current, styles, ascii_only)
    number = f"  {count:,}" if count else ""
    label = fill(clean_line(row.label), max(width - len(f" {sign} {number} "), 0), "..." if ascii_only else "…")
    # What has a sign of its own, a section or a broken feed, has that of the list shown before it.
    before = _CURRENT[ascii_only] if current and sign != _CURRENT[ascii_only] else " "
    segments = [
        Segment(before, styles["accent"]),
        Segment(f"{sign} ", sign_style),
        Segment(label, _label_style(row, count, current, styles)),
        Segment(f"{number} ", styles["quiet"]),
    ]
    if selected:
        segments = [Segment(text, style + selected if style else selected) for text, style, _ in segments]
    return Strip(segments).adjust_cell_length(width, styles["text"])


def _sign(row: TreeRow, current: bool, styles: Mapping[str, Style], ascii_only: bool) -> tuple[str, Style]:
    if row.status in STATUS_SIGNS:
        broken = row.status in ("failing", "gone")
        return STATUS_SIGNS[row.status][ascii_only], styles["error" if broken else "quiet"]
    if row.folded is not None:
        return (_FOLDED if row.folded else _UNFOLDED)[ascii_only], styles["accent" if current else "quiet"]
    return (_CURRENT[ascii_only], styles["accent"]) if current else (" ", styles["text"])


def _label_style(row: TreeRow, count: int, current: bool, styles: Mapping[str, Style]) -> Style:
    if current:
        return styles["accent"]
    return styles["text" if count or row.kind != "feed" else "quiet"]
