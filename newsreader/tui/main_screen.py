"""The one main screen: holds the panes and the desks that work between them. Their messages: switchboard.py."""

from datetime import datetime
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from newsreader.actions import Pane
from newsreader.model import Headline
from newsreader.tui.arranging import SMALLEST, Arranging, LayoutMode
from newsreader.tui.article_view import ArticleView
from newsreader.tui.bindings import Keyboard, key_name
from newsreader.tui.changes_desk import ChangesDesk
from newsreader.tui.configuring import Configuring
from newsreader.tui.counting import Counting
from newsreader.tui.covering import Covering
from newsreader.tui.desk import Desk
from newsreader.tui.editing import Editing
from newsreader.tui.enclosing import Enclosing
from newsreader.tui.finding import Finding
from newsreader.tui.following import Following
from newsreader.tui.frame import Frame
from newsreader.tui.front_desk import FrontDesk
from newsreader.tui.front_page import FrontPane
from newsreader.tui.full_text import FullText
from newsreader.tui.gathering import Gathering
from newsreader.tui.health_desk import HealthDesk
from newsreader.tui.keeping import Keeping
from newsreader.tui.keying import Keying
from newsreader.tui.line_input import LineInput
from newsreader.tui.linking import Linking
from newsreader.tui.marking import Marking
from newsreader.tui.moving import Moving
from newsreader.tui.muting import Muting
from newsreader.tui.overlay import Overlay
from newsreader.tui.picturing import Picturing
from newsreader.tui.reading import Reading
from newsreader.tui.refreshing import Refreshing
from newsreader.tui.remembered import Remembered
from newsreader.tui.retracing import Retracing
from newsreader.tui.saved_views import SavedViews
from newsreader.tui.search_bar import SearchBar
from newsreader.tui.sections_bar import SectionsBar
from newsreader.tui.sharing import Sharing
from newsreader.tui.showing import Showing
from newsreader.tui.sorting import Sorting
from newsreader.tui.start import Start
from newsreader.tui.status_line import StatusLine
from newsreader.tui.subscribing import Subscribing
from newsreader.tui.tagging import Tagging
from newsreader.tui.telling import Telling
from newsreader.tui.tree_pane import TreePane
from newsreader.tui.viewing import Viewing
from newsreader.tui.views import UNREAD, View, parse_key

if TYPE_CHECKING:
    from newsreader.config.schema import ReaderSettings
    from newsreader.tui.app import NewsreaderApp
    from newsreader.tui.store_access import StoreAccess

LOOK_SECONDS = 1.0
"""How often the screen looks for what others changed: in the store, in the config file, on the clock."""


