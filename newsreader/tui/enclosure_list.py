"""The files that belong to an article: enter plays one, d downloads it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.articles.foot import duration, short_address, size_of
from newsreader.text import clean_line
from newsreader.tui.cells import cut
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.menu import step_of
from newsreader.tui.messages import Deed, EnclosureChosen, PlayerStopped
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

if TYPE_CHECKING:
    from newsreader.model import Enclosure

ROWS = 12
_DEEDS: Mapping[str, Deed] = {"enter": "play", "d": "download", "y": "copy"}


class EnclosureList(Overlay):
    """Opens empty, so that keys typed ahead are its own; `show` says what there is."""

    def __init__(self, article_id: int, *, playing: bool) -> None:
        self.article_id = article_id
        self._enclosures: Sequence[Enclosure] = ()
        self._files: Mapping[int, str] = {}
        self._typed: list[str] = []
        self._rows = PickList(self._row)
        self._rows.empty = "one moment"
        keys = "  enter plays, d downloads, y copies the address, esc closes"
        words = [(" Enclosures", "section"), (keys, "quiet")]
        if playing:
            words.append(("; s stops what is playing", "quiet"))
        super().__init__(InkLine(words, ruled=True), self._rows)

    def on_mount(self) -> None:
        """Take the room of a row."""
        self._rows.styles.height = 1

    def show(self, enclosures: "Sequence[Enclosure]", files: Mapping[int, str]) -> None:
        """List the enclosures. `files`: number, from 1, → where the downloaded file is."""
        self._enclosures, self._files = enclosures, files
        self._rows.styles.height = max(1, min(ROWS, len(enclosures), self.screen.size.height // 2))
        self._rows.show(len(enclosures))
        typed, self._typed = self._typed, []
        for key in typed:
            self._press(key)

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        self._press(character if character and character.isprintable() else key)

    def _press(self, key: str) -> None:
        if key == "q":
            self.close()
        elif key == "s":
            self._post_and_close(PlayerStopped())
        elif not self._enclosures:
            self._typed.append(key)
        elif key in _DEEDS:
            self._choose(_DEEDS[key])
        else:
            self._rows.press(step_of(key))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A row was clicked."""
        event.stop()
        self._choose("play")

    def _choose(self, deed: Deed) -> None:
        number = self._rows.cursor + 1
        chosen = EnclosureChosen(
            self.article_id, number, self._enclosures[number - 1], self._files.get(number, ""), deed
        )
        self._post_and_close(chosen)

    def _post_and_close(self, message: EnclosureChosen | PlayerStopped) -> None:
        if self.is_open:
            screen = self.screen
            self.close()
            screen.post_message(message)

    def _row(self, row: int, width: int) -> Words:
        enclosure = self._enclosures[row]
        facts = [clean_line(enclosure.type) or "unknown type"]
        if enclosure.seconds:
            facts.append(duration(enclosure.seconds))
        if enclosure.bytes:
            facts.append(size_of(enclosure.bytes))
        if self._files.get(row + 1):
            facts.append("downloaded")
        said = f"  {'  '.join(facts)}"
        name = clean_line(enclosure.title) or short_address(enclosure.url, max(width - len(said), 12))
        return [(cut(name, max(width - len(said), 12)), "text"), (said, "quiet")]
