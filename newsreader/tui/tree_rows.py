"""The rows of the feed tree: which there are, and how one is drawn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from newsreader.model import Feed, FeedStatus
from newsreader.text import clean_line
from newsreader.tui.cells import fill
from newsreader.tui.views import SMART, feed_view, section_view

RowKind = Literal["smart", "section", "feed", "gap"]

# A sign for every state that is not 'fine': colour alone tells nothing to many people and on many terminals.
STATUS_SIGNS: dict[FeedStatus, tuple[str, str]] = {
    "failing": ("!", "!"),
    "gone": ("×", "x"),
    "paused": ("‖", "="),
    "offline": ("⌁", "-"),
    "quiet": ("·", "."),
}
_FOLDED, _UNFOLDED, _CURRENT = ("▸", "+"), ("▾", "-"), ("›", ">")


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One row. A gap is an empty line that the cursor steps over."""

    kind: RowKind
    key: str = ""
    """The view that it opens (views.View.key)."""
    label: str = ""
    count: int = 0
    folded: bool | None = None
    """For sections; None for what cannot be folded."""
    status: FeedStatus = "ok"


def tree_rows(
    feeds: Sequence[Feed],
    unread: Mapping[int, int],
    *,
    today: int,
    starred: int,
    folded: Collection[str] = (),
    hide_read: bool = False,
    keep: str = "",
) -> list[TreeRow]:
    """Return the tree: smart rows, the sections with their feeds in the config's order, then the feeds without one.

    With `hide_read` feeds and sections without unread articles are left out, but the row `keep`, where the person is.
    """
    total = sum(unread.get(feed.id, 0) for feed in feeds)
    counts = {"today": today, "unread": total, "starred": starred}
    smart = [TreeRow("smart", kind, label, counts[kind]) for kind, label in SMART.items()]
    groups: dict[str, list[Feed]] = {}
    for feed in feeds:
        groups.setdefault(feed.section, []).append(feed)
    loose = groups.pop("", [])
    sections: list[TreeRow] = []
    for name, members in groups.items():
        shown = _feed_rows(members, unread, hide_read, keep)
        key, count = section_view(name).key, sum(unread.get(feed.id, 0) for feed in members)
        if count or shown or not hide_read or key == keep:
            sections.append(TreeRow("section", key, name, count, folded=name in folded))
            sections += shown if name not in folded else ()
    singles = _feed_rows(loose, unread, hide_read, keep)
    return [row for part in (smart, sections, singles) if part for row in (TreeRow("gap"), *part)][1:]


def _feed_rows(feeds: Sequence[Feed], unread: Mapping[int, int], hide_read: bool, keep: str) -> list[TreeRow]:
    rows = [
        TreeRow("feed", feed_view(feed.id).key, feed.name, unread.get(feed.id, 0), status=feed.status) for feed in feeds
    ]
    return [row for row in rows if row.count or row.key == keep] if hide_read else rows


def draw_row(
    row: TreeRow,
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
    count = f"  {row.count:,}" if row.count else ""
    label = fill(clean_line(row.label), max(width - len(f" {sign} {count} "), 0), "..." if ascii_only else "…")
    # What has a sign of its own, a section or a broken feed, has that of the list shown before it.
    before = _CURRENT[ascii_only] if current and sign != _CURRENT[ascii_only] else " "
    segments = [
        Segment(before, styles["accent"]),
        Segment(f"{sign} ", sign_style),
        Segment(label, _label_style(row, current, styles)),
        Segment(f"{count} ", styles["quiet"]),
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


def _label_style(row: TreeRow, current: bool, styles: Mapping[str, Style]) -> Style:
    if current:
        return styles["accent"]
    return styles["text" if row.count or row.kind != "feed" else "quiet"]
