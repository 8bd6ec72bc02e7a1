"""What stands inside an article's element and is not part of the article: share bars, boxes, forms, lists of links."""

import re
from collections.abc import Callable, Sequence

from newsreader.articles.page_tree import Element

_SHARE = re.compile(r"(?:\b|_)(?:share|sharedaddy|sharing|social|addtoany|addthis)(?:\b|_)", re.IGNORECASE)
_SHARE_LENGTH = 500
_VIDEO = re.compile(
    r"//(?:www\.)?(?:(?:dailymotion|youtube|youtube-nocookie|player\.vimeo|v\.qq|bilibili|live\.bilibili)\.com|(?:archive|upload\.wikimedia)\.org"
    r"|player\.twitch\.tv)",
    re.IGNORECASE,
)
_AD_WORDS = re.compile(
    r"^(?:ad(?:vertising|vertisement)?|pub(?:licité)?|werb(?:ung)?|anzeige|广告|реклама)\W*$", re.IGNORECASE
)
_LOADING = re.compile(r"^(?:loading|正在加载|загрузка|chargement|cargando)(?:…|\.\.\.)?$", re.IGNORECASE)
_CONDITIONAL = frozenset("form fieldset table ul ol div section".split())
_EMBEDS = ("object", "embed", "iframe")
_BOX = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|newsletter\w*|promo\w*|read-?more|more-?(?:on|stories|from)|most-?(?:read|popular)|signup|inline-?ad"
    r"|ad-?(?:slot|unit|container|wrapper)|advert\w*|teaser\w*|recommended|trending|see-?also|readalso|also-?read)(?=$|[\s_-])",
    re.IGNORECASE,
)

Weigh = Callable[[Element], int]


def clean_article(parts: Sequence[Element], title: str, weigh: Weigh) -> None:
    """Drop what is not part of the article from its elements. `weigh` says what an element's names are worth."""
    for part in parts:
        is_box_rule_on = part.length > 0
        for element in list(part.walk()):
            if element is part or element.dropped or _has_dropped_above(element):
                continue
            if _is_never_text(element) or (is_box_rule_on and _is_box(element, part)):
                element.drop()
        # From the inside out, so that a box is judged by what is left in it.
        for element in reversed(list(part.walk())):
            if element is part or element.dropped or _has_dropped_above(element):
                continue
            if (
                (element.tag in _CONDITIONAL and _is_clutter(element, weigh))
                or _is_hollow(element)
                or _is_title(element, title)
            ):
                element.drop()


def _has_dropped_above(element: Element) -> bool:
    above = element.parent
    while above is not None:
        if above.dropped:
            return True
        above = above.parent
    return False


def _is_never_text(element: Element) -> bool:
    if element.tag in ("footer", "aside", "link", "input", "textarea", "select", "button"):
        return (
            element.tag != "aside"
            or element.link_density > 0.25
            or not element.count("p", "blockquote", "figure", "img")
        )
    if element.tag in _EMBEDS:
        return not _is_video(element)
    return bool(_SHARE.search(element.names)) and element.length < _SHARE_LENGTH and element.tag != "figure"


def _is_box(element: Element, part: Element) -> bool:
    return (
        bool(_BOX.search(element.names))
        and element.length < 0.3 * part.length
        and element.tag not in ("figure", "p", "a", "span", "blockquote", "table", "code", "pre")
        and (element.link_density > 0.2 or element.length < 300)
    )


def _is_video(element: Element) -> bool:
    return any(value and _VIDEO.search(value) for value in element.attributes.values())


