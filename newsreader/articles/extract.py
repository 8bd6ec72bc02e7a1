"""A web page → the elements that hold its article.

The idea is Arc90's Readability: paragraphs give points to the elements around them, text in links takes them away, and
the element with the most points is the article, with those of its siblings that read like it. Names of classes and ids
tell what is certainly not the article before, and what may be inside it and is not part of it after.
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newsreader.articles.page_clean import clean_article
from newsreader.articles.page_tree import Element, read_tree

ENOUGH = 500
"""Characters that an article has; with less, the page is read again with looser rules."""

_UNLIKELY = re.compile(
    r"(?:^|[\s_-])(?:ad|ads|adv|advert\w*|agegate|banner\w*|breadcrumb\w*|captcha|cmp|combx|comments?|commentlist|community|consent|cookies?\w*"
    r"|disqus\w*|extra|footer\w*|gdpr|hidden|legends|masthead|menu\w*|modal\w*|most-?(?:popular|read|viewed)|nav|navbar|navigation|newsletter\w*"
    r"|outbrain\w*|overlay|pager|pagination|paywall|popup|print-?only|promo\w*|rail|recirc\w*|recommend\w*|related\w*|remark|replies|rss|share\w*|sharing"
    r"|shoutbox|sidebar\w*|signup|skip\w*|skyscraper|social\w*|sponsor\w*|subscribe|subscription|supplemental|taboola\w*|teaser\w*|toolbar|tools|trending"
    r"|widget\w*|yom-remote)(?=$|[\s_-])",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"(?:^|[\s_-])(?:and|article\w*|body|columns?|content|main|shadow|story\w*|post|entry|text)(?=$|[\s_-])",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    r"article|body|content|entry|hentry|h-entry|main|page|post|text|blog|story|prose|markdown", re.IGNORECASE
)
_NEGATIVE = re.compile(
    r"-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain|promo|related"
    r"|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget",
    re.IGNORECASE,
)
_ROLES = frozenset("menu menubar complementary navigation alert alertdialog dialog search banner contentinfo".split())
_NEVER = frozenset("nav form fieldset dialog menu iframe-ad object-ad".split())
_SCORED = frozenset("p pre td blockquote section h2 h3 h4 h5 h6 dd".split())
_BLOCKS = frozenset("article blockquote dl div figure footer header main ol p pre section table ul".split())
_BY_TAG = {
    "div": 5, "article": 8, "main": 6, "pre": 3, "td": 3, "blockquote": 3, "address": -3, "ol": -3, "ul": -3, "dl": -3, "dd": -3,
    "dt": -3, "li": -3, "form": -3, "h1": -5, "h2": -5, "h3": -5, "h4": -5, "h5": -5, "h6": -5, "th": -5,
}  # fmt: skip
_SHORTEST = 25
_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article's elements in order, and the text that stood in an element named as its byline."""

    nodes: tuple[LexborNode, ...]
    byline: str
    length: int


def extract(body: LexborNode, title: str) -> Extracted:
    """Return the elements of the article in `body`, cleaned in place. `title` is the page's own, to know a heading by.

    The tree that `body` belongs to is changed. Nothing that reads like an article gives the whole body.
    """
    best = Extracted((body,), "", 0)
    for strictness in (2, 1, 0):
        root = read_tree(body)
        byline = _drop_unlikely(root, strict=strictness == 2)
        _score(root)
        parts = _article_of(root)
        clean_article(parts, title, weigh=_weight if strictness else lambda _element: 0)
        length = sum(part.length for part in parts)
        if length > best.length:
            best = Extracted(tuple(part.node for part in parts), byline, length)
            found = parts, root
        if length >= ENOUGH:
            break
    if best.length:
        _apply(found[1])
    return best


def _apply(root: Element) -> None:
    """Take the dropped elements out of the parsed tree."""
    stack = [root]
    while stack:
        element = stack.pop()
        if element.dropped:
            element.node.decompose()
        else:
            stack.extend(element.children)


def _drop_unlikely(root: Element, *, strict: bool) -> str:
    byline = ""
    for element in root.walk():
        if element is root:
            continue
        attributes = element.attributes
        if _is_invisible(element) or element.tag in _NEVER or (attributes.get("role") or "").lower() in _ROLES:
            element.drop()
        elif not byline and _is_byline(element):
            byline = element.node.text(deep=True)
            element.drop()
        elif strict and element.tag not in ("body", "a", "article", "main") and _is_unlikely(element):
            element.drop()
    return byline


