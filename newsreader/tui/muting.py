"""Muting: what a person does not want to see is hidden, for a while or for good: a feed, an author, words, single articles."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.model import Headline
from newsreader.store.selection import Selection
from newsreader.text import clean_line
from newsreader.tui.answers import Changed, MuteFound
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from datetime import datetime

    from newsreader.newsdesk.mutes import Mute
    from newsreader.tui.mute_menu import MuteChoice

MOST_NAMES = 6
"""Feeds, and authors, of marked rows that the menu offers."""
_LOOKED_AT = 500
"""Marked rows whose feeds and authors are looked up."""
_SHORT = 4
"""Letters; shorter words say little about what an article is about."""
_PROPOSED = 3
"""Words of a title."""


class Muting(Desk):
    """Offers what can be muted of the row, the marked rows or the article that is shown."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"mute": self.offer}

    def offer(self, pane: Pane) -> None:
        """Show what can be muted."""
        selected = clean_line(self.screen.article.selected_text) if pane == "article" else ""

        def show(ids: Sequence[int], rows: Sequence[Headline]) -> None:
            words = proposal(rows[0].title) if len(ids) == 1 else ""
            self._show(ids, rows, f'"{selected}"' if selected else words)

        self.screen.gathering.with_rows(pane, show, _LOOKED_AT)

    def _show(self, ids: Sequence[int], rows: Sequence[Headline], words: str) -> None:
        from newsreader.newsdesk.mutes import SPANS
        from newsreader.tui.mute_menu import MuteMenu

        about = rows[0].title if len(ids) == 1 else f"{len(ids):,} articles"
        MuteMenu(about, self._choices(ids, rows, words), list(SPANS), "a week").show_on(self.screen)

    def _choices(self, ids: Sequence[int], rows: Sequence[Headline], words: str) -> "list[MuteChoice]":
        """What the menu offers: a choice more is a line more."""
        from newsreader.newsdesk.mutes import authors, mute_author, mute_feed

        feeds = [self.screen.counting.feed(id_) for id_ in dict.fromkeys(row.feed_id for row in rows)]
        names = list(dict.fromkeys(name for row in rows for name in authors(row)))
        one = len(ids) == 1
        choices: list[MuteChoice] = [
            ("this feed", feed.name, self._maker(partial(mute_feed, feed))) for feed in feeds[:MOST_NAMES] if feed
        ]
        choices += [("this author", name, self._maker(partial(mute_author, name))) for name in names[:MOST_NAMES]]
        choices.append(("these words", words or "type them", lambda span: self._ask_words(words, span)))
        alone = "this article alone" if one else f"these {len(ids):,} articles alone"
        choices.append((alone, "", lambda span: self._mute_alone(ids, span)))
        return choices

    # ── Rules

    def _maker(self, make: "Callable[[str, datetime, list[str]], Mute]") -> Callable[[str], None]:
        """Return what mutes for the span that is chosen."""

        def mute(span: str) -> None:
            from newsreader.newsdesk.mutes import CannotMute

            try:
                made = make(span, self.screen.now(), [rule.name for rule in self.screen.newsreader.config.rules])
            except CannotMute as error:
                self.screen.say(str(error), error=True)
            else:
                self._look(made)

        return mute

    def _ask_words(self, words: str, span: str) -> None:
        from newsreader.newsdesk.mutes import mute_words
        from newsreader.tui.ask_line import AskLine

        def answered(typed: str) -> None:
            if typed:
                self._maker(partial(mute_words, typed))(span)

        AskLine(
            f"mute for {span}", answered, text=words, hint="words that must all occur, or any search; enter mutes"
        ).show_on(self.screen)

    def _look(self, mute: "Mute") -> None:
        """Look what a mute hides."""
        self.store.ask("mute", lambda reader: MuteFound(mute, reader.ids(Selection(query=mute.stored))), "slow")

    def found(self, answer: MuteFound) -> None:
        """Mute it, after a question if much is hidden."""
        mute, ids, config = answer.mute, answer.ids, self.screen.newsreader.paths.config

        def do() -> None:
            said = f"{mute.what}: {_number(len(ids))} hidden"
            self.store.do(lambda writer: Changed(writer.change(mute.parts(ids, config), mute.what), said, relist=True))

        what = mute.what.removeprefix("muted ")
        self.screen.gathering.sure(len(ids), f"Mute {what}, {_number(len(ids))} with it", do)

    # ── Single articles

    def _mute_alone(self, ids: Sequence[int], span: str) -> None:
        from newsreader.newsdesk.mutes import SPANS
        from newsreader.store.parts import Flagging

        length = SPANS[span]
        part = Flagging(ids, "muted", True, None if length is None else self.screen.now() + length)
        what = f"muted {_number(len(ids))} for {span}"

        def do() -> None:
            self.store.do(lambda writer: Changed(writer.change([part], what), relist=True))

        self.screen.gathering.sure(len(ids), f"Mute {_number(len(ids))}", do)


def proposal(title: str) -> str:
    """Return words of a title by which it could be muted: those that begin with a capital inside it, else the longest ones."""
    words = list(dict.fromkeys(re.findall(r"[^\W_]+(?:-[^\W_]+)*", clean_line(title))))
    telling = [word for word in words if len(word) >= _SHORT] or words
    named = [word for word in telling if word[0].isupper() and word is not words[0]]
    best = named or telling
    kept = sorted(best, key=len, reverse=True)[:_PROPOSED]
    return " ".join(word.lower() for word in best if word in kept)


def _number(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"
