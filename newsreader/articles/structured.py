"""What a page says about its article in a form meant for machines: JSON-LD, OpenGraph and other meta tags, microdata."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsreader.articles.bylines import authors_in
from newsreader.articles.dates import find_date
from newsreader.articles.json_ld import describe, image_of, name_of, names_of, text_of
from newsreader.articles.links import absolute
from newsreader.articles.page_title import choose_title, site_names
from newsreader.text import clean_line

_DATE_ELEMENTS = (
    '[class*="publish"], [class*="posted"], [class*="date"], [class*="Date"], [class*="timestamp"], [class*="byline"]'
    ', [id*="date"], time'
)
_LONGEST_DATE = 120
_PUBLISHED = (
    "article:published_time datepublished date dc.date dc.date.issued dc.date.created pubdate publish-date parsely-pub-date sailthru.date"
    " dcterms.created dcterms.date dcterms.issued dc.terms.created publication_date publish_date date_published published_time"
    " og:published_time og:article:published_time article:published article.published citation_publication_date citation_online_date"
    " citation_date bt:pubdate cxenseparse:recs:publishtime cse:published_at rnews:datepublished originalpublicationdate"
    " article_date_original publicationdate pub_date published displaydate article.created created date.created datecreated"
    " iso-8601-publish-date vr:published_time prism.publicationdate"
).split()
_UPDATED = (
    "article:modified_time og:updated_time datemodified last-modified dc.date.modified dcterms.modified article:modified lastmod"
    " cxenseparse:recs:modifiedtime date.modified"
).split()
_AUTHOR = (
    "author article:author_name parsely-author sailthru.author dc.creator dcterms.creator dc.contributor citation_author byl author-name"
    " authors cxenseparse:author cse:author rnews:author byline twitter:data1 article:author"
).split()
_TITLE = (
    "og:title twitter:title parsely-title sailthru.title dc.title dcterms.title citation_title headline title".split()
)
_IMAGE = "og:image:secure_url og:image og:image:url twitter:image twitter:image:src thumbnail image sailthru.image.full".split()
_NO_PHOTO = re.compile(
    r"(?i)(?:^|[/_.-])(?:logo\w*|default\w*|placeholder\w*|fallback\w*|favicon\w*|sprite\w*|avatar\w*|blank|no-?image|og-?image|share-?image"
    r"|social-?(?:share|card|default)\w*|site-?icon\w*|apple-touch-icon\w*)(?=[/_.-]|$)"
)
"""In the address of a picture that stands for the site and not for an article."""
_NO_AUTHOR = re.compile(
    r"(?i)https?:|www\.|@|^(?:admin(?:istrator)?|editors?|staff|guest|root|unknown|null|none|user|author|webmaster|redaktion|\d.*)$"
)
_BYLINES = (
    '[itemprop~="author"] [itemprop~="name"], [itemprop~="author"], a[rel~="author"], [class~="author-name"], [class~="author_name"]'
    ', [class~="authorName"], [class~="byline__name"], [class*="byline"] a[href*="/author"], a[class*="author"], [class*="byline"] a'
    ', [class~="byline-name"], [class~="author"]'
)
_EARLIEST = 1990


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about an article; empty where the page does not give them."""

    title: str = ""
    deck: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | date | None = None
    updated: datetime | date | None = None
    section: str = ""
    site: str = ""
    image: str = ""
    caption: str = ""
    credit: str = ""
    url: str = ""
    lang: str = ""
    free: bool = True
    """False where the page says that its text is for subscribers (isAccessibleForFree)."""


def read_facts(tree: LexborHTMLParser, base: str) -> Facts:
    """Return what the page's structured data says, the most explicit source first. Broken data is passed over."""
    article = describe(tree)
    meta = _meta(tree)
    lang = (tree.root.attributes.get("lang") or "") if tree.root is not None else ""
    image = image_of(article.get("image") or article.get("primaryImageOfPage") or article.get("thumbnailUrl"))
    site = name_of(article.get("publisher")) or meta.get("og:site_name", "")
    url = absolute(_link(tree, "canonical") or meta.get("og:url", ""), base)
    return Facts(
        title=_title(article, meta, tree, list(site_names(site, meta.get("application-name", ""), url=url or base))),
        deck=_first(
            article.get("description"),
            meta.get("og:description"),
            meta.get("description"),
            meta.get("twitter:description"),
        ),
        authors=_authors(article, meta, tree),
        published=_moment(article.get("datePublished"))
        or _moment_in(meta, _PUBLISHED)
        or _time_of(tree, "datePublished")
        or _moment(article.get("dateCreated"))
        or _first_time(tree),
        updated=_moment(article.get("dateModified")) or _moment_in(meta, _UPDATED) or _time_of(tree, "dateModified"),
        section=_first(
            text_of(article.get("articleSection")), meta.get("article:section"), meta.get("parsely-section")
        ),
        site=clean_line(site),
        image=_photo([*_all(meta, *_IMAGE), image.get("url", ""), _link(tree, "image_src")], base),
        caption=clean_line(image.get("caption", "") or meta.get("og:image:alt", "")),
        credit=clean_line(image.get("credit", "")),
        url=url,
        lang=clean_line(_first(article.get("inLanguage"), lang, meta.get("og:locale", "").replace("_", "-")))[:12],
        free=str(article.get("isAccessibleForFree", "true")).lower() not in ("false", "0"),
    )