def _is_unlikely(element: Element) -> bool:
    names = element.names
    if not _UNLIKELY.search(names) or _MAYBE.search(names):
        return False
    return not any(above.tag in ("table", "code", "figure") for above in element.above())


def _is_invisible(element: Element) -> bool:
    attributes = element.attributes
    if not attributes:
        return False
    style = attributes.get("style") or ""
    if "display" in style and re.search(r"display\s*:\s*none", style):
        return True
    if attributes.get("aria-hidden") == "true" and "fallback-image" not in element.names:
        return element.tag not in ("img", "figure", "picture") and not element.node.css_matches("img")
    return "hidden" in attributes


_BYLINE = re.compile(r"byline|author|dateline|writtenby|p-author", re.IGNORECASE)


def _is_byline(element: Element) -> bool:
    attributes = element.attributes
    is_named = (
        attributes.get("rel") == "author"
        or "author" in (attributes.get("itemprop") or "")
        or bool(_BYLINE.search(element.names))
    )
    return is_named and 0 < element.length < 100


def _score(root: Element) -> None:
    for element in root.walk():
        is_text = element.tag in _SCORED or (
            element.tag == "div" and not any(child.tag in _BLOCKS for child in element.children)
        )
        loose = element.tag in ("div", "article", "section", "main", "body", "td") and not is_text and element.own >= 80
        if not (is_text or loose):
            continue
        length = element.own if loose else element.length
        if length < _SHORTEST:
            continue
        points = 1 + (element.commas if not loose else length // 80) + min(length // 100, 3)
        above = element if loose else element.parent
        for level in range(_LEVELS):
            if above is None:
                break
            if not above.scored:
                above.scored = True
                above.score += _BY_TAG.get(above.tag, 0) + _weight(above)
            above.score += points / (1 if level == 0 else 2 if level == 1 else level * 3)
            above = above.parent


def _weight(element: Element) -> int:
    """What the names of an element say for (+25) or against (-25) each."""
    weight = 0
    for name in (element.attributes.get("class"), element.attributes.get("id")):
        if name:
            weight -= 25 if _NEGATIVE.search(name) else 0
            weight += 25 if _POSITIVE.search(name) else 0
    if element.attributes.get("itemprop") == "articleBody":
        weight += 50
    return weight


def _article_of(root: Element) -> list[Element]:
    candidates = [element for element in root.walk() if element.scored]
    for element in candidates:
        element.score *= 1 - element.link_density
    candidates.sort(key=lambda element: -element.score)
    if not candidates or candidates[0] is root:
        return [root]
    top = _widened(candidates[0], candidates[:5])
    return [top] if top is root else _with_siblings(top)


def _widened(top: Element, best: list[Element]) -> Element:
    """The element around `top` that holds the whole article, where that is spread over several."""
    others = [element for element in best[1:] if top.score > 0 and element.score / top.score >= 0.75]
    if len(others) >= 3:
        lines = [set(map(id, element.above())) for element in others]
        for above in top.above():
            if above.tag != "body" and sum(id(above) in line for line in lines) >= 3:
                top = above
                break
    last, floor = top.score, top.score / 3
    for above in top.above():
        if above.tag == "body" or (above.scored and above.score < floor):
            break
        if above.scored and above.score > last:
            top = above
            break
        last = above.score if above.scored else last
    while (
        top.parent is not None
        and top.parent.tag != "body"
        and len([c for c in top.parent.children if not c.dropped]) == 1
    ):
        top = top.parent
    return top


def _with_siblings(top: Element) -> list[Element]:
    """`top` with those of its siblings that read like a part of it: a first paragraph, the second half of a split article."""
    parent = top.parent
    if parent is None:
        return [top]
    threshold = max(10.0, top.score * 0.2)
    top_class = top.attributes.get("class")
    parts = []
    for sibling in parent.children:
        if sibling.dropped:
            continue
        bonus = top.score * 0.2 if top_class and sibling.attributes.get("class") == top_class else 0.0
        keep = sibling is top or (sibling.scored and sibling.score + bonus >= threshold)
        if not keep and sibling.tag == "p":
            density = sibling.link_density
            keep = (sibling.length > 80 and density < 0.25) or (
                0 < sibling.length <= 80 and density == 0 and _ends(sibling)
            )
        if keep:
            parts.append(sibling)
    return parts


def _ends(element: Element) -> bool:
    return bool(re.search(r"\.( |$)", element.node.text(deep=True).strip()))
