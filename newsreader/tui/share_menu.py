"""The programs of [share]: enter hands the article to one."""

from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len
from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.cells import fill
from newsreader.tui.ink_line import InkLine, Words
from newsreader.tui.overlay import Overlay
from newsreader.tui.pick_list import PickList

ROWS = 12
_WIDEST_NAME = 32
HOW_TO = 'none yet. In the config file, under [share]: "Mail to me" = ["my-mailer", "{title}", "{url}"]'
_STEPS = {"j": "down", "k": "up", "tab": "down", "shift+tab": "up", "g": "home", "G": "end"}


class ShareMenu(Overlay):
    """Calls `chosen` with a program's name, after it has closed itself."""

    def __init__(self, title: str, programs: Mapping[str, Sequence[str]], chosen: Callable[[str], object]) -> None:
        """`title`: of the article."""
        self._programs, self._chosen = list(programs.items()), chosen
        self._rows = PickList(self._row)
        self._rows.empty = HOW_TO
        super().__init__(InkLine([(" Share", "section"), (f"  {clean_line(title)}", "quiet")], ruled=True), self._rows)

    def on_mount(self) -> None:
        """Show the programs."""
        count = len(self._programs)
        self._rows.styles.height = max(1, min(ROWS, count, self.screen.size.height // 2))
        self._rows.show(count)

    @override
    def key_pressed(self, key: str, character: str | None) -> None:
        if key == "enter":
            self._choose()
        elif character == "q":
            self.close()
        else:
            self._rows.press(_STEPS.get(character or "", _STEPS.get(key, key)))

    def on_pick_list_picked(self, event: PickList.Picked) -> None:
        """A row was clicked."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        self.close()
        if self._programs:
            self._chosen(self._programs[self._rows.cursor][0])

    def _row(self, row: int, width: int) -> Words:
        name, command = self._programs[row]
        room = min(_WIDEST_NAME, max(cell_len(clean_line(name)) for name, _ in self._programs), width)
        return [(fill(clean_line(name), room), "text"), (f"  {clean_line(' '.join(command))}", "quiet")]
