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
from newsreader.tui.typed_before import texts_of, with_newest

if TYPE_CHECKING:
    from textual.message import Message

    from newsreader.articles.document import Document
    from newsreader.model import Headline
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer
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
        if self._running:
            self.screen.say(f"{self._running.name} is still running; esc stops it")
        else:
            self.screen.gathering.few_rows(pane, self._ask_command)

    def _ask_command(self, rows: "Sequence[Headline]") -> None:
        from newsreader.tui.ask_line import AskLine

        hint = "gets the article as text; enter alone: the pager"
        asking = AskLine("pipe to", lambda typed: self._pipe_to(rows, typed), hint=hint)
        self._asking = asking
        asking.show_on(self.screen)
        self.store.ask("commands", lambda reader: CommandsRead(texts_of(reader.load_state(COMMANDS_KEY))))

    def commands_read(self, message: CommandsRead) -> None:
        """The commands of before are known."""
        if self._asking:
            self._asking.remember(message.commands)

    def _pipe_to(self, rows: "Sequence[Headline]", typed: str) -> None:
        try:
            words = shlex.split(typed)
        except ValueError as error:
            self.screen.say(f"{typed}: {str(error).lower()}", error=True)
            return
        if typed and not self.screen.status.status.read_only:
            self.store.do(lambda writer: _remember(writer, typed))
        if len(rows) == 1:
            self._hand(rows[0], _PAGER, words, ".txt")
        else:
            self._hand_together(rows, words)

    # ── Sharing

    def share(self, pane: Pane) -> None:
        """Show the programs of [share]."""
        from newsreader.tui.share_menu import share_menu

        programs = self.screen.newsreader.config.share

        def show(rows: "Sequence[Headline]") -> None:
            def chosen(name: str) -> None:
                self.screen.gathering.sure(len(rows), f"Hand {len(rows)} articles to {name}", lambda: hand(name))

            def hand(name: str) -> None:
                for row in rows:
                    self._hand(row, name, programs[name], ".json")

            share_menu(_called(rows), programs, chosen).show_on(self.screen)

        self.screen.gathering.few_rows(pane, show)

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

    def _hand_together(self, rows: "Sequence[Headline]", words: Sequence[str]) -> None:
        """Have several articles read and made into one text."""
        build = self.screen.reading.builder()

        def read(reader: "Reader") -> "Message":
            from newsreader.tui.article_file import as_text
            from newsreader.tui.programs import Values

            articles = filter(None, (reader.article(row.id) for row in rows))
            texts = [as_text(build(article), ".txt", article.headline.id) for article in articles]
            text = "\n\n".join(texts)
            return ArticleHanded(_PAGER, tuple(words), Values("", _called(rows), ""), text.encode("utf-8", "replace"))

        self.store.ask("share:all", read, "slow")

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
        self.screen.gathering.few_rows(pane, self._ask_file)

    def _ask_file(self, rows: "Sequence[Headline]") -> None:
        from newsreader.tui.article_file import file_name
        from newsreader.tui.ask_line import AskLine

        if len(rows) > 1:
            AskLine(
                f"write {len(rows)} articles into",
                lambda typed: self._write_all(rows, typed) if typed else None,
                text=_short(self._folder()),
                hint="a folder; they become Markdown",
            ).show_on(self.screen)
            return
        row = rows[0]
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

    def _write_all(self, rows: "Sequence[Headline]", typed: str) -> None:
        build, zone = self.screen.reading.builder(), self.screen.now().tzinfo
        folder = self._folder() / Path(typed).expanduser()

        def write(reader: "Reader") -> "Message":
            from newsreader.tui.article_file import WritingError, as_text, file_name, write_new

            count, failed = 0, ""
            for row in rows:
                if article := reader.article(row.id):
                    name = file_name(row.title, row.published.astimezone(zone) if row.published else None)
                    try:
                        write_new(folder / name, as_text(build(article), ".md", row.id))
                        count += 1
                    except WritingError as error:
                        failed = str(error)
            return FileWritten(folder, count, failed)

        self.store.ask("share:write", write, "slow")

    def written(self, message: FileWritten) -> None:
        """Say where the article is, or the articles are."""
        many = f"{message.count} articles " if message.count != 1 else ""
        others = f"; others not: {message.failed}" if message.failed else ""
        self.screen.say(f"{many}written to {_short(message.file)}{others}", error=bool(message.failed))

    def _folder(self) -> Path:
        if self.screen.settings.downloads:
            return Path(self.screen.settings.downloads)
        import platformdirs

        return Path(platformdirs.user_documents_dir())

    # ── The article

    def _read(self, row: "Headline", make: "Callable[[Document], Message]") -> None:
        """Read an article as it is shown, and let `make` make a message of it, beside the screen."""
        build = self.screen.reading.builder()

        def read(reader: "Reader") -> "Message":
            article = reader.article(row.id)
            return make(build(article)) if article else ProgramFailed("this article is gone")

        self.store.ask(f"share:{row.id}", read, "slow")


def _called(rows: "Sequence[Headline]") -> str:
    return rows[0].title if len(rows) == 1 else f"{len(rows)} articles"


def _remember(writer: "Writer", command: str) -> None:
    before = texts_of(writer.load_state(COMMANDS_KEY))
    writer.save_state(COMMANDS_KEY, with_newest(command, before, MOST_COMMANDS))


def _short(path: Path) -> str:
    """A path for the eye."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
