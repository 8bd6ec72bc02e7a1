"""An article, or a file in any markup, becomes a Document: its blocks are read, then the page's parts are found in them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

from newsreader.articles.anatomy import finished
from newsreader.articles.document import Block, Document, Image, Link
from newsreader.articles.html import read_html
from newsreader.articles.plaintext import read_text
from newsreader.model import Article, Entry, Markup, is_day
from newsreader.text import clean_line

_LONGEST_DECK = 600
"""Characters; a longer summary is a text of its own."""


def build(article: Article, *, kicker: str = "") -> Document:
    """Return the page of a stored article: its full text where that was fetched, else the feed's own."""
    row = article.headline
    base = article.base or row.link
    if article.full:
        blocks, links = read_html(article.full, base)
    else:
        blocks, links = _read(article.body or article.summary, article.markup, base)
    page = finished(
        Document(
            title=row.title,
            kicker=kicker,
            deck=_deck(article.summary, article.markup) if article.body or article.full else "",
            authors=authors_of(row.author),
            published=day_or_time(row.published),
            updated=day_or_time(row.updated),
            lead_image=Image(article.image) if article.image else None,
            blocks=blocks,
            links=links,
            enclosures=article.enclosures,
            source=article.source,
            url=row.link,
            comments=row.comments,
            lang=row.lang,
        )
    )
    # The list has its reading time from the index; two ways to count would give one article two times.
    return replace(page, words=row.words) if row.words else page


def from_entry(entry: Entry, *, kicker: str = "") -> Document:
    """Return the page of a feed's entry that is not stored."""
    blocks, links = _read(entry.body or entry.summary, entry.markup, entry.base or entry.link)
    return finished(
        Document(
            title=entry.title,
            kicker=kicker,
            deck=_deck(entry.summary, entry.markup) if entry.body else "",
            authors=entry.authors,
            published=day_or_time(entry.published),
            updated=day_or_time(entry.updated),
            lead_image=Image(entry.image) if entry.image else None,
            blocks=blocks,
            links=links,
            enclosures=entry.enclosures,
            source=entry.source,
            url=entry.link,
            comments=entry.comments,
            lang=entry.lang,
        )
    )


def from_html(html: str, *, base: str = "", title: str = "") -> Document:
    """Return a piece of HTML (a feed's body, not a whole page) as a Document."""
    blocks, links = read_html(html, base)
    return finished(Document(title=title, blocks=blocks, links=links, url=base))


def from_markdown(text: str) -> Document:
    """Return a Markdown article; front matter and a first heading of level 1 give its title."""
    from newsreader.articles.markdown import read_markdown, split_front_matter

    front, body = split_front_matter(text)
    blocks, links = read_markdown(body, front.link)
    page = Document(
        title=front.title,
        deck=front.deck,
        authors=front.authors,
        published=front.date,
        blocks=blocks,
        links=links,
        url=front.link,
    )
    return finished(page)


def from_text(text: str) -> Document:
    """Return a plain text as it was copied from a web page, without what stood around the article."""
    from newsreader.articles.textpage import read_page

    return finished(read_page(text))


def from_page(html: str, url: str = "") -> Document:
    """Return the article of a whole web page, without what stands around it."""
    from newsreader.articles import page

    return page.from_page(html, url)


def authors_of(line: str) -> tuple[str, ...]:
    """Return the names in a byline as stored: separated by ', ' or ' and '."""
    names = [clean_line(name) for part in line.split(", ") for name in part.split(" and ")]
    return tuple(name.removeprefix("By ").removeprefix("by ") for name in names if name)


def day_or_time(moment: datetime | None) -> datetime | date | None:
    """Return a moment as a day where its publisher named no time (model.is_day)."""
    return moment.astimezone(UTC).date() if moment and is_day(moment) else moment


def _read(body: str, markup: Markup, base: str) -> tuple[tuple[Block, ...], tuple[Link, ...]]:
    if markup == "markdown":
        from newsreader.articles.markdown import read_markdown, split_front_matter

        return read_markdown(split_front_matter(body)[1], base)
    return read_html(body, base) if markup == "html" else read_text(body)


def _deck(summary: str, markup: Markup) -> str:
    """The summary as one paragraph of plain text; '' where it is more than a deck."""
    if not summary:
        return ""
    from newsreader.articles.plain import plain_text

    # Not a few feeds escape their summaries twice.
    deck = clean_line(unescape(plain_text(summary, markup).text))
    return deck if len(deck) <= _LONGEST_DECK else ""
