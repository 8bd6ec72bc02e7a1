"""The switchboard: to which desk each message goes, from the panes, the store's threads, the fetcher and the config."""

from newsreader.tui import answers, full_text, messages
from newsreader.tui.main_screen import MainScreen
from newsreader.tui.views import View, feed_view, parse_key


class Switchboard(MainScreen):
    """The main screen with its messages connected."""

    # ── From the panes

    def on_edge_dragged(self, message: messages.EdgeDragged) -> None:
        self.arranging.dragged(message.edge, message.x, message.y)

    def on_tree_row_selected(self, message: messages.TreeRowSelected) -> None:
        if view := parse_key(message.key):
            self.viewing.open(view)

    def on_tree_row_opened(self, message: messages.TreeRowOpened) -> None:
        if view := parse_key(message.key):
            self.moving.open_row(view)

    def on_headline_selected(self, _: messages.HeadlineSelected) -> None:
        self.reading.row_selected()
        self.gathering.moved()

    def on_headline_opened(self, message: messages.HeadlineOpened) -> None:
        self.reading.open(message.article_id)

    def on_rows_wanted(self, message: messages.RowsWanted) -> None:
        self.viewing.rows_wanted(message.first, message.last)

    def on_snippets_wanted(self, message: messages.SnippetsWanted) -> None:
        self.finding.snippets_wanted(message.ids)

    def on_section_chosen(self, message: messages.SectionChosen) -> None:
        self.viewing.choose_section(message.number)

    def on_scrolled_to_end(self, _: messages.ScrolledToEnd) -> None:
        self.reading.scrolled_to_end()

    def on_link_focused(self, _: messages.LinkFocused) -> None:
        self.telling.tell()

    def on_hit_reached(self, message: messages.HitReached) -> None:
        self.say(f"hit {message.number:,} of {message.count:,}")

    def on_hits_counted(self, message: messages.HitsCounted) -> None:
        self.finding.hits_counted(message.count)

    def on_link_opened(self, message: messages.LinkOpened) -> None:
        self.linking.open(message.url)

    def on_link_followed(self, message: messages.LinkFollowed) -> None:
        self.following.follow(message.url)

    def on_link_copied(self, message: messages.LinkCopied) -> None:
        self.linking.copy(message.url)

    def on_search_changed(self, message: messages.SearchChanged) -> None:
        self.finding.changed(message)

    def on_search_accepted(self, message: messages.SearchAccepted) -> None:
        self.finding.accepted(message)

    def on_search_kept(self, message: messages.SearchKept) -> None:
        self.keeping.keep(message.text, everywhere=message.everywhere)

    def on_search_closed(self, _: messages.SearchClosed) -> None:
        self.finding.closed()

    def on_search_moved(self, message: messages.SearchMoved) -> None:
        self.list.move(message.by)

    def on_theme_previewed(self, message: messages.ThemePreviewed) -> None:
        self.configuring.preview_theme(message.name)

    def on_theme_chosen(self, message: messages.ThemeChosen) -> None:
        self.configuring.theme_chosen(message.name)

    def on_action_chosen(self, message: messages.ActionChosen) -> None:
        self.keying.act(message.action_id)

    def on_feed_chosen(self, message: messages.FeedChosen) -> None:
        self._show(feed_view(message.feed_id))

    def on_view_chosen(self, message: messages.ViewChosen) -> None:
        if view := parse_key(message.key):
            self._show(view)

    def _show(self, view: View) -> None:
        self.viewing.open(view)
        self.tree_pane.put_cursor_on(view.key)
        self.go("list")

    def on_program_failed(self, message: answers.ProgramFailed) -> None:
        self.say(message.why, error=True)

    def on_enclosure_chosen(self, message: messages.EnclosureChosen) -> None:
        self.enclosing.chosen(message)

    def on_player_stopped(self, _: messages.PlayerStopped) -> None:
        self.enclosing.player_stopped()

    def on_player_ended(self, message: answers.PlayerEnded) -> None:
        self.enclosing.player_ended(message)

    def on_program_ended(self, message: answers.ProgramEnded) -> None:
        self.sharing.ended(message)

    # ── From the store's threads, the fetcher and the config

    def on_feeds_read(self, message: answers.FeedsRead) -> None:
        self.counting.take(message)
        if message.shelf is not None:
            self.refreshing.feeds_read()
        if message.shelf is not None:
            self.viewing.feeds_changed()
            self.telling.tell()

    def on_view_counted(self, message: answers.ViewCounted) -> None:
        self.saved.counted(message)

    def on_ids_read(self, message: answers.IdsRead) -> None:
        self.viewing.ids_read(message)
        self.gathering.listed()

    def on_search_done(self, message: answers.SearchDone) -> None:
        self.finding.done(message)

    def on_search_counted(self, message: answers.SearchCounted) -> None:
        self.finding.counted(message)

    def on_search_aids_read(self, message: answers.SearchAidsRead) -> None:
        self.finding.aids.read(message)

    def on_view_kept(self, message: answers.ViewKept) -> None:
        self.keeping.kept(message)

    def on_snippets_read(self, message: answers.SnippetsRead) -> None:
        self.finding.snippets_read(message)

    def on_rows_read(self, message: answers.RowsRead) -> None:
        self.viewing.rows_read(message)
        self.reading.rows_read()

    def on_related_read(self, message: answers.RelatedRead) -> None:
        self.covering.related_read(message)

    def on_story_found(self, message: answers.StoryFound) -> None:
        self.covering.found(message)

    def on_outlets_found(self, message: answers.OutletsFound) -> None:
        self.covering.outlets_found(message)

    def on_timeline_read(self, message: answers.TimelineRead) -> None:
        self.covering.timeline_read(message)

    def on_story_explained(self, message: answers.StoryExplained) -> None:
        self.covering.explained(message)

    def on_article_read(self, message: answers.ArticleRead) -> None:
        self.reading.article_read(message)

    def on_commands_read(self, message: answers.CommandsRead) -> None:
        self.sharing.commands_read(message)

    def on_article_handed(self, message: answers.ArticleHanded) -> None:
        self.sharing.handed(message)

    def on_enclosures_read(self, message: answers.EnclosuresRead) -> None:
        self.enclosing.read(message)

    def on_file_written(self, message: answers.FileWritten) -> None:
        self.sharing.written(message)

    def on_new_counted(self, message: answers.NewCounted) -> None:
        self.viewing.new_counted(message)

    def on_unread_found(self, message: answers.UnreadFound) -> None:
        self.reading.unread_found(message)

    def on_unread_listed(self, message: answers.UnreadListed) -> None:
        self.marking.unread_listed(message)

    def on_written(self, message: answers.Written) -> None:
        self.marking.written(message)

    def on_write_failed(self, message: answers.WriteFailed) -> None:
        self.marking.write_failed(message)

    def on_flags_read(self, message: answers.FlagsRead) -> None:
        self.marking.flags_read(message)

    def on_links_read(self, message: answers.LinksRead) -> None:
        self.linking.links_read(message)

    def on_tags_read(self, message: answers.TagsRead) -> None:
        self.tagging.read(message)

    def on_matches_read(self, message: answers.MatchesRead) -> None:
        self.gathering.matches_read(message)

    def on_rows_taken(self, message: answers.RowsTaken) -> None:
        self.gathering.rows_taken(message)

    def on_mute_found(self, message: answers.MuteFound) -> None:
        self.muting.found(message)

    def on_edit_failed(self, message: answers.EditFailed) -> None:
        self.editing.failed(message)

    def on_table_read(self, message: answers.TableRead) -> None:
        self.editing.table_read(message)

    def on_feed_looked_at(self, message: answers.FeedLookedAt) -> None:
        self.subscribing.looked_at(message)

    def on_changed(self, message: answers.Changed) -> None:
        self.editing.changed(message)
        self.marking.changed(message)

    def on_turn_failed(self, message: answers.TurnFailed) -> None:
        self.marking.turn_failed(message)

    def on_undo_done(self, message: answers.UndoDone) -> None:
        self.marking.undo_done(message)

    def on_changes_read(self, message: answers.ChangesRead) -> None:
        self.changes.read(message)

    def on_health_read(self, message: answers.HealthRead) -> None:
        self.health.read(message)

    def on_store_changed(self, _: answers.StoreChanged) -> None:
        self.look_again()

    def on_store_failed(self, message: answers.StoreFailed) -> None:
        self.saved.store_failed()
        self.say(message.why, error=True)

    def on_query_refused(self, message: answers.QueryRefused) -> None:
        self.finding.refused(message)

    def on_refresh_progress(self, message: answers.RefreshProgress) -> None:
        self.refreshing.progress(message)

    def on_news_told(self, message: answers.NewsTold) -> None:
        self.refreshing.notified(message)

    def on_refresh_ended(self, message: answers.RefreshEnded) -> None:
        self.refreshing.ended(message)

    def on_errand_progress(self, message: answers.ErrandProgress) -> None:
        self.enclosing.progress(message)

    def on_errand_ended(self, message: answers.ErrandEnded) -> None:
        (self.full_text if message.kind == full_text.KIND else self.enclosing).ended(message)

    def on_link_looked_up(self, message: answers.LinkLookedUp) -> None:
        self.following.looked_up(message)

    def on_page_fetched(self, message: answers.PageFetched) -> None:
        self.following.fetched(message)

    def on_page_read(self, message: answers.PageRead) -> None:
        self.following.read(message)

    def on_picture_fetched(self, message: answers.PictureFetched) -> None:
        self.picturing.fetched(message)

    def on_pictures_fetched(self, message: answers.PicturesFetched) -> None:
        self.picturing.ended(message)

    def on_config_read(self, message: answers.ConfigRead) -> None:
        self.configuring.read(message)

    def on_config_broken(self, message: answers.ConfigBroken) -> None:
        self.configuring.broken(message)

    def on_feeds_synced(self, _: answers.FeedsSynced) -> None:
        self.counting.renew()
        self.look_again()
        self.refreshing.fetch_what_is_new()
