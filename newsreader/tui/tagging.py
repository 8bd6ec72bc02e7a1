"""Tagging: tags are given to articles and taken from them, several at once, as one change."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.answers import Changed, TagsRead
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from newsreader.store.queries import Reader
    from newsreader.tui.main_screen import MainScreen
    from newsreader.tui.tag_picker import TagPicker


class Tagging(Desk):
    """Opens the picker for the row, the marked rows or the article that is shown."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._picker: TagPicker | None = None

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"tags": self.pick}

    def pick(self, pane: Pane) -> None:
        """Show the tags, with a tick at those that the articles have."""
        from newsreader.tui.tag_picker import TagPicker

        ids = self.screen.gathering.taken(pane)
        if not ids:
            return
        self._picker = picker = TagPicker(len(ids), lambda changes: self._sure(ids, changes))
        picker.show_on(self.screen)

        def read(reader: "Reader") -> TagsRead:
            held = Counter(tag for tags in reader.tags(ids).values() for tag in tags)
            uses = reader.tag_counts()
            # Of one tag there is one spelling, but that of the list goes before.
            return TagsRead(uses, {tag: held[tag] for tag in uses if held[tag]})

        self.store.ask("tags", read, "slow")

    def read(self, answer: TagsRead) -> None:
        """Fill the picker."""
        if self._picker and self._picker.is_open:
            self._picker.show(answer.uses, answer.held)

    def _sure(self, ids: Sequence[int], changes: Mapping[str, bool]) -> None:
        names = ", ".join(tag if value else f"not {tag}" for tag, value in changes.items())
        self.screen.gathering.sure(len(ids), f"Tag {len(ids):,} articles: {names}", lambda: self._change(ids, changes))

    def _change(self, ids: Sequence[int], changes: Mapping[str, bool]) -> None:
        from newsreader.store import parts as change

        parts = [change.Tagging(ids, tag, value) for tag, value in changes.items()]
        self.store.do(lambda writer: Changed(writer.change(parts)))