# ── Meta tags, microdata, title ───────────────────────────────────────────────────────────────────────────────────────


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    values: dict[str, str] = {}
    for tag in tree.css("meta[content]"):
        attributes = tag.attributes
        content = (attributes.get("content") or "").strip()
        for key in ("property", "name", "itemprop"):
            for name in (attributes.get(key) or "").lower().split():
                if content:
                    values.setdefault(name, content)
    return values


def _title(article: dict[str, Any], meta: dict[str, str], tree: LexborHTMLParser, sites: list[str]) -> str:
    title_tag = tree.css_first("title")
    whole = clean_line(title_tag.text(deep=True)) if title_tag is not None else ""
    headings = [text for h in tree.css('h1, [itemprop~="headline"]')[:8] if (text := clean_line(h.text(deep=True)))]
    given = [_first(article.get("headline")), *map(_first, _all(meta, *_TITLE)), _first(article.get("name")), whole]
    only = headings if len(set(headings)) == 1 or any(given) else []
    return choose_title(given, only, sites)


def _photo(addresses: list[str], base: str) -> str:
    """The first picture that is not the site's own; that one where there is no other."""
    urls = [url for address in addresses if (url := absolute(address, base))]
    return next((url for url in urls if not _NO_PHOTO.search(url.partition("?")[0])), next(iter(urls), ""))


def _authors(article: dict[str, Any], meta: dict[str, str], tree: LexborHTMLParser) -> tuple[str, ...]:
    """The names from the first source that has any."""
    sources: Iterator[list[str]] = chain(
        (names_of(article.get("author")), names_of(article.get("creator"))),
        ([meta[key]] for key in _AUTHOR if meta.get(key)),
        (_printed(clean_line(node.text(deep=True, separator=" "))) for node in tree.css(_BYLINES)[:6]),
    )
    for source in sources:
        if names := tuple(_names_in(source)):
            return names
    return ()


def _printed(text: str) -> list[str]:
    """The names in an element that is called a byline; a short text without digits is one, be it no person's."""
    names = authors_in(text) or authors_in(f"By {text}")
    return list(names) or ([text] if len(text.split()) <= 3 and not re.search(r"\d", text) else [])


def _names_in(lines: list[str]) -> Iterator[str]:
    flat = [
        part
        for line in lines
        for part in re.split(
            r"\s*(?:,|;|\||•|·|\n|\band\b|\bund\b|&)\s*",
            re.sub(r"^\s*(?i:written by|by|von|par|por|di)[\s:]+", "", line),
        )
    ]
    for name in dict.fromkeys(clean_line(part).strip(" —–-|·,:") for part in flat):
        if name and len(name) <= 60 and len(name.split()) <= 6 and not _NO_AUTHOR.search(name):
            yield name


def _moment_in(meta: dict[str, str], names: list[str]) -> datetime | date | None:
    return next((moment for value in _all(meta, *names) if (moment := _moment(value))), None)


def _moment(value: Any) -> datetime | date | None:  # whatever JSON holds
    if not isinstance(value, str):
        return None
    text = value.strip()
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text):  # seconds or milliseconds since 1970
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = find_date(text)
        return found[0] if found and found[0].year >= _EARLIEST else None
    if moment.year < _EARLIEST:
        return None
    if moment.tzinfo is None:  # a time that does not say where is a date
        return moment.date()
    try:
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _time_of(tree: LexborHTMLParser, name: str) -> datetime | date | None:
    node = tree.css_first(f'[itemprop~="{name}"]')
    if node is None:
        return None
    attributes = node.attributes
    return _moment(attributes.get("datetime") or attributes.get("content") or clean_line(node.text(deep=True)))


def _first_time(tree: LexborHTMLParser) -> datetime | date | None:
    for node in tree.css("article time[datetime], time[pubdate], header time[datetime], time[datetime]")[:3]:
        if moment := _moment(node.attributes.get("datetime")):
            return moment
    for node in tree.css(_DATE_ELEMENTS)[:8]:
        text = clean_line(node.text(deep=True, separator=" "))
        if len(text) < _LONGEST_DATE and (found := find_date(text)):
            return found[0]
    return None


def _link(tree: LexborHTMLParser, rel: str) -> str:
    node = tree.css_first(f'link[rel~="{rel}"][href]')
    return (node.attributes.get("href") or "") if node is not None else ""


def _all(meta: dict[str, str], *names: str) -> list[str]:
    return [meta[name] for name in names if meta.get(name)]


def _first(*values: Any) -> str:  # whatever JSON holds
    from html import unescape

    for value in values:
        if isinstance(value, str) and (line := clean_line(unescape(value))):
            return line
    return ""
