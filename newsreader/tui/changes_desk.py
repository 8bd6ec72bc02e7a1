"""What changed in an updated article, at the key d."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from typing_extensions import override

from newsreader.actions import Pane
from newsreader.tui.answers import ChangesRead
from newsreader.tui.desk import Desk, Handler

if TYPE_CHECKING:
    from newsreader.store.queries import Reader


class ChangesDesk(Desk):
    """Compares an article with what it was before, beside the screen, and shows it."""

    @override
    def handlers(self) -> Mapping[str, Handler]:
        return {"changes": self.ask}

    def ask(self, pane: Pane) -> None:
        """Compare the article of the row, or the one that is shown."""
        row = self.screen.target(pane)
        if row is None:
            self.screen.say("there is no article here")
            return
        id_, title = row.id, row.title

        def compare(reader: "Reader") -> ChangesRead:
            from newsreader.articles.changes import changes
            from newsreader.articles.plain import plain_text
            from newsreader.store.previous import previous

            before, article = previous(reader, id_), reader.article(id_)
            if before is None or article is None:
                return ChangesRead(title, None, ())
            old, new = (plain_text(one.body, one.markup).text for one in (before, article))
            head = changes(before.title, article.headline.title)
            return ChangesRead(article.headline.title, before.replaced, (*head, *changes(old, new)))

        self.store.ask("changes", compare, pace="slow")

    def read(self, message: ChangesRead) -> None:
        """The answer."""
        if message.replaced is None:
            self.screen.say("this article was not updated since it came in")
        elif not message.paragraphs:
            self.screen.say("nothing that is read has changed in it")
        else:
            from newsreader.tui.changes_view import ChangesView

            zone = self.screen.now().tzinfo
            ChangesView(message.title, message.replaced.astimezone(zone), message.paragraphs).show_on(self.screen)
