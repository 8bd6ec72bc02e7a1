"""An app around the article pane alone, and documents for it. Shared by tests and benchmarks."""

from datetime import UTC, datetime
from pathlib import Path

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.message import Message

import newsreader.tui
from newsreader.articles.build import from_html
from newsreader.articles.document import Document
from newsreader.config.load import bindings
from newsreader.config.schema import Config
from newsreader.config.themes import load_theme
from newsreader.paths import Paths
from newsreader.tui.article_view import ArticleView
from newsreader.tui.messages import HitReached, HitsCounted, LinkFocused, LinkOpened, ScrolledToEnd
from newsreader.tui.style import rich_styles, to_textual

NOWHERE = Paths(Path("/nonexistent/config.toml"), Path("/nonexistent"), Path("/nonexistent"))


class ArticleHost(App[None]):
    """What the article pane asks its app for; `got` keeps the messages that it posts."""

    CSS_PATH = Path(newsreader.tui.__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, theme: str = "paper-dark", ascii_only: bool = False) -> None:
        super().__init__()
        self.config = Config()
        self.bindings = bindings(self.config)
        self.ascii_only = ascii_only
        self.use_theme(theme)
        self.article = ArticleView(id="article")
        self.got: list[Message] = []

    def use_theme(self, name: str) -> None:
        theme = load_theme(name, NOWHERE)
        self.register_theme(to_textual(theme))
        self.ink = rich_styles(theme)
        self.theme = theme.name

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 9, 12, tzinfo=UTC)

    def compose(self) -> ComposeResult:
        yield self.article

    def on_scrolled_to_end(self, message: ScrolledToEnd) -> None:
        self.got.append(message)

    def on_link_focused(self, message: LinkFocused) -> None:
        self.got.append(message)

    def on_link_opened(self, message: LinkOpened) -> None:
        self.got.append(message)

    def on_hit_reached(self, message: HitReached) -> None:
        self.got.append(message)

    def on_hits_counted(self, message: HitsCounted) -> None:
        self.got.append(message)

    # ── What is on the screen

    @property
    def lines(self) -> list[str]:
        """The pane, line by line, without what marks its place at the right edge."""
        return [self.article.render_line(y).text.rstrip("▕| \n").rstrip() for y in range(self.article.size.height)]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def segments(self, text: str) -> list[Segment]:
        """The segments on the screen whose text is `text`."""
        found = [segment for y in range(self.article.size.height) for segment in self.article.render_line(y)]
        return [segment for segment in found if segment.text.strip() == text]

    def at(self, text: str) -> tuple[int, int]:
        """Where on the screen `text` begins."""
        y = next(y for y, line in enumerate(self.lines) if text in line)
        return self.lines[y].index(text), y


def prose(paragraphs: int, sentence: str = "words of the paragraph flow on and on") -> Document:
    """A document whose paragraphs begin with their number and have a link each."""
    body = "".join(
        f'<p>Number {n} begins, <a href="https://example.org/{n}">link {n}</a>: {", ".join([sentence] * 8)}.</p>'
        for n in range(paragraphs)
    )
    return from_html(body, title="A long report")