class MainScreen(Screen[None], inherit_bindings=False):
    """Panes, and desks that do the work between them and the store."""

    AUTO_FOCUS = ""

    def __init__(self, app: "NewsreaderApp", start: Start) -> None:
        super().__init__(id="main")
        self._start = start
        self.newsreader = app
        self._today = app.now().date()
        self.pane: Pane = start.remembered.pane
        self.bar, self.tree_pane, self.list = SectionsBar(), TreePane(), FrontPane(app.now)
        self.article, self.search, self.status = (
            ArticleView(id="article"),
            SearchBar("search", lambda: app.now().date()),
            StatusLine(),
        )
        self.panes: dict[Pane, Widget] = {"tree": self.tree_pane, "list": self.list, "article": self.article}
        self.frame = Frame()
        self.small_words = Static("", id="small", markup=False)
        self.saved = SavedViews(self, app.config.views)
        self.counting = Counting(self, start)
        self.arranging = Arranging(self, start.remembered)
        self.viewing = Viewing(self, start)
        self.front = FrontDesk(self, start)
        self.sorting = Sorting(self)
        self.reading = Reading(self)
        self.retracing = Retracing(self)
        self.covering = Covering(self)
        self.gathering = Gathering(self)
        self.marking = Marking(self)
        self.tagging = Tagging(self)
        self.muting = Muting(self)
        self.editing = Editing(self)
        self.subscribing = Subscribing(self)
        self.finding = Finding(self)
        self.keeping = Keeping(self)
        self.linking = Linking(self)
        self.sharing = Sharing(self)
        self.full_text = FullText(self)
        self.following = Following(self)
        self.enclosing = Enclosing(self)
        self.picturing = Picturing(self)
        self.refreshing = Refreshing(self, app.fetcher)
        self.health, self.changes = HealthDesk(self), ChangesDesk(self)
        self.configuring = Configuring(self, app)
        self.moving = Moving(self)
        self.showing = Showing(self)
        self.telling = Telling(self)
        self.keying = Keying(self, app.bindings, app.macros)
        desks: tuple[Desk, ...] = (
            self.moving, self.reading, self.gathering, self.marking, self.tagging, self.muting, self.editing, self.subscribing,
            self.finding, self.keeping, self.linking,
            self.sharing, self.full_text, self.enclosing, self.picturing, self.refreshing, self.health, self.changes, self.viewing,
            self.sorting, self.retracing, self.covering, self.front, self.counting, self.arranging, self.configuring, self.showing,
        )  # fmt: skip
        for desk in desks:
            self.keying.learn(desk.handlers())

    def compose(self) -> ComposeResult:
        """Lay out the widgets, in their sizes from the start: every layout that is done again delays the first picture."""
        self.arranging.arrange()
        yield self.frame
        yield self.bar
        yield from self.panes.values()
        yield self.small_words
        yield self.status

    def on_mount(self) -> None:
        """Show what was read before the screen was there; everything else comes after the first picture."""
        self.counting.show()
        self.viewing.begin(self._start)
        self.tree_pane.put_cursor_on(self.viewing.view.key)
        self.status.update(read_only=self._start.read_only)
        self.go(self.pane)
        self.call_after_refresh(self._after_first_picture)

    def _after_first_picture(self) -> None:
        remembered = self._start.remembered
        self.viewing.go_on()
        self.saved.count_again()
        if remembered.article and self.pane == "article":
            self.reading.open(remembered.article, mark=False)
        self.set_interval(LOOK_SECONDS, self._look)
        if not self._start.read_only:
            self.set_timer(LOOK_SECONDS, self.marking.end_mutes)
        self.newsreader.first_picture_shown()

    def _look(self) -> None:
        """Once a second: look what others changed."""
        self.store.look_for_changes()
        self.configuring.look()
        self.telling.draw_bar()
        if self.now().date() != self._today:
            # Midnight: other headings, another 'Today'.
            self._today = self.now().date()
            self.list.redraw()
            self.look_again()

    # ── What the desks need to know

    @property
    def store(self) -> "StoreAccess":
        """The way to the store."""
        return self.newsreader.store

    @property
    def settings(self) -> "ReaderSettings":
        """[reader] of the config."""
        return self.newsreader.config.reader

    @property
    def keyboard(self) -> Keyboard:
        """Which keys do what."""
        return self.keying.keyboard

    @property
    def layout_mode(self) -> LayoutMode:
        """How the panes are laid out."""
        return self.arranging.mode

    @property
    def article_visible(self) -> bool:
        """Whether the article pane is in sight."""
        return self.arranging.shows("article")

    @property
    def tree_view(self) -> View:
        """The view of the row under the tree's cursor."""
        return parse_key(self.tree_pane.cursor_key) or UNREAD

    def now(self) -> datetime:
        """The time, aware, in the person's zone."""
        return self.newsreader.now()

    def target(self, pane: Pane) -> Headline | None:
        """The article that an action in `pane` is about: the row under the cursor, or the one that is shown."""
        if pane == "article":
            shown = self.reading.shown
            return (self.list.headline(shown.id) or shown) if shown else None
        return self.list.headline(self.list.article_id) if pane == "list" else None

    # ── What the desks do to the screen as a whole

    def say(self, words: str, *, error: bool = False) -> None:
        """Show a notice on the status line."""
        self.status.say(words, error=error)

    def go(self, pane: Pane) -> None:
        """Give a pane the keys, and bring it into sight."""
        self.pane = pane
        if not self.arranging.shows(pane) or self.arranging.turns:
            self.arranging.arrange()
        self.set_focus(self.panes[pane], scroll_visible=False)
        self.telling.tell()

    def view_changed(self) -> None:
        """Another view is shown."""
        self.gathering.clear()
        self.counting.show()
        self.telling.tell()

    def look_again(self) -> None:
        """Read counts and rows again: the store was changed."""
        self.counting.read()
        self.viewing.look_again()
        self.health.look_again()
        self.saved.count_again()

    def stop_work(self) -> bool:
        """Stop one thing that runs at the person's word beside the screen; returns whether there was any."""
        desks = (self.sharing, self.enclosing, self.full_text, self.subscribing, self.following, self.picturing)
        return any(desk.stop() for desk in desks)

    def settings_changed(self) -> None:
        """Other settings are in force."""
        self.keying.bind(self.newsreader.bindings, self.newsreader.macros)
        self.saved.settings_changed()
        self.front.settings_changed()
        self.list.redraw()
        self.article.lay_out()
        self.arranging.arrange()
        self.telling.tell()

    def remember(self) -> Remembered:
        """Where the person is, for the next start."""
        view = self.finding.view_before if self.viewing.view.kind == "search" else self.viewing.view
        shown = self.reading.shown
        return Remembered(
            view=view.key,
            row=self.list.article_id or 0,
            article=shown.id if shown and self.reading.opened else 0,
            pane=self.pane,
            zen=self.arranging.zen,
            hide_read_feeds=self.counting.hide_read_feeds,
            folded=sorted(self.counting.folded),
            unread_only=sorted(self.viewing.unread_only),
            orders=dict(self.viewing.orders),
            tree_width=self.arranging.tree_width,
            list_width=self.arranging.list_size["columns"],
            list_height=self.arranging.list_size["stacked"],
            theme=self.newsreader.chosen_theme[0],
            theme_instead_of=self.newsreader.chosen_theme[1],
        )

    # ── Keys, the mouse, the terminal

    def on_key(self, event: events.Key) -> None:
        """A key that no input took."""
        event.stop()
        event.prevent_default()
        if event.key == "ctrl+c":
            self.say(f"{self.keyboard.first_key('quit') or 'the palette'} quits")
        elif event.key == "ctrl+z":
            self.app.action_suspend_process()
        elif isinstance(self.focused, LineInput | Overlay):
            # Typed ahead: pressed before the bar or the overlay that it is meant for had the keys.
            self.focused.post_message(events.Key(event.key, event.character))
        else:
            self.keying.press(key_name(event.key, event.character))

    def on_descendant_focus(self) -> None:
        """A pane was clicked: it has the keys now."""
        for pane, widget in self.panes.items():
            if widget.has_focus and pane != self.pane:
                self.go(pane)

    def on_resize(self, event: events.Resize) -> None:
        """The terminal has another size."""
        self.small_words.update(
            f"too small: {event.size.width} by {event.size.height}, newsreader needs {SMALLEST[0]} by {SMALLEST[1]}"
        )
        if self.arranging.arranged_for != self.app.size:
            self.arranging.arrange()
            self.telling.tell()
