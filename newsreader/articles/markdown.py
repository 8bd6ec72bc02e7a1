"""Markdown → blocks, and the front matter that names an article's title, date and authors.

CommonMark with tables, strike-through, footnotes, definition lists and task lists. Raw HTML is read like any other.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from newsreader.articles.document import Block, Link
from newsreader.articles.html import read_html
from newsreader.articles.plaintext import read_text
from newsreader.text import clean_line

MAX_CHARACTERS = 1_000_000
"""A longer text is cut: the Markdown parser takes a second for so much."""

_FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_PAIR = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$")
_QUOTED = re.compile(r"""^(["'])(.*)\1$""")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a Markdown file says about itself between two lines of '---': one `key: value` a line."""

    title: str = ""
    date: "datetime | date | None" = None
    deck: str = ""
    authors: tuple[str, ...] = ()
    link: str = ""
    tags: tuple[str, ...] = field(default=())


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return (what stands between the '---' lines on top, the rest). A text without them is all rest.

    Keys: title; date (ISO 8601, a date or a time); deck, description or summary; author or authors and tags (separated
    by commas, or a [list, in, brackets]); link or url. Others are left alone, and so is what is not understood.
    """
    found = _FENCE.match(text)
    if not found:
        return FrontMatter(), text
    values: dict[str, str] = {}
    for line in found[1].splitlines():
        if pair := _PAIR.match(line):
            value = pair[2].strip()
            quoted = _QUOTED.match(value)
            values.setdefault(pair[1].lower(), clean_line(quoted[2] if quoted else value))
    return (
        FrontMatter(
            title=values.get("title", ""),
            date=read_date(values.get("date", "")),
            deck=values.get("deck") or values.get("description") or values.get("summary") or "",
            authors=_several(values.get("author") or values.get("authors") or ""),
            link=values.get("link") or values.get("url") or "",
            tags=_several(values.get("tags", "")),
        ),
        text[found.end() :],
    )


def read_markdown(text: str, base: str = "") -> tuple[tuple[Block, ...], tuple[Link, ...]]:
    """Return the blocks of Markdown `text` (without front matter) and its links; never raises.

    What the Markdown parser gives up on (fifty quotes inside each other) is read as plain text.
    """
    blocks, links = read_html(to_html(text), base)
    return (blocks, links) if blocks else read_text(text[:MAX_CHARACTERS])


def to_html(text: str) -> str:
    """Return Markdown as HTML; it is as hostile as the text was."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 50}).enable(["table", "strikethrough"])
    for plugin in (footnote_plugin, deflist_plugin, tasklists_plugin):
        parser.use(plugin)
    return str(parser.render(text[:MAX_CHARACTERS]))


def read_date(text: str) -> datetime | date | None:
    """Return an ISO 8601 date or time; a time without a zone is taken for UTC; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _several(value: str) -> tuple[str, ...]:
    items = (item.strip().strip("\"'") for item in value.strip().removeprefix("[").removesuffix("]").split(","))
    return tuple(item for item in items if item)
