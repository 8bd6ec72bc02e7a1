"""Editing: feeds, sections and saved views are changed and taken away in the person's config file, each as one change."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.answers import Changed, EditFailed, TableRead
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from pathlib import Path

    from newsreader.config.changes import Array, Edit, Values
    from newsreader.model import Feed
    from newsreader.store.queries import Reader
    from newsreader.store.writer import Writer
    from newsreader.tui.form import Form
    from newsreader.tui.views import View

Make = Callable[[str], "Edit"]
"""From the file's text to the change. Raises EditError."""


class Editing(Desk):
    """Opens forms, asks before something is taken away, and hands changes to the store's writer."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"edit": self.edit, "delete": self.delete}

    # ── Changes

    def change(self, make: Make, what: str | None = None, *, relist: bool = False, form: "Form | None" = None) -> None:
        """Change the config file as it is when it is its turn; what goes wrong is told in the `form` that it was handed in with.

        The form is closed when the change is stored.
        """
        file = self.screen.newsreader.paths.config

        def deed(writer: "Writer") -> Changed | EditFailed:
            from newsreader.config.edit import EditError
            from newsreader.config.load import ConfigErrors, read
            from newsreader.store.errors import ConfigRefused
            from newsreader.tui.refusals import refusal

            try:
                edit = make(read(file) or "")
            except (EditError, ConfigErrors) as error:
                return EditFailed(str(error), form=form)
            try:
                return Changed(writer.edit_config(file, edit, what), relist=relist, form=form)
            except ConfigRefused as error:
                return EditFailed(*refusal(error, edit), form=form)

        self.store.do(deed, lambda why: EditFailed(why, form=form))

    def failed(self, answer: EditFailed) -> None:
        """Nothing was changed: say why; in the form it can be corrected."""
        if answer.form and answer.form.is_open:
            answer.form.say(answer.why, error=True, field=answer.field)
        else:
            self.screen.say(f"{answer.field}: {answer.why}" if answer.field else answer.why, error=True)

    def changed(self, answer: Changed) -> None:
        """A change is stored: the form that it was handed in with is done."""
        if answer.form:
            answer.form.close()

    # ── What is meant

    def _meant(self, pane: Pane) -> "View | None":
        """The row of the tree, or the feed of the row or of the article."""
        from newsreader.tui.views import feed_view

        if pane == "tree":
            return self.screen.tree_view
        row = self.screen.target(pane)
        return feed_view(row.feed_id) if row else None

    def edit(self, pane: Pane) -> None:
        """Open the form of the feed, the section or the view."""
        view = self._meant(pane)
        if view is None:
            self.screen.say("there is no article here")
        elif view.kind == "feed" and (feed := self.screen.counting.feed(view.feed_id)):
            self.edit_feed(feed)
        elif view.kind == "section":
            self._edit_section(view.name)
        elif view.kind == "view":
            self._edit_view(view.name)
        else:
            self.screen.say("this list is built in: feeds, sections and your own views can be edited")

    def delete(self, pane: Pane) -> None:
        """Take the feed, the section or the view away, after a question."""
        view = self._meant(pane)
        if view is None:
            self.screen.say("there is no article here")
        elif view.kind == "feed" and (feed := self.screen.counting.feed(view.feed_id)):
            self.unsubscribe(feed)
        elif view.kind == "section":
            self._delete_section(view.name)
        elif view.kind == "view":
            name = view.name
            self.screen.keying.ask(f"Delete the view {name}?", lambda: self._delete_view(name))
        else:
            self.screen.say("this list is built in: it cannot be deleted")

    # ── Feeds

    def edit_feed(self, feed: "Feed") -> None:
        """Open the form of a feed."""
        url = feed.url
        self._read(f"feed:{feed.id}", lambda text: _feed_values(text, url, self._file))

    def unsubscribe(self, feed: "Feed") -> None:
        """Take a feed away, after a question on the status line."""
        question = f"Unsubscribe from {feed.name}? Its starred and tagged articles can still be found."
        self.screen.keying.ask(question, lambda: self._unsubscribe([feed], f"unsubscribed from {feed.name}"))

    def _unsubscribe(self, feeds: "Sequence[Feed]", what: str) -> None:
        urls = [feed.url for feed in feeds]

        def make(text: str) -> "Edit":
            from newsreader.config.changes import removing, together, written_url

            return together([removing(text, "feeds", written_url(text, url, self._file)) for url in urls])

        self.change(make, what, relist=True)

    # ── Sections

    def _edit_section(self, name: str) -> None:
        from newsreader.tui.form import Field, Form

        feeds = sum(feed.section == name for feed in self.screen.counting.feeds)

        def handed_in(values: Mapping[str, str]) -> None:
            new = values["name"]
            what = f"renamed the section {name} to {new or 'none'}"
            self.change(lambda text: _resection(text, name, new), what, relist=True, form=form)

        count = f"{feeds} feed{'s' if feeds != 1 else ''}"
        hint = "the name of another section puts both together; none: they stand without a section"
        form = Form("Section", count, [Field("name", "Name", name, hint=hint)], handed_in)
        form.show_on(self.screen)

    def _delete_section(self, name: str) -> None:
        from newsreader.tui.choice_menu import Choice, ChoiceMenu

        feeds = [feed for feed in self.screen.counting.feeds if feed.section == name]
        count = f"{len(feeds)} feed{'s' if len(feeds) != 1 else ''}"

        def take_out() -> None:
            self.change(lambda text: _resection(text, name, ""), f"took {count} out of the section {name}", relist=True)

        def unsubscribe() -> None:
            self.change(
                lambda text: _without_section(text, name),
                f"unsubscribed from the section {name} with {count}",
                relist=True,
            )

        choices = [
            Choice("take the feeds out of it", f"{count} stay, without a section", take_out),
            Choice("unsubscribe from all of them", f"{count}, and the views that stand in it go too", unsubscribe),
            Choice("neither", "nothing is changed", lambda: None),
        ]
        ChoiceMenu("Delete the section", name, choices).show_on(self.screen)

    # ── Views

    def _edit_view(self, name: str) -> None:
        self._read(f"view:{name}", lambda text: _values(text, "views", name))

    def _delete_view(self, name: str) -> None:
        def make(text: str) -> "Edit":
            from newsreader.config.changes import removing

            return removing(text, "views", name)

        self.change(make)

    # ── Forms that show what the file says

    @property
    def _file(self) -> "Path":
        return self.screen.newsreader.paths.config

    def _read(self, about: str, values: "Callable[[str], Mapping[str, Any]]") -> None:
        file = self._file

        def read(_: "Reader") -> TableRead | EditFailed:
            from newsreader.config.edit import EditError
            from newsreader.config.load import ConfigErrors, read

            try:
                return TableRead(about, values(read(file) or ""))
            except (EditError, ConfigErrors) as error:
                return EditFailed(str(error))

        self.store.ask("table", read)

    def table_read(self, answer: TableRead) -> None:
        """Open the form of a feed or a view."""
        from newsreader.tui.edit_forms import feed_changes, feed_form, view_changes, view_form

        kind, _, name = answer.about.partition(":")
        sections = self.screen.counting.sections
        if kind == "feed":
            feed = self.screen.counting.feed(int(name))
            url = str(answer.values["url"])

            def hand_in_feed(changed: Mapping[str, str]) -> None:
                settings = feed_changes(changed)
                make = partial(_changing, array="feeds", key=url, settings=settings)
                self.change(make, _edited(feed, changed), relist=True, form=form)

            form = feed_form(feed, answer.values, sections, hand_in_feed)
        else:

            def hand_in_view(changed: Mapping[str, str]) -> None:
                settings = view_changes(changed)
                self.change(partial(_changing, array="views", key=name, settings=settings), form=form)

            form = view_form(answer.values, sections, hand_in_view)
        form.show_on(self.screen)


def _edited(feed: "Feed | None", changed: Mapping[str, str]) -> str:
    """What the journal calls a change of a feed: by the name that the person knows, not by its address."""
    name = feed.name if feed else ""
    if changed.keys() == {"name"} and changed["name"]:
        return f"renamed the feed {name} to {changed['name']}"
    return f"changed the address of {name}" if changed.keys() == {"url"} else f"edited the feed {name}"


def _values(text: str, array: "Array", key: str) -> "Mapping[str, Any]":
    """What the file says of a table. Raises EditError."""
    from newsreader.config.changes import changing

    (step,) = changing(text, array, key).steps
    return step.before or {}


def _feed_values(text: str, url: str, file: "Path") -> "Mapping[str, Any]":
    from newsreader.config.changes import written_url

    return _values(text, "feeds", written_url(text, url, file))


def _changing(text: str, array: "Array", key: str, settings: "Mapping[str, Any]") -> "Edit":
    from newsreader.config.changes import changing

    return changing(text, array, key, **settings)


def _resection(text: str, name: str, new: str) -> "Edit":
    """Put everything that stands in a section into another one, or into none. Raises EditError."""
    from newsreader.config.changes import changing_all, together

    arrays: tuple[Array, ...] = ("feeds", "views", "rules")
    edits = (changing_all(text, array, _stands_in(name), section=new or None) for array in arrays)
    return _some(together(edits), name)


def _without_section(text: str, name: str) -> "Edit":
    from newsreader.config.changes import removing_all, together

    arrays: tuple[Array, ...] = ("feeds", "views")
    return _some(together(removing_all(text, array, _stands_in(name)) for array in arrays), name)


def _stands_in(name: str) -> "Callable[[Values], bool]":
    return lambda table: table.get("section") == name


def _some(edit: "Edit", name: str) -> "Edit":
    from newsreader.config.edit import EditError

    if not edit.steps:
        raise EditError(f"nothing in the config stands in the section {name}")
    return edit
