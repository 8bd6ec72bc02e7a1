"""The full article behind a feed's summary: its page, or its pages, read and joined, if they give more than the feed does."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from newsreader.articles.plain import plain_text
from newsreader.feeds.errands import Errand, Objection, ReadPage, Way, converse, may_pass, problem_of
from newsreader.feeds.network import host_of
from newsreader.feeds.wire import ArticlePage, Parsed
from newsreader.feeds.words import http_error
from newsreader.model import Article

MOST_PAGES = 10
ACCEPT = "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.5, */*;q=0.1"

# Names that page numbers have in addresses.
_PAGE_KEYS = frozenset("page paged pagenum pageno page_no pg seite pagina start".split())
_PAGE_PATH = re.compile(r"(?:[-_/,.](?:page|p|pg|seite|pagina))?[-_/,.]\d{1,3}/?")
_FIRST_PAGE = re.compile(r"[-_/,.](?:page|seite|pagina)[-_/]?1$")
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|jsp|shtml)$")

Result = Literal["stored", "kept", "failed"]


@dataclass(frozen=True, slots=True)
class FullText:
    """What came of fetching an article's page."""

    article_id: int
    result: Result
    """'kept': the page could be read, and the feed's own text is better."""
    reason: str = ""
    words: int | None = None
    """Of the text that was stored."""
    may_pass: bool = False
    """Whether another try may bring more."""


@dataclass(frozen=True, slots=True)
class _NoPage:
    """Why there is no page to be read."""

    reason: str
    may_pass: bool = False


Save = Callable[[int, str], object]
"""Writer.save_full."""


def full_text(article: Article, way: Way, objection: Objection, save: Save) -> Errand[FullText]:
    """Fetch an article's page and hand its text to `save`, where it says more than the feed's own."""
    id_, link = article.headline.id, article.headline.link
    page, landed = yield from _page(link, way, objection)
    if isinstance(page, _NoPage):
        return FullText(id_, "failed", page.reason, may_pass=page.may_pass)
    pages, trouble = yield from _further_pages(page, landed, way, objection)
    words = sum(one.words for one in pages)
    if why := why_keep(page.wall, words, own_words(article), link, landed):
        return FullText(id_, "kept", why)
    save(id_, "\n".join([page.lead, *(one.body for one in pages), trouble]).strip())
    return FullText(id_, "stored", _said_of(trouble), words)


def own_words(article: Article) -> int:
    """Return how many words the feed itself has given."""
    return plain_text(article.body or article.summary, article.markup).words


def why_keep(wall: str, words: int, own: int, asked: str, landed: str) -> str:
    """Return why the feed's own text of `own` words stays, '' where the page's is better.

    `asked` and `landed` are the addresses before and after redirects.
    """
    if wall:
        return wall
    if urlsplit(landed).path in ("", "/") and not urlsplit(landed).query and urlsplit(asked).path not in ("", "/"):
        return "the address leads to the site's front page"
    if not words:
        return "the page has no article"
    return f"the page gives less than the feed ({words} words, {own} there)" if words < own else ""


def is_next_page(first: str, following: str) -> bool:
    """Whether `following` can be a further page of the article at `first`, and is not simply the next article.

    Same host; the path goes on where the first one's ends, with a number; or it is the same and a page's number was added.
    """
    try:
        one, other = urlsplit(first), urlsplit(following)
    except ValueError:
        return False
    if other.scheme not in ("http", "https") or host_of(first) != host_of(following):
        return False
    was, now = parse_qs(one.query, keep_blank_values=True), parse_qs(other.query, keep_blank_values=True)
    if any(now.get(name) != value for name, value in was.items() if name not in _PAGE_KEYS):
        return False
    path, extension = one.path.rstrip("/"), ""
    if found := _EXTENSION.search(path):
        path, extension = path[: found.start()], found[0]
    if other.path.rstrip("/") == one.path.rstrip("/"):
        added = {name for name in now if now[name] != was.get(name)}
        return bool(added) and added <= _PAGE_KEYS | {"p"} and bool(path or was)
    path = _FIRST_PAGE.sub("", path)
    tail = other.path.removesuffix(extension)
    return bool(path) and tail.startswith(path) and bool(_PAGE_PATH.fullmatch(tail[len(path) :]))


def _page(url: str, way: Way, objection: Objection) -> Errand[tuple[ArticlePage | _NoPage, str]]:
    """Fetch and read one page; returns it and the address that it was found at."""
    try:
        talk = way.to(url, fields={"Accept": ACCEPT})
    except ValueError:
        return _NoPage("it has no page on the web"), url
    answer = yield from converse(talk, objection)
    if why := problem_of(answer):
        return _NoPage(why, may_pass=may_pass(answer)), url
    parsed: Parsed = yield ReadPage(answer.body, talk.ask.url, answer.headers.get("content-type", ""))
    if parsed.page is None:
        return _NoPage(parsed.error or http_error(answer.status)), url
    return parsed.page, talk.ask.url


def _further_pages(
    page: ArticlePage, landed: str, way: Way, objection: Objection
) -> Errand[tuple[list[ArticlePage], str]]:
    """Return the pages of an article from `page` on, and a paragraph about the one that could not be had ('' for none)."""
    pages, seen = [page], {landed}
    while not page.wall and len(pages) < MOST_PAGES and page.next not in seen and is_next_page(landed, page.next):
        url = page.next
        seen.add(url)
        following, _ = yield from _page(url, way, objection)
        if isinstance(following, _NoPage) or following.wall:
            why = following.reason if isinstance(following, _NoPage) else following.wall
            return pages, f'<p><a href="{escape(url)}">{_missing(len(pages) + 1)}</a>: {escape(why)}</p>'
        pages.append(following)
        page = following
    return pages, ""


def _missing(number: int) -> str:
    return f"Page {number} is missing here"


def _said_of(paragraph: str) -> str:
    """A paragraph about a missing page as a reason, in plain text."""
    return plain_text(paragraph, "html").text if paragraph else ""
