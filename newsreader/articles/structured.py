"""What a page says about its article in a form meant for machines: JSON-LD, OpenGraph and other meta tags, microdata."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsreader.articles.dates import find_date
from newsreader.articles.links import absolute
from newsreader.text import clean_line

_MAX_JSON = 2_000_000
_ARTICLE = re.compile(
    r"(?:News|Tech|Reportage|Opinion\w*|Review\w*|AnalysisNews|BackgroundNews|AskPublicNews|Scholarly|Medical\w*|Satirical|LiveBlog\w*"
    r"|Advertiser\w*)?Article|BlogPosting|SocialMediaPosting|Report|LiveBlogPosting|DiscussionForumPosting|Recipe|CreativeWork"
)
_DATE_ELEMENTS = (
    '[class*="publish"], [class*="posted"], [class*="date"], [class*="Date"], [class*="timestamp"], [class*="byline"]'
    ', [id*="date"], time'
)
_LONGEST_DATE = 120
_TITLE_PARTS = re.compile(r"\s+[|–—·»-]\s+|\s+::\s+")


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
    article = next(_articles(tree), {})
    meta = _meta(tree)
    lang = (tree.root.attributes.get("lang") or "") if tree.root is not None else ""
    image = _image(article.get("image")) or {}
    site = _name(article.get("publisher")) or meta.get("og:site_name", "")
    return Facts(
        title=_title(article, meta, tree, site),
        deck=_first(
            article.get("description"),
            meta.get("og:description"),
            meta.get("description"),
            meta.get("twitter:description"),
        ),
        authors=_authors(article, meta, tree),
        published=_moment(article.get("datePublished"))
        or _moment(
            _any(
                meta,
                "article:published_time",
                "datepublished",
                "date",
                "dc.date",
                "dc.date.issued",
                "pubdate",
                "publish-date",
                "parsely-pub-date",
                "sailthru.date",
                "dcterms.created",
                "publication_date",
                "og:published_time",
                "citation_publication_date",
            )
        )
        or _time_of(tree, "datePublished")
        or _first_time(tree),
        updated=_moment(article.get("dateModified"))
        or _moment(_any(meta, "article:modified_time", "og:updated_time", "last-modified", "dc.date.modified"))
        or _time_of(tree, "dateModified"),
        section=_first(
            _section(article.get("articleSection")), meta.get("article:section"), meta.get("parsely-section")
        ),
        site=clean_line(site),
        image=absolute(
            _any(meta, "og:image", "og:image:url", "twitter:image", "twitter:image:src")
            or image.get("url", "")
            or _link(tree, "image_src"),
            base,
        ),
        caption=clean_line(image.get("caption", "") or meta.get("og:image:alt", "")),
        credit=clean_line(image.get("credit", "")),
        url=absolute(_link(tree, "canonical") or meta.get("og:url", ""), base),
        lang=clean_line(_first(article.get("inLanguage"), lang, meta.get("og:locale", "").replace("_", "-")))[:12],
        free=str(article.get("isAccessibleForFree", "true")).lower() not in ("false", "0"),
    )


# ── JSON-LD ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _articles(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """The objects that describe an article, those with a headline first."""
    found: list[dict[str, Any]] = []
    for script in tree.css('script[type="application/ld+json"]'):
        text = script.text(deep=True)[:_MAX_JSON].strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        try:
            found += _objects(json.loads(text, strict=False), 0)
        except (ValueError, RecursionError):
            continue
    yield from sorted(found, key=lambda one: not one.get("headline"))


def _objects(data: Any, depth: int) -> list[dict[str, Any]]:  # whatever JSON holds
    if depth > 6:
        return []
    if isinstance(data, list):
        return [one for item in data[:200] for one in _objects(item, depth + 1)]
    if not isinstance(data, dict):
        return []
    kinds = data.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    found = [data] if any(isinstance(name, str) and _ARTICLE.fullmatch(name) for name in names) else []
    for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
        found += _objects(data.get(key), depth + 1)
    return found


def _name(value: Any) -> str:  # whatever JSON holds
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        return _name(value[0]) if value else ""
    return clean_line(value) if isinstance(value, str) else ""


def _names(value: Any) -> list[str]:  # whatever JSON holds
    items = value if isinstance(value, list) else [value]
    names: list[str] = []
    for item in items[:30]:
        inner = item.get("name") if isinstance(item, dict) else item
        names += _names(inner) if isinstance(inner, list) else [clean_line(inner)] if isinstance(inner, str) else []
    return names


def _image(value: Any) -> dict[str, str] | None:  # whatever JSON holds
    if isinstance(value, list):
        return _image(value[0]) if value else None
    if isinstance(value, str):
        return {"url": value}
    if not isinstance(value, dict):
        return None
    texts = {
        "url": value.get("url") or value.get("contentUrl") or value.get("@id"),
        "caption": value.get("caption") or value.get("description"),
    }
    texts["credit"] = value.get("creditText") or _name(value.get("creator")) or value.get("copyrightNotice")
    return {key: text for key, text in texts.items() if isinstance(text, str)}


def _section(value: Any) -> str:  # whatever JSON holds
    return _section(value[0]) if isinstance(value, list) and value else value if isinstance(value, str) else ""


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


def _title(article: dict[str, Any], meta: dict[str, str], tree: LexborHTMLParser, site: str) -> str:
    given = _first(
        article.get("headline"),
        meta.get("og:title"),
        meta.get("twitter:title"),
        article.get("name"),
        meta.get("dc.title"),
        meta.get("citation_title"),
    )
    title_tag = tree.css_first("title")
    whole = clean_line(title_tag.text(deep=True)) if title_tag is not None else ""
    headings = [clean_line(h.text(deep=True)) for h in tree.css("h1")]
    if given:
        return _without_site(given, site, headings)
    return _without_site(whole, site, headings) or (headings[0] if len(headings) == 1 else "")


def _without_site(title: str, site: str, headings: list[str]) -> str:
    """The title without the site's name at either end."""
    parts = _TITLE_PARTS.split(title)
    if len(parts) == 1:
        return title
    for heading in headings:  # the page's own heading says where the title ends
        if heading and heading != title and heading in title and len(heading) > 8:
            return heading
    if title in headings:
        return title
    if site and parts[-1].lower().replace(" ", "") in (
        site.lower().replace(" ", ""),
        site.lower().replace(" ", "").partition(".")[0],
    ):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»:-")
    if site and parts[0].lower() == site.lower():
        return title[len(parts[0]) :].lstrip(" |–—·»:-")
    longest = max(parts, key=len)
    if len(parts[-1].split()) <= 3 and len(parts[0].split()) >= 4 and re.search(r"\s[|»·–—]\s[^|»·–—]*$", title):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·»:-")
    return longest if len(longest.split()) >= 5 and "|" in title else title


