"""Covering: a story's outlets in the list and the article, its timeline, why it is one, and what else is worth reading."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message
from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.answers import OutletsFound, RelatedRead, StoryExplained, StoryFound, TimelineRead
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from newsreader.articles.document import Document
    from newsreader.model import Headline
    from newsreader.store.queries import Reader

ALONE = "no other outlet tells this"


class Covering(Desk):
    """Shows what belongs to an article."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {
            "unfold-story": lambda _: self.unfold(),
            "next-outlet": lambda pane: self.step(pane, 1),
            "previous-outlet": lambda pane: self.step(pane, -1),
            "timeline": self.timeline,
            "why": self.why,
        }

    # ── In the list

    def unfold(self) -> None:
        """Unfold the story of the row under the cursor, or fold the one that the cursor is in."""
        if not self.screen.list.fold_story():
            self._ask("list", _story)

    def found(self, answer: StoryFound) -> None:
        """Show the articles of a story below the row that was asked about, if that is still under the cursor."""
        rows = self.screen.list
        if rows.article_id != answer.article_id:
            return
        if not answer.ids:
            self.screen.say(ALONE)
        elif not rows.unfold_story(answer.article_id, answer.ids):
            self.screen.say("all that tell this have rows of their own here")

    # ── In the article

    def step(self, pane: Pane, by: int) -> None:
        """To the next (1) or previous (-1) outlet that tells the story of the article."""
        feeds = self.screen.counting.shelf.by_id

        def read(reader: "Reader", row: "Headline") -> OutletsFound:
            from newsreader.newsdesk.coverage import coverage

            return OutletsFound(row.id, by, [one.id for one in coverage(reader, row, feeds)])

        self._ask(pane, read)

    def outlets_found(self, answer: OutletsFound) -> None:
        """Open the article of that outlet."""
        count, here = len(answer.ids), answer.ids.index(answer.article_id)
        to = here + answer.step
        if count < 2:
            self.screen.say(ALONE)
        elif not 0 <= to < count:
            self.screen.say(f"the {'last' if to > 0 else 'first'} of {count} outlets")
        else:
            rows, in_list = self.screen.list, self.screen.pane == "list"
            at = rows.row_of(answer.ids[to])
            if at is not None and at != rows.cursor:
                rows.move_to(at)
            self.screen.reading.open(answer.ids[to], focus=not (in_list and self.screen.article_visible))
            self.screen.say(f"{to + 1} of {count} outlets")

    def article_shown(self, headline: "Headline", document: "Document") -> None:
        """An article is on the screen: look beside it what belongs at its foot."""
        feeds = self.screen.counting.shelf.by_id

        def read(reader: "Reader") -> RelatedRead:
            from newsreader.newsdesk.coverage import also_covered_by
            from newsreader.newsdesk.related import also_worth_reading

            covered = also_covered_by(reader, headline, feeds)
            return RelatedRead(document, covered, also_worth_reading(reader, headline, feeds))

        self.store.ask("related", read, "slow")

    def related_read(self, answer: RelatedRead) -> None:
        """Show it, if the article is still there."""
        found = answer.also_covered_by or answer.also_worth_reading
        if found and self.screen.article.document is answer.document:
            self.screen.article.add_at_foot(
                replace(
                    answer.document,
                    also_covered_by=tuple(answer.also_covered_by),
                    also_worth_reading=tuple(answer.also_worth_reading),
                )
            )

    # ── Over the screen

    def timeline(self, pane: Pane) -> None:
        """Show who told the story when."""
        self._ask(pane, _timeline)

    def why(self, pane: Pane) -> None:
        """Say why the articles of the story are one."""
        self._ask(pane, _explained)

    def timeline_read(self, answer: TimelineRead) -> None:
        """Show the timeline."""
        if not answer.pieces:
            self.screen.say(ALONE)
            return
        from newsreader.tui.timeline_view import TimelineView

        screen = self.screen
        TimelineView(
            answer.pieces,
            answer.outlets,
            {id_: feed.name for id_, feed in screen.counting.shelf.by_id.items()},
            screen.now(),
            screen.settings.time_format,
            ascii_only=screen.list.ascii_only,
        ).show_on(screen)

    def explained(self, answer: StoryExplained) -> None:
        """Show why articles are one story."""
        if not answer.lines:
            self.screen.say(ALONE)
            return
        from newsreader.tui.output_view import OutputView

        OutputView("Why these are one story", answer.lines).show_on(self.screen)

    def _ask(self, pane: Pane, question: "Callable[[Reader, Headline], Message]") -> None:
        """Ask the store something about the article of the row, or about the one that is shown."""
        row = self.screen.target(pane)
        if row is None:
            self.screen.say("there is no article here")
            return
        self.store.ask("story", lambda reader: question(reader, row))


def _story(reader: "Reader", row: "Headline") -> StoryFound:
    from newsreader.store.stories import articles_of, stories_of

    story = stories_of(reader, [row.id]).get(row.id)
    return StoryFound(row.id, articles_of(reader, story.id)[::-1] if story else ())


def _timeline(reader: "Reader", row: "Headline") -> TimelineRead:
    from newsreader.newsdesk.timeline import timeline

    found = timeline(reader, row.id)
    return TimelineRead(found[0].outlets, found[1]) if found else TimelineRead(0, ())


def _explained(reader: "Reader", row: "Headline") -> StoryExplained:
    from newsreader.newsdesk.story_reasons import in_words
    from newsreader.store.stories import articles_of, stories_of

    story = stories_of(reader, [row.id]).get(row.id)
    if story is None:
        return StoryExplained(())
    headlines = reader.headlines(articles_of(reader, story.id))
    names = {feed.id: feed.name for feed in reader.feeds(all=True)}
    copies = {id_: one.copy_of for id_, one in stories_of(reader, [one.id for one in headlines]).items()}
    return StoryExplained(in_words(headlines, names, copies))
