"""Subscribing: an address is asked for, looked at beside the screen, and written into the person's config file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.text import clean_line
from newsreader.tui.answers import FeedLookedAt
from newsreader.tui.child import words
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.views import feed_view
from newsreader.urls import redacted

if TYPE_CHECKING:
    from newsreader.config.changes import Edit
    from newsreader.tui.form import Form
    from newsreader.tui.ink_line import Words
    from newsreader.tui.main_screen import MainScreen
    from newsreader.tui.preview_child import PreviewChild

WORK = "look"
_NEWEST = 5


class Subscribing(Desk):
    """One address at a time."""

    def __init__(self, screen: "MainScreen") -> None:
        super().__init__(screen)
        self._child: PreviewChild | None = None

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"add-feed": self.ask}

    def ask(self, pane: Pane) -> None:
        """Ask for an address; where a link of the article has the focus, that is proposed."""
        if self.screen.newsreader.look_at:
            self.screen.say("this is only a look: newsreader add subscribes")
        elif self._child and self._child.running:
            self.screen.say(f"still looking at {redacted(self._child.url)}; esc stops it")
        else:
            self._ask(self.screen.article.focused_link if pane == "article" else "")

    def _ask(self, text: str) -> None:
        from newsreader.tui.ask_line import AskLine

        AskLine("add a feed", self._look, text=text, hint="the address of a site or a feed, or a file").show_on(
            self.screen
        )

    def _look(self, url: str) -> None:
        from newsreader.tui.preview_child import PreviewChild

        if not url:
            return
        if self._child is None:
            app = self.screen.newsreader
            self._child = PreviewChild(app.paths, app.deliver, app.fetcher_program)
        self._child.look_at(url)
        self.screen.status.working(WORK, f"looking at {redacted(url)}, esc stops")

    def stop(self) -> bool:
        """Stop looking; returns whether that was going on."""
        if self._child is None or not self._child.running or self._child.stopping:
            return False
        self._child.stop()
        return True

    # ── What is there

    def looked_at(self, answer: FeedLookedAt) -> None:
        """Show what is at the address: a feed, several to choose from, one that is known, or nothing."""
        self.screen.status.working(WORK, "")
        if answer.stopped:
            self.screen.say("stopped: nothing was added")
            return
        found = answer.found
        candidates = [one for one in _records(found, "feeds") if words(one, "url")]
        if answer.why or not found:
            self._refused(answer.url, answer.why)
        elif known := words(found, "known"):
            self._show_known(known, words(found, "url"))
        elif words(found, "kind"):
            self._show_feed(found)
        elif candidates:
            self._choose(words(found, "url"), candidates)
        else:
            self._refused(answer.url, words(found, "error") or "there is no feed at this address")

    def _refused(self, url: str, why: str) -> None:
        """Say why, and let the address be corrected."""
        from newsreader.tui.form import Field, Form

        def again(values: Mapping[str, str]) -> None:
            form.close()
            self._look(values["url"])

        form = Form(
            "No feed there", "", [Field("url", "Address", url)], again, above=[[(f" {why}", "error")]], all_values=True
        )
        form.show_on(self.screen)

    def _show_known(self, known: str, url: str) -> None:
        feed = next((one for one in self.screen.counting.feeds if url in (one.url, redacted(one.url))), None)
        if feed:
            self.screen.viewing.open(feed_view(feed.id))
            self.screen.tree_pane.put_cursor_on(feed_view(feed.id).key)
        self.screen.say(f"{known}: subscribed to already")

    def _choose(self, page: str, candidates: Sequence[Mapping[str, object]]) -> None:
        from newsreader.tui.choice_menu import Choice, ChoiceMenu

        choices = [
            Choice(
                words(one, "title") or redacted(words(one, "url")),
                f"{words(one, 'kind')}  {redacted(words(one, 'url'))}",
                partial(self._look, words(one, "url")),
            )
            for one in candidates
        ]
        ChoiceMenu("Feeds", redacted(page), choices).show_on(self.screen)

    def _show_feed(self, found: Mapping[str, object]) -> None:
        """Show what the feed has, and ask what it is to be called and where it is to stand."""
        from newsreader.tui.edit_forms import section_hint
        from newsreader.tui.form import Field, Form

        url, title = words(found, "url"), words(found, "title")
        fields = [
            Field("name", "Name", title, hint="what it is called in here"),
            Field("section", "Section", self._section_here(), hint=section_hint(self.screen.counting.sections)),
            Field("tags", "Tags", "", hint="words to find it by, with blanks between"),
        ]
        about = _preview(found, self.screen.now())
        form = Form(
            "Add this feed",
            redacted(url),
            fields,
            lambda values: self._subscribe(url, title, values, form),
            above=about,
            all_values=True,
        )
        form.show_on(self.screen)

    def _section_here(self) -> str:
        """The section where the person is."""
        view = self.screen.viewing.view
        if view.kind == "section":
            return view.name
        feed = self.screen.counting.feed(view.feed_id)
        return feed.section if feed else ""

    def _subscribe(self, url: str, title: str, values: Mapping[str, str], form: "Form") -> None:
        from newsreader.tui.edit_forms import feed_changes

        settings = feed_changes(values)
        called = settings.pop("name") or title or redacted(url)

        def make(_: str) -> "Edit":
            from newsreader.config.changes import adding

            return adding("feeds", url=url, name=called if called != title else None, **settings)

        self.screen.editing.change(make, f"subscribed to {called}", form=form)


def _preview(found: Mapping[str, object], now: datetime) -> "list[Words]":
    """What there is to know before subscribing, a line each."""
    count = found.get("articles")
    newest = _records(found, "newest")[:_NEWEST]
    dates = [date for one in newest if (date := _date(one))]
    facts = [words(found, "kind"), f"{count:,} articles" if isinstance(count, int) else "", _pace(dates)]
    lines: list[Words] = [
        [(f" {words(found, 'title') or 'without a title'}", "text"), ("".join(f"  {f}" for f in facts if f), "quiet")]
    ]
    if site := words(found, "site"):
        lines.append([(f" {redacted(site)}", "quiet")])
    for one in newest:
        date = _date(one)
        when = f"{date.astimezone(now.tzinfo):%Y-%m-%d}" if date else " " * 10
        lines.append([(f"   {when}  ", "quiet"), (clean_line(words(one, "title")) or "(untitled)", "text")])
    return lines


def _pace(dates: Sequence[datetime]) -> str:
    """How often something new comes, as far as the newest articles tell."""
    if len(dates) < 2:  # one date tells no pace
        return ""
    days = (max(dates) - min(dates)).total_seconds() / 86400
    weekly = (len(dates) - 1) / max(days, 0.01) * 7
    return f"about {weekly:,.0f} a week" if weekly >= 1 else "less than one a week"


def _date(record: Mapping[str, object]) -> datetime | None:
    try:
        return datetime.fromisoformat(words(record, "published"))
    except ValueError:
        return None


def _records(found: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = found.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
