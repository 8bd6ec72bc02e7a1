"""The config while the reader runs: the editor, changes of the file, themes. The last good settings always stay."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import SuspendNotSupported
from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.answers import ConfigBroken, ConfigRead, FeedsSynced
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from textual.message import Message

    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer
    from newsreader.tui.app import NewsreaderApp
    from newsreader.tui.main_screen import MainScreen


class Configuring(Desk):
    """Follows the config file."""

    def __init__(self, screen: "MainScreen", app: "NewsreaderApp") -> None:
        super().__init__(screen)
        self._app = app
        self._stamp = _stamp(app.paths.config)
        self._told = False
        """What changed the file was said already: by the desk that changed it."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"settings": self.edit, "theme": lambda _: self.choose_theme()}

    def edit(self, _: Pane) -> None:
        """Open the config file in the person's editor, and read it again afterwards."""
        from newsreader.tui.opening import OpeningError, editor_command

        file = self._app.paths.config
        try:
            made = _make(file)
            command = editor_command(self.screen.settings, file)
            with self._app.suspend():
                subprocess.run(command, check=False)
            if made:
                self.screen.say(f"wrote the example to {file}")
        except SuspendNotSupported:
            self.screen.say(f"edit {file}: no editor can run in this terminal", error=True)
        except (OpeningError, OSError) as error:
            self.screen.say(f"the editor cannot be started: {error}", error=True)
        self.look()

    def edited(self) -> None:
        """The file was changed from in here, or that was taken back: read it at once, without a word on it."""
        self._told = True
        self._stamp = _stamp(self._app.paths.config)
        self.store.ask("config", self._read)

    def look(self) -> None:
        """Read the file again if it was changed."""
        stamp = _stamp(self._app.paths.config)
        if stamp != self._stamp:
            self._stamp = stamp
            self.store.ask("config", self._read)

    def _read(self, _: "Reader") -> "Message":
        from newsreader.config.load import ConfigErrors, load

        try:
            return ConfigRead(load(self._app.paths.config))
        except ConfigErrors as errors:
            return ConfigBroken(errors)

    def broken(self, message: ConfigBroken) -> None:
        """Say what is wrong with the file; that its settings are not in force stays in sight until they are."""
        self._told = False
        mistakes = message.errors.mistakes
        more = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
        # The folder is known, and what is wrong must not be cut off for it.
        first = replace(mistakes[0], file=Path(mistakes[0].file.name))
        self.screen.say(f"{first}{more}", error=True)
        self.screen.status.update(mistake=f"{first.file}:{first.line}" if first.line else str(first.file))

    def read(self, message: ConfigRead) -> None:
        """Take the new settings and feeds."""
        told, self._told = self._told, False
        self.screen.status.update(mistake="")
        if message.config == self._app.config:
            return
        feeds_before = self._app.subscriptions
        self._app.use_config(message.config)
        if not told:
            self.screen.say("settings read again")
        said = self.screen.status.notice
        self.screen.settings_changed()
        if told and said:
            # Who made the change has said it, and how it is undone: that goes before what comes of it.
            self.screen.say(said)
        wanted = self._app.subscriptions
        if wanted == feeds_before or self._app.look_at:
            return

        def sync(writer: "Writer") -> FeedsSynced:
            writer.sync(wanted)
            return FeedsSynced()

        self.store.do(sync)

    # ── Themes

    def choose_theme(self) -> None:
        """Open the picker; it shows the theme that its cursor is on."""
        from newsreader.config.themes import list_themes
        from newsreader.tui.theme_picker import ThemePicker

        ThemePicker(list_themes(self._app.paths), self._app.theme).show_on(self.screen)

    def preview_theme(self, name: str) -> None:
        """Show a theme without choosing it."""
        self._show_theme(name, self._app.use_theme)

    def _show_theme(self, name: str, show: Callable[[str], None]) -> None:
        from newsreader.config.themes import ThemeError

        try:
            show(name)
        except ThemeError as error:  # its file was changed or taken away a moment ago
            self.screen.say(str(error), error=True)

    def theme_chosen(self, name: str) -> None:
        """Keep a theme, without writing it into the config file: that is the person's."""
        self._show_theme(name, self._app.choose_theme)


def _make(file: Path) -> bool:
    """Make the config file where there is none, of the example that explains every setting and sets none; returns whether."""
    if file.exists():
        return False
    from newsreader.config.example import example

    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as new:
        new.write(example())
    return True


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
