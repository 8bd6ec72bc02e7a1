"""Keeping: a search becomes a view of the config, under a name that is asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.text import clean_line
from newsreader.tui.answers import ViewKept
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.messages import SearchAccepted
from newsreader.tui.selecting import both

if TYPE_CHECKING:
    from newsreader.query.tree import Node, Query
    from newsreader.store.writer import Writer
    from newsreader.tui.views import View

LONGEST_NAME = 40
"""Characters of a name that is proposed."""
_CONDITIONS = {"unread": "is:unread", "starred": "is:starred", "today": "date:today"}


class Keeping(Desk):
    """Asks for a name and a section, and writes the view into the person's config file; the journal can take it back."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"keep-search": lambda _: self.keep_shown()}

    def keep_shown(self) -> None:
        """Keep the search whose results are in the list."""
        if self.screen.viewing.view.kind == "search":
            self.keep(self.screen.finding.words, everywhere=self.screen.search.everywhere)
        else:
            key = self.screen.keyboard.first_key("search") or "the palette"
            self.screen.say(f"there is no search to keep: {key} begins one")

    def keep(self, text: str, *, everywhere: bool) -> None:
        """Keep what is typed in the bar. The results stay, as with enter."""
        from newsreader.tui.finding import mistake

        bar, text = self.screen.search, text.strip()
        wrong = (
            mistake(text, self.screen.now()) if text else "type a search first: without one there is nothing to keep"
        )
        if wrong:
            if bar.is_open:
                bar.say(wrong, error=True)
            else:
                self.screen.say(wrong, error=True)
            return
        if bar.is_open:
            self.screen.finding.accepted(SearchAccepted(text, everywhere))
        query, name = self._query(text, everywhere=everywhere), self._free(proposal(text, self.screen.now()))
        self._ask_name(query, name)

    def _query(self, text: str, *, everywhere: bool) -> str:
        """What the view asks for: the search, and where only one view was searched, that view's own conditions."""
        if everywhere:
            return text
        from newsreader.query.parse import parse
        from newsreader.query.tree import show

        finding, now = self.screen.finding, self.screen.now()
        scope = self._scope(finding.view_before)
        if finding.within.unread and "is:unread" not in scope:
            scope.append("is:unread")
        query = parse(text, now=now)
        for condition in reversed(scope):
            query = both(parse(condition, now=now), query)
        return show(query)

    def _scope(self, view: "View") -> list[str]:
        from newsreader.query.tree import Place, show

        if view.kind == "feed":
            feed = self.screen.counting.feed(view.feed_id)
            return [show(Place("feed", feed.url))] if feed else []
        if view.kind == "section":
            return [show(Place("section", view.name))]
        if view.kind == "view":
            saved = self.screen.saved.find(view.name)
            return [saved.query] if saved else []
        return [_CONDITIONS[view.kind]] if view.kind in _CONDITIONS else []

    def _free(self, name: str) -> str:
        """A name that no view has, as near to `name` as can be."""
        taken, number, free = self.screen.saved.names, 2, name
        while free in taken:
            free, number = f"{name} {number}", number + 1
        return free

    # ── Questions

    def _ask_name(self, query: str, name: str, why: str = "") -> None:
        from newsreader.tui.ask_line import AskLine

        question, hint = f"{why}keep as the view", "esc: do not keep"
        AskLine(question, lambda typed: self._named(query, typed), text=name, hint=hint).show_on(self.screen)

    def _named(self, query: str, typed: str) -> None:
        from newsreader.tui.ask_line import AskLine

        name = clean_line(typed)
        if not name:
            self.screen.say("a view needs a name: it was not kept")
        elif name in self.screen.saved.names:
            self._ask_name(query, self._free(name), "that name is taken; ")
        elif sections := self.screen.counting.sections:
            view = self.screen.finding.view_before
            asking = AskLine(
                "in the section",
                lambda section: self._write(name, query, clean_line(section)),
                text=view.name if view.kind == "section" else "",
                hint="enter alone: in none; up and down: the sections",
            )
            asking.remember(sections)
            asking.show_on(self.screen)
        else:
            self._write(name, query, "")

    def _write(self, name: str, query: str, section: str) -> None:
        file = self.screen.newsreader.paths.config

        def write(writer: "Writer") -> ViewKept:
            from newsreader.config.changes import adding

            writer.edit_config(file, adding("views", name=name, query=query, section=section or None))
            return ViewKept(name)

        self.store.do(write)

    def kept(self, message: ViewKept) -> None:
        """It is in the config: show it in the tree."""
        self.screen.configuring.edited()
        undo = self.screen.keyboard.first_key("undo")
        self.screen.say(f"kept as the view {message.name}" + (f"; {undo} takes it back" if undo else ""))


def proposal(text: str, now: datetime) -> str:
    """Return a name for a view that is made of a search: the words and names that it looks for. Raises QueryError."""
    from newsreader.query.parse import parse

    parts = list(dict.fromkeys(_named_parts(parse(text, now=now))))
    name = clean_line(" ".join(parts) or text)
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rpartition(" ")[0] or name[:LONGEST_NAME]
    return name[:1].upper() + name[1:]


def _named_parts(query: "Query") -> "list[str]":
    from newsreader.query.tree import And, Field, Or, Phrase, Place, Word

    def parts(node: "Node") -> "list[str]":
        if isinstance(node, And | Or):
            return [part for held in node.nodes for part in parts(held)]
        if isinstance(node, Field):
            return parts(node.node)
        if isinstance(node, Word | Phrase):
            return [node.text]
        return [node.value] if isinstance(node, Place) else []

    return parts(query.node)
