"""The feeds as read from the store, with all that is looked up in them. Made beside the screen: ten thousand take 20 ms."""

from collections.abc import Sequence
from functools import cached_property

from rich.cells import cell_len

from newsreader.model import Feed
from newsreader.text import clean_line
from newsreader.tui.tree_rows import TreeRow, feed_row


class Shelf:
    """Holds the subscribed feeds in the config's order."""

    def __init__(self, feeds: Sequence[Feed] = (), version: object = None) -> None:
        """`version`: of the store's feeds when they were read."""
        self.feeds, self.version = feeds, version
        self.by_id = {feed.id: feed for feed in feeds}
        self.members: dict[str, list[Feed]] = {}
        """The feeds of each section, in the config's order; those without one are under ''."""
        for feed in feeds:
            self.members.setdefault(feed.section, []).append(feed)
        self.sections = [name for name in self.members if name]
        self.rows: dict[str, list[TreeRow]] = {
            section: [feed_row(feed) for feed in members] for section, members in self.members.items()
        }
        """The rows of the tree for the feeds of each section."""
        self.failing = sum(feed.status in ("failing", "gone") for feed in feeds)

    @cached_property
    def ordered(self) -> list[Feed]:
        """The feeds in the order of the tree, folded or not."""
        return [feed for section in (*self.sections, "") for feed in self.members.get(section, ())]

    @cached_property
    def outlets(self) -> dict[int, str]:
        """The names of the feeds, clean."""
        return {feed.id: clean_line(feed.name) for feed in self.feeds}

    @cached_property
    def widest(self) -> int:
        """Cells of the longest name."""
        return max(map(cell_len, self.outlets.values()), default=0)

    def ready(self) -> "Shelf":
        """Make what is otherwise made at the first use."""
        _ = self.ordered, self.widest
        return self
