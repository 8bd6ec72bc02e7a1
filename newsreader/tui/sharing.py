"""Sharing: an article is piped to a command, handed to a program of [share], or written to a file."""

import shlex
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.text import clean_line
from newsreader.tui.answers import ArticleHanded, CommandsRead, FileWritten, ProgramEnded, ProgramFailed
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from textual.message import Message

    from newsreader.articles.document import Document
    from newsreader.model import Headline
    from newsreader.store.queries import Reader
    from newsreader.tui.ask_line import AskLine
    from newsreader.tui.main_screen import MainScreen
    from newsreader.tui.programs import Piped, Ran

PIPE_SECONDS = 60.0
"""How long a command may take with an article that is piped to it."""
COMMANDS_KEY = "piped-to"
"""The commands of before, in the store's state, the newest first."""
MOST_COMMANDS = 50
_PAGER = ""
"""In place of a command: the pager, which gets the terminal."""


class Sharing(Desk):
    """Hands the article of the row under the cursor, or the one that is shown, to other programs and into files."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._asking: AskLine | None = None
        self._running: Piped | None = None

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"pipe": self.pipe, "share": self.share, "write-file": self.write}

    def stop(self) -> bool:
        """Stop the command that an article was piped to; returns whether there was one."""
        if self._running is None or self._running.stopped:
            return False
        self._running.stop()
        return True

    # ── Piping

    def pipe(self, pane: Pane) -> None:
        """Ask for a command that gets the article as plain text."""
        from newsreader.tui.ask_line import AskLine

        if not (row := self._row(pane)):
            return
        if self._running:
            self.screen.say(f"{self._running.name} is still running; esc stops it")
            return
        hint = "gets the article as text; enter alone: the pager"
        asking = AskLine("pipe to", lambda typed: self._pipe_to(row, typed), hint=hint)
        self._asking = asking
        asking.show_on(self.screen)
        self.store.ask("commands", lambda reader: CommandsRead(_commands(reader.load_state(COMMANDS_KEY))))

    def commands_read(self, message: CommandsRead) -> None:
        """The commands of before are known."""
        if self._asking:
            self._asking.remember(message.commands)

    def _pipe_to(self, row: "Headline", typed: str) -> None:
        try:
            words = shlex.split(typed)
        except ValueError as error:
            self.screen.say(f"{typed}: {str(error).lower()}", error=True)
            return
        if typed and not self.screen.status.status.read_only:
            self.store.do(lambda writer: writer.save_state(COMMANDS_KEY, _with(typed, writer.load_state(COMMANDS_KEY))))
        self._hand(row, _PAGER, words, ".txt")

    # ── Sharing

    def share(self, pane: Pane) -> None:
        """Show the programs of [share]."""
        from newsreader.tui.share_menu import ShareMenu

        if row := self._row(pane):
            programs = self.screen.newsreader.config.share
            ShareMenu(row.title, programs, lambda name: self._hand(row, name, programs[name], ".json")).show_on(
                self.screen
            )

    # ── Handing over

    def _hand(self, row: "Headline", name: str, words: Sequence[str], ending: str) -> None:
        """Have the article read and made into what a program gets. `name`: in [share]; '' for a command that was typed."""
        from newsreader.tui.opening import shown_link
        from newsreader.urls import openable

        feed = self.screen.counting.feed(row.feed_id)
        folder = self.screen.newsreader.paths.cache / "shared"
        link = openable(shown_link(row.link, self.screen.settings)) or ""

        def hand(document: "Document") -> "Message":
            from newsreader.tui.article_file import WritingError, as_text, hand_over
            from newsreader.tui.programs import Values

            try:
                values = Values(link, clean_line(row.title), str(hand_over(document, row.id, folder)))
            except WritingError as error:
                return ProgramFailed(str(error))
            stdin = as_text(document, ending, row.id, feed.name if feed else "", feed.section if feed else "")
            return ArticleHanded(name, tuple(words), values, stdin.encode("utf-8", "replace"))

        self._read(row, hand)

    def handed(self, message: ArticleHanded) -> None:
        """Start the program."""
        import os

        from newsreader.tui.opening import OpeningError, run_pager
        from newsreader.tui.programs import Piped, Shared

        values, app = message.values, self.screen.newsreader
        environ = values.environment(os.environ)
        try:
            if message.share:
                shared = Shared(values.filled(message.words), message.stdin, environ)
                self._watch(message.share, shared.wait)
                self.screen.say(f"{message.share}: handed over")
            elif message.words:
                self._running = piped = Piped(values.filled(message.words), message.stdin, environ)
                self._watch("", lambda: piped.wait(PIPE_SECONDS))
                self.screen.status.working("pipe", f"{piped.name} is running, esc stops it")
            else:
                run_pager(app, message.stdin, self.screen.settings, environ)
        except OpeningError as error:
            self.screen.say(str(error), error=True)

    def _watch(self, share: str, wait: "Callable[[], Ran]") -> None:
        """Wait for the end of a program, beside the screen."""
        app = self.screen.newsreader

        def watch() -> None:
            from newsreader.tui.output_view import readable

            ran = wait()
            app.deliver(ProgramEnded(share, ran, readable(ran.output)))

        threading.Thread(target=watch, daemon=True).start()

    def ended(self, message: ProgramEnded) -> None:
        """A program has ended: show what it wrote, or say how it went."""
        from newsreader.tui.output_view import OutputView
        from newsreader.tui.programs import in_words

        ran, said = message.ran, in_words(message.ran, PIPE_SECONDS)
        if message.share:
            if ran.status != 0:
                last = f": {message.lines[-1]}" if message.lines else ""
                self.screen.say(f"{message.share}: {said}{last}", error=True)
            return
        self._running = None
        self.screen.status.working("pipe", "")
        if message.lines and not ran.stopped:
            OutputView(said, message.lines).show_on(self.screen)
        else:
            self.screen.say(said, error=ran.status != 0 and not ran.stopped)

    # ── Writing to a file

    def write(self, pane: Pane) -> None:
        """Ask for a file, and write the article into it."""
        from newsreader.tui.article_file import file_name
        from newsreader.tui.ask_line import AskLine

        if not (row := self._row(pane)):
            return
        published = row.published.astimezone(self.screen.now().tzinfo) if row.published else None
        folder, name = self._folder(), file_name(row.title, published)
        AskLine(
            "write to",
            lambda typed: self._write_to(row, typed, folder, name) if typed else None,
            text=_short(folder / name),
            hint=".md .html .txt .json",
        ).show_on(self.screen)

    def _write_to(self, row: "Headline", typed: str, folder: Path, name: str) -> None:
        feed = self.screen.counting.feed(row.feed_id)

        def write(document: "Document") -> "Message":
            from newsreader.tui.article_file import WritingError, as_text, chosen_file, write_new

            try:
                file = chosen_file(typed, folder, name)
                section = feed.section if feed else ""
                write_new(file, as_text(document, file.suffix, row.id, feed.name if feed else "", section))
            except WritingError as error:
                return ProgramFailed(str(error))
            return FileWritten(file)

        self._read(row, write)

    def written(self, message: FileWritten) -> None:
        """Say where the article is."""
        self.screen.say(f"written to {_short(message.file)}")

    def _folder(self) -> Path:
        if self.screen.settings.downloads:
            return Path(self.screen.settings.downloads)
        import platformdirs

        return Path(platformdirs.user_documents_dir())

    # ── The article

    def _row(self, pane: Pane) -> "Headline | None":
        row = self.screen.target(pane)
        if row is None:
            self.screen.say("there is no article here")
        return row

    def _read(self, row: "Headline", make: "Callable[[Document], Message]") -> None:
        """Read an article as it is shown, and let `make` make a message of it, beside the screen."""
        build = self.screen.reading.builder()

        def read(reader: "Reader") -> "Message":
            article = reader.article(row.id)
            return make(build(article)) if article else ProgramFailed("this article is gone")

        self.store.ask("share", read, "slow")


def _commands(state: object) -> tuple[str, ...]:
    """The commands in the store's state, whatever is there."""
    return tuple(clean_line(text) for text in state if isinstance(text, str)) if isinstance(state, list) else ()


def _with(command: str, state: object) -> list[str]:
    """The commands of before with the newest in front."""
    return [command, *(old for old in _commands(state) if old != command)][:MOST_COMMANDS]


def _short(path: Path) -> str:
    """A path for the eye."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
