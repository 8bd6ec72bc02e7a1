"""The front page: having it made, and laying it out in place of the list and the article; why a story stands on it."""

from array import array
from collections.abc import Mapping
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.store.selection import Listed
from newsreader.text import clean_line
from newsreader.tui.answers import IdsRead
from newsreader.tui.desk import Desk, Handler
from newsreader.tui.views import FRONT

if TYPE_CHECKING:
    from newsreader.newsdesk.front_sheet import FrontPage, Spot
    from newsreader.store.queries import Reader
    from newsreader.tui.main_screen import MainScreen
    from newsreader.tui.start import Start
    from newsreader.tui.viewing import Listing


class FrontDesk(Desk):
    """Keeps the page that was made last."""

    def __init__(self, screen: "MainScreen", start: "Start") -> None:
        super().__init__(screen)
        self._page: FrontPage | None = None
        self._made_with = self._settings
        if start.remembered.opening_view == FRONT:
            # The first picture has its place empty: it is made behind it.
            screen.list.front = self._page = _unknown(screen)

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"front-page": lambda _: self.open(), "why": self.why}

    def open(self) -> None:
        """Show the front page, made anew."""
        self.screen.viewing.open(FRONT)
        self.screen.tree_pane.put_cursor_on(FRONT.key)
        self.screen.go("list")

    # ── For the list of the view

    def read(self, listing: "Listing") -> None:
        """Have the page made, in the store's thread; it comes as the ids of any list."""
        ticket, since, unread = listing.ticket, listing.selection.since, listing.selection.unread
        feeds, now = self.screen.counting.shelf.by_id, self.screen.now()
        self._made_with = (_, habits) = self._settings

        def read(reader: "Reader") -> IdsRead:
            from newsreader.newsdesk.makeup import read_front_page

            watermark = reader.last_id()
            page, rows = read_front_page(reader, feeds, since or now, now, unread=unread, habits=habits)
            ids = array("q", [row.id for row in rows])
            return IdsRead(ticket, Listed(ids), rows, True, watermark, page)

        self.store.ask("view", read)

    def lay_out(self, page: "FrontPage | None") -> None:
        """Lay the list out as a front page, or (None) as a list again."""
        rows = self.screen.list
        self._page = page or self._page
        if page is rows.front:
            return
        other_panes = (page is None) != (rows.front is None)
        rows.all_key = self.screen.keyboard.first_key("section-0")
        rows.set_as(page)
        if other_panes:
            self.screen.arranging.arrange()

    def lay_out_again(self) -> None:
        """Lay the list out as the view asks that is shown again."""
        self.lay_out(self._page if self.screen.viewing.view == FRONT else None)

    def settings_changed(self) -> None:
        """Make it anew where it would be another one."""
        if self.screen.viewing.view == FRONT and self._made_with != self._settings:
            self.screen.viewing.read_again()

    @property
    def _settings(self) -> tuple[object, bool]:
        settings = self.screen.settings
        return settings.front_page, settings.front_page_habits

    # ── Why is this here?

    def why(self, pane: Pane) -> None:
        """Say why the story under the cursor stands on the front page; of anything else, why its articles are one story."""
        page, rows = self.screen.list.front, self.screen.list
        spot = next((one for one in page.spots if one.article == rows.article_id), None) if page else None
        if page is None or spot is None or pane != "list":
            self.screen.covering.why(pane)
            return
        from newsreader.tui.output_view import OutputView

        OutputView("Why this is here", self._reasons(page, spot)).show_on(self.screen)

    def _reasons(self, page: "FrontPage", spot: "Spot") -> list[str]:
        from newsreader.tui.front_layout import since_words

        screen = self.screen
        row = screen.list.headline(spot.article)
        place = page.spots.index(spot) + 1
        since = since_words(page.since, screen.now(), screen.settings.time_format)
        sign = "-" if screen.list.ascii_only else "•"
        lines = [clean_line(row.title) if row else "", ""]
        lines.append(f"Number {place} of the stories {since}, out of {page.articles:,} articles. What counts for it:")
        lines += [f"  {sign} {clean_line(reason)}" for reason in spot.reasons]
        if len(spot.outlets) > 1:
            lines += ["", f"Told by {', '.join(map(clean_line, spot.outlets))}."]
        if spot not in page.top:
            lines += [
                "",
                "Each further story of a section weighs a quarter less, so that one subject does not fill the page.",
            ]
        if screen.settings.front_page_habits:
            lines += [
                "",
                "What you read and star counts too; it stays on this machine (front_page_habits = false ends it).",
            ]
        else:
            lines += ["", "What you read and star does not count (front_page_habits = true lets it)."]
        return lines


def _unknown(screen: "MainScreen") -> "FrontPage":
    from newsreader.newsdesk.front_sheet import FrontPage

    return FrontPage(screen.now() - screen.settings.front_page, known=False)