def _authors(article: dict[str, Any], meta: dict[str, str], tree: LexborHTMLParser) -> tuple[str, ...]:
    names = _names(article.get("author")) or _names(article.get("creator"))
    if not names:
        given = _any(
            meta,
            "author",
            "article:author",
            "dc.creator",
            "parsely-author",
            "sailthru.author",
            "citation_author",
            "byl",
            "article:author_name",
        )
        names = [given] if given else []
    if not names:
        names = [
            clean_line(node.text(deep=True))
            for node in tree.css('[itemprop="author"] [itemprop="name"], [itemprop="author"]')[:1]
        ]
        names = names or [clean_line(node.text(deep=True)) for node in tree.css('a[rel~="author"]')[:4]]
    flat = [
        part
        for name in names
        for part in re.split(r"\s*(?:,|;|\band\b|&)\s*", re.sub(r"^(?i:by|von|par|por)\s+", "", name))
    ]
    unique = dict.fromkeys(clean_line(name).strip(" —–-|·,") for name in flat)
    return tuple(name for name in unique if name and len(name) <= 60 and not re.match(r"https?://|www\.|@", name))


def _moment(value: Any) -> datetime | date | None:  # whatever JSON holds
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = find_date(text)
        return found[0] if found else None
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


def _any(meta: dict[str, str], *names: str) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def _first(*values: Any) -> str:  # whatever JSON holds
    from html import unescape

    for value in values:
        if isinstance(value, str) and (line := clean_line(unescape(value))):
            return line
    return ""