def _is_clutter(element: Element, weigh: Weigh) -> bool:  # noqa: C901  # one table of conditions; each stands alone
    """Whether a list, a box or a table in the article is one of links, pictures or controls."""
    inner = list(element.walk())
    if element.tag == "table" and _is_data(element, inner):
        return False
    if any(_is_inside(element, tag) for tag in ("code", "pre", "figure")) or _in_data_table(element):
        return False
    weight = weigh(element)
    if weight < 0 and element.tag not in ("table",):
        return True
    if element.commas >= 10:
        return False
    counts = dict.fromkeys(("p", "img", "li", "input", "embed"), 0)
    heading = 0
    is_list = element.tag in ("ul", "ol")
    in_lists = 0
    for one in inner:
        if one.tag in counts:
            counts[one.tag] += 1
        if one.tag in _EMBEDS:
            if _is_video(one):
                return False
            counts["embed"] += 1
        if re.fullmatch("h[1-6]", one.tag):
            heading += one.length
        if one.tag in ("ul", "ol"):
            in_lists += one.length
    if not is_list and element.length:
        is_list = in_lists / element.length > 0.9
    length, density = element.length, element.link_density
    paragraphs, images, items = counts["p"], counts["img"], counts["li"] - 100
    is_figure = any(one.tag in ("figure", "figcaption") for one in inner) or _is_inside(element, "figure")
    heading_share = heading / length if length else 0
    text_share = sum(one.own for one in inner if one.tag in _TEXT_TAGS) / length if length else 0
    if (
        length < 40
        and length
        and (_LOADING.match(text := element.node.text(deep=True).strip()) or (not images and _AD_WORDS.match(text)))
    ):
        return True
    is_bad = (
        (not is_figure and images > 1 and paragraphs / images < 0.5)
        or (not is_list and items > paragraphs)
        or counts["input"] > paragraphs // 3
        or (
            not is_list
            and not is_figure
            and heading_share < 0.9
            and length < 25
            and (images == 0 or images > 2)
            and density > 0
        )
        or (not is_list and weight < 25 and density > 0.2)
        or (weight >= 25 and density > 0.5)
        or (counts["embed"] == 1 and length < 75)
        or counts["embed"] > 1
        or (images == 0 and text_share == 0)
    )
    if is_list and is_bad:
        if any(len([c for c in one.children if not c.dropped]) > 1 for one in inner if one.tag == "li"):
            return is_bad
        if images and images == counts["li"]:  # a gallery
            return False
    return is_bad


_TEXT_TAGS = frozenset(
    "p span li td th blockquote dl div img ol pre table ul select section article a em strong b i code dd dt h2 h3 h4 h5 h6"
    " figcaption font".split()
)


def _is_data(table: Element, inner: list[Element]) -> bool:
    if table.attributes.get("role") == "presentation" or table.attributes.get("datatable") == "0":
        return False
    if table.attributes.get("summary") or any(
        one.tag in ("caption", "col", "colgroup", "tfoot", "thead", "th") for one in inner
    ):
        return True
    if any(one.tag == "table" and one is not table for one in inner):
        return False
    rows = sum(one.tag == "tr" for one in inner)
    cells = sum(one.tag in ("td", "th") for one in inner)
    columns = cells // rows if rows else 0
    return rows > 1 and columns > 1 and (rows >= 10 or columns > 4 or cells > 10)


def _in_data_table(element: Element) -> bool:
    above = element.parent
    while above is not None:
        if above.tag == "table":
            return _is_data(above, list(above.walk()))
        above = above.parent
    return False


def _is_inside(element: Element, tag: str) -> bool:
    above = element.parent
    for _ in range(8):
        if above is None:
            return False
        if above.tag == tag:
            return True
        above = above.parent
    return False


def _is_hollow(element: Element) -> bool:
    """A paragraph or box without text, picture or player."""
    return (
        element.tag in ("p", "div", "section", "header", "h1", "h2", "h3", "h4")
        and not element.length
        and not element.count("img", "picture", "video", "audio", "hr", "table", "math", *_EMBEDS)
    )


def _is_title(element: Element, title: str) -> bool:
    if element.tag not in ("h1", "h2") or not title:
        return False
    text = element.node.text(deep=True)
    words, wanted = re.findall(r"\w+", text.lower()), re.findall(r"\w+", title.lower())
    if not words or not wanted:
        return False
    rest = [word for word in words if word not in wanted]
    return 1 - len(" ".join(rest)) / len(" ".join(words)) > 0.75
