"""JSON-LD on a web page: the object that describes its article, whatever wrote it. Broken data is read as far as it goes."""

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsreader.text import clean_line

_MAX_JSON = 2_000_000
_DEEPEST = 6
_ARTICLE = re.compile(
    r"(?:News|Tech|Reportage|Opinion\w*|Review\w*|AnalysisNews|BackgroundNews|AskPublicNews|Scholarly|Medical\w*|Satirical|LiveBlog\w*"
    r"|Advertiser\w*)?Article|BlogPosting|SocialMediaPosting|Report|LiveBlogPosting|DiscussionForumPosting|Recipe|CreativeWork"
)
_PAGE = frozenset({"WebPage", "ItemPage", "VideoObject", "PodcastEpisode", "Review", "HowTo", "QAPage"})
"""What may carry the facts where no article is described."""
_WRAPPING = re.compile(r"^(?:\s|//|/\*|<!--|<!\[CDATA\[|\*/)+|(?:\s|//|/\*|-->|\]\]>|\*/|;)+$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def describe(tree: LexborHTMLParser) -> dict[str, Any]:
    """Return the object that describes the page's article, its references to other objects resolved; {} for none."""
    objects: list[dict[str, Any]] = []
    for script in tree.css('script[type*="ld+json"]'):
        objects += _objects(_parsed(script.text(deep=True)[:_MAX_JSON]), 0)
    # One with a headline first, an article before a page.
    ranked = sorted((one for one in objects if _rank(one) < 2), key=lambda one: (not one.get("headline"), _rank(one)))
    if not ranked:
        return {}
    named = {one["@id"]: one for one in objects if isinstance(one.get("@id"), str) and len(one) > 1}
    return {key: _resolved(value, named) for key, value in ranked[0].items()}


def name_of(value: Any) -> str:  # whatever JSON holds
    """Return the name of a thing, the first of several."""
    return next(iter(names_of(value)), "")


def names_of(value: Any) -> list[str]:  # whatever JSON holds
    """Return the names of persons or organisations."""
    names: list[str] = []
    for item in (value if isinstance(value, list) else [value])[:30]:
        inner = item.get("name") if isinstance(item, dict) else item
        names += names_of(inner) if isinstance(inner, list) else [clean_line(inner)] if isinstance(inner, str) else []
    return [name for name in names if name]


def image_of(value: Any) -> dict[str, str]:  # whatever JSON holds
    """Return url, caption and credit of a picture, as far as they are given."""
    if isinstance(value, list):
        return next((image for item in value[:5] if (image := image_of(item)).get("url")), {})
    if isinstance(value, str):
        return {"url": value}
    if not isinstance(value, dict):
        return {}
    texts = {
        "url": next((url for key in ("url", "contentUrl", "@id") if isinstance(url := value.get(key), str)), ""),
        "caption": value.get("caption") or value.get("description"),
        "credit": value.get("creditText") or name_of(value.get("creator")) or value.get("copyrightNotice"),
    }
    return {key: text for key, text in texts.items() if isinstance(text, str)}


def text_of(value: Any) -> str:  # whatever JSON holds
    """Return a text, the first of several."""
    return text_of(value[0]) if isinstance(value, list) and value else value if isinstance(value, str) else ""


def _parsed(text: str) -> Any:
    """The data in a script, which may be wrapped for browsers of old, end early, or have a comma too many."""
    text = _WRAPPING.sub("", text)
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _objects(data: Any, depth: int) -> list[dict[str, Any]]:  # whatever JSON holds
    if depth > _DEEPEST:
        return []
    if isinstance(data, list):
        return [one for item in data[:200] for one in _objects(item, depth + 1)]
    if not isinstance(data, dict):
        return []
    found = [data] if data.get("@type") or data.get("@id") else []
    for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "author", "image"):
        found += _objects(data.get(key), depth + 1)
    return found


def _kinds(one: dict[str, Any]) -> Iterator[str]:
    kinds = one.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str):
            yield re.split(r"[/#:]", kind)[-1]


def _rank(one: dict[str, Any]) -> int:
    """0 for an article, 1 for a page, 2 for anything else."""
    return min((0 if _ARTICLE.fullmatch(kind) else 1 if kind in _PAGE else 2 for kind in _kinds(one)), default=2)


def _resolved(value: Any, named: dict[str, dict[str, Any]]) -> Any:
    """A value with references ({"@id": …} alone) replaced by what they refer to."""
    if isinstance(value, list):
        return [_resolved(item, named) for item in value[:30]]
    if isinstance(value, dict) and isinstance(name := value.get("@id"), str) and not value.get("name"):
        return {**named.get(name, {}), **value}
    return value
