"""Enclosures: the files that belong to an article are played, or downloaded beside the screen."""

import os
import signal
import subprocess
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.model import enclosure_state
from newsreader.text import clean_line
from newsreader.tui.answers import EnclosuresRead, ErrandEnded, ErrandProgress, PlayerEnded
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.messages import EnclosureChosen

if TYPE_CHECKING:
    from newsreader.model import Enclosure
    from newsreader.store.queries import Reader
    from newsreader.tui.enclosure_list import EnclosureList
    from newsreader.tui.errand_child import ErrandChild
    from newsreader.tui.main_screen import MainScreen

KIND = "enclosure"


class Enclosing(Desk):
    """Plays one file at a time, and downloads one after the other."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._list: EnclosureList | None = None
        self._child: ErrandChild | None = None
        self._waiting: list[EnclosureChosen] = []
        self._coming = ""
        """The name of what is being downloaded."""
        self._player: subprocess.Popen[bytes] | None = None
        self._is_video = False

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"enclosures": self.show}

    def show(self, pane: Pane) -> None:
        """List the enclosures of an article."""
        from newsreader.tui.enclosure_list import EnclosureList

        row = self.screen.target(pane)
        if row is None:
            self.screen.say("there is no article here")
            return
        article_id = row.id
        self._list = EnclosureList(article_id, playing=self._player is not None)
        self._list.show_on(self.screen)

        def read(reader: "Reader") -> EnclosuresRead:
            article = reader.article(article_id)
            enclosures = article.enclosures if article else ()
            places = ((n, _downloaded(reader, article_id, n, one)) for n, one in enumerate(enclosures, 1))
            return EnclosuresRead(article_id, enclosures, {n: place for n, place in places if place})

        self.store.ask("enclosures", read)

    def read(self, answer: EnclosuresRead) -> None:
        """Fill the list."""
        shown = self._list
        if shown is None or not shown.is_open or shown.article_id != answer.article_id:
            return
        if answer.enclosures:
            shown.show(answer.enclosures, answer.files)
        else:
            shown.close()
            self.screen.say("this article has no enclosures")

    def chosen(self, message: EnclosureChosen) -> None:
        """Play an enclosure, download it, or copy its address."""
        if message.deed == "play":
            self._play(message)
        elif message.deed == "copy":
            self.screen.linking.copy(message.enclosure.url)
        elif message.file:
            self.screen.say(f"it is there already: {message.file}")
        else:
            self._download(message)

    # ── Playing

    def _play(self, message: EnclosureChosen) -> None:
        from newsreader.tui.opening import OpeningError, play

        self.stop_player()
        name = _name(message)
        try:
            process = play(message.file or message.enclosure.url, self.screen.settings)
        except OpeningError as error:
            self.screen.say(str(error), error=True)
            return
        self._player, self._is_video = process, message.enclosure.type.startswith("video/")
        app = self.screen.newsreader
        threading.Thread(target=lambda: app.deliver(PlayerEnded(process, process.wait())), daemon=True).start()
        key = self.screen.keyboard.first_key("enclosures")
        self.screen.say(f"playing {name}{f'; {key} s stops it' if key else ''}")

    def stop_player(self, *, at_end: bool = False) -> bool:
        """Stop what is playing; returns whether anything was. `at_end`: only sound, which has no window to be closed in."""
        if self._player is None or (at_end and self._is_video):
            return False
        process, self._player = self._player, None
        if process.poll() is None:
            try:
                os.killpg(process.pid, signal.SIGTERM)
            except ProcessLookupError:
                return False
        return True

    def player_stopped(self) -> None:
        """The person wants silence."""
        self.screen.say("stopped" if self.stop_player() else "nothing is playing")

    def player_ended(self, message: PlayerEnded) -> None:
        """The player has gone by itself."""
        if message.process is self._player:
            self._player = None
            if message.status:
                self.screen.say(f"the player ended with status {message.status}", error=True)

    # ── Downloading

    def _download(self, message: EnclosureChosen) -> None:
        from newsreader.tui.errand_child import ErrandChild

        if self._child is None:
            app = self.screen.newsreader
            self._child = ErrandChild(app.paths, app.deliver, KIND, app.fetcher_program)
        if self._child.running:
            self._waiting.append(message)
            self.screen.say(f"{_name(message)} comes after {self._coming}")
        else:
            self._begin(message)

    def _begin(self, message: EnclosureChosen) -> None:
        if self._child:
            self._coming = _name(message)
            self._child.go(message.article_id, "--enclosure", str(message.number))
            self.screen.status.working(KIND, f"downloading {self._coming}, esc stops")

    def progress(self, message: ErrandProgress) -> None:
        """More of the file is there."""
        from newsreader.articles.foot import size_of

        if message.kind != KIND:
            return
        done = (
            f"{100 * message.bytes // message.of} % of {size_of(message.of)}" if message.of else size_of(message.bytes)
        )
        self.screen.status.working(KIND, f"downloading {self._coming}: {done}, esc stops")

    def stop(self) -> bool:
        """Stop the downloads; returns whether there were any. What has come of a file is kept for the next time."""
        self._waiting.clear()
        if self._child is None or not self._child.running or self._child.stopping:
            return False
        self._child.stop()
        return True

    def ended(self, message: ErrandEnded) -> None:
        """A file is there, or not: say where, or why."""
        self.screen.status.working(KIND, "")
        if message.result == "stored":
            more = f" ({message.reason})" if message.reason else ""
            self.screen.say(f"downloaded to {message.path}{more}")
        elif message.stopped:
            more = f" ({message.reason})" if message.reason not in ("", "stopped") else ""
            self.screen.say(f"stopped: {self._coming}{more}")
        else:
            self.screen.say(f"not downloaded: {message.reason}", error=True)
        self.screen.call_later(self._next)

    def _next(self) -> None:
        if self._waiting and self._child and not self._child.running:
            self._begin(self._waiting.pop(0))


def _name(message: EnclosureChosen) -> str:
    """What an enclosure is called on the status line."""
    from newsreader.articles.foot import short_address

    return clean_line(message.enclosure.title) or short_address(message.enclosure.url)


def _downloaded(reader: "Reader", article_id: int, number: int, enclosure: "Enclosure") -> str:
    """Where the file of an enclosure is; '' where it was not downloaded, or is gone."""
    kept = reader.load_state(enclosure_state(article_id, number))
    if not isinstance(kept, dict) or kept.get("done") is not True or kept.get("url") != enclosure.url:
        return ""
    file = str(kept.get("path", ""))
    return file if Path(file).is_file() else ""
